"""Events reach whoever listens, and a dead Redis costs a run nothing."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis
from channels.layers import get_channel_layer

from autocrea import pokes
from generation.models import Event, Run
from generation.pipeline import events, lifecycle, runner
from generation.pipeline.tests.conftest import MakeRun

pytestmark = pytest.mark.django_db(transaction=True)


async def _listen(group: str, ready: threading.Event) -> dict[str, Any]:
    layer: Any = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(group, channel)
    ready.set()
    try:
        return dict(await asyncio.wait_for(layer.receive(channel), 10))
    finally:
        await layer.group_discard(group, channel)
        await layer.flush()


def test_a_poke_arrives_through_the_channel_layer_with_the_last_number(make_run: MakeRun) -> None:
    run = make_run()
    ready = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        heard = pool.submit(lambda: asyncio.run(_listen(events.group_name(run.project.public_id), ready)))
        assert ready.wait(10)
        assert lifecycle.claim(run.pk)
        assert heard.result() == {"type": "run.poke", "run": str(run.public_id), "seq": 2}


def test_a_page_reads_what_came_after_the_last_number_it_knows(make_run: MakeRun) -> None:
    run = make_run()
    runner.execute(run.pk)
    everything = list(Event.objects.filter(run=run).values_list("seq", flat=True))
    assert list(events.since(run, 0).values_list("seq", flat=True)) == everything
    assert list(events.since(run, 5).values_list("seq", flat=True)) == everything[5:]
    assert not events.since(run, everything[-1]).exists()


def test_a_run_ends_in_time_while_redis_is_away(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[float] = []

    class Gone:
        def publish(self, *args: object) -> None:
            tries.append(time.monotonic())
            raise redis.ConnectionError("gone")

    monkeypatch.setattr(pokes, "client", Gone)
    run = make_run()
    runner.execute(run.pk)
    assert Run.objects.get(pk=run.pk).status == "succeeded"
    assert len(tries) <= 3  # a dead Redis is not asked for each event


def test_progress_is_gathered_into_few_events(make_run: MakeRun) -> None:
    run = make_run()
    lease = lifecycle.claim(run.pk)
    assert lease is not None
    recorder = runner.Recorder(lease, "verification")
    for number in range(200):
        recorder.say(kind="check", id=str(number))
    recorder.finish()
    told = list(Event.objects.filter(run=run, kind="step.progress"))
    assert len(told) < 20
    assert [item["id"] for event in told for item in event.payload["items"]] == [str(number) for number in range(200)]


def test_the_last_word_of_a_burst_does_not_wait_for_the_next(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run()
    lease = lifecycle.claim(run.pk)
    assert lease is not None
    recorder = runner.Recorder(lease, "verification")
    for name in ("first", "last"):
        recorder.say(kind="check", id=name)
    told = Event.objects.filter(run=run, kind="step.progress")
    assert told.count() == 1
    monkeypatch.setattr(runner, "TELL_EVERY", 0.0)
    assert not recorder.stopped()
    assert told.last().payload["items"] == [{"kind": "check", "id": "last"}]


def test_a_group_name_is_one_the_layer_accepts(make_run: MakeRun) -> None:
    layer: Any = get_channel_layer()
    name = events.group_name(make_run().project.public_id)
    assert len(name) < 100
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-_")
    assert layer is not None
