"""What tests turn and play over HTTP: /_control and /_play. The dashboard uses the same functions."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from billing.fake_stripe import purchases, reversals
from billing.fake_stripe.courier import MODES, Courier, Switches, checked_target
from billing.fake_stripe.faults import Fault, Json, needed
from billing.fake_stripe.presenting import present
from billing.fake_stripe.store import NOBODY, Store

REVERSALS = ("refund", "dispute", "dispute_won", "dispute_lost")
KNOWN = (
    "deliver",
    "gather_ms",
    "latency_ms",
    "order",
    "outage",
    "parallel",
    "release",
    "reset",
    "retry_first_ms",
    "seconds",
    "seed",
    "settle",
    "webhook",
)


def status(store: Store, switches: Switches) -> Json:
    by_state: Json = {"held": [], "pending": [], "delivered": [], "undelivered": []}
    with store.lock:
        for id_, note in store.deliveries.items():
            statuses = [attempt["status"] for attempt in note["attempts"]]
            by_state[note["state"]].append({"id": id_, "type": store.objects[id_]["type"], "statuses": statuses})
    return {
        "deliver": switches.deliver,
        "outage": switches.outage,
        "latency_ms": round(switches.latency * 1000),
        "webhook_url": switches.webhook_url,
        **by_state,
    }


def control(store: Store, courier: Courier, asked: Json) -> Json:
    if unknown := sorted(set(asked) - set(KNOWN)):
        raise Fault(f"Unknown switch {unknown[0]!r}: one of {', '.join(KNOWN)}")
    turn(store, courier.switches, asked)
    answer: Json = {}
    if "release" in asked:
        order = asked.get("order", [])
        ids = courier.held(order) if asked["release"] == "all" else asked["release"]
        if not isinstance(ids, list):
            raise Fault('`release` is "all" or a list of events')
        answer["released"] = courier.release([str(id_) for id_ in ids], parallel=bool(asked.get("parallel")))
    if "settle" in asked:
        answer["settled"] = courier.settle(_number(asked["settle"]))
    return {**status(store, courier.switches), **answer}


def turn(store: Store, switches: Switches, asked: Json) -> None:
    turns: dict[str, Callable[[Any], None]] = {
        "outage": lambda on: setattr(switches, "outage", bool(on)),
        "latency_ms": lambda value: setattr(switches, "latency", _number(value) / 1000),
        "retry_first_ms": lambda value: setattr(switches, "first_pause", _number(value) / 1000),
        "gather_ms": lambda value: setattr(switches, "gather", _number(value) / 1000),
        "seconds": lambda value: setattr(switches, "seconds", _number(value)),
        "seed": lambda value: setattr(switches, "chance", random.Random(value)),  # noqa: S311 - an order, no secret
        "deliver": lambda mode: _deliver(switches, mode),
        "webhook": lambda target: _webhook(switches, target),
        "reset": lambda on: _forget(store) if on else None,
    }
    for name, do in turns.items():
        if name in asked:
            do(asked[name])


def play(store: Store, asked: Json, origin: str) -> Json:
    """Let the buyer, the seller or the bank do something. Events leave after the answer."""
    action = str(asked.get("action") or "")
    with store.lock:
        store.cause = NOBODY
        answer: Json = {}
        if action in REVERSALS:
            amount = asked.get("amount")
            reversals.play(store, _charge(store, asked), action, None if amount is None else int(_number(amount)))
            answer["charge"] = present(store, _charge(store, asked), origin)
        elif "session" in asked:
            session = store.get(str(asked["session"]), "checkout.session", "session")
            answer["redirect"] = purchases.play(store, session, action)
            answer["session"] = present(store, session, origin)
        else:
            raise needed("session")
        return {**answer, "events": list(store.outbox)}


def _charge(store: Store, asked: Json) -> Json:
    """The charge itself, or that of a session."""
    if "charge" in asked:
        return store.get(str(asked["charge"]), "charge", "charge")
    session = store.get(str(asked.get("session")), "checkout.session", "session")
    intent = store.find(session["payment_intent"], "payment_intent") or {}
    return store.get(str(intent.get("latest_charge")), "charge", "charge")


def _deliver(switches: Switches, mode: object) -> None:
    if mode not in MODES:
        raise Fault(f"Unknown way to deliver {mode!r}: one of {', '.join(MODES)}")
    switches.deliver = str(mode)


def _webhook(switches: Switches, target: Any) -> None:
    if not isinstance(target, dict):
        raise Fault('`webhook` is {"url": …, "secret": …}')
    switches.webhook_url = checked_target(str(target.get("url") or switches.webhook_url))
    switches.webhook_secret = str(target.get("secret") or switches.webhook_secret)


def _forget(store: Store) -> None:
    with store.lock:
        store.forget()


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise Fault(f"Not a number: {value!r}") from None
