"""A day holds so much work of the models, for one person and for all; what nobody pays for counts too."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from billing import ledger
from generation.engine.errors import ServerFault
from generation.models import ModelUse, Project, Run, RunStatus
from generation.pipeline import model_budget, submission
from generation.pipeline.model_budget import UsedUp
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CALL = 1000


@pytest.fixture(autouse=True)
def _a_small_day(settings: Any) -> None:
    settings.MODEL_TOKENS_PER_PERSON = 5 * CALL
    settings.MODEL_TOKENS_PER_DAY = 8 * CALL


def used(owner: User | None = None) -> int:
    return sum(use.tokens for use in ModelUse.objects.all() if owner is None or use.owner_id == owner.pk)


def booked(owner: User, calls: int) -> int:
    """How many of that many calls, all at once, were let through."""

    def one(_: int) -> bool:
        try:
            model_budget.book(owner.pk, CALL)
        except UsedUp:
            return False
        return True

    return sum(at_once(calls, one))


def test_what_a_call_did_not_use_is_given_back(alice: User) -> None:
    settle = model_budget.book(alice.pk, CALL)
    assert used(alice) == CALL
    settle(120)
    assert used(alice) == 120
    assert ModelUse.objects.get().calls == 1


def test_calls_at_the_same_time_exceed_the_day_by_one_at_most(alice: User, settings: Any) -> None:
    settings.MODEL_TOKENS_PER_PERSON = 5 * CALL - 1
    assert booked(alice, 20) == 5
    assert used(alice) == 5 * CALL


def test_the_day_of_all_ends_too(alice: User, bob: User, carol: User) -> None:
    assert booked(alice, 8) == 5
    assert booked(bob, 8) == 3
    assert booked(carol, 1) == 0
    assert model_budget.is_used_up(carol.pk)


def test_zero_is_no_limit(alice: User, settings: Any) -> None:
    settings.MODEL_TOKENS_PER_PERSON = settings.MODEL_TOKENS_PER_DAY = 0
    assert booked(alice, 12) == 12
    assert not model_budget.is_used_up(alice.pk)


def test_at_midnight_a_new_day_begins(alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the settings' time zone, and a call belongs to the day on which it was made."""
    settings.TIME_ZONE = "America/Mexico_City"
    timezone.get_default_timezone.cache_clear()
    late = datetime(2030, 5, 2, 5, 59, 59, tzinfo=UTC)  # a second before midnight there
    monkeypatch.setattr(timezone, "now", lambda: late)
    settle = model_budget.book(alice.pk, 5 * CALL)
    assert model_budget.is_used_up(alice.pk)
    assert model_budget.seconds_left() == 1
    monkeypatch.setattr(timezone, "now", lambda: late + timedelta(seconds=1))
    assert not model_budget.is_used_up(alice.pk)
    assert model_budget.seconds_left() == 24 * 3600
    settle(7)
    model_budget.book(alice.pk, CALL)
    assert [(str(use.day), use.tokens) for use in ModelUse.objects.all()] == [("2030-05-02", CALL), ("2030-05-01", 7)]


def test_a_run_is_counted_whether_it_is_paid_or_not(sold: Callable[..., Run], alice: User, settings: Any) -> None:
    settings.MODEL_TOKENS_PER_PERSON = settings.MODEL_TOKENS_PER_DAY = 0
    run = sold(backend=["NOTHING"], frontend=["junk"] * 3)
    assert run.charged < 10
    answers = sum((step.summary.get("by") or {}).get("answers", 0) for step in run.steps.all())
    assert answers == 6
    assert used(alice) == answers * 15  # what the double says of each answer: 10 in, 5 out


def test_a_question_that_was_read_in_vain_is_counted(sold: Callable[..., Run], alice: User, settings: Any) -> None:
    settings.MODEL_TOKENS_PER_PERSON = settings.MODEL_TOKENS_PER_DAY = 0
    error = ServerFault("fell over")
    error.attempts = (model_attempt("server_fault"), model_attempt("server_fault"), model_attempt("busy"))
    run = sold(architect=[error], backend=["NOTHING"], frontend=["NOTHING"], devops=["NOTHING"], security=["NOTHING"])
    assert run.status == RunStatus.SUCCEEDED
    assert used(alice) > 4 * 15 + 2 * 300  # the architect's question is some hundreds of tokens


