"""What several agents wrote at the same time becomes one app that passes its checks; what spoils it goes back.

Pure but for the two functions it is given: one tries a set of files out, one asks an agent for a repair. Ends always:
every round either uses up a repair or takes something out, and with nothing left the app is the one that passed before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

REPAIRS = 2  # of each agent's work
MOST_TRIALS = 12
LONGEST_DETAIL = 1500
_CHANGING = re.compile(r"\d+|0x[0-9a-f]+|[\w.+-]+@[\w.-]+|Zq9-\S+")

Files = Mapping[str, str]
Report = dict[str, Any]
Try = Callable[[Files], Report]
Repair = Callable[[str, Files, Sequence[str]], Files]  # role, its files, problems → its files, mended or as they were


@dataclass(frozen=True)
class Reverted:
    role: str
    path: str
    problem: str


@dataclass
class Merged:
    """The parts that are in the app, by role, the report of the whole, and what was taken out."""

    parts: dict[str, dict[str, str]]
    report: Report
    reverted: list[Reverted] = field(default_factory=list)
    repairs: Counter[str] = field(default_factory=Counter)
    trials: int = 0

    @property
    def files(self) -> dict[str, str]:
        return laid(self.parts)


def laid(parts: Mapping[str, Files]) -> dict[str, str]:
    """All changes; where two agents wrote the same new file, the one whose scope it is comes last."""
    order = ("devops", "backend", "frontend", "security")
    return {path: text for role in order for path, text in parts.get(role, {}).items()}


def merged(base: Files, report: Report, parts: Mapping[str, Files], attempt: Try, repair: Repair) -> Merged:
    """`report` is that of the base, which passed."""
    made = Merged({role: dict(files) for role, files in parts.items() if files}, report)
    return _Merging(base, report, attempt, repair, made).done()


class Enough(Exception):
    """Nothing further is tried: what is left is the most that passed. Whoever tries files out may raise it too."""


@dataclass
class _Merging:
    base: Files
    floor: Report
    attempt: Try
    repair: Repair
    made: Merged
    given: dict[str, dict[str, None]] = field(default_factory=dict)  # every path that somebody wrote, by role
    seen: set[str] = field(default_factory=set)
    known: dict[frozenset[tuple[str, str]], Report] = field(default_factory=dict)  # nothing is tried twice
    best: dict[str, dict[str, str]] = field(default_factory=dict)  # the most that passed so far

    def done(self) -> Merged:
        self.given = {role: dict.fromkeys(files) for role, files in self.made.parts.items()}
        try:
            self._settle()
        except Enough as end:
            self._fall_back(str(end))
        return self.made

    def _settle(self) -> None:
        self._try()
        while not self.made.report["verified"]:
            self._round()
            self._try()

    def _try(self) -> None:
        self.made.report = self._report(self.made.parts)

    def _report(self, parts: Mapping[str, Files]) -> Report:
        changes = laid(parts)
        if not changes:
            return self.floor
        key = frozenset(changes.items())
        if key not in self.known:
            if self.made.trials >= MOST_TRIALS:
                raise Enough(f"it did not pass in {MOST_TRIALS} trials")
            self.made.trials += 1
            self.known[key] = self.attempt({**self.base, **changes})
            if self.known[key]["verified"] and len(changes) > len(laid(self.best)):
                self.best = {role: dict(files) for role, files in parts.items() if files}
        return self.known[key]

    def _round(self) -> None:
        told = problems(self.made.report)
        sign = signature(told)
        again = sign in self.seen
        self.seen.add(sign)
        named = self._named(told)
        guilty = list(named) or self._found_out()
        able = [role for role in guilty if not again and self.made.repairs[role] < REPAIRS]
        changed = [self._mended(role, told) for role in able]
        if any(changed):
            return
        for role in guilty:
            self._take_out(role, named.get(role, []), told)
            if self._report(self.made.parts)["verified"]:
                return

    def _named(self, told: Sequence[str]) -> dict[str, list[str]]:
        """Whose files the failing checks speak of."""
        text = "\n".join(told)
        found = {role: [path for path in files if path in text] for role, files in self.made.parts.items()}
        return {role: paths for role, paths in found.items() if paths}

    def _found_out(self) -> list[str]:
        """Nobody is named: without whose work it passes; everybody's when that is nobody's alone."""
        roles = list(self.made.parts)
        if len(roles) > 1:
            for role in roles:
                report = self._report({other: files for other, files in self.made.parts.items() if other != role})
                if report["verified"]:
                    return [role]
        return roles

    def _mended(self, role: str, told: Sequence[str]) -> bool:
        self.made.repairs[role] += 1
        before = self.made.parts[role]
        after = dict(self.repair(role, before, told))
        self.given[role] |= dict.fromkeys(after)
        self.made.parts[role] = after
        if not after:
            del self.made.parts[role]
        return after != before

    def _take_out(self, role: str, named: Sequence[str], told: Sequence[str]) -> None:
        """The named files first; the whole work when they are all of it, or when nothing is named."""
        files = self.made.parts[role]
        if named and len(named) < len(files) and self._stands_without(role, named):
            self._revert(role, named, told)
        else:
            self._keep_what_passes(role, told)

    def _stands_without(self, role: str, named: Sequence[str]) -> bool:
        rest = {path: text for path, text in self.made.parts[role].items() if path not in named}
        return bool(self._report({**self.made.parts, role: rest})["verified"])

    def _keep_what_passes(self, role: str, told: Sequence[str]) -> None:
        """Without the agent's work, then file by file what still passes: work of one file has no other to miss."""
        whole = self.made.parts.pop(role)
        if len(whole) == 1 or not self._report(self.made.parts)["verified"]:
            self._note(role, whole, told)
            return
        kept: dict[str, str] = {}
        for path, text in whole.items():
            trial = {**kept, path: text}
            if self._report({**self.made.parts, role: trial})["verified"]:
                kept = trial
        if kept:
            self.made.parts[role] = kept
        self._note(role, [path for path in whole if path not in kept], told)

    def _revert(self, role: str, paths: Sequence[str], told: Sequence[str]) -> None:
        for path in paths:
            del self.made.parts[role][path]
        self._note(role, paths, told)

    def _fall_back(self, why: str) -> None:
        """To the most that passed, or to the base."""
        told = {(each.role, each.path): each for each in self.made.reverted}
        self.made.parts = self.best
        self.made.report = self._report(self.best)
        self.made.reverted = [
            told.get((role, path), Reverted(role, path, why))
            for role, paths in self.given.items()
            for path in paths
            if path not in self.best.get(role, {})
        ]

    def _note(self, role: str, paths: Sequence[str] | Files, told: Sequence[str]) -> None:
        problem = told[0][:300] if told else ""
        self.made.reverted += [Reverted(role, path, problem) for path in paths]


def problems(report: Mapping[str, Any]) -> list[str]:
    """What failed, compact, with the file and line where the checks know them."""
    criteria = [each for each in report.get("criteria", ()) if each["status"] == "failed"]
    told = [
        f"{check['title']}: {check['detail'][:LONGEST_DETAIL]}"
        for check in report["checks"]
        if check["required"] and check["status"] == "failed"
    ]
    return told + [f"{each['text']}: {each['detail'][:LONGEST_DETAIL]}" for each in criteria]


def signature(told: Sequence[str]) -> str:
    """The same failure has the same one, whatever numbers and names it was found with."""
    return "\n".join(sorted(_CHANGING.sub("#", problem) for problem in told))
