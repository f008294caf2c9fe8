"""What a page shows belongs together, however a run ends while it is being read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import InternalError, connection

from accounts.models import User
from autocrea.moment import one_moment
from generation import access, live
from generation.live import Seen
from generation.models import Project, Run
from generation.pipeline import runner
from generation.pipeline.tests.conftest import MakeRun
from generation.presentation import workspace as workspaces
from generation.tests.conftest import As

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(work: Callable[[], Any]) -> None:
    """Done and committed by somebody else, before we go on."""

    def closing() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(closing).result()


@pytest.fixture(params=["the project", "the run"])
def ends_after_reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[Run], None]:
    """Let the run end just after that was read, once."""
    module, name = {"the project": (access, "get_project"), "the run": (workspaces, "load")}[request.param]
    read = getattr(module, name)

    def arrange(run: Run) -> None:
        def then_ends(*args: Any) -> Any:
            monkeypatch.setattr(module, name, read)
            found = read(*args)
            elsewhere(lambda: runner.execute(run.pk))
            return found

        monkeypatch.setattr(module, name, then_ends)

    return arrange


def test_a_page_that_follows_gets_the_end_of_the_run(
    alice: User, make_run: MakeRun, ends_after_reading: Callable[[Run], None]
) -> None:
    run = make_run()
    loaded = live.frame(alice, run.project.public_id, Seen(), language="en")
    ends_after_reading(run)
    first = live.frame(alice, run.project.public_id, loaded.seen, language="en")
    rest = live.frame(alice, run.project.public_id, first.seen, language="en")
    assert (first.active, rest.active, rest.view) == (True, False, "code")
    assert 'role="tab"' in rest.html


def test_a_page_that_is_loaded_is_not_half_of_each(
    as_: As, alice: User, make_run: MakeRun, ends_after_reading: Callable[[Run], None]
) -> None:
    run = make_run()
    ends_after_reading(run)
    browser = as_(alice)
    page = browser.get(f"/chat/{run.project.public_id}").content.decode()
    assert 'data-active="1"' in page
    assert f'data-seq="{Run.objects.get(pk=run.pk).next_seq - 1}"' not in page
    assert 'role="tab"' in browser.get(f"/chat/{run.project.public_id}").content.decode()


def test_nothing_is_written_at_one_moment(alice: User) -> None:
    with pytest.raises(InternalError, match="read-only"), one_moment():
        Project.objects.create(owner=alice, name="x")
