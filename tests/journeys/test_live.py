"""A page that follows a run, one loaded now and one that was cut off for a while all show the same."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from accounts.models import User
from autocrea import pokes
from generation.agents.drafting import Part
from generation.models import Run
from generation.pipeline import drafts, events, lifecycle, runner
from generation.pipeline.drafts import Publisher
from generation.pipeline.leases import Lease
from generation.pipeline.steps import Result
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.workshop import blueprint, report
from tests.journeys.conftest import Product, Visit, accessible, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The body of the page as the server would send it now, beside the one that followed: clocks, one-time values and what
# only a living page has are taken out of both.
SAME = """async () => {
  const plain = (root) => {
    const body = root.body.cloneNode(true);
    body.querySelectorAll('script, template, #toasts, [name=csrfmiddlewaretoken]').forEach((e) => e.remove());
    body.querySelectorAll('.clock').forEach((e) => { e.textContent = ''; });
    for (const e of body.querySelectorAll('*')) {
      for (const name of ['class', 'style']) if (e.getAttribute(name) === '') e.removeAttribute(name);
      for (const name of ['data-now', 'data-seq', 'data-run', 'data-active', 'aria-label', 'title']) {
        if (e.id === 'main' || e.matches('.theme-switch')) e.removeAttribute(name);
      }
      const attributes = [...e.attributes].sort((a, b) => a.name < b.name ? -1 : 1);
      attributes.forEach((a) => { e.removeAttribute(a.name); e.setAttribute(a.name, a.value.trim()); });
    }
    return body.innerHTML.replace(/\\s+/g, ' ').replace(/> </g, '><');
  };
  const text = await (await fetch(location.href, {headers: {Accept: 'text/html'}})).text();
  const fresh = plain(new DOMParser().parseFromString(text, 'text/html'));
  const here = plain(document);
  if (fresh === here) return '';
  let at = 0;
  while (fresh[at] === here[at]) at++;
  const around = (html) => html.slice(Math.max(0, at - 80), at + 160);
  return `fresh: …${around(fresh)}\\nhere:  …${around(here)}`;
}"""


@pytest.fixture(autouse=True)
def _the_test_is_the_worker(settings: Settings) -> None:
    """The lease a test takes lasts: on a slow machine the product's own worker must not take the run over."""
    settings.RUN_LEASE_SECONDS = 600


def same_as_fresh(page: Page) -> None:
    until = time.monotonic() + 10  # a poke needs a moment
    while difference := page.evaluate(SAME):
        assert time.monotonic() < until, difference
        time.sleep(0.2)


def claim(run: Run) -> Lease:
    lease = lifecycle.claim(run.pk)
    assert lease
    return lease


def planned() -> Result:
    return Result({"blueprint": blueprint("Notes").model_dump(mode="json")}, {"entities": [{"label": "Notas"}]})


def finish(run: Run) -> None:
    """What a worker would do with the rest."""
    Run.objects.filter(pk=run.pk).update(lease_until=None)
    runner.execute(run.pk)


def test_at_every_moment_a_page_that_followed_is_a_page_loaded_now(
    visit: Visit, alice: User, make_run: MakeRun
) -> None:
    run = make_run()
    lease = claim(run)
    person = visit(alice)
    page = person.page
    page.goto(f"/chat/{run.project.public_id}")
    same_as_fresh(page)
    lifecycle.start_step(lease, "architecture")
    same_as_fresh(page)
    lifecycle.tell(lease, "architecture", [{"kind": "entity", "label": "Notas"}])
    expect(page.locator(".step-live")).to_have_text("Planeando Notas")
    same_as_fresh(page)
    second = person.another_tab()
    second.goto(page.url)
    finish(run)
    for tab in (page, second):
        expect(tab.locator("[role=tablist] [role=tab]").first).to_be_visible()
        expect(tab.locator("#balance")).to_have_text("90 tokens")
        same_as_fresh(tab)
    page.reload()
    same_as_fresh(page)


