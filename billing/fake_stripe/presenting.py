"""How objects look in an answer: `expand`, pages of a list, and our own origin in the addresses.

An object may carry `_include`: what Stripe leaves out unless it is asked for (a list of ids, or a value).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from billing.fake_stripe.faults import Fault, Json, missing
from billing.fake_stripe.parameters import find, integer
from billing.fake_stripe.store import OWN, Store

MAX_DEPTH = 4
COMPARE: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}


def present(store: Store, thing: Json, origin: str, expand: list[str] | None = None) -> Json:
    paths = [path.split(".") for path in expand or []]
    for path in paths:
        if len(path) > MAX_DEPTH:
            raise Fault("You cannot expand more than 4 levels of a property", param="expand")
    shown: Json = _shown(store, thing, origin, paths)
    return shown


def _shown(store: Store, value: Any, origin: str, paths: list[list[str]]) -> Any:
    if isinstance(value, str):
        return origin + value.removeprefix(OWN) if value.startswith(OWN) else value
    if isinstance(value, list):
        return [_shown(store, item, origin, paths) for item in value]
    if not isinstance(value, dict):
        return value
    hidden = value.get("_include", {})
    shown = {name: item for name, item in value.items() if name != "_include"}
    for name in {path[0] for path in paths if path}:
        if name not in shown and name not in hidden:
            raise Fault(f"This property cannot be expanded ({name}).", param="expand[0]")
        shown[name] = _unfolded(store, shown[name] if name in shown else hidden[name], value, name)
    return {name: _shown(store, item, origin, _below(paths, name)) for name, item in shown.items()}


def _below(paths: list[list[str]], name: str) -> list[list[str]]:
    return [path[1:] for path in paths if path[:1] == [name] and path[1:]]


def _unfolded(store: Store, value: Any, owner: Json, name: str) -> Any:
    """An id becomes its object, a list of ids a list object."""
    if isinstance(value, str):
        return store.objects.get(value, value)
    if isinstance(value, dict) and value.get("ids") is not None:
        return listing([store.objects[id_] for id_ in value["ids"]], value["url"])
    return value


def ids(url: str, *given: str) -> Json:
    """A list that is shown only when expanded."""
    return {"ids": list(given), "url": url}


def listing(things: list[Json], url: str, *, more: bool = False) -> Json:
    return {"object": "list", "data": things, "has_more": more, "url": url}


def page(things: list[Json], params: Json, url: str, filters: tuple[str, ...]) -> Json:
    """One page of a list, newest first, as `limit`, `starting_after`, `ending_before`, `created` and filters say."""
    limit = integer(params, "limit")
    limit = 10 if limit is None else limit
    if not 1 <= limit <= 100:
        raise Fault("This value must be between 1 and 100 (inclusive).", param="limit")
    kept = [thing for thing in things if _matches(thing, params, filters)]
    known = [thing["id"] for thing in kept]
    if after := find(params, "starting_after"):
        kept = kept[_place(known, after, "starting_after") + 1 :]
    if before := find(params, "ending_before"):
        ahead = kept[: _place(known, before, "ending_before")]
        return listing(ahead[-limit:], url, more=len(ahead) > limit)
    return listing(kept[:limit], url, more=len(kept) > limit)


def _place(known: list[str], id_: str, param: str) -> int:
    if id_ not in known:
        raise missing("object", id_, param)
    return known.index(id_)


def _matches(thing: Json, params: Json, filters: tuple[str, ...]) -> bool:
    created = params.get("created")
    if isinstance(created, str) and thing["created"] != integer(params, "created"):
        return False
    if isinstance(created, dict):
        for name in created:
            if name not in COMPARE:
                raise Fault(f"Received unknown parameter: created[{name}]", param="created")
            bound = integer(params, f"created[{name}]", required=True)
            if bound is not None and not COMPARE[name](thing["created"], bound):
                return False
    if (types := params.get("types")) and thing.get("type") not in types:
        return False
    return all(params.get(name) in (None, thing.get(name)) for name in filters)
