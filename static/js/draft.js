// What somebody typed and did not send yet, kept in this browser and apart for each person.

const key = (owner) => `autocrea:draft:${owner}`;

export function keep(owner, draft) {
  try {
    if (draft.name || draft.description) localStorage.setItem(key(owner), JSON.stringify(draft));
    else localStorage.removeItem(key(owner));
  } catch {
    // storage is full or forbidden: the form itself still holds the text
  }
}

export function kept(owner) {
  try {
    return JSON.parse(localStorage.getItem(key(owner)) ?? "null");
  } catch {
    return null;
  }
}

export function forget(owner, description = null) {
  // with a description: only the draft that became this run, not what was begun since
  if (description !== null && same(kept(owner)?.description) !== same(description)) return;
  try {
    localStorage.removeItem(key(owner));
  } catch {
    // nothing was kept either
  }
}

const same = (text) => (text ?? "").replaceAll("\r\n", "\n").trim();
