"""Whether every balance is the sum of its entries. Owns the accountant's questions; never moves or repairs anything.

Adds the entries up anew with the table of `models.EFFECTS`; nothing of the SQL function that wrote them is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from billing.models import EFFECTS


@dataclass(frozen=True)
class Mismatch:
    account_id: int
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"account {self.account_id}: {self.what}: expected {self.expected}, found {self.found}"


NET = "CASE kind " + " ".join(f"WHEN '{kind}' THEN {effect.net}" for kind, effect in EFFECTS.items()) + " END * amount"
HELD = (
    "CASE kind " + " ".join(f"WHEN '{kind}' THEN {effect.held}" for kind, effect in EFFECTS.items()) + " END * amount"
)
BALANCE = "concat(greatest({0}, 0), ' + ', {1}, ' held - ', greatest(-({0}), 0))"

# Each answers rows (account, what, expected, found), and none when all is well. Only the table above is woven in.
# ruff: noqa: S608
ACCOUNTS = f"""
WITH sums AS (
    SELECT a.id, coalesce(sum({NET}), 0) AS net, coalesce(sum({HELD}), 0) AS held, max(e.id) AS newest
    FROM billing_tokenaccount a LEFT JOIN billing_ledgerentry e ON e.account_id = a.id GROUP BY a.id
)
SELECT a.id, 'balance', {BALANCE.format("s.net", "s.held")}, concat(a.available, ' + ', a.held, ' held - ', a.debt)
FROM billing_tokenaccount a JOIN sums s USING (id)
WHERE (a.available, a.held, a.debt) IS DISTINCT FROM (greatest(s.net, 0), s.held, greatest(-s.net, 0))
UNION ALL
SELECT a.id, 'last entry', s.newest::text, a.last_entry_id::text
FROM billing_tokenaccount a JOIN sums s USING (id) WHERE a.last_entry_id IS DISTINCT FROM s.newest
"""
ENTRIES = f"""
WITH running AS (
    SELECT *, sum({NET}) OVER past AS net, sum({HELD}) OVER past AS held FROM billing_ledgerentry
    WINDOW past AS (PARTITION BY account_id ORDER BY id)
)
SELECT account_id, concat('balance after entry ', id), {BALANCE.format("net", "held")},
       concat(available_after, ' + ', held_after, ' held - ', debt_after)
FROM running
WHERE (available_after, held_after, debt_after) IS DISTINCT FROM (greatest(net, 0), held, greatest(-net, 0))
"""
HOLDS = """
WITH sums AS (
    SELECT h.id,
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'hold' AND e.key = h.key), 0) AS amount,
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'capture'), 0) AS captured,
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'release'), 0) AS released
    FROM billing_tokenhold h LEFT JOIN billing_ledgerentry e ON e.hold_id = h.id AND e.account_id = h.account_id
    GROUP BY h.id
)
SELECT h.account_id, concat('hold ', h.key), concat_ws('/', s.amount, s.captured, s.released),
       concat_ws('/', h.amount, h.captured, h.released)
FROM billing_tokenhold h JOIN sums s USING (id)
WHERE (h.amount, h.captured, h.released) IS DISTINCT FROM (s.amount, s.captured, s.released)
"""


def verify() -> list[Mismatch]:
    """Every place where the ledger does not add up. Each question is one statement, so it sees one moment."""
    found = []
    with connection.cursor() as cursor:
        for question in (ACCOUNTS, ENTRIES, HOLDS):
            cursor.execute(question)
            found += [Mismatch(*row) for row in cursor.fetchall()]
    return found
