"""Which agent may change which file of a generated project; what nobody may change is locked."""

from __future__ import annotations

from generation.stacks.protocol import Scope

from .parts import PARTS

_LOCKED = frozenset(
    [
        "manage.py",
        "start.py",
        "requirements.txt",
        "Dockerfile",
        ".dockerignore",
        ".gitignore",
        "blueprint.json",
        "verification.json",
        "SECURITY.md",
        "pyproject.toml",
        "static/css/fonts.css",
    ]
)
_LOCKED_FOLDERS = ("config/", "accounts/", ".github/")
_APPS = frozenset({"core", *(part.name for part in PARTS if part.is_app)})
_GUARDS = frozenset(
    {"core/access.py", "core/api/authentication.py", *(path for part in PARTS for path in part.locked)}
)  # who may do what, and what moves money
_DEVOPS = frozenset({"README.md", "ARCHITECTURE.md", ".env.example", "compose.yaml", "railway.json", "vercel.json"})


def scope_of(path: str) -> Scope | None:
    """The agent whose file this is; None for a locked file and for any path that leaves the project."""
    parts = path.split("/")
    if not path or path.startswith("/") or "\\" in path or any(part in {"", ".", ".."} for part in parts):
        return None
    if path in _LOCKED:
        return None
    if path in _DEVOPS:
        return "devops"
    if "templates" in parts[1:-1] or "static" in parts[:-1]:
        return "frontend"
    if path.startswith(_LOCKED_FOLDERS) or "migrations" in parts:
        return None
    if parts[0] in _APPS and path.endswith((".py", "seed.json")):
        return None if path in _GUARDS else "backend"
    return None
