"""Native tools over project files: as data, with our configuration, limited, without environment."""

from __future__ import annotations

import json
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from generation.sandbox.errors import SandboxUnavailable
from generation.sandbox.installed import deno, executable
from generation.sandbox.isolation import prlimit_works

SECONDS = 20
OUTPUT = 8 * 1024 * 1024
MEMORY = 1024**3  # of ruff; Deno reserves more than it takes
RULES = "E9,F,B006,B008,B012,B015,B018,B023,S102,S301,S307,S602,S605,S608"


@dataclass(frozen=True)
class Finding:
    """One message about a line; `syntax` means the file cannot be read at all."""

    path: str
    line: int
    message: str
    syntax: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def ruff(files: dict[str, str], rules: str = RULES) -> list[Finding]:
    """Syntax errors and real mistakes in Python files; the project's own ruff settings and `noqa` have no say.

    One process reads all of them. What brings it down is found by giving each file a process of its own.
    """
    tool = executable("ruff")
    if tool is None:
        raise SandboxUnavailable("ruff is not installed (it comes with the requirements)")
    base = [str(tool), "check", "--isolated", "--no-cache", "--ignore-noqa", "--exit-zero", "--output-format=json"]
    base += [f"--select={rules}", "--target-version=py311"]
    if prlimit_works():
        base = ["prlimit", f"--as={MEMORY}", *base]
    found = _ruff_together(base, files) if len(files) > 1 else None
    if found is None:
        with ThreadPoolExecutor(2) as pool:
            alone = pool.map(lambda item: _ruff_one(base, *item), sorted(files.items()))
            found = [finding for findings in alone for finding in findings]
    return found


def _ruff_together(base: list[str], files: dict[str, str]) -> list[Finding] | None:
    """What is found in all files, in the order of their paths; None when they cannot be read together."""
    paths = sorted(files)
    with tempfile.TemporaryDirectory(prefix="sandboxed-") as folder:
        for number, path in enumerate(paths):  # names of ours; only the last part says something to the rules
            place = Path(folder, str(number), path.rpartition("/")[2])
            place.parent.mkdir()
            try:
                place.write_bytes(files[path].encode(errors="replace"))
            except (OSError, ValueError):  # no name for a file here
                return None
        done = _run([*base, "--no-respect-gitignore", folder], "")
        if done.returncode:
            return None
        found = [(int(Path(item["filename"]).parent.name), item) for item in json.loads(done.stdout)]
    found.sort(key=lambda each: each[0])  # stable: within a file the order is ruff's
    return [_finding(paths[number], item) for number, item in found]


def _ruff_one(base: list[str], path: str, text: str) -> list[Finding]:
    done = _run([*base, "--stdin-filename", path.rpartition("/")[2], "-"], text)
    if done.returncode:
        return [Finding(path, 1, f"ruff could not read it: {done.stderr[-200:]}", True)]
    return [_finding(path, item) for item in json.loads(done.stdout)]


def _finding(path: str, item: dict[str, object]) -> Finding:
    code, location = item.get("code"), item.get("location")
    line = int(location["row"]) if isinstance(location, dict) else 1
    syntax = code in (None, "invalid-syntax", "E999", "E902")
    return Finding(path, line, f"{'' if syntax else code} {item.get('message')}".strip(), syntax)


def deno_parses(path: str, text: str, extension: str) -> list[Finding]:
    """Whether Deno's formatter can read a script or a stylesheet; nothing of it is run."""
    with tempfile.TemporaryDirectory(prefix="sandboxed-") as folder:
        command = ["/usr/bin/env", "-i", f"DENO_DIR={folder}", "NO_COLOR=1", str(deno()), "fmt", "--no-config"]
        done = _run([*command, f"--ext={extension}", "-"], text)
    if done.returncode == 0:
        return []
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return [Finding(path, 1, " ".join(lines)[:300] or "cannot be parsed", True)]


def hadolint(path: str, text: str) -> list[Finding]:
    """What the linter of Dockerfiles calls an error or a warning; the file's own exceptions have no say."""
    tool = executable("hadolint")
    if tool is None:
        raise SandboxUnavailable("hadolint is not installed (it comes with the requirements)")
    flags = ["--no-fail", "--format=json", "--disable-ignore-pragma", "--config=/dev/null"]
    done = _run([str(tool), *flags, "-"], text)
    if done.returncode:
        return [Finding(path, 1, f"hadolint could not read it: {done.stderr[-200:]}")]
    found = [item for item in json.loads(done.stdout) if item["level"] in ("error", "warning")]
    return [Finding(path, int(item["line"]), f"{item['code']} {item['message']}") for item in found]


def _run(command: list[str], text: str) -> subprocess.CompletedProcess[str]:
    """Its output goes to files, which end where the kernel's limit is: a short file can have endless findings."""
    limits = ["prlimit", f"--cpu={SECONDS}", "--core=0", f"--fsize={OUTPUT}"] if prlimit_works() else []
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        try:
            done = subprocess.run(
                [*limits, *command],
                input=text.encode(errors="replace"),
                stdout=output,
                stderr=errors,
                timeout=SECONDS,
                env={},
                cwd=tempfile.gettempdir(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 1, "", f"it took longer than {SECONDS} s")
        if output.tell() >= OUTPUT:
            return subprocess.CompletedProcess(command, 1, "", "it has more to say than anybody reads")
        return subprocess.CompletedProcess(command, done.returncode, _kept(output), _kept(errors))


def _kept(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(OUTPUT).decode(errors="replace")
