"""The socket of a project: who may listen, that nothing is missed, and when it ends. Through the whole ASGI stack."""

from __future__ import annotations

import asyncio
import json
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID, uuid4

import pytest
from channels.db import database_sync_to_async as in_thread
from channels.testing import WebsocketCommunicator
from django.test import Client

from accounts import sockets
from accounts.models import User
from accounts.tests import dialling
from autocrea.asgi import application
from generation import consumers
from generation.agents.drafting import Part
from generation.consumers import ProjectConsumer
from generation.models import Project, Run
from generation.pipeline import events, lifecycle, runner
from generation.pipeline.drafts import Publisher
from generation.pipeline.tests.conftest import MakeRun
from generation.tests.conftest import As

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sockets_let_go")]


def dial(client: Client | None, project: Project, query: str = "", **said: str) -> Any:
    return dialling.dial(client, f"/ws/projects/{project.public_id}/?lang=en&{query}", **said)


def listening(client: Client | None, project: Project, query: str = "") -> AbstractAsyncContextManager[Any]:
    return dialling.connected(dial(client, project, query))


async def closing_code(socket: Any) -> int:
    message = await socket.receive_output(timeout=5)
    assert message["type"] == "websocket.close", message
    return int(message["code"])


async def frame(socket: Any) -> dict[str, Any]:
    """The next message that is no heartbeat."""
    async with asyncio.timeout(8):
        while True:
            message = json.loads(await socket.receive_from(timeout=8))
            if not message.get("beat"):
                return dict(message)


