"""The workspace over HTTP: what each state shows, who may look, and the ZIP."""

from __future__ import annotations

import io
import re
import uuid
import zipfile

import pytest
from django.test import Client

from accounts.models import User
from billing import ledger
from generation.models import Run, RunStatus
from generation.pipeline import lifecycle, reaper, runner
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.workshop import Workshop
from generation.tests.conftest import As

pytestmark = pytest.mark.django_db(transaction=True)


def page(client: Client, run: Run, query: str = "") -> str:
    answer = client.get(f"/chat/{run.project.public_id}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def part(html: str, element_id: str) -> str:
    """From the element's tag on; enough to look into it."""
    return html[html.index(f'id="{element_id}"') :]


def test_a_queued_run_shows_its_place_and_can_be_cancelled(as_: As, alice: User, make_run: MakeRun) -> None:
    make_run(name="First")
    second = make_run(name="Second")
    html = page(as_(alice), second)
    assert "1 run before yours" in html
    assert f'action="/chat/{second.project.public_id}/cancel"' in html
    assert 'http-equiv="refresh"' in html


def test_the_steps_stand_there_with_their_prices_from_the_start(as_: As, alice: User, make_run: MakeRun) -> None:
    html = page(as_(alice), make_run())
    for title in ("Designing the architecture", "Generating the backend", "Auditing security"):
        assert title in html
    assert "10 tokens reserved" in html


def test_in_spanish_the_steps_have_their_fixed_names(as_: As, alice: User, make_run: MakeRun) -> None:
    client = as_(alice)
    client.cookies["language"] = "es"
    html = page(client, make_run())
    for title in (
        "Diseñando arquitectura",
        "Generando backend",
        "Generando frontend",
        "Configurando despliegue",
        "Verificando",
        "Auditando seguridad",
    ):
        assert title in html


def test_before_there_is_a_version_no_file_is_a_tab(as_: As, alice: User, make_run: MakeRun) -> None:
    html = page(as_(alice), make_run())
    assert 'role="tab"' not in html
    assert "Download ZIP" not in html


def test_a_finished_run_is_a_receipt_with_code_open_and_a_zip(as_: As, alice: User, finished: Run) -> None:
    html = page(as_(alice), finished)
    assert 'data-view="code"' in html
    assert 'role="tablist"' in html
    assert html.count('role="tab"') == finished.revisions.get().files.count()
    assert 'aria-selected="true"' in part(html, "file-list")
    assert "README.md" in part(html, "file-view")[:400]
    assert "Download ZIP" in html
    assert "Your app is ready" in html
    assert re.search(r"Charged</dt><dd>10 tokens", html)
    assert 'http-equiv="refresh"' not in html


def test_the_plan_and_the_evidence_are_the_versions_own(as_: As, alice: User, finished: Run) -> None:
    html = page(as_(alice), finished)
    assert "Title" in part(html, "plan-entities")
    assert "2/2" in part(html, "panel-evidence")
    assert "PostgreSQL: the checks ran on SQLite." in html
    assert "Version 1" in part(html, "panel-versions")


def test_a_run_that_did_not_verify_says_so_and_gives_everything_back(
    as_: As, alice: User, make_run: MakeRun, workshop: Workshop
) -> None:
    workshop.passes = False
    run = make_run()
    runner.execute(run.pk)
    html = page(as_(alice), run)
    assert "did not pass every check" in html
    assert "Nothing was charged: 10 tokens went back" in html
    assert "Every page answers for each kind of person" in part(html, f"run-{run.public_id}")
    assert "Your app is ready" not in html
    assert "Download ZIP" not in html
    assert 'role="tab"' not in html
    assert ledger.balance(alice.pk).available == 100


def test_trying_again_starts_one_new_project_however_often_it_is_pressed(
    as_: As, alice: User, make_run: MakeRun, workshop: Workshop
) -> None:
    workshop.passes = False
    run = make_run()
    runner.execute(run.pk)
    client, field = as_(alice), re.compile(r'form="again-form" name="(\w+)" value="([^"]*)"')
    addresses = {client.post("/chat", dict(field.findall(page(client, run)))).url for _tab in range(2)}
    assert len(addresses) == 1
    assert Run.objects.count() == 2


def test_one_file_comes_alone_when_htmx_asks_for_it(as_: As, alice: User, finished: Run) -> None:
    headers = {"HX-Request": "true", "HX-Target": "file-view"}
    address = f"/chat/{finished.project.public_id}?view=code&file=core/views.py"
    html = as_(alice).get(address, headers=headers).content.decode()
    assert html.startswith('\n<section id="file-view"')
    assert '<span class="tok-keyword">import</span> subprocess' in html


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "nothing.py", "core/views.py\x00", "%2e%2e/x"])
def test_a_path_that_is_no_file_of_the_version_shows_nothing(as_: As, alice: User, finished: Run, path: str) -> None:
    answer = as_(alice).get(f"/chat/{finished.project.public_id}", {"view": "code", "file": path})
    assert answer.status_code == 200
    assert "This file does not exist" in answer.content.decode()
    assert "root:" not in answer.content.decode()


