// The form of the chat page: drafts, examples, the price while typing, and errors that lose nothing.

import { forget, keep, kept } from "./draft.js";
import "./in_place.js";

const form = document.getElementById("composer");
const name = form.elements.project_name;
const description = form.elements.description;
const notice = document.getElementById("composer-notice");
const draftNotice = form.querySelector("[data-draft-notice]");
const quoteFailed = document.getElementById("notice-quote");
const owner = form.dataset.draft;
const limit = Number(description.dataset.limit);

const changed = () => keep(owner, { name: name.value, description: description.value });

function askPrice() {
  // htmx listens once the page has loaded
  if (document.readyState === "complete") window.htmx.trigger(description, "quote");
  else addEventListener("load", askPrice, { once: true });
}

function fill(values) {
  name.value = values.name ?? "";
  description.value = values.description ?? "";
  count();
  changed();
  askPrice();
}

function count() {
  const box = document.getElementById("description-count");
  box.hidden = description.value.length < limit * 0.8;
  box.querySelector("[data-count]").textContent = description.value.length.toLocaleString(document.documentElement.lang);
  box.classList.toggle("over", description.value.length > limit);
}

// Drafts

const draft = kept(owner);
if (draft && !description.value && !name.value) {
  fill(draft);
  draftNotice.hidden = false;
} else if (description.value) {
  askPrice();
}
count();

form.addEventListener("input", () => {
  changed();
  count();
  draftNotice.hidden = true;
});

form.querySelector("[data-draft-discard]").addEventListener("click", () => {
  fill({});
  forget(owner);
  draftNotice.hidden = true;
  description.focus();
});

// Examples

document.addEventListener("click", (event) => {
  const example = event.target.closest("[data-example]");
  if (!example || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  fill(example.dataset);
  draftNotice.hidden = true;
  description.focus();
  form.scrollIntoView({ block: "start" });
});

// Sending

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(event.target)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

form.addEventListener("click", (event) => {
  if (event.target.closest("[data-retry]")) form.requestSubmit();
  if (event.target.closest("[data-requote]")) askPrice();
});

form.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt === description) quoteFailed.hidden = true;
  if (event.detail.elt !== form) return;
  notice.replaceChildren();
  for (const name of ["network", "server", "expired"]) document.getElementById(`notice-${name}`).hidden = true;
});

form.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt !== form) return;
  if (event.detail.successful) forget(owner);
  for (const field of [name, description]) {
    const wrong = document.getElementById(`${field.name}-error`).childElementCount > 0;
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
});

form.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target === notice) announce();
});

function announce() {
  const shown = notice.firstElementChild;
  if (!shown) return;
  shown.focus();
  shown.scrollIntoView({ block: "nearest" });
  const wait = Number(shown.querySelector("[data-after]")?.dataset.after);
  if (wait) hold(shown.querySelector("[data-after]"), wait);
}

function hold(button, left) {
  // Retry-After: the button works again when asking again makes sense
  if (!button.isConnected) return;
  const words = (button.dataset.words ??= button.textContent.trim());
  button.disabled = left > 0;
  button.lastChild.textContent = left > 0 ? ` ${words} (${left} s)` : ` ${words}`;
  if (left > 0) setTimeout(() => hold(button, left - 1), 1000);
}

// What went wrong without an answer that could be shown in place. 401 leads to the log-in page by itself.

const SHOWN_IN_PLACE = [402, 422, 429, 503];

function trouble(event, name) {
  event.stopPropagation(); // the page's general toast is for requests nobody looks after
  if (event.detail.elt === form) {
    const prepared = document.getElementById(name);
    prepared.hidden = false;
    prepared.firstElementChild.focus();
  } else if (event.detail.elt === description) quoteFailed.hidden = false;
}

form.addEventListener("htmx:sendError", (event) => trouble(event, "notice-network"));
form.addEventListener("htmx:timeout", (event) => trouble(event, "notice-network"));
form.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (SHOWN_IN_PLACE.includes(status)) event.stopPropagation();
  else if (status !== 401) trouble(event, status === 403 ? "notice-expired" : "notice-server");
});

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // back from the project it started: the same form key would lead there again
});
