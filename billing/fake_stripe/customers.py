"""Customers: made and changed by the API, and by Checkout for a guest who needs an invoice."""

from __future__ import annotations

from typing import Any

from billing.fake_stripe import parameters, shapes
from billing.fake_stripe.faults import Json
from billing.fake_stripe.store import Store

WORDS = ("description", "email", "name", "phone")
KNOWN = (*WORDS, "metadata", "preferred_locales", "address", "shipping", "tax", "tax_exempt", "invoice_settings")


def make_customer(store: Store, given: Json) -> Json:
    customer = store.add(shapes.customer(store.new_id("cus_", 14), store.now(), **given))
    store.emit("customer.created", customer)
    return customer


def create(store: Store, params: Json) -> Json:
    return make_customer(store, _read(params))


def update(store: Store, customer: Json, params: Json) -> Json:
    given = _read(params)
    if "metadata" in given:  # keys are merged; an empty value takes a key away
        merged = {**customer["metadata"], **given["metadata"]}
        given["metadata"] = {key: value for key, value in merged.items() if value}
    before = {name: customer[name] for name, value in given.items() if customer[name] != value}
    customer.update(given)
    if before:
        store.emit("customer.updated", customer, before)
    return customer


def delete(store: Store, customer: Json) -> Json:
    store.emit("customer.deleted", customer)
    gone = {"id": customer["id"], "object": "customer", "deleted": True}
    store.objects[customer["id"]] = {**gone, "created": customer["created"]}
    return gone


def _read(params: Json) -> dict[str, Any]:
    """Only what was given: what is absent stays as it is."""
    parameters.refuse_unknown(params, KNOWN)
    given: dict[str, Any] = {
        name: parameters.text(params, name, clearable=name != "name") for name in WORDS if name in params
    }
    if "metadata" in params:
        given["metadata"] = parameters.metadata(params)
    if "preferred_locales" in params:
        given["preferred_locales"] = params["preferred_locales"] or []
    return given
