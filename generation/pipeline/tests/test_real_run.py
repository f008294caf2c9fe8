"""A whole run with the real reader, stack and sandbox; no double has a part in it."""

from __future__ import annotations

import io
import time
import uuid
import zipfile

import pytest

from accounts.models import User
from billing import ledger
from generation.delivery import archive
from generation.models import Event, Run, RunStatus
from generation.pipeline import lifecycle, runner, submission
from generation.pipeline.tests.threads import beside

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.sandbox]


@pytest.fixture
def run(alice: User, hinted: list[int]) -> Run:
    return submission.submit(alice, name="Mi lista", description="Create a simple todo app", submit_key=uuid.uuid4())


def test_a_real_app_is_built_verified_charged_and_packed(run: Run, alice: User) -> None:
    runner.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.charged, run.error_detail) == (RunStatus.SUCCEEDED, 10, "")
    assert ledger.balance(alice.pk) == ledger.Balance(90, 0)
    revision = run.revisions.get()
    assert revision.blueprint["name"] == "Mi lista"
    assert all(check["status"] == "passed" for check in revision.report["checks"] if check["required"])
    names = zipfile.ZipFile(io.BytesIO(archive.build(revision))).namelist()
    assert {"start.py", "SECURITY.md", "verification.json"} <= {name.split("/", 1)[1] for name in names}
    told = Event.objects.filter(run=run, kind="step.progress", payload__step="verification")
    assert sum(len(event.payload["items"]) for event in told) == len(revision.report["checks"])
    assert told.count() > 1  # they came while it worked, not all at the end


def test_a_real_sandbox_is_stopped_within_five_seconds(run: Run, alice: User) -> None:
    worker = beside(lambda: runner.execute(run.pk))
    until = time.monotonic() + 60
    while not Event.objects.filter(run=run, kind="step.progress", payload__step="verification").exists():
        assert time.monotonic() < until
        time.sleep(0.1)
    asked = time.monotonic()
    lifecycle.request_cancel(run)
    worker.join(20)
    assert not worker.is_alive()
    assert time.monotonic() - asked < 5
    run.refresh_from_db()
    assert (run.status, run.charged) == (RunStatus.CANCELLED, 0)
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)


@pytest.mark.parametrize("name", ["x" * 81, "bell \x07"])
def test_a_name_nobody_can_read_stores_nothing(alice: User, hinted: list[int], name: str) -> None:
    with pytest.raises(submission.DescriptionError):
        submission.submit(alice, name=name, description="Create a simple todo app", submit_key=uuid.uuid4())
    assert not Run.objects.exists()
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)
