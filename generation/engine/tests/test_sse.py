"""The reader of event streams, cut anywhere, and never keeping more than its caps."""

from __future__ import annotations

import random

import pytest

from generation.engine.sse import Event, EventReader, StreamBroken, StreamTooBig

CASES = {
    b"data: a\n\n": [Event("a")],
    b"data:a\r\n\r\n": [Event("a")],
    b"data:  a\r\r": [Event(" a")],
    b"\xef\xbb\xbfdata: a\n\n": [Event("a")],
    b"data: a\ndata: b\n\ndata\n\n": [Event("a\nb"), Event("")],
    b": ping\n\nid: 1\nretry: 2\nfoo\ndata: a\n\n": [Event("a")],
    b"event: error\ndata: a\n\ndata: b\n\n": [Event("a", "error"), Event("b")],
    b"event: lost\n\ndata: b\n\n": [Event("b")],
    b"data: a\n\ndata: [DONE]": [Event("a"), Event("[DONE]")],
    b"data: a": [Event("a")],
    "data: ñ 🎈\r\n\ndata: \u2028 \x85 \x0b\n\n".encode(): [Event("ñ 🎈"), Event("\u2028 \x85 \x0b")],
    b"": [],
    b"\n\r\n\r": [],
    b"<html>\n\n": [],
}


def read(pieces: list[bytes], max_line: int = 1000, max_bytes: int = 10_000) -> list[Event]:
    reader = EventReader(max_line=max_line, max_bytes=max_bytes)
    return [event for piece in pieces for event in reader.feed(piece)] + reader.close()


@pytest.mark.parametrize("raw", CASES)
def test_events_are_read(raw: bytes) -> None:
    assert read([raw]) == CASES[raw]
    assert read([raw[at : at + 1] for at in range(len(raw))]) == CASES[raw]


def test_wherever_the_stream_is_cut_the_events_are_the_same() -> None:
    dice = random.Random(20261122)
    alphabet = [
        b"data: ",
        b"data:",
        b"data",
        b"event: error",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b": c",
        "ñ🎈".encode(),
        b"x",
        b" ",
    ]
    for _ in range(2000):
        raw = b"".join(dice.choices(alphabet, k=dice.randint(0, 30)))
        cuts = sorted(dice.choices(range(len(raw) + 1), k=dice.randint(0, 8)))
        pieces = [raw[start:end] for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
        assert read(pieces) == read([raw]), (raw, cuts)


def test_what_is_read_is_what_was_written() -> None:
    dice = random.Random(7)
    letters = 'aé🎈 :{}"\\\u2028\x85'
    for newline in ("\n", "\r", "\r\n"):
        for _ in range(200):
            said = ["".join(dice.choices(letters, k=dice.randint(1, 40))) for _ in range(dice.randint(0, 6))]
            raw = "".join(f"data: {text}{newline}{newline}" for text in said).encode()
            cuts = sorted(dice.choices(range(len(raw) + 1), k=5))
            pieces = [raw[start:end] for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
            assert [event.data for event in read(pieces)] == said


@pytest.mark.parametrize(
    "raw", [b"data: " + b"x" * 100, b"x" * 101, b"data: 12345678\n" * 20, b": " + b"x" * 200 + b"\n", b"\n" * 10_001]
)
@pytest.mark.parametrize("size", [1, 64, 100_000])
def test_no_more_is_kept_than_the_caps_allow(raw: bytes, size: int) -> None:
    reader = EventReader(max_line=100, max_bytes=10_000)
    pieces = [raw[at : at + size] for at in range(0, len(raw), size)]
    with pytest.raises(StreamTooBig):  # while it is fed: at the end it would be too late
        [reader.feed(piece) for piece in pieces]


def test_a_long_line_in_small_pieces_is_not_joined_again_and_again() -> None:
    reader = EventReader(max_line=2**21, max_bytes=2**22)
    for _ in range(200_000):
        assert reader.feed(b"12345678") == []
    assert len(reader.feed(b"\n") + reader.close()) == 0  # a field nobody knows


@pytest.mark.parametrize("raw", [b"data: se\xf1or\n\n", b"data: \xed\xa0\xbd\n\n"])
def test_what_is_not_utf8_is_said_to_be_broken(raw: bytes) -> None:
    with pytest.raises(StreamBroken, match="UTF-8"):
        read([raw])
