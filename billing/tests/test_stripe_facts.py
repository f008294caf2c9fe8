"""Stripe's objects in the shapes they come in: with taxes, discounts, failed attempts, and with things missing."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from billing import stripe_facts

ORDER = uuid.UUID(int=7)


@pytest.mark.parametrize(
    ("told", "amount"),
    [
        ({"amount_subtotal": 900, "amount_total": 1089}, 900),  # taxes on top
        ({"amount_subtotal": 900, "amount_total": 0}, 0),  # a coupon for all of it
        ({"amount_total": 900}, 900),
        ({"amount_subtotal": "900"}, None),
        ({}, None),
    ],
)
def test_what_a_session_is_worth_is_what_was_paid_before_taxes(told: dict[str, Any], amount: int | None) -> None:
    assert stripe_facts.session({"payment_status": "paid", **told}).amount == amount


def test_a_failed_attempt_charged_nothing() -> None:
    assert stripe_facts.charge({"id": "ch_1", "amount": 900, "amount_refunded": 0, "status": "failed"}).charged == 0
    assert stripe_facts.charge({"id": "ch_2", "amount": 900, "status": "succeeded"}).charged == 900


TOOK, GAVE = {"amount": -970}, {"amount": 960}


@pytest.mark.parametrize(
    ("event", "told", "withdrawn"),
    [
        ("funds_withdrawn", {"balance_transactions": [TOOK]}, 900),
        ("funds_withdrawn", {}, 900),
        ("funds_reinstated", {}, 0),
        ("created", {}, None),
        ("created", {"balance_transactions": [], "status": "needs_response"}, None),
        ("created", {"balance_transactions": [TOOK]}, 900),
        ("closed", {"status": "lost"}, 900),
        ("closed", {"status": "won"}, 0),
        ("closed", {"status": "won", "balance_transactions": [TOOK, GAVE]}, 0),  # the exchange rate moved meanwhile
        ("closed", {"status": "warning_closed"}, None),
    ],
)
def test_a_dispute_tells_what_it_took_or_nothing(event: str, told: dict[str, Any], withdrawn: int | None) -> None:
    read = stripe_facts.dispute({"id": "dp_1", "amount": 900, **told}, f"charge.dispute.{event}")
    assert read.withdrawn == withdrawn


@pytest.mark.parametrize("metadata", [None, [], ["order"], {"order": 7}, {"order": "cart-77"}, {}, "order"], ids=str)
def test_metadata_of_another_system_names_no_order(metadata: Any) -> None:
    assert stripe_facts.payment_intent({"id": "pi_1", "metadata": metadata}).order is None


def test_an_expanded_payment_and_a_named_one_are_the_same() -> None:
    named, expanded = {"payment_intent": "pi_1"}, {"payment_intent": {"id": "pi_1", "object": "payment_intent"}}
    assert stripe_facts.session(named).payment_intent == stripe_facts.session(expanded).payment_intent == "pi_1"
