// The socket of a project's page: it pushes fragments, this puts them in place and remembers the last number.
// The server's rows are the truth: after a lost connection the page says how far it got and gets the rest.

import { stay } from "./socket.js";

const SILENCE_MS = 40_000; // heartbeats come every 15 s

export function follow(page, { onFrame, onDraft, ...told }) {
  function address() {
    const query = new URLSearchParams({
      run: page.dataset.run,
      since: page.dataset.seq,
      lang: document.documentElement.lang,
    });
    return `${page.dataset.socket}?${query}`;
  }

  function receive(message) {
    if (message.draft) return message.run === page.dataset.run ? onDraft(message.draft) : undefined;
    if (message.html) onFrame(message);
    if (message.run) page.dataset.run = message.run;
    page.dataset.seq = message.seq;
  }

  return stay(address, { ...told, silence: SILENCE_MS, onMessage: receive, onGone: () => location.reload() });
}
