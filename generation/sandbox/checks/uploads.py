"""Uploads: a file comes back byte by byte to who may read its row, and nothing is taken that a browser would run."""

from __future__ import annotations

import secrets

from generation.blueprint.schema import CriterionCheck, Who
from generation.sandbox import acting, values
from generation.sandbox.acting import Made, at
from generation.sandbox.browser import Upload
from generation.sandbox.inspection import MEMBER, OTHER, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.session import Response
from generation.stacks.protocol import EntityProbe, UploadProbe

PNG, PDF = b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n"
RUN_BY_BROWSERS = ("html", "svg", "xml", "javascript")


def uploads(look: Inspection, check: CriterionCheck) -> None:
    """Each file of the entity: kept, served, guarded, and refused when it is not what it says."""
    probe = look.probe(check.entity)
    wanted = [each for each in probe.uploads if check.field in (None, each.name, each.planned)]
    if not wanted:
        raise CheckFailure(f"{probe.entity} takes no file {check.field or ''} in the check plan")
    role = look.role_for(probe.create)
    if probe.read == Who.OWNER and role == VISITOR:
        role = MEMBER
    for each in wanted:
        content = (PNG if each.picture else PDF) + secrets.token_bytes(700)
        made = kept(look, probe, each, role, content)
        served(look, probe, each, made, content)
        guarded(look, probe, each, made)
        dangerous(look, probe, each, role)
        plain(look, probe, each, role)


def send(
    look: Inspection, probe: EntityProbe, each: UploadProbe, role: str, file: Upload
) -> tuple[Response, Made | None]:
    """Fill in the form with a file; the row that came of it, if one did."""
    form = acting.create_form(look, probe, role)
    if not form.multipart:
        raise CheckFailure(f"GET {probe.create_path}: the form sends no files")
    made = acting.fill(look, probe, form)
    before = set(look.rows().keys(probe.table))
    sent = {**form.defaults(), **acting.sent(made)}
    response = look.person(role).send(probe.create_path, sent, {each.name: file})
    new = set(look.rows().keys(probe.table)) - before
    pk = new.pop() if new else None
    return response, Made(pk, role, made, acting.stored(look, probe, pk)) if pk is not None else None


def kept(look: Inspection, probe: EntityProbe, each: UploadProbe, role: str, content: bytes) -> Made:
    name = values.word()
    ending, kind = ("png", "image/png") if each.picture else ("pdf", "application/pdf")
    response, made = send(look, probe, each, role, Upload(f"../{name}.{ending}", kind, content))
    if made is None:
        raise CheckFailure(f"POST {probe.create_path} with a file as {role}: {acting.refusal(response)}")
    stored = str(made.row.get(each.column) or "")
    if not stored or name in stored or ".." in stored:
        raise CheckFailure(f"{probe.entity}.{each.name} is kept as {stored!r}: nothing, or a name the sender chose")
    return made


def served(look: Inspection, probe: EntityProbe, each: UploadProbe, made: Made, content: bytes) -> None:
    role = acting.reader_of(look, probe, made)
    path = at(each.path, made.pk)
    response = look.person(role).request("GET", path)
    if response.status != 200 or response.body != content:
        raise CheckFailure(f"GET {path} as {role}: {told(response)}, or other bytes than were sent")
    harmless(response, path)
    if path not in look.person(role).get(at(probe.detail_path, made.pk)).text:
        raise CheckFailure(f"GET {at(probe.detail_path, made.pk)} as {role}: does not lead to the file")


def harmless(response: Response, path: str) -> None:
    """Nothing that a browser runs: its type is fixed, and only pictures are shown in place."""
    kind, shown = response.header("Content-Type").lower(), response.header("Content-Disposition").lower()
    if any(bad in kind for bad in RUN_BY_BROWSERS) or response.header("X-Content-Type-Options").lower() != "nosniff":
        raise CheckFailure(f"GET {path}: served as {kind or 'nothing'}, or a browser may guess another type")
    if not kind.startswith("image/") and not shown.startswith("attachment"):
        raise CheckFailure(f"GET {path}: a document is opened in the app instead of downloaded")


def guarded(look: Inspection, probe: EntityProbe, each: UploadProbe, made: Made) -> None:
    """Whoever may not read the row does not get its file."""
    strangers = {Who.VISITOR: (), Who.MEMBER: (VISITOR,), Who.OWNER: (OTHER, VISITOR), Who.STAFF: (MEMBER, VISITOR)}
    roles = (OTHER, VISITOR) if probe.moderation and made.role in (MEMBER, VISITOR) else strangers[probe.read]
    for role in roles:
        response = look.person(role).request("GET", at(each.path, made.pk))
        if not look.is_refused(response):
            raise CheckFailure(f"GET {at(each.path, made.pk)} as {role}: {told(response)}, and the row is not theirs")
    unserved(look, each, made)


def unserved(look: Inspection, each: UploadProbe, made: Made) -> None:
    """The folder itself is open to nobody."""
    name = str(made.row.get(each.column))
    for path in (f"/media/{name}", f"/static/{name}", f"/{name}", f"/uploads/{name}"):
        if look.person(VISITOR).request("GET", path).status == 200:
            raise CheckFailure(f"GET {path} as {VISITOR}: the files lie open")


def dangerous(look: Inspection, probe: EntityProbe, each: UploadProbe, role: str) -> None:
    """A script that calls itself a picture, and pages as such, are not taken."""
    mark = values.word()
    page = f"<!doctype html><html><script>{mark}</script></html>".encode()
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><script>{mark}</script></svg>'.encode()
    for file in (
        Upload("photo.png", "image/png", page), Upload("photo.jpg", "image/jpeg", svg),
        Upload("photo.svg", "image/svg+xml", svg), Upload("page.html", "text/html", page),
        Upload("song.mp3", "audio/mpeg", page),
    ):  # fmt: skip
        _, made = send(look, probe, each, role, file)
        if made is not None and made.row.get(each.column):
            raise CheckFailure(f"{probe.entity}.{each.name}: {file.name} with a script in it is taken")


def plain(look: Inspection, probe: EntityProbe, each: UploadProbe, role: str) -> None:
    """A text may hold what looks like a page; then it is only ever downloaded."""
    text = f"<script>{values.word()}</script>".encode()
    _, made = send(look, probe, each, role, Upload("note.txt", "text/html", text))
    if made is not None and made.row.get(each.column):
        path = at(each.path, made.pk)
        harmless(look.person(acting.reader_of(look, probe, made)).request("GET", path), path)
