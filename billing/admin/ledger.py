"""The ledger as staff may see it: everything readable, nothing writable. Tokens move through `ledger.py` alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from autocrea.staff_pages import figure, when
from billing.admin.readonly import ReadOnly
from billing.models import LedgerEntry, TokenAccount, TokenHold


class OwesFilter(admin.SimpleListFilter):
    title = _("debt")
    parameter_name = "owes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Owes tokens"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[TokenAccount]) -> QuerySet[TokenAccount]:
        return queryset.filter(debt__gt=0) if self.value() == "yes" else queryset


@admin.register(TokenAccount)
class TokenAccountAdmin(ReadOnly):
    about = _("What each person has. Tokens move through the ledger alone; to add some, top the account up.")
    list_display = [
        "user",
        figure("available", _("available")),
        figure("held", _("reserved")),
        figure("debt", _("debt")),
        when(_("opened")),
    ]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    list_filter = [OwesFilter, "created_at"]
    ordering = ["-id"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        may = request.user.has_perm("billing.add_topup")
        return [*self.list_display, "top_up"] if may else [*self.list_display]

    @admin.display(description=_("tokens"))
    def top_up(self, account: TokenAccount) -> str:
        """The form, filled with whose it is."""
        address = f"{reverse('admin:billing_topup_add')}?{urlencode({'email': account.user.email})}"
        return format_html('<a href="{}">{}</a>', address, gettext("Top up"))


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnly):
    about = _("Every movement of every account, written once and never changed, with the balance after it.")
    list_display = [
        when(_("when")),
        "account",
        "kind",
        figure("amount", _("amount")),
        figure("available_after", _("available after")),
        figure("held_after", _("reserved after")),
        figure("debt_after", _("debt after")),
        "reason",
        "actor",
        "key",
    ]
    list_select_related = ["account__user", "actor"]
    search_fields = ["account__user__email", "key", "reason", "hold__purpose"]
    list_filter = ["kind", "created_at"]
    ordering = ["-id"]


@admin.register(TokenHold)
class TokenHoldAdmin(ReadOnly):
    about = _("Tokens set aside for a run: captured as its steps pass, the rest released at the end.")
    list_display = [
        when(_("when")),
        "account",
        "purpose",
        figure("amount", _("amount")),
        figure("captured", _("captured")),
        figure("released", _("released")),
        when(_("closed"), "closed_at"),
        "key",
    ]
    list_select_related = ["account__user"]
    search_fields = ["account__user__email", "key", "purpose"]
    list_filter = [("closed_at", admin.EmptyFieldListFilter), "created_at"]
    ordering = ["-id"]