def test_a_server_that_is_killed_is_noticed_and_everything_heals(
    visit: Visit, alice: User, make_run: MakeRun, product: Product
) -> None:
    run = make_run()
    lease = claim(run)
    person = visit(alice)
    page = person.page
    page.clock.install()
    page.goto(f"/chat/{run.project.public_id}")
    expect(page.locator("text=Construyendo tu app")).to_be_visible()
    notice = page.locator("#connection")
    expect(notice).to_be_hidden()
    product.kill("web")
    expect(notice).to_be_visible(timeout=5_000)
    accessible(page)
    page.clock.pause_at(page.evaluate("Date.now() + 50"))  # so that it is the button that heals, not the page's retry
    lifecycle.start_step(lease, "architecture")
    lifecycle.commit_step(lease, "architecture", planned())
    lifecycle.start_step(lease, "backend")
    product.start("web")
    notice.locator("button").click()
    expect(notice).to_be_hidden(timeout=15_000)
    page.clock.resume()
    expect(page.locator("[data-step=backend].step-running")).to_be_visible()
    same_as_fresh(page)
    finish(run)
    expect(page.locator("[role=tablist] [role=tab]").first).to_be_visible()
    same_as_fresh(page)
    person.expect("WebSocket connection|ERR_CONNECTION|1006")


def test_a_page_reconnects_by_itself(visit: Visit, alice: User, make_run: MakeRun, product: Product) -> None:
    run = make_run()
    lease = claim(run)
    person = visit(alice)
    person.page.goto(f"/chat/{run.project.public_id}")
    product.kill("web")
    expect(person.page.locator("#connection")).to_be_visible(timeout=5_000)
    product.start("web")
    expect(person.page.locator("#connection")).to_be_hidden(timeout=20_000)
    lifecycle.start_step(lease, "architecture")
    expect(person.page.locator("[data-step=architecture].step-running")).to_be_visible()
    person.expect("WebSocket connection|ERR_CONNECTION|1006")


def test_what_a_person_opened_and_chose_survives_a_fragment(visit: Visit, alice: User, make_run: MakeRun) -> None:
    run = make_run()
    lease = claim(run)
    files = {"core/a.py": "x = 1\n", "core/b.py": "y = 2\n"}
    for key, result in (("architecture", planned()), ("backend", Result({}, {"files": sorted(files)}, files))):
        lifecycle.start_step(lease, key)
        lifecycle.commit_step(lease, key, result)
    page = visit(alice).page
    page.goto(f"/chat/{run.project.public_id}")
    page.locator("[data-step=backend] summary").click()
    page.locator("#file-list a[data-file='core/b.py']").click()
    expect(page.locator("#file-view-name")).to_have_text("core/b.py")
    page.locator("#cancel-" + str(run.public_id)).focus()
    lifecycle.start_step(lease, "frontend")
    expect(page.locator("[data-step=frontend].step-running")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == f"cancel-{run.public_id}"
    lifecycle.commit_step(lease, "frontend", Result({}, {"files": ["a.html"]}, {"a.html": "<p>"}))
    expect(page.locator("#file-list a[data-file='a.html']")).to_be_visible()
    assert page.locator("[data-step=backend] details").get_attribute("open") is not None
    expect(page.locator("#file-view-name")).to_have_text("core/b.py")
    expect(page.locator("#file-list a[data-file='core/b.py']")).to_have_attribute("aria-current", "true")


@pytest.fixture
def writing(alice: User, make_run: MakeRun, settings: Settings) -> tuple[Run, Lease]:
    """A run with a model whose first version is there and whose backend is being written."""
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    run = make_run(engine="joxcoder")
    lease = claim(run)
    lifecycle.start_step(lease, "architecture")
    first = Result(
        {**planned().output, "report": report().as_dict()},
        {"entities": [{"label": "Notas"}], "by": share(kept=["Note"])},
        {"core/a.py": "FIRST = 1\n", "core/b.py": "y = 2\n"},
    )
    lifecycle.commit_step(lease, "architecture", first)
    lifecycle.start_step(lease, "backend")
    return run, lease


def share(**left: list[str]) -> dict[str, Any]:
    told = {"engine": "joxcoder", "engines": ["joxcoder"], "model": "jox", "input_tokens": 9, "output_tokens": 9}
    return {**told, "seconds": 1.0, "answers": 1, "trouble": "", "kept": [], "reverted": [], **left}


def lines(first: int, last: int) -> Part:
    return Part("core/a.py", 5, first, tuple(f"A_{number} = {number}" for number in range(first, last)))


def test_a_file_is_seen_while_a_model_writes_it_until_the_checked_text_takes_its_place(
    visit: Visit, alice: User, writing: tuple[Run, Lease]
) -> None:
    run, lease = writing
    publisher = Publisher(run.public_id, events.group_name(run.project.public_id), "backend")
    recorder = runner.Recorder(lease, "backend", None, publisher)
    page = visit(alice).page
    page.goto(f"/chat/{run.project.public_id}")
    view, box = page.locator("#file-view"), "document.querySelector('#file-view .code')"
    recorder.show([lines(0, 5)])
    recorder.finish()
    expect(page.locator("#main")).to_have_attribute("data-view", "code")
    expect(view.locator(".file-draft")).to_have_text(re.compile("Escribiendo, sin comprobar"))
    expect(view.locator(".line")).to_have_count(5)
    same_as_fresh(page)

    recorder.show([lines(5, 80)])
    recorder.finish()
    expect(view.locator(".line")).to_have_count(80)
    assert page.evaluate(f"{box}.scrollHeight - {box}.scrollTop - {box}.clientHeight") < 2  # its end is followed
    page.evaluate(f"{box}.scrollTop = 0")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pokes, "send", lambda *_: None)  # frames that are lost
        recorder.show([lines(80, 90)])
        recorder.finish()
    recorder.show([lines(90, 95)])
    recorder.finish()
    expect(view.locator(".line")).to_have_count(95)
    assert view.locator("code").inner_text().split() == [w for n in range(95) for w in (f"A_{n}", "=", str(n))]
    assert page.evaluate(f"{box}.scrollTop") == 0  # somebody reads the beginning
    accessible(page)
    screenshot(page, "writing")

    page.locator("#file-list a[data-file='core/b.py']").click()
    expect(page.locator("#file-view-name")).to_have_text("core/b.py")
    recorder.show([lines(95, 96)])
    recorder.finish()
    page.locator("#file-list a[data-file='core/a.py']").click()
    expect(view.locator(".line")).to_have_count(96)

    proposal = {"core/a.py": "A_0 = 0\n"}
    agent = {"agent": {"role": "backend", **share()}}
    lifecycle.commit_step(lease, "backend", Result(agent, {"by": share(kept=["core/a.py"])}, proposal))
    expect(view.locator(".file-draft")).to_have_text(re.compile("Escrito, sin comprobar"))
    expect(view.locator(".line")).to_have_count(1)
    lifecycle.start_step(lease, "verification")
    back = {"report": report().as_dict(), "by": {"backend": share(reverted=["core/a.py"])}}
    lifecycle.commit_step(lease, "verification", Result(back, {"passed": 2, "checks": 2}))
    expect(view.locator("code")).to_have_text("FIRST = 1\n")
    expect(view.locator(".file-draft")).to_have_count(0)
    lifecycle.request_cancel(run)
    lifecycle.cancelled(lease)
    drafts.forget(run.public_id)


