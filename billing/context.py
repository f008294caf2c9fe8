"""The balance for the header of every page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest

from billing import ledger


def balance(request: HttpRequest) -> dict[str, Callable[[], ledger.Balance | None]]:
    """`balance`: None for a stranger; read when a template first uses it, and once. (Templates call callables.)"""

    @cache
    def read() -> ledger.Balance | None:
        user: Any = getattr(request, "user", None)  # an error page may come before the session
        return ledger.balance(user.pk) if user and user.is_authenticated else None

    return {"balance": read}
