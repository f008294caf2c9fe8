"""`make bench-apps`: how the built-in reader reads the descriptions of this folder, against what was expected of it.

With `--verify` each plan is also rendered and run through every check in the sandbox, some ten seconds apiece.
"""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from bench.apps.scoring import KINDS, Score, added, misses, score
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, Fit

FOLDER = Path(__file__).parent
RESULTS = FOLDER.parent / "results" / "apps.json"


def main() -> None:
    options = _options()
    specs = [spec for path in _files(options.suite) for spec in yaml.safe_load(path.read_text(encoding="utf-8"))]
    specs = [spec for spec in specs if not options.only or spec["id"] in options.only]
    plans = {spec["id"]: read(spec["text"]) for spec in specs}
    scores = {spec["id"]: score(spec, plans[spec["id"]]) for spec in specs}
    _tell(scores, options.verbose)
    results = {"descriptions": len(specs), "domains": len({spec["domain"] for spec in specs}), **_figures(scores)}
    if options.verify:
        results["verified"] = _verify(plans, options.jobs)
    if not options.only and not options.suite:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.apps", description=__doc__)
    parser.add_argument("only", nargs="*", help="ids of descriptions")
    parser.add_argument("--suite", help="one file of this folder, without .yaml")
    parser.add_argument("--verify", action="store_true")
    parser.add_argument("--jobs", type=int, default=2, help="apps verified at a time")
    parser.add_argument("--verbose", "-v", action="store_true", help="what was missed")
    return parser.parse_args()


def _files(suite: str | None) -> list[Path]:
    return [FOLDER / f"{suite}.yaml"] if suite else sorted(FOLDER.glob("*.yaml"))


def _figures(scores: dict[str, Score]) -> dict[str, Any]:
    total = added(scores.values())
    return {kind: {"right": t.right, "asked": t.asked, "share": round(t.share, 3)} for kind, t in total.items()}


def _tell(scores: dict[str, Score], verbose: bool) -> None:
    if verbose:
        for ident, found in scores.items():
            for missed in misses(found):
                print(f"{ident:28} {missed}")
    total = added(scores.values())
    print(f"\n{len(scores)} descriptions")
    for kind in KINDS:
        print(f"  {kind:10} {total[kind].right:4} / {total[kind].asked:<4} {total[kind].share:6.1%}")


def _verify(plans: dict[str, Blueprint], jobs: int) -> dict[str, Any]:
    """Every plan that can be built, rendered and run. Red ones are named with their first failing check."""
    buildable = {ident: plan for ident, plan in plans.items() if plan.fit is not Fit.OUTSIDE}
    red, seconds = [], []
    with ProcessPoolExecutor(jobs) as workers:
        for ident, (took, failed) in zip(buildable, workers.map(_verified, buildable.values()), strict=True):
            seconds.append(took)
            print(f"  {'RED' if failed else 'verified':9} {took:5.1f} s  {ident}", flush=True)
            if failed:
                red.append({"id": ident, "check": failed[0], "detail": failed[1][:300]})
                print(f"      {failed[0]}: {failed[1][:300]}")
    print(f"  {len(buildable) - len(red)} of {len(buildable)} verified")
    return {"built": len(buildable), "red": red, "median_seconds": round(sorted(seconds)[len(seconds) // 2], 1)}


def _verified(plan: Blueprint) -> tuple[float, tuple[str, str] | None]:
    """Seconds, and the first required check that did not pass with its message."""
    from generation.sandbox.verify import verify
    from generation.stacks.django import DjangoStack

    stack = DjangoStack()
    started = time.monotonic()
    report = verify(stack.render(plan), plan, stack.check_plan(plan))
    failed = [(check.id, check.detail) for check in report.checks if check.required and check.status != "passed"]
    return time.monotonic() - started, failed[0] if failed else None


if __name__ == "__main__":
    main()
