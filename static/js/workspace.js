// The workspace: which view and file are shown, the clocks, the splitter, and the live connection.

import "./in_place.js";
import "./morph.js";
import { forget } from "./draft.js";
import * as drafts from "./drafts.js";
import { follow } from "./live.js";

const page = document.getElementById("main");
const connection = document.getElementById("connection");
const bench = document.getElementById("bench");
const skew = Date.now() - Date.parse(page.dataset.now);
let chosenFile = new URLSearchParams(location.search).get("file");

// Views and screens

function show(view, { chosen } = {}) {
  page.dataset.view = view;
  for (const link of bench.querySelectorAll("[data-show]")) {
    if (link.dataset.show === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!chosen) return;
  page.dataset.chosen = "1";
  remember("view", view);
}

function screen(name) {
  page.dataset.screen = name;
  for (const link of document.querySelectorAll(".screens [data-screen-to]")) {
    if (link.dataset.screenTo === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  window.scrollTo({ top: 0 });
}

function remember(key, value) {
  const address = new URL(location.href);
  address.searchParams.set(key, value);
  history.replaceState(history.state, "", address);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-show], [data-screen-to], [data-open-file], [data-file], [data-copy], [data-reconnect]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const data = link.dataset;
  if ("reconnect" in data) return live.retryNow();
  if ("copy" in data) return copy(link);
  if (link.matches("a[data-file]")) return select(data.file);
  if (!link.matches("a")) return;
  event.preventDefault();
  if (data.show) show(data.show, { chosen: true });
  if (data.screenTo) screen(data.screenTo);
  if (data.openFile) openFile(data.openFile);
});

// Files

function tabs() {
  return [...document.querySelectorAll("#file-list a[data-file]")];
}

function select(path) {
  chosenFile = path;
  drafts.leave();
  mark(path);
}

function mark(path) {
  const all = tabs();
  if (!all.some((tab) => tab.dataset.file === path)) return;
  for (const tab of all) {
    const here = tab.dataset.file === path;
    if (tab.getAttribute("role") === "tab") {
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
    } else if (here) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

function openFile(path) {
  show("code", { chosen: true });
  screen("bench");
  const tab = tabs().find((entry) => entry.dataset.file === path);
  if (!tab) return;
  const folder = tab.closest("details");
  if (folder) folder.open = true;
  tab.click();
  tab.scrollIntoView({ block: "nearest" });
}

async function refetch(path) {
  const query = new URLSearchParams({ view: "code", ...(path && { file: path }) });
  const followed = drafts.atEnd();
  const before = fileView().dataset.file;
  await window.htmx.ajax("GET", `?${query}`, { source: "#file-view", target: "#file-view", swap: "morph" });
  if (followed && fileView().dataset.file === before) drafts.toEnd();
}

function fileView() {
  return document.getElementById("file-view");
}

let openFileName = fileView().dataset.file;
if (fileView().dataset.state === "writing") drafts.toEnd();

// What the list says of the open file: another text of it, or that it is gone
function settle() {
  const { file, version } = fileView().dataset;
  if (!file) return;
  const entry = tabs().find((tab) => tab.dataset.file === file);
  if (!entry) {
    if (chosenFile === file) chosenFile = null;
    drafts.leave();
    refetch("");
  } else if (entry.dataset.version !== version) refetch(file);
}

document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt.id !== "file-view") return;
  const { file, state } = fileView().dataset;
  const another = file !== openFileName;
  openFileName = file;
  drafts.arrived(refetch);
  mark(file);
  if (!another) return;
  if (state === "writing") drafts.toEnd();
  else fileView().querySelector(".code")?.scrollTo({ top: 0 });
  if (drafts.following()) tabs().find((tab) => tab.dataset.file === file)?.scrollIntoView({ block: "nearest" });
});

async function copy(button) {
  const word = button.querySelector("[data-copy-word]");
  await navigator.clipboard.writeText(document.querySelector("#file-view code").textContent);
  const before = word.textContent;
  word.textContent = word.dataset.copyWord;
  setTimeout(() => {
    word.textContent = before;
  }, 1600);
}

// Arrow keys: between the views sideways, between the files up and down

const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || event.altKey || event.metaKey || event.ctrlKey) return;
  const group = event.target.closest("#file-list a[data-file]")
    ? tabs().filter((tab) => tab.closest("details")?.open ?? true)
    : event.target.closest(".bench-nav a")
      ? [...bench.querySelectorAll("[data-show]")]
      : null;
  if (!group) return;
  event.preventDefault();
  const at = group.indexOf(event.target.closest("a"));
  const next = group[Math.max(0, Math.min(group.length - 1, at + step))];
  next.focus();
  next.click();
});

// Clocks count on between two fragments

function seconds(count) {
  const whole = Math.max(0, Math.floor(count));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

function tick() {
  for (const clock of document.querySelectorAll(".clock[data-since]")) {
    const since = Date.parse(clock.dataset.since);
    if (since) clock.textContent = seconds((Date.now() - skew - since) / 1000);
  }
}

setInterval(tick, 1000);

// Splitter: mouse, touch and keyboard; remembered

const splitter = document.getElementById("splitter");
const NARROWEST = 320;
const WIDEST = 640;

function width(pixels) {
  const value = Math.round(Math.max(NARROWEST, Math.min(WIDEST, pixels)));
  page.style.setProperty("--conversation", `${value}px`);
  splitter.setAttribute("aria-valuenow", value);
  try {
    localStorage.setItem("workspace-width", value);
  } catch {
    // lasts as long as this page
  }
}

splitter.addEventListener("pointerdown", (event) => {
  splitter.setPointerCapture(event.pointerId);
  splitter.classList.add("dragging");
});
splitter.addEventListener("pointermove", (event) => splitter.hasPointerCapture(event.pointerId) && width(event.clientX));
splitter.addEventListener("pointerup", () => splitter.classList.remove("dragging"));
splitter.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
  if (step) width(Number(splitter.getAttribute("aria-valuenow")) + step);
});

try {
  const kept = Number(localStorage.getItem("workspace-width"));
  if (kept) width(kept);
} catch {
  // storage is forbidden: the usual width
}

// Live

document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target.id !== "file-view" || !(chosenFile || drafts.following())) return;
  event.detail.shouldSwap = false; // somebody reads another file than the first one, or watches one being written
});

const live = follow(page, {
  onFrame(message) {
    const ended = page.dataset.active === "1" && !message.active;
    if (!message.active) drafts.leave();
    window.htmx.swap(page, message.html, { swapStyle: "none" });
    page.dataset.active = message.active ? "1" : "0";
    mark(fileView().dataset.file);
    if (chosenFile && ended) refetch(chosenFile);
    else settle();
    if (page.dataset.chosen !== "1") show(message.view);
    tick();
  },
  onDraft(draft) {
    drafts.receive(draft, { open: refetch, free: () => !chosenFile && page.dataset.active === "1" });
  },
  onLost() {
    connection.hidden = page.dataset.active !== "1"; // a finished run needs no connection
  },
  onFound() {
    connection.hidden = true;
  },
  onSignedOut() {
    connection.hidden = true;
    document.getElementById("signed-out").hidden = false;
  },
});

forget(page.dataset.owner, page.dataset.prompt);
