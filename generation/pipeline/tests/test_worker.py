"""Real worker processes on a real broker: killed, stopped, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.conf import settings

from accounts.models import User
from billing import ledger
from generation.models import Event, Run, RunStatus, StepStatus
from generation.pipeline import reaper, submission
from generation.pipeline.tests.workshop import Workshop
from generation.tasks import HEARTBEAT_KEY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def worker(slow: float, **extra: str) -> Iterator[subprocess.Popen[bytes]]:
    database = urlsplit(settings.DATABASE_URL)._replace(path=f"/{settings.DATABASES['default']['NAME']}")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "autocrea.settings_test",
        "DATABASE_URL": urlunsplit(database),
        "REDIS_URL": settings.REDIS_URL,
        "RUN_LEASE_SECONDS": "2",
        "WORKSHOP_SLOW": str(slow),
        **extra,
    }
    command = [sys.executable, "-m", "celery", "-A", "generation.pipeline.tests.slow_worker", "worker"]
    options = ["-P", "threads", "-c", "2", "--without-gossip", "--without-mingle", "-l", "WARNING"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_until(true: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


@pytest.fixture
def run(alice: User, workshop: Workshop) -> Run:
    redis.Redis.from_url(settings.REDIS_URL).flushall()
    return submission.submit(alice, name="", description="Notes", submit_key=uuid.uuid4())


def test_a_killed_worker_loses_nothing_and_its_run_is_charged_once(run: Run, alice: User) -> None:
    with worker(slow=600) as first:
        wait_until(lambda: run.steps.filter(key="backend", status=StepStatus.DONE).exists(), 40)
        assert redis.Redis.from_url(settings.REDIS_URL).ttl(HEARTBEAT_KEY) > 5
        first.send_signal(signal.SIGKILL)
        first.wait()

    def ended() -> bool:
        reaper.reap()
        return Run.objects.get(pk=run.pk).status not in (RunStatus.QUEUED, RunStatus.RUNNING)

    with worker(slow=0.1):
        wait_until(ended, 60)
    run.refresh_from_db()
    assert (run.status, run.charged) == (RunStatus.SUCCEEDED, 10)
    assert run.fence >= 2
    assert ledger.balance(alice.pk) == ledger.Balance(90, 0)
    assert run.revisions.count() == 1
    told = list(Event.objects.filter(run=run).order_by("seq"))
    assert [event.seq for event in told] == list(range(1, len(told) + 1))
    done = [event.payload["step"] for event in told if event.kind == "step.done"]
    assert len(done) == len(set(done)) == 6


def test_a_worker_told_to_stop_hands_its_run_over_and_leaves(run: Run) -> None:
    with worker(slow=600, WORKSHOP_PATIENCE="1") as process:
        wait_until(lambda: run.steps.filter(key="verification", status=StepStatus.RUNNING).exists(), 40)
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        assert time.monotonic() - asked < 15  # seconds beyond the patience of one step
    run.refresh_from_db()
    assert (run.status, run.lease_until, run.attempts) == (RunStatus.RUNNING, None, 0)
    assert Event.objects.filter(run=run, kind="step.done").count() == 4


def test_a_run_is_cancelled_in_another_process_within_five_seconds(run: Run, alice: User) -> None:
    from generation.pipeline import lifecycle

    with worker(slow=600):
        wait_until(lambda: run.steps.filter(key="verification", status=StepStatus.RUNNING).exists(), 40)
        lifecycle.request_cancel(run)
        wait_until(lambda: Run.objects.get(pk=run.pk).status == RunStatus.CANCELLED, 5)
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)
