"""What one person writes reaches another's feed: as text, once, in its own room, and nobody who may not read it."""

from __future__ import annotations

from typing import Any

from generation.blueprint.schema import CriterionCheck, Who
from generation.sandbox import acting, values
from generation.sandbox.acting import at
from generation.sandbox.inspection import MEMBER, OTHER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.stacks.protocol import EntityProbe, FeedProbe


def feeds(look: Inspection, check: CriterionCheck) -> None:
    probe = look.probe(check.entity)
    feed = probe.feed
    if feed is None:
        raise CheckFailure(f"{probe.entity} has no feed in the check plan")
    writer = look.role_for(probe.create)
    rooms = rooms_of(look, probe, feed, writer)
    earlier, _ = written(look, probe, feed, writer, rooms[0])
    last = latest(look, probe)
    word, sent = written(look, probe, feed, writer, rooms[0])
    reader = reader_of(look, probe, writer)
    path = news_path(feed, rooms[0], last)
    response = look.person(reader).get(path)
    if response.status != 200 or word not in response.text:
        raise CheckFailure(f"GET {path} as {reader}: what {writer} wrote does not arrive ({told(response)})")
    for where, text in ((path, response.text), (at(feed.path, rooms[0]), page_text(look, reader, feed, rooms[0]))):
        if sent in text:
            raise CheckFailure(f"GET {where} as {reader}: what was written is given out as HTML")
    if earlier in response.text:
        raise CheckFailure(f"GET {path} as {reader}: gives what the page has already")
    if len(rooms) > 1 and word in look.person(reader).get(news_path(feed, rooms[1], last)).text:
        raise CheckFailure(f"GET {news_path(feed, rooms[1], last)}: gives what was written in another room")
    quiet(look, reader, news_path(feed, rooms[0], latest(look, probe)))
    for stranger in strangers(probe):
        closed(look, stranger, (path, at(feed.path, rooms[0])), word)


def rooms_of(look: Inspection, probe: EntityProbe, feed: FeedProbe, writer: str) -> list[Any]:
    """Rooms that the writer may choose, at least one; a feed without rooms has one place."""
    if feed.room is None:
        return [""]
    options = [each for each in acting.create_form(look, probe, writer).controls[feed.room].options if each]
    if not options:
        field = next(each for each in probe.fields if each.name == feed.room)
        options = [str(acting.fresh_target(look, field))]
    return options[:2]


def written(look: Inspection, probe: EntityProbe, feed: FeedProbe, role: str, room: Any) -> tuple[str, str]:
    """Write through the feed's own form: an unforeseeable word in markup. The word, and all that was sent."""
    path, browser = at(feed.path, room), look.person(role)
    form = Page(browser.get(path).text).form_with({feed.body})
    if form is None:
        raise CheckFailure(f"GET {path} as {role}: there is nothing to write with")
    word = values.word()
    sent = f"<b>{word}</b>"
    made = acting.fill(look, probe, acting.create_form(look, probe, role))
    wanted = {name: value.sent for name, value in made.items() if name in form.controls and name != feed.room}
    before = set(look.rows().keys(probe.table))
    response = browser.submit(form, path, {**wanted, feed.body: sent})
    new = set(look.rows().keys(probe.table)) - before
    if response.status not in (302, 303) or len(new) != 1:
        raise CheckFailure(f"POST {path} as {role}: {acting.refusal(response)}, {len(new)} rows more")
    row = acting.stored(look, probe, new.pop())
    column = next(each.column for each in probe.fields if each.name == feed.room) if feed.room else ""
    if row.get(feed.body) != sent or (column and str(row.get(column)) != str(room)):
        raise CheckFailure(f"POST {path}: the row does not hold what was written there")
    if probe.owner_column and role != VISITOR and row.get(probe.owner_column) != look.account_key(role):
        raise CheckFailure(f"POST {path}: what {role} wrote does not belong to {role}")
    return word, sent


def page_text(look: Inspection, role: str, feed: FeedProbe, room: Any) -> str:
    return look.person(role).get(at(feed.path, room)).text


def latest(look: Inspection, probe: EntityProbe) -> Any:
    return look.rows().keys(probe.table)[-1]


def news_path(feed: FeedProbe, room: Any, after: Any) -> str:
    return at(feed.news_path, room).replace("{after}", str(after))


def quiet(look: Inspection, role: str, path: str) -> None:
    response = look.person(role).request("GET", path)
    if response.status not in (200, 204, 304) or Page(response.text).text:
        raise CheckFailure(f"GET {path} as {role}: there is nothing new, and it says {response.text[:80]!r}")


def reader_of(look: Inspection, probe: EntityProbe, writer: str) -> str:
    """Somebody else, where the rows are for others to read."""
    if probe.read == Who.STAFF or writer == VISITOR or look.plan.login is None:
        return STAFF if look.plan.login else writer
    return OTHER if probe.read in (Who.VISITOR, Who.MEMBER) else writer


def strangers(probe: EntityProbe) -> list[str]:
    refused: dict[Who, list[str]] = {Who.VISITOR: [], Who.STAFF: [VISITOR, MEMBER], Who.OWNER: [VISITOR, OTHER]}
    return refused.get(probe.read, [VISITOR])


def closed(look: Inspection, role: str, paths: tuple[str, ...], word: str) -> None:
    for path in paths:
        response = look.person(role).request("GET", path)
        if not look.is_refused(response) and word in response.text:
            raise CheckFailure(f"GET {path} as {role}: gives what {role} may not read")
