"""The main job, in a real browser against the real product: describe, watch, read, take away."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import User
from billing import ledger
from generation.models import Run, RunStatus
from tests.journeys.conftest import Visit, accessible, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sandbox, pytest.mark.django_db(transaction=True)]
DESCRIPTION = "Sistema de reservas para una peluquería con servicios, clientes y citas"


def test_from_registering_to_a_zip_that_holds_the_app(visit: Visit) -> None:
    person = visit()
    page = person.page
    page.goto("/register")
    accessible(page)
    page.fill("input[name=email]", "ana@example.com")
    page.fill("input[name=password]", "correct horse battery")
    page.click("button[type=submit]")
    page.wait_for_url("**/chat")
    expect(page.locator("header #balance")).to_contain_text("100")
    accessible(page)
    page.fill("input[name=project_name]", "Peluquería Sol")
    page.fill("textarea", DESCRIPTION)
    expect(page.locator("#quote .chips")).to_contain_text("Citas")
    accessible(page)
    screenshot(page, "chat")

    page.click("text=Generar Aplicación")
    began = time.monotonic()
    page.wait_for_url("**/chat/*-*-*")
    expect(page.locator("text=Diseñando arquitectura").first).to_be_visible(timeout=10_000)
    expect(page.locator("text=Generando backend").first).to_be_visible(timeout=30_000)
    expect(page.locator("#balance")).to_contain_text("10 reservados")
    expect(page.locator("[data-step=architecture].step-done")).to_be_visible(timeout=30_000)
    accessible(page)
    expect(page.locator("#panel-evidence .check-passed").first).to_be_visible(timeout=60_000)
    screenshot(page, "running")
    expect(page.locator("[role=tablist] [role=tab]").first).to_be_visible(timeout=60_000)
    assert time.monotonic() - began < 60
    expect(page.locator("#balance")).to_have_text("90 tokens")
    accessible(page)
    screenshot(page, "workspace")

    with page.expect_download() as downloading:
        page.click("a:has-text('ZIP') >> nth=0")
    archive = zipfile.ZipFile(io.BytesIO(Path(downloading.value.path()).read_bytes()))
    assert downloading.value.suggested_filename == "peluqueria-sol-v1.zip"
    assert {"peluqueria-sol/start.py", "peluqueria-sol/verification.json"} <= set(archive.namelist())
    for view in ("plan", "evidence", "versions"):
        page.click(f"#view-{view}")
        accessible(page)
        screenshot(page, view)

    run = Run.objects.get()
    assert (run.status, run.charged) == (RunStatus.SUCCEEDED, 10)
    assert ledger.balance(run.owner_id) == ledger.Balance(90, 0)


def test_without_tokens_one_sees_why_at_once_and_nothing_starts(visit: Visit, carol: User) -> None:
    person = visit(carol)
    page = person.page
    page.goto("/chat")
    page.fill("input[name=project_name]", "Mi tienda")
    page.fill("textarea", DESCRIPTION)
    button = page.locator("#generate")
    expect(button).to_be_enabled()
    button.click()
    expect(page.locator("text=Insufficient tokens")).to_be_visible(timeout=5_000)
    expect(page.locator("[data-code=insufficient_tokens] a")).to_have_attribute("href", "/billing")
    expect(page.locator("textarea")).to_have_value(DESCRIPTION)
    accessible(page)
    screenshot(page, "no-tokens")
    assert not Run.objects.exists()
    person.expect("402")
