"""The order of the checks, what follows from a failure, and what the report says."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from generation.sandbox import installed, watch
from generation.sandbox.errors import SandboxCancelled, SandboxUnavailable
from generation.sandbox.limits import Limits
from generation.sandbox.report import LONGEST_DETAIL, Check, CriterionResult, Report, capped
from generation.sandbox.session import checked_sizes
from generation.sandbox.tests import notes
from generation.sandbox.tests.mutants import WITHOUT_SUITE
from generation.sandbox.verify import verify

pytestmark = pytest.mark.sandbox
ORDER = [
    "parse", "ruff", "secrets", "delivery", "check", "migrations", "migrate", "seed", "pages",
    "crud", "criteria", "isolation", "tests",
]  # fmt: skip


def test_each_check_is_told_as_it_ends_and_the_report_is_plain_data() -> None:
    told: list[Check] = []
    report = verify(notes.files(), notes.BLUEPRINT, notes.PLAN, on_check=told.append)
    assert [check.id for check in told] == ORDER
    assert tuple(told) == report.checks
    data = json.loads(json.dumps(report.as_dict()))
    assert data["verified"] is True
    assert data["runtime"]["database"] == "sqlite"
    assert data["runtime"]["name"].startswith("pyodide ")
    assert len(data["runtime"]["bundle"]) == 64
    assert data["not_executed"] == ["postgresql", "image_build", "browser_javascript", "live_stripe"]
    assert {result["id"] for result in data["criteria"]} == {f"c{number:02}" for number in range(1, 11)}
    assert set(data["checks"][0]) == {"id", "title", "status", "required", "seconds", "detail"}


def test_what_needs_a_failed_check_is_skipped_and_nothing_is_verified() -> None:
    files = notes.files()
    files["core/models.py"] += "\n\ndef broken(:\n"
    report = verify(files, notes.BLUEPRINT, notes.PLAN)
    assert report.check("parse").status == "failed"
    assert "core/models.py:" in report.check("parse").detail
    assert report.check("secrets").status == "passed"
    assert {check.status for check in report.checks if check.id not in ("parse", "secrets")} == {"skipped"}
    assert {result.status for result in report.criteria} == {"skipped"}
    assert not report.verified


def test_a_red_suite_and_an_empty_one_are_found() -> None:
    files = notes.files()
    files["core/tests.py"] = files["core/tests.py"].replace('"Notebook"', '"Something else"')
    report = verify(files, notes.PAGE_ALONE, notes.PLAN_OF_PAGE)
    assert [check.id for check in report.failed] == ["tests"]
    assert "AssertionError" in report.check("tests").detail
    del files["core/tests.py"]
    report = verify(files, notes.PAGE_ALONE, notes.PLAN_OF_PAGE)
    assert "no test" in report.check("tests").detail


def test_titles_speak_the_language_of_the_app() -> None:
    files = {"a.py": "broken("}
    spanish = notes.BLUEPRINT.model_copy(update={"language": "es"})
    assert verify(files, spanish, notes.PLAN).check("parse").title == "Todos los archivos se pueden leer"
    assert verify(files, notes.BLUEPRINT, notes.PLAN).check("parse").title == "Every file parses"


def test_an_app_without_entities_needs_no_criteria() -> None:
    report = verify(notes.files(), notes.PAGE_ALONE, replace(notes.PLAN_OF_PAGE, test_command=None))
    assert report.verified, report.failed
    assert report.check("crud").status == "skipped"
    assert not report.check("crud").required


def test_an_entity_that_nothing_probes_is_not_verified() -> None:
    report = verify(notes.files(), notes.BLUEPRINT, replace(notes.PLAN_OF_PAGE, test_command=None))
    assert "Note: nothing probes it" in report.check("crud").detail
    assert not report.verified


def test_a_run_over_its_time_fails_its_check_and_skips_the_rest() -> None:
    files = notes.files()
    files["core/views.py"] = files["core/views.py"].replace(
        'return render(request, "home.html"', 'while True:\n        pass\n    return render(request, "home.html"'
    )
    report = verify(files, notes.BLUEPRINT, WITHOUT_SUITE, limits=Limits(wall_seconds=10))
    assert "still busy" in report.check("pages").detail
    assert {report.check(name).status for name in ("crud", "criteria", "isolation")} == {"skipped"}
    assert not report.verified


@pytest.mark.parametrize("after", [1.5, 6.0])
def test_cancelling_ends_the_run_within_a_second(after: float) -> None:
    files = notes.files()
    files["core/tests.py"] += "\n    def test_endless(self):\n        while True:\n            pass\n"
    asked_at = time.monotonic() + after
    with pytest.raises(SandboxCancelled):
        verify(files, notes.BLUEPRINT, notes.PLAN, cancelled=lambda: time.monotonic() > asked_at)
    assert time.monotonic() - asked_at < 1.0
    assert not [pid for pid in watch.family(os.getpid()) if b"host.mjs" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_without_a_bundle_nothing_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "bundle_path", lambda: tmp_path)
    with pytest.raises(SandboxUnavailable):
        verify(notes.files(), notes.BLUEPRINT, notes.PLAN)


@pytest.mark.parametrize("path", ["../out.py", "/etc/x", "a/../../b", "", "a\\b", "nul\0"])
def test_a_file_outside_the_project_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        checked_sizes({path: ""}, Limits())
    report = verify({**notes.files(), path: "x"}, notes.BLUEPRINT, WITHOUT_SUITE)
    assert not report.verified
    assert "outside" in report.check("parse").detail  # before any tool has read it


def test_a_project_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        checked_sizes({"a": "x" * 100}, Limits(project_bytes=99))
    with pytest.raises(ValueError, match="too many"):
        checked_sizes({str(number): "" for number in range(3)}, Limits(project_files=2))


def made(*checks: Check) -> Report:
    return Report(checks, (CriterionResult("c01", "text", "passed"),), {}, (), 1.0)


def check(status: str, required: bool = True) -> Check:
    return Check("x", "X", status, required, 0.1)  # type: ignore[arg-type]


def test_verified_means_every_required_check_passed() -> None:
    assert made(check("passed"), check("skipped", required=False), check("failed", required=False)).verified
    assert not made(check("passed"), check("skipped")).verified
    assert not made(check("passed"), check("failed")).verified
    assert not made(check("passed", required=False)).verified
    assert not made().verified


def test_details_are_capped_and_unknown_checks_are_an_error() -> None:
    assert len(capped(replace(check("failed"), detail="x" * 10_000)).detail) < LONGEST_DETAIL + 10
    with pytest.raises(KeyError):
        made(check("passed")).check("nowhere")
