"""What a stack promises: files for a blueprint, who may touch which of them, how the result is checked from outside.

The check plan is data made from the blueprint alone, never from the project's files: what is checked does not
choose its checks. The sandbox executes it with assertions on the host's side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from generation.blueprint.schema import Blueprint, Who
from generation.stacks.briefing import Briefs

Scope = Literal["backend", "frontend", "devops"]
Outcome = Literal["ok", "login", "forbidden"]  # 200 · redirect to the log-in page · 403 or 404


@dataclass(frozen=True)
class LoginProbe:
    """How a person signs in, and the demo people the seed command makes.

    `accounts` maps a role ("member", "other", "staff") to the e-mail it signs in with; `other` is a second member.
    Where the staff differ in what they may do, "staff" may everything and each role of the plan has its own account.
    All of them get the password in the environment variable `password_env` when the seed command runs.
    """

    path: str
    user_field: str
    password_field: str
    accounts: Mapping[str, str]
    password_env: str = "DEMO_PASSWORD"  # noqa: S105 - the name of a variable
    register_path: str | None = None
    profile_path: str | None = None  # a member's page about their own account
    key_command: str | None = None  # followed by an e-mail it prints a new key of that person for the API


@dataclass(frozen=True)
class PageProbe:
    """One address and what each role must get there.

    `{pk}` in the path stands for a row of `table`; the host takes it from the database's bytes. When `owner_column`
    is set the row taken is one of the account "member".
    """

    path: str
    expect: Mapping[str, Outcome]  # role ("visitor", "member", "other", "staff") → outcome
    table: str | None = None
    owner_column: str | None = None
    contains: str = ""  # text that must stand in an "ok" answer


@dataclass(frozen=True)
class FieldProbe:
    """A form field and the column it ends in; the host makes the value from `kind`."""

    name: str
    column: str  # for `relations`: empty
    kind: str  # blueprint FieldType value
    required: bool
    unique: bool = False
    once: bool = False  # of each row it points to, a person makes one row and no second
    choices: tuple[str, ...] = ()  # values a create form accepts
    target_table: str | None = None
    shown: bool = True  # the detail page shows what was sent
    weights: Mapping[str, int] = field(default_factory=dict)  # what the choices count in formulas
    most: int | None = None  # a larger number may rightly be refused
    planned: str = ""  # its name in the blueprint, where the project had to give it another
    degrees: int = 0  # a coordinate, between this and the same below zero

    def is_called(self, name: str | None) -> bool:
        """Whether the blueprint means this field by that name."""
        return name in (self.name, self.planned) and bool(name)


@dataclass(frozen=True)
class WorkflowProbe:
    """States of a row and how they are changed: POST `param`=state to `path`; other moves than `moves` are refused."""

    path: str  # holds {pk}
    param: str
    column: str
    initial: str
    states: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    board: bool = False  # the list has a column per state, with the moves as buttons on each row


@dataclass(frozen=True)
class ScheduleProbe:
    """How a row takes up time: names of form fields, and the calendar; `{month}` in its path is one as 2031-05."""

    start: str
    time: str | None
    end: str | None
    whole_days: bool
    minutes: int
    inclusive: bool
    exclusive: bool
    resource: str | None
    free: tuple[str, ...] = ()
    length: tuple[str, str] | None = None  # a relation's form field and its row's column of minutes
    calendar_path: str | None = None
    ics_path: str | None = None  # the person's own rows as a calendar file


@dataclass(frozen=True)
class ComputedProbe:
    """A column that the project works out; the host does the same with the blueprint's formula."""

    name: str  # in the blueprint, as formulas name it
    column: str
    formula: str
    decimals: int
    least: int | None = None  # a result below it is refused


@dataclass(frozen=True)
class FavouriteProbe:
    """How a person marks a row: POST `keep`=yes or no to `path`."""

    path: str  # holds {pk}
    page_path: str  # the person's own marks
    table: str
    person_column: str
    row_column: str


