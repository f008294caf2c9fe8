"""`manage.py verify_ledger`: adds every account up anew."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from billing import ledger


class Command(BaseCommand):
    help = "Check that every balance is the sum of its entries; exits 1 and prints what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        mismatches = ledger.verify()
        for mismatch in mismatches:
            self.stdout.write(str(mismatch))
        if mismatches:
            sys.exit(1)
        self.stdout.write("The ledger adds up.")
