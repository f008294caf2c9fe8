"""Orders to look at, packs to sell. Money is given back in Stripe's dashboard; its message comes here by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from autocrea.staff_pages import figure, when
from billing.admin.readonly import ReadOnly
from billing.models import Order, TokenPack
from billing.packs import money


@admin.register(Order)
class OrderAdmin(ReadOnly):
    about = _("What was bought and how it was paid. Refund in Stripe's dashboard: the tokens follow by themselves.")
    list_display = (
        "short", when(_("when")), "user", figure("tokens", _("tokens")), "price", "status",
        when(_("credited"), "credited_at"), figure("tokens_taken", _("tokens taken back")), "livemode",
    )  # fmt: skip
    list_select_related = ("user",)
    list_filter = ("status", "livemode", "created_at")
    search_fields = ("user__email", "public_id", "session_id", "payment_intent")
    exclude = ("key", "checkout_url")

    @admin.display(description=_("order"))
    def short(self, order: Order) -> str:
        """As the buyer reads it on their page."""
        return str(order.public_id)[:8]

    @admin.display(description=_("price"), ordering="amount")
    def price(self, order: Order) -> str:
        return money(order.amount, order.currency)


@admin.register(TokenPack)
class TokenPackAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    about = _("What is on sale. A change counts for the next orders; those made keep what was agreed.")
    list_display = ("slug", figure("tokens", _("tokens")), "price", "featured", "active", "position")
    list_editable = ("featured", "active", "position")

    @admin.display(description=_("price"), ordering="amount")
    def price(self, pack: TokenPack) -> str:
        return money(pack.amount, pack.currency)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Orders point to it: take it off sale instead."""
        return False
