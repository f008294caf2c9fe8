"""What the admin's pages share: rows that may be looked at and never touched, and columns that read well in a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Column = Callable[[Any], str]


class LookOnly:
    """For a page or an inline of the admin: nobody adds, edits or deletes by hand, superusers included."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def figure(field: str, title: StrOrPromise) -> Column:
    """A number with its thousands apart; the style sheet sets it to the right by the field's name."""

    def column(row: Any) -> str:
        return number_format(getattr(row, field), force_grouping=True)

    return _named(column, field, title, field)


def when(title: StrOrPromise, field: str = "created_at") -> Column:
    def column(row: Any) -> str:
        moment = getattr(row, field)
        return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else "–"

    return _named(column, "when" if field == "created_at" else field, title, field)


def _named(column: Column, name: str, title: StrOrPromise, field: str) -> Column:
    column.__name__ = name  # the class of its cells
    return admin.display(column, description=title, ordering=field)
