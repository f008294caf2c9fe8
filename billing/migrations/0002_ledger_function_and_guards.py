"""The function that moves tokens and the triggers that refuse every other way.

The SQL files carry a number: a change is a new file and a new migration, never an edit.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
UNDO = """
DROP TRIGGER hold_only_used_up ON billing_tokenhold;
DROP TRIGGER hold_stays_truncate ON billing_tokenhold;
DROP TRIGGER hold_stays ON billing_tokenhold;
DROP TRIGGER entry_in_balance ON billing_ledgerentry;
DROP TRIGGER account_matches_last_entry ON billing_tokenaccount;
DROP TRIGGER entry_append_only_truncate ON billing_ledgerentry;
DROP TRIGGER entry_append_only ON billing_ledgerentry;
DROP FUNCTION ledger_guard_hold();
DROP FUNCTION ledger_guard_entry();
DROP FUNCTION ledger_guard_account();
DROP FUNCTION ledger_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [
        migrations.RunSQL(
            (SQL / "ledger_post_1.sql").read_text(),
            "DROP FUNCTION ledger_post(text, bigint, bigint, text, text, text, bigint, text)",
        ),
        migrations.RunSQL((SQL / "guards_1.sql").read_text(), UNDO),
    ]
