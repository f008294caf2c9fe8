"""Pages and sockets over runs that are made through the real door, with doubles in the toolbox."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from generation.models import Run
from generation.pipeline import runner
from generation.pipeline.tests.conftest import MakeRun, _no_worker_is_leaving, hinted, make_run, workshop

__all__ = ["_no_worker_is_leaving", "hinted", "make_run", "workshop"]  # fixtures

As = Callable[[User], Client]


@pytest.fixture
def as_() -> As:
    """A browser in which that person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client(headers={"accept": "text/html"})
        client.force_login(user)
        client.cookies["language"] = "en"
        return client

    return signed_in


@pytest.fixture
def finished(make_run: MakeRun) -> Run:
    run = make_run()
    runner.execute(run.pk)
    run.refresh_from_db()
    return run
