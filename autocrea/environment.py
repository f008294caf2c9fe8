"""Typed reading of environment variables. A bad value stops the start and names its variable; an empty one is unset."""

from __future__ import annotations

import os
import re
import zoneinfo
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

ENV_LINE = re.compile(r"^([A-Z][A-Z0-9_]*)=(.*?)(?:[ \t]+#.*)?[ \t]*$", re.MULTILINE)  # NAME=value  # comment


def load_env_file(folder: Path) -> None:
    """Take the variables of `.env` (or of ENV_FILE) that the environment does not set itself.

    Raises ImproperlyConfigured for a file that was named and is not there, or is no text.
    """
    named = os.environ.get("ENV_FILE")
    path = Path(named or folder / ".env")
    if named and not path.exists():
        raise ImproperlyConfigured(f"ENV_FILE={named!r}: there is no such file")
    if not path.is_file():
        return
    try:
        lines = ENV_LINE.findall(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(f"{path} cannot be read: it must be a text file in UTF-8") from None
    for name, value in lines:
        os.environ.setdefault(name, value.strip("'\""))


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name) or default


def env_bool(name: str, default: bool) -> bool:
    """True or False. Raises ImproperlyConfigured for any other word."""
    value = os.environ.get(name, "") or str(default)
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name}={value!r}: write True or False")
    return value == "True"


def env_int(name: str, default: int, at_least: int = 0) -> int:
    """A whole number, not below the least that works. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "") or str(default)
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number") from None
    if number < at_least:
        raise ImproperlyConfigured(f"{name}={value!r}: write {at_least} or more")
    return number


def env_choice(name: str, default: str, choices: Sequence[str]) -> str:
    """One of the words. Raises ImproperlyConfigured for any other."""
    value = env_str(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r}: write one of {', '.join(choices)}")
    return value


def env_time_zone(name: str, default: str) -> str:
    """A name of the time zone database. Raises ImproperlyConfigured for any other."""
    value = env_str(name, default)
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(f"{name}={value!r}: write a time zone such as Europe/Madrid") from None
    return value


def env_address(name: str, example: str, schemes: Sequence[str]) -> str:
    """The address of a service, "" when unset. Raises ImproperlyConfigured, without the password that may be in it."""
    value = env_secret(name)
    if value and value.partition("://")[0] not in schemes:
        raise ImproperlyConfigured(f"{name} is not an address of such a service: write it like {example}")
    return value


def origin_parts(text: str) -> SplitResult | None:
    """What an origin is made of: http or https, a host, maybe a port. None for anything that says less or more."""
    try:
        parts = urlsplit(text)
        wrong = parts.username is not None or parts.port == 0 or parts.query or parts.fragment or parts.path.strip("/")
    except ValueError:  # a port that is none, half an IPv6 address
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname and not wrong else None


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated values, blanks dropped."""
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def env_secret(name: str, default: str = "") -> str:
    """The variable, or the contents of the file that NAME_FILE points to (Docker secrets)."""
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return env_str(name, default)
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE={path!r}: {error.strerror}") from None
