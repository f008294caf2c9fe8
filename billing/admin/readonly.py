"""A page of billing that only shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from autocrea.staff_pages import LookOnly

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReadOnly(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    list_per_page = 50
    show_full_result_count = False
    about: StrOrPromise = ""
