"""A model that keeps failing is left alone by every worker; with Redis away, each process counts for itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from autocrea.circuit import circuit, client
from generation.engine import breaker, errors
from generation.engine.asking import Call
from generation.engine.breaker import Breaker
from generation.engine.tests.conftest import provider
from generation.engine.tests.faulty_server import TEXT, Server
from generation.engine.values import Ask, Budget, Message

ONCE = Ask("backend", (Message("user", "hi"),), 100, budget=Budget(20, 1))


@pytest.fixture(params=["shared", "alone"])
def counted(request: pytest.FixtureRequest, services: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Through Redis, and by a process that has none."""
    if request.param == "alone":
        monkeypatch.setattr(type(circuit), "is_open", lambda self: True)
    yield request.param
    if request.param == "shared":
        for key in client().scan_iter("autocrea:engine:*"):
            client().delete(key)


async def fail(times: int, identity: str = "jox") -> None:
    for _ in range(times):
        await Breaker(identity).failed()


async def test_three_failures_in_a_row_open_it(counted: str) -> None:
    await fail(2)
    await Breaker("jox").check()
    await fail(1)
    with pytest.raises(errors.ModelResting) as caught:
        await Breaker("jox").check()
    assert caught.value.retry_after
    assert 25 < caught.value.retry_after <= 30
    assert not caught.value.retryable
    await Breaker("another").check()
    breaker.forget()
    if counted == "shared":  # another process, which has seen nothing of it
        with pytest.raises(errors.ModelResting):
            await Breaker("jox").check()


async def test_a_model_that_answers_more_often_than_it_fails_goes_on(counted: str) -> None:
    for _ in range(6):
        await Breaker("jox").succeeded()
    await fail(5)
    await Breaker("jox").check()


async def rested(monkeypatch: pytest.MonkeyPatch, identity: str) -> None:
    monkeypatch.setattr(breaker, "REST", 0.05)
    await fail(3, identity)
    await asyncio.sleep(0.1)
    await Breaker(identity).check()
    monkeypatch.setattr(breaker, "REST", 30)


async def test_after_a_rest_the_next_failure_opens_it_at_once(counted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await rested(monkeypatch, "jox")
    await fail(1)
    with pytest.raises(errors.ModelResting):
        await Breaker("jox").check()


async def test_after_a_rest_an_answer_makes_good(counted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await rested(monkeypatch, "jox")
    await Breaker("jox").succeeded()
    await fail(1)
    await Breaker("jox").check()


async def test_an_open_breaker_keeps_questions_away(counted: str, server: Server) -> None:
    asked = provider(server, "fails_500")
    for _ in range(3):
        with pytest.raises(errors.ServerFault):
            await Call(asked, ONCE).reply()
    with pytest.raises(errors.ModelResting):
        await Call(asked, ONCE).reply()
    assert len(server.requests) == 3


async def test_a_call_that_opens_it_says_what_went_wrong(counted: str, server: Server) -> None:
    with pytest.raises(errors.ServerFault) as caught:
        await Call(provider(server, "fails_500"), replace(ONCE, budget=Budget(20, 9))).reply()
    assert [attempt.code for attempt in caught.value.attempts] == [*["server_fault"] * 3, "resting"]


@pytest.mark.parametrize("mode", ["limited", "loading", "bad_request", "unauthorised", "filtered"])
async def test_what_is_not_the_models_fault_does_not_count(mode: str, counted: str, server: Server) -> None:
    for _ in range(4):
        with pytest.raises(errors.ModelError) as caught:
            await Call(provider(server, mode), ONCE).reply()
        assert type(caught.value) is not errors.ModelResting


async def test_a_redis_that_goes_away_costs_no_answer(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autocrea.circuit.settings.REDIS_URL", "redis://127.0.0.1:1/0")
    client.cache_clear()
    try:
        assert (await Call(provider(server, "ok"), ONCE).reply()).text == TEXT
    finally:
        client.cache_clear()


async def test_a_server_is_not_taken_for_the_one_that_had_its_port_before(counted: str, server: Server) -> None:
    before = provider(Server(port=server.port), "ok")
    await fail(breaker.FAILURES, before.identity)
    with pytest.raises(errors.ModelResting):
        await Call(before, ONCE).reply()
    assert (await Call(provider(server, "ok"), ONCE).reply()).text == TEXT
