"""Why a run is not started, or does not end well: typed, with a code for machines and an English detail.

Nothing was held and nothing was stored when one of the `Refusal`s is raised.
"""

from __future__ import annotations

from typing import Any

from generation.blueprint.schema import Blueprint


class Refusal(Exception):
    """A request that is not taken on; `detail` is the English sentence every interface shows or sends."""

    code = "refused"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class BadInput(Refusal):
    """A language nobody can work with; texts and names raise the reader's DescriptionError."""

    code = "bad_input"


class OutsideScope(Refusal):
    """What was asked cannot be built; `blueprint.unmet` says what could be instead."""

    code = "outside_scope"

    def __init__(self, blueprint: Blueprint) -> None:
        wishes = "; ".join(wish.asked for wish in blueprint.unmet)
        super().__init__(f"This cannot be built: {wishes}" if wishes else "This cannot be built.")
        self.blueprint = blueprint


class NeedsAcceptance(Refusal):
    """Only a part can be built, and the person has not agreed to that yet."""

    code = "needs_acceptance"

    def __init__(self, blueprint: Blueprint) -> None:
        super().__init__("Only a part of this can be built. Agree to that before it starts.")
        self.blueprint = blueprint


class SandboxMissing(Refusal):
    """Generated code cannot be run here, so nothing could be verified."""

    code = "sandbox_unavailable"


class RateLimited(Refusal):
    code = "rate_limited"

    def __init__(self, retry_after: int) -> None:
        super().__init__("Rate limit exceeded. Please wait before trying again.")
        self.retry_after = retry_after  # seconds


class ModelUsedUp(Refusal):
    """The models' tokens of today are used up, the person's or everybody's; the built-in engine is always there."""

    code = "model_used_up"

    def __init__(self, retry_after: int) -> None:
        super().__init__("JoxCoder has done its work for today. The built-in engine builds it now; JoxCoder, tomorrow.")
        self.retry_after = retry_after  # seconds


class NotVerified(Exception):
    """The app was built and did not pass: it is neither shown as done nor charged."""

    code = "not_verified"

    def __init__(self, report: dict[str, Any]) -> None:
        failed = [check["title"] for check in report["checks"] if check["required"] and check["status"] != "passed"]
        super().__init__(f"Not verified: {', '.join(failed)}" if failed else "Not verified: no check was executed")
        self.report = report
