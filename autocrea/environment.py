"""Typed reading of environment variables. A bad value stops the start and names its variable; an empty one is unset."""

from __future__ import annotations

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ENV_LINE = re.compile(r"^([A-Z][A-Z0-9_]*)=(.*?)(?:[ \t]+#.*)?[ \t]*$", re.MULTILINE)  # NAME=value  # comment


def load_env_file(folder: Path) -> None:
    """Take the variables of `.env` (or of ENV_FILE) that the environment does not set itself."""
    path = Path(os.environ.get("ENV_FILE") or folder / ".env")
    if path.is_file():
        for name, value in ENV_LINE.findall(path.read_text()):
            os.environ.setdefault(name, value.strip("'\""))


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name) or default


def env_bool(name: str, default: bool) -> bool:
    """True or False. Raises ImproperlyConfigured for any other word."""
    value = os.environ.get(name, "") or str(default)
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name}={value!r}: write True or False")
    return value == "True"


def env_int(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "") or str(default)
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number") from None


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
