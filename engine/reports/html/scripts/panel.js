// Drawing the graph on the page, choosing in it, and the panel that tells of what is chosen.
let graphChart = null;
const marksShown = () => new Set(new FormData(graphForm).getAll("mark"));
const standardsShown = () => figures.standards.filter((one) => !graphState.standard || one.id === graphState.standard).map((one) => world.get(one.id));

// Draws the graph; what is enlarged stays so while the same standards are shown.
let drawnFor = "";
function drawGraph() {
  const width = Math.floor(graphBox.clientWidth);
  if (!width) return;
  const { height, option } = graphOption(standardsShown(), marksShown(), width);
  if (graphChart && drawnFor === `${graphState.standard} ${width}`) {
    const { zoom, center } = graphChart.getOption().series[0];
    Object.assign(option.series[0], { zoom, center });
  }
  drawnFor = `${graphState.standard} ${width}`;
  graphBox.style.height = `${Math.ceil(height)}px`;
  if (!graphChart) {
    graphChart = echarts.init(graphBox, null, { width, height });
    graphChart.on("click", (about) => { if (about.dataType === "node" && !about.name.startsWith("head")) choose(about.name); });
    graphChart.getZr().on("click", (event) => { if (!event.target) choose(""); });
    twoFingers(graphBox, graphChart);
    graphBox.addEventListener("wheel", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); }, true);
  }
  graphChart.resize({ width, height });
  graphChart.setOption(option, true);
}
function fillChoice() {
  const select = graphForm.elements.node;
  select.replaceChildren(new Option("None chosen", ""));
  for (const standard of standardsShown()) {
    const group = make("optgroup", "", { label: standard.edition });
    for (const one of standard.node.values()) if (one.id.includes("/") && marksShown().has(one.mark)) group.append(new Option(`${one.id}: ${figures.marks[one.mark]}`, full(standard.id, one.id)));
    select.append(group);
  }
  if (graphState.chosen && ![...select.options].some((option) => option.value === graphState.chosen)) select.append(new Option(parts(graphState.chosen)[1], graphState.chosen));
  select.value = graphState.chosen;
}
function redraw() { fillChoice(); drawGraph(); drawPanel(); }

// Chooses a requirement (empty: none) by its full name; a standard that is not shown is shown then.
function choose(name) {
  graphState.chosen = name;
  graphState.route = null;
  if (name && graphState.standard && parts(name)[0] !== graphState.standard) setStandard(parts(name)[0]);
  redraw();
}
function setStandard(id) {
  graphState.standard = id;
  if (graphForm.elements.standard) graphForm.elements.standard.value = id;
}
// Follows one failure along its path.
function follow(link) {
  for (const standard of world.values()) for (const one of standard.failures) if (one.link === link) {
    const nodes = new Set(one.path);
    const links = new Set(standard.links.filter(([source, target, , failure]) => failure && follows(one.path, source, target)).map((found) => found[4]));
    if (graphState.standard && graphState.standard !== standard.id) setStandard(standard.id);
    Object.assign(graphState, { chosen: full(standard.id, one.path.at(-1)), route: { standard: standard.id, nodes, links: links.add(link), path: one.path } });
  }
  redraw();
}

