// Classic and blocking on purpose: the theme stands before the first paint. Auto follows the system.
(() => {
  const ORDER = ["auto", "light", "dark"];
  const root = document.documentElement;

  function stored() {
    try {
      const theme = localStorage.getItem("theme");
      return ORDER.includes(theme) ? theme : "auto";
    } catch {
      return "auto"; // storage is forbidden: the system decides
    }
  }

  function apply(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      const label = button.dataset[`label${theme[0].toUpperCase()}${theme.slice(1)}`];
      button.setAttribute("aria-label", label);
      button.title = label;
    }
    for (const radio of document.querySelectorAll("input[data-theme-choice]")) radio.checked = radio.value === theme;
  }

  function choose(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // lasts as long as this page
    }
    apply(theme);
  }

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  window.addEventListener("storage", () => apply(stored()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const now = root.dataset.theme ?? "auto";
    choose(ORDER[(ORDER.indexOf(now) + 1) % ORDER.length]);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-theme-choice]")) choose(event.target.value);
  });
})();
