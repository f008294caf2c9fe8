"""The person's own ledger page and the way to more tokens: packs, Stripe Checkout and back."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from billing import checkout, ledger, orders, packs, statement
from billing.models import Order, OrderStatus, TokenPack

PAGE = 25
ORDERS_SHOWN = 10
MAX_ORDERS = 20  # per person and hour: each is a page made at Stripe
UNDER_WAY = (OrderStatus.OPEN, OrderStatus.PENDING)


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    page = Paginator(ledger.entries(user.pk), PAGE).get_page(request.GET.get("page"))
    bought = [statement.purchase(order) for order in _orders(user)[:ORDERS_SHOWN]]
    context = {"page": page, "lines": statement.lines(page.object_list), "orders": bought, **shop()}
    return render(request, "billing/index.html", context)


@require_safe
@login_required
def download(request: HttpRequest) -> HttpResponse:
    text = statement.as_csv(ledger.entries(_person(request).pk).iterator())
    # a spreadsheet takes the file for UTF-8 only with the mark in front
    return HttpResponse(
        "\ufeff" + text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="autocrea-tokens.csv"'},
    )


def shop() -> dict[str, Any]:
    """What a page needs to offer packs; a key of its own for each form, so that a second press is the same order."""
    offers = [(offer, uuid.uuid4()) for offer in packs.on_sale()] if checkout.is_on() else []
    return {"offers": offers, "selling": bool(offers), "pretended": checkout.is_pretended()}


@require_POST
@login_required
def buy(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    wanted = request.POST.get("pack", "")
    pack = next((pack for pack in TokenPack.objects.filter(active=True) if pack.slug == wanted), None)
    key = _uuid(request.POST.get("key", ""))
    if pack is None or key is None:
        return _back(request, _("That pack is no longer on sale. Choose another one; nothing was charged."))
    others = _orders(user).exclude(key=key).filter(created_at__gt=timezone.now() - timedelta(hours=1))
    if others.count() >= MAX_ORDERS:
        return _back(request, _("You started many purchases in a short time. Wait a while; nothing was charged."))
    try:
        order = orders.place(user, pack, key)
        if order.status != OrderStatus.OPEN:
            return redirect("billing:order", order.public_id)
        return HttpResponseRedirect(_payment_page(request, order), status=303)
    except orders.KeyTaken:
        return _back(request, _("This page was used for another pack already. Choose again; nothing was charged."))
    except checkout.PaymentsOff:
        return _back(request, _("Purchase is not set up on this server. Nothing was charged."))
    except checkout.StripeUnavailable:
        return _back(request, _("Stripe does not answer at the moment. Nothing was charged; try again in a minute."))


@require_safe
@login_required
def order(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where Stripe sends the buyer back. The address proves nothing: Stripe is asked, and settles as a webhook does."""
    found = get_object_or_404(_orders(_person(request)), public_id=public_id)
    silent = False
    if found.status in UNDER_WAY:
        try:
            found = checkout.look_again(found)
        except checkout.UnknownToStripe:
            pass  # asking again would change nothing
        except (checkout.StripeUnavailable, checkout.PaymentsOff):
            silent = True  # the webhook will tell; the page asks again
    context = {
        "order": statement.purchase(found),
        "silent": silent,
        "waiting": found.status == OrderStatus.PENDING or silent,
        "balance_now": ledger.balance(found.user_id),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "billing/_order.html" if part else "billing/order.html", context)


@require_safe
@login_required
def cancelled(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where Stripe sends who did not pay. The order stays open: its payment page can be opened again."""
    found = get_object_or_404(_orders(_person(request)), public_id=public_id)
    if found.status != OrderStatus.OPEN:
        return redirect("billing:order", found.public_id)
    return render(request, "billing/order.html", {"order": statement.purchase(found), "came_back": True})


def _payment_page(request: HttpRequest, order: Order) -> str:
    page = request.build_absolute_uri(reverse("billing:order", args=[order.public_id]))
    language = "en" if (get_language() or "").startswith("en") else "es"
    return checkout.open_session(order, success_url=page, cancel_url=f"{page}/cancelled", language=language)


def _back(request: HttpRequest, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return HttpResponseRedirect(reverse("billing:index"), status=303)


def _orders(user: User) -> Any:
    return Order.objects.filter(user=user).select_related("pack")


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
