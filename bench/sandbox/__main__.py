"""`make bench-sandbox`: the same checks of the same project in the sandbox and under plain CPython, in one run.

Starting an interpreter and importing Django are apart on both sides. What is compared are the seconds of the checks
that run the project, one after the other, and the seconds of everything else on the way from a text to a report.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from unittest.mock import patch

from bench.sandbox.native import NativeGuest
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint
from generation.sandbox import session, verify
from generation.sandbox.report import Report
from generation.stacks.django import DjangoStack

RESULTS = Path(__file__).parents[1] / "results" / "sandbox.json"
GUEST = ("check", "migrations", "migrate", "seed", "pages", "crud", "criteria", "isolation", "tests")
TEXTS = {
    "clinic": "Clínica veterinaria: registrar mascotas con nombre, raza y fecha de nacimiento. Cada cliente ve solo "
    "sus mascotas. Las citas pasan de pendiente a confirmada o cancelada.",
    "shop": "Tienda online de velas con carrito y pagos: productos con nombre, precio, existencias y foto.",
    "blog": "A blog with posts and comments; readers comment on each post, the editors write the posts.",
}
TIMES = 3


def main() -> None:
    results = {name: measured(text) for name, text in TEXTS.items()}
    for name, row in results.items():
        print(f"{name:8} sandbox {row['sandbox']:5.2f} s   CPython {row['cpython']:5.2f} s   "
              f"{row['ratio']:4.1f} x   everything else {row['else']:4.2f} s")  # fmt: skip
    if len(sys.argv) == 1:
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def measured(text: str) -> dict[str, float]:
    """Medians of a few runs, taken by turns."""
    started = time.monotonic()
    plan = read(text)
    files = DjangoStack().render(plan)
    prepared = time.monotonic() - started
    rows = [(_report(plan, files, native=False), _report(plan, files, native=True)) for _ in range(TIMES)]
    inside, outside = (statistics.median(_guest_seconds(pair[side]) for pair in rows) for side in (0, 1))
    rest = statistics.median(sum(check.seconds for check in pair[0].checks if check.id not in GUEST) for pair in rows)
    return {
        "sandbox": round(inside, 2),
        "cpython": round(outside, 2),
        "ratio": round(inside / outside, 2),
        "else": round(prepared + rest, 2),
    }


def _report(plan: Blueprint, files: dict[str, str], *, native: bool) -> Report:
    checks = DjangoStack().check_plan(plan)
    if not native:
        report = verify.verify(files, plan, checks)
    else:
        with patch.object(session, "GuestProcess", NativeGuest):
            report = verify.verify(files, plan, checks)
    if not report.verified:
        raise SystemExit(f"not verified: {report.failed}")
    return report


def _guest_seconds(report: Report) -> float:
    return sum(check.seconds for check in report.checks if check.id in GUEST)


if __name__ == "__main__":
    main()
