"""Builds the bundle: Pyodide, the libraries of generated projects, and a snapshot of an interpreter that imported them.

`python -m generation.sandbox.bundle`, called by `make setup`. Content-keyed: with nothing changed it does nothing.
The same folder serves the workers and the preview in the browser. It never runs a project.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path, PurePosixPath

from generation.sandbox.installed import MANIFEST, ROOT, bundle_path, deno, file_digest

PYODIDE = ROOT / "node_modules" / "pyodide"
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
PINS = ROOT / "generation" / "stacks" / "django" / "bundle.txt"
GUEST = Path(__file__).parent / "guest"
RUN_FILES = ("host.mjs", "agent.py")
BUILD_FILES = ("make_snapshot.mjs", "compile_site.py", "warm.py")
LANGUAGES = {"es", "en"}
LEFT_OUT = ("django/contrib/gis/", "django/contrib/postgres/", "django/contrib/admindocs/locale/")
FIXED_DATE = (2020, 1, 1, 0, 0, 0)


def main() -> int:
    """Build when something changed; say so in one line."""
    target, started = bundle_path(), time.monotonic()
    key = source_key()
    if is_current(target, key):
        return 0
    build(target, key)
    say(f"Sandbox bundle built in {time.monotonic() - started:.1f} s: {target}")
    return 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def source_key() -> str:
    """Everything the bundle is made from."""
    digest = hashlib.sha256()
    digest.update((PYODIDE / "package.json").read_bytes())
    digest.update(PINS.read_bytes())
    digest.update(Path(__file__).read_bytes())
    for name in (*RUN_FILES, *BUILD_FILES):
        digest.update((GUEST / name).read_bytes())
    return digest.hexdigest()


def is_current(target: Path, key: str) -> bool:
    """Same sources, and no file is missing or cut; the bytes themselves are compared when the bundle is loaded."""
    try:
        manifest = json.loads((target / MANIFEST).read_text())
        sizes = {name: (target / name).stat().st_size for name in manifest["sizes"]}
    except (OSError, ValueError, KeyError):
        return False
    return bool(manifest["key"] == key and manifest["sizes"] == sizes)


def build(target: Path, key: str) -> None:
    """Make the bundle beside its place and move it there when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bundle-", dir=target.parent))
    try:
        for name in PYODIDE_FILES:
            shutil.copyfile(PYODIDE / name, folder / name)
        for name in (*RUN_FILES, *BUILD_FILES):
            shutil.copyfile(GUEST / name, folder / name)
        with tempfile.TemporaryDirectory() as wheels:
            download(Path(wheels))
            repack(Path(wheels), folder / "site-source.zip")
        python, django = snapshot(folder)
        lay_out(folder / "site.zip", folder)
        for name in ("site-source.zip", "site.zip", *BUILD_FILES):
            (folder / name).unlink()
        write_manifest(folder, key, python, django)
        folder.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def download(folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]
    pins = [line.split("#")[0].strip() for line in PINS.read_text().splitlines()]
    command = [*pip, "--no-deps", "--dest", str(folder), *filter(None, pins)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the libraries of the bundle could not be downloaded: {done.stderr[-2000:]}")


def repack(wheels: Path, target: Path) -> None:
    """One zip of what can be used: no tests, no C sources, two languages."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for wheel in sorted(wheels.glob("*.whl")):
            with zipfile.ZipFile(wheel) as source:
                for entry in sorted(source.namelist()):
                    if is_wanted(entry):
                        archive.writestr(zipfile.ZipInfo(entry, FIXED_DATE), source.read(entry), zipfile.ZIP_DEFLATED)


def is_wanted(entry: str) -> bool:
    path = PurePosixPath(entry)
    if entry.startswith(LEFT_OUT) or path.suffix == ".po" or "tests" in path.parts or ".dist-info/" in entry:
        return path.name == "METADATA"
    if "locale" in path.parts:
        inside = path.parts[path.parts.index("locale") + 1 :]
        return inside[0] in LANGUAGES or len(inside) == 1
    return not ("i18n" in path.parts and path.suffix == ".js" and path.stem not in LANGUAGES)


def snapshot(folder: Path) -> tuple[str, str]:
    """Let the interpreter import the libraries, keep its memory; returns the versions of Python and Django."""
    with tempfile.TemporaryDirectory() as deno_dir:
        command = [
            str(deno()),
            "run",
            "--no-prompt",
            "--no-remote",
            "--no-npm",
            "--no-config",
            "--no-lock",
            "--deny-net",
        ]
        command += [f"--allow-read={folder}", f"--allow-write={folder}", str(folder / "make_snapshot.mjs"), str(folder)]
        environment = {"DENO_DIR": deno_dir, "PATH": os.defpath}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise RuntimeError(f"the snapshot could not be made: {done.stderr[-2000:]}")
    python, django = done.stdout.split()[-2:]
    return python, django


def lay_out(compiled: Path, folder: Path) -> None:
    """One file with all contents, one with their places: a run takes slices of it and inflates nothing."""
    index, offset = [], 0
    with zipfile.ZipFile(compiled) as archive, (folder / "site.bin").open("wb") as site:
        for name in sorted(archive.namelist()):
            content = archive.read(name)
            site.write(content)
            index.append([name, offset, len(content)])
            offset += len(content)
    (folder / "site.json").write_text(json.dumps(index))


def write_manifest(folder: Path, key: str, python: str, django: str) -> None:
    files = {path.name: file_digest(path) for path in sorted(folder.iterdir())}
    manifest = {
        "key": key,
        "digest": hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest(),
        "pyodide": json.loads((PYODIDE / "package.json").read_text())["version"],
        "python": python,
        "django": django,
        "files": files,
        "sizes": {path.name: path.stat().st_size for path in sorted(folder.iterdir())},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))


if __name__ == "__main__":
    sys.exit(main())
