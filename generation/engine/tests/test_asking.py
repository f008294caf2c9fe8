"""One call: repeats that keep the server's times, a long answer in two parts, what is recorded, and letting go."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace

import pytest

from generation.engine import errors, joining
from generation.engine.asking import Call, stream
from generation.engine.tests import faulty_server
from generation.engine.tests.conftest import SECRET, provider
from generation.engine.tests.faulty_server import TEXT, USAGE, WORDS, Server
from generation.engine.values import Ask, Budget, Limits, Message

QUESTION = Ask("backend", (Message("system", "be brief"), Message("user", "hi")), 100, budget=Budget(30, 4))
SCHEMA = {"type": "object"}


class Reader:
    def __init__(self, *, patient: bool = True) -> None:
        self.read = ""
        self._patient = patient

    def text(self, piece: str) -> None:
        self.read += piece

    def may_restart(self) -> bool:
        if self._patient:
            self.read = ""
        return self._patient


async def test_everything_about_an_answer_is_recorded(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "generation.engine"):
        reply = await Call(provider(server, "fails_500", "ok"), QUESTION).reply()
    assert (reply.text, reply.engine, reply.model, reply.revision) == (TEXT, "joxcoder", "jox-1", "rev7")
    assert reply.usage == (USAGE["prompt_tokens"], USAGE["completion_tokens"], False)
    assert [attempt.code for attempt in reply.attempts] == ["server_fault", "ok"]
    assert 0 < reply.first_token < reply.latency
    assert "joxcoder answered as backend: model jox-1 rev7, 11 tokens in, 7 out" in caplog.text
    assert SECRET not in caplog.text


async def test_a_server_that_does_not_count_is_counted_for(server: Server) -> None:
    reply = await Call(provider(server, "ok_chunked"), QUESTION).reply()
    assert reply.usage == (len("be briefhi") // 4, len(TEXT) // 4, True)


async def test_the_question_says_what_was_asked(server: Server) -> None:
    await Call(provider(server, "ok"), replace(QUESTION, schema=SCHEMA, temperature=0.4)).reply()
    assert server.requests == [
        {
            "model": "jox",
            "messages": [{"role": "system", "content": "be brief"}, {"role": "user", "content": "hi"}],
            "max_tokens": 100,
            "temperature": 0.4,
            "stream": True,
            "stream_options": {"include_usage": True},
            "response_format": {"type": "json_schema", "json_schema": {"name": "backend", "schema": SCHEMA}},
        }
    ]
    assert server.headers[0]["authorization"] == f"Bearer {SECRET}"


async def test_a_server_is_not_asked_twice_for_what_it_does_not_know(server: Server) -> None:
    for _ in range(2):
        reply = await Call(provider(server, "knows_no_schema"), replace(QUESTION, schema=SCHEMA)).reply()
        assert reply.text == TEXT
        assert [attempt.code for attempt in reply.attempts] == ["ok"]
    assert ["response_format" in body for body in server.requests] == [True, False, False]


async def test_a_server_that_knows_little_is_asked_for_little(server: Server) -> None:
    reply = await Call(provider(server, "knows_little"), replace(QUESTION, schema=SCHEMA)).reply()
    assert reply.text == TEXT
    assert set(server.requests[-1]) == {"model", "messages", "max_completion_tokens", "stream"}


async def test_a_refusal_for_another_reason_teaches_nothing(server: Server) -> None:
    asked = replace(QUESTION, schema=SCHEMA)
    with pytest.raises(errors.RequestRefused):
        await Call(provider(server, "bad_request"), asked).reply()
    with pytest.raises(errors.RequestRefused):
        await Call(provider(server, "bad_request"), asked).reply()
    assert ["response_format" in body for body in server.requests] == [True, False, True, False]


@pytest.mark.parametrize(("mode", "least"), [("loading", 0.2), ("limited", 0.2), ("limited_until", 0.01)])
async def test_a_server_gets_the_time_it_asks_for(mode: str, least: float, server: Server) -> None:
    began = time.monotonic()
    reply = await Call(provider(server, mode, "ok"), QUESTION).reply()
    assert reply.text == TEXT
    assert least <= time.monotonic() - began < 5


@pytest.mark.parametrize("mode", ["loading_long", "limited_long"])
async def test_a_wait_beyond_the_budget_is_not_begun(mode: str, server: Server) -> None:
    began = time.monotonic()
    with pytest.raises(errors.Busy) as caught:
        await Call(provider(server, mode, "ok"), QUESTION).reply()
    assert caught.value.retry_after
    assert caught.value.retry_after >= 900
    assert time.monotonic() - began < 5


async def test_the_budget_bounds_repeats_and_each_answer(server: Server) -> None:
    began = time.monotonic()
    budget = replace(QUESTION, budget=Budget(seconds=1.5, attempts=50))
    with pytest.raises(errors.TooSlow, match="not complete within") as caught:
        await Call(provider(server, "drip"), budget).reply()
    assert [attempt.code for attempt in caught.value.attempts] == ["too_slow"]
    assert time.monotonic() - began < 4
    with pytest.raises(errors.OutOfTime):
        await Call(provider(server, "ok"), replace(QUESTION, budget=Budget(seconds=0))).reply()


async def test_a_reader_who_can_forget_gets_the_whole_answer(server: Server) -> None:
    reader = Reader()
    await Call(provider(server, "cut", "ok"), QUESTION, reader).reply()
    assert reader.read == TEXT


async def test_a_reader_who_cannot_forget_gets_an_error(server: Server) -> None:
    with pytest.raises(errors.Truncated):
        await Call(provider(server, "cut", "ok"), QUESTION, Reader(patient=False)).reply()
    assert len(server.requests) == 1


async def test_a_long_answer_is_continued_once_and_said_once(server: Server) -> None:
    reader = Reader()
    reply = await Call(provider(server, "part_one", "fails_500", "part_two"), QUESTION, reader).reply()
    assert reply.text == "The first half of the answer, which is long enough to know it by; and the second."
    assert reader.read == reply.text
    assert reply.finish_reason == "stop"
    assert reply.usage.output_tokens == 2 * USAGE["completion_tokens"]
    assert [attempt.code for attempt in reply.attempts] == ["ok", "server_fault", "ok"]
    said, went_on = server.requests[-1]["messages"][-2:]
    assert said == {
        "role": "assistant",
        "content": "The first half of the answer, which is long enough to know it by; ",
    }
    assert went_on["content"] == joining.GO_ON


@pytest.mark.parametrize("second", ["too_long", "part_one", "begins_anew"])
async def test_an_answer_that_never_ends_is_too_long(second: str, server: Server) -> None:
    with pytest.raises(errors.TooLong):
        await Call(provider(server, "part_one", second), QUESTION).reply()
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("first", "second", "is_json", "whole"),
    [
        ("abc", "def", False, "abcdef"),
        ('{"a": [1,', "2]}", True, '{"a": [1,2]}'),
        ('{"a": [1,', '{"a": [1,2]}', True, None),
        ("x = 1\ny = first_value(", "y = first_value(2)\n", False, "x = 1\ny = first_value(2)\n"),
        ("```py\nx = 1\n", "```py\ny = 2\n```\n", False, "```py\nx = 1\ny = 2\n```\n"),
        ("```py\nx = 1\n", "y = 2\n", False, None),
        ('<file path="a">\nx\n', "y\n</file>\n", False, '<file path="a">\nx\ny\n</file>\n'),
        ('<file path="a">\nx\n', '<file path="a">\nx\ny\n</file>\n', False, '<file path="a">\nx\ny\n</file>\n'),
        ('<file path="a">\nx\n', '<file path="b">\ny\n</file>\n', False, None),
        ('<file path="a">\nx\n', "y\n", False, None),
    ],
)
def test_two_parts_are_joined_only_when_they_fit(first: str, second: str, is_json: bool, whole: str | None) -> None:
    if whole is None:
        with pytest.raises(errors.TooLong):
            joining.joined(first, second, is_json=is_json)
    else:
        assert joining.joined(first, second, is_json=is_json) == whole


async def test_a_stream_hands_out_each_word_as_it_comes(server: Server) -> None:
    pieces = [piece async for piece in stream(provider(server, "fails_500", "ok"), QUESTION)]
    assert tuple(pieces) == WORDS


async def test_a_stream_that_breaks_off_never_ends_normally(server: Server) -> None:
    pieces = stream(provider(server, "cut", "ok"), QUESTION)
    assert await anext(pieces) == WORDS[0]
    with pytest.raises(errors.Truncated):
        await anext(pieces)
    assert len(server.requests) == 1


async def _until(there: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not there():  # noqa: ASYNC110 - what is waited for happens in the server
            await asyncio.sleep(0.01)


async def _left(server: Server, since: float) -> float:
    """Seconds until the server noticed that nobody listens."""
    await _until(lambda: server.gone)
    return server.gone[0] - since


@pytest.mark.parametrize("mode", ["hang", "hang_after_the_head", "hang_midway", "drip", "keep_alive_for_ever"])
async def test_a_cancelled_call_closes_its_connection_within_a_second(mode: str, server: Server) -> None:
    limits = Limits(first=60, between=60)
    call = asyncio.create_task(Call(provider(server, mode), replace(QUESTION, limits=limits)).reply())
    await _until(lambda: server.requests)
    await asyncio.sleep(0.1)
    began = time.monotonic()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await _left(server, began) < 1


async def test_who_stops_reading_a_stream_closes_its_connection(server: Server) -> None:
    async with aclosing(stream(provider(server, "drip"), QUESTION)) as pieces:
        assert await anext(pieces) == "x"
        began = time.monotonic()
    assert await _left(server, began) < 1


async def test_a_wait_between_attempts_can_be_cancelled(server: Server) -> None:
    call = asyncio.create_task(Call(provider(server, "limited_long"), replace(QUESTION, budget=Budget(9000))).reply())
    await _until(lambda: server.requests)
    await asyncio.sleep(0.2)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call


async def test_a_server_that_counts_the_room_of_the_answer_is_asked_for_less(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As vLLM and TGI do: a short question with a long answer asked for is refused as too long."""

    async def small(to: faulty_server.Exchange) -> None:
        if to.body["max_tokens"] > 4000 - 10:
            said = "This model's maximum context length is 4000 tokens. However, you requested 8202 tokens"
            await to.refuse("400 Bad Request", {"error": {"message": said}})
        else:
            await faulty_server.tell(to)

    monkeypatch.setitem(faulty_server.MODES, "small", small)
    long = Message("user", "x" * 3000)
    reply = await Call(provider(server, "small"), replace(QUESTION, messages=(long,), max_tokens=8192)).reply()
    assert reply.text == TEXT
    assert [request["max_tokens"] for request in server.requests] == [8192, 3000]


async def test_a_question_that_leaves_no_room_for_an_answer_is_too_long(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def small(to: faulty_server.Exchange) -> None:
        await to.refuse("400 Bad Request", {"error": {"message": "maximum context length is 1500 tokens"}})

    monkeypatch.setitem(faulty_server.MODES, "small", small)
    long = Message("user", "x" * 3000)
    with pytest.raises(errors.ContextTooLong) as refused:
        await Call(provider(server, "small"), replace(QUESTION, messages=(long,), max_tokens=8192)).reply()
    assert refused.value.limit == 1500
    assert len(server.requests) == 1


async def test_a_long_question_gets_the_time_to_be_read(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(to: faulty_server.Exchange) -> None:
        await asyncio.sleep(0.5)
        await faulty_server.tell(to)

    monkeypatch.setitem(faulty_server.MODES, "slow", slow)
    limits = Limits(first=0.2, reading=0.3)
    asked = replace(QUESTION, limits=limits, budget=Budget(5, 1), messages=(Message("user", "x" * 4000),))
    assert (await Call(provider(server, "slow"), asked).reply()).text == TEXT
    with pytest.raises(errors.TooSlow):
        await Call(provider(server, "slow"), replace(asked, messages=(Message("user", "x"),))).reply()
