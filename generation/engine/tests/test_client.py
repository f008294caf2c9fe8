"""The client answers without any key, and says plainly what is not configured."""

from __future__ import annotations

import json
import re

import pytest

from generation.blueprint.reader import DescriptionError, read
from generation.blueprint.schema import Blueprint
from generation.engine import EngineUnavailable, JoxCoderClient, UnknownEngine, UnknownRole
from generation.engine.blocks import blocks
from generation.stacks.django import DjangoStack

BLOG = "Crear un blog con posts y comentarios"


def files_in(answer: str) -> dict[str, str]:
    return dict(re.findall(r'<file path="([^"]+)">\n(.*?)</file>\n', answer, re.DOTALL))


async def test_the_architect_answers_with_a_blueprint() -> None:
    answer = await JoxCoderClient().generate(BLOG, "architect", 4000)
    assert Blueprint.model_validate(json.loads(answer)) == read(BLOG)


@pytest.mark.parametrize("role", ["backend", "frontend", "devops"])
async def test_each_role_answers_with_whole_files_of_its_scope(role: str) -> None:
    stack = DjangoStack()
    given = files_in(await JoxCoderClient().generate(BLOG, role, 4000))
    expected = {
        path: text for path, text in stack.render(read(BLOG)).items() if (stack.scope_of(path) or "devops") == role
    }
    assert set(given) == set(expected)
    assert all(text.rstrip("\n") == expected[path].rstrip("\n") for path, text in given.items())


async def test_security_answers_with_its_notes() -> None:
    assert set(files_in(await JoxCoderClient().generate(BLOG, "security", 4000))) == {"SECURITY.md"}


async def test_a_stream_gives_the_same_text_in_pieces() -> None:
    client = JoxCoderClient()
    pieces = [piece async for piece in client.generate_stream(BLOG, "backend", 4000)]
    assert len(pieces) > 3
    assert "".join(pieces) == await client.generate(BLOG, "backend", 4000)


@pytest.mark.parametrize("fallback", [None, "builtin", "joxcoder", "openai"])
async def test_a_fallback_is_not_needed_when_the_first_engine_answers(fallback: str | None) -> None:
    client = JoxCoderClient()
    assert await client.generate_with_fallback(BLOG, "architect", fallback) == await client.generate(BLOG, "architect")


async def test_the_fallback_answers_when_the_first_engine_cannot() -> None:
    client = JoxCoderClient()
    client._order = ("joxcoder",)
    with pytest.raises(EngineUnavailable, match="JoxCoder is not configured: set JOXCODER_API_URL"):
        await client.generate(BLOG, "architect")
    with pytest.raises(EngineUnavailable):
        await client.generate_with_fallback(BLOG, "architect")
    assert json.loads(await client.generate_with_fallback(BLOG, "architect", "builtin"))["slug"]


async def test_unknown_engines_and_roles_are_refused() -> None:
    with pytest.raises(UnknownEngine, match="oracle"):
        await JoxCoderClient().generate_with_fallback(BLOG, "architect", "oracle")
    with pytest.raises(UnknownRole, match="poet"):
        await JoxCoderClient().generate(BLOG, "poet")


async def test_text_nothing_can_be_read_from_is_refused() -> None:
    with pytest.raises(DescriptionError):
        await JoxCoderClient().generate("   ", "backend")


def test_blocks_keep_the_text_and_close_on_a_line_of_their_own() -> None:
    assert list(blocks({"b.py": "x = 1\n", "a.txt": "no end"})) == [
        '<file path="a.txt">\nno end\n</file>\n',
        '<file path="b.py">\nx = 1\n</file>\n',
    ]
