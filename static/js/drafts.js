// Files that a model is writing: the lines that come are put at the end of the file that is open. Without a choice of
// the person's the open file is the one being written. Lines that were missed are read from the server, never guessed.

const PAUSE_MS = 700; // between two times that the same file is read from the server
const NEAR = 48; // pixels from the end that still count as the end

const heard = new Map(); // file → { take, from, lines, done }: the lines after number `from` that have come
let followed = "";
let asked = { file: null, at: 0, later: 0 };

// `open(file)` reads a file from the server and shows it; `free()` says that nobody chose one.
export function receive(draft, { open, free }) {
  for (const part of draft.files) {
    hear(part);
    if (free() && !part.gone && (!followed || !going(followed)) && going(part.file)) followed = part.file;
  }
  const file = view().dataset.file;
  if (free() && followed && followed !== file) ask(followed, open);
  else if (draft.files.some((part) => part.gone && part.file === file)) ask("", open);
  else arrived(open);
}

// The open file was put in place anew, or lines of it have come.
export function arrived(open) {
  const { file, version, state } = view().dataset;
  const known = heard.get(file);
  if (!known || !state || !version.startsWith("draft-")) return;
  const code = view().querySelector(".code code");
  const take = Number(version.slice("draft-".length));
  if (take > known.take) return;
  if (!code || take < known.take || known.from > code.childElementCount) return ask(file, open);
  append(code, known.lines.slice(code.childElementCount - known.from));
  if (known.done && state === "writing") ask(file, open);
}

export function toEnd() {
  const box = view().querySelector(".code");
  if (box) box.scrollTop = box.scrollHeight;
}

// Whether the end of a file that is being written is in sight
export function atEnd() {
  const box = view().querySelector(".code");
  return Boolean(box) && view().dataset.state === "writing" && remaining(box) < NEAR;
}

function remaining(box) {
  return box.scrollHeight - box.scrollTop - box.clientHeight;
}

export function following() {
  return followed !== "";
}

export function leave() {
  followed = "";
}

function view() {
  return document.getElementById("file-view");
}

function going(file) {
  return heard.has(file) && !heard.get(file).done;
}

function hear({ file, take, offset, text, done, gone }) {
  const known = heard.get(file);
  if (known && take < known.take) return;
  if (gone) {
    heard.delete(file);
    if (followed === file) followed = "";
    return;
  }
  const now = known?.take === take ? known : { take, from: offset, lines: [], done: false };
  heard.set(file, now);
  const next = now.from + now.lines.length;
  if (offset > next) Object.assign(now, { from: offset, lines: [] });
  const lines = text.split("\n").slice(0, -1);
  now.lines.push(...lines.slice(Math.max(0, now.from + now.lines.length - offset)));
  now.done ||= done;
}

function append(code, lines) {
  if (!lines.length) return;
  const box = code.closest(".code");
  const inSight = remaining(box) < NEAR;
  for (const text of lines) {
    const line = document.createElement("span");
    line.className = "line";
    line.textContent = `${text}\n`;
    code.append(line);
  }
  if (inSight) box.scrollTop = box.scrollHeight;
}

// At once, then in pauses: whatever happens, a file that cannot be had is not asked for without end.
function ask(file, open) {
  clearTimeout(asked.later);
  const wait = asked.file === file ? asked.at + PAUSE_MS - Date.now() : 0;
  if (wait > 0) {
    asked.later = setTimeout(() => ask(file, open), wait);
    return;
  }
  asked = { file, at: Date.now(), later: 0 };
  open(file);
}
