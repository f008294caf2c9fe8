"""The process itself: one HTTP server on this machine only, for the API, the pages and the controls.

Owns requests and answers, and that events leave after the answer that caused them. Decides nothing about payments.
"""

from __future__ import annotations

import json
import secrets
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from billing.fake_stripe import api, control, pages, parameters, purchases
from billing.fake_stripe.courier import LOOPBACK, Courier, Switches, checked_target
from billing.fake_stripe.faults import Fault, Json
from billing.fake_stripe.store import Store

HOST = "127.0.0.1"
MOST_BYTES = 1024 * 1024
TICK = 1.0
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
DOWN: Json = {"error": {"type": "api_error", "message": "The pretended Stripe is in an outage."}}


class FakeStripe:
    """`with FakeStripe(...) as stripe:` serves at `stripe.url` until the block ends."""

    poll = 0.05  # seconds between two looks at whether to stop

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
            target=self._server.serve_forever, kwargs={"poll_interval": self.poll}, name="fake-stripe", daemon=True
        )

    def __enter__(self) -> FakeStripe:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def start(self) -> None:
        self.courier.start()
        self._thread.start()

    def keep(self, *, changed: bool) -> list[str]:
        """Put on disk what has changed. Returns the events to send, once whoever caused them has the answer."""
        with self.store.lock:
            told = self.store.take_outbox()
            events = self.courier.keep_back(told)
            if changed or told:
                self.store.save()
            return events

    def pass_time(self) -> None:
        """What happens though nobody asks for it."""
        with self.store.lock:
            purchases.expire_due(self.store)
            events = self.keep(changed=False)
        self.courier.accept(events)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.courier.stop()
        self.store.save()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    fake: FakeStripe
    looked = 0.0

    def service_actions(self) -> None:
        """Called between requests, many times a second."""
        if time.monotonic() > self.looked + TICK:
            self.looked = time.monotonic()
            self.fake.pass_time()

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # somebody who did not wait is no error
            super().handle_error(request, client_address)


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
        path, body = urlsplit(self.path).path, self._body()
        self._events: list[str] = []
        try:
            if path.startswith("/v1"):
                self._api(path, body)
            elif path in ("/_control", "/_play"):
                self._control(path, body)
            else:
                self._page(path, body)
        finally:  # even when nobody waited for the answer
            self.server.fake.courier.accept(self._events)

    def _body(self) -> str:
        length = int(self.headers.get("Content-Length") or 0)
        self.close_connection |= length > MOST_BYTES  # the rest is not read
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
            self._events = fake.keep(changed=self.command != "GET")
        extra = {"Request-Id": request_id, "Stripe-Version": self.headers.get("Stripe-Version", "")}
        self._json(answer.status, answer.body, extra | ({"Idempotent-Replayed": "true"} if answer.replayed else {}))

    def _control(self, path: str, body: str) -> None:
        fake = self.server.fake
        try:
            self._only_from_here()
            if path == "/_control" and self.command == "GET":
                answer = control.status(fake.store, fake.switches)
            elif path == "/_control":
                answer = control.control(fake.store, fake.courier, _asked(body))
            else:
                with fake.store.lock:
                    answer = control.play(fake.store, _asked(body), fake.url)
                    self._events = fake.keep(changed=True)
            self._json(200, answer)
        except Fault as fault:
            self._json(fault.status, fault.body())

    def _page(self, path: str, body: str) -> None:
        fake = self.server.fake
        visit = pages.Visit(path, self.headers.get("Accept-Language", ""), pages.fields_of(body))
        try:
            self._only_from_here()
            if self.command == "POST":
                page = pages.post(fake.store, fake.courier, visit)
            else:
                page = pages.get(fake.store, fake.courier, visit)
            self._events = fake.keep(changed=self.command != "GET")
        except Fault as fault:
            page = pages.sorry(fault, visit.language)
        headers = page.headers | ({"Location": page.location} if page.location else {})
        self._send(page.status, page.kind, page.body, headers)

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
