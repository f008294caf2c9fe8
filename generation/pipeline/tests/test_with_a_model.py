"""A model in the pipeline: what it adds is built and told; one that is away or useless costs nobody their app."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import Settings

from generation.agents import consulting
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint
from generation.engine.tests import faulty_server
from generation.engine.tests.faulty_server import Exchange, Server, serve, tell
from generation.pipeline import CodeGenerationOrchestrator, receipt
from generation.pipeline.tests.workshop import Workshop, report
from generation.sandbox.report import Report

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


async def build(engine: str = "joxcoder", **tools_of: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    told: list[dict[str, Any]] = []
    tools = replace(
        Workshop().toolbox(), ask=consulting.by, read=lambda text, **_: read("Blog con entradas"), **tools_of
    )
    made = CodeGenerationOrchestrator(engine=engine, tools=tools, on_item=told.append)
    return await made.generate_full_app(TEXT, "any"), [
        item for item in told if item["kind"] == "engine" and "role" not in item
    ]


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
    assert sum("reader with fixed rules" in request["messages"][1]["content"] for request in server.requests) == asked
    assert why in receipt.line(said)


async def test_additions_that_do_not_pass_are_left_out_and_the_app_is_the_built_in_one(server: Server) -> None:
    def verify(files: object, blueprint: Blueprint, plan: object, **_: object) -> Report:
        return report(passed=all(entity.name != "Patrocinador" for entity in blueprint.entities))

    app, said = await build(verify=verify)
    assert app["security_audit"]["verified"] is True
    assert app["architecture"] == read("Blog con entradas").model_dump(mode="json")
    assert [receipt.line(item).partition("; ")[2] for item in said] == [
        "added nothing; not usable: the app with its additions does not pass",
    ]


async def test_an_app_that_passes_neither_way_is_not_called_verified(server: Server) -> None:
    app, _ = await build(verify=lambda *_, **__: report(passed=False))
    assert app["security_audit"]["verified"] is False


async def test_the_built_in_engine_asks_nobody(server: Server) -> None:
    _, said = await build("builtin")
    assert (said, server.requests) == ([], [])
