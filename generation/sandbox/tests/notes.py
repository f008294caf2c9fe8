"""The hand-written project of these tests: private notes with public topics. Its files, blueprint and check plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generation.blueprint.schema import (
    Access,
    Blueprint,
    CheckKind,
    Choice,
    Criterion,
    CriterionCheck,
    Entity,
    Field,
    FieldType,
    Page,
    PageKind,
    Who,
)
from generation.stacks.protocol import CheckPlan, EntityProbe, FieldProbe, LoginProbe, PageProbe

FOLDER = Path(__file__).parent / "projects" / "notes"

TOPIC = Entity(
    name="Topic", label="Topic", label_plural="Topics", slug="topics", display="name",
    fields=(
        Field(name="name", label="Name", type=FieldType.TEXT),
        Field(name="colour", label="Colour", type=FieldType.CHOICE,
              choices=(Choice(value="red", label="Red"), Choice(value="blue", label="Blue"))),
    ),
    access=Access(read=Who.VISITOR, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF),
)  # fmt: skip
NOTE = Entity(
    name="Note", label="Note", label_plural="Notes", slug="notes", display="title", owned=True, search=("title",),
    fields=(
        Field(name="title", label="Title", type=FieldType.TEXT),
        Field(name="body", label="Body", type=FieldType.LONG_TEXT, required=False),
        Field(name="price", label="Price", type=FieldType.MONEY),
        Field(name="day", label="Day", type=FieldType.DATE),
        Field(name="topic", label="Topic", type=FieldType.RELATION, target="Topic"),
        Field(name="done", label="Done", type=FieldType.BOOLEAN, required=False),
    ),
    access=Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER),
)  # fmt: skip


def criterion(number: int, kind: CheckKind, **values: object) -> Criterion:
    return Criterion(id=f"c{number:02}", text=f"Criterion {number}", check=CriterionCheck(kind=kind, **values))


BLUEPRINT = Blueprint(
    name="Notebook", slug="notebook", language="en", purpose="Keeps private notes.",
    entities=(TOPIC, NOTE), pages=(Page(kind=PageKind.LANDING, slug="", title="Notebook"),),
    seed={"Topic": ({"name": "Work", "colour": "red"},)},
    criteria=(
        criterion(1, CheckKind.CREATES, entity="Note"),
        criterion(2, CheckKind.LISTS, entity="Topic", role=Who.VISITOR),
        criterion(3, CheckKind.FILTERS, entity="Note", field="title"),
        criterion(4, CheckKind.FORBIDS, entity="Topic", role=Who.MEMBER, action="create"),
        criterion(5, CheckKind.ISOLATES, entity="Note"),
        criterion(6, CheckKind.EDITS, entity="Note", role=Who.OWNER),
        criterion(7, CheckKind.DELETES, entity="Topic", role=Who.STAFF),
        criterion(8, CheckKind.REQUIRES, entity="Note", field="title"),
        criterion(9, CheckKind.SHOWS, page="", role=Who.VISITOR),
        criterion(10, CheckKind.FORBIDS, entity="Note", role=Who.VISITOR, action="read"),
    ),
)  # fmt: skip


def files() -> dict[str, str]:
    """A fresh copy, for a test to spoil."""
    return {
        path.relative_to(FOLDER).as_posix(): path.read_text()
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file() and path.suffix in (".py", ".html")
    }


def probe(entity: Entity, fields: tuple[FieldProbe, ...], owner: str | None = None) -> EntityProbe:
    slug, access = entity.slug, entity.access
    return EntityProbe(
        entity=entity.name, api_path=f"/api/{slug}/", table=f"core_{entity.name.lower()}", fields=fields,
        list_path=f"/{slug}/",
        detail_path=f"/{slug}/{{pk}}/", create_path=f"/{slug}/new/", edit_path=f"/{slug}/{{pk}}/edit/",
        delete_path=f"/{slug}/{{pk}}/delete/", admin_path=f"/admin/core/{entity.name.lower()}/",
        read=access.read, create=access.create, edit=access.edit, delete=access.delete, owner_column=owner,
        search_param="q", search_field=fields[0].name,
    )  # fmt: skip


PLAN = CheckPlan(
    settings_module="config.settings",
    wsgi="config.wsgi:application",
    database="db.sqlite3",
    seed_command="seed",
    login=LoginProbe(
        "/login/", "username", "password", {role: f"{role}@example.com" for role in ("member", "other", "staff")}
    ),
    pages=(
        PageProbe("/", dict.fromkeys(("visitor", "member", "other", "staff"), "ok"), contains="Notebook"),
        PageProbe("/topics/", {"visitor": "ok", "staff": "ok"}),
        PageProbe("/notes/", {"visitor": "login", "member": "ok"}),
        PageProbe("/topics/new/", {"visitor": "login", "member": "forbidden", "staff": "ok"}),
        PageProbe(
            "/notes/{pk}/",
            {"visitor": "forbidden", "member": "ok", "other": "forbidden", "staff": "ok"},
            "core_note",
            "owner_id",
        ),
    ),
    entities=(
        probe(
            TOPIC,
            (
                FieldProbe("name", "name", "text", True),
                FieldProbe("colour", "colour", "choice", True, choices=("red", "blue")),
            ),
        ),
        probe(
            NOTE,
            (
                FieldProbe("title", "title", "text", True),
                FieldProbe("body", "body", "long_text", False),
                FieldProbe("price", "price", "money", True),
                FieldProbe("day", "day", "date", True),
                FieldProbe("topic", "topic_id", "relation", True, target_table="core_topic"),
                FieldProbe("done", "done", "boolean", False),
            ),
            "owner_id",
        ),
    ),
)

# The same project seen as one page: what a check of the checks themselves needs, in a fraction of the time.
PAGE_ALONE = BLUEPRINT.model_copy(update={"entities": (), "criteria": (), "seed": {}})
PLAN_OF_PAGE = replace(PLAN, entities=(), pages=(PageProbe("/", {"visitor": "ok"}, contains="Notebook"),), login=None)
