"""`make bench-real-model`: six descriptions through the whole pipeline with the model that JOXCODER_API_URL names.

Real runner, real sandbox, real deadlines, real ledger. What every agent's work came to stands in results/real-model.md,
which is written anew after each description, so that a run that is ended early leaves what it has.
"""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bench.agents.workplace import Workplace, opened

if TYPE_CHECKING:
    from generation.models import Run

APPS = Path(__file__).parents[1] / "apps"
RESULTS = Path(__file__).parents[1] / "results" / "real-model.md"
CHOSEN = ("fisio-agenda", "tienda-ceramica", "es-family-recipes", "small-gym", "candle-shop", "leave-requests")
AGENTS = ("architecture", "backend", "frontend", "devops", "security")


@dataclass(frozen=True)
class Row:
    name: str
    language: str
    run: Run
    seconds: float
    verified: bool
    reader: str  # entities found by the reader alone, of those asked for
    model: str
    less: bool
    agents: dict[str, dict[str, Any]]
    notes: dict[str, tuple[int, str]]  # what each step cost, and why it was free
    load: float


def main() -> None:
    if not os.environ.get("JOXCODER_API_URL"):
        raise SystemExit("JOXCODER_API_URL names the model's server, JOXCODER_MODEL the model: set them.")
    chosen = tuple(sys.argv[1:]) or CHOSEN
    rows: list[Row] = []
    with opened() as place:
        for spec in specs(chosen):
            rows.append(measured(place, spec))
            print(_line(rows[-1]), flush=True)
            if chosen == CHOSEN:
                RESULTS.write_text(written(rows), encoding="utf-8")
            else:
                print(written(rows))
    if not all(row.verified and not row.less for row in rows):
        raise SystemExit("not every app is verified with all that the reader found")


def specs(chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    every = [spec for path in sorted(APPS.glob("*.yaml")) for spec in yaml.safe_load(path.read_text(encoding="utf-8"))]
    found = {spec["id"]: spec for spec in every}
    return [found[name] for name in chosen]


def measured(place: Workplace, spec: dict[str, Any]) -> Row:
    from bench.apps.scoring import score
    from generation.blueprint.reader import read
    from generation.blueprint.schema import Blueprint

    run = place.submit(spec["text"])
    seconds = place.carry(run)
    revision = run.revisions.order_by("number").last()
    floor = score(spec, read(spec["text"]))["entities"]
    made = score(spec, Blueprint.model_validate(revision.blueprint))["entities"] if revision else None
    return Row(
        name=spec["id"],
        language=spec["language"],
        run=run,
        seconds=seconds,
        verified=bool(run.status == "succeeded" and revision and revision.verified),
        reader=f"{floor.right}/{floor.asked}",
        model=f"{made.right}/{made.asked}" if made else "-",
        less=made is None or made.right < floor.right,
        agents=_agents(run),
        notes={step.key: (step.charged or 0, step.note) for step in run.steps.all()},
        load=os.getloadavg()[1],
    )


def _agents(run: Run) -> dict[str, dict[str, Any]]:
    """What each agent told of its work, and what the merging made of it."""
    told: dict[str, dict[str, Any]] = {}
    for step in run.steps.all():
        told.update(step.output.get("agents", {}))
        for key, name in (("architecture", "design"), ("security", "review")):
            if name in step.output:
                told[key] = step.output[name]
    for key, name in (("architecture", "added"), ("security", "kept")):
        if key in told:
            told[key] = {"repairs": max(0, told[key]["answers"] - 1), "reverted": [], **told[key]}
            told[key]["kept"] = told[key][name]
    return told


def written(rows: list[Row]) -> str:
    good = sum(row.verified for row in rows)
    head = [
        "# A real model through the whole pipeline",
        "",
        f"Model: {model_of(rows)}. Machine: {os.cpu_count()} cores, {platform.machine()}, shared with the runs "
        "themselves (sandbox, database, model). Load is the average of the last five minutes at the end of a run.",
        f"Deadline of a run: {_deadline()} s. Verified: {good} of {len(rows)}. "
        f"Fewer entities than the reader alone: {sum(row.less for row in rows)}. Made by `make bench-real-model`.",
        "",
        "| description | verified | entities: reader → with model | paid of 10 | seconds | load |",
        "|---|---|---|---|---|---|",
    ]
    head += [
        f"| {row.name} ({row.language}) | {'yes' if row.verified else f'NO: {row.run.status} {row.run.error_code}'} | "
        f"{row.reader} → {row.model} | {row.run.charged} | {row.seconds:.0f} | {row.load:.1f} |"
        for row in rows
    ]
    head += ["", "What each agent's work came to. Kept and reverted: files (things and fields for the architect).", ""]
    head += [
        "| description | agent | kept | repairs | reverted | model s | in | out | paid | why free, or what was wrong |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(line for row in rows for line in _agent_lines(row)), ""])


def _agent_lines(row: Row) -> list[str]:
    lines = []
    for key in AGENTS:
        told = row.agents.get(key)
        paid, note = row.notes.get(key, (0, ""))
        if told is None:
            lines.append(f"| {row.name} | {key} | – | – | – | – | – | – | {paid} | {note} |")
            continue
        trouble = "; ".join(part for part in (note, _short(told.get("trouble") or told.get("problem") or "")) if part)
        lines.append(
            f"| {row.name} | {key} | {len(told['kept'])} | {told['repairs']} | {len(told['reverted'])} | "
            f"{told['seconds']:.0f} | {told['input_tokens']} | {told['output_tokens']} | {paid} | {trouble} |"
        )
    return lines


def _short(words: str) -> str:
    return " ".join(words.replace("|", "/").split())[:110]


def model_of(rows: list[Row]) -> str:
    names = {told["model"] for row in rows for told in row.agents.values() if told.get("model")}
    return ", ".join(sorted(names)) or os.environ.get("JOXCODER_MODEL", "unnamed")


def _deadline() -> int:
    from django.conf import settings

    return int(settings.RUN_DEADLINE_SECONDS)


def _line(row: Row) -> str:
    return f"{row.name:20} {'verified' if row.verified else 'NOT VERIFIED'} {row.seconds:.0f} s, paid {row.run.charged}"


if __name__ == "__main__":
    main()
