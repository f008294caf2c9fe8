"""What a refused request looks like to a person and to a program: status, code, words, next step.

The one place where the pipeline's refusals become HTTP answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from generation.engine.errors import EngineUnavailable, UnknownEngine
from generation.pipeline.submission import (
    BadInput,
    DescriptionError,
    InsufficientTokens,
    ModelUsedUp,
    NeedsAcceptance,
    OutsideScope,
    RateLimited,
    SandboxMissing,
)

Words = str | Promise


@dataclass(frozen=True)
class Refusal:
    status: int
    code: str
    detail: str  # English, for programs, and shown under the title
    title: Words
    text: Words
    tone: Literal["error", "warning"] = "warning"
    icon: str = "triangle-alert"
    link: str = ""
    action: Words = ""
    retry: bool = False
    retry_after: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


def no_tokens(error: InsufficientTokens) -> Refusal:
    text = _("Nothing was started. What you wrote stays here while you get more tokens.")
    if error.debt:
        text = _("A refunded purchase left a debt; the next tokens you get repay it first. What you wrote stays here.")
    return Refusal(
        status=402,
        code="insufficient_tokens",
        detail=f"Insufficient tokens. Required: {error.required}, Available: {error.available}",
        title=_("You do not have enough tokens"),
        text=text,
        icon="coins",
        link="/billing",
        action=_("Get tokens"),
    )


def too_many(error: RateLimited) -> Refusal:
    return Refusal(
        status=429,
        code=error.code,
        detail=error.detail,
        title=_("Too many apps at once"),
        text=_("Wait for one of your apps to finish, or try again in a moment. Nothing was charged."),
        icon="clock",
        retry=True,
        retry_after=error.retry_after,
        headers={"Retry-After": str(error.retry_after)},
    )


def too_often(error: RateLimited) -> Refusal:
    return Refusal(
        status=429,
        code=error.code,
        detail=error.detail,
        title=_("That was very often"),
        text=_("Wait a minute and go on; what you wrote stays here. Nothing was charged."),
        icon="clock",
        retry=True,
        retry_after=error.retry_after,
        headers={"Retry-After": str(error.retry_after)},
    )


def model_used_up(error: ModelUsedUp) -> Refusal:
    return Refusal(
        status=429,
        code=error.code,
        detail=error.detail,
        title=_("JoxCoder has done its work for today"),
        text=_(
            "Nothing was started. Choose the built-in engine and it builds your app now; JoxCoder is back tomorrow."
        ),
        icon="clock",
        retry_after=error.retry_after,
        headers={"Retry-After": str(error.retry_after)},
    )


def no_sandbox(error: SandboxMissing) -> Refusal:
    return Refusal(
        status=503,
        code=error.code,
        detail=f"{error.code}: {error.detail}",
        title=_("Apps cannot be checked right now"),
        text=_(
            "We deliver only what was run, so nothing was started and nothing was charged. Try again in a few minutes."
        ),
        tone="error",
        icon="unplug",
        retry=True,
        retry_after=60,
        headers={"Retry-After": "60"},
    )


def unavailable_engine(error: EngineUnavailable) -> Refusal:
    return Refusal(
        status=503,
        code=error.code,
        detail=str(error),
        title=_("That engine is not set up here"),
        text=_("Nothing was started. The built-in engine is always there."),
        tone="error",
        icon="cpu",
    )


def unknown_engine(error: UnknownEngine) -> Refusal:
    return invalid(str(error), _("There is no engine with that name."), code=error.code)


def outside(error: OutsideScope) -> Refusal:
    return Refusal(
        status=422,
        code=error.code,
        detail=error.detail,
        title=_("This cannot be built here"),
        text=_("Nothing was started. Below you see why, and what could be built instead."),
    )


def unaccepted(error: NeedsAcceptance) -> Refusal:
    return Refusal(
        status=422,
        code=error.code,
        detail=error.detail,
        title=_("Only a part of this can be built"),
        text=_("Look at what would be missing. If that is fine, tick “Build this anyway” and press the button again."),
    )


def unreadable(error: DescriptionError | BadInput) -> Refusal:
    return invalid(str(error), _("Nothing was started. Change what is marked and try again."), code=error.code)


def invalid(detail: str, text: Words, code: str = "invalid_input") -> Refusal:
    return Refusal(422, code, detail, _("Something needs to be changed"), text, icon="circle-alert")


def signed_out() -> Refusal:
    return Refusal(
        status=401,
        code="signed_out",
        detail="Authentication required",
        title=_("Your session has ended"),
        text=_("What you wrote is kept. Sign in and send it again."),
        icon="log-in",
    )


ANSWERS: dict[type[Exception], Callable[..., Refusal]] = {
    InsufficientTokens: no_tokens,
    RateLimited: too_many,
    ModelUsedUp: model_used_up,
    SandboxMissing: no_sandbox,
    EngineUnavailable: unavailable_engine,
    UnknownEngine: unknown_engine,
    OutsideScope: outside,
    NeedsAcceptance: unaccepted,
    DescriptionError: unreadable,
    BadInput: unreadable,
}
EXPECTED = tuple(ANSWERS)


def of(error: Exception) -> Refusal:
    """The answer to one of the EXPECTED exceptions."""
    return next(answer(error) for kind, answer in ANSWERS.items() if isinstance(error, kind))
