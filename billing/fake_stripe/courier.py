"""Webhooks: signed as Stripe signs them, sent from a thread of their own, sent again when they are refused.

Owns when and how an event leaves, and notes what came of it. Never holds the store's lock while it sends: whoever
receives an event asks the API about it.
"""

from __future__ import annotations

import hashlib
import heapq
import hmac
import http.client
import itertools
import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from billing.fake_stripe.faults import Fault, Json, missing
from billing.fake_stripe.presenting import present
from billing.fake_stripe.store import Store

MODES = ("normal", "hold", "duplicate", "shuffle", "late")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MAX_TRIES = 12
LONGEST_PAUSE = 60.0
TIMEOUT = 30.0
COPIES = 3
IDLE = 2.0


@dataclass
class Switches:
    """What the dashboard and tests can turn. Not kept over a restart."""

    webhook_url: str
    webhook_secret: str
    deliver: str = "normal"
    seconds: float = 5.0  # of `late`
    gather: float = 0.2  # of `shuffle`
    seed: int = 0
    first_pause: float = 0.5  # before a refused event is sent again; doubles each time
    outage: bool = False
    latency: float = 0.0
    chance: random.Random = field(default_factory=random.Random)


def sign(body: str, secret: str, at: int) -> str:
    digest = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def checked_target(url: str) -> str:
    """Events go to this machine only."""
    if urlsplit(url).scheme != "http" or urlsplit(url).hostname not in LOOPBACK:
        raise Fault(f"The webhook's address must be on this machine, like http://127.0.0.1:8000/…, not {url!r}")
    return url


class Courier:
    def __init__(self, store: Store, switches: Switches, origin: str) -> None:
        self.store, self.switches, self.origin = store, switches, origin
        self._queue: list[tuple[float, int, str]] = []  # (when, number, event); an empty event: the gathered ones
        self._gathered: list[str] = []
        self._numbers = itertools.count()
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="fake-stripe-courier", daemon=True)

    def start(self) -> None:
        for id_ in self._in_state("pending"):  # a restart forgets nothing
            self._push(0.0, id_)
        self._thread.start()

    def stop(self) -> None:
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        self._thread.join(timeout=5)

    def keep_back(self, ids: list[str]) -> list[str]:
        """While events are held, mark these before their request is answered. Returns those that are to be sent."""
        if self.switches.deliver != "hold":
            return ids
        for id_ in ids:
            self.store.deliveries[id_]["state"] = "held"
        return []

    def accept(self, ids: list[str]) -> None:
        """Send new events as the switch says."""
        switches = self.switches
        for id_ in ids:
            note = self.store.deliveries.get(id_)
            if note is None:  # forgotten meanwhile
                continue
            if not switches.webhook_url:
                note["state"] = "undelivered"
            elif switches.deliver == "shuffle":
                self._gather(id_)
            else:
                note["copies"] = COPIES if switches.deliver == "duplicate" else 1
                self._push(switches.seconds if switches.deliver == "late" else 0.0, id_)

    def release(self, ids: list[str], *, parallel: bool = False) -> list[Json]:
        """Send these now, in turn or all at once, and tell what was answered. One id may stand repeatedly."""
        for id_ in ids:
            if id_ not in self.store.deliveries:
                raise missing("event", id_)
        if parallel and ids:
            with ThreadPoolExecutor(len(ids)) as pool:
                answered = list(pool.map(self._send, ids))
        else:
            answered = [self._send(id_) for id_ in ids]
        return [
            {"event": id_, "type": self.store.objects[id_]["type"], "status": result["status"]}
            for id_, result in zip(ids, answered, strict=True)
        ]

    def held(self, order: list[str]) -> list[str]:
        """The held events, those of the named types first and in that order, the rest as they happened."""
        kept = self._in_state("held")
        rank = {type_: place for place, type_ in enumerate(order)}
        return sorted(kept, key=lambda id_: rank.get(self.store.objects[id_]["type"], len(rank)))

    def settle(self, seconds: float) -> bool:
        """Wait until nothing is on its way."""
        end = time.monotonic() + seconds
        while self._in_state("pending"):
            if time.monotonic() > end:
                return False
            with self._wake:
                self._wake.wait(0.02)
        return True

    def _in_state(self, state: str) -> list[str]:
        with self.store.lock:
            return [id_ for id_, note in self.store.deliveries.items() if note["state"] == state]

    def _gather(self, id_: str) -> None:
        first = not self._gathered
        self._gathered.append(id_)
        if first:
            self._push(self.switches.gather, "")

    def _push(self, pause: float, id_: str) -> None:
        with self._wake:
            heapq.heappush(self._queue, (time.monotonic() + pause, next(self._numbers), id_))
            self._wake.notify_all()

    def _run(self) -> None:
        while (id_ := self._next()) is not None:
            gathered = [id_]
            if not id_:
                gathered, self._gathered = self._gathered, []
                self.switches.chance.shuffle(gathered)
            for one in gathered:
                self._send(one, self.store.deliveries.get(one, {}).get("copies", 1))

    def _next(self) -> str | None:
        """The next event that is due; None when it is time to stop."""
        with self._wake:
            while not self._stopping:
                pause = self._queue[0][0] - time.monotonic() if self._queue else IDLE
                if pause <= 0:
                    return heapq.heappop(self._queue)[2]
                self._wake.wait(pause)
        return None

    def _send(self, id_: str, copies: int = 1) -> Json:
        with self.store.lock:
            event = self.store.find(id_, "event")
            if event is None:  # forgotten meanwhile
                return {"status": 0}
            body = json.dumps(present(self.store, event, self.origin))
        if copies > 1:
            with ThreadPoolExecutor(copies) as pool:
                results = list(pool.map(self._post, [body] * copies))
        else:
            results = [self._post(body)]
        self._note(id_, results)
        return results[0]

    def _note(self, id_: str, results: list[Json]) -> None:
        with self.store.lock:
            note = self.store.deliveries.get(id_)
            if note is None:
                return
            note["attempts"] += results
            note["tries"] = note.get("tries", 0) + 1
            held = note["state"] == "held" and self.switches.deliver == "hold"
            if any(200 <= result["status"] < 300 for result in results):
                note["state"] = "delivered"
            elif note["state"] != "delivered" and not held:
                again = note["tries"] < MAX_TRIES
                note["state"] = "pending" if again else "undelivered"
                if again:
                    self._push(min(self.switches.first_pause * 2 ** (note["tries"] - 1), LONGEST_PAUSE), id_)
            self.store.save()
        with self._wake:
            self._wake.notify_all()

    def _post(self, body: str) -> Json:
        """One delivery. Status 0: nobody answered. A redirect is no success, as with Stripe."""
        result: Json = {"at": int(time.time()), "status": 0, "error": ""}
        target = urlsplit(self.switches.webhook_url)
        connection = http.client.HTTPConnection(target.hostname or "", target.port or 80, timeout=TIMEOUT)
        try:
            headers = {
                "Content-Type": "application/json; charset=utf-8",
                "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                "Stripe-Signature": sign(body, self.switches.webhook_secret, result["at"]),
            }
            connection.request("POST", target.path or "/", body.encode(), headers)
            response = connection.getresponse()
            response.read()
            result["status"] = response.status
        except (OSError, http.client.HTTPException) as error:
            result["error"] = str(error) or type(error).__name__
        finally:
            connection.close()
        return result
