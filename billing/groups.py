"""The two groups of staff that deal with tokens. Made after each migrate; staff members are put into them by hand."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

GROUPS = {
    "support": ["add_topup", "view_topup"],
    "finance": [
        "add_topup", "view_topup", "view_tokenaccount", "view_ledgerentry", "view_tokenhold", "view_order",
        "view_tokenpack", "add_tokenpack", "change_tokenpack",
    ],
}  # fmt: skip


def ensure(**_: Any) -> None:
    """Bring the groups to exactly these rights; who belongs to them stays."""
    for name, rights in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        wanted = Q(content_type__app_label="billing", codename__in=rights)
        if name == "finance":
            wanted |= Q(content_type__app_label="djstripe", codename="view_event")
        group.permissions.set(Permission.objects.filter(wanted))
