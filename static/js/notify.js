// Toasts: notify("error", "…"). The words come from the page, so that they are translated.

const STAY_MS = 8000;

export function notify(kind, text) {
  const template = document.querySelector(`template#toast-${kind}`);
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-text]").textContent = text;
  toast.querySelector("button").addEventListener("click", () => toast.remove());
  document.getElementById("toasts").append(toast);
  if (kind !== "error") setTimeout(() => toast.remove(), STAY_MS);
  return toast;
}
