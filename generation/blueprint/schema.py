"""The blueprint: the typed plan of an app and the contract of a whole run.

Everything after the architect (stack, agents, sandbox, receipt) reads this and nothing else of the description.
Values only: no Django model, no I/O. Consistency between the parts is in `validation.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field as Constrained

from generation.blueprint.parts import ClassName, Hex, Identifier, Part, Scalar, Slug, Text
from generation.blueprint.rowless import (
    Contact,
    Item,
    Landing,
    Question,
    Section,
    Tool,
    ToolExample,
    ToolInput,
    ToolOutput,
    Widget,
)

__all__ = [  # what this module offers of others beside what it defines
    "ClassName", "Contact", "Hex", "Identifier", "Item", "Landing", "Part", "Question", "Scalar", "Section", "Slug",
    "Text", "Tool", "ToolExample", "ToolInput", "ToolOutput", "Widget",
]  # fmt: skip

SCHEMA_VERSION: Literal[1] = 1


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    IMAGE = "image"  # an image's address, or a picture that people upload when the field is `uploaded`
    FILE = "file"  # an uploaded document
    CHOICE = "choice"
    RATING = "rating"  # whole number 1..5
    RELATION = "relation"  # belongs to one row of `target`
    RELATIONS = "relations"  # any number of rows of `target`


class Who(StrEnum):
    """The least a person must be to do something; each level may do what the one before may."""

    VISITOR = "visitor"  # anybody, not signed in
    MEMBER = "member"  # anybody signed in
    OWNER = "owner"  # the person the row belongs to, and staff
    STAFF = "staff"


class PageKind(StrEnum):
    LANDING = "landing"
    LIST = "list"
    DETAIL = "detail"
    FORM = "form"
    DASHBOARD = "dashboard"
    REPORT = "report"
    CALENDAR = "calendar"
    CART = "cart"
    CHECKOUT = "checkout"
    STATIC = "static"
    TOOL = "tool"
    WIDGET = "widget"
    FEED = "feed"
    MAP = "map"


class Feature(StrEnum):
    ACCOUNTS = "accounts"
    ADMIN = "admin"
    PAYMENTS = "payments"
    SEARCH = "search"
    FILTERS = "filters"
    COMMENTS = "comments"
    RATINGS = "ratings"
    FAVOURITES = "favourites"
    UPLOADS = "uploads"
    EXPORT_CSV = "export_csv"
    CHARTS = "charts"
    NOTIFICATIONS = "notifications"
    NEWSLETTER = "newsletter"
    I18N = "i18n"


class Fit(StrEnum):
    FULL = "full"
    PARTIAL = "partial"
    OUTSIDE = "outside"


class Kit(StrEnum):
    """Layout kits: how the whole app is laid out."""

    EDITORIAL = "editorial"
    CATALOGUE = "catalogue"
    DESK = "desk"
    CALENDAR = "calendar"
    BOARD = "board"
    DASHBOARD = "dashboard"
    ONE_PAGE = "one_page"
    API = "api"  # no pages but the API's documentation and the admin


class Choice(Part):
    value: Identifier
    label: Text
    weight: Annotated[int, Constrained(ge=-1, le=1)] | None = None  # what it counts in a formula: in 1, out -1


class Field(Part):
    """One column of an entity, named in the words of the description."""

    name: Identifier
    label: Text
    type: FieldType
    required: bool = True
    unique: bool = False
    choices: tuple[Choice, ...] = ()
    target: ClassName | None = None  # the entity of a relation
    help: str = ""
    uploaded: bool = False  # an image that is uploaded rather than named by its address
    least: int | None = None  # a result below it is refused, with whatever would bring it about
    alert: str = ""  # another number of the row: at or below it this one is marked
    taken_from: str = ""  # "relation.field": left empty, the server copies that number of the related row
    formula: str = ""  # worked out by the server from other numbers of the row or its rows; see formula.py


class StaffOnly(Part):
    """Which staff roles may do something, by name; none named: all of them. Roles that are `full` always may."""

    read: tuple[Identifier, ...] = ()
    create: tuple[Identifier, ...] = ()
    edit: tuple[Identifier, ...] = ()
    delete: tuple[Identifier, ...] = ()


class Access(Part):
    """The least a person must be, and of the staff who; see `staff_rules.py`."""

    read: Who = Who.VISITOR
    create: Who = Who.MEMBER
    edit: Who = Who.OWNER
    delete: Who = Who.OWNER
    staff: StaffOnly = StaffOnly()


class Move(Part):
    source: Identifier
    target: Identifier


class Workflow(Part):
    """States of a `choice` field and the moves allowed between them."""

    field: Identifier
    initial: Identifier
    moves: tuple[Move, ...]


class Charge(Part):
    """Rows that whoever makes them pays for: the amount they typed in, and the state a payment carries a row to."""

    amount: Identifier
    paid: Identifier
    email: Identifier | None = None


class Schedule(Part):
    """Rows that take up time: of one `resource`, or of all where there is none, no two may overlap if `exclusive`."""

    start: Identifier  # a datetime, or a date for whole days; with `time`, the day of it
    time: Identifier | None = None
    end: Identifier | None = None  # of the same type as `start`; for whole days the last day is not taken up
    minutes: Annotated[int, Constrained(ge=5, le=1440)] = 60  # how long a row lasts without an end
    length: tuple[Identifier, Identifier] | None = (
        None  # a relation and its target's number of minutes: (service, duration)
    )
    resource: Identifier | None = None  # a relation: what or who cannot be in two places
    free: tuple[Identifier, ...] = ()  # states of the workflow in which a row takes up no time
    exclusive: bool = True  # False: rows stand in the calendar side by side, such as events and days off
    inclusive: bool = False  # of whole days the last one is taken up as well: days off, and no nights of a room


class Place(Part):
    """Where a row is: two decimal fields, in degrees."""

    latitude: Identifier
    longitude: Identifier


class Entity(Part):
    """A thing the app keeps; `owned` rows remember who made them."""

    name: ClassName
    label: Text
    label_plural: Text
    slug: Slug  # plural, the first part of its addresses
    fields: Annotated[tuple[Field, ...], Constrained(min_length=1, max_length=40)]
    access: Access = Access()
    owned: bool = False
    display: Identifier  # the field a row is shown by
    search: tuple[Identifier, ...] = ()
    filters: tuple[Identifier, ...] = ()
    workflow: Workflow | None = None
    schedule: Schedule | None = None
    charge: Charge | None = None
    place: Place | None = None
    favourites: bool = False  # people mark rows and find them again on a page of their own
    moderated: bool = False  # rows of members are seen by others once the staff have approved them
    once: Identifier | None = None  # a relation: of each row it points to, a person makes one row and no second
    named_in_text: bool = True  # False: supplied by the domain


class Role(Part):
    """A kind of person; every role has a demo user."""

    name: Identifier
    label: Text
    level: Literal[Who.MEMBER, Who.STAFF] = Who.MEMBER
    full: bool = False  # of the staff: an owner or administrator, who may everything


class Page(Part):
    kind: PageKind
    slug: str  # address below "/", "" is the home page
    title: Text
    entity: ClassName | None = None
    access: Who = Who.VISITOR
    text: str = ""  # body of a static or landing page


class Shop(Part):
    """Which entities play the parts of a sale."""

    product: ClassName
    price: Identifier
    stock: Identifier | None = None
    order: ClassName | None = None  # made by the checkout alone; `line` is a product in it
    line: ClassName | None = None
    asked: tuple[Identifier, ...] = ()  # fields of the order that the checkout asks for
    email: Identifier | None = None  # of those, where the buyer is reached
    total: Identifier | None = None
    paid: Identifier | None = None  # states of the order's workflow
    cancelled: Identifier | None = None
    line_name: Identifier | None = None  # the product's name and price as they were when it was bought
    line_price: Identifier | None = None
    line_quantity: Identifier | None = None


class Theme(Part):
    """A few tokens the whole look is rendered from; contrast is the stack's to keep."""

    kit: Kit = Kit.DESK
    primary: Hex = "#0e7490"
    accent: Hex = "#f59e0b"
    background: Hex | None = None  # None: the kit's own
    mode: Literal["auto", "light", "dark"] = "auto"
    type_pair: Literal["humanist", "geometric", "editorial", "technical"] = "humanist"
    radius: Literal["sharp", "soft", "round"] = "soft"
    density: Literal["cosy", "compact"] = "cosy"


