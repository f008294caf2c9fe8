"""What a process group takes, read from outside."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
PROC = Path("/proc")


def resident_bytes(leader: int) -> int:
    """Resident memory of a process and its descendants; 0 when it is gone."""
    if not PROC.joinpath("self", "statm").exists():
        return _by_ps(leader)
    return sum(_resident(pid) for pid in family(leader))


def family(leader: int) -> list[int]:
    """A process and all its descendants."""
    found, waiting = [], [leader]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += _children(pid)
    return found


def _children(pid: int) -> list[int]:
    try:
        tasks = list(PROC.joinpath(str(pid), "task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:  # gone meanwhile, or a kernel without that file
        return []


def _resident(pid: int) -> int:
    try:
        return int(PROC.joinpath(str(pid), "statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _by_ps(leader: int) -> int:
    """Where there is no /proc (macOS)."""
    listing = subprocess.run(["ps", "-o", "rss=", "-g", str(leader)], capture_output=True, text=True, check=False)
    return sum(int(size) for size in listing.stdout.split()) * 1024


def folder_bytes(folder: Path) -> int:
    """Bytes below a folder; files that vanish while it is read count nothing."""
    total = 0
    for parent, _, files in os.walk(folder):
        for name in files:
            try:
                total += Path(parent, name).lstat().st_size
            except OSError:
                continue
    return total
