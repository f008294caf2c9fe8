"""The ledger as staff may see it: everything readable, nothing writable. Tokens move through `ledger.py` alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

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
    list_display = ["user", "available", "held", "debt", "created_at"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    list_filter = [OwesFilter, "created_at"]
    ordering = ["-id"]


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnly):
    list_display = [
        "created_at",
        "account",
        "kind",
        "amount",
        "available_after",
        "held_after",
        "debt_after",
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
    list_display = ["created_at", "account", "purpose", "amount", "captured", "released", "closed_at", "key"]
    list_select_related = ["account__user"]
    search_fields = ["account__user__email", "key", "purpose"]
    list_filter = [("closed_at", admin.EmptyFieldListFilter), "created_at"]
    ordering = ["-id"]