@dataclass(frozen=True)
class ModerationProbe:
    """How staff decide about a row: POST `param`=state to `path`."""

    queue_path: str
    path: str  # holds {pk}
    param: str
    column: str
    pending: str
    approved: str
    rejected: str


@dataclass(frozen=True)
class RatingProbe:
    """What the rows rate: names of the entity that is rated and of the form's fields."""

    target: str
    relation: str
    rating: str
    once: bool  # of each row a person has one rating


@dataclass(frozen=True)
class UploadProbe:
    """A form field that takes a file, and where the file is served."""

    name: str
    column: str
    picture: bool
    path: str  # holds {pk}
    planned: str = ""


@dataclass(frozen=True)
class PlaceProbe:
    """Where rows are on a map: form fields of their coordinates, and the page with the map.

    On that page a row's mark is a link to the row that is moved by `transform="translate(x y)"` in an SVG drawing.
    """

    latitude: str
    longitude: str
    map_path: str | None


@dataclass(frozen=True)
class FeedProbe:
    """Where rows are written and read as they come: `{pk}` stands for a room's row, `{after}` for a row's key."""

    path: str
    news_path: str
    room: str | None  # form field of the room
    body: str  # form field of what is said


@dataclass(frozen=True)
class StaffProbe:
    """Where the staff differ: by action, the accounts that may and those that are refused."""

    may: Mapping[str, tuple[str, ...]]
    refused: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class EntityProbe:
    """Everything needed to create, read, change and delete rows of one entity from outside.

    Paths hold `{pk}` where a row is meant. A path is None where the app offers no such page.
    """

    entity: str
    table: str
    fields: tuple[FieldProbe, ...]
    list_path: str
    detail_path: str
    create_path: str
    edit_path: str
    delete_path: str
    admin_path: str  # list of the rows in the admin
    api_path: str  # collection; one row is api_path + "{pk}/"
    read: Who
    create: Who
    edit: Who
    delete: Who
    owner_column: str | None = None
    owner_param: str | None = None  # form name of the person a row is made for, where the staff say whose it is
    search_param: str | None = None
    search_field: str | None = None  # form name of a text field the search finds rows by
    csv_query: str | None = None  # of the list's address, for its rows as a file
    filter_params: tuple[str, ...] = ()  # query parameters of the list that equal a form field's value
    workflow: WorkflowProbe | None = None
    schedule: ScheduleProbe | None = None
    place: PlaceProbe | None = None
    feed: FeedProbe | None = None
    computed: tuple[ComputedProbe, ...] = ()
    made_by: Literal["form", "checkout"] = "form"  # rows of a shop's sale come from its checkout, and no other way
    changes: bool = True  # whether anybody edits or deletes its rows
    favourites: FavouriteProbe | None = None
    rates: RatingProbe | None = None
    moderation: ModerationProbe | None = None
    uploads: tuple[UploadProbe, ...] = ()
    charge: ChargeProbe | None = None
    staff: StaffProbe | None = None  # of an entity that some staff roles may do more with than others


@dataclass(frozen=True, kw_only=True)
class PaidProbe:
    """A row that is paid for, by the page that pretends or by a signed webhook: a shop's order, or what people give."""

    order_table: str
    status_column: str
    paid_value: str
    total_column: str
    webhook_path: str = ""
    webhook_env: str = ""  # the variable with the secret that webhooks are signed with
    payment_table: str = ""
    currency: str = "EUR"


@dataclass(frozen=True, kw_only=True)
class ShopProbe(PaidProbe):
    """The way from a product to a paid order."""

    add_path: str  # POST, with {pk} of a row of product_table
    cart_path: str
    checkout_path: str  # POST; redirects to the fake payment page
    product_table: str
    price_column: str
    checkout_fields: Mapping[str, str]  # name → kind
    quantity_path: str = ""  # POST `quantity`, with {pk} of a product: how many of it are in the cart
    stock_column: str | None = None
    cancelled_value: str = ""
    line_table: str = ""
    line_order_column: str = ""
    line_price_column: str = ""
    line_quantity_column: str = ""
    receipt_path: str = ""  # of an order, for whoever made it