class CheckKind(StrEnum):
    CREATES = "creates"  # role creates a row; it is stored and shown as sent
    LISTS = "lists"  # the list shows the rows a role may see
    FILTERS = "filters"  # a search or filter narrows the list to what matches
    FORBIDS = "forbids"  # a role is refused an action
    ISOLATES = "isolates"  # one person's row is invisible and untouchable for another
    EDITS = "edits"  # role changes a row
    DELETES = "deletes"  # role deletes a row after confirming
    REQUIRES = "requires"  # a form without a required field is refused and nothing is stored
    SHOWS = "shows"  # a page answers and holds its title
    PAYS = "pays"  # cart, checkout and the fake payment end in a paid order
    CHARGES = "charges"  # a row's maker pays the amount of the row, and nothing else makes it paid
    STOCKS = "stocks"  # what is sold is taken from the stock; more than there is is not sold
    MOVES = "moves"  # an allowed move of a workflow happens, a forbidden one is refused
    COMPUTES = "computes"  # a formula's result is the one the host works out
    BOOKS = "books"  # a second row at the same time is refused, one beside it is not
    DATES = "dates"  # a row stands on its day of the calendar, for those alone who may read it
    FAVOURS = "favours"  # a person marks a row and finds it again; nobody else's marks change
    RATES = "rates"  # the average of ratings stands beside what is rated; a person rates it once
    MODERATES = "moderates"  # a member's row is seen by others only once it is approved
    NOTIFIES = "notifies"  # a change of state leaves a notice to the row's owner, and to nobody else
    SUBSCRIBES = "subscribes"  # an address is kept once, and only after it was confirmed
    UPLOADS = "uploads"  # a file is kept and given back as it was sent; a dangerous one is refused
    COUNTS = "counts"  # the dashboard's figures are those of the rows
    EXPORTS = "exports"  # the CSV holds the rows a role may see, and no others
    FEEDS = "feeds"  # what one person writes reaches another's page by its feed
    MAPS = "maps"  # a row's place is on the map
    LIMITS = "limits"  # of the staff only some roles may do it; the others are refused on pages, API and admin


