"""What is configured decides who is asked: endpoints, hub models, the fallback, and keys that stay where they are."""

from __future__ import annotations

import json
import re

import pytest
from pytest_django import Settings

from generation.engine import (
    Budget,
    EngineUnavailable,
    JoxCoderClient,
    Message,
    ModelError,
    UnknownRole,
    configuration,
    errors,
    names,
    roles,
)
from generation.engine.providers import huggingface, openai_compatible
from generation.engine.tests.conftest import SECRET
from generation.engine.tests.faulty_server import TEXT, WORDS, Server

BLOG = "Crear un blog con posts y comentarios"


@pytest.fixture
def joxcoder(settings: Settings, server: Server) -> Settings:
    """JoxCoder at an endpoint; its path says how it behaves."""
    settings.JOXCODER_API_URL, settings.JOXCODER_API_KEY = server.url("ok"), SECRET
    return settings


@pytest.mark.parametrize(
    ("url", "key", "model", "openai", "order"),
    [
        ("", "", "", "", ("builtin",)),
        ("", "hf_x", "", "", ("builtin",)),
        ("", "", "org/jox", "", ("builtin",)),
        ("", "hf_x", "org/jox", "", ("joxcoder", "builtin")),
        ("http://127.0.0.1:1", "", "", "", ("joxcoder", "builtin")),
        ("", "", "", "sk-x", ("openai", "builtin")),
        ("http://127.0.0.1:1", "k", "m", "sk-x", ("joxcoder", "openai", "builtin")),
    ],
)
def test_who_is_asked_follows_from_the_settings(
    settings: Settings, url: str, key: str, model: str, openai: str, order: tuple[str, ...]
) -> None:
    settings.JOXCODER_API_URL, settings.JOXCODER_API_KEY, settings.JOXCODER_MODEL = url, key, model
    settings.OPENAI_API_KEY = openai
    assert names.configured_order() == order
    for name in ("joxcoder", "openai"):
        if name in order:
            names.ensure_available(name)
        else:
            with pytest.raises(EngineUnavailable, match="is not configured: set "):
                names.ensure_available(name)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://x.endpoints.huggingface.cloud", "https://x.endpoints.huggingface.cloud/v1/chat/completions"),
        ("http://127.0.0.1:8081/v1/", "http://127.0.0.1:8081/v1/chat/completions"),
        ("http://h/v1/chat/completions", "http://h/v1/chat/completions"),
        ("http://h/ok/v1?a=b", "http://h/ok/v1/chat/completions?a=b"),
    ],
)
def test_an_endpoint_is_resolved_by_the_hub_library(settings: Settings, address: str, url: str) -> None:
    settings.JOXCODER_API_URL, settings.JOXCODER_API_KEY, settings.JOXCODER_MODEL = address, SECRET, "jox"
    found = configuration.joxcoder()
    assert found
    target = huggingface.target(found)
    assert (target.url, target.model) == (url, "jox")
    assert dict(target.headers) == {"authorization": f"Bearer {SECRET}"}
    assert SECRET not in f"{found!r} {target!r}"


def test_a_hub_model_goes_through_the_router(settings: Settings) -> None:
    settings.JOXCODER_API_KEY, settings.JOXCODER_MODEL = "hf_OfTheHub", "org/jox-coder:together"
    found = configuration.joxcoder()
    assert found
    target = huggingface.target(found)
    assert (target.url, target.model) == ("https://router.huggingface.co/v1/chat/completions", "org/jox-coder:together")
    settings.JOXCODER_API_KEY = "no-hub-token"
    other = configuration.joxcoder()
    assert other
    with pytest.raises(EngineUnavailable, match="lead nowhere") as caught:
        huggingface.target(other)
    assert "no-hub-token" not in str(caught.value)


