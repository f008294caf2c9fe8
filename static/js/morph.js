// An htmx swap style, "morph": brings an element up to date in place instead of replacing it, so that focus, scroll
// position, opened details and running animations survive a fragment that arrives while somebody reads.

const KEPT = new Map([["DETAILS", ["open"]]]); // what a person set, not the server

export function morph(from, to) {
  if (from.isEqualNode(to)) return;
  if (from.nodeType !== Node.ELEMENT_NODE) {
    from.nodeValue = to.nodeValue;
    return;
  }
  attributes(from, to);
  children(from, to);
}

function attributes(from, to) {
  const kept = KEPT.get(from.nodeName) ?? [];
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !kept.includes(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !kept.includes(name)) from.setAttribute(name, value);
  }
}

function children(from, to) {
  let cursor = from.firstChild;
  for (const next of [...to.childNodes]) {
    const match = next.id ? [...from.children].find((child) => child.id === next.id) : alike(cursor, next) ? cursor : null;
    if (!match) {
      from.insertBefore(next, cursor);
      continue;
    }
    if (match === cursor) cursor = cursor.nextSibling;
    else from.insertBefore(match, cursor);
    morph(match, next);
  }
  while (cursor) {
    const following = cursor.nextSibling;
    cursor.remove();
    cursor = following;
  }
}

function alike(node, next) {
  return node && node.nodeType === next.nodeType && node.nodeName === next.nodeName && !node.id;
}

window.htmx.defineExtension("morph", {
  isInlineSwap: (style) => style === "morph",
  handleSwap(style, target, fragment) {
    if (style !== "morph") return false;
    morph(target, fragment.firstElementChild ?? fragment);
    return [target];
  },
});
