"""A project in a guest: what it is given, what it answers, and what it does not keep from one run to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from generation.sandbox.limits import Limits
from generation.sandbox.session import Session
from generation.sandbox.tests import attacker, notes

pytestmark = pytest.mark.sandbox
LOTTERY = """
def lottery(request):
    import os, random, secrets, uuid
    from django.http import HttpResponse
    drawn = random.random(), random.getrandbits(64), secrets.token_hex(), uuid.uuid4(), os.urandom(8).hex()
    return HttpResponse(" ".join(map(str, drawn)))
urlpatterns += [path("lottery/", lottery)]
"""
Start = Callable[..., Session]


@pytest.fixture
def start() -> Iterator[Start]:
    opened: list[Session] = []

    def begin(addition: str = "") -> Session:
        files = notes.files()
        files["config/urls.py"] += addition
        session = Session(Limits())
        opened.append(session)
        session.start(files, attacker.ENVIRONMENT, "config.wsgi:application")
        return session

    yield begin
    for session in opened:
        session.guest.close()


def test_chance_is_new_in_each_run(start: Start) -> None:
    drawn = [start(LOTTERY).request("GET", "/lottery/", {"Host": "localhost"}).text.split() for _ in range(2)]
    assert all(one != other for one, other in zip(*drawn, strict=True))


def test_commands_answers_and_the_database_come_back(start: Start) -> None:
    session = start()
    assert session.database("db.sqlite3") == b""
    assert session.manage("migrate", "--noinput").code == 0
    assert session.database("db.sqlite3").startswith(b"SQLite format 3\0")
    assert session.request("GET", "/", {"Host": "localhost"}).status == 200
    assert session.request("GET", "/no/", {"Host": "localhost"}).status == 404
    unknown = session.manage("no_such_command")
    assert unknown.code == 1
    assert "Unknown command" in unknown.said


def test_an_exception_is_a_500_that_names_the_projects_own_line(start: Start) -> None:
    session = start("\nurlpatterns += [path('boom/', lambda request: 1 / 0)]\n")
    response = session.request("GET", "/boom/", {"Host": "localhost"})
    assert response.status == 500
    assert "config/urls.py:" in response.failure
    assert "ZeroDivisionError" in response.failure


def test_a_command_that_exits_or_prints_without_end_is_survived(start: Start) -> None:
    session = start("\nprint('x' * 5_000_000)\nraise SystemExit(3)\n")
    result = session.manage("check")
    assert result.code == 3
    assert len(result.output) <= 200_000
    assert session.manage("--version").code == 0


def test_unicode_addresses_bodies_and_headers_arrive_whole(start: Start) -> None:
    session = start(
        "\nfrom django.http import HttpResponse\nfrom django.views.decorators.csrf import csrf_exempt\n"
        "urlpatterns += [path('eco/<word>/', csrf_exempt(lambda r, word: HttpResponse("
        "word + r.GET['q'] + r.body.decode() + r.headers['X-Mark'])))]\n"
    )
    response = session.request("POST", "/eco/ñandú/?q=%C3%A9", {"Host": "localhost", "X-Mark": "m"}, "€".encode())
    assert response.text == "ñandúé€m"