async def test_a_new_page_gets_the_state_at_once(as_: As, alice: User, make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    async with listening(await in_thread(as_)(alice), run.project) as socket:
        first = await frame(socket)
        assert (first["run"], first["seq"], first["active"]) == (str(run.public_id), 1, True)
        assert "In the queue" in first["html"]


async def test_a_page_that_is_up_to_date_hears_only_what_comes(as_: As, alice: User, make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    query = f"run={run.public_id}&since=1"
    async with listening(await in_thread(as_)(alice), run.project, query) as socket:
        assert await socket.receive_nothing(timeout=0.3)
        await in_thread(lifecycle.claim)(run.pk)
        told = await frame(socket)
        assert told["seq"] == 2
        assert "Building your app" in told["html"]


async def test_a_page_that_comes_back_gets_what_it_missed(as_: As, alice: User, make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    await in_thread(runner.execute)(run.pk)
    query = f"run={run.public_id}&since=3"
    async with listening(await in_thread(as_)(alice), run.project, query) as socket:
        healed = await frame(socket)
        assert not healed["active"]
        assert healed["view"] == "code"
        assert "Your app is ready" in healed["html"]
        assert "Download ZIP" in healed["html"]


async def test_a_whole_run_arrives_in_order_and_ends_where_the_rows_end(
    as_: As, alice: User, make_run: MakeRun
) -> None:
    run = await in_thread(make_run)()
    async with listening(await in_thread(as_)(alice), run.project) as socket:
        work = asyncio.create_task(in_thread(runner.execute, thread_sensitive=False)(run.pk))
        seqs = [(await frame(socket))["seq"]]
        active = True
        while active:
            message = await frame(socket)
            seqs.append(message["seq"])
            active = message["active"]
        await work
    await in_thread(run.refresh_from_db)()
    assert seqs == sorted(set(seqs))
    assert seqs[-1] == run.next_seq - 1


def told(run: Run, number: int, of: UUID | None = None) -> None:
    """Lines of a draft of the run, or of another one, in the group of its project."""
    publisher = Publisher(of or run.public_id, events.group_name(run.project.public_id), "backend")
    publisher.show([Part("core/a.py", 1, number, (f"A = {number}",))])


async def test_lines_of_a_draft_are_handed_on_to_pages_of_that_run(
    as_: As, alice: User, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await in_thread(make_run)()
    async with listening(await in_thread(as_)(alice), run.project) as socket:
        seq = (await frame(socket))["seq"]
        await in_thread(told)(run, 0, of=uuid4())  # an earlier run of the same project
        await in_thread(told)(run, 3)
        file = {"file": "core/a.py", "take": 1, "offset": 3, "text": "A = 3\n", "done": False, "gone": False}
        assert await frame(socket) == {
            "run": str(run.public_id),
            "draft": {"step": "backend", "files": [file]},
        }
        await in_thread(lifecycle.claim)(run.pk)
        assert (await frame(socket))["seq"] == seq + 1  # drafts have no part in the numbers


async def test_lines_of_a_draft_do_not_reach_who_lost_the_project(
    as_: As, alice: User, bob: User, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "TRUSTED", 0.0)
    run = await in_thread(make_run)()
    async with listening(await in_thread(as_)(alice), run.project) as socket:
        await frame(socket)
        await in_thread(Project.objects.filter(pk=run.project_id).update)(owner=bob)
        await in_thread(told)(run, 0)
        assert await closing_code(socket) == sockets.NOT_FOUND


async def test_lost_pokes_are_healed_by_the_heartbeat(
    as_: As, alice: User, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.pipeline.events.poke", lambda *args: None)
    monkeypatch.setattr(ProjectConsumer, "heartbeat", 0.2)
    run = await in_thread(make_run)()
    query = f"run={run.public_id}&since=1"
    async with listening(await in_thread(as_)(alice), run.project, query) as socket:
        await in_thread(lifecycle.claim)(run.pk)
        assert (await frame(socket))["seq"] == 2


async def test_without_redis_the_page_is_kept_up_to_date_all_the_same(
    as_: As, alice: User, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*args: object) -> None:
        raise ConnectionError("gone")

    monkeypatch.setattr("channels_redis.pubsub.RedisPubSubLoopLayer.group_add", gone)
    monkeypatch.setattr("generation.pipeline.events.poke", lambda *args: None)
    monkeypatch.setattr(sockets, "HEARTBEAT_WITHOUT_LAYER", 0.2)
    run = await in_thread(make_run)()
    query = f"run={run.public_id}&since=1"
    async with listening(await in_thread(as_)(alice), run.project, query) as socket:
        await in_thread(lifecycle.claim)(run.pk)
        assert (await frame(socket))["seq"] == 2


async def test_heartbeats_carry_the_latest_number(
    as_: As, alice: User, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProjectConsumer, "heartbeat", 0.1)
    run = await in_thread(make_run)()
    query = f"run={run.public_id}&since=1"
    async with listening(await in_thread(as_)(alice), run.project, query) as socket:
        messages = [json.loads(await socket.receive_from(timeout=5)) for _ in range(4)]
        assert {"run": str(run.public_id), "seq": 1, "beat": True} in messages


async def test_a_stranger_and_a_missing_project_are_the_same_4404(as_: As, bob: User, make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    browser = await in_thread(as_)(bob)
    for project in (run.project, Project()):
        async with listening(browser, project) as socket:
            assert await closing_code(socket) == sockets.NOT_FOUND


async def test_nobody_signed_in_is_4401(make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    async with listening(None, run.project) as socket:
        assert await closing_code(socket) == sockets.SIGNED_OUT


async def test_another_sites_page_is_not_let_in(as_: As, alice: User, make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    socket = dial(await in_thread(as_)(alice), run.project, origin="https://evil.example")
    connected, _ = await socket.connect(timeout=5)
    assert not connected


async def test_logging_out_in_one_tab_closes_the_sockets_of_all(as_: As, alice: User, make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    browser = await in_thread(as_)(alice)
    async with listening(browser, run.project) as socket:
        await frame(socket)
        await in_thread(browser.post)("/logout")
        assert await asyncio.wait_for(closing_code(socket), 2) == sockets.SIGNED_OUT


async def test_a_session_that_ended_unheard_is_noticed(
    as_: As, alice: User, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProjectConsumer, "heartbeat", 0.05)
    run = await in_thread(make_run)()
    browser = await in_thread(as_)(alice)
    async with listening(browser, run.project) as socket:
        await frame(socket)
        alice.set_password("another one")
        await in_thread(alice.save)()
        async with asyncio.timeout(5):
            while (message := await socket.receive_output(timeout=5))["type"] != "websocket.close":
                pass
        assert message["code"] == sockets.SIGNED_OUT


async def test_losing_the_project_closes_the_socket(as_: As, alice: User, bob: User, make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    async with listening(await in_thread(as_)(alice), run.project) as socket:
        await frame(socket)
        await in_thread(Project.objects.filter(pk=run.project_id).update)(owner=bob)
        await in_thread(lifecycle.claim)(run.pk)
        assert await closing_code(socket) == sockets.NOT_FOUND


async def test_a_person_has_five_sockets_and_no_sixth(as_: As, alice: User, make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    browser = await in_thread(as_)(alice)
    dialled = [dial(browser, run.project) for _ in range(ProjectConsumer.most + 1)]
    for socket in dialled:
        assert (await socket.connect(timeout=5))[0]
    assert await closing_code(dialled[-1]) == sockets.TOO_MANY
    await dialled[0].disconnect()
    async with listening(browser, run.project) as again:
        assert (await frame(again))["seq"] == 1
    for socket in dialled[1:]:
        await socket.disconnect()
    assert not ProjectConsumer._open


async def test_a_page_that_talks_and_talks_is_cut_off(as_: As, alice: User, make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    async with listening(await in_thread(as_)(alice), run.project) as socket:
        await frame(socket)
        for _ in range(sockets.MAX_INBOUND + 1):
            await socket.send_to(text_data="{}")
        assert await closing_code(socket) == sockets.TOO_LOUD


def test_every_closing_code_is_one_a_server_may_send() -> None:
    """The web server answers any other with a failure of its own, and the page learns nothing."""
    codes = (sockets.SIGNED_OUT, sockets.NOT_FOUND, sockets.TOO_MANY, sockets.TOO_LOUD)
    assert all(4000 <= code <= 4999 for code in codes)


@pytest.mark.parametrize("path", ["/ws/", "/ws/projects/nope/", "/chat"])
async def test_an_address_without_a_project_is_refused(path: str) -> None:
    headers = [(b"host", b"testserver"), (b"origin", b"http://testserver")]
    connected, _ = await WebsocketCommunicator(application, path, headers=headers).connect(timeout=5)
    assert not connected


async def test_nonsense_in_the_address_counts_as_nothing(as_: As, alice: User, make_run: MakeRun) -> None:
    run = await in_thread(make_run)()
    browser = await in_thread(as_)(alice)
    for query in ("since=x&run=y", f"run={run.public_id}&since=-1", "since=" + "9" * 400):
        async with listening(browser, run.project, query) as socket:
            assert (await frame(socket))["seq"] == 1
