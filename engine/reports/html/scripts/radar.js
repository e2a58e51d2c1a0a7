// How much of each clause is met, by standard. The middle of the chart is not always nought, and the page says so.
const radarCharts = [];
const axes = [...new Set(figures.standards.flatMap((one) => Object.keys(one.met)))].filter((chapter) => /^\d+$/.test(chapter));
const shares = figures.standards.flatMap((one) => axes.map((chapter) => one.met[chapter] ?? 100));
const middle = Math.max(0, Math.floor(Math.min(...shares) / 10) * 10 - 10);

function radarOption(width) {
  const narrow = width < 420;
  const ink = colour("ink"), quiet = colour("quiet"), rule = colour("rule");
  const titles = Object.assign({}, ...figures.standards.map((one) => one.clauses).reverse());
  return {
    animation: false,
    textStyle: { fontFamily, color: ink },
    tooltip: { renderMode: "richText", trigger: "item", backgroundColor: colour("paper"), borderColor: quiet, textStyle: { color: ink, fontSize: 12 }, valueFormatter: (value) => `${value} %` },
    legend: figures.standards.length > 1 ? { bottom: 0, icon: "roundRect", itemHeight: 3, itemWidth: 22, textStyle: { color: ink, fontSize: 12 } } : undefined,
    radar: {
      center: ["50%", "47%"], radius: narrow ? "54%" : "66%", splitNumber: 4,
      indicator: axes.map((chapter) => ({ name: `${chapter} ${shortTitle(titles[chapter])}`, min: middle, max: 100 })),
      axisName: { color: quiet, fontSize: narrow ? 11 : 12 }, splitArea: { show: false },
      splitLine: { lineStyle: { color: rule } }, axisLine: { lineStyle: { color: rule } },
    },
    series: [{
      type: "radar", symbolSize: 5,
      data: figures.standards.map((one, place) => ({
        name: one.edition, value: axes.map((chapter) => one.met[chapter] ?? null),
        symbol: ["circle", "rect", "triangle", "diamond", "circle", "rect"][place % 6],
        lineStyle: { color: colour(`line-${(place % 6) + 1}`), width: 2, type: ["solid", "dashed", "dotted", [8, 3, 2, 3]][place % 4] },
        itemStyle: { color: colour(`line-${(place % 6) + 1}`) },
        areaStyle: figures.standards.length === 1 ? { color: colour("line-1"), opacity: 0.12 } : undefined,
      })),
    }],
  };
}
if (axes.length > 2) {
  const radar = echarts.init(byId("radar"));
  radarCharts.push(radar);
  byId("radar-note").textContent = middle ? `The middle of the chart is ${middle} %, its rim 100 %.` : "The rim of the chart is 100 %.";
  const draw = () => { radar.resize(); radar.setOption(radarOption(radar.getWidth()), true); };
  draw();
  document.addEventListener("theme", draw);
  new ResizeObserver(draw).observe(byId("radar"));
} else byId("radar").remove();
