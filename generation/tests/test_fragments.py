"""What the socket sends is what a page loaded now shows, and nothing in it is markup that somebody else wrote."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from accounts.models import User
from generation import fragments, live
from generation.live import Seen
from generation.models import Event, Run
from generation.pipeline import lifecycle, runner
from generation.pipeline.steps import Result
from generation.pipeline.tests.conftest import MakeRun
from generation.presentation import workspace as workspaces
from generation.tests.conftest import As

pytestmark = pytest.mark.django_db(transaction=True)


MARK = re.compile(r' hx-swap-oob="\w+"')
BEGINS = re.compile(r'(?=<\w+ id="[^"]+"[^>]*hx-swap-oob)')
MOMENT = re.compile(r'(data-since="[^"]*">)[^<]*')  # a clock's first paint


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", MOMENT.sub(r"\1", MARK.sub("", html))).strip()


def pieces(html: str) -> list[str]:
    """The fragments of one frame."""
    return [piece for piece in BEGINS.split(html) if MARK.search(piece)]


def test_at_every_moment_of_a_run_all_fragments_stand_in_a_fresh_page(as_: As, alice: User, make_run: MakeRun) -> None:
    run, client = make_run(), as_(alice)

    def compare() -> None:
        page = client.get(f"/chat/{run.project.public_id}").content.decode()
        frame = live.frame(alice, run.project.public_id, Seen(), language="en")
        assert len(pieces(frame.html)) == len(fragments.ALL)
        for piece in pieces(frame.html):
            assert plain(piece) in plain(page)

    compare()
    lease = lifecycle.claim(run.pk)
    assert lease
    lifecycle.start_step(lease, "architecture")
    compare()
    lifecycle.tell(lease, "architecture", [{"kind": "entity", "label": "Notes"}])
    compare()
    Run.objects.filter(pk=run.pk).update(lease_until=None)
    runner.execute(run.pk)
    compare()


def test_hostile_names_never_become_markup(alice: User, make_run: MakeRun) -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    run = make_run(name=evil[:70], description=f"Notes {evil}")
    lease = lifecycle.claim(run.pk)
    assert lease
    lifecycle.start_step(lease, "backend")
    lifecycle.tell(lease, "backend", [{"kind": "file", "path": evil}])
    said = live.frame(alice, run.project.public_id, Seen(), language="en").html
    Event.objects.all().delete()
    lifecycle.commit_step(lease, "architecture", Result(summary={"entities": [{"label": evil}]}, output={}))
    done = live.frame(alice, run.project.public_id, Seen(), language="en").html
    for html in (said, done):
        assert "&lt;script&gt;" in html
        assert {"script", "img"}.isdisjoint(tags(html))


def tags(html: str) -> set[str]:
    class Reader(HTMLParser):
        found: set[str] = set()

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            self.found.add(tag)

    reader = Reader()
    reader.found = set()
    reader.feed(html)
    return reader.found


def test_a_page_that_is_up_to_date_gets_nothing(alice: User, finished: Run) -> None:
    last = finished.next_seq - 1
    frame = live.frame(alice, finished.project.public_id, Seen(finished.public_id, last), language="en")
    assert (frame.html, frame.seen.seq) == ("", last)


def test_an_event_touches_only_what_it_changes(alice: User, make_run: MakeRun) -> None:
    run = make_run()
    lease = lifecycle.claim(run.pk)
    assert lease
    lifecycle.tell(lease, "backend", [{"kind": "file", "path": "a.py"}])
    seen = Seen(run.public_id, 2)
    html = live.frame(alice, run.project.public_id, seen, language="en").html
    assert f'id="run-{run.public_id}"' in html
    assert 'id="panel-plan"' not in html
    assert 'id="balance"' not in html


def test_an_unknown_kind_of_event_brings_everything_up_to_date() -> None:
    assert fragments.touched([Event(kind="something.new", payload={})]) == list(fragments.ALL)


def test_a_page_of_an_older_run_or_from_the_future_gets_everything(alice: User, finished: Run) -> None:
    for seen in (Seen(), Seen(finished.public_id, 10_000)):
        frame = live.frame(alice, finished.project.public_id, seen, language="en")
        assert 'id="panel-versions"' in frame.html
        assert frame.seen == Seen(finished.public_id, finished.next_seq - 1)


def test_the_end_of_a_run_brings_the_balance(alice: User, finished: Run) -> None:
    seen = Seen(finished.public_id, finished.next_seq - 2)
    html = live.frame(alice, finished.project.public_id, seen, language="es").html
    assert "90 tokens" in html[html.index('id="balance"') :]


def test_fragments_speak_the_language_of_their_page(alice: User, finished: Run) -> None:
    for language, words in (("es", "Tu app está lista"), ("en", "Your app is ready")):
        assert words in live.frame(alice, finished.project.public_id, Seen(), language=language).html


def test_the_view_follows_what_is_new(alice: User, make_run: MakeRun) -> None:
    run = make_run()
    lease = lifecycle.claim(run.pk)
    assert lease
    views = [workspaces.load(run.project).view]
    for key in ("architecture", "backend"):
        lifecycle.start_step(lease, key)
        lifecycle.commit_step(lease, key, Result(files={f"{key}.py": ""}))
        views.append(workspaces.load(run.project).view)
    lifecycle.start_step(lease, "verification")
    views.append(workspaces.load(run.project).view)
    assert views == ["plan", "plan", "code", "evidence"]
