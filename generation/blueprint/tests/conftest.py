from __future__ import annotations

from pathlib import Path

import pytest

from generation.blueprint.lexicon import HERE


@pytest.fixture
def lexicon_files() -> list[Path]:
    return sorted(HERE.rglob("*.yaml"))
