"""Starting a project: what is answered, what is stored, and that nothing is stored half-way."""

from __future__ import annotations

import time
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from billing import ledger
from generation.models import Project, Run
from generation.pipeline import lifecycle, limits
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.workshop import Workshop
from generation.tests.conftest import As

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _doubles(workshop: Workshop, hinted: list[int]) -> None:
    """No test here builds anything."""


def form(**changes: Any) -> dict[str, Any]:
    given = {"project_name": "Mine", "description": "Notes with a title", "submit_key": str(uuid.uuid4())}
    return {**given, "engine": "builtin", **changes}


def nothing_stored(user: User) -> bool:
    balance = ledger.balance(user.pk)
    return not Project.objects.exists() and not Run.objects.exists() and balance.held == 0


def test_the_page_has_one_textarea_the_name_and_the_button(as_: As, alice: User) -> None:
    page = as_(alice).get("/chat").content.decode()
    assert page.count("<textarea") == 1
    assert 'name="project_name"' in page
    assert "Generate App" in page


def test_the_button_stays_enabled_without_tokens(as_: As, carol: User) -> None:
    page = as_(carol).get("/chat").content.decode()
    button = page[page.index('<button id="generate"') :].partition(">")[0]
    assert "disabled" not in button
    assert "You have 0 tokens." in page


def test_a_good_description_starts_one_run_and_leads_to_it(as_: As, alice: User) -> None:
    answer = as_(alice).post("/chat", form())
    run = Run.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/chat/{run.project.public_id}")
    assert ledger.balance(alice.pk).available == 90


def test_htmx_is_led_there_by_a_header(as_: As, alice: User) -> None:
    answer = as_(alice).post("/chat", form(), headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/chat/{Project.objects.get().public_id}")


def test_a_program_gets_json(as_: As, alice: User) -> None:
    answer = as_(alice).post("/chat", form(), headers=JSON)
    assert answer.status_code == 201
    assert answer.json()["run"] == str(Run.objects.get().public_id)


def test_the_same_form_sent_twice_is_one_run(as_: As, alice: User) -> None:
    client, sent = as_(alice), form()
    assert client.post("/chat", sent).url == client.post("/chat", sent).url
    assert Run.objects.count() == 1
    assert ledger.balance(alice.pk).held == 10


def test_without_tokens_it_is_refused_with_the_figures_and_nothing_starts(as_: As, carol: User) -> None:
    answer = as_(carol).post("/chat", form())
    page = answer.content.decode()
    assert answer.status_code == 402
    assert "Insufficient tokens. Required: 10, Available: 0" in page
    assert 'href="/billing"' in page
    assert "Notes with a title</textarea>" in page
    assert nothing_stored(carol)


def test_without_tokens_a_program_gets_the_code(as_: As, carol: User) -> None:
    answer = as_(carol).post("/chat", form(), headers=JSON)
    expected = {"code": "insufficient_tokens", "detail": "Insufficient tokens. Required: 10, Available: 0"}
    assert (answer.status_code, answer.json()) == (402, expected)


def test_too_many_at_once_says_when_to_come_back(as_: As, alice: User, make_run: MakeRun, settings: Settings) -> None:
    settings.RUN_MAX_ACTIVE = 1
    make_run()
    answer = as_(alice).post("/chat", form(), headers=HTMX)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert f'data-after="{answer["Retry-After"]}"' in answer.content.decode()
    assert "Rate limit exceeded. Please wait before trying again." in answer.content.decode()
    assert Run.objects.count() == 1


def test_missing_tokens_are_told_before_the_rate_limit(
    as_: As, carol: User, make_run: MakeRun, settings: Settings
) -> None:
    ledger.grant(carol.pk, amount=10, key="ten")
    settings.RUN_MAX_ACTIVE = 1
    make_run(owner=carol)
    assert as_(carol).post("/chat", form()).status_code == 402


def test_without_a_sandbox_nothing_is_held(as_: As, alice: User, workshop: Workshop) -> None:
    workshop.able = (False, "the bundle is missing")
    answer = as_(alice).post("/chat", form(), headers=HTMX)
    assert answer.status_code == 503
    assert 'data-code="sandbox_unavailable"' in answer.content.decode()
    assert nothing_stored(alice)


def test_a_part_needs_the_tick(as_: As, alice: User) -> None:
    client = as_(alice)
    refused = client.post("/chat", form(description="a partial thing"), headers=HTMX)
    assert refused.status_code == 422
    assert 'name="accept_partial"' in refused.content.decode()
    assert "teleport" in refused.content.decode()
    assert nothing_stored(alice)
    assert client.post("/chat", form(description="a partial thing", accept_partial="on")).status_code == 302


def test_what_cannot_be_built_says_what_could(as_: As, alice: User) -> None:
    answer = as_(alice).post("/chat", form(description="an outside thing", accept_partial="on"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This cannot be built here" in page
    assert "a train" in page
    assert nothing_stored(alice)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"description": ""}, "Describe your app"),
        ({"description": "  \n "}, "Describe your app"),
        ({"description": "x" * 20_000}, "The description is too long"),
        ({"description": "a\x00b and more"}, "Null characters are not allowed"),
        ({"description": "a\x07b and more"}, "control character"),
        ({"project_name": "Shop\x1b[2J"}, "character that cannot be used"),
        ({"project_name": "Shop\u202egpj"}, "character that cannot be used"),
        ({"project_name": "n" * 200}, "The name is too long"),
        ({"engine": "skynet"}, "no engine with that name"),
        ({"submit_key": "not-a-key"}, "valid UUID"),
    ],
)
def test_bad_input_gets_a_clear_word_and_stores_nothing(
    as_: As, alice: User, changes: dict[str, str], words: str
) -> None:
    sent = form(**changes)
    for headers in ({}, HTMX):
        answer = as_(alice).post("/chat", sent, headers=headers)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert nothing_stored(alice)


