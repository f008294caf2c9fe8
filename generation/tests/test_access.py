"""One door: a stranger's object and a missing one give the same answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from generation import access
from generation.models import Run
from generation.pipeline import runner
from generation.pipeline.tests.conftest import MakeRun, hinted, make_run, workshop

__all__ = ["hinted", "make_run", "workshop"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def finished(make_run: MakeRun) -> Run:
    run = make_run()
    runner.execute(run.pk)
    run.refresh_from_db()
    return run


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Http404) as answer:
        call()
    return str(answer.value)


def test_alice_finds_her_project(finished: Run, alice: User) -> None:
    assert access.get_project(alice, finished.project.public_id) == finished.project
    assert list(access.projects(alice)) == [finished.project]


def test_bob_and_nobody_get_the_answer_of_a_missing_one(finished: Run, bob: User) -> None:
    missing = uuid.uuid4()
    for person in (bob, AnonymousUser()):
        assert refused(lambda person=person: access.get_project(person, finished.project.public_id)) == refused(
            lambda person=person: access.get_project(person, missing)
        )
        assert not access.projects(person).exists()


def test_a_version_belongs_to_its_project(finished: Run, make_run: MakeRun) -> None:
    project = access.get_project(finished.owner, finished.project.public_id)
    assert access.get_revision(project) == access.get_revision(project, 1)
    refused(lambda: access.get_revision(project, 2))
    other = make_run().project
    refused(lambda: access.get_revision(other))
    refused(lambda: access.get_revision(other, 1))


def test_a_waiting_run_knows_its_place(make_run: MakeRun, bob: User) -> None:
    first, second = make_run(), make_run(bob)
    assert (access.queue_position(first), access.queue_position(second)) == (1, 2)
    runner.execute(first.pk)
    first.refresh_from_db()
    assert (access.queue_position(first), access.queue_position(second)) == (0, 1)


def test_staff_may_look_in_the_admin_and_change_nothing(finished: Run, client, alice: User) -> None:  # type: ignore[no-untyped-def]
    boss = User.objects.create_superuser("boss@example.com", "correct horse battery")
    client.force_login(boss)
    for model, row in (("run", finished), ("project", finished.project), ("revision", finished.revisions.get())):
        assert client.get(f"/admin/generation/{model}/").status_code == 200
        assert client.get(f"/admin/generation/{model}/{row.pk}/change/").status_code == 200
        assert client.get(f"/admin/generation/{model}/add/").status_code == 403
        assert client.post(f"/admin/generation/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.post(f"/admin/generation/{model}/{row.pk}/change/", {"status": "failed"}).status_code == 403
    finished.refresh_from_db()
    assert finished.status == "succeeded"
