"""People in the admin: who may come in, who is staff and of which group. Passwords are never set for somebody else."""

from __future__ import annotations

from typing import Any

from allauth.account import admin as allauth_admin  # noqa: F401 - registers the addresses, to be taken back below
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User
from autocrea.staff_pages import LookOnly

admin.site.unregister(EmailAddress)  # shown with the person they belong to


class AddressInline(LookOnly, admin.TabularInline):  # type: ignore[type-arg]
    """Verified by a link in a mail, never by hand."""

    model = EmailAddress
    fields = readonly_fields = ("email", "verified", "primary")
    extra = 0


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    list_display = ("email", "name", "is_active", "is_staff", "date_joined", "last_login")
    list_filter = ("is_active", "is_staff", "groups", "date_joined")
    search_fields = ("email", "name", "public_id")
    ordering = ("-date_joined",)
    fields = (
        "email",
        "name",
        "public_id",
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
        "date_joined",
        "last_login",
    )
    readonly_fields = ("email", "public_id", "date_joined", "last_login")
    filter_horizontal = ("groups",)
    inlines = (AddressInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People register themselves: that is how their address is known to be theirs."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody's entries in the ledger stay; make the account inactive instead."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who could make others staff could make themselves superuser."""
        return bool(request.user.is_superuser)