def test_bad_input_keeps_what_was_typed(as_: As, alice: User) -> None:
    page = as_(alice).post("/chat", form(project_name="n" * 200)).content.decode()
    assert "Notes with a title</textarea>" in page
    assert "n" * 200 in page


def test_an_engine_that_is_not_set_up_is_refused_at_the_door(as_: As, alice: User) -> None:
    answer = as_(alice).post("/chat", form(engine="joxcoder"), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (503, "engine_unavailable")
    assert nothing_stored(alice)


def test_the_quote_shows_price_plan_and_time_and_stores_nothing(as_: As, alice: User) -> None:
    page = as_(alice).post("/chat/quote", form(), headers=HTMX).content.decode()
    assert page.lstrip().startswith('<section id="quote"')
    assert '<span class="quote-amount">10</span>' in page
    assert "Notes" in page
    assert nothing_stored(alice)


def test_the_quote_of_nothing_asks_for_words_and_of_nonsense_says_why(as_: As, alice: User) -> None:
    client = as_(alice)
    assert "Write a line or two" in client.post("/chat/quote", form(description=""), headers=HTMX).content.decode()
    long = client.post("/chat/quote", form(description="x" * 20_000), headers=HTMX).content.decode()
    assert "The description is too long" in long


def test_the_quote_as_json(as_: As, alice: User) -> None:
    answer = as_(alice).post("/chat/quote", form(description="a partial thing"), headers=JSON).json()
    assert (answer["cap"], answer["fit"], answer["unmet"][0]["asked"]) == (10, "partial", "teleport")


def test_the_quote_says_what_cancelling_costs_who_cancelled_often(
    as_: As, alice: User, make_run: MakeRun, settings: Settings
) -> None:
    settings.RUN_FREE_CANCELS = 1
    client = as_(alice)

    def said() -> tuple[bool, int]:
        page = client.post("/chat/quote", form(), headers=HTMX).content.decode()
        data = client.post("/chat/quote", form(), headers=JSON).json()
        return "its plan is charged: 2 tokens" in page, data["kept_on_cancel"]

    assert said() == (False, 0)
    lifecycle.request_cancel(make_run())
    assert said() == (True, 2)


def test_the_quote_without_javascript_is_the_whole_page(as_: As, alice: User) -> None:
    page = as_(alice).post("/chat/quote", form()).content.decode()
    assert "<html" in page
    assert "Notes with a title</textarea>" in page


def test_hostile_words_are_shown_as_words(as_: As, alice: User) -> None:
    client, evil = as_(alice), "<img src=x onerror=alert(1)>\"'{{ 7|add:7 }}"
    client.post("/chat", form(project_name=evil, description=f"Notes {evil}"))
    for address in ("/chat", f"/chat/{Project.objects.get().public_id}"):
        page = client.get(address).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_a_stranger_is_sent_to_the_door_and_finds_the_text_again(as_: As, client: Client, alice: User) -> None:
    answer = client.post("/chat", form(description="Typed before the session ended"))
    assert answer.status_code == 302
    assert answer.url == "/login?next=%2Fchat"
    client.force_login(alice)
    assert "Typed before the session ended" in client.get("/chat").content.decode()
    assert "Typed before the session ended" not in client.get("/chat").content.decode()


def test_an_ended_session_sends_htmx_to_the_door_instead_of_a_page_in_a_page(client: Client) -> None:
    answer = client.post("/chat", form(), headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"], answer.content) == (401, "/login?next=%2Fchat", b"")


def test_a_program_without_a_session_gets_401(client: Client) -> None:
    assert client.post("/chat", form(), headers=JSON).json()["code"] == "signed_out"


def test_the_list_shows_own_projects_only(as_: As, alice: User, bob: User, make_run: MakeRun) -> None:
    make_run(name="Alice's own")
    assert "Alice&#x27;s own" in as_(alice).get("/chat").content.decode()
    assert "Alice&#x27;s own" not in as_(bob).get("/chat").content.decode()


def test_an_earlier_description_can_be_changed_by_its_owner_alone(
    as_: As, alice: User, bob: User, make_run: MakeRun
) -> None:
    address = f"/chat?from={make_run(description='Notes to begin with').project.public_id}"
    assert "Notes to begin with</textarea>" in as_(alice).get(address).content.decode()
    assert as_(bob).get(address).status_code == 404
    assert as_(alice).get("/chat?from=nonsense").status_code == 404


def test_an_example_fills_the_form_without_javascript(as_: As, alice: User) -> None:
    page = as_(alice).get("/chat?example=blog").content.decode()
    assert 'value="Travel journal"' in page


def test_the_price_of_the_page_is_the_price_of_the_settings(as_: As, alice: User, settings: Settings) -> None:
    settings.TOKEN_PRICES = {**settings.TOKEN_PRICES, "backend": 30}
    assert '<span class="quote-amount">37</span>' in as_(alice).get("/chat").content.decode()


def test_other_methods_are_refused(as_: As, alice: User) -> None:
    assert as_(alice).put("/chat").status_code == 405
    assert as_(alice).get("/chat/quote").status_code == 405


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [({"engine": "openai"}, 503, "engine_unavailable"), ({"engine": "oracle"}, 422, "invalid_input")],
)
def test_a_program_gets_the_same_code_from_the_quote_as_from_the_start(
    as_: As, alice: User, changes: dict[str, str], status: int, code: str
) -> None:
    for address in ("/chat/quote", "/chat"):
        answer = as_(alice).post(address, form(**changes), headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("address", ["/chat/quote", "/chat"])
def test_who_asks_too_often_is_asked_to_wait_and_loses_nothing(
    as_: As, alice: User, bob: User, settings: Settings, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RATE_LIMIT_READINGS = 2
    now = time.time()
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: now))  # a minute may be over while this goes on
    client = as_(alice)
    for _ in range(2):
        assert client.post("/chat/quote", form(), headers=HTMX).status_code == 200
    for headers in ({}, HTMX, JSON):
        answer = client.post(address, form(), headers=headers)
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 60
    assert answer.json()["code"] == "rate_limited"
    page = client.post(address, form()).content.decode()
    assert "Notes with a title</textarea>" in page
    assert "Wait a minute" in page
    assert nothing_stored(alice)
    assert as_(bob).post("/chat/quote", form(), headers=HTMX).status_code == 200


def test_without_redis_prices_are_still_told(as_: As, alice: User, settings: Settings) -> None:
    settings.RATE_LIMIT_READINGS = 1
    settings.CACHES = {"default": {"BACKEND": "autocrea.cache.ForgivingCache", "LOCATION": "redis://127.0.0.1:1"}}
    client = as_(alice)
    assert {client.post("/chat/quote", form(), headers=HTMX).status_code for _ in range(3)} == {200}


def test_a_description_of_somebody_elses_project_is_as_if_it_were_not_there(
    as_: As, bob: User, make_run: MakeRun
) -> None:
    for wanted in (str(make_run().project.public_id), "nothing"):
        answer = as_(bob).get(f"/chat?from={wanted}", headers=JSON)
        assert (answer.status_code, answer.json()["detail"]) == (404, f"Project {wanted} not found")
