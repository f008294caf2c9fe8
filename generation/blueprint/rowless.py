"""What an app may be beside tables of rows: tools that compute, games, one page about something.

Values only, like the rest of the blueprint; `schema.py` offers them all under its own name.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Constrained

from generation.blueprint.parts import Identifier, Part, Slug, Text


class ToolInput(Part):
    """A number, or one of several named numbers, that a person enters."""

    name: Identifier
    label: Text
    unit: str = ""
    default: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    options: tuple[tuple[Text, float], ...] = ()  # label, value


class ToolOutput(Part):
    name: Identifier
    label: Text
    formula: str  # of the inputs and the outputs before it; see formula.py
    unit: str = ""
    decimals: Annotated[int, Constrained(ge=0, le=6)] = 2


class ToolExample(Part):
    """A worked example: becomes a test of the project and is executed by the verification."""

    inputs: dict[Identifier, float]
    outputs: dict[Identifier, float]


class Tool(Part):
    """Inputs and results that the server works out."""

    slug: Slug
    title: Text
    text: str = ""
    inputs: Annotated[tuple[ToolInput, ...], Constrained(min_length=1, max_length=12)]
    outputs: Annotated[tuple[ToolOutput, ...], Constrained(min_length=1, max_length=8)]
    examples: tuple[ToolExample, ...] = ()


class Question(Part):
    text: Text
    answers: Annotated[tuple[Text, ...], Constrained(min_length=2, max_length=6)]
    right: int  # number of the right answer, from 0


class Widget(Part):
    """A ready game that runs in the browser; its interaction is not executed by the verification."""

    kind: Literal["quiz", "memory", "tictactoe", "snake"]
    slug: Slug
    title: Text
    questions: tuple[Question, ...] = ()  # of a quiz
    faces: tuple[Text, ...] = ()  # of a memory game


class Item(Part):
    """A line of a section: a price, an opening hour, a reason, a question and its answer, a quotation."""

    label: Text  # "Clase suelta", "Lunes y miércoles", the question, the words quoted
    value: str = ""  # "12 €", "19:00", the answer, who said it


class Section(Part):
    """A part of a landing page; a section without words and items is an invitation to write them (`placeholder`)."""

    kind: Literal["text", "list", "prices", "timetable", "questions", "quotes", "images"]
    slug: Slug  # its anchor on the page
    title: Text
    text: str = ""
    items: tuple[Item, ...] = ()
    placeholder: bool = False  # asked for without its words: shown with a sentence that says so until they are written


class Contact(Part):
    """A way to reach somebody: the stack makes tel:, mailto: and wa.me links of it; an address stays text."""

    kind: Literal["phone", "whatsapp", "email", "address", "link"]
    label: Text  # "Teléfono", "Escríbeme por WhatsApp"
    value: str = ""  # as written: "+34 600 000 000", an address, a web address; "" where the text gives none


class Landing(Part):
    """One page about somebody or something: no rows, no accounts."""

    headline: Text
    phrase: str = ""
    sections: tuple[Section, ...] = ()
    contacts: tuple[Contact, ...] = ()
    button: Contact | None = None  # what the page wants from a reader: also stands at the top
