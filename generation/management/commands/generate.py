"""Builds an app from a description on the command line: no web, no user, no ledger and no database."""

from __future__ import annotations

import asyncio
import json
import shlex
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.blueprint.reader import DescriptionError
from generation.delivery import folder
from generation.engine import EngineError
from generation.engine.names import BUILTIN, TITLES
from generation.pipeline import CodeGenerationOrchestrator, receipt
from generation.pipeline.inputs import LANGUAGES
from generation.pipeline.refusals import BadInput, OutsideScope
from generation.sandbox.errors import SandboxUnavailable

BAD_INPUT = 2
NOT_VERIFIED = 1
INTERRUPTED = 130  # as shells have it for Ctrl-C


class Command(BaseCommand):
    help = "Build an app from a description and verify it by running it. Exit 0 only when it is verified."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("description", help="what the app is for, in Spanish or English")
        parser.add_argument("--engine", choices=list(TITLES), default=BUILTIN, help="who writes (default: %(default)s)")
        parser.add_argument("--language", choices=LANGUAGES, help="language of the app (default: the description's)")
        parser.add_argument("--name", help="name of the app (default: from the description)")
        parser.add_argument("--out", type=Path, help="folder of the project (default: ./<slug>); must be new or empty")
        parser.add_argument("--json", action="store_true", help="print one JSON object; progress goes to stderr")

    def handle(self, *args: Any, **options: Any) -> None:
        self._json = options["json"]
        try:
            self._deliver(options)
        except (DescriptionError, BadInput, EngineError, folder.NotEmpty, folder.Unwritable) as error:
            raise self._refused(receipt.refused(options["engine"], error), str(error), BAD_INPUT) from error
        except OutsideScope as error:
            outside = receipt.outside(options["engine"], error.blueprint)
            raise self._refused(outside, _advice(error), BAD_INPUT) from error
        except SandboxUnavailable as error:
            message = f"{error}. Run `make setup`."
            raise self._refused(receipt.refused(options["engine"], error), message, NOT_VERIFIED) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped; nothing was written.", returncode=INTERRUPTED) from error

    def _deliver(self, options: dict[str, Any]) -> None:
        started = time.monotonic()
        built, out = self._build(options)
        files = receipt.files_of(built)
        told = receipt.of(options["engine"], built, files, time.monotonic() - started)
        if not told["verified"]:
            raise self._refused(told, "Not verified, nothing was written:\n" + _failures(told), NOT_VERIFIED)
        folder.write(out, files)
        self._finish(told, out)

    def _build(self, options: dict[str, Any]) -> tuple[dict[str, Any], Path]:
        """The app, and where it goes; that is looked at before the long work starts."""
        target: list[Path] = [options["out"]] if options["out"] else []
        if target:
            folder.ensure_free(target[0])

        def planned(slug: str) -> None:
            if not target:
                target.append(Path(slug))
                folder.ensure_free(target[0])

        maker = CodeGenerationOrchestrator(
            engine=options["engine"],
            name=options["name"],
            language=options["language"],
            on_item=self._item,
            on_plan=lambda blueprint: planned(blueprint.slug),
        )
        built = asyncio.run(maker.generate_full_app(options["description"], "command-line", self._title))
        return built, target[0]

    async def _title(self, message: str) -> None:
        self.stderr.write(f"● {message}", self.style.MIGRATE_HEADING)

    def _item(self, item: dict[str, Any]) -> None:
        self.stderr.write(f"  {receipt.line(item)}", str)  # not in the colour of errors

    def _refused(self, told: dict[str, Any], message: str, code: int) -> CommandError:
        if self._json:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        return CommandError(message, returncode=code)

    def _finish(self, told: dict[str, Any], out: Path) -> None:
        if self._json:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        passed = sum(check["status"] == "passed" for check in told["checks"])
        self.stdout.write(f"Verified {passed}/{len(told['checks'])} in {told['seconds']} s: {out}")
        for wish in told["unmet"]:
            self.stdout.write(f"Not built: {wish['asked']} ({wish['why']})")
        self.stdout.write(f"Start it with: python {shlex.quote(str(out / 'start.py'))}")


def _failures(told: dict[str, Any]) -> str:
    return "\n".join(
        f"- {check['title']}: {check['status']} {check['detail']}".rstrip()
        for check in told["checks"]
        if check["status"] != "passed"
    )


def _advice(error: OutsideScope) -> str:
    return "\n".join(
        [error.detail, *(f"- {wish.asked}: {wish.why} {wish.instead}".rstrip() for wish in error.blueprint.unmet)]
    )
