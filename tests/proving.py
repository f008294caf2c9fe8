"""What takes too long for every test run: marked `proof`, left out unless `--proofs` asks for just that.

A plugin of pytest, and `spread` for tests over many cases: some of them always, the others as proofs. A test stays
where it is, whichever it belongs to, so nothing can be forgotten: `make proof-apps` runs all that is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest

Case = TypeVar("Case")


def spread(cases: Iterable[Case], always: Callable[[Case], bool], name: Callable[[Case], str] = str) -> list[Any]:
    """Parameters of a test: the cases that are `always` tried as they are, the others marked as proofs."""
    return [pytest.param(case, id=name(case), marks=() if always(case) else pytest.mark.proof) for case in cases]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--proofs", action="store_true", help="run what is too long for every test run, and nothing else")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    proofs = config.getoption("--proofs")
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        (kept if (item.get_closest_marker("proof") is not None) == proofs else left_out).append(item)
    items[:] = kept
    if left_out:
        config.hook.pytest_deselected(items=left_out)
