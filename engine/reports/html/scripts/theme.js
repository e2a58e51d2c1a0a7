"use strict";
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("clausegraph-theme"); } catch { return null; } };
  const keep = (theme) => { try { localStorage.setItem("clausegraph-theme", theme); } catch { /* a page opened from a file may keep nothing */ } };
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  root.classList.add("scripts");
  if (["dark", "light"].includes(kept())) root.dataset.theme = kept();
  const named = (button) => { button.textContent = isDark() ? "Light" : "Dark"; button.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours"); };
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    named(button);
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      keep(root.dataset.theme);
      named(button);
      document.dispatchEvent(new Event("theme"));
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { named(button); document.dispatchEvent(new Event("theme")); });
  });
})();