@dataclass(frozen=True, kw_only=True)
class ChargeProbe(PaidProbe):
    """The way from a new row to its payment."""

    path: str  # of a row with {pk}: what is to be paid, for whoever made it
    pending_value: str


@dataclass(frozen=True)
class NoticesProbe:
    """Where notices to people are kept and read."""

    page_path: str
    open_path: str  # POST; holds {pk} of a notice; marks it as read and leads to what it is about
    table: str
    recipient_column: str
    read_column: str


@dataclass(frozen=True)
class NewsletterProbe:
    """How an address is signed up, confirmed and taken off again."""

    path: str  # the form; POST `field`
    field: str
    table: str
    email_column: str
    confirmed_column: str
    list_path: str  # the addresses, for staff; `?format=csv`


@dataclass(frozen=True)
class ToolProbe:
    """A tool of the blueprint: GET its page or its address of the API with the inputs as parameters."""

    tool: str  # its slug in the blueprint
    path: str
    api_path: str  # takes JSON by POST, too; answers {"results": {name: number}}
    names: Mapping[str, str]  # name of an input or result in the blueprint → its name in the project
    who: Who = Who.VISITOR


@dataclass(frozen=True)
class Source:
    """The file that answers an address, so that a check can say where to look: the first line that holds `text`."""

    path: str  # may hold {pk}
    file: str
    text: str = ""


@dataclass(frozen=True)
class GameProbe:
    """A game's page: its script is served, and what it plays with lies in a JSON element of the page."""

    path: str
    script: str
    content_id: str
    content: Mapping[str, Any]
    who: Who = Who.VISITOR


@dataclass(frozen=True)
class CountedProbe:
    """A table as a page of figures counts it.

    A figure on such a page is `<data data-figure="NAME" value="12.5">`: `{name}.count` for the rows, `{name}.total.X`
    or `{name}.mean.X` for a number, each `{name}.share` for the rows of one state, each `{name}.over` for a period.
    """

    entity: str
    name: str
    when: str  # the column by whose day the page's `since` and `until` narrow
    numbers: tuple[tuple[str, str, str], ...] = ()  # attribute, column, "total" or "mean"
    split: tuple[str, str] | None = None  # attribute and column of its states or choices
    unearned: tuple[str, tuple[str, ...]] | None = None  # column, and states in which its numbers do not count


@dataclass(frozen=True)
class ReportProbe:
    """A page that adds a table up: `total.count` and the like; `?format=csv` gives the same lines as a file."""

    path: str
    counted: CountedProbe
    who: Who


@dataclass(frozen=True)
class FiguresProbe:
    """The dashboard and the reports."""

    path: str
    who: Who
    counted: tuple[CountedProbe, ...]
    reports: tuple[ReportProbe, ...] = ()


@dataclass(frozen=True)
class CheckPlan:
    settings_module: str
    wsgi: str  # "package.module:callable"
    database: str  # path of the SQLite file inside the project
    seed_command: str
    login: LoginProbe | None
    pages: tuple[PageProbe, ...]
    entities: tuple[EntityProbe, ...]
    shop: ShopProbe | None = None
    tools: tuple[ToolProbe, ...] = ()
    games: tuple[GameProbe, ...] = ()
    notices: NoticesProbe | None = None
    newsletter: NewsletterProbe | None = None
    figures: FiguresProbe | None = None
    test_command: str | None = "test"
    sources: tuple[Source, ...] = ()
    delivery: tuple[str, ...] = ()  # files that the project must bring to be run elsewhere
    environment: Mapping[str, str] = field(default_factory=dict)  # what the project needs to run as start.py runs it


class Stack(Briefs, Protocol):
    name: str

    def render(self, blueprint: Blueprint) -> dict[str, str]:
        """All files of the project by path; the same blueprint gives the same bytes."""

    def scope_of(self, path: str) -> Scope | None:
        """Which agent may change that file; None for a locked one."""

    def check_plan(self, blueprint: Blueprint) -> CheckPlan:
        """How to check a project of that blueprint from outside."""
