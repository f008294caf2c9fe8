// Keeps the balance in the header true: whoever moved it, a run elsewhere, a purchase or the team.

import { stay } from "./socket.js";

const SILENCE_MS = 75_000; // heartbeats come every 30 s
const place = document.getElementById("balance");
const frame = document.createElement("template");

function show(html) {
  frame.innerHTML = html;
  const inner = frame.content.querySelector("#balance")?.innerHTML;
  if (!inner || inner === place.innerHTML) return;
  place.innerHTML = inner; // the element stays, so that a screen reader hears the change
  document.body.dispatchEvent(new CustomEvent("balance-moved"));
}

if (place) {
  stay(() => `/ws/balance/?lang=${document.documentElement.lang}`, {
    silence: SILENCE_MS,
    onMessage: (message) => message.html && show(message.html),
  });
}
