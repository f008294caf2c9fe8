"""What a request asks for: Stripe's nested form fields, and reading them with Stripe's own complaints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from billing.fake_stripe.faults import Fault, Json, needed

PART = re.compile(r"\[([^\]]*)\]")
MAX_METADATA, MAX_KEY, MAX_VALUE = 50, 40, 500


def decode(text: str) -> Json:
    """`a[b][0][c]=1` becomes {"a": {"b": [{"c": "1"}]}}; every leaf stays a string."""
    tree: Json = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        path = [name.split("[", 1)[0], *PART.findall(name)]
        _put(tree, path, value)
    return {name: _listed(value) for name, value in tree.items()}


def _put(tree: Json, path: list[str], value: str) -> None:
    for step in path[:-1]:
        below = tree.setdefault(step, {})
        if not isinstance(below, dict):
            raise Fault("Invalid hash", param=step)
        tree = below
    last = path[-1] if path[-1] else str(len(tree))
    tree[last] = value


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdecimal() for key in value):
        return [_listed(value[key]) for key in sorted(value, key=int)]
    return {key: _listed(item) for key, item in value.items()}


def find(params: Json, param: str) -> Any:
    """The value at `a[b][c]`, or None."""
    value: Any = params
    for step in [param.split("[", 1)[0], *PART.findall(param)]:
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def text(params: Json, param: str, limit: int = 5000, *, required: bool = False, clearable: bool = True) -> str | None:
    value = find(params, param)
    if value is None and required:
        raise needed(param)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Fault(f"Invalid string: {value}", param=param)
    if not value and (required or not clearable):
        raise Fault(
            f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a parameter; "
            f"however '{param}' cannot be unset. You should remove '{param}' from your request or supply a non-empty "
            "value.",
            code="parameter_invalid_empty",
            param=param,
        )
    if len(value) > limit:
        raise Fault(f"Invalid string: {param} must be at most {limit} characters", param=param)
    return value or None


def integer(params: Json, param: str, *, required: bool = False) -> int | None:
    value = text(params, param, required=required)
    if value is None:
        return None
    if not re.fullmatch(r"-?\d{1,15}", value):
        raise Fault(f"Invalid integer: {value}", code="parameter_invalid_integer", param=param)
    return int(value)


def boolean(params: Json, param: str) -> bool:
    value = text(params, param)
    if value not in (None, "true", "false"):
        raise Fault(f"Invalid boolean: {value}", param=param)
    return value == "true"


def choice(params: Json, param: str, options: Iterable[str]) -> str | None:
    value = text(params, param)
    if value is not None and value not in options:
        raise Fault(f"Invalid {param}: must be one of {', '.join(options)}", param=param)
    return value


def address(params: Json, param: str, *, required: bool = False) -> str | None:
    value = text(params, param, required=required)
    if value is not None and not (urlsplit(value).scheme in ("http", "https") and urlsplit(value).hostname):
        raise Fault("Not a valid URL", code="url_invalid", param=param)
    return value


def metadata(params: Json, param: str = "metadata") -> dict[str, str]:
    value = find(params, param)
    if value is None or value == "":
        return {}
    if not isinstance(value, dict) or any(not isinstance(item, str) for item in value.values()):
        raise Fault("Invalid hash", param=param)
    if len(value) > MAX_METADATA:
        raise Fault(f"Metadata can have at most {MAX_METADATA} keys", param=param)
    for key, item in value.items():
        if len(key) > MAX_KEY or len(item) > MAX_VALUE:
            raise Fault(f"Metadata keys have at most {MAX_KEY} characters, values {MAX_VALUE}", param=f"{param}[{key}]")
    return dict(value)


def refuse_unknown(params: Json, known: Iterable[str]) -> None:
    if unknown := sorted(set(params) - set(known) - {"expand"}):
        raise Fault(f"Received unknown parameter: {unknown[0]}", code="parameter_unknown", param=unknown[0])
