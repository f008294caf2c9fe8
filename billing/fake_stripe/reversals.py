"""What takes money back: refunds by the seller, disputes by the buyer's bank. The caller holds the store's lock."""

from __future__ import annotations

from billing.fake_stripe import payment_shapes as shapes
from billing.fake_stripe.faults import Fault, Json
from billing.fake_stripe.money import written
from billing.fake_stripe.store import Store

DISPUTE_FEE = 2000
OPEN_DISPUTE = ("needs_response", "under_review")


def refund(store: Store, charge: Json, amount: int | None, given: Json | None = None) -> Json:
    """The whole rest when no amount is given."""
    left = charge["amount"] - charge["amount_refunded"]
    if not charge["paid"]:
        raise Fault("This charge has not been paid: there is nothing to refund.", code="charge_not_refundable")
    if not left:
        raise Fault(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if open_dispute(store, charge) or lost(store, charge):
        raise Fault(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    amount = left if amount is None else amount
    if amount < 1:
        raise Fault("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        raise Fault(
            f"Refund amount ({written(amount, charge['currency'], 'en')}) is greater than unrefunded amount on charge "
            f"({written(left, charge['currency'], 'en')})",
            param="amount",
        )
    made = store.add(shapes.refund(store.new_id("re_"), store.now(), charge, amount, given or {}))
    movement = shapes.balance_transaction(store.new_id("txn_"), store.now(), made, -amount, 0, "refund")
    made["balance_transaction"] = store.add(movement)["id"]
    before = {name: charge[name] for name in ("amount_refunded", "refunded")}
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    charge["_include"]["refunds"]["ids"].insert(0, made["id"])
    store.emit("charge.refunded", charge, before)
    return made


def dispute(store: Store, charge: Json, amount: int | None = None) -> Json:
    """The bank takes the money at once. Without an amount: what was not refunded, or all when nothing is left."""
    if not charge["paid"]:
        raise Fault("This charge has not been paid: there is nothing to dispute.")
    if charge["disputed"]:
        raise Fault(f"Charge {charge['id']} has already been disputed.", code="charge_disputed")
    amount = amount or charge["amount"] - charge["amount_refunded"] or charge["amount"]
    if not 0 < amount <= charge["amount"]:
        raise Fault("A dispute is about a part of the charge, at most all of it.", param="amount")
    made = store.add(shapes.dispute(store.new_id("du_"), store.now(), charge, amount))
    _move(store, made, -amount, DISPUTE_FEE, "dispute")
    charge["disputed"] = True
    store.emit("charge.dispute.created", made)
    store.emit("charge.dispute.funds_withdrawn", made)
    return made


def close(store: Store, charge: Json, *, won: bool) -> Json:
    made = open_dispute(store, charge)
    if made is None:
        raise Fault(f"Charge {charge['id']} has no open dispute.")
    made["status"] = "won" if won else "lost"
    if won:
        _move(store, made, made["amount"], -DISPUTE_FEE, "dispute_reversal")
    store.emit("charge.dispute.closed", made)
    if won:
        store.emit("charge.dispute.funds_reinstated", made)
    return made


def open_dispute(store: Store, charge: Json) -> Json | None:
    return next((found for found in _disputes(store, charge) if found["status"] in OPEN_DISPUTE), None)


def lost(store: Store, charge: Json) -> bool:
    return any(found["status"] == "lost" for found in _disputes(store, charge))


def _disputes(store: Store, charge: Json) -> list[Json]:
    return [found for found in store.all_of("dispute") if found["charge"] == charge["id"]]


def _move(store: Store, made: Json, amount: int, fee: int, category: str) -> None:
    movement = shapes.balance_transaction(store.new_id("txn_"), store.now(), made, amount, fee, category)
    made["balance_transactions"].append(store.add(movement))


def play(store: Store, charge: Json, action: str, amount: int | None) -> Json:
    if action == "refund":
        return refund(store, charge, amount)
    if action == "dispute":
        return dispute(store, charge, amount)
    if action in ("dispute_won", "dispute_lost"):
        return close(store, charge, won=action == "dispute_won")
    raise Fault(f"Unknown action {action!r}: one of refund, dispute, dispute_won, dispute_lost", param="action")
