"""Where Stripe's events arrive: checked at the door, then handed to dj-stripe, which stores and dispatches them.

dj-stripe would store every badly signed message with its body, takes one from the future, and with DEBUG lets a header
replace the secret. None of that passes here.
"""

from __future__ import annotations

import time
from uuid import UUID

import stripe
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from djstripe.models import WebhookEndpoint
from djstripe.views import ProcessWebhookView

SIGNATURE = "HTTP_STRIPE_SIGNATURE"
DROPPED = ("HTTP_X_DJSTRIPE_WEBHOOK_SECRET", "HTTP_X_FORWARDED_FOR")  # the address is only stored; ours is the proxy's
MAX_BYTES = 1_000_000


@method_decorator(csrf_exempt, name="dispatch")
class Receive(ProcessWebhookView):  # type: ignore[misc] # dj-stripe has no types
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponseBase:
        endpoint = get_object_or_404(WebhookEndpoint, djstripe_uuid=uuid)
        for name in DROPPED:
            request.META.pop(name, None)
        request.__dict__.pop("headers", None)  # read before us, and kept
        if reason := refusal(request, endpoint.secret, endpoint.djstripe_tolerance):
            return HttpResponseBadRequest(reason, content_type="text/plain")
        answer: HttpResponse = super().post(request, uuid)
        return answer


def refusal(request: HttpRequest, secret: str, tolerance: int) -> str:
    """Why a message is not taken, or nothing."""
    if not secret:  # anybody can sign with none
        return "not set up"
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        return "too large"
    if request.content_type != "application/json":  # a form's body is read, and gone, before us
        return "not JSON"
    header = request.META.get(SIGNATURE, "")
    try:
        body = request.body.decode()
        stripe.WebhookSignature.verify_header(body, header, secret, tolerance)
    except UnicodeDecodeError:
        return "not UTF-8"
    except stripe.SignatureVerificationError:
        return "the signature is missing, wrong or too old"
    if _signed_at(header) > time.time() + tolerance:
        return "the signature is from the future"
    return ""


def _signed_at(header: str) -> float:
    times = [part.removeprefix("t=") for part in header.split(",") if part.startswith("t=")]
    return max((float(text) for text in times if text.isdecimal()), default=0.0)