def test_the_machines_own_log_in_goes_nowhere(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_ofTheMachine")
    settings.JOXCODER_API_URL = "http://127.0.0.1:1/v1"
    found = configuration.joxcoder()
    assert found
    assert dict(huggingface.target(found).headers) == {}


@pytest.mark.parametrize("address", ["ftp://h", "http://", "h:80", "http://h:99999", "http://[::1"])
def test_an_address_that_is_none_is_said_to_be_none(settings: Settings, address: str) -> None:
    settings.JOXCODER_API_URL = settings.OPENAI_BASE_URL = address
    settings.OPENAI_API_KEY = SECRET
    for resolve, found in (
        (huggingface.target, configuration.joxcoder()),
        (openai_compatible.target, configuration.openai()),
    ):
        assert found
        with pytest.raises(EngineUnavailable):
            resolve(found)


async def test_the_model_writes_when_one_is_set_up(joxcoder: Settings, server: Server) -> None:
    client = JoxCoderClient()
    assert await client.generate(BLOG, "backend", 77) == TEXT
    assert [piece async for piece in client.generate_stream(BLOG, "backend")] == list(WORDS)
    first, second = server.requests
    assert (first["max_tokens"], second["max_tokens"]) == (77, roles.of("backend").max_tokens)
    assert first["messages"] == [
        {"role": "system", "content": roles.of("backend").system.text},
        {"role": "user", "content": BLOG},
    ]
    assert server.headers[0]["authorization"] == f"Bearer {SECRET}"
    with pytest.raises(UnknownRole, match="poet"):
        await client.generate(BLOG, "poet")
    assert len(server.requests) == 2


async def test_a_model_that_is_down_is_said_to_be_down(joxcoder: Settings, server: Server) -> None:
    joxcoder.JOXCODER_API_URL = server.url("no_model")
    with pytest.raises(ModelError) as caught:
        await JoxCoderClient().generate(BLOG, "backend")
    assert caught.value.for_user == "JoxCoder is temporarily unavailable. Please try again later."
    with pytest.raises(ModelError):
        [piece async for piece in JoxCoderClient().generate_stream(BLOG, "backend")]


async def test_the_built_in_engine_is_the_last_that_is_asked(joxcoder: Settings, server: Server) -> None:
    joxcoder.JOXCODER_API_URL = server.url("no_model")
    answer = await JoxCoderClient().generate_with_fallback(BLOG, "architect")
    assert json.loads(answer)["slug"]
    assert re.match(r'<file path="', await JoxCoderClient().generate_with_fallback(BLOG, "backend", "builtin"))
    assert len(server.requests) == 2


async def test_the_second_model_is_asked_only_with_a_key(joxcoder: Settings, server: Server) -> None:
    joxcoder.JOXCODER_API_URL = server.url("no_model")
    joxcoder.OPENAI_BASE_URL, joxcoder.OPENAI_MODEL = server.url("ok"), "second"
    question = [Message("user", BLOG)]
    with pytest.raises(errors.RequestRefused):
        await JoxCoderClient().ask("backend", question)
    joxcoder.OPENAI_API_KEY = "sk-second"
    reply = await JoxCoderClient().ask("backend", question)
    assert (reply.text, reply.engine) == (TEXT, "openai")
    assert [(attempt.engine, attempt.code) for attempt in reply.attempts] == [
        ("joxcoder", "request_refused"),
        ("openai", "ok"),
    ]
    assert (server.requests[-1]["model"], server.headers[-1]["authorization"]) == ("second", "Bearer sk-second")
    assert await JoxCoderClient().generate_with_fallback(BLOG, "backend", "openai") == TEXT


async def test_an_agent_may_ask_for_a_shape_and_a_budget(joxcoder: Settings, server: Server) -> None:
    schema = {"type": "object"}
    reply = await JoxCoderClient().ask("devops", [Message("user", "x")], schema=schema, budget=Budget(20, 1))
    assert reply.text == TEXT
    assert server.requests[0]["stream"] is False  # a few values come in one piece
    assert server.requests[0]["response_format"]["json_schema"]["schema"] == schema
    joxcoder.JOXCODER_API_URL = server.url("fails_500")
    with pytest.raises(errors.ServerFault) as caught:
        await JoxCoderClient().ask("devops", [Message("user", "x")], budget=Budget(20, 1))
    assert len(caught.value.attempts) == 1
    with pytest.raises(EngineUnavailable, match="OPENAI_API_KEY"):
        await JoxCoderClient().ask("devops", [Message("user", "x")], engine="openai")
