"""The devops agent: start script, container, workflow and hosts. A model chooses values; the files are rendered."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic import Field as Constrained

from generation.agents import contexts
from generation.agents.consulting import Ask
from generation.agents.extraction import ReplyError, json_object
from generation.agents.writing import PROMPTS, REPAIRS, Task, Written, says_nothing
from generation.blueprint.schema import Blueprint
from generation.engine import Message, ModelError, Reply, prompting, roles
from generation.engine.prompting import fenced
from generation.engine.providers import builtin
from generation.stacks.protocol import Stack

ROLE: Final = "devops"
TITLE = _("Setting up deployment")
LANGUAGES: Final = {"es": "Spanish", "en": "English"}
FEWEST_WORDS: Final = 3  # a model that copies the shape of an answer writes "..."
_WORD = re.compile(r"[^\W\d_]{2,}")
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069<>]|```|\]\(|://")


def _plain(text: str) -> str:
    """Words for a README: no code, no address and nothing that is not text."""
    if _ODD.search(text):
        raise ValueError("plain sentences alone: no code, no addresses, no angle brackets")
    return " ".join(text.split())


def _sentences(text: str) -> str:
    parts = [_plain(part) for part in text.split("\n\n")]
    if len(_WORD.findall(text)) < FEWEST_WORDS:
        raise ValueError("a section says something in a sentence, or is left out")
    return "\n\n".join(part.lstrip("#> ") for part in parts if part)


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Note(_Shape):
    title: Annotated[str, Constrained(min_length=1, max_length=80), AfterValidator(_plain)]
    text: Annotated[str, Constrained(min_length=1, max_length=1200), AfterValidator(_sentences)]


class Values(_Shape):
    """The whole answer."""

    region: Literal["", "europe", "us-east", "us-west", "asia"] = ""
    time_zone: Annotated[str, Constrained(pattern=r"^([A-Z][A-Za-z]+(/[A-Z][A-Za-z_]+){1,2}|UTC|)$", max_length=40)] = (
        ""
    )
    currency: Annotated[str, Constrained(pattern=r"^([A-Z]{3})?$")] = ""
    notes: Annotated[tuple[Note, ...], Constrained(max_length=3)] = ()


def write(blueprint: Blueprint, stack: Stack) -> dict[str, str]:
    """The files of this agent's scope, by path."""
    return builtin.files_of(ROLE, blueprint, stack)


def choose(task: Task, ask: Ask) -> Written:
    """What a model's values change in the project. Raises CallCancelled."""
    question = prompting.render(
        PROMPTS,
        "deploy",
        language=LANGUAGES[task.blueprint.language],
        description=fenced("description", task.description),
        plan=contexts.outline(task.blueprint),
    )
    digests = (roles.of(ROLE).system.digest, question.digest)
    messages: tuple[Message, ...] = (Message("user", question.text),)
    replies: list[Reply] = []
    trouble = ""
    for _attempt in range(1 + REPAIRS):
        try:
            replies.append(ask(ROLE, messages, Values.model_json_schema()))
            values = _understood(replies[-1].text)
            return Written(_applied(task, values), tuple(replies), prompts=digests, repairs=len(replies) - 1)
        except ModelError as error:
            trouble = f"{error.code}: {error}"
            break
        except ReplyError as error:
            problems = error.problems[:8]
        trouble = "; ".join(problems)
        repair = prompting.render(PROMPTS, "repair", problems="\n".join(f"- {problem}" for problem in problems))
        messages = (messages[0], Message("assistant", replies[-1].text), Message("user", repair.text))
    return Written({}, tuple(replies), trouble=trouble, prompts=digests, repairs=max(0, len(replies) - 1))


def _applied(task: Task, values: Values) -> dict[str, str]:
    variables: dict[str, Any] = {"TIME_ZONE": values.time_zone, "CURRENCY": values.currency}
    return task.stack.deployed(
        task.project,
        region=values.region,
        variables={name: value for name, value in variables.items() if value},
        notes=[(note.title, note.text) for note in values.notes],
    )


def _understood(text: str) -> Values:
    """Raises ReplyError."""
    if says_nothing(text):
        return Values()
    try:
        return Values.model_validate(json_object(text))
    except ValidationError as error:
        said = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}"[:200] for each in error.errors()]
        raise ReplyError(*said) from None
