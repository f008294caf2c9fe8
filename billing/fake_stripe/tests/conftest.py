"""A pretended Stripe in this process, the real `stripe` library to drive it, and somebody who receives its events."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stripe

from billing.fake_stripe.server import FakeStripe

SECRET = "whsec_for_these_tests"
KEY = "sk_test_" + "a1B2" * 6


class Receiver:
    """Keeps what arrives, in order. `refuse` holds the statuses of the next answers; then all is well."""

    def __init__(self) -> None:
        self.events: list[stripe.Event] = []
        self.refuse: list[int] = []
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.daemon_threads = True
        self.server.receiver = self
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook/"

    @property
    def types(self) -> list[str]:
        return [event.type for event in self.events]

    def last(self, type_: str) -> Any:
        return next(event.data.object for event in reversed(self.events) if event.type == type_)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        event = stripe.Webhook.construct_event(body, self.headers["Stripe-Signature"], SECRET)
        with receiver.lock:
            receiver.events.append(event)
            status = receiver.refuse.pop(0) if receiver.refuse else 200
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


class Desk:
    """Everything a test does to a pretended Stripe besides its API."""

    def __init__(self, fake: FakeStripe) -> None:
        self.fake = fake

    def request(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", int(self.fake.url.rsplit(":")[-1]), timeout=5)
        try:
            connection.request(method, path, body.encode(), headers or {})
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8", "replace"), dict(response.headers)
        finally:
            connection.close()

    def send(self, path: str, **asked: Any) -> dict[str, Any]:
        status, body, _ = self.request("POST", path, json.dumps(asked))
        assert status == 200, body
        return json.loads(body)

    def control(self, **asked: Any) -> dict[str, Any]:
        return self.send("/_control", **asked)

    def play(self, **asked: Any) -> dict[str, Any]:
        return self.send("/_play", **asked)

    def settle(self) -> dict[str, Any]:
        answer = self.control(settle=5)
        assert answer["settled"]
        return answer

    def form(self, path: str, **fields: str) -> tuple[int, str, str]:
        from urllib.parse import urlencode

        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.fake.url}
        status, body, answered = self.request("POST", path, urlencode(fields), headers)
        return status, body, answered.get("Location", "")


def api_of(fake: FakeStripe, key: str = KEY) -> Any:
    client = stripe.StripeClient(
        key,
        base_addresses={"api": fake.url},
        stripe_version="2026-05-27.dahlia",
        max_network_retries=0,
        http_client=stripe.RequestsClient(),
    )
    return client.v1


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _stops_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeStripe, "poll", 0.005)


@pytest.fixture
def fake(receiver: Receiver) -> Iterator[FakeStripe]:
    with FakeStripe(receiver.url, SECRET) as fake:
        fake.switches.first_pause = 0.01
        yield fake


@pytest.fixture
def desk(fake: FakeStripe) -> Desk:
    return Desk(fake)


@pytest.fixture
def api(fake: FakeStripe) -> Any:
    return api_of(fake)


@pytest.fixture
def customer(api: Any) -> Any:
    return api.customers.create({"email": "ana@example.com", "metadata": {"person": "7"}})


def basket(**more: Any) -> dict[str, Any]:
    """A session that may be asked for."""
    price = {"currency": "eur", "unit_amount": 1250, "product_data": {"name": "1000 tokens"}}
    return {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "success_url": "http://127.0.0.1:8000/thanks?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1:8000/pricing",
        "client_reference_id": "order-1",
        "metadata": {"order": "1"},
        "payment_intent_data": {"metadata": {"order": "1"}},
        **more,
    }


@pytest.fixture
def session(api: Any, customer: Any) -> Any:
    return api.checkout.sessions.create(basket(customer=customer.id, locale="es"))
