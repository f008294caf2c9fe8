"""What people do to each other's rows: the sound project holds, each spoiled one is found out for what it is."""

# ruff: noqa: E501 - code of spoiled projects

from __future__ import annotations

from functools import partial

import pytest

from generation.blueprint.schema import Blueprint, CheckKind
from generation.sandbox.tests.some_criteria import Spoil, failures
from generation.stacks.tests.neighbours import neighbours
from tests.proving import spread

pytestmark = pytest.mark.sandbox
MARKS, TOGGLE = "favourites/marks.py", "favourites/views.py"
ACCESS, MODERATED, QUEUE = "core/access.py", "core/models/moderated.py", "moderation/views.py"
RECEIVERS, NOTICES = "notices/receivers.py", "notices/views.py"
JOIN, LINKS = "newsletter/views.py", "newsletter/links.py"
FILES, SERVE, FIELDS = "uploads/files.py", "uploads/views.py", "uploads/fields.py"


def only(kind: CheckKind) -> Blueprint:
    blueprint = neighbours()
    return blueprint.model_copy(update={"criteria": tuple(c for c in blueprint.criteria if c.check.kind is kind)})


SPOILED: dict[str, tuple[CheckKind, Spoil, str]] = {
    "everybody's marks": (
        CheckKind.FAVOURS, (MARKS, "marks.objects.filter(person=person).values", "marks.objects.values"),
        "somebody else has marked",
    ),
    "marks what is hidden": (
        CheckKind.FAVOURS,
        (TOGGLE, "visible(request.user, marks._meta.get_field(\"row\").related_model), pk=pk",
         "marks._meta.get_field(\"row\").related_model, pk=pk"), "may not read",
    ),
    "takes all marks away": (
        CheckKind.FAVOURS, (MARKS, "marks.objects.filter(person=person, row=row).delete()",
                            "marks.objects.filter(row=row).delete()"), "changes other marks",
    ),
    "shows what waits": (
        CheckKind.MODERATES, (ACCESS, 'rows.filter(Q(moderation="approved") | mine)', "rows"), "another's row",
    ),
    "approved once is approved for ever": (
        CheckKind.MODERATES, (MODERATED, "        self.moderation =", "        if self.pk is None:\n            self.moderation ="),
        "author has changed",
    ),
    "anybody approves": (
        CheckKind.MODERATES, (QUEUE, "        if request.user.is_staff:", "        if request.user.is_authenticated:"),
        "as member",
    ),
    "rejecting approves": (
        CheckKind.MODERATES, (QUEUE, 'Moderation(request.POST["decision"])', "Moderation.APPROVED"), "not 'rejected'",
    ),
    "another average": (
        CheckKind.RATES, ("core/templatetags/ratings.py", 'average=Avg(rating)', "average=Avg(rating) + 1"), "no '",
    ),
    "tells nobody": (CheckKind.NOTIFIES, (RECEIVERS, "owner is not None and", "owner is None and"), "0 notices"),
    "tells who did it": (CheckKind.NOTIFIES, (RECEIVERS, "and owner != by", ""), "did themselves"),
    "tells the wrong person": (CheckKind.NOTIFIES, (RECEIVERS, "tell(owner,", "tell(by,"), "expected one for the owner"),
    "anybody reads a notice": (
        CheckKind.NOTIFIES, (NOTICES, "Notice, pk=pk, recipient=request.user", "Notice, pk=pk"), "the notice is read",
    ),
    "everybody's notices": (
        CheckKind.NOTIFIES, (NOTICES, "Paginator(Notice.objects.filter(recipient=request.user)", "Paginator(Notice.objects.all()"),
        "notice is there",
    ),
    "opening the link is enough": (
        CheckKind.SUBSCRIBES, (JOIN, 'links.CONFIRM)\n    if email and request.method == "POST":', "links.CONFIRM)\n    if email:"),
        "before anybody has confirmed",
    ),
    "any link is good": (
        CheckKind.SUBSCRIBES, (LINKS, "        return None", "        return token"), "tampered",
    ),
    "the list is open": (
        CheckKind.SUBSCRIBES, (JOIN, "if not request.user.is_staff:", "if not request.user.is_authenticated:"), "as member",
    ),
    "writes to anybody": (
        CheckKind.SUBSCRIBES, (JOIN, "if too_often(request):", "if False:"), "are written to",
    ),
    "nobody leaves": (
        CheckKind.SUBSCRIBES, (JOIN, "Subscriber.objects.filter(email=email).delete()", "pass"), "still on the list",
    ),
    "files for all": (
        CheckKind.UPLOADS, (SERVE, "get_object_or_404(visible(request.user, model), pk=pk)", "get_object_or_404(model, pk=pk)"),
        "not theirs",
    ),
    "believes the browser": (
        CheckKind.UPLOADS, (FILES, "    if ending is None:", '    if ending is None and file.content_type.startswith("image/"):\n        return ".png"\n    if ending is None:'),
        "with a script in it is taken",
    ),
    "lets a browser guess": (
        CheckKind.UPLOADS, (FILES, '".pdf": "application/pdf"', '".pdf": "text/html"'), "served as text/html",
    ),
    "keeps the sender's name": (
        CheckKind.UPLOADS, (FIELDS, "file.name = random_name(checked(file, picture=self.picture))", "checked(file, picture=self.picture)"),
        "a name the sender chose",
    ),
}  # fmt: skip
ALWAYS = {"everybody's marks", "shows what waits", "tells who did it", "believes the browser"}


def test_the_sound_project_holds() -> None:
    assert failures(neighbours) == {}


@pytest.mark.parametrize("name", spread(SPOILED, ALWAYS.__contains__))
def test_a_spoiled_project_is_found_out(name: str) -> None:
    kind, spoil, said = SPOILED[name]
    found = failures(partial(only, kind), spoil)
    assert any(said in detail for detail in found.values()), found
