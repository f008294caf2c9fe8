"""Make or renew the row by which Stripe's events are received; prints the address that Stripe must call."""

from __future__ import annotations

import argparse
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from djstripe.models import WebhookEndpoint

from autocrea.environment import origin_parts
from billing.receivers import EVENTS

OURS = "we_autocrea"


class Command(BaseCommand):
    help = "Make or renew Stripe's webhook endpoint from STRIPE_WEBHOOK_SECRET. Run it after each change of the secret."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "origin", nargs="?", help="where the site answers, like https://app.example.org; default: SITE_ORIGINS"
        )
        parser.add_argument("--uuid", type=UUID, help="the last part of the address; default: kept, or random at first")

    def handle(self, *args: Any, origin: str | None, uuid: UUID | None, **options: Any) -> None:
        origin = (settings.SITE_ORIGINS or [""])[0] if origin is None else origin
        parts = origin_parts(origin)
        if not parts:
            raise CommandError(f"{origin!r} is not an origin: write https://app.example.org")
        secret = settings.STRIPE_WEBHOOK_SECRET
        if secret and not secret.startswith("whsec_"):
            raise CommandError("STRIPE_WEBHOOK_SECRET is none: it begins with whsec_ and stands in Stripe's dashboard")
        row = WebhookEndpoint.objects.filter(id=OURS).first() or WebhookEndpoint(id=OURS)
        row.djstripe_uuid = uuid or row.djstripe_uuid
        row.secret = secret
        row.livemode = settings.STRIPE_LIVE_MODE
        row.api_version = settings.STRIPE_API_VERSION
        row.enabled_events = EVENTS
        row.status = "enabled"
        row.url = f"{parts.scheme}://{parts.netloc}{reverse('billing:webhook', args=[row.djstripe_uuid])}"
        row.save()
        self.stdout.write(row.url)
        if not secret:  # Stripe gives it out for an address
            self.stderr.write("Nothing is taken there yet: set STRIPE_WEBHOOK_SECRET, then run this again.")
