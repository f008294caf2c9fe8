"""Whoever runs this may have a model: the person chooses, and sees which engine and model did each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from generation.models import Run
from generation.pipeline import lifecycle
from generation.pipeline.tests.answers import ALL
from generation.pipeline.tests.conftest import MakeRun
from generation.presentation import conversation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(client: Client, alice: Any) -> Client:
    client.force_login(alice)
    return client


def test_without_a_model_there_is_nothing_to_choose(page: Client) -> None:
    html = page.get(reverse("chat")).content.decode()
    assert '<select id="engine"' not in html
    assert 'name="engine" value="builtin"' in html


def test_with_a_model_the_person_chooses_and_is_told_the_price(page: Client, settings: Any) -> None:
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    html = page.get(reverse("chat")).content.decode()
    assert '<option value="joxcoder">JoxCoder</option>' in html
    assert '<option value="builtin">' in html
    assert '<option value="openai">' not in html
    told = page.post(
        reverse("quote"),
        {"description": "A list of books", "engine": "joxcoder"},
        headers={"accept": "application/json"},
    )
    assert (told.status_code, told.json()["cap"]) == (200, 10)
    assert told.json()["expected_seconds"] is None


@pytest.mark.parametrize(
    ("engine", "words"),
    [("builtin", "menos de un minuto, por lo general"), ("joxcoder", "lo que necesite el modelo, como mucho 15 min")],
)
def test_a_time_nobody_has_measured_is_no_figure(page: Client, settings: Any, engine: str, words: str) -> None:
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    asked = {"description": "A list of books", "engine": engine}
    html = page.post(reverse("quote"), asked, headers={"hx-request": "true"}).content.decode()
    assert words in html
    assert "Tarda unos" not in html


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "JoxCoder (jox) · tokens del modelo: 10 leídos, 5 escritos · 0,5 s"),
        ({"backend": ["NOTHING"]}, "El modelo no tenía nada que añadir."),
        ({"devops": ["NOTHING"]}, "El modelo no tenía nada que añadir."),
        ({"frontend": ["junk"] * 3}, "Nada de lo que respondió el modelo se pudo usar"),
        ({"backend": [*ALL["backend"]], "frontend": ['<file path="manage.py">\nx\n</file>'] * 3}, "no superó"),
    ],
)
def test_each_step_says_who_did_it_and_what_became_of_it(
    page: Client,
    sold: Callable[..., Run],
    answers: dict[str, list[object]],
    words: str,
) -> None:
    run = sold(**answers)
    html = page.get(reverse("workspace", args=[run.project.public_id])).content.decode()
    assert words in html
    [card] = [conversation.card(run, list(run.steps.all()))]
    assert [line.key for line in card.steps if line.engine] == [
        "architecture", "backend", "frontend", "devops", "security",
    ]  # fmt: skip


def test_a_file_that_was_taken_back_is_shown_nowhere(
    page: Client,
    sold: Callable[..., Run],
    workshop: Any,
) -> None:
    workshop.spoilt = lambda files: "templates/x.html" in files
    run = sold(frontend=['<file path="templates/x.html">\n<p>1</p>\n</file>'])
    html = page.get(reverse("workspace", args=[run.project.public_id])).content.decode()
    assert "templates/x.html" not in html
    assert html.count("1 archivo escrito") == 2  # backend and devops
    assert "core/rules.py" in html
    assert "No se cobra: su trabajo se deshizo." in html


def test_while_a_model_mends_its_work_the_verification_says_so(make_run: MakeRun) -> None:
    run = make_run()
    lease = lifecycle.claim(run.pk)
    assert lease is not None
    lifecycle.start_step(lease, "verification")
    lifecycle.tell(lease, "verification", [{"kind": "check", "id": "parse", "status": "passed"}])
    lifecycle.tell(lease, "verification", [{"kind": "writing", "path": "core/rules.py"}])

    def said() -> str:
        return next(
            str(line.live) for line in conversation.card(run, list(run.steps.all())).steps if line.key == "verification"
        )

    assert said() == "Escribiendo core/rules.py"
    lifecycle.tell(lease, "verification", [{"kind": "check", "id": "ruff", "status": "passed"}])
    assert said() not in ("", "Escribiendo core/rules.py")
