"""Which test process takes which tests, and in what order, so that both end at about the same time.

A plugin of pytest. The journeys stay together, as they share one running product and one browser; they mostly wait,
so the other process can work meanwhile. What takes long comes first: the many small files fill the gaps at the end.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/journeys"
LONG = ("browser", "sandbox", "slow")


class Together(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(f"{JOURNEYS}/") else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow = {item.path for item in items if any(item.get_closest_marker(name) for name in LONG)}
    items.sort(key=lambda item: (item.get_closest_marker("browser") is None, item.path not in slow))
