"""A pretended Stripe beside the test's own server: buy through the real pages, be told by real webhooks."""

from __future__ import annotations

import json
import re
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse
from djstripe.models import WebhookEndpoint

from billing.fake_stripe.server import FakeStripe
from billing.models import Order

SECRET_KEY = "sk_test_" + "a" * 24
WEBHOOK_SECRET = "whsec_" + "b" * 24


@dataclass
class World:
    stripe: FakeStripe
    origin: str

    @property
    def webhook(self) -> str:
        return self.origin + reverse("billing:webhook", args=[WebhookEndpoint.objects.get().djstripe_uuid])

    def control(self, **asked: Any) -> dict[str, Any]:
        return self._post("/_control", asked)

    def play(self, action: str, **asked: Any) -> dict[str, Any]:
        return self._post("/_play", {"action": action, **asked})

    def status(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.stripe.url}/_control") as answer:
            return dict(json.load(answer))

    def held(self, kind: str) -> str:
        """The event of that type which was not sent yet."""
        (found,) = [event["id"] for event in self.status()["held"] if event["type"] == kind]
        return str(found)

    def buy(self, client: Client, pack: str = "start") -> Order:
        """Press the button on /billing; the order, whose payment page is open."""
        form = buttons(client)[pack]
        answer = client.post("/billing/buy", form)
        assert answer.status_code == 303, answer.content
        assert urlsplit(answer.headers["Location"]).netloc == urlsplit(self.stripe.url).netloc
        return Order.objects.get(key=form["key"])

    def _post(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(self.stripe.url + path, json.dumps(asked).encode(), method="POST")
        with urllib.request.urlopen(request) as answer:
            return dict(json.load(answer))


def buttons(client: Client) -> dict[str, dict[str, str]]:
    """What each pack's button would send."""
    page = client.get("/billing").content.decode()
    found = re.findall(r'name="pack" value="([^"]+)"><input type="hidden" name="key" value="([^"]+)"', page)
    return {pack: {"pack": pack, "key": key} for pack, key in found}
