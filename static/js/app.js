// What every page does: menus that close, and a visible word when a request fails.

import { notify } from "./notify.js";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// htmx: the server could not be reached, or answered with something that is not shown in place
document.addEventListener("htmx:sendError", () => notify("error", document.body.dataset.wordOffline));
document.addEventListener("htmx:timeout", () => notify("error", document.body.dataset.wordOffline));
document.addEventListener("htmx:responseError", (event) => {
  if (!event.detail.shouldSwap) notify("error", document.body.dataset.wordFailed);
});

// A password that can be read while it is typed
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    input.focus();
  });
}
