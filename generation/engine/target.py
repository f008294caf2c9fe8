"""Where a question to a model goes: an address, headers, and the name the server knows the model by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from generation.engine.errors import EngineUnavailable


@dataclass(frozen=True)
class Target:
    engine: str
    url: str = field(repr=False)  # may carry a key of its own
    headers: Mapping[str, str] = field(repr=False)
    model: str
    secret: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """What of the address may stand in a message."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    @property
    def identity(self) -> str:
        """The same for everybody who asks the same model at the same place."""
        return f"{self.engine}|{self.url}|{self.model}"


def checked(url: str, engine: str) -> str:
    """Raises EngineUnavailable for what is no web address."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine:
        raise EngineUnavailable(f"The address set for {engine} is no http or https address.")
    return url
