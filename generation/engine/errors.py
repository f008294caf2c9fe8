"""What can be wrong with an engine: whether to ask again, and a sentence for the person who asked.

No error carries a key, an address' credentials or the text of a prompt: not in its message and not in its repr.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.engine.values import Attempt

DOWN = "JoxCoder is temporarily unavailable. Please try again later."


class EngineError(Exception):
    """An engine could not answer; the message is for the log, `for_user` for the page."""

    code = "engine_error"
    retryable = False  # whether the same question to the same engine may go better in a moment

    def __init__(self, detail: str, *, for_user: str = "", retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.for_user = for_user or detail
        self.retry_after = retry_after  # seconds the other side asked for
        self.attempts: Sequence[Attempt] = ()


class UnknownEngine(EngineError):
    code = "unknown_engine"


class UnknownRole(EngineError):
    code = "unknown_role"


class EngineUnavailable(EngineError):
    """The engine exists but nothing is configured for it here."""

    code = "engine_unavailable"


class CallCancelled(EngineError):
    """Nobody wants the answer any more; no other engine is asked in its place."""

    code = "cancelled"


class ModelError(EngineError):
    """A model was asked and gave no whole answer; another engine may."""

    code = "model_error"
    blames_model = False  # whether it is a sign that the model is out of order: the circuit breaker counts those

    def __init__(self, detail: str, *, retry_after: float | None = None) -> None:
        super().__init__(detail, for_user=DOWN, retry_after=retry_after)


class Unreachable(ModelError):
    """No connection, or it broke."""

    code = "unreachable"
    retryable = blames_model = True


class ServerFault(ModelError):
    """The server says that it failed, by its status or in the middle of an answer."""

    code = "server_fault"
    retryable = blames_model = True


class Busy(ModelError):
    """Too many questions, or a model that is still being loaded: well again after `retry_after`."""

    code = "busy"
    retryable = True


class TooSlow(ModelError):
    """A deadline passed: of the connection, the first word, the next, the whole answer; or the pace was hopeless."""

    code = "too_slow"
    retryable = blames_model = True


class Truncated(ModelError):
    """The answer stopped without saying that it was complete."""

    code = "truncated"
    retryable = blames_model = True


class EmptyAnswer(ModelError):
    code = "empty_answer"
    retryable = blames_model = True


class BadAnswer(ModelError):
    """Not what the protocol says: a web page, broken JSON, two different endings."""

    code = "bad_answer"
    retryable = blames_model = True


class TooBig(ModelError):
    """More bytes, or a longer line, than any answer needs. Asking again would only bring as many."""

    code = "too_big"
    blames_model = True


class TooLong(ModelError):
    """Not complete after one continuation: the task must be split."""

    code = "too_long"


class ContextTooLong(ModelError):
    """The question, or the room its answer was to have, does not fit; `limit` is the model's size, where it says so."""

    code = "context_too_long"

    def __init__(self, detail: str, *, limit: int | None = None) -> None:
        super().__init__(detail)
        self.limit = limit  # tokens, of question and answer together


class AnswerRefused(ModelError):
    """The server's own filter held the answer back."""

    code = "refused"


class NotAuthorised(ModelError):
    """The key is missing, wrong, or its account has no credit."""

    code = "not_authorised"


class RequestRefused(ModelError):
    """The server does not take such a question, or has no such model."""

    code = "request_refused"


class ModelResting(ModelError):
    """It failed too often a moment ago; it is left alone for `retry_after` seconds."""

    code = "resting"


class OutOfTime(ModelError):
    """The budget of the call was used up before the model could be asked once."""

    code = "out_of_time"