class CriterionCheck(Part):
    """The executable side of a criterion."""

    kind: CheckKind
    entity: ClassName | None = None
    role: Who = Who.MEMBER
    action: Literal["read", "create", "edit", "delete"] | None = None
    field: Identifier | None = None
    page: str | None = None
    tool: Slug | None = None


class Criterion(Part):
    id: Annotated[str, Constrained(pattern=r"^c[0-9]{2,3}$")]
    text: Text  # in the language of the description
    check: CriterionCheck


class Unmet(Part):
    """A wish that is not built: never turned into a passing criterion."""

    asked: Text
    why: Text
    instead: str = ""


class Blueprint(Part):
    schema_version: Literal[1] = SCHEMA_VERSION
    name: Annotated[str, Constrained(min_length=1, max_length=80)]
    slug: Slug
    language: Literal["es", "en"]
    purpose: Text
    domain: str = ""  # the lexicon's domain that was recognised, "" for none
    fit: Fit = Fit.FULL
    requested_stack: tuple[str, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    not_understood: tuple[str, ...] = ()  # pieces of the description the reader could not use
    not_executed: tuple[str, ...] = ("postgresql", "image_build", "browser_javascript", "live_stripe")
    entities: tuple[Entity, ...] = ()
    roles: tuple[Role, ...] = ()
    pages: Annotated[tuple[Page, ...], Constrained(min_length=1)]
    features: tuple[Feature, ...] = ()
    shop: Shop | None = None
    tools: tuple[Tool, ...] = ()
    widgets: tuple[Widget, ...] = ()
    landing: Landing | None = None  # what the home page shows where the app is that one page
    assumptions: tuple[Text, ...] = ()  # what the reader decided where the text left it open or says two things
    theme: Theme = Theme()
    seed: dict[ClassName, tuple[dict[Identifier, Scalar | tuple[int, ...]], ...]] = {}  # relations: 1-based row numbers
    criteria: tuple[Criterion, ...] = ()

    def entity(self, name: str) -> Entity:
        """The entity of that class name. Raises KeyError when there is none."""
        for entity in self.entities:
            if entity.name == name:
                return entity
        raise KeyError(name)

    def has(self, feature: Feature) -> bool:
        return feature in self.features
