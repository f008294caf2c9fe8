"""The files that carry an app elsewhere: image, services, continuous integration. Read, never run.

What they may not do: run as root, hold a key, open a database to the network, let a stranger's pull request act.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from generation.sandbox import tools
from generation.sandbox.checks.static import CarefulLoader, raise_for
from generation.sandbox.inspection import CheckFailure
from generation.sandbox.tools import Finding

WORKFLOWS = ".github/workflows/"
_KEY = re.compile(r"(?i)\b(?:secret|password|passwd|token|api_?key|private_?key)\w*[= ]\s*[\"']?(?!\$)[^\s\"'$]+")
_DANGEROUS_EVENTS = ("pull_request_target", "workflow_run", "issue_comment")
_STRANGERS_TEXT = re.compile(r"\$\{\{[^}]*github\.(?:event\.|head_ref)[^}]*\}\}")
_PINNED = re.compile(r"@(?:v?\d+(?:\.\d+)*|[0-9a-f]{40})$")
_HOST = ("privileged", "network_mode", "pid", "ipc", "userns_mode", "cap_add")
_DATABASES = re.compile(r"(?:^|/)(?:postgres|mysql|mariadb|redis|valkey|mongo)(?::|$)")


def lint(files: Mapping[str, str], promised: tuple[str, ...]) -> None:
    """Raises CheckFailure with file and line of everything that is wrong."""
    missing = [path for path in promised if path not in files]
    if missing:
        raise CheckFailure(f"missing: {', '.join(missing)}")
    found: list[Finding] = []
    for path, text in sorted(files.items()):
        reader = _reader(path)
        if reader is not None:
            found += reader(path, text)
    raise_for(found)


def _reader(path: str) -> Callable[[str, str], list[Finding]] | None:
    name = path.rpartition("/")[2]
    if name == "Dockerfile":
        return _dockerfile
    if name in ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"):
        return _compose
    return _workflow if path.startswith(WORKFLOWS) else None


def _dockerfile(path: str, text: str) -> list[Finding]:
    found = tools.hadolint(path, text)
    stage = _last_stage(text)
    users = [words for number, words in stage if words[0].upper() == "USER"]
    if not users or users[-1][1].partition(":")[0] in ("root", "0"):
        found.append(
            Finding(path, stage[-1][0] if stage else 1, "the image runs as root: end with USER and another name")
        )
    if not any(words[0].upper() == "HEALTHCHECK" and words[1:2] != ["NONE"] for _, words in stage):
        found.append(Finding(path, stage[-1][0] if stage else 1, "HEALTHCHECK is missing"))
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*(?:ENV|ARG)\s", line, re.IGNORECASE) and _KEY.search(line):
            found.append(Finding(path, number, "a key or password stays in the image"))
    return found


def _last_stage(text: str) -> list[tuple[int, list[str]]]:
    """Line and words of each instruction of the stage that runs."""
    stage: list[tuple[int, list[str]]] = []
    continued = False
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if not continued:
            if words[0].upper() == "FROM":
                stage = []
            stage.append((number, [*words, ""][: max(2, len(words))]))
        continued = line.rstrip().endswith("\\")
    return stage


def _document(path: str, text: str) -> tuple[dict[Any, Any], list[Finding]]:
    try:
        document = yaml.load(text, CarefulLoader)  # noqa: S506 - a safe loader that also counts
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return {}, [Finding(path, 1, str(error).replace("\n", " ")[:200])]
    if not isinstance(document, dict):
        return {}, [Finding(path, 1, "is no mapping")]
    return document, []


def _compose(path: str, text: str) -> list[Finding]:
    document, found = _document(path, text)
    services = document.get("services")
    if not found and not isinstance(services, dict):
        return [Finding(path, 1, "has no services")]
    for name, service in (services or {}).items() if isinstance(services, dict) else ():
        if not isinstance(service, dict):
            found.append(Finding(path, _line(text, str(name)), f"{name} is no service"))
            continue
        found += [Finding(path, _line(text, key), f"{name}: {why}") for key, why in _open_doors(service)]
    return found


def _open_doors(service: dict[Any, Any]) -> Iterator[tuple[str, str]]:
    """Where a service reaches the machine or the network reaches the service: (text to look for, why)."""
    for key in _HOST:
        value = service.get(key)
        if value and (key in ("privileged", "cap_add") or value == "host"):
            yield key, f"{key}: {value} reaches into the machine"
    for volume in _listed(service.get("volumes")):
        if "docker.sock" in str(volume):
            yield "docker.sock", "the socket of Docker is the whole machine"
    if _DATABASES.search(str(service.get("image", ""))):
        for port in _listed(service.get("ports")):
            if not str(port).startswith(("127.0.0.1:", "[::1]:")):
                yield str(port), "a database that the network reaches"


def _workflow(path: str, text: str) -> list[Finding]:
    document, found = _document(path, text)
    if found:
        return found
    events = document.get("on", document.get(True))  # YAML 1.1 reads the word as a truth
    named = [events] if isinstance(events, str) else list(events or ())
    found += [Finding(path, _line(text, each), f"{each} runs a stranger's code with our rights")
              for each in _DANGEROUS_EVENTS if each in named]  # fmt: skip
    if document.get("permissions") in (None, "write-all"):
        found.append(
            Finding(
                path, _line(text, "permissions"), "permissions: says what the workflow may do, no more than it needs"
            )
        )
    jobs = document.get("jobs")
    if not isinstance(jobs, dict) or not jobs:
        return [*found, Finding(path, 1, "has no jobs")]
    for name, job in jobs.items():
        found += _job(path, text, str(name), job if isinstance(job, dict) else {})
    return found


def _job(path: str, text: str, name: str, job: dict[Any, Any]) -> list[Finding]:
    if "uses" not in job and ("runs-on" not in job or not job.get("steps")):
        return [Finding(path, _line(text, name), f"{name}: runs-on or steps are missing")]
    found = []
    for step in _listed(job.get("steps")):
        uses, run = (str(step.get(key, "")) if isinstance(step, dict) else "" for key in ("uses", "run"))
        if uses and not uses.startswith("./") and not _PINNED.search(uses):
            found.append(Finding(path, _line(text, uses), f"{uses} is pinned to no version"))
        if injected := _STRANGERS_TEXT.search(run):
            found.append(Finding(path, _line(text, injected.group()), "a stranger's text becomes a command"))
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _line(text: str, wanted: str) -> int:
    """The first line that holds the text."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if wanted in line), 1)
