"""What this Stripe remembers: objects, events with their deliveries, and answered idempotency keys.

Owns the memory, its lock and its file; whoever changes something holds the lock. Never decides what happens.
"""

from __future__ import annotations

import copy
import json
import os
import secrets
import string
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from billing.fake_stripe.faults import Json, missing

API_VERSION = "2026-05-27.dahlia"
ALPHABET = string.ascii_letters + string.digits
DAY = 24 * 3600
OWN = "fake-stripe-own-address:"  # stands for our own origin, which may be another after a restart
NOBODY: Json = {"id": None, "idempotency_key": None}  # an event that no request of the API caused
LIVED = ("objects", "deliveries", "idempotent", "invoice_number")  # what the file keeps


class Store:
    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self.path, self.clock = path, clock
        self.lock = threading.RLock()
        self.cause = NOBODY  # the request that events tell of
        self._under_way = threading.local()  # each request has a thread of its own
        self.forget()
        if path and path.exists():
            for name, value in json.loads(path.read_text()).items():
                setattr(self, name, value)

    def forget(self) -> None:
        self.objects: dict[str, Json] = {}
        self.deliveries: dict[str, Json] = {}  # by event: {"state", "attempts": [{"at", "status", "error"}]}
        self.idempotent: dict[str, Json] = {}
        self.invoice_number = 0

    def now(self) -> int:
        return int(self.clock())

    def new_id(self, prefix: str, length: int = 24) -> str:
        return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))

    def add(self, thing: Json) -> Json:
        self.objects[thing["id"]] = thing
        return thing

    def find(self, id_: object, kind: str) -> Json | None:
        thing = self.objects.get(id_) if isinstance(id_, str) else None
        return thing if thing and thing["object"] == kind else None

    def get(self, id_: str, kind: str, param: str = "id") -> Json:
        """Raises a Fault that names the object as Stripe does."""
        thing = self.find(id_, kind)
        if thing is None:
            raise missing(kind, id_, param)
        return thing

    def all_of(self, kind: str) -> list[Json]:
        """Newest first."""
        return [thing for thing in reversed(self.objects.values()) if thing["object"] == kind]

    def emit(self, type_: str, thing: Json, before: Json | None = None) -> str:
        """Keep an event with the object as it is now. It leaves once the request under way is answered."""
        data: Json = {"object": copy.deepcopy(thing)}
        if before is not None:
            data["previous_attributes"] = before
        event = self.add(
            {
                "id": self.new_id("evt_"),
                "object": "event",
                "api_version": API_VERSION,
                "created": self.now(),
                "data": data,
                "livemode": False,
                "pending_webhooks": 1,
                "request": dict(self.cause),
                "type": type_,
            }
        )
        self.deliveries[event["id"]] = {"state": "pending", "attempts": []}
        self.outbox.append(event["id"])
        return str(event["id"])

    @property
    def outbox(self) -> list[str]:
        """The events of this thread's request, sent once it is answered."""
        kept: list[str] = self._under_way.__dict__.setdefault("outbox", [])
        return kept

    def take_outbox(self) -> list[str]:
        told = list(self.outbox)
        self.outbox.clear()
        return told

    def save(self) -> None:
        """Write the file whole or not at all."""
        if self.path is None:
            return
        with self.lock:
            kept = {name: getattr(self, name) for name in LIVED}
            kept["idempotent"] = {k: v for k, v in self.idempotent.items() if v["at"] > self.now() - DAY}
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
            with os.fdopen(handle, "w") as file:
                json.dump(kept, file)
            Path(name).replace(self.path)
