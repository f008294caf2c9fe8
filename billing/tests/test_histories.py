"""Random histories of two accounts, played against the database and against a model a child could check."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction

from accounts.models import User
from billing import ledger
from billing.errors import CaptureExceedsHold, HoldClosed, InsufficientTokens, KeyReused
from billing.ledger import Balance
from billing.models import EFFECTS, Kind

STEPS = 250


@dataclass
class Purse:
    """The model: tokens in hand (below zero is debt) and what lies in each hold."""

    net: int = 0
    holds: dict[str, int] = field(default_factory=dict)

    @property
    def balance(self) -> Balance:
        return Balance(max(self.net, 0), sum(self.holds.values()), max(-self.net, 0))

    def credit(self, amount: int) -> None:
        self.net += amount

    def debit(self, amount: int) -> None:
        self.net -= amount

    def hold(self, key: str, amount: int) -> None:
        if amount > self.net:
            raise InsufficientTokens(amount, max(self.net, 0))
        self.net -= amount
        self.holds[key] = amount

    def capture(self, key: str, amount: int) -> None:
        if amount and not self.holds[key]:
            raise HoldClosed
        if amount > self.holds[key]:
            raise CaptureExceedsHold
        self.holds[key] -= amount

    def release(self, key: str) -> None:
        self.net += self.holds[key]
        self.holds[key] = 0


Play = Callable[[], object]
Move = tuple[str, Play, Play]  # its key, the call of the ledger, the same in the model


def move(dice: random.Random, user_id: int, purse: Purse, key: str) -> Move:
    """Any movement at all, sensible or not."""
    amount = dice.randint(1, 40)
    kinds = [Kind.GRANT, Kind.PURCHASE, Kind.CLAWBACK, *([Kind.HOLD] * 4)]
    kind = dice.choice(kinds + [Kind.CAPTURE, Kind.CAPTURE, Kind.RELEASE] * 3 if purse.holds else kinds)
    if kind in (Kind.GRANT, Kind.PURCHASE, Kind.CLAWBACK):
        call = {Kind.GRANT: ledger.grant, Kind.PURCHASE: ledger.purchase, Kind.CLAWBACK: ledger.clawback}[kind]
        model = purse.debit if kind == Kind.CLAWBACK else purse.credit
        return key, lambda: call(user_id, amount=amount, key=key), lambda: model(amount)
    if kind == Kind.HOLD:
        return key, lambda: ledger.hold(user_id, amount=amount, key=key), lambda: purse.hold(key, amount)
    hold = dice.choice(sorted(purse.holds))
    if kind == Kind.RELEASE:
        return key, lambda: ledger.release(hold, key=key), lambda: purse.release(hold)
    part = dice.randint(0, 12)
    return key, lambda: ledger.capture(hold, amount=part, key=key), lambda: purse.capture(hold, part)


def outcome(play: Play) -> str:
    """The name of the refusal, or nothing."""
    try:
        with transaction.atomic():
            play()
    except (InsufficientTokens, HoldClosed, CaptureExceedsHold, KeyReused) as refusal:
        return type(refusal).__name__
    return ""


def settle() -> None:
    """Run the deferred guards now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("seed", range(4))
def test_any_history_is_what_the_model_says(seed: int, carol: User, bob: User) -> None:
    dice = random.Random(seed)
    people = {carol.pk: Purse(), bob.pk: Purse(net=100)}
    past: list[tuple[int, Move]] = []
    seen: set[str] = set()
    for step in range(STEPS):
        user_id = dice.choice(list(people))
        if past and dice.random() < 0.2:  # a repetition moves nothing
            user_id, (_, again, _) = dice.choice(past)
            assert outcome(again) == ""
        else:
            made = move(dice, user_id, people[user_id], f"{seed}:{step}")
            refusal = outcome(made[1])
            assert refusal == outcome(made[2])
            seen.add(refusal)
            if not refusal and ledger.entries(user_id).filter(key=made[0]).exists():
                past.append((user_id, made))
        settle()
        assert {who: ledger.balance(who) for who in people} == {who: purse.balance for who, purse in people.items()}
    assert ledger.verify() == []
    assert seen == {"", "InsufficientTokens", "HoldClosed", "CaptureExceedsHold"}


def test_the_table_of_effects_is_the_one_the_database_uses(alice: User, bob: User) -> None:
    ledger.hold(alice.pk, amount=50, key="h")
    calls: dict[Kind, Callable[[str], ledger.Posting]] = {
        Kind.GRANT: lambda key: ledger.grant(alice.pk, amount=7, key=key),
        Kind.PURCHASE: lambda key: ledger.purchase(alice.pk, amount=7, key=key),
        Kind.TOPUP: lambda key: ledger.topup(alice.pk, amount=7, key=key, actor_id=bob.pk, reason="r"),
        Kind.HOLD: lambda key: ledger.hold(alice.pk, amount=7, key=key),
        Kind.CAPTURE: lambda key: ledger.capture("h", amount=7, key=key),
        Kind.CLAWBACK: lambda key: ledger.clawback(alice.pk, amount=7, key=key),
        Kind.ADJUST: lambda key: ledger.adjust(alice.pk, amount=7, key=key, actor_id=bob.pk, reason="r"),
        Kind.RELEASE: lambda key: ledger.release("h", key=key),
    }
    assert set(calls) == set(EFFECTS) == set(Kind)
    for kind, call in calls.items():
        before, posting = ledger.balance(alice.pk), call(f"effect:{kind}")
        after = posting.balance
        effect = EFFECTS[kind]
        assert (after.available - before.available) == effect.net * posting.amount, kind
        assert (after.held - before.held) == effect.held * posting.amount, kind
