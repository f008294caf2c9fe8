"""What the reader has understood so far, before it becomes a blueprint: mutable, and known to the reader alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from generation.blueprint.drafts.look import Look
from generation.blueprint.schema import Access, Entity, FieldType, Who, Workflow
from generation.blueprint.words.domains import EntityTemplate
from generation.blueprint.words.everyday import Common
from generation.blueprint.words.tokens import Sentence

AUDIENCE, TOPIC, KNOWN, LISTED = 1, 2, 3, 4  # how surely a mention is a thing to keep


@dataclass
class FieldDraft:
    label: str
    type: FieldType
    required: bool = True
    unique: bool = False
    options: tuple[tuple[str, str], ...] = ()  # value, label
    target: str | None = None  # key of a mention
    template: str | None = None  # field of the domain that supplies examples
    name: str = ""
    formula: str = ""  # worked out from other numbers
    least: int | None = None
    alert: str = ""
    weights: dict[str, int] = field(default_factory=dict)  # of options, in formulas
    taken_from: str = ""  # "relation.field": what an empty one becomes


@dataclass
class Mention:
    """A thing the text names: `key` is its folded singular, `one` and `many` are its words as written."""

    key: str
    one: str
    many: str
    strength: int
    fields: list[FieldDraft] = field(default_factory=list)
    parents: list[tuple[str, bool]] = field(default_factory=list)  # key it belongs to, whether to many of them
    levels: dict[str, Who] = field(default_factory=dict)  # action → who, as far as the text says
    label: tuple[str, str] | None = None  # as written, with the adjectives that its name leaves out
    plural: bool = False  # somewhere written as several
    counted: bool = False  # "varios plazos": several of it belong to another
    kinds: list[str] = field(default_factory=list)  # what sorts of it the text names
    private: bool = False
    title_only: bool = False  # opens the text as what the app is called
    titled: bool = False  # what a shop sells or a library lends, by the text
    position: int = 0
    stated: bool = False  # the text writes down its states
    evidence: int = 0  # what its mentions weigh together
    holds: tuple[str, ...] = ()  # what the text also says for it: the file of a print job


@dataclass
class EntityDraft:
    key: str
    class_name: str
    one: str
    many: str
    fields: list[FieldDraft]
    access: Access
    named: bool
    template: EntityTemplate | None = None
    domain: str = ""  # whose template it is
    common: Common | None = None  # what such things have in any app, where no domain knows it
    owned: bool = False
    position: int = 0
    told: bool = False  # the text lists its fields
    borrowed: bool = False  # the template's examples are about something else
    levels: dict[str, Who] = field(default_factory=dict)
    private: bool = False
    display: str = ""
    label: tuple[str, str] | None = None
    plural: bool = True
    counted: bool = False
    holds: tuple[str, ...] = ()
    workflow: Workflow | None = None
    states: tuple[FieldDraft, bool] | None = None  # the field of the text's states, and whether rows move freely
    built: Entity | None = None


@dataclass
class Wish:
    asked: str
    number: int  # in the wishes table
    first: int  # where in the text
    phrase: str = ""  # the words that are known, without those around them


@dataclass
class Findings:
    """Everything one pass over the text has found."""

    mentions: dict[str, Mention] = field(default_factory=dict)
    features: dict[str, str] = field(default_factory=dict)  # feature → as written
    stacks: dict[str, str] = field(default_factory=dict)  # technology → as written
    wishes: list[Wish] = field(default_factory=list)
    look: Look = field(default_factory=Look)
    people: dict[str, str] = field(default_factory=dict)  # folded singular → level
    actors: set[str] = field(default_factory=set)  # those of them that do something in the app
    people_labels: dict[str, str] = field(default_factory=dict)  # the same, as a person writes them
    charged: bool = False  # payments are named, though not how: whatever has a price is sold
    private: bool = False
    public: bool = False  # the text says that everybody reads it
    heading: Mention | None = None  # what the lines of a list are about
    topic: Mention | None = None  # the thing spoken of last
    described: frozenset[str] = frozenset()  # keys of the things whose fields some sentence lists
    spoken: frozenset[str] = frozenset()  # folded singulars of all the words of the text
    openness: str = ""  # what the app calls itself: "directory", "open" or nothing of the kind
    marked: list[tuple[Sentence, list[str]]] = field(default_factory=list)  # the whole text with its marks
