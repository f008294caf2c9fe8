"""Every way a model server goes wrong, streamed and whole: what comes of it, whether it is asked again, how soon."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from dataclasses import replace

import pytest

from generation.engine import errors, faults
from generation.engine.asking import Call
from generation.engine.tests.conftest import SECRET, provider
from generation.engine.tests.faulty_server import MODES, TEXT, Server
from generation.engine.values import Ask, Budget, Limits, Message, Reply

ROOMY = Limits(connect=10, first=20, between=20, total=30)
TIGHT = Limits(connect=5, first=0.4, between=0.3, total=0.8, slowest=50, grace=0.3)
SMALL = Limits(first=20, between=20, total=60, max_bytes=4 * 2**20, max_text=10**6)
BUDGET = Budget(seconds=40, attempts=2)
ATTEMPTS = 2
DEADLINE = 2 * 0.8 + 2.0  # of a tight question with its repeat, on a machine that is busy
# What each fault is, and how often the server is asked.
TWICE, ONCE = ATTEMPTS, 1
OUTCOMES: dict[str, tuple[type[errors.ModelError] | None, int]] = {
    **dict.fromkeys(
        (
            "ok", "ok_chunked", "ok_byte_by_byte", "ok_crlf_no_space", "ok_without_last_newlines", "ok_in_parts",
            "ok_whole_though_streamed", "ok_then_reset", "ok_split_surrogates", "finish_twice",
            "finish_named_otherwise", "knows_no_schema",
        ),
        (None, ONCE),
    ),
    **dict.fromkeys(("finish_missing", "cut", "cut_within_a_frame"), (errors.Truncated, TWICE)),
    **dict.fromkeys(
        ("finish_contradicted", "words_after_finish", "finish_is_no_text", "wants_a_tool", "web_page", "compressed",
         "broken_json", "deep_json", "json_of_another_kind", "choices_of_another_kind", "content_of_another_kind",
         "not_utf8"),
        (errors.BadAnswer, TWICE),
    ),
    **dict.fromkeys(("blank", "only_thoughts"), (errors.EmptyAnswer, TWICE)),
    **dict.fromkeys(("empty", "empty_body", "web_page_as_stream"), (errors.Truncated, TWICE)),
    **dict.fromkeys(
        ("loading", "limited", "limited_until", "limited_wrongly", "error_says_limit"), (errors.Busy, TWICE)
    ),
    **dict.fromkeys(("loading_long", "limited_long"), (errors.Busy, ONCE)),
    **dict.fromkeys(("fails_500", "fails_502", "error_in_data", "error_event"), (errors.ServerFault, TWICE)),
    **dict.fromkeys(
        ("cut_within_a_chunk", "cut_short_of_its_length", "closed_at_once", "reset_at_once", "reset_in_the_head",
         "reset_after_the_head", "reset_midway", "not_http"),
        (errors.Unreachable, TWICE),
    ),
    **dict.fromkeys(
        ("gateway_504", "hang", "hang_in_the_head", "hang_after_the_head", "hang_midway", "keep_alive_for_ever",
         "nothing_said_for_ever", "drip"),
        (errors.TooSlow, TWICE),
    ),
    **dict.fromkeys(("flood", "giant_line", "giant_event", "comments_without_end"), (errors.TooBig, ONCE)),
    "bad_request": (errors.RequestRefused, TWICE),  # once more without what a server may not know
    **dict.fromkeys(("no_model", "moved"), (errors.RequestRefused, ONCE)),
    **dict.fromkeys(("prompt_too_long", "body_too_large"), (errors.ContextTooLong, ONCE)),
    **dict.fromkeys(("unauthorised", "no_credit"), (errors.NotAuthorised, ONCE)),
    "filtered": (errors.AnswerRefused, ONCE),
    "too_long": (errors.TooLong, TWICE),  # once, and once more to go on
}  # fmt: skip
WHOLE_DIFFERS: dict[str, tuple[type[errors.ModelError] | None, int]] = {
    **dict.fromkeys(("cut", "cut_within_a_frame", "empty_body", "web_page_as_stream"), (errors.BadAnswer, TWICE)),
    "bad_request": (errors.RequestRefused, ONCE),
}
TIMED = {mode for mode, (error, _) in OUTCOMES.items() if error is errors.TooSlow}
ELSEWHERE = {
    "ok_after_a_while",
    "ok_then_silence",
    "part_one",
    "part_two",
    "begins_anew",
    "knows_little",
}  # tests of their own


LIMITED = {
    "llama.cpp": '{"error": {"message": "request (9120 tokens) exceeds the available context size (8192 tokens)"}}',
    "llama.cpp before": '{"error": {"message": "exceeds the available context size. try increasing", "n_ctx": 8192}}',
    "vLLM": '{"message": "This model\'s maximum context length is 8192 tokens. However, you requested 9000 tokens"}',
    "TGI": '{"error": "`inputs` tokens + `max_new_tokens` must be <= 8192. Given: 1200 `inputs` tokens and 8000"}',
}


def question(*, stream: bool = True, limits: Limits = ROOMY, budget: Budget = BUDGET) -> Ask:
    return Ask("backend", (Message("user", "hi"),), 100, stream=stream, limits=limits, budget=budget)


def test_every_fault_has_its_outcome() -> None:
    assert set(OUTCOMES) | ELSEWHERE == set(MODES)


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize("mode", OUTCOMES)
async def test_a_fault_is_what_it_is(mode: str, stream: bool, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    expected, asked = OUTCOMES[mode] if stream else WHOLE_DIFFERS.get(mode, OUTCOMES[mode])
    limits = TIGHT if mode in TIMED else SMALL if expected is errors.TooBig else ROOMY
    began = time.monotonic()
    call = Call(provider(server, mode), question(stream=stream, limits=limits))
    if expected is None:
        reply = await call.reply()
        assert (reply.text, reply.finish_reason) == (TEXT, "stop")
    else:
        with pytest.raises(errors.ModelError) as caught:
            await call.reply()
        error = caught.value
        assert type(error) is expected, error
        assert error.for_user == "JoxCoder is temporarily unavailable. Please try again later."
        for secret in (SECRET, "sk-"):
            assert secret not in f"{error} {error!r} {error.__dict__} {error.__cause__!r} {caplog.text}"
        assert len(str(error)) < 400
    assert len(server.requests) == asked
    if mode in TIMED:
        assert time.monotonic() - began < DEADLINE


@pytest.mark.parametrize(
    "mode", [mode for mode, (error, asked) in OUTCOMES.items() if asked == TWICE and error and error.retryable]
)
async def test_what_is_asked_again_may_go_well(mode: str, server: Server) -> None:
    limits = TIGHT if mode in TIMED else ROOMY
    reply = await Call(provider(server, mode, "ok"), question(limits=limits)).reply()
    assert reply.text == TEXT
    assert [attempt.code for attempt in reply.attempts] == [OUTCOMES[mode][0].code, "ok"]  # type: ignore[union-attr]


async def test_nobody_there_is_a_fault_too(server: Server) -> None:
    away = Server(port=1)
    with pytest.raises(errors.Unreachable, match=r"127\.0\.0\.1:1: ConnectError"):
        await Call(provider(away, "ok"), question()).reply()


async def test_a_complete_answer_does_not_wait_for_a_server_that_keeps_silent(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.engine.exchange.LAST_WORDS", 0.2)
    began = time.monotonic()
    reply = await Call(provider(server, "ok_then_silence"), question()).reply()
    assert reply.text == TEXT
    assert time.monotonic() - began < 3


async def test_an_answer_in_one_piece_has_the_time_of_the_whole(server: Server) -> None:
    limits = Limits(first=0.1, between=0.1, total=20)
    reply = await Call(provider(server, "ok_after_a_while"), question(stream=False, limits=limits)).reply()
    assert reply.text == TEXT
    with pytest.raises(errors.TooSlow, match=r"no word within 0\.1 s"):
        await Call(provider(server, "ok_after_a_while"), question(limits=limits)).reply()


async def test_a_hopeless_pace_is_given_up_long_before_the_deadline(server: Server) -> None:
    began = time.monotonic()
    limits = Limits(first=20, between=20, total=30, slowest=50, grace=0.3)
    with pytest.raises(errors.TooSlow, match="characters in"):
        await Call(provider(server, "drip"), question(limits=limits, budget=Budget(40, 1))).reply()
    assert time.monotonic() - began < 5


async def test_the_text_has_a_cap_of_its_own(server: Server) -> None:
    limits = Limits(first=20, between=20, total=30, max_text=50_000)
    with pytest.raises(errors.TooBig, match="more than 50000 characters"):
        await Call(provider(server, "flood"), question(limits=limits)).reply()


async def test_of_many_calls_with_faults_at_random_every_one_ends_whole_or_in_an_error(server: Server) -> None:
    """A third of the answers goes wrong: nearly every call is answered in the end, and none with half a text."""
    server.spared = frozenset(ELSEWHERE | {"loading_long", "limited_long"})
    limits = replace(TIGHT, first=2, between=1, total=3, max_bytes=2 * 2**20, max_text=2 * 10**5)
    asked = question(limits=limits, budget=Budget(seconds=15, attempts=4))
    began = time.monotonic()
    calls = [Call(provider(server, "mix"), asked).reply() for _ in range(60)]
    ended = await asyncio.gather(*calls, return_exceptions=True)
    assert time.monotonic() - began < 15 + 10
    texts = [end.text for end in ended if isinstance(end, Reply)]
    assert set(texts) == {TEXT}
    assert len(texts) >= 36
    assert all(isinstance(end, Reply | errors.ModelError) for end in ended)


@pytest.mark.parametrize("mode", ["flood", "giant_line", "giant_event", "comments_without_end", "fails_502"])
@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
async def test_a_giant_answer_takes_little_memory(mode: str, stream: bool, server: Server) -> None:
    """The server has a hundred megabytes to give."""
    tracemalloc.start()
    try:
        with pytest.raises(errors.ModelError):
            await Call(provider(server, mode), question(stream=stream, limits=SMALL)).reply()
        assert tracemalloc.get_traced_memory()[1] < 24 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("server_of", LIMITED)
def test_the_size_of_a_model_is_taken_from_its_refusal(server_of: str) -> None:
    error = faults.from_status(400, {}, LIMITED[server_of].encode())
    assert isinstance(error, errors.ContextTooLong)
    assert error.limit == 8192


def test_a_refusal_without_a_size_has_none() -> None:
    error = faults.from_status(413, {}, b"too large")
    assert isinstance(error, errors.ContextTooLong)
    assert error.limit is None
