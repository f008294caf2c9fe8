"""The process itself: one HTTP server on this machine only, for the API, the pages and the controls.

Owns requests and answers, and that events leave after the answer that caused them. Decides nothing about payments.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from billing.fake_stripe import api, control, pages, parameters
from billing.fake_stripe.courier import LOOPBACK, Courier, Switches, checked_target
from billing.fake_stripe.faults import Fault, Json
from billing.fake_stripe.store import Store

HOST = "127.0.0.1"
MOST_BYTES = 1024 * 1024
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
DOWN: Json = {"error": {"type": "api_error", "message": "The pretended Stripe is in an outage."}}


class FakeStripe:
    """`with FakeStripe(...) as stripe:` serves at `stripe.url` until the block ends."""

    def __init__(
        self, webhook_url: str = "", webhook_secret: str = "", *, port: int = 0, data: Path | None = None
    ) -> None:
        if webhook_url:
            checked_target(webhook_url)
        self.store = Store(data)
        self._server = _Server((HOST, port), _Handler)
        self.url = f"http://{HOST}:{self._server.server_address[1]}"
        self.switches = Switches(webhook_url, webhook_secret)
        self.courier = Courier(self.store, self.switches, self.url)
        self._server.fake = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="fake-stripe", daemon=True
        )

    def __enter__(self) -> FakeStripe:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def start(self) -> None:
        self.courier.start()
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.courier.stop()
        self.store.save()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    fake: FakeStripe


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: what happened stands on the dashboard."""

    def _serve(self) -> None:
        fake, path = self.server.fake, urlsplit(self.path).path
        body = self._body()
        with fake.store.lock:
            fake.store.cause = {"id": None, "idempotency_key": None}
        if path.startswith("/v1"):
            self._api(path, body)
        elif path in ("/_control", "/_play"):
            self._control(path, body)
        else:
            self._page(path, body)

    def _body(self) -> str:
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(min(length, MOST_BYTES)).decode("utf-8", "replace")

    def _api(self, path: str, body: str) -> None:
        fake = self.server.fake
        request_id = f"req_{secrets.token_hex(7)}"
        if fake.switches.latency:
            time.sleep(fake.switches.latency)
        if fake.switches.outage:
            self._json(503, DOWN, {"Request-Id": request_id})
            return
        with fake.store.lock:
            try:
                query = body if self.command == "POST" else urlsplit(self.path).query
                headers = {name.lower(): value for name, value in self.headers.items()}
                params = parameters.decode(query)
                call = api.Call(method=self.command, path=path, params=params, headers=headers, origin=fake.url)
                answer = api.answer(fake.store, call, request_id)
            except Fault as fault:
                answer = api.Answer(status=fault.status, body=fault.body())
            events = self._kept()
        extra = {"Request-Id": request_id, "Stripe-Version": self.headers.get("Stripe-Version", "")}
        self._json(answer.status, answer.body, extra | ({"Idempotent-Replayed": "true"} if answer.replayed else {}))
        fake.courier.accept(events)

    def _control(self, path: str, body: str) -> None:
        fake = self.server.fake
        events: list[str] = []
        try:
            self._only_from_here()
            if path == "/_control" and self.command == "GET":
                answer = control.status(fake.store, fake.switches)
            elif path == "/_control":
                answer = control.control(fake.store, fake.courier, _asked(body))
            else:
                with fake.store.lock:
                    answer = control.play(fake.store, _asked(body), fake.url)
                    events = self._kept()
            self._json(200, answer)
        except Fault as fault:
            self._json(fault.status, fault.body())
        fake.courier.accept(events)

    def _page(self, path: str, body: str) -> None:
        fake = self.server.fake
        visit = pages.Visit(path, self.headers.get("Accept-Language", ""), pages.fields_of(body))
        events: list[str] = []
        try:
            self._only_from_here()
            if self.command == "POST":
                page = pages.post(fake.store, fake.courier, visit)
                with fake.store.lock:
                    events = self._kept()
            else:
                page = pages.get(fake.store, fake.courier, visit)
        except Fault as fault:
            page = pages.sorry(fault, visit.language)
        headers = page.headers | ({"Location": page.location} if page.location else {})
        self._send(page.status, page.kind, page.body, headers)
        fake.courier.accept(events)

    def _kept(self) -> list[str]:
        """The events of this request, once what it changed is on disk."""
        store = self.server.fake.store
        events = store.take_outbox()
        if self.command != "GET" or events:
            store.save()
        return events

    def _only_from_here(self) -> None:
        """Another site's page must not press buttons here, nor reach in under a name of its own."""
        named = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        origin = self.headers.get("Origin")
        own_port = urlsplit(self.server.fake.url).port
        foreign = origin and (urlsplit(origin).hostname not in LOOPBACK or urlsplit(origin).port != own_port)
        if named not in LOOPBACK or (foreign and self.command != "GET"):
            raise Fault("This address answers to this machine only.", status=403)

    def _json(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        self._send(status, "application/json", json.dumps(body, indent=2).encode(), headers or {})

    def _send(self, status: int, kind: str, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "same-origin")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _asked(body: str) -> Json:
    try:
        asked = json.loads(body or "{}")
    except json.JSONDecodeError:
        raise Fault("The request's body is not JSON") from None
    if not isinstance(asked, dict):
        raise Fault("The request's body is not a JSON object")
    return asked
