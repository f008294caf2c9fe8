// A socket that stays: it notices silence, tries again in growing pauses, and says how it goes. It only listens.

const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 10_000;
const NOTICE_AFTER_MS = 400; // a reconnect that works at once is not worth a word
const SIGNED_OUT = 4401;
const NOT_FOUND = 4404;
const TOO_MANY = 4429;

// `address()` gives path and query. `silence` is how long nothing may come, in ms: longer than the heartbeat.
export function stay(address, { silence, onMessage, onLost, onFound, onSignedOut, onGone }) {
  let socket = null;
  let tries = 0;
  let retry = 0;
  let notice = 0;
  let deadline = 0;
  let leaving = false;

  function connect() {
    clearTimeout(retry);
    if (socket && socket.readyState <= WebSocket.OPEN) return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(`${scheme}//${location.host}${address()}`);
    socket.addEventListener("open", found);
    socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => closed(event.code));
  }

  function receive(message) {
    listen();
    tries = 0;
    onMessage(message);
  }

  function found() {
    listen();
    clearTimeout(notice);
    notice = 0;
    onFound?.();
  }

  function listen() {
    clearTimeout(deadline);
    deadline = setTimeout(() => socket.close(), silence);
  }

  function closed(code) {
    clearTimeout(deadline);
    if (leaving) return;
    if (code === SIGNED_OUT) return onSignedOut?.();
    if (code === NOT_FOUND) return onGone?.();
    notice ||= setTimeout(() => onLost?.(), NOTICE_AFTER_MS);
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
