"""Taking on a run: once per form, and nothing half-way when it is refused."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from billing import ledger
from generation.blueprint.reader import DescriptionError
from generation.models import Event, Project, Run, Step
from generation.pipeline import hints, quoting, reaper, runner, submission
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.threads import at_once
from generation.pipeline.tests.workshop import Workshop

pytestmark = pytest.mark.django_db(transaction=True)


def assert_nothing_stored(owner: User, tokens: int) -> None:
    assert not any(model.objects.exists() for model in (Project, Run, Step, Event))
    assert ledger.balance(owner.pk) == ledger.Balance(tokens, 0)


def test_the_same_form_sent_twenty_times_at_once_is_one_run_and_one_hold(make_run: MakeRun, alice: User) -> None:
    key = uuid.uuid4()
    answers = at_once(20, lambda _: make_run(submit_key=key))
    assert {answer.public_id for answer in answers} == {Run.objects.get().public_id}
    assert Project.objects.count() == 1
    assert ledger.balance(alice.pk) == ledger.Balance(90, 10)
    assert Event.objects.count() == 1


def test_the_database_itself_refuses_a_second_run_of_a_form(make_run: MakeRun, alice: User) -> None:
    run = make_run()
    with pytest.raises(IntegrityError, match="run_once_per_form"), transaction.atomic():
        Run.objects.create(project=run.project, owner=alice, prompt="again", submit_key=run.submit_key, cap=1)


def test_the_same_key_of_another_person_is_another_form(make_run: MakeRun, alice: User, bob: User) -> None:
    key = uuid.uuid4()
    assert make_run(alice, submit_key=key).pk != make_run(bob, submit_key=key).pk


def test_a_repeated_form_is_answered_even_when_it_would_now_be_refused(
    make_run: MakeRun, workshop: Workshop, alice: User
) -> None:
    run = make_run()
    workshop.able = (False, "the bundle is gone")
    assert make_run(submit_key=run.submit_key).pk == run.pk


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"description": "something outside"}, submission.OutsideScope),
        ({"description": "something partial"}, submission.NeedsAcceptance),
        ({"engine": "joxcoder"}, submission.EngineUnavailable),
        ({"engine": "oracle"}, submission.UnknownEngine),
        ({"language": "tlh"}, submission.BadInput),
    ],
)
def test_a_refused_request_stores_nothing(
    make_run: MakeRun, alice: User, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        make_run(**changes)
    assert_nothing_stored(alice, 100)


def test_a_partial_plan_starts_once_it_was_agreed_to(make_run: MakeRun) -> None:
    assert make_run(description="something partial", accept_partial=True).pk


def test_a_text_the_reader_refuses_stores_nothing(
    make_run: MakeRun, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise DescriptionError("empty", "Write what the app is for.")

    tools = submission.toolbox.default()
    monkeypatch.setattr(submission.toolbox, "default", lambda: type(tools)(**{**vars(tools), "read": refuse}))
    with pytest.raises(DescriptionError):
        make_run(description="")
    assert_nothing_stored(alice, 100)


def test_without_a_sandbox_nothing_is_held(make_run: MakeRun, workshop: Workshop, alice: User) -> None:
    workshop.able = (False, "run `make setup`")
    with pytest.raises(submission.SandboxMissing, match="make setup"):
        make_run()
    assert_nothing_stored(alice, 100)


def test_without_tokens_nothing_is_stored(make_run: MakeRun, carol: User) -> None:
    with pytest.raises(submission.InsufficientTokens, match=r"Insufficient tokens\. Required: 10, Available: 0"):
        make_run(carol)
    assert_nothing_stored(carol, 0)


def test_two_runs_at_once_and_not_three(make_run: MakeRun, alice: User) -> None:
    make_run()
    make_run()
    with pytest.raises(submission.RateLimited) as refused:
        make_run()
    assert refused.value.retry_after > 0
    assert Run.objects.count() == 2
    assert ledger.balance(alice.pk) == ledger.Balance(80, 20)


def test_ten_forms_at_once_start_no_more_than_the_limit(make_run: MakeRun) -> None:
    answers = at_once(10, lambda _: make_run())
    assert sum(isinstance(answer, Run) for answer in answers) == 2
    assert sum(isinstance(answer, submission.RateLimited) for answer in answers) == 8


def test_missing_tokens_are_told_before_the_limit_is(make_run: MakeRun, carol: User) -> None:
    ledger.grant(carol.pk, amount=20, key="gift")
    make_run(carol)
    make_run(carol)
    with pytest.raises(submission.InsufficientTokens):
        make_run(carol)


def test_many_runs_in_ten_minutes_are_too_many(make_run: MakeRun, alice: User, settings: Any) -> None:
    settings.RATE_LIMIT_RUNS = 2
    for _ in range(2):
        runner.execute(make_run().pk)
    with pytest.raises(submission.RateLimited) as refused:
        make_run()
    assert 590 < refused.value.retry_after <= 600
    Run.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert make_run().pk


@pytest.mark.parametrize("error", [OperationalError, redis.ConnectionError, ConnectionRefusedError])
def test_with_redis_down_the_run_is_stored_and_the_reaper_finds_it(
    alice: User, workshop: Workshop, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def down(*args: object, **options: object) -> None:
        raise error("no broker")

    with monkeypatch.context() as patch:
        patch.setattr(hints.app, "send_task", down)
        run = submission.submit(alice, name="", description="Notes", submit_key=uuid.uuid4())
    assert Run.objects.get().hinted_at is None
    sent: list[int] = []
    monkeypatch.setattr(hints.app, "send_task", lambda name, args, **options: sent.extend(args))
    assert reaper.reap() == 1
    assert sent == [run.pk]
    assert reaper.reap() == 0  # the hint is fresh


def test_the_quote_is_what_is_held(workshop: Workshop) -> None:
    offer = quoting.quote("Notes", name=None, language=None)
    assert offer.lines == (("architecture", 2), ("backend", 3), ("frontend", 3), ("devops", 1), ("security", 1))
    assert (offer.total, offer.cap) == (10, 10)
    assert offer.expected_seconds is None  # nothing is known yet


def test_the_usual_time_is_that_of_the_engine_that_is_asked_for(
    workshop: Workshop, make_run: MakeRun, settings: Any
) -> None:
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    began = timezone.now()

    def ended(engine: str, seconds: int, answers: int = 0) -> None:
        run = make_run(engine=engine)
        took = {"started_at": began, "finished_at": began + timedelta(seconds=seconds)}
        Run.objects.filter(pk=run.pk).update(status="succeeded", **took)
        run.steps.filter(key="backend").update(summary={"by": {"answers": answers}})

    ended("builtin", 12)
    ended("joxcoder", 20)  # no model answered: the built-in engine's app
    assert quoting.expected_seconds("builtin") == 12
    assert quoting.expected_seconds("joxcoder") is None
    ended("joxcoder", 300, answers=2)
    ended("joxcoder", 320, answers=1)
    offer = quoting.quote("Notes", name=None, language=None, engine="joxcoder")
    assert (offer.expected_seconds, quoting.expected_seconds("builtin")) == (310, 12)
