"""One blueprint field as Django source: the model field, the same field in the migration, and how it is shown.

Model and migration are written from the same arguments, so `makemigrations --check` has nothing to find.
"""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.formula import parse
from generation.blueprint.schema import Field
from generation.blueprint.schema import FieldType as T

from . import naming
from .formulas import may_fail
from .layout import Group, Node, call, lay, listed, tupled
from .literals import python

NUMERIC = frozenset({T.INTEGER, T.DECIMAL, T.MONEY, T.RATING})
TEXTUAL = frozenset({T.TEXT, T.LONG_TEXT, T.EMAIL, T.PHONE, T.URL})
NULL_WHEN_EMPTY = NUMERIC | {T.DATE, T.TIME, T.DATETIME, T.RELATION}
TEXT_LENGTH = 200
DECIMALS = {T.INTEGER: 0, T.DECIMAL: 3, T.MONEY: 2}
COMPUTED_DIGITS = 18  # sums of many rows need more room than what a person enters
STEP = 4
PHONE_PATTERN = r"^[+]?[0-9 ()./-]{5,30}$"

_CLASSES = {
    T.TEXT: "CharField",
    T.LONG_TEXT: "TextField",
    T.INTEGER: "IntegerField",
    T.DECIMAL: "DecimalField",
    T.MONEY: "DecimalField",
    T.BOOLEAN: "BooleanField",
    T.DATE: "DateField",
    T.TIME: "TimeField",
    T.DATETIME: "DateTimeField",
    T.EMAIL: "EmailField",
    T.PHONE: "CharField",
    T.URL: "URLField",
    T.IMAGE: "URLField",
    T.CHOICE: "CharField",
    T.RATING: "PositiveSmallIntegerField",
    T.RELATION: "ForeignKey",
    T.RELATIONS: "ManyToManyField",
}