def model_attempt(code: str) -> Any:
    from generation.engine.values import Attempt

    return Attempt("joxcoder", code, 0.1)


def test_a_run_under_way_goes_on_without_the_model_and_free_of_its_price(
    sold: Callable[..., Run], alice: User, settings: Any, client: Client
) -> None:
    def used_up() -> None:
        settings.MODEL_TOKENS_PER_PERSON = 15  # what the first answer costs

    run = sold(meet=("architect", used_up))
    assert (run.status, ledger.balance(alice.pk)) == (RunStatus.SUCCEEDED, ledger.Balance(98, 0))
    assert {step.key: (step.charged, step.note) for step in run.steps.all() if step.price} == {
        "architecture": (2, ""),
        **dict.fromkeys(("backend", "frontend", "devops", "security"), (0, "other_engine")),
    }
    client.force_login(alice)
    html = client.get(reverse("workspace", args=[run.project.public_id])).content.decode()
    assert html.count("JoxCoder ya hizo su trabajo por hoy") == 3


def test_a_run_that_cannot_begin_is_refused_at_the_door(
    make_run: MakeRun, alice: User, bob: User, settings: Any
) -> None:
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    model_budget.book(alice.pk, 5 * CALL)
    with pytest.raises(submission.ModelUsedUp) as refused:
        make_run(engine="joxcoder")
    assert 0 < refused.value.retry_after <= 24 * 3600
    assert not Project.objects.exists()
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)
    assert make_run(engine="builtin").pk
    assert make_run(bob, engine="joxcoder").pk


def test_who_has_no_tokens_hears_of_that_first(make_run: MakeRun, carol: User, settings: Any) -> None:
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    model_budget.book(carol.pk, 5 * CALL)
    with pytest.raises(submission.InsufficientTokens):
        make_run(carol, engine="joxcoder")


def test_the_pages_say_so_before_anything_is_started(client: Client, alice: User, settings: Any) -> None:
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    client.force_login(alice)
    form = {"description": "Una lista de libros", "engine": "joxcoder", "submit_key": str(uuid.uuid4())}
    assert "vuelve mañana" not in client.get(reverse("chat")).content.decode()
    assert "vuelve mañana" not in client.post(reverse("quote"), form, headers={"hx-request": "true"}).content.decode()
    model_budget.book(alice.pk, 5 * CALL)
    assert '<option value="joxcoder" disabled>JoxCoder (vuelve mañana)' in client.get(reverse("chat")).content.decode()
    quoted = client.post(reverse("quote"), form, headers={"hx-request": "true"})
    assert quoted.status_code == 200
    assert "JoxCoder ya hizo su trabajo por hoy" in quoted.content.decode()
    other = client.post(reverse("quote"), form | {"engine": "builtin"}, headers={"hx-request": "true"})
    assert "JoxCoder ya hizo" not in other.content.decode()


def test_a_program_is_told_when_to_come_back(client: Client, alice: User, settings: Any) -> None:
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    client.force_login(alice)
    model_budget.book(alice.pk, 5 * CALL)
    form = {"description": "Una lista de libros", "engine": "joxcoder"}
    answer = client.post(reverse("chat"), form, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (429, "model_used_up")
    assert int(answer["Retry-After"]) > 0


def test_staff_see_who_used_how_much_today(client: Client, alice: User, bob: User, db: None) -> None:
    model_budget.book(alice.pk, 4 * CALL)(3 * CALL)
    model_budget.book(bob.pk, 5 * CALL)
    client.force_login(User.objects.create_superuser("root@example.com", "correct horse battery"))
    html = client.get(
        reverse("admin:generation_modeluse_changelist"), headers={"accept-language": "en"}
    ).content.decode()
    assert html.index("bob@example.com") < html.index("alice@example.com")
    assert "3.000" in html or "3,000" in html
