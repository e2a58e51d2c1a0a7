// On paper everything is unfolded and in light colours, and the charts are pictures: one of the graph for every standard.
const folded = [];
let themeBefore = null;
function picture(option, width, height, words, size = "") {
  const box = make("div");
  box.style.cssText = `position:absolute;left:-99999px;width:${width}px;height:${height}px`;
  document.body.append(box);
  const chart = echarts.init(box, null, { width, height });
  chart.setOption(option);
  const figure = make("figure", "", { className: `printed ${size}` });
  figure.append(make("figcaption", words), make("img", "", { alt: words, src: chart.getDataURL({ pixelRatio: 2, backgroundColor: "#fff" }) }));
  chart.dispose();
  box.remove();
  return figure;
}
addEventListener("beforeprint", () => {
  themeBefore = document.documentElement.dataset.theme || "";
  document.documentElement.dataset.theme = "light";
  for (const one of document.querySelectorAll("details:not([open])")) { folded.push(one); one.open = true; }
  if (byId("radar")) byId("radar").after(picture(radarOption(620), 620, 400, "How much of each clause is met", "small"));
  if (graphBox) byId("graph").after(...[...world.values()].filter((one) => one.failures.length).map(graphPicture));
});
// The graph of one standard as it begins, whatever is chosen on the screen.
function graphPicture(standard) {
  const before = { ...graphState };
  Object.assign(graphState, { standard: standard.id, chosen: "", route: null });
  const { height, option } = graphOption([standard], new Set(figures.failing), 1060);
  Object.assign(graphState, before);
  return picture(option, 1060, height, `${standard.edition}: what fails, and the links that fail`);
}
addEventListener("afterprint", () => {
  for (const one of folded.splice(0)) one.open = false;
  for (const one of document.querySelectorAll("figure.printed")) one.remove();
  if (themeBefore) document.documentElement.dataset.theme = themeBefore; else delete document.documentElement.dataset.theme;
});