@dataclass(frozen=True)
class FieldView:
    """What templates need to know of a field."""

    field: Field
    name: str
    phone_message: str
    related_name: str = ""
    copied_help: str = ""  # said of a number that is copied from a related row when it is left empty
    initial: str | None = None  # first state of a workflow
    counted: bool = False  # a shop's stock: never below zero
    degrees: int = 0  # of a latitude 90, of a longitude 180

    @property
    def type(self) -> T:
        return self.field.type

    @property
    def label(self) -> str:
        return self.field.label

    @property
    def help(self) -> str:
        return self.field.help or (self.copied_help if self.field.taken_from else "")

    @property
    def is_many(self) -> bool:
        return self.type is T.RELATIONS

    @property
    def is_relation(self) -> bool:
        return self.type in {T.RELATION, T.RELATIONS}

    @property
    def is_numeric(self) -> bool:
        return self.type in NUMERIC

    @property
    def in_form(self) -> bool:
        """A workflow's state starts at its first value and changes by moves only; what is computed is not typed in."""
        return self.initial is None and not self.computed

    @property
    def uploaded(self) -> bool:
        """A file that people send, served by the app itself."""
        return self.field.uploaded or self.type is T.FILE

    @property
    def address(self) -> str:
        """The attribute that holds a picture's address."""
        return f"{self.name}.url" if self.uploaded else self.name

    @property
    def computed(self) -> bool:
        """Worked out by the server from other numbers."""
        return bool(self.field.formula)

    @property
    def required(self) -> bool:
        return self.field.required and self.type is not T.BOOLEAN and not self.computed and not self.uploaded

    @property
    def column(self) -> str:
        if self.is_many:
            return ""
        return f"{self.name}_id" if self.type is T.RELATION else self.name

    @property
    def choices_class(self) -> str:
        """The nested class of a choice field: `estado_pago` → `EstadoPago`."""
        name = "".join(part.capitalize() for part in self.name.split("_"))
        return f"{name}Choices" if name in {"Meta", self.name} else name

    @property
    def members(self) -> list[tuple[str, str, str]]:
        """(member, value, label) of each choice, member names made unique."""
        seen: dict[str, int] = {}
        found = []
        for choice in self.field.choices:
            member = naming.constant(choice.value)
            seen[member] = seen.get(member, 0) + 1
            suffix = f"_{seen[member]}" if seen[member] > 1 else ""
            found.append((member + suffix, choice.value, choice.label))
        return found

    def member_of(self, value: str) -> str:
        return next(member for member, own, _ in self.members if own == value)

    def model_source(self, entity: str) -> str:
        """`models.CharField("Nombre", max_length=200)` for the model's module."""
        arguments = self._arguments(
            to=python("self") if self.field.target == entity else python(f"core.{self.field.target}"),
            choices=f"choices={self.choices_class}.choices",
            initial=f"{self.choices_class}.{self.member_of(self.initial)}" if self.initial else "",
            validators="",
        )
        if self.is_relation:
            arguments.append(f"verbose_name={python(self.label)}")
        else:
            arguments.insert(0, python(self.label))
        head = self.django_class if self.uploaded else f"models.{self.django_class}"
        return lay(call(head, arguments), STEP, used=STEP + len(f"{self.name} = "))

    def migration_node(self) -> Group:
        """The same field as a migration writes it."""
        pairs = [tupled([python(value), python(label)]) for _, value, label in self.members]
        arguments = self._arguments(
            to=python(f"core.{self.field.target}"),
            choices=listed(pairs, "choices="),
            initial=python(self.initial) if self.initial else "",
            validators="django.core.",
        )
        arguments.append(f"verbose_name={python(self.label)}")
        return call(f"{'uploads.fields' if self.uploaded else 'models'}.{self.django_class}", arguments)

    @property
    def django_class(self) -> str:
        if self.uploaded:
            return "PictureField" if self.type is T.IMAGE else "DocumentField"
        return "PositiveIntegerField" if self.counted else _CLASSES[self.type]

    def _arguments(self, *, to: str, choices: Node, initial: str, validators: str) -> list[Node]:
        if self.computed:
            return self._computed_arguments(validators)
        if self.uploaded:
            return ["blank=True", *([f"help_text={python(self.help)}"] if self.help else [])]
        found = self._type_arguments(to, choices, validators)
        if not self.field.required and self.type is not T.BOOLEAN:
            found += self._optional_arguments()
        if self.field.unique and not self.is_many and self.type is not T.BOOLEAN:
            found.append("unique=True")
        if initial:
            found.append(f"default={initial}")
        if self.help:
            found.append(f"help_text={python(self.help)}")
        return found

    def _computed_arguments(self, validators: str) -> list[Node]:
        empty = "null=True" if may_fail(parse(self.field.formula)) else "default=0"
        digits = [f"max_digits={COMPUTED_DIGITS}", f"decimal_places={DECIMALS[self.type]}"]
        found: list[Node] = [*(digits if self.type is not T.INTEGER else []), empty, "editable=False"]
        if self.field.least is not None:
            found.insert(-2, listed([f"{validators}validators.MinValueValidator({self.field.least})"], "validators="))
        return [*found, *([f"help_text={python(self.help)}"] if self.help else [])]

    def _optional_arguments(self) -> list[str]:
        # An empty text of a unique column is stored as NULL: two rows may both leave it out.
        if self.type in NULL_WHEN_EMPTY or (self.field.unique and not self.is_many):
            return ["null=True", "blank=True"]
        return ["blank=True"]

    def _type_arguments(self, to: str, choices: Node, validators: str) -> list[Node]:  # noqa: C901 - one flat table
        prefix = f"{validators}validators."
        match self.type:
            case T.TEXT:
                return [f"max_length={TEXT_LENGTH}"]
            case T.PHONE:
                pattern = call(f"{prefix}RegexValidator", [python(PHONE_PATTERN), python(self.phone_message)])
                return ["max_length=40", listed([pattern], "validators=")]
            case T.MONEY:
                return ["max_digits=12", "decimal_places=2", listed([f"{prefix}MinValueValidator(0)"], "validators=")]
            case T.DECIMAL if self.degrees:
                rules = [f"{prefix}MinValueValidator(-{self.degrees})", f"{prefix}MaxValueValidator({self.degrees})"]
                return ["max_digits=9", "decimal_places=6", listed(rules, "validators=")]
            case T.DECIMAL:
                return ["max_digits=14", "decimal_places=3"]
            case T.RATING:
                rules = [f"{prefix}MinValueValidator(1)", f"{prefix}MaxValueValidator(5)"]
                return [listed(rules, "validators=")]
            case T.URL | T.IMAGE:
                return ["max_length=500"]
            case T.BOOLEAN:
                return ["default=False"]
            case T.CHOICE:
                return ["max_length=40", choices]
            case T.RELATION:
                gone = "CASCADE" if self.field.required else "SET_NULL"
                dots = "django.db.models.deletion." if validators else "models."
                return [to, f"on_delete={dots}{gone}", f"related_name={python(self.related_name)}"]
            case T.RELATIONS:
                return [to, f"related_name={python(self.related_name)}"]
        return []

    @property
    def needs_validators(self) -> bool:
        if self.computed:
            return self.field.least is not None
        return self.type in {T.PHONE, T.MONEY, T.RATING} or bool(self.degrees)
