"""Reads server-sent events from raw bytes.

Knows the wire format and nothing of what the events say. The libraries' own readers end normally on a cut stream and
keep a line of any length; this one hands out what came, never keeps more than its caps, and leaves it to the caller
whether that was a whole answer.
"""

from __future__ import annotations

from typing import NamedTuple

BOM = b"\xef\xbb\xbf"


class StreamBroken(Exception):
    """These bytes are no event stream that could be read."""


class StreamTooBig(StreamBroken):
    """More than was asked for; nothing beyond the caps was kept."""


class Event(NamedTuple):
    data: str
    name: str = "message"


class EventReader:
    """Feed it bytes as they come, cut anywhere; it gives the events that are complete."""

    def __init__(self, *, max_line: int, max_bytes: int) -> None:
        self._max_line = max_line
        self._bytes_left = max_bytes
        self._tail: list[bytes] = []  # the line that has not ended yet, in pieces
        self._tail_size = 0
        self._skip_newline = False  # the last piece ended in CR: an LF now belongs to it
        self._started = False
        self._data: list[bytes] = []
        self._data_size = 0
        self._name = ""

    def feed(self, piece: bytes) -> list[Event]:
        """Raises StreamBroken, StreamTooBig."""
        self._bytes_left -= len(piece)
        if self._bytes_left < 0:
            raise StreamTooBig("more bytes than an answer may have")
        if self._skip_newline and piece:
            self._skip_newline = False
            piece = piece.removeprefix(b"\n")
        if b"\n" not in piece and b"\r" not in piece:
            self._keep(piece)
            return []
        self._skip_newline = piece.endswith(b"\r")
        lines = piece.splitlines()
        rest = b"" if piece.endswith((b"\n", b"\r")) else lines.pop()
        lines[0] = self._whole_line(lines[0])
        found = [event for line in lines if (event := self._line(line))]
        self._keep(rest)
        return found

    def close(self) -> list[Event]:
        """What the end of the connection completes: servers leave out the last newlines."""
        last = [self._line(self._whole_line(b"")), self._line(b"")]
        return [event for event in last if event]

    def _keep(self, piece: bytes) -> None:
        if piece:
            self._tail.append(piece)
            self._tail_size += len(piece)
            self._check(self._tail_size)

    def _whole_line(self, end: bytes) -> bytes:
        line = b"".join([*self._tail, end]) if self._tail else end
        self._tail.clear()
        self._tail_size = 0
        return line

    def _check(self, size: int) -> None:
        if size > self._max_line:
            raise StreamTooBig("a longer line than an answer may have")

    def _line(self, line: bytes) -> Event | None:
        self._check(len(line))
        if not self._started:
            self._started = True
            line = line.removeprefix(BOM)
        if not line:
            return self._dispatch()
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data_size += len(value) + 1
            self._check(self._data_size)
            self._data.append(value)
        elif field == b"event":
            self._name = _text(value)
        return None  # comments, ids and fields nobody knows say nothing

    def _dispatch(self) -> Event | None:
        data, name = self._data, self._name
        self._data, self._data_size, self._name = [], 0, ""
        return Event(_text(b"\n".join(data)), name or "message") if data else None


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise StreamBroken("not UTF-8") from error
