"""Three agents' work becomes one app that passes: what spoils it is found, sent back, and taken out when that fails."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from generation.pipeline import merging
from generation.pipeline.merging import Merged

BASE = {"core/a.py": "a", "home.html": "h"}
FLOOR: dict[str, Any] = {"verified": True, "checks": []}
GOOD = {
    "backend": {"core/a.py": "rule", "core/b.py": "more"},
    "frontend": {"home.html": "better"},
    "devops": {"README.md": "text"},
}


class Bench:
    """Fails for every file whose text says so: BAD names the file, QUIET does not, NEEDS-x misses another file."""

    def __init__(self, *mends: Mapping[str, str] | None) -> None:
        self.trials: list[dict[str, str]] = []
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self._mends = list(mends)

    def attempt(self, files: Mapping[str, str]) -> dict[str, Any]:
        self.trials.append(dict(files))
        details = [f"{path}:3: broken" for path, text in files.items() if "BAD" in text]
        details += ["GET /: 500" for text in files.values() if "QUIET" in text]
        details += ["missing" for text in files.values() if "NEEDS" in text and text.split("-")[1] not in files]
        checks = [
            {"id": "pages", "title": "Pages", "status": "failed" if details else "passed", "required": True,
             "detail": "\n".join(details)}
        ]  # fmt: skip
        return {"verified": not details, "checks": checks}

    def repair(self, role: str, files: Mapping[str, str], problems: Sequence[str]) -> Mapping[str, str]:
        self.asked.append((role, tuple(problems)))
        mend = self._mends.pop(0) if self._mends else None
        return files if mend is None else {**files, **mend}

    def merged(self, **parts: dict[str, str]) -> Merged:
        made = merging.merged(BASE, FLOOR, parts, self.attempt, self.repair)
        assert made.report["verified"] is True
        assert len(self.trials) <= merging.MOST_TRIALS
        assert not made.files or {**BASE, **made.files} in self.trials  # what is handed over was tried out as it is
        return made


def reverted(made: Merged) -> list[tuple[str, str]]:
    return sorted((each.role, each.path) for each in made.reverted)


def test_good_work_is_tried_once() -> None:
    bench = Bench()
    made = bench.merged(**GOOD)
    assert (made.parts, len(bench.trials), bench.asked) == (GOOD, 1, [])


def test_no_work_is_not_tried_at_all() -> None:
    bench = Bench()
    assert bench.merged(backend={}).report is FLOOR
    assert bench.trials == []


def test_whose_file_is_named_mends_it() -> None:
    bench = Bench({"core/b.py": "fixed"})
    made = bench.merged(**{**GOOD, "backend": {"core/a.py": "rule", "core/b.py": "BAD"}})
    assert made.parts["backend"] == {"core/a.py": "rule", "core/b.py": "fixed"}
    assert [role for role, _ in bench.asked] == ["backend"]
    assert "core/b.py:3: broken" in bench.asked[0][1][0]
    assert (made.reverted, made.repairs["backend"], len(bench.trials)) == ([], 1, 2)


def test_what_cannot_be_mended_goes_back_alone() -> None:
    bench = Bench()
    made = bench.merged(**{**GOOD, "backend": {"core/a.py": "rule", "core/b.py": "BAD"}})
    assert reverted(made) == [("backend", "core/b.py")]
    assert made.parts == {**GOOD, "backend": {"core/a.py": "rule"}}


def test_the_same_failure_twice_ends_the_repairs() -> None:
    bench = Bench({"core/b.py": "BAD again"}, {"core/b.py": "BAD once more"})
    made = bench.merged(backend={"core/a.py": "rule", "core/b.py": "BAD"})
    assert len(bench.asked) == 1
    assert made.parts["backend"] == {"core/a.py": "rule"}


def test_there_are_two_repairs_of_different_failures() -> None:
    bench = Bench({"core/b.py": "QUIET"}, {"core/b.py": "fixed"})
    made = bench.merged(backend={"core/b.py": "BAD"})
    assert (made.parts, made.repairs["backend"]) == ({"backend": {"core/b.py": "fixed"}}, 2)


def test_a_failure_that_names_nobody_is_found_by_leaving_one_out() -> None:
    bench = Bench()
    made = bench.merged(**{**GOOD, "frontend": {"home.html": "QUIET"}})
    assert reverted(made) == [("frontend", "home.html")]
    assert set(made.parts) == {"backend", "devops"}


def test_files_that_pass_without_the_others_are_kept() -> None:
    bench = Bench()
    made = bench.merged(backend={"core/a.py": "rule", "core/b.py": "QUIET", "core/c.py": "more"})
    assert reverted(made) == [("backend", "core/b.py")]


def test_work_that_hangs_together_is_not_torn_apart() -> None:
    bench = Bench()
    made = bench.merged(backend={"core/a.py": "NEEDS-core/b.py", "core/b.py": "BAD"}, frontend={"home.html": "better"})
    assert reverted(made) == [("backend", "core/a.py"), ("backend", "core/b.py")]
    assert made.parts == {"frontend": {"home.html": "better"}}


def test_when_all_is_bad_the_first_version_stands() -> None:
    bad = {f"core/{n}.py": f"QUIET {n}" for n in range(20)}
    made = Bench().merged(backend=bad, frontend={"home.html": "BAD"}, devops={"README.md": "QUIET"})
    assert (made.parts, made.report) == ({}, FLOOR)
    assert len(made.reverted) == 22


def test_what_passed_before_the_trials_were_used_up_is_kept() -> None:
    work = {f"core/{n:02}.py": "good" if n % 2 else "QUIET" for n in range(30)}
    bench = Bench()
    made = bench.merged(backend=work, frontend={"home.html": "better"})
    assert (len(bench.trials), len(made.reverted)) == (merging.MOST_TRIALS, 25)
    assert made.parts == {
        "backend": {f"core/{n:02}.py": "good" for n in (1, 3, 5, 7, 9)}, "frontend": {"home.html": "better"},
    }  # fmt: skip


def test_whoever_tries_out_may_end_it() -> None:
    """Then the app that passed is what is left, and everybody learns why."""

    def attempt(files: Mapping[str, str]) -> dict[str, Any]:
        raise merging.Enough("no time left")

    made = merging.merged(BASE, FLOOR, GOOD, attempt, lambda role, files, problems: files)
    assert (made.parts, made.report) == ({}, FLOOR)
    assert {(each.role, each.problem) for each in made.reverted} == {(role, "no time left") for role in GOOD}


def test_numbers_make_no_new_failure() -> None:
    assert merging.signature(["a.py:3: took 1.2 s"]) == merging.signature(["a.py:7: took 4.5 s"])
    assert merging.signature(["a.py:3: x"]) != merging.signature(["b.py:3: x"])


@pytest.mark.parametrize("seed", range(40))  # half of them would need more trials than there are
def test_whatever_is_wrong_it_ends_with_what_passed(seed: int) -> None:
    chance = random.Random(seed)
    texts = ["good", "BAD", "QUIET", "NEEDS-core/0.py", "NEEDS-no", "BAD QUIET"]
    folders = {"backend": "core", "frontend": "web", "devops": "ops"}
    parts = {
        role: {f"{folder}/{n}.py": f"{chance.choice(texts)} {n}" for n in range(chance.randint(0, 7))}
        for role, folder in folders.items()
    }
    mends = [
        {f"{chance.choice([*folders.values()])}/{chance.randint(0, 3)}.py": f"{chance.choice(texts)} again {n}"}
        for n in range(8)
    ]
    Bench(*mends).merged(**parts)
