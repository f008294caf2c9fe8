"""What goes to an engine and what comes back. Values only: they know no server, no model of Django and no user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Speaker = Literal["system", "user", "assistant"]
STOP = "stop"
LENGTH = "length"


@dataclass(frozen=True)
class Message:
    speaker: Speaker
    text: str


class Usage(NamedTuple):
    """Tokens of the model (never those of a person's account)."""

    input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False  # counted here, because the server did not say

    def plus(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True)
class Limits:
    """How long one exchange with a model may take, in seconds of the wall clock, and how big its answer may be."""

    connect: float = 10.0
    first: float = 90.0  # from sending to the first word: a cold model loads and reads the whole prompt
    reading: float = 0.0  # more for each thousand characters of the question: a small machine reads slowly
    between: float = 30.0  # from one word to the next; comments that only keep a connection alive do not count
    total: float = 300.0
    slowest: float = 2.0  # characters a second, looked at once `grace` has passed since the first word
    grace: float = 30.0
    max_bytes: int = 32 * 2**20  # on the wire
    max_line: int = 2**20
    max_text: int = 2 * 10**6  # characters of the answer


@dataclass(frozen=True)
class Budget:
    """What a whole call may cost, with its repeats and the waits between them."""

    seconds: float = 420.0
    attempts: int = 4


@dataclass(frozen=True)
class Ask:
    """One question to a model. `schema` asks for JSON of that shape; a server may not know how: check the answer."""

    role: str
    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float = 0.2
    schema: Mapping[str, Any] | None = None
    stream: bool = True
    limits: Limits = Limits()
    budget: Budget = Budget()

    @property
    def size(self) -> int:
        """Characters of the whole question."""
        return sum(len(message.text) for message in self.messages)

    @property
    def prompt(self) -> str:
        """What the person said; the built-in engine reads nothing else."""
        return next((message.text for message in self.messages if message.speaker == "user"), "")


class End(NamedTuple):
    """How an exchange ended. Without a finish reason the answer is not whole, whatever it looks like."""

    finish_reason: str | None
    usage: Usage | None = None
    model: str = ""
    revision: str = ""


class Attempt(NamedTuple):
    """One exchange of a call: `code` is "ok" or that of the error."""

    engine: str
    code: str
    seconds: float


@dataclass(frozen=True)
class Reply:
    """A whole answer, and what is recorded of it."""

    text: str
    engine: str
    model: str
    revision: str
    finish_reason: str
    usage: Usage
    latency: float  # seconds, from the question to the last word, repeats and waits included
    first_token: float  # seconds, within the exchange that answered
    attempts: tuple[Attempt, ...]