def test_the_draft_files_of_a_run_can_be_read_while_it_goes(as_: As, alice: User, make_run: MakeRun) -> None:
    run = make_run()
    lease = lifecycle.claim(run.pk)
    assert lease
    runner.lifecycle.start_step(lease, "architecture")
    from generation.pipeline.steps import Result

    lifecycle.commit_step(lease, "backend", Result(summary={"files": ["core/a.py"]}, files={"core/a.py": "x = 1\n"}))
    html = page(as_(alice), run, "?view=code&file=core/a.py")
    assert '<span class="tok-number">1</span>' in html
    assert 'role="tab"' not in html


def test_cancelling_gives_the_tokens_back_at_once_when_nobody_works(as_: As, alice: User, make_run: MakeRun) -> None:
    run = make_run()
    answer = as_(alice).post(f"/chat/{run.project.public_id}/cancel")
    run.refresh_from_db()
    assert answer.status_code == 302
    assert run.status == RunStatus.CANCELLED
    assert ledger.balance(alice.pk).available == 100


def test_cancelling_by_htmx_brings_every_part_up_to_date(as_: As, alice: User, make_run: MakeRun) -> None:
    run = make_run()
    answer = as_(alice).post(f"/chat/{run.project.public_id}/cancel", headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert "Cancelled" in part(html, f"run-{run.public_id}")
    assert "100 tokens" in part(html, "balance")


def test_looking_at_a_stuck_run_sets_it_going_again(as_: As, alice: User, make_run: MakeRun, hinted: list[int]) -> None:
    run = make_run()
    hinted.clear()
    page(as_(alice), run)
    assert hinted == [run.pk]


def test_looking_at_a_finished_run_reaps_nothing(
    as_: As, alice: User, finished: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaper, "reap", lambda: pytest.fail("reaped"))
    page(as_(alice), finished)


def test_the_zip_holds_the_version_under_its_own_name(as_: As, alice: User, finished: Run) -> None:
    answer = as_(alice).get(f"/projects/{finished.project.public_id}/download")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="notes-v1.zip"'
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "notes/manage.py" in names
    assert "notes/verification.json" in names


def test_an_older_version_is_asked_for_by_its_number(as_: As, alice: User, finished: Run) -> None:
    address = f"/projects/{finished.project.public_id}/download"
    assert as_(alice).get(f"{address}?revision=1").status_code == 200
    for wrong in ("2", "0", "-1", "x", "9" * 30, "١"):
        assert as_(alice).get(address, {"revision": wrong}).status_code == 404


def test_a_version_that_is_not_verified_is_not_handed_out(as_: As, alice: User, finished: Run) -> None:
    revision = finished.revisions.get()
    revision.report["verified"] = False
    revision.save()
    assert as_(alice).get(f"/projects/{finished.project.public_id}/download").status_code == 404


def test_without_a_version_there_is_no_zip(as_: As, alice: User, make_run: MakeRun) -> None:
    assert as_(alice).get(f"/projects/{make_run().project.public_id}/download").status_code == 404


def test_a_stranger_and_nobody_get_the_same_not_found(as_: As, bob: User, finished: Run) -> None:
    client = as_(bob)
    for project in (finished.project.public_id, uuid.uuid4()):
        for address in (f"/chat/{project}", f"/projects/{project}/download"):
            answer = client.get(address, headers={"accept": "application/json"})
            assert (answer.status_code, answer.json()["detail"]) == (404, f"Project {project} not found")
        assert client.post(f"/chat/{project}/cancel").status_code == 404


def test_a_missing_project_is_a_page_with_the_way_out(as_: As, alice: User) -> None:
    missing = uuid.uuid4()
    answer = as_(alice).get(f"/chat/{missing}")
    assert answer.status_code == 404
    assert f"Project {missing} not found" in answer.content.decode()


@pytest.mark.parametrize("address", ["/chat", "/chat/{id}", "/projects/{id}/download"])
def test_without_a_session_every_page_leads_to_the_door(client: Client, finished: Run, address: str) -> None:
    answer = client.get(address.format(id=finished.project.public_id))
    assert answer.status_code == 302
    assert answer.url.startswith("/login?next=")
