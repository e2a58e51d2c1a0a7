// Paper is in light colours and unfolded: what is recorded, and with "Print with findings" the appendix as well, the graph of every standard as a picture.
const folded = [];
let themeBefore = null;
function picture(option, width, height, words) {
  const box = make("div");
  box.style.cssText = `position:absolute;left:-99999px;width:${width}px;height:${height}px`;
  document.body.append(box);
  const chart = echarts.init(box, null, { width, height });
  chart.setOption(option);
  const figure = make("figure", "", { className: "printed" });
  figure.append(make("figcaption", words), make("img", "", { alt: words, src: chart.getDataURL({ pixelRatio: 2, backgroundColor: "#fff" }) }));
  chart.dispose();
  box.remove();
  return figure;
}
const whole = () => document.documentElement.classList.contains("whole");
addEventListener("beforeprint", () => {
  themeBefore = document.documentElement.dataset.theme || "";
  document.documentElement.dataset.theme = "light";
  for (const one of document.querySelectorAll("details:not([open])")) if (whole() || !one.closest(".appendix")) { folded.push(one); one.open = true; }
  if (graphBox && whole()) byId("graph").after(...[...world.values()].filter((one) => one.failures.length).map(graphPicture));
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
  document.documentElement.classList.remove("whole");
  if (themeBefore) document.documentElement.dataset.theme = themeBefore; else delete document.documentElement.dataset.theme;
});
byId("print").addEventListener("click", () => print());
byId("print-all").addEventListener("click", () => { document.documentElement.classList.add("whole"); print(); });
