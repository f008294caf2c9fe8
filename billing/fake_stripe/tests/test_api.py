"""The API as the real `stripe` library sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import stripe

from billing.fake_stripe.tests.conftest import KEY, Desk, api_of, basket


def test_the_account_is_there_under_both_addresses(api: Any, desk: Desk) -> None:
    account = api.accounts.retrieve_current()
    assert account.charges_enabled
    assert api.accounts.retrieve(account.id).id == account.id


def test_a_customer_is_made_changed_found_and_deleted(api: Any, customer: Any) -> None:
    assert customer.metadata.to_dict() == {"person": "7"}
    changed = api.customers.update(customer.id, {"name": "Ana", "metadata": {"person": "", "plan": "x"}})
    assert (changed.name, changed.metadata.to_dict()) == ("Ana", {"plan": "x"})
    found = api.customers.retrieve(customer.id, {"expand": ["default_source", "sources"]})
    assert found.sources.data == []
    assert [one.id for one in api.customers.list({"email": "ana@example.com"}).data] == [customer.id]
    assert api.customers.list({"email": "eva@example.com"}).data == []
    assert api.customers.delete(customer.id).deleted
    assert api.customers.retrieve(customer.id).deleted
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        api.checkout.sessions.create(basket(customer=customer.id))


def test_an_empty_name_is_refused_as_stripe_refuses_it(api: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.customers.create({"name": ""})
    assert (caught.value.code, caught.value.param) == ("parameter_invalid_empty", "name")


def test_a_new_session_is_open_and_has_no_payment_yet(api: Any, session: Any, customer: Any) -> None:
    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert (session.amount_total, session.amount_subtotal, session.currency) == (1250, 1250, "eur")
    assert (session.customer, session.client_reference_id, session.locale) == (customer.id, "order-1", "es")
    assert "line_items" not in session.to_dict()
    expand = ["line_items", "total_details.breakdown", "line_items.data.discounts", "customer"]
    found = api.checkout.sessions.retrieve(session.id, {"expand": expand})
    assert found.line_items.data[0].price.unit_amount == 1250
    assert found.line_items.data[0].discounts == []
    assert found.total_details.breakdown.taxes == []
    assert found.customer.email == "ana@example.com"
    items = api.checkout.sessions.line_items.list(session.id)
    assert [item.description for item in items.data] == ["1000 tokens"]
    price = api.prices.retrieve(items.data[0].price.id, {"expand": ["product", "tiers", "currency_options"]})
    assert price.product.name == "1000 tokens"
    assert api.products.retrieve(price.product.id).name == "1000 tokens"
    assert api.products.features.list(price.product.id).data == []


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"mode": "subscription"}, "mode"),
        ({"success_url": "/thanks"}, "success_url"),
        ({"line_items": []}, "line_items"),
        ({"customer": "cus_nobody"}, "customer"),
        ({"locale": "tlh"}, "locale"),
        ({"expires_at": 1}, "expires_at"),
        ({"suprise": "x"}, "suprise"),
        ({"metadata": {"k" * 41: "v"}}, f"metadata[{'k' * 41}]"),
        (
            {"line_items": [{"quantity": 1, "price_data": {"currency": "eur", "unit_amount": "x"}}]},
            "line_items[0][price_data][unit_amount]",
        ),
    ],
)
def test_a_wrong_session_is_refused_by_name_of_what_is_wrong(api: Any, more: dict[str, Any], param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.checkout.sessions.create(basket(**more))
    assert caught.value.param == param
    assert api.checkout.sessions.list().data == []


def test_too_little_money_is_refused(api: Any) -> None:
    price = {"currency": "eur", "unit_amount": 49, "product_data": {"name": "crumbs"}}
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.checkout.sessions.create(basket(line_items=[{"quantity": 1, "price_data": price}]))
    assert caught.value.code == "amount_too_small"


def test_everything_a_payment_makes_can_be_asked_for(api: Any, desk: Desk, session: Any) -> None:
    desk.play(session=session.id, action="pay")
    paid = api.checkout.sessions.retrieve(session.id)
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    intent = api.payment_intents.retrieve(paid.payment_intent, {"expand": ["latest_charge.balance_transaction"]})
    assert (intent.status, intent.amount_received, intent.metadata.to_dict()) == ("succeeded", 1250, {"order": "1"})
    charge = api.charges.retrieve(intent.latest_charge.id, {"expand": ["balance_transaction", "refunds"]})
    assert (charge.amount, charge.amount_refunded, charge.refunded) == (1250, 0, False)
    assert (charge.payment_intent, charge.metadata.to_dict()) == (intent.id, {"order": "1"})
    assert charge.refunds.data == []
    movement = api.balance_transactions.retrieve(charge.balance_transaction.id)
    assert (movement.net, movement.type, movement.source) == (1250 - movement.fee, "charge", charge.id)
    assert api.payment_methods.retrieve(intent.payment_method).card.last4 == "4242"
    assert [one.id for one in api.checkout.sessions.list({"status": "complete"}).data] == [session.id]


def test_an_invoice_is_made_when_it_was_asked_for(api: Any, desk: Desk) -> None:
    asked = basket(customer_email="guest@example.com", invoice_creation={"enabled": True})
    session = api.checkout.sessions.create(asked)
    desk.play(session=session.id, action="pay")
    paid = api.checkout.sessions.retrieve(session.id)
    assert paid.customer_details.email == "guest@example.com"
    assert api.customers.retrieve(paid.customer).email == "guest@example.com"  # invoices need one
    invoice = api.invoices.retrieve(paid.invoice, {"expand": ["discounts", "lines.data.discounts", "payments"]})
    assert (invoice.status, invoice.amount_paid, invoice.customer) == ("paid", 1250, paid.customer)
    assert invoice.lines.data[0].description == "1000 tokens"
    assert invoice.payments.data[0].payment.payment_intent == paid.payment_intent
    assert api.invoices.line_items.list(invoice.id).data[0].amount == 1250
    for url in (invoice.hosted_invoice_url, invoice.invoice_pdf):
        assert url.startswith(desk.fake.url)
    status, text, _ = desk.request("GET", invoice.hosted_invoice_url.removeprefix(desk.fake.url))
    assert (status, invoice.number in text, "12,50 €" in text) == (200, True, True)
    status, text, headers = desk.request("GET", invoice.invoice_pdf.removeprefix(desk.fake.url))
    assert (status, text[:8], headers["Content-Type"]) == (200, "%PDF-1.4", "application/pdf")


def test_a_session_without_an_invoice_has_none(api: Any, desk: Desk, session: Any) -> None:
    desk.play(session=session.id, action="pay")
    assert api.checkout.sessions.retrieve(session.id).invoice is None
    assert api.invoices.list().data == []


def test_an_open_session_can_be_expired_once(api: Any, session: Any) -> None:
    assert api.checkout.sessions.expire(session.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError, match="can be expired"):
        api.checkout.sessions.expire(session.id)


def test_a_session_expires_when_its_time_has_come(api: Any, desk: Desk, session: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(desk.fake.store, "clock", lambda: session.expires_at - 1)
    assert api.checkout.sessions.retrieve(session.id).status == "open"
    monkeypatch.setattr(desk.fake.store, "clock", lambda: session.expires_at)
    assert api.checkout.sessions.retrieve(session.id).status == "expired"


def test_a_list_comes_in_pages_newest_first(api: Any) -> None:
    made = [api.customers.create({"email": f"{number}@example.com"}).id for number in range(3)]
    page = api.customers.list({"limit": 2})
    assert ([one.id for one in page.data], page.has_more) == ([made[2], made[1]], True)
    rest = api.customers.list({"limit": 2, "starting_after": made[1]})
    assert ([one.id for one in rest.data], rest.has_more) == ([made[0]], False)
    ahead = api.customers.list({"limit": 2, "ending_before": made[0]})
    assert ([one.id for one in ahead.data], ahead.has_more) == ([made[2], made[1]], False)
    assert [one.id for one in page.auto_paging_iter()] == made[::-1]
    newest = api.customers.retrieve(made[2]).created
    assert api.customers.list({"created": {"gt": newest}}).data == []
    assert len(api.customers.list({"created": {"lte": newest}}).data) == 3
    with pytest.raises(stripe.InvalidRequestError, match="between 1 and 100"):
        api.customers.list({"limit": 101})


def test_a_repeated_request_gets_the_first_answer(api: Any, desk: Desk) -> None:
    options = {"idempotency_key": "order:1"}
    first = api.checkout.sessions.create(basket(), options)
    second = api.checkout.sessions.create(basket(), options)
    assert (first.id, len(api.checkout.sessions.list().data)) == (second.id, 1)
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        api.checkout.sessions.create(basket(client_reference_id="another"), options)
    assert api.checkout.sessions.create(basket(), {"idempotency_key": "order:2"}).id != first.id


def test_a_refused_request_may_be_mended_under_its_key(api: Any) -> None:
    options = {"idempotency_key": "order:3"}
    with pytest.raises(stripe.InvalidRequestError):
        api.checkout.sessions.create(basket(mode="subscription"), options)
    assert api.checkout.sessions.create(basket(), options).status == "open"


@pytest.mark.parametrize("key", ["sk_test_short", "pk_test_" + "a" * 24, "sk_live_" + "a" * 24])
def test_only_a_secret_test_key_is_let_in_and_none_is_repeated(desk: Desk, key: str) -> None:
    with pytest.raises(stripe.AuthenticationError) as caught:
        api_of(desk.fake, key).customers.list()
    assert key not in str(caught.value.json_body)
    assert ("a live key goes to Stripe" in str(caught.value)) is ("_live_" in key)


def test_no_key_is_refused_and_the_two_ways_of_giving_one_work(desk: Desk) -> None:
    assert desk.request("GET", "/v1/account")[0] == 401
    assert desk.request("GET", "/v1/account", headers={"Authorization": f"Bearer {KEY}"})[0] == 200
    basic = "Basic c2tfdGVzdF9hMUIyYTFCMmExQjJhMUIyYTFCMmExQjI6"
    assert desk.request("GET", "/v1/account", headers={"Authorization": basic})[0] == 200
    assert desk.request("GET", "/v1/account", headers={"Authorization": "Basic %%%"})[0] == 401


def test_what_is_not_there_is_refused_in_stripes_shape(api: Any, desk: Desk) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.charges.retrieve("ch_nothing")
    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")
    assert "No such charge: 'ch_nothing'" in str(caught.value)
    headers = {"Authorization": f"Bearer {KEY}"}
    status, body, _ = desk.request("GET", "/v1/subscriptions", headers=headers)
    assert (status, json.loads(body)["error"]["type"]) == (404, "invalid_request_error")
    assert "Unrecognized request URL" in body


def test_only_what_can_be_expanded_is(api: Any, session: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        api.checkout.sessions.retrieve(session.id, {"expand": ["surprise"]})


def test_an_outage_answers_503_to_everything_until_it_ends(api: Any, desk: Desk) -> None:
    desk.control(outage=True)
    with pytest.raises(stripe.APIError) as caught:
        api.customers.list()
    assert caught.value.http_status == 503
    desk.control(outage=False)
    assert api.customers.list().data == []


def test_the_api_answers_as_late_as_it_is_told(api: Any, desk: Desk, monkeypatch: Any) -> None:
    waited: list[float] = []
    monkeypatch.setattr("billing.fake_stripe.server.time.sleep", waited.append)
    desk.control(latency_ms=150)
    api.customers.list()
    assert waited == [0.15]
