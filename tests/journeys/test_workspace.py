"""The workspace of a finished, a failed and a missing project: keyboard, both themes, desk and phone."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from accounts.models import User
from generation.models import Run
from generation.pipeline import runner
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.workshop import Workshop
from tests.journeys.conftest import DESK, PHONE, Visit, accessible, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def finished(make_run: MakeRun) -> Run:
    run = make_run()
    runner.execute(run.pk)
    return run


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_view_is_accessible_and_fits(
    visit: Visit, alice: User, finished: Run, size: dict[str, int], scheme: str
) -> None:
    page = visit(alice, size=size, scheme=scheme).page
    for view in ("code", "plan", "evidence", "versions"):
        page.goto(f"/chat/{finished.project.public_id}?view={view}")
        expect(page.locator(f"#view-{view}")).to_have_attribute("aria-current", "page")
        accessible(page)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), f"{view} makes the page longer"


def test_files_are_tabs_that_arrow_keys_walk_through(visit: Visit, alice: User, finished: Run) -> None:
    page = visit(alice).page
    page.goto(f"/chat/{finished.project.public_id}")
    tabs = page.locator("[role=tab]")
    expect(page.locator("[role=tab][aria-selected=true]")).to_have_text("README.md")
    assert page.locator("[role=tab][tabindex='0']").count() == 1
    page.locator("[role=tab][aria-selected=true]").focus()
    page.keyboard.press("End")
    last = tabs.last.get_attribute("data-file")
    expect(page.locator("#file-view-name")).to_have_text(last or "")
    expect(tabs.last).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#file-view-name")).not_to_have_text(last or "")
    page.reload()
    expect(page.locator("[role=tab][aria-selected=true]")).to_have_attribute(
        "data-file", page.locator("#file-view-name").inner_text()
    )


def test_views_are_reached_by_keyboard_and_kept_in_the_address(visit: Visit, alice: User, finished: Run) -> None:
    page = visit(alice).page
    page.goto(f"/chat/{finished.project.public_id}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("#view-code").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel-plan")).to_be_visible()
    assert "view=plan" in page.url
    page.reload()
    expect(page.locator("#panel-plan")).to_be_visible()


def test_the_splitter_moves_by_keyboard_and_is_remembered(visit: Visit, alice: User, finished: Run) -> None:
    page = visit(alice).page
    page.goto(f"/chat/{finished.project.public_id}")
    before = page.locator("#conversation").bounding_box()
    page.locator("#splitter").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.reload()
    after = page.locator("#conversation").bounding_box()
    assert before
    assert after
    assert after["width"] == before["width"] + 32


def test_a_file_named_in_a_step_opens_in_the_code(visit: Visit, alice: User, finished: Run) -> None:
    page = visit(alice).page
    page.goto(f"/chat/{finished.project.public_id}?view=plan")
    page.locator("[data-step=backend] summary").click()
    page.click("[data-step=backend] a:has-text('core/views.py')")
    expect(page.locator("#file-view-name")).to_have_text("core/views.py")
    expect(page.locator("#file-view-name")).to_be_visible()


def test_on_a_phone_there_are_two_screens_and_a_bar(visit: Visit, alice: User, finished: Run) -> None:
    page = visit(alice, size=PHONE).page
    page.goto(f"/chat/{finished.project.public_id}")
    expect(page.locator("#conversation")).to_be_visible()
    expect(page.locator("#bench")).to_be_hidden()
    screenshot(page, "phone-conversation")
    page.click(".screens >> text=Proyecto")
    expect(page.locator("#conversation")).to_be_hidden()
    expect(page.locator("[role=tab]").first).to_be_visible()
    screenshot(page, "phone-code")


def test_a_failed_run_says_what_failed_and_offers_the_next_step(
    visit: Visit, alice: User, make_run: MakeRun, workshop: Workshop
) -> None:
    workshop.passes = False
    run = make_run(name="Mis notas")
    runner.execute(run.pk)
    page = visit(alice).page
    page.goto(f"/chat/{run.project.public_id}")
    expect(page.locator(".run-failure")).to_contain_text("Cada página responde a cada tipo de persona")
    expect(page.locator(".run-failure")).to_contain_text("No se cobró nada")
    expect(page.locator("a:has-text('ZIP')")).to_have_count(0)
    accessible(page)
    screenshot(page, "failed")
    page.click("text=Cambiar la descripción")
    expect(page.locator("textarea")).to_have_value("Notes with a title")
    page.go_back()
    page.click(".run-again >> text=Intentar de nuevo")
    page.wait_for_url(lambda url: str(run.project.public_id) not in url)
    assert Run.objects.count() == 2


def test_a_missing_project_is_a_designed_page(visit: Visit, alice: User) -> None:
    person = visit(alice)
    missing = uuid.uuid4()
    person.page.goto(f"/chat/{missing}")
    expect(person.page.locator("main")).to_contain_text(f"Project {missing} not found")
    accessible(person.page)
    person.expect("404")
