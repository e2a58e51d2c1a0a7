// Search and filters over what is recorded and over the findings. What is filtered out keeps its place: paper shows everything.
const wordsOf = (one) => (one.words ??= one.entry.textContent.toLowerCase().replace(/\s+/g, " "));
const wantedIn = (form) => {
  const given = new FormData(form), text = (name) => (given.get(name) || "").trim();
  return { search: text("search").toLowerCase().split(/\s+/).filter(Boolean), standard: text("standard"), mark: text("mark"), clause: text("clause"), who: text("who") };
};
const fits = (one, want) =>
  (!want.standard || one.standards.includes(want.standard)) && (!want.mark || one.mark === want.mark) && (!want.who || one.who.includes(want.who)) &&
  (!want.clause || one.clauses.includes(want.clause)) && want.search.every((word) => wordsOf(one).includes(word));
const groupsIn = (sections) => sections.flatMap((section) => [...section.querySelectorAll(".group")]).map((group) => ({
  group, number: group.querySelector(".number-of"), folds: group.tagName === "DETAILS", all: group.querySelector(".number-of").textContent,
  entries: [...group.querySelectorAll("[data-entry]")].map((entry) => ({
    entry, standards: entry.dataset.standards.split(" "), clauses: entry.dataset.clauses.split(" "), who: (entry.dataset.who || "").split("|"), mark: entry.dataset.entry, words: null,
  })),
}));

// One form over some sections. `counts` says how many an entry stands for: alike findings are as many as the standards they stand in.
function filterOver(form, sections, counts) {
  if (!form) return null;
  const groups = groupsIn(sections), nothing = sections[0].querySelector(".nothing"), output = form.querySelector("output"), unfold = form.querySelector("[data-unfold]");
  const counted = (some, want) => some.reduce((sum, one) => sum + counts(one, want), 0);
  function apply() {
    const want = wantedIn(form);
    const narrowed = Boolean(want.search.length || want.standard || want.mark || want.clause || want.who);
    let total = 0;
    for (const { group, number, folds, all, entries } of groups) {
      const fit = entries.filter((one) => { const fine = fits(one, want); one.entry.classList.toggle("out", !fine); return fine; });
      group.classList.toggle("out", narrowed && !fit.length);
      number.textContent = narrowed ? `${counted(fit, want)} of ${all}` : all;
      if (folds) group.open = narrowed && fit.length > 0 && Boolean(want.mark || want.search.length);
      total += counted(fit, want);
    }
    for (const section of sections.slice(1)) section.classList.toggle("out", narrowed && ![...section.querySelectorAll(".group")].some((group) => !group.classList.contains("out")));
    output.textContent = narrowed ? `${total} found` : "";
    nothing.hidden = !narrowed || total > 0;
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  unfold.addEventListener("click", () => {
    const open = unfold.getAttribute("aria-pressed") !== "true";
    for (const section of sections) for (const one of section.querySelectorAll(unfold.dataset.unfold)) if (!one.closest(".out")) one.open = open;
    unfold.setAttribute("aria-pressed", String(open));
    unfold.textContent = open ? "Fold all" : "Unfold all";
  });
  return {
    covers: (place) => sections.some((section) => section.contains(place)),
    clear: () => { form.reset(); apply(); },
    choose: (given) => {
      form.reset();
      for (const [name, value] of Object.entries(given)) if (value && form.elements[name]) form.elements[name].value = value;
      apply();
    },
  };
}
const filtered = {
  recorded: filterOver(byId("filters"), [byId("nonconformities"), byId("observations")].filter(Boolean), () => 1),
  findings: filterOver(byId("finding-filters"), [byId("findings")], (one, want) => (want.standard ? 1 : one.standards.length)),
};
function clearFilters(place) { for (const one of Object.values(filtered)) if (one?.covers(place)) one.clear(); }
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("[data-choose], [data-clause]");
  if (!link) return;
  const { choose, clause, standard } = link.dataset;
  filtered[link.hash === "#findings" ? "findings" : "recorded"]?.choose(choose ? { mark: choose } : { clause, standard });
});
