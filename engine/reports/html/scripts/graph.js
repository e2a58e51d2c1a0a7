// The graph: begins with what fails and the ends of the links that fail; a requirement that is chosen brings what it is linked with.
const graphBox = byId("graph-chart");
const graphForm = byId("graph-filters");
const SIGNS = { major: "rect", minor: "triangle", observation: "circle", opportunity: "circle", conforms: "rect", "not-assessed": "emptyRect", "not-applicable": "emptyRect" };
const SIGN_COLOURS = { major: "s-major", minor: "s-minor", observation: "s-ring", opportunity: "s-ring", conforms: "s-conforms", "not-assessed": "s-open", "not-applicable": "s-none" };
const KIND_COLOURS = { unfounded: "luck", inherited: "inherited", stranded: "stranded", provisional: "provisional" };
const MOST_PROVISIONAL = 12;
const worstOf = (marks) => ["major", "minor", "observation", "opportunity", "not-assessed", "conforms", "not-applicable"].find((mark) => marks.has(mark)) || "not-applicable";
const world = new Map(figures.standards.map((standard) => [standard.id, {
  ...standard,
  node: new Map(standard.nodes.map(([id, mark, weight, says]) => [id, { id, mark, weight, says }])),
}]));
for (const standard of world.values()) for (const [source, target] of standard.links) for (const id of [source, target]) if (!standard.node.has(id)) {
  const under = standard.nodes.filter(([name]) => clauseOf(name) === id || clauseOf(name).startsWith(`${id}.`)).map(([, mark]) => mark);
  standard.node.set(id, { id, mark: worstOf(new Set(under)), weight: 0, says: standard.clauses[id] || "" });
}
const graphState = { standard: "", chosen: "", route: null };
const full = (standard, id) => `${standard}/${id}`;
const parts = (name) => [name.slice(0, name.indexOf("/")), name.slice(name.indexOf("/") + 1)];
const quietly = (standard, kind) => kind === "provisional" && standard.links.filter((link) => link[3] === "provisional").length > MOST_PROVISIONAL;

// The requirements of one standard to show, in the order of the clauses.
function shownOf(standard, marks, chosen) {
  const base = new Set([...standard.node.values()].filter((one) => marks.has(one.mark) && one.id.includes("/")).map((one) => one.id));
  const shown = new Set(base);
  for (const [source, target, , failure] of standard.links) {
    if (failure && !quietly(standard, failure)) { if (base.has(source)) shown.add(target); if (base.has(target)) shown.add(source); }
    if (chosen && (source === chosen || target === chosen)) { shown.add(source); shown.add(target); }
  }
  if (chosen) shown.add(chosen);
  if (graphState.route) graphState.route.nodes.forEach((id) => standard.node.has(id) && shown.add(id));
  return [...standard.node.keys()].filter((id) => shown.has(id)).sort((a, b) => byNumber(clauseOf(a), clauseOf(b)) || (a < b ? -1 : 1));
}

// What is in the light when a requirement is chosen or a path followed: requirements and links. Nothing chosen: null.
function lit(standard) {
  if (graphState.route) return graphState.route.standard === standard.id ? graphState.route : { nodes: new Set(), links: new Set() };
  const [owner, id] = parts(graphState.chosen);
  if (!graphState.chosen) return null;
  if (owner !== standard.id) return { nodes: new Set(), links: new Set() };
  const nodes = new Set([id]), links = new Set();
  const through = standard.failures.filter((one) => one.path.includes(id));
  for (const one of through) { one.path.forEach((step) => nodes.add(step)); links.add(one.link); }
  for (const [source, target, , failure, link] of standard.links) {
    if (source === id || target === id) { nodes.add(source); nodes.add(target); links.add(link); }
    else if (failure && nodes.has(source) && nodes.has(target) && through.some((one) => follows(one.path, source, target))) links.add(link);
  }
  return { nodes, links };
}
const follows = (path, source, target) => path.some((step, place) => step === source && path.slice(place + 1, place + 4).includes(target));

function curve(from, to) {
  const down = to.y - from.y;
  if (Math.abs(from.x - to.x) > 2) return 0.12 * (to.x > from.x ? 1 : -1);
  const bend = Math.min(0.5, 46 / Math.max(Math.abs(down), 1));
  return down > 0 ? -bend : bend;
}

// A name cut to the room there is for it.
const ruler = document.createElement("canvas").getContext("2d");
function fitted(words, room, strong) {
  ruler.font = `${strong ? "bold " : ""}11.5px ${fontFamily}`;
  let kept = words;
  while (kept.length > 4 && ruler.measureText(kept === words ? kept : `${kept}…`).width > room) kept = kept.slice(0, -1);
  return kept === words ? words : `${kept}…`;
}

