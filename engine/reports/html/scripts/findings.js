// Search and filters over the findings. What is filtered out keeps its place: paper shows everything.
const filters = byId("filters");
const groups = [...document.querySelectorAll("#findings .group")].map((group) => ({
  group, number: group.querySelector(".number"), folds: group.tagName === "DETAILS", all: group.querySelector(".number").textContent,
  entries: [...group.querySelectorAll("[data-finding]")].map((entry) => ({
    entry, standards: entry.dataset.standards.split(" "), clauses: entry.dataset.clauses.split(" "), mark: entry.dataset.finding, words: null,
  })),
}));
const wordsOf = (one) => (one.words ??= one.entry.textContent.toLowerCase().replace(/\s+/g, " "));
const wanted = () => {
  const given = new FormData(filters);
  const text = (name) => (given.get(name) || "").trim();
  return { search: text("search").toLowerCase().split(/\s+/).filter(Boolean), standard: text("standard"), mark: text("mark"), clause: text("clause") };
};
const fits = (one, want) =>
  (!want.standard || one.standards.includes(want.standard)) && (!want.mark || one.mark === want.mark) &&
  (!want.clause || one.clauses.includes(want.clause)) && want.search.every((word) => wordsOf(one).includes(word));
const counted = (some, want) => some.reduce((sum, one) => sum + (want.standard ? 1 : one.standards.length), 0);

function applyFilters() {
  const want = wanted();
  const narrowed = Boolean(want.search.length || want.standard || want.mark || want.clause);
  let total = 0;
  for (const { group, number, folds, all, entries } of groups) {
    const fit = entries.filter((one) => { const fine = fits(one, want); one.entry.classList.toggle("out", !fine); return fine; });
    group.classList.toggle("out", narrowed && !fit.length);
    number.textContent = narrowed ? `${counted(fit, want)} of ${all}` : all;
    if (folds) group.open = narrowed && fit.length > 0 && Boolean(want.mark || want.search.length);
    total += counted(fit, want);
  }
  byId("found").textContent = narrowed ? `${total} found` : "";
  byId("nothing").hidden = !narrowed || total > 0;
}
function clearFilters() { filters.reset(); applyFilters(); }
function chooseFilters(given) {
  filters.reset();
  for (const [name, value] of Object.entries(given)) if (filters.elements[name]) filters.elements[name].value = value;
  applyFilters();
}
filters.addEventListener("input", applyFilters);
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("reset", () => setTimeout(applyFilters));
byId("unfold").addEventListener("click", (event) => {
  const open = event.currentTarget.getAttribute("aria-pressed") !== "true";
  for (const one of document.querySelectorAll("#findings details.finding:not(.out)")) one.open = open;
  event.currentTarget.setAttribute("aria-pressed", String(open));
  event.currentTarget.textContent = open ? "Fold all" : "Unfold all";
});
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("[data-choose], [data-clause]");
  if (!link) return;
  const { choose, clause, standard } = link.dataset;
  chooseFilters(choose ? { mark: choose } : { clause, standard });
});
