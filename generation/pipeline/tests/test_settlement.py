"""What a run with a model costs: every combination of who did a step and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from billing import ledger
from generation.agents.tests.scripted import file
from generation.engine.errors import ServerFault
from generation.models import Event, Run, RunStatus
from generation.pipeline import lifecycle, runner, settlement, steps
from generation.pipeline.leases import Stop
from generation.pipeline.tests.answers import ALL, NONE, WORK
from generation.pipeline.tests.workshop import Workshop

pytestmark = pytest.mark.django_db(transaction=True)

PRICES = {"architecture": 2, "backend": 3, "frontend": 3, "devops": 1, "security": 1}


@pytest.mark.parametrize("price", [0, 3])
@pytest.mark.parametrize("quoted", ["builtin", "joxcoder", "openai"])
@pytest.mark.parametrize("engines", [None, (), ("joxcoder",), ("openai",), ("joxcoder", "openai")])
@pytest.mark.parametrize("kept", [(), ("a.py",)])
@pytest.mark.parametrize("reverted", [(), ("b.py",)])
def test_a_step_costs_its_price_when_the_quoted_engine_left_something_in_the_app(
    price: int, quoted: str, engines: tuple[str, ...] | None, kept: tuple[str, ...], reverted: tuple[str, ...]
) -> None:
    by = None if engines is None else {"engines": list(engines), "kept": list(kept), "reverted": list(reverted)}
    found = settlement.charge(price, quoted, by)
    own = engines is None if quoted == "builtin" else engines == (quoted,)
    paid = bool(price and own and (kept or quoted == "builtin"))
    assert found.amount == (price if paid else 0)
    if price and not paid:
        wanted = "other_engine" if not own else "reverted" if reverted else "unchanged"
        assert found.note == wanted


def charged(run: Run) -> dict[str, tuple[int | None, str]]:
    return {step.key: (step.charged, step.note) for step in run.steps.all() if step.key in PRICES}


def balanced(run: Run, alice: User) -> None:
    """The ledger, the run and its steps say the same, and nothing is held any more."""
    assert run.charged == sum(amount or 0 for amount, _ in charged(run).values())
    assert ledger.balance(alice.pk) == ledger.Balance(100 - run.charged, 0)
    assert ledger.verify() == []


def test_work_of_the_quoted_engine_that_is_in_the_app_is_paid(sold: Callable[..., Run], alice: User) -> None:
    run = sold()
    assert (run.status, run.charged) == (RunStatus.SUCCEEDED, 10)
    assert charged(run) == {key: (price, "") for key, price in PRICES.items()}
    revision = run.project.revisions.first()
    assert revision is not None
    assert {"core/rules.py", "templates/more.html", "SECURITY.md"} <= {each.path for each in revision.files.all()}
    assert run.steps.get(key="backend").summary["by"]["kept"] == ["core/rules.py"]
    balanced(run, alice)


@pytest.mark.parametrize(
    ("answers", "free"),
    [
        ({"architect": [NONE]}, {"architecture": "unchanged"}),
        ({"backend": ["NOTHING"]}, {"backend": "unchanged"}),
        ({"backend": ["junk", "junk"]}, {"backend": "unchanged"}),
        ({"backend": [file("manage.py", "x")] * 3}, {"backend": "reverted"}),
        ({"backend": [ServerFault("down")]}, {"backend": "other_engine"}),
        ({"backend": ["NOTHING"], "frontend": ["NOTHING"]}, {"backend": "unchanged", "frontend": "unchanged"}),
        ({"frontend": [file("templates/x.html", "SPOILT")]}, {"frontend": "reverted"}),
        ({"backend": [WORK + file("core/x.py", "SPOILT")]}, {}),
        ({"devops": [{"notes": [{"title": "SPOILT", "text": "Look at it."}]}]}, {"devops": "reverted"}),
        ({"devops": [{}]}, {"devops": "unchanged"}),
        ({"security": [ServerFault("down")]}, {"security": "other_engine"}),
        ({"security": ["NOTHING"]}, {}),
        ({role: [ServerFault("down")] for role in ALL}, dict.fromkeys(PRICES, "other_engine")),
    ],
)
def test_what_is_not_in_the_app_is_free_and_says_why(
    sold: Callable[..., Run],
    workshop: Workshop,
    alice: User,
    answers: dict[str, list[object]],
    free: dict[str, str],
) -> None:
    workshop.spoilt = lambda files: any("SPOILT" in text for text in files.values())
    run = sold(**answers)
    assert run.status == RunStatus.SUCCEEDED
    assert charged(run) == {key: (0, free[key]) if key in free else (price, "") for key, price in PRICES.items()}
    revision = run.project.revisions.first()
    assert revision is not None
    assert revision.verified
    assert not any("SPOILT" in each.blob.text for each in revision.files.select_related("blob"))
    balanced(run, alice)


def test_the_fallback_models_work_is_free(sold: Callable[..., Run], alice: User) -> None:
    run = sold(engine="openai")
    assert charged(run) == dict.fromkeys(PRICES, (0, "other_engine"))
    assert run.project.revisions.count() == 3
    balanced(run, alice)


def test_an_app_that_does_not_pass_at_all_costs_nothing(
    sold: Callable[..., Run], workshop: Workshop, alice: User
) -> None:
    workshop.passes = False
    run = sold()
    assert (run.status, run.error_code, run.charged) == (RunStatus.FAILED, "not_verified", 0)
    assert not run.project.revisions.exists()
    balanced(run, alice)


@pytest.mark.parametrize(
    ("role", "paid", "versions"),
    [("architect", 0, 0), ("frontend", 2, 1), ("security", 9, 2)],
)
@pytest.mark.parametrize("stop", [Stop.CANCELLED, Stop.DEADLINE])
def test_what_was_verified_before_a_run_is_stopped_stays_and_is_paid(
    sold: Callable[..., Run], alice: User, monkeypatch: Any, role: str, paid: int, versions: int, stop: Stop
) -> None:
    leases = []
    claim = lifecycle.claim
    monkeypatch.setattr(lifecycle, "claim", lambda pk: leases.append(claim(pk)) or leases[-1])
    run = sold(meet=(role, lambda: leases[0].end(stop)))
    wanted = RunStatus.CANCELLED if stop == Stop.CANCELLED else RunStatus.FAILED
    assert (run.status, run.charged, run.project.revisions.count()) == (wanted, paid, versions)
    last = Event.objects.filter(run=run).order_by("-seq").first()
    assert last is not None
    assert last.payload["charged"] == paid
    balanced(run, alice)


@pytest.mark.parametrize(("role", "paid", "versions"), [("architect", 0, 0), ("backend", 2, 1), ("security", 9, 2)])
def test_a_step_that_fails_three_times_ends_the_run_and_what_was_verified_stays(
    sold: Callable[..., Run], alice: User, settings: Any, role: str, paid: int, versions: int
) -> None:
    def poison() -> None:
        raise RuntimeError("poison")

    run = sold(meet=(role, poison))
    beside = 2  # an agent that gets done in the meantime starts the count anew
    for _ in range(settings.RUN_MAX_STEP_ATTEMPTS + beside):
        runner.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error_code) == (RunStatus.FAILED, "step_failed")
    assert (run.charged, run.project.revisions.count()) == (paid, versions)
    balanced(run, alice)


def test_the_three_agents_work_at_the_same_time_and_are_told_of_in_order(sold: Callable[..., Run]) -> None:
    run = sold()
    kinds = [
        (event.kind, event.payload.get("step"))
        for event in Event.objects.filter(run=run).order_by("seq")
        if event.kind in ("step.started", "run.version", "run.succeeded")
    ]
    assert kinds == [
        ("step.started", "architecture"), ("run.version", None), ("step.started", "backend"),
        ("step.started", "frontend"), ("step.started", "devops"), ("step.started", "verification"),
        ("run.version", None), ("step.started", "security"), ("run.succeeded", None),
    ]  # fmt: skip
    assert [step.key for step in run.steps.all()] == list(steps.ORDER)
