"""A run from its submission to its version."""

from __future__ import annotations

import pytest

from accounts.models import User
from billing import ledger
from generation.models import Event, Revision, RunStatus, StepStatus
from generation.pipeline import runner, steps
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.workshop import Workshop

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_run_holds_its_cap_and_nothing_is_spent_yet(make_run: MakeRun, alice: User, hinted: list[int]) -> None:
    run = make_run()
    assert run.status == RunStatus.QUEUED
    assert run.cap == 10
    assert ledger.balance(alice.pk) == ledger.Balance(90, 10)
    assert hinted == [run.pk]


def test_a_verified_run_is_charged_its_steps_and_gives_a_version(make_run: MakeRun, alice: User) -> None:
    run = make_run()
    runner.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.charged, run.error_code) == (RunStatus.SUCCEEDED, 10, "")
    assert ledger.balance(alice.pk) == ledger.Balance(90, 0)
    moved = [(entry.key, entry.amount) for entry in reversed(ledger.entries(alice.pk))][1:]
    assert moved == [
        (f"run:{run.pk}:hold", 10),
        *[(f"run:{run.pk}:capture:{key}", price) for key, price in PRICES.items()],
    ]
    assert [(step.key, step.status, step.charged) for step in run.steps.all()] == [
        (key, StepStatus.DONE, PRICES.get(key, 0)) for key in steps.ORDER
    ]
    assert ledger.verify() == []


PRICES = {"architecture": 2, "backend": 3, "frontend": 3, "devops": 1, "security": 1}


def test_the_version_holds_every_file_the_plan_and_the_evidence(make_run: MakeRun) -> None:
    run = make_run()
    runner.execute(run.pk)
    run.project.refresh_from_db()
    revision = run.project.current_revision
    assert revision is not None
    assert revision.verified
    assert revision.number == 1
    assert revision.blueprint["slug"] == "notes"
    assert [file.path for file in revision.files.all()] == [
        "README.md", "SECURITY.md", "core/models.py", "core/views.py", "manage.py", "start.py", "templates/home.html",
    ]  # fmt: skip
    notes = revision.files.get(path="SECURITY.md").blob.text
    assert notes.startswith("- parse: passed\n- pages: passed\n\n## Lectura del código\n")
    assert "- `core/views.py:1` S404 subprocess" in notes


def test_the_same_description_gives_the_same_digest(make_run: MakeRun) -> None:
    for _ in range(2):
        runner.execute(make_run().pk)
    first, second = Revision.objects.all()
    assert first.digest == second.digest
    assert first.project_id != second.project_id


def test_events_are_numbered_without_gaps_and_tell_the_whole_story(make_run: MakeRun) -> None:
    run = make_run()
    runner.execute(run.pk)
    told = list(Event.objects.filter(run=run).order_by("seq"))
    assert [event.seq for event in told] == list(range(1, len(told) + 1))
    kinds = [event.kind for event in told if event.kind != "step.progress"]
    assert kinds == ["run.queued", "run.started", *["step.started", "step.done"] * 6, "run.succeeded"]
    items = [item for event in told if event.kind == "step.progress" for item in event.payload["items"]]
    assert {item["kind"] for item in items} == {"entity", "file", "check", "finding"}
    assert {item["path"] for item in items if item["kind"] == "file"} >= {"core/models.py", "start.py", "SECURITY.md"}


def test_an_app_that_does_not_pass_costs_nothing_and_is_no_version(
    make_run: MakeRun, workshop: Workshop, alice: User
) -> None:
    workshop.passes = False
    run = make_run()
    runner.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.charged, run.error_code) == (RunStatus.FAILED, 0, "not_verified")
    assert "Pages answer" in run.error_detail
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)
    assert not Revision.objects.exists()
    verification = run.steps.get(key="verification")
    assert (verification.status, verification.charged, verification.note) == (StepStatus.FAILED, 0, "not_verified")
    assert verification.output["report"]["verified"] is False
    assert run.steps.get(key="security").status == StepStatus.CANCELLED


def test_a_machine_that_lost_its_sandbox_fails_the_run_and_refunds(
    make_run: MakeRun, workshop: Workshop, alice: User
) -> None:
    from generation.sandbox.errors import SandboxUnavailable

    run = make_run()

    def gone() -> None:
        raise SandboxUnavailable("no bundle")

    workshop.stumble = gone
    runner.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error_code) == (RunStatus.FAILED, "sandbox_unavailable")
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)
