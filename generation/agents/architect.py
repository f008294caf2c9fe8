"""The architect: turns a description into the blueprint everything after it follows.

The built-in reader always makes a plan first. A model may only add to it, by rules that the plan's own validation
holds, so whatever the model says the result is never less than the reader's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from generation.agents.amendments import Amendments, amended, salvaged
from generation.agents.consulting import Ask, told_of
from generation.agents.extraction import ReplyError, json_object
from generation.blueprint.schema import Blueprint, Entity
from generation.blueprint.validation import InvalidBlueprint
from generation.engine import Message, ModelError, Reply, prompting, roles
from generation.engine.prompting import Prompt

ROLE: Final = "architect"
TITLE = _("Designing the architecture")
REPAIRS: Final = 2
MOST_PROBLEMS: Final = 8
PROMPTS: Final = Path(__file__).with_name("prompts")

Reader = Callable[..., Blueprint]


@dataclass(frozen=True)
class Design:
    """A plan and how it came about; `replies` are all answers, the last is the one that counts."""

    blueprint: Blueprint
    replies: tuple[Reply, ...] = ()
    added: tuple[str, ...] = ()  # "Supplier", "Product.supplier"
    trouble: str = ""  # why nothing, or not everything, of the model's is in it
    prompts: tuple[str, ...] = ()  # digests of the files the model was asked with

    def told(self) -> dict[str, Any]:
        """Who answered, at what cost, and what became of it."""
        return {
            **told_of(self.replies),
            "prompts": list(self.prompts),
            "added": list(self.added),
            "trouble": self.trouble,
        }


def plan(description: str, *, name: str | None, language: str | None, read: Reader) -> Blueprint:
    """The reader's blueprint of a description. Raises DescriptionError."""
    return read(description, name=name, language=language)


def design(draft: Blueprint, description: str, ask: Ask) -> Design:
    """The draft with what a model finds missing. A model that cannot be used leaves the draft as it is.

    Raises CallCancelled.
    """
    if not draft.entities:  # a page, a calculator or a game: nothing of what a model may add
        return Design(draft)
    question = _question(draft, description)
    made = _improved(draft, description, Message("user", question.text), ask)
    return replace(made, prompts=(roles.of(ROLE).system.digest, question.digest))


def _improved(draft: Blueprint, description: str, question: Message, ask: Ask) -> Design:
    messages: tuple[Message, ...] = (question,)
    replies: list[Reply] = []
    last: Amendments | None = None
    trouble = ""
    for _attempt in range(1 + REPAIRS):
        try:
            replies.append(ask(ROLE, messages, Amendments.model_json_schema()))
            last = _understood(replies[-1].text)
            made = amended(draft, last, description)
            return Design(made, tuple(replies), _additions(draft, made))
        except ModelError as error:
            trouble = f"{error.code}: {error}"
            break
        except (ReplyError, InvalidBlueprint) as error:
            problems = error.problems[:MOST_PROBLEMS]
        trouble = "; ".join(problems)
        repair = prompting.render(PROMPTS, "repair", problems="\n".join(f"- {problem}" for problem in problems))
        messages = (question, Message("assistant", replies[-1].text), Message("user", repair.text))
    made = salvaged(draft, last, description) if last else draft
    return Design(made, tuple(replies), _additions(draft, made), trouble)


def summary(blueprint: Blueprint) -> dict[str, Any]:
    """What a watching person is told of the plan: counts, and names in the words of the description."""
    return {
        "entities": [
            {"name": entity.name, "label": entity.label_plural, "fields": [field.label for field in entity.fields]}
            for entity in blueprint.entities
        ],
        "pages": len(blueprint.pages),
        "criteria": len(blueprint.criteria),
        "fit": blueprint.fit.value,
        "unmet": [wish.asked for wish in blueprint.unmet],
    }


def _question(draft: Blueprint, description: str) -> Prompt:
    return prompting.render(
        PROMPTS,
        "architect",
        language={"es": "Spanish", "en": "English"}[draft.language],
        description=prompting.fenced("description", description),
        plan=prompting.fenced("plan", "\n".join(_outlined(entity) for entity in draft.entities)),
    )


def _outlined(entity: Entity) -> str:
    fields = ", ".join(f"{field.label} ({field.target or field.type.value})" for field in entity.fields)
    return f"{entity.name} ({entity.label} / {entity.label_plural}): {fields}"


def _understood(text: str) -> Amendments:
    """Raises ReplyError."""
    try:
        return Amendments.model_validate(json_object(text))
    except ValidationError as error:
        said = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}"[:200] for each in error.errors()]
        raise ReplyError(*said) from None


def _additions(draft: Blueprint, made: Blueprint) -> tuple[str, ...]:
    before = {entity.name: {field.name for field in entity.fields} for entity in draft.entities}
    added = []
    for entity in made.entities:
        if entity.name not in before:
            added.append(entity.name)
        else:
            added += [f"{entity.name}.{field.name}" for field in entity.fields if field.name not in before[entity.name]]
    return tuple(added)
