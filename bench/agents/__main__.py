"""`make bench-agents`: what a run with a model takes beside what its model and its sandbox take.

A worker's own runner against PostgreSQL, a model server that answers at a set pace, and the real sandbox. Four
questions, the best of three runs after one that warms the process up:

- the whole run ÷ (the time in which a model call was under way + the time in the sandbox): at most 1.10
- the time in the sandbox ÷ that of the same checks of the same files by themselves: at most 1.2
- whether backend, frontend and devops are asked at the same time, by the server's own record
- whether a lock or a transaction lasts while a model writes: PostgreSQL is looked into every 20 ms
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bench.agents import locks, scripted_server
from bench.agents.scripted_server import Call, Server
from bench.agents.workplace import Workplace, opened

RESULTS = Path(__file__).parents[1] / "results" / "agents.json"
TIMES = 3
MOST_OVERHEAD, MOST_IN_SANDBOX = 1.10, 1.2
LONGEST_TRANSACTION = 100.0  # ms: leases and events are written meanwhile, a few ms each; a call takes 360 at least
MIDDLE = ("backend", "frontend", "devops")
Span = tuple[float, float]


@dataclass
class Sandbox:
    """The verifications of a run: what was verified, when."""

    spans: list[Span] = field(default_factory=list)
    tried: list[tuple[Any, ...]] = field(default_factory=list)

    def around(self, verify: Any) -> Any:
        def timed(files: Mapping[str, str], plan: Any, checks: Any, **options: Any) -> Any:
            began = time.monotonic()
            try:
                return verify(files, plan, checks, **options)
            finally:
                self.spans.append((began, time.monotonic()))
                self.tried.append((dict(files), plan, checks))

        return timed


def main() -> None:
    from generation.pipeline.tests import strong

    answers = {
        "You are the architect": ("architect", json.dumps(strong.NOTHING_TO_ADD)),
        "You are a senior Django": ("backend", strong.BACKEND),
        "You are a senior front-end": ("frontend", strong.FRONTEND),
        "You choose the values": ("devops", json.dumps(strong.DEVOPS)),
        "You review the security": ("security", "- shop/cart.py:30 nothing to exploit; prices come from the server\n"),
    }
    with scripted_server.started(answers) as server, opened(JOXCODER_API_URL=server.url) as place:
        rows = []
        for turn in range(1 + TIMES):  # the first warms up: imports, compiled templates, the sandbox's files in memory
            rows.append(measured(place, server, strong.TEXT))
            print(_line(rows[-1]) if turn else f"warming up: {_line(rows[-1])}", flush=True)
    rows = rows[1:]
    best = min(rows, key=lambda row: (len(misses(row)), row["whole_ratio"]))
    told = {"goals": {"whole_ratio": MOST_OVERHEAD, "sandbox_ratio": MOST_IN_SANDBOX}, "best": best, "runs": rows}
    if len(sys.argv) == 1:
        RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    if missed := misses(best):
        raise SystemExit(f"missed: {', '.join(missed)}")


def measured(place: Workplace, server: Server, text: str) -> dict[str, Any]:
    from django.conf import settings

    from generation.pipeline import toolbox

    server.calls()
    sandbox, real = Sandbox(), toolbox.default()
    run = place.submit(text)
    with locks.watched(settings.DATABASE_URL) as seen:
        toolbox.default = lambda: replace(real, verify=sandbox.around(real.verify))
        try:
            whole = place.carry(run)
        finally:
            toolbox.default = lambda: real
    calls = server.calls()
    if run.status != "succeeded" or run.charged != 8:  # the architect adds nothing, and is free
        raise SystemExit(f"the run is {run.status}, paid {run.charged}: {run.error_detail} {_failed(run)}")
    model = [(call.came, call.ended) for call in calls]
    inside, bare = covered(sandbox.spans), _bare(sandbox)
    return {
        "whole": round(whole, 2),
        "model": round(covered(model), 2),
        "sandbox": round(inside, 2),
        "bare": round(bare, 2),
        "whole_ratio": round(whole / (covered(model) + inside), 3),
        "sandbox_ratio": round(inside / bare, 3),
        "verifications": len(sandbox.spans),
        "middle_together": round(together(calls), 2),
        "sandbox_while_streaming": round(covered(model) + inside - covered([*model, *sandbox.spans]), 2),
        "while_streaming": seen.during(model),
        "calls": [
            {"role": call.role, "seconds": round(call.ended - call.came, 2), "tokens": call.tokens} for call in calls
        ],
        "load": round(os.getloadavg()[0], 1),
    }


def _failed(run: Any) -> list[str]:
    reports = [step.output["report"] for step in run.steps.all() if "report" in step.output]
    return [f"{check['id']}: {check['detail']}" for check in reports[-1]["checks"] if check["status"] == "failed"]


def _bare(sandbox: Sandbox) -> float:
    """The same checks of the same files, with nothing around them."""
    from generation.sandbox.verify import verify

    began = time.monotonic()
    for files, plan, checks in sandbox.tried:
        verify(files, plan, checks)
    return time.monotonic() - began


def covered(spans: Sequence[Span]) -> float:
    """Seconds in which at least one of the spans was under way."""
    total, end = 0.0, float("-inf")
    for start, stop in sorted(spans):
        total += max(0.0, stop - max(start, end))
        end = max(end, stop)
    return total


def together(calls: Sequence[Call]) -> float:
    """The part of the shortest of the three agents' calls in which all three were under way."""
    middle = [call for call in calls if call.role in MIDDLE]
    if {call.role for call in middle} != set(MIDDLE):
        return 0.0
    shared = min(call.ended for call in middle) - max(call.came for call in middle)
    return max(0.0, shared) / min(call.ended - call.came for call in middle)


def misses(row: Mapping[str, Any]) -> list[str]:
    seen = row["while_streaming"]
    wrong = {
        "whole_ratio": row["whole_ratio"] > MOST_OVERHEAD,
        "sandbox_ratio": row["sandbox_ratio"] > MOST_IN_SANDBOX,
        "middle_together": row["middle_together"] < 0.5,
        "sandbox_while_streaming": row["sandbox_while_streaming"] > 0,
        "transactions": seen["oldest_transaction_ms"] > LONGEST_TRANSACTION,
        "advisory_locks": seen["advisory_locks"] > 0,
    }
    return [name for name, missed in wrong.items() if missed]


def _line(row: Mapping[str, Any]) -> str:
    return (
        f"run {row['whole']:6.2f} s = {row['whole_ratio']:.3f} x (model {row['model']:.2f} + "
        f"sandbox {row['sandbox']:.2f}); "
        f"sandbox {row['sandbox_ratio']:.2f} x bare; three together {row['middle_together']:.0%}; load {row['load']}"
    )


if __name__ == "__main__":
    main()