def test_cancelling_is_one_press_and_the_tokens_are_back(visit: Visit, alice: User, make_run: MakeRun) -> None:
    run = make_run()
    lease = claim(run)
    page = visit(alice).page
    page.goto(f"/chat/{run.project.public_id}")
    page.click("text=Cancelar")
    expect(page.locator(".run-head h2")).to_have_text("Cancelando")
    lifecycle.cancelled(lease)
    expect(page.locator(".run-head h2")).to_have_text("Cancelado")
    expect(page.locator("#balance")).to_have_text("100 tokens")
    accessible(page)
    same_as_fresh(page)


def test_logging_out_elsewhere_is_told_here(visit: Visit, alice: User, make_run: MakeRun) -> None:
    run = make_run()
    claim(run)
    person = visit(alice)
    person.page.goto(f"/chat/{run.project.public_id}")
    expect(person.page.locator("text=Construyendo tu app")).to_be_visible()
    other = person.another_tab()
    other.goto("/logout")
    other.click("button[type=submit]")
    expect(person.page.locator("#signed-out")).to_be_visible()
    accessible(person.page)


def test_without_javascript_a_reload_shows_where_it_stands(visit: Visit, alice: User, make_run: MakeRun) -> None:
    run = make_run()
    lease = claim(run)
    page = visit(alice, js=False).page
    page.goto(f"/chat/{run.project.public_id}")
    lifecycle.start_step(lease, "architecture")
    expect(page.locator("[data-step=architecture].step-running")).to_be_visible(timeout=10_000)  # it reloads by itself
    page.click("#view-plan")
    expect(page.locator("#panel-plan")).to_be_visible()