const stepList = (standard, ids) => {
  const list = make("ol", "", { className: "route" });
  for (const id of ids) {
    const item = make("li"), button = make("button", id, { type: "button", className: "step" });
    button.addEventListener("click", () => choose(full(standard.id, id)));
    if (graphState.chosen === full(standard.id, id)) item.setAttribute("aria-current", "true");
    item.append(button);
    list.append(item);
  }
  return list;
};
// The failures of one kind: what the kind means, once, and every path with a button to follow it.
function failureBlock(standard, kind, found) {
  const block = make("div"), head = make("p");
  head.append(make("b", kind), make("span", `: ${figures.kinds[kind].says}`, { className: "at" }));
  block.append(head);
  for (const one of found) {
    const list = stepList(standard, one.path), button = make("button", "Follow", { type: "button", className: "quiet small" });
    button.setAttribute("aria-label", `Follow the path to ${one.path.at(-1)}`);
    button.addEventListener("click", () => follow(one.link));
    if (!graphState.route) list.lastChild.append(button);
    block.append(list);
    if (graphState.route) block.append(make("p", one.because));
  }
  return block;
}
function drawPanel() {
  const panel = byId("panel");
  panel.classList.toggle("open", Boolean(graphState.chosen));
  panel.replaceChildren();
  if (!graphState.chosen) return;
  const [owner, id] = parts(graphState.chosen), standard = world.get(owner), one = standard.node.get(id);
  const head = make("div", "", { className: "panel-head" }), title = make("p"), close = make("button", "Close", { type: "button", className: "quiet" });
  close.addEventListener("click", () => choose(""));
  title.append(signOf(one.mark), make("b", id), make("span", ` ${figures.marks[one.mark]}`));
  head.append(title, close);
  panel.append(head);
  const finding = byId(graphState.chosen)?.closest("details.finding");
  panel.append(make("p", finding ? finding.querySelector(".because").textContent : one.says));
  if (byId(graphState.chosen)) {
    const open = make("p");
    open.append(make("a", "Read the finding", { href: `#${graphState.chosen}` }));
    panel.append(open);
  }
  if (one.weight) panel.append(make("p", `A foundation that falls short: ${one.weight} ${one.weight === 1 ? "stands" : "stand"} on it.`));
  const through = standard.failures.filter((each) => each.path.includes(id));
  const shown = graphState.route ? through.filter((each) => each.path === graphState.route.path) : through;
  if (shown.length) panel.append(make("h3", graphState.route ? "The path" : `Failures through it (${shown.length})`));
  for (const kind of Object.keys(figures.kinds)) {
    const mine = shown.filter((each) => each.kind === kind);
    if (mine.length) panel.append(failureBlock(standard, kind, mine));
  }
  const near = (from, to) => [...new Set(standard.links.filter((link) => link[from] === id).map((link) => link[to]))];
  for (const [words, found] of [["Stands on", near(1, 0)], ["Carries", near(0, 1)]]) if (found.length && !graphState.route) panel.append(make("h3", words), stepList(standard, found));
  placePanel(panel);
}
function signOf(mark) {
  const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  sign.setAttribute("class", "sign");
  sign.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#sign-${mark}`);
  sign.append(use);
  return sign;
}
// Where the panel hides least of what is in the light, and among such places nearest to what is chosen.
function placePanel(panel) {
  const items = graphChart?.getOption().series[0].data.filter((one) => one.label?.opacity === 1 && one.id) || [];
  const item = items.find((one) => one.name === graphState.chosen);
  if (!item) return;
  const width = panel.offsetWidth, height = panel.offsetHeight, right = graphBox.clientWidth - width - 10, bottom = graphBox.clientHeight - Math.min(height, 200);
  const hides = (left, top) => items.filter((one) => one.x + one.label.width + 24 > left && one.x - 12 < left + width && one.y + 12 > top && one.y - 12 < top + height).length;
  let best = null;
  for (let left = 10; left <= Math.max(10, right); left += 24) for (let top = 10; top <= Math.max(10, bottom); top += 24) {
    const far = Math.hypot(left + width / 2 - item.x - item.label.width / 2, top + 40 - item.y), cost = hides(left, top) * 1000 + far;
    if (!best || cost < best.cost) best = { left, top, cost };
  }
  panel.style.left = `${best.left}px`;
  panel.style.top = `${best.top}px`;
}
function zoom(factor) {
  graphChart.dispatchAction({ type: "graphRoam", seriesIndex: 0, zoom: factor, originX: graphBox.clientWidth / 2, originY: graphBox.clientHeight / 2 });
}

if (graphBox) {
  const most = figures.standards.map((one) => one.failures.length), first = most.indexOf(Math.max(...most));
  setStandard(figures.standards[first].id);
  graphForm.addEventListener("change", (event) => {
    if (event.target.name === "node") return choose(event.target.value);
    graphState.standard = graphForm.elements.standard ? graphForm.elements.standard.value : figures.standards[0].id;
    Object.assign(graphState, { chosen: "", route: null });
    return redraw();
  });
  graphForm.addEventListener("submit", (event) => event.preventDefault());
  byId("graph-in").addEventListener("click", () => zoom(1.3));
  byId("graph-out").addEventListener("click", () => zoom(1 / 1.3));
  byId("graph-reset").addEventListener("click", () => { drawnFor = ""; choose(""); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && graphState.chosen) choose(""); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-show], [data-follow]");
    if (!button) return;
    if (button.dataset.show) choose(button.dataset.show); else follow(button.dataset.follow);
    byId("graph").scrollIntoView({ block: "start" });
  });
  document.addEventListener("theme", drawGraph);
  new ResizeObserver(() => { if (!graphChart || Math.abs(graphChart.getWidth() - Math.floor(graphBox.clientWidth)) > 1) { drawGraph(); drawPanel(); } }).observe(graphBox);
  redraw();
}

// What the tests of the page ask: what is shown, what is in the light, where a requirement stands, and how the graph is moved and enlarged.
window.clausegraph = {
  shown: () => standardsShown().flatMap((one) => shownOf(one, marksShown(), "").map((id) => full(one.id, id))),
  lit: () => standardsShown().flatMap((one) => [...(lit(one)?.nodes || [])]).sort(),
  view: () => { const { zoom, center } = graphChart.getOption().series[0]; return { zoom: zoom ?? 1, center: center ?? null }; },
  placeOf: (name) => { const { x, y } = graphChart.getOption().series[0].data.find((one) => one.name === name); return { x, y }; },
};