function nodeItem(standard, one, place, room, light) {
  const faint = light && !light.nodes.has(one.id), chosen = graphState.chosen === full(standard.id, one.id);
  const words = fitted(one.id, room - 12 - (one.weight ? 26 : 0), chosen);
  const plain = one.mark.startsWith("not-") || one.mark === "opportunity" || one.mark === "observation";
  return {
    id: full(standard.id, one.id), name: full(standard.id, one.id), x: place.x, y: place.y, symbol: SIGNS[one.mark].replace("empty", "").toLowerCase(), symbolSize: one.mark === "minor" ? [13, 11] : 10,
    itemStyle: { color: colour(plain ? `fill-${one.mark}` : SIGN_COLOURS[one.mark]), borderColor: colour(SIGN_COLOURS[one.mark]), borderWidth: plain ? 1.6 : 0, borderType: one.mark === "not-assessed" ? [2, 1.5] : "solid", opacity: faint ? 0.18 : 1 },
    label: {
      show: true, position: "right", distance: 5, width: room - 12, opacity: faint ? 0.22 : 1, color: colour("ink"), fontSize: 11.5, fontWeight: chosen ? "bold" : "normal",
      backgroundColor: colour(`fill-${one.mark}`), padding: [0, 6], lineHeight: 19, verticalAlign: "middle", borderRadius: 3, borderColor: chosen ? colour("ink") : "transparent", borderWidth: chosen ? 1.5 : 0,
      formatter: one.weight ? `${words} {root|${one.weight}}` : words,
      rich: { root: { backgroundColor: colour("ink"), color: colour("paper"), fontSize: 10, padding: [1.5, 4], borderRadius: 2 } },
    },
  };
}
const headItem = (head, place, width) => ({
  name: `head ${place}`, x: head.x, y: head.y, symbolSize: 0.1, silent: true, itemStyle: { color: "transparent" }, tooltip: { show: false },
  label: { show: true, position: "right", distance: 0, width, overflow: "truncate", ellipsis: "…", color: colour(head.strong ? "ink" : "quiet"), fontWeight: head.strong || head.stage ? "bold" : "normal", fontSize: head.strong ? 13 : 12, formatter: head.words },
});
// Arrows between columns leave and reach a requirement on the side on which the other lies, so that they do not run behind its name.
const rightOf = (name) => `${name} right`;
const rightItem = (standard, place, room) => ({
  id: rightOf(full(standard.id, place.id)), name: rightOf(full(standard.id, place.id)), x: place.x + room + 12, y: place.y, symbolSize: 0.1, silent: true, itemStyle: { color: "transparent" }, tooltip: { show: false },
});
function linkItem(standard, [source, target, kind, failure, link], places, light) {
  const bright = light && light.links.has(link), faint = light && !bright;
  const way = places.get(target).x - places.get(source).x, end = (id, turned) => (turned ? rightOf(full(standard.id, id)) : full(standard.id, id));
  return {
    source: end(source, way > 2), target: end(target, way < -2), value: link, ends: [source, target], symbol: ["none", "arrow"], symbolSize: failure || bright ? [0, 8] : [0, 6],
    lineStyle: { color: failure ? colour(KIND_COLOURS[failure]) : colour("quiet"), width: bright ? 2.4 : failure ? 1.6 : 1, type: failure && figures.kinds[failure].dashes.length ? figures.kinds[failure].dashes : "solid", curveness: curve(places.get(source), places.get(target)), opacity: faint ? 0.07 : failure || bright ? 0.9 : 0.3 },
    failure, kind,
  };
}

// The whole picture for some standards at a width: the option for the chart, and its height.
function graphOption(standards, marks, width) {
  const items = [], links = [];
  let top = PAD;
  for (const standard of standards) {
    const [owner, id] = parts(graphState.chosen);
    const ids = shownOf(standard, marks, owner === standard.id ? id : "");
    if (standards.length > 1) { items.push(headItem({ x: PAD, y: top + 12, words: standard.edition, strong: true }, `of ${standard.id}`, width)); top += 36; }
    const layout = placed(standard, ids, width, top), light = lit(standard);
    const places = new Map(layout.nodes.map((place) => [place.id, place]));
    layout.heads.forEach((head, place) => items.push(headItem(head, `${standard.id} ${place}`, layout.room + 20)));
    for (const place of layout.nodes) items.push(nodeItem(standard, standard.node.get(place.id), place, layout.room, light));
    if (layout.wide) for (const place of layout.nodes) items.push(rightItem(standard, place, layout.room));
    for (const link of standard.links) if (places.has(link[0]) && places.has(link[1]) && !quietly(standard, link[3])) links.push(linkItem(standard, link, places, light));
    top = layout.bottom + 18;
  }
  const corner = (name, x, y) => ({ name, x, y, symbolSize: 0, silent: true, itemStyle: { opacity: 0 } });
  items.push(corner("corner 1", 0, 0), corner("corner 2", width, top));
  return { height: top, option: {
    animation: false, textStyle: { fontFamily },
    tooltip: { renderMode: "richText", confine: true, backgroundColor: colour("paper"), borderColor: colour("quiet"), textStyle: { color: colour("ink"), fontSize: 12, width: 320, overflow: "break" }, formatter: told },
    series: [{ type: "graph", layout: "none", left: 0, top: 0, width, height: top, roam: true, nodeScaleRatio: 0.6, scaleLimit: { min: 0.4, max: 4 }, cursor: "pointer", data: items, links, emphasis: { disabled: false, focus: "none", lineStyle: { width: 2.6, opacity: 1 } } }],
  } };
}
function told(about) {
  if (about.dataType === "edge") {
    const failure = about.data.failure;
    return `${about.data.ends.join(" → ")}\n${failure ? `${failure}: ${figures.kinds[failure].says}` : about.data.kind}`;
  }
  const [owner, id] = parts(about.name);
  const one = world.get(owner)?.node.get(id);
  return one ? `${id}: ${figures.marks[one.mark]}\n${one.says}` : "";
}
