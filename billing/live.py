"""A balance that moved is told to the pages of its owner: a poke after the commit, the number read from the row."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from autocrea import pokes


def group_name(user_id: int) -> str:
    return f"balance.{user_id}"


def announce(owner: Callable[[], int]) -> None:
    """Once the movement stands; nothing when it is rolled back. Who the owner is may be looked up then."""
    transaction.on_commit(lambda: pokes.send(group_name(owner()), {"type": "balance.moved"}), robust=True)
