"""Films a page as a person sees it, with the pointer that its test moves, into a WebM that loops.

The frames come from the browser's own screencast; another page of the same browser draws them, with the pointer, at
the pace they were taken and encodes them. Where nothing moves for long, the film goes on after `LONGEST_STILL`; a
stretch of waiting may be shown faster than it was (`hurry`).
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Locator, Page

LONGEST_STILL = 0.45  # seconds
LAST_STILL = 1.8  # seconds the end stays before the film begins again
GLIDE_MS = 450
BITS_PER_SECOND = 600_000
QUALITY = 92

# Draws frames [at, jpeg] and the pointer's stops [at, x, y, pressed] (seconds, CSS pixels); gives the film in base64.
ENCODE = """
async ({frames, stops, width, height, scale, glide, last, bits}) => {
  const canvas = Object.assign(document.createElement('canvas'), {width: width * scale, height: height * scale});
  const draw = canvas.getContext('2d', {alpha: false});
  const picture = async n => {  // decoded one by one: all of them at once are gigabytes
    const bytes = Uint8Array.from(atob(frames[n][1]), c => c.charCodeAt(0));
    return createImageBitmap(new Blob([bytes], {type: 'image/jpeg'}));
  };
  const stream = canvas.captureStream(20);
  const recorder = new MediaRecorder(stream, {mimeType: 'video/webm;codecs=vp9', videoBitsPerSecond: bits});
  const parts = [];
  recorder.ondataavailable = event => parts.push(event.data);
  const ended = new Promise(resolve => recorder.onstop = resolve);
  const ease = t => t < .5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2;
  const pointer = now => {
    let from = null, to = null;
    for (const stop of stops) { if (stop[0] <= now) { from = to ?? stop; to = stop; } }
    if (!to) return;
    const share = ease(Math.min(1, (now - to[0]) / glide));
    const x = (from[1] + (to[1] - from[1]) * share) * scale, y = (from[2] + (to[2] - from[2]) * share) * scale;
    const since = now - to[0] - glide;
    if (to[3] && since > 0 && since < .35) {
      draw.beginPath(); draw.arc(x, y, (8 + 40 * since) * scale, 0, 7);
      draw.fillStyle = `rgba(34, 211, 238, ${.45 * (1 - since / .35)})`; draw.fill();
    }
    draw.save(); draw.translate(x, y); draw.scale(1.15 * scale, 1.15 * scale);
    draw.beginPath();
    for (const [px, py] of [[0, 0], [0, 16], [4, 12.4], [6.6, 18.4], [9.2, 17.2], [6.6, 11.4], [11.6, 11.2]]) {
      draw.lineTo(px, py);
    }
    draw.closePath(); draw.fillStyle = '#fff'; draw.strokeStyle = '#020617'; draw.lineWidth = 1.4;
    draw.fill(); draw.stroke(); draw.restore();
  };
  let shown = await picture(0), number = 0;
  draw.drawImage(shown, 0, 0, canvas.width, canvas.height);
  recorder.start(500);
  const began = performance.now(), until = frames.at(-1)[0] + last;
  await new Promise(done => {
    const tick = async () => {
      const now = (performance.now() - began) / 1000;
      let due = number;
      while (due + 1 < frames.length && frames[due + 1][0] <= now) due += 1;
      if (due !== number) {
        const next = await picture(due);
        shown.close();
        [shown, number] = [next, due];
      }
      draw.drawImage(shown, 0, 0, canvas.width, canvas.height);
      pointer(now);
      now < until ? requestAnimationFrame(tick) : done();
    };
    tick();
  });
  recorder.stop();
  await ended;
  const film = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = '';
  for (let i = 0; i < film.length; i += 0x8000) text += String.fromCharCode(...film.subarray(i, i + 0x8000));
  return [btoa(text), until];
}
"""


@dataclass
class Film:
    """What was seen of one page, in seconds of the browser's clock."""

    page: Page
    frames: list[tuple[float, str]] = field(default_factory=list)  # when, JPEG in base64
    stops: list[tuple[float, float, float, bool]] = field(default_factory=list)  # when, x, y, pressed
    hurries: list[tuple[float, float, float]] = field(default_factory=list)  # from, until, how many times as fast
    wire: CDPSession | None = None

    def start(self) -> None:
        self.wire = self.page.context.new_cdp_session(self.page)
        self.wire.on("Page.screencastFrame", self._keep)
        self.wire.send("Page.startScreencast", {"format": "jpeg", "quality": QUALITY, "everyNthFrame": 2})

    def stop(self) -> None:
        assert self.wire is not None
        self.wire.send("Page.stopScreencast")
        self.wire.detach()

    def _keep(self, event: dict[str, Any]) -> None:
        assert self.wire is not None
        self.frames.append((event["metadata"]["timestamp"], event["data"]))
        self.wire.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def press(self, target: Locator) -> None:
        """Glide to the middle of the target, and click it."""
        self._stop_at(target, pressed=True)
        target.click()

    def point(self, target: Locator) -> None:
        self._stop_at(target, pressed=False)
        target.hover()

    def type(self, target: Locator, text: str) -> None:
        self.press(target)
        target.press_sequentially(text, delay=22)

    @contextmanager
    def hurry(self, times: float) -> Iterator[None]:
        began = self._now()
        yield
        self.hurries.append((began, self._now(), times))

    def _now(self) -> float:
        return time.time()  # the browser is on this machine: its clock is the same

    def _stop_at(self, target: Locator, *, pressed: bool) -> None:
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box is not None
        self.stops.append(
            (self._now(), box["x"] + min(box["width"] / 2, 320), box["y"] + min(box["height"] / 2, 24), pressed)
        )
        self.page.wait_for_timeout(GLIDE_MS + 120)

    def paced(self) -> tuple[list[list[Any]], list[list[Any]]]:
        """Frames and stops from second 0, with everything that stands still for long cut short."""
        moments = sorted({at for at, *_ in self.frames} | {at for at, *_ in self.stops})
        new, passed = {moments[0]: 0.0}, 0.0
        for before, now in pairwise(moments):
            gliding = any(at <= before <= at + GLIDE_MS / 1000 + 0.2 for at, *_ in self.stops)
            times = next((times for start, end, times in self.hurries if start <= before < end), 1)
            passed += min((now - before) / times, GLIDE_MS / 1000 + 0.25 if gliding else LONGEST_STILL)
            new[now] = passed
        return [[new[at], data] for at, data in self.frames], [[new[at], *rest] for at, *rest in self.stops]

    def write(self, browser: Browser, path: Path, *, scale: float = 1.0) -> float:
        """Encode in a page of its own; gives the seconds the film lasts."""
        size = self.page.viewport_size
        assert size is not None
        frames, stops = self.paced()
        studio = browser.new_page()
        try:
            coded, seconds = studio.evaluate(
                ENCODE,
                {"frames": frames, "stops": stops, **size, "scale": scale, "glide": GLIDE_MS / 1000,
                 "last": LAST_STILL, "bits": BITS_PER_SECOND},
            )  # fmt: skip
        finally:
            studio.close()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(coded))
        return float(seconds)
