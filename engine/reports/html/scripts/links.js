// What all parts share: the figures, elements by id, colours as the style has them now, and the way to a finding.
const figures = JSON.parse(document.getElementById("figures").textContent);
const byId = (id) => document.getElementById(id);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const fontFamily = colour("text");
const make = (tag, words, about = {}) => Object.assign(document.createElement(tag), { textContent: words || "" }, about);

// Opens everything a place lies in, lifts filters that hide it, and goes there.
function reveal(id) {
  const place = byId(id);
  if (!place) return;
  if (place.closest(".out")) clearFilters(place);
  for (let part = place; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  place.scrollIntoView({ block: "start" });
}
const revealAddress = () => { if (location.hash.length > 1) reveal(decodeURIComponent(location.hash.slice(1))); };
addEventListener("hashchange", revealAddress);
addEventListener("load", revealAddress);
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a[href^='#']");
  if (link && link.hash === location.hash) revealAddress();
});

// The section being read, in the contents.
const entries = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
const seen = new IntersectionObserver((changes) => {
  for (const change of changes) if (change.isIntersecting) {
    for (const link of entries.values()) link.removeAttribute("aria-current");
    entries.get(change.target.id)?.setAttribute("aria-current", "true");
  }
}, { rootMargin: "-10% 0px -80% 0px" });
for (const id of entries.keys()) if (byId(id)) seen.observe(byId(id));
