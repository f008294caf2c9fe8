// The socket of a project's page: it pushes fragments, this puts them in place and remembers the last number.
// The server's rows are the truth: after a lost connection the page says how far it got and gets the rest.

const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 10_000;
const SILENCE_MS = 40_000; // heartbeats come every 15 s
const NOTICE_AFTER_MS = 400; // a reconnect that works at once is not worth a word
const SIGNED_OUT = 4401;
const NOT_FOUND = 4404;
const TOO_MANY = 4429;

export function follow(page, { onFrame, onLost, onFound, onSignedOut }) {
  let socket = null;
  let tries = 0;
  let retry = 0;
  let notice = 0;
  let silence = 0;
  let leaving = false;

  function address() {
    const query = new URLSearchParams({
      run: page.dataset.run,
      since: page.dataset.seq,
      lang: document.documentElement.lang,
    });
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    return `${scheme}//${location.host}${page.dataset.socket}?${query}`;
  }

  function connect() {
    clearTimeout(retry);
    if (socket && socket.readyState <= WebSocket.OPEN) return;
    socket = new WebSocket(address());
    socket.addEventListener("open", found);
    socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => closed(event.code));
  }

  function receive(message) {
    listen();
    tries = 0;
    if (message.html) onFrame(message);
    if (message.run) page.dataset.run = message.run;
    page.dataset.seq = message.seq;
  }

  function found() {
    listen();
    clearTimeout(notice);
    notice = 0;
    onFound();
  }

  function listen() {
    clearTimeout(silence);
    silence = setTimeout(() => socket.close(), SILENCE_MS);
  }

  function closed(code) {
    clearTimeout(silence);
    if (leaving) return;
    if (code === SIGNED_OUT) return onSignedOut();
    if (code === NOT_FOUND) return location.reload();
    notice ||= setTimeout(onLost, NOTICE_AFTER_MS);
    tries = code === TOO_MANY ? 6 : tries + 1;
    const most = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** tries);
    retry = setTimeout(connect, RETRY_FIRST_MS + Math.random() * (most - RETRY_FIRST_MS));
  }

  addEventListener("pagehide", () => {
    leaving = true;
    socket?.close();
  });
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) connect();
  });
  addEventListener("online", connect);
  document.addEventListener("visibilitychange", () => document.hidden || connect());
  connect();
  return { retryNow: connect };
}
