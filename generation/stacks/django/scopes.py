"""Which agent may change which file of a generated project; what nobody may change is locked."""

from __future__ import annotations

from generation.stacks.protocol import Scope

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
    if "templates" in parts[1:-1] or parts[0] == "static":
        return "frontend"
    if path.startswith(_LOCKED_FOLDERS) or "migrations" in parts:
        return None
    if parts[0] in {"core", "shop"} and path.endswith((".py", "seed.json")):
        return None if path in {"core/access.py", "core/api/authentication.py", "shop/payments.py"} else "backend"
    return None
