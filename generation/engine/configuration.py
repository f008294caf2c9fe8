"""Which models are set up here, by the settings. The only module of the engine that reads them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings

JOXCODER, OPENAI = "joxcoder", "openai"


@dataclass(frozen=True)
class Configured:
    """One engine's settings; its repr shows no key, and no password an address may carry."""

    engine: str
    address: str = field(repr=False)  # "" for a model that Hugging Face serves itself
    key: str = field(repr=False)
    model: str


def joxcoder() -> Configured | None:
    """An endpoint by its address (its key may be empty), or a model of Hugging Face by name and key."""
    found = Configured(JOXCODER, settings.JOXCODER_API_URL, settings.JOXCODER_API_KEY, settings.JOXCODER_MODEL)
    return found if found.address or (found.key and found.model) else None


def openai() -> Configured | None:
    """Only with its key: nobody's text goes to a second company by default."""
    found = Configured(OPENAI, settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY, settings.OPENAI_MODEL)
    return found if found.key else None


def of(engine: str) -> Configured | None:
    return {JOXCODER: joxcoder, OPENAI: openai}[engine]()
