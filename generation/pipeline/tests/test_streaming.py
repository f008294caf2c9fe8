"""A model that writes slowly: what is seen of it meanwhile, and that cancelling ends it at once."""

from __future__ import annotations

import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from billing import ledger
from generation.agents import consulting
from generation.agents.drafting import Part
from generation.blueprint.reader import read
from generation.delivery import archive
from generation.engine import breaker
from generation.models import Blob, Event, Run, RunStatus
from generation.pipeline import drafts, runner, toolbox
from generation.pipeline.drafts import Publisher
from generation.pipeline.tests.answers import MORE, VALUES
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.threads import beside
from generation.pipeline.tests.workshop import Workshop

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 60.0  # that the slow answer would take
LINE = "DRIP = {number}  # ñ 😀"


@dataclass
class Slow:
    """A model's server: quick with values, slow with files. It notes when a connection was closed on it."""

    url: str = ""
    closed: list[float] = field(default_factory=list)
    whole: int = 0  # slow answers that came to their end

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        asked = json.loads(to.rfile.read(int(to.headers["Content-Length"])))
        system = asked["messages"][0]["content"]
        to.send_response(200)
        to.send_header("Content-Type", "text/event-stream")
        to.end_headers()
        if "senior Django developer" in system:
            self._drip(to)
        else:
            quick = VALUES if "choose the values" in system else MORE if "the architect" in system else "NOTHING"
            _say(to, quick if isinstance(quick, str) else json.dumps(quick))
            _end(to)

    def _drip(self, to: BaseHTTPRequestHandler) -> None:
        until, number = time.monotonic() + SECONDS, 0
        try:
            _say(to, '<file path="core/rules.py">\n')
            while time.monotonic() < until:
                _say(to, LINE.format(number=number) + "\n")
                number += 1
                time.sleep(0.1)
            _end(to)
            self.whole += 1
        except OSError:
            self.closed.append(time.monotonic())


def _say(to: BaseHTTPRequestHandler, text: str) -> None:
    piece = {"model": "slow-1", "choices": [{"delta": {"content": text}, "finish_reason": None}]}
    to.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())


def _end(to: BaseHTTPRequestHandler) -> None:
    to.wfile.write(b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n')


@pytest.fixture
def slow(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        settings.JOXCODER_API_URL = f"http://127.0.0.1:{server.server_port}/v1"
        settings.JOXCODER_MODEL = "slow-1"
        yield made
        server.shutdown()
    breaker.forget()


def written(run: Run) -> int:
    """Lines of the file that the backend's model is at."""
    found = [draft for draft in drafts.of(run.public_id) if draft.path == "core/rules.py"]
    return drafts.text(run.public_id, found[0]).count("\n") if found else 0


def wait_for(it: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not it():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.05)


@pytest.fixture
def running(slow: Slow, workshop: Workshop, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """A run whose backend is being written."""
    plan = read("Notes with a title", language="en")
    tools = replace(workshop.toolbox(), read=lambda *_, **__: plan, ask=consulting.by)
    monkeypatch.setattr(toolbox, "default", lambda: tools)
    run = make_run(engine="joxcoder", description="Notes with a title and a colour")
    left_behind = Publisher(run.public_id, "group", "backend")
    left_behind.show([Part("core/old.py", 1, 0, ("OLD = 1",))])
    worker = beside(lambda: runner.execute(run.pk))
    wait_for(lambda: written(run) >= 5, 30)
    yield run
    Run.objects.filter(pk=run.pk).update(cancel_requested=True)
    worker.join(10)
    assert not worker.is_alive()


@pytest.fixture
def page(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def shown(page: Client, run: Run, query: str = "") -> str:
    return page.get(reverse("workspace", args=[run.project.public_id]) + query).content.decode()


def test_a_page_that_comes_late_sees_the_file_as_far_as_it_is_written(page: Client, running: Run) -> None:
    html = shown(page, running)
    assert 'data-view="code"' in html
    assert 'data-file="core/rules.py" data-version="draft-' in html
    assert "Escribiendo, sin comprobar" in html
    assert "Escribiendo core/rules.py" in html
    lines = [line for line in html.split("\n") if "DRIP = " in line]
    assert len(lines) >= 5
    assert [line.partition("DRIP = ")[2].partition(" ")[0] for line in lines] == [str(n) for n in range(len(lines))]
    assert "core/old.py" not in html  # of a worker that died
    assert "core/models.py" in shown(page, running, "?file=core/models.py")


def test_a_line_more_is_no_row_more(running: Run) -> None:
    told = Event.objects.filter(run=running)
    wait_for(lambda: told.filter(kind="step.done").count() == 3 and told.filter(payload__step="backend").count() == 2)
    before, rows = written(running), told.count()
    wait_for(lambda: written(running) >= before + 10)
    assert told.count() == rows


def test_cancelling_closes_the_models_connection_within_five_seconds(
    page: Client, running: Run, slow: Slow, alice: User
) -> None:
    asked = time.monotonic()
    page.post(reverse("cancel", args=[running.project.public_id]))
    wait_for(lambda: bool(slow.closed))
    assert slow.closed[0] - asked < 5
    wait_for(lambda: not Run.objects.get(pk=running.pk).is_active)
    run = Run.objects.get(pk=running.pk)
    assert (run.status, run.charged, slow.whole) == (RunStatus.CANCELLED, 2, 0)  # the plan is in a verified version
    assert ledger.balance(alice.pk) == ledger.Balance(98, 0)
    html = shown(page, run)
    assert "Cancelado" in html
    assert "Volvieron 8 tokens a tu saldo." in html
    assert "La versión verificada hasta ese momento es tuya." in html


def test_nothing_of_a_draft_is_ever_stored_or_handed_out(page: Client, running: Run) -> None:
    page.post(reverse("cancel", args=[running.project.public_id]))
    wait_for(lambda: not Run.objects.get(pk=running.pk).is_active)
    assert not Blob.objects.filter(text__contains="DRIP").exists()
    [revision] = running.project.revisions.all()
    assert not revision.files.filter(path="core/rules.py").exists()
    with zipfile.ZipFile(io.BytesIO(archive.build(revision))) as zipped:
        assert not [name for name in zipped.namelist() if name.endswith("core/rules.py")]
    wait_for(lambda: not drafts.of(running.public_id))
    assert "DRIP" not in shown(page, running)
