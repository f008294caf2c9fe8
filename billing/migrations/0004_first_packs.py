"""The packs that are on sale at first. Staff change them in the admin; `billing/packs.py` reads them."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FIRST = [  # short name, tokens, euro cents, recommended
    ("start", 100, 900, False),
    ("work", 300, 2400, True),
    ("studio", 1000, 6900, False),
]


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    packs = apps.get_model("billing", "TokenPack").objects
    for position, (slug, tokens, amount, featured) in enumerate(FIRST):
        packs.get_or_create(
            slug=slug, defaults={"tokens": tokens, "amount": amount, "featured": featured, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_orders")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
