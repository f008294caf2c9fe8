"""A model in the pipeline: what it adds is built and told; one that is away or useless costs nobody their app."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import Settings

from generation.blueprint.reader import read
from generation.engine import EngineUnavailable
from generation.engine.tests import faulty_server
from generation.engine.tests.faulty_server import Exchange, Server, serve, tell
from generation.pipeline import CodeGenerationOrchestrator, quoting, receipt
from generation.pipeline.tests.workshop import Workshop

TEXT = "Blog con entradas. Los patrocinadores nos pagan y queremos ver su logo."
ANSWER = {
    "things": [
        {"singular": "Patrocinador", "plural": "Patrocinadores", "fields": [{"label": "Nombre", "type": "text"}]}
    ]
}


@pytest.fixture
async def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    async def adds(to: Exchange) -> None:
        await tell(to, (json.dumps(ANSWER),))

    monkeypatch.setitem(faulty_server.MODES, "adds", adds)
    async with serve() as running:
        settings.JOXCODER_API_URL = running.url("adds")
        yield running


async def build(engine: str = "joxcoder") -> tuple[dict[str, Any], list[dict[str, Any]]]:
    told: list[dict[str, Any]] = []
    tools = replace(Workshop().toolbox(), read=lambda text, **_: read("Blog con entradas"))
    made = CodeGenerationOrchestrator(engine=engine, tools=tools, on_item=told.append)
    return await made.generate_full_app(TEXT, "any"), [item for item in told if item["kind"] == "engine"]


async def test_what_the_model_adds_is_in_the_plan_and_said(server: Server) -> None:
    app, [said] = await build()
    assert "Patrocinador" in [entity["name"] for entity in app["architecture"]["entities"]]
    assert (said["engine"], said["model"], said["answers"]) == ("joxcoder", "jox-1", 1)
    assert receipt.line(said).startswith("joxcoder (jox-1): 11 tokens in, 7 out, ")
    assert receipt.line(said).endswith("; added Patrocinador")
    assert TEXT in server.requests[0]["messages"][1]["content"]
    assert server.requests[0]["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize(("mode", "asked", "why"), [("ok", 3, "no JSON object"), ("no_model", 1, "request_refused")])
async def test_a_model_that_is_useless_or_away_leaves_the_built_in_plan(
    mode: str, asked: int, why: str, server: Server, settings: Settings
) -> None:
    settings.JOXCODER_API_URL = server.url(mode)
    app, [said] = await build()
    assert app["architecture"] == read("Blog con entradas").model_dump(mode="json")
    assert app["security_audit"]["verified"] is True
    assert len(server.requests) == asked
    assert why in receipt.line(said)


async def test_the_built_in_engine_asks_nobody(server: Server) -> None:
    _, said = await build("builtin")
    assert (said, server.requests) == ([], [])


def test_no_run_is_sold_with_a_model_yet(settings: Settings) -> None:
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    with pytest.raises(EngineUnavailable, match=r"manage\.py generate"):
        quoting.quote(TEXT, name=None, language=None, engine="joxcoder")
