"""What a model is writing is seen while it writes, whole and once, and is never more than a draft."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import redis

from autocrea import pokes
from autocrea.circuit import circuit
from generation.agents.drafting import Part
from generation.pipeline import drafts
from generation.pipeline.drafts import Draft, Publisher

RUN = uuid.UUID(int=7)
pytestmark = pytest.mark.usefixtures("services")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    frames: list[dict[str, Any]] = []
    monkeypatch.setattr(pokes, "send", lambda group, message: frames.append(message))
    yield frames
    drafts.forget(RUN)


@pytest.fixture
def publisher(told: list[dict[str, Any]]) -> Publisher:
    return Publisher(RUN, "group", "backend")


def part(*lines: str, offset: int = 0, take: int = 1, **more: Any) -> Part:
    return Part("core/a.py", take, offset, lines, **more)


def stored() -> tuple[list[Draft], str]:
    found = drafts.of(RUN)
    return found, drafts.text(RUN, found[-1]) if found else ""


def test_a_draft_is_told_and_kept_line_by_line(publisher: Publisher, told: list[dict[str, Any]]) -> None:
    publisher.show([part("A = 1", "😀 ñ")])
    publisher.show([part("B = 2", offset=2), part(offset=3, done=True)])
    publisher.pass_on(at_once=True)
    assert stored() == ([Draft("core/a.py", "backend", 1, pieces=False, done=True)], "A = 1\n😀 ñ\nB = 2\n")
    assert [(file["offset"], file["text"], file["done"]) for frame in told for file in frame["files"]] == [
        (0, "A = 1\n😀 ñ\n", False),
        (2, "B = 2\n", True),
    ]
    assert {frame["type"] for frame in told} == {"run.draft"}


def test_a_draft_that_begins_anew_takes_the_place_of_the_first(publisher: Publisher) -> None:
    publisher.show([part("A = 1")])
    publisher.show([part("B = 1", take=2)])
    publisher.pass_on(at_once=True)
    found, text = stored()
    assert ([draft.take for draft in found], text) == ([2], "B = 1\n")
    publisher.show([Part("core/a.py", 2, gone=True)])
    publisher.pass_on(at_once=True)
    assert stored() == ([], "")


def test_a_step_tells_ten_times_a_second_at_most(
    publisher: Publisher, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("generation.pipeline.drafts.time.monotonic", lambda: now[0])
    for number in range(500):
        now[0] += 0.004  # two seconds in all
        publisher.show([part(f"A = {number}", offset=number)])
    publisher.pass_on(at_once=True)
    assert 10 < len(told) <= 21
    assert stored()[1].count("\n") == 500


def test_a_frame_is_bounded_and_says_what_it_left_out(publisher: Publisher, told: list[dict[str, Any]]) -> None:
    publisher.show([part(*["x" * 99] * 2000)])
    [file] = told[0]["files"]
    assert (file["offset"], file["text"]) == (2000, "")
    assert len(json.dumps(told[0])) < drafts.MOST_TOLD
    assert stored()[1].count("\n") == 2000


def test_drafts_end_with_their_run_or_expire(publisher: Publisher, settings: Any) -> None:
    publisher.show([part("A = 1")])
    server = drafts.client()
    keys = server.keys(f"draft:{RUN}*")
    assert len(keys) == 2
    assert all(0 < server.ttl(key) <= settings.RUN_DEADLINE_SECONDS + drafts.MINUTE for key in keys)
    drafts.forget(RUN)
    assert server.keys(f"draft:{RUN}*") == []


def test_a_worker_begins_and_leaves_with_no_drafts(publisher: Publisher) -> None:
    publisher.show([part("A = 1")])
    with drafts.kept(RUN):
        assert drafts.of(RUN) == []
        publisher.show([part("B = 1", take=2)])
        publisher.pass_on(at_once=True)
        assert len(drafts.of(RUN)) == 1
    assert drafts.of(RUN) == []


class Gone:
    """A Redis that is away."""

    def __init__(self) -> None:
        self.asked = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        self.asked += 1
        raise redis.ConnectionError("gone")


def test_without_redis_nobody_waits_and_nothing_breaks(
    publisher: Publisher, told: Sequence[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Gone()
    with monkeypatch.context() as patch:
        patch.setattr(drafts, "client", lambda: gone)
        for number in range(50):
            publisher.show([part("A = 1", offset=number)])
            publisher.pass_on(at_once=True)
        assert (drafts.of(RUN), told, gone.asked) == ([], [], 1)
    circuit.close()
    publisher.show([part("B = 1", offset=50)])
    publisher.pass_on(at_once=True)
    assert (drafts.of(RUN), told) == ([], [])  # a draft with a hole in it is no draft
    publisher.show([part("C = 1", take=9)])
    publisher.pass_on(at_once=True)
    assert stored()[1] == "C = 1\n"
