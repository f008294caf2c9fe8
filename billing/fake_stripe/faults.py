"""Refusals in Stripe's own shape, so that the `stripe` library raises what it would raise for the real ones."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Fault(Exception):
    """An answer that is an error. `kind` is Stripe's `type`."""

    def __init__(
        self, message: str, *, status: int = 400, kind: str = "invalid_request_error", code: str = "", param: str = ""
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.kind, self.code, self.param = message, status, kind, code, param

    def body(self) -> Json:
        error: Json = {"message": self.message, "type": self.kind}
        if self.code:
            error["code"] = self.code
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{self.code.replace('_', '-')}"
        if self.param:
            error["param"] = self.param
        return {"error": error}


def missing(kind: str, id_: str, param: str = "id") -> Fault:
    return Fault(f"No such {kind}: '{id_}'", status=404, code="resource_missing", param=param)


def needed(param: str) -> Fault:
    return Fault(f"Missing required param: {param}.", code="parameter_missing", param=param)
