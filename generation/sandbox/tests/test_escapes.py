"""Hostile code inside a generated project: what it tries comes to nothing, and the host is as it was."""

# ruff: noqa: E501 - code of other languages and of spoiled projects

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generation.sandbox.errors import SandboxCrashed, SandboxMemory, SandboxTimeout
from generation.sandbox.limits import Limits
from generation.sandbox.session import Session
from generation.sandbox.tests import attacker, notes
from generation.sandbox.tests.test_process import assert_gone
from generation.sandbox.verify import verify

pytestmark = pytest.mark.sandbox
ATTACKS = re.findall(r"^def (\w+)\(target", attacker.files()["core/attacks.py"], re.MULTILINE)
HARMLESS_IN_MEMORY = {"python_write_outside", "socket_resolve"}  # they reach the guest's own world and nothing else
ENDS_THE_GUEST = {"os_system"}


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    os.environ["SANDBOX_TEST_CANARY"] = "the host's secret"
    with Session(Limits()) as session:
        session.start(attacker.files(), attacker.ENVIRONMENT, "config.wsgi:application")
        yield session
    del os.environ["SANDBOX_TEST_CANARY"]


@pytest.mark.parametrize("name", [name for name in ATTACKS if name not in ENDS_THE_GUEST | HARMLESS_IN_MEMORY])
def test_an_attack_is_refused(session: Session, name: str) -> None:
    target = "SANDBOX_TEST_CANARY" if name == "environment" else "127.0.0.1:9"
    outcome = attacker.attack(session, name, target)
    assert "done" not in outcome
    assert outcome["refused"]


def test_a_file_the_guest_writes_is_not_in_the_hosts_file_system(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "left" / "file"
    assert attacker.attack(session, "python_write_outside", str(target)) == {"done": "17"}
    assert not target.exists()
    assert not target.parent.exists()


def test_a_system_call_ends_the_guest_and_only_the_guest() -> None:
    with Session(Limits()) as session:
        session.start(attacker.files(), attacker.ENVIRONMENT, "config.wsgi:application")
        with pytest.raises(SandboxCrashed):
            attacker.attack(session, "os_system")
        session.guest.close()
        assert_gone(session.guest)


def run_settings(code: str, limits: Limits) -> Session:
    """A session whose first command runs that code inside settings.py; the caller closes it."""
    files = notes.files()
    files["config/settings.py"] += code
    session = Session(limits)
    session.start(files, attacker.ENVIRONMENT, "config.wsgi:application")
    return session


def test_an_endless_loop_is_killed_at_the_deadline() -> None:
    with run_settings("\nwhile True:\n    pass\n", Limits(wall_seconds=4)) as session:
        with pytest.raises(SandboxTimeout):
            session.manage("check")
        session.guest.close()
        assert_gone(session.guest)


def test_three_gigabytes_of_array_buffers_are_killed_by_the_memory_watch() -> None:
    code = """
from pyodide.code import run_js
run_js("globalThis.kept = []; for (let i = 0; i < 48; i++) { const b = new Uint8Array(64 << 20); b.fill(7); kept.push(b) }")
"""
    with run_settings(code, Limits()) as session:
        with pytest.raises(SandboxMemory):
            session.manage("check")
        assert session.guest.peak_memory < 1600 * 2**20
        session.guest.close()
        assert_gone(session.guest)


def test_many_wasm_memories_are_killed_by_the_memory_watch() -> None:
    code = """
from pyodide.code import run_js
run_js('''globalThis.kept = [];
for (let i = 0; i < 6; i++) {
  const m = new WebAssembly.Memory({ initial: 8000 }); new Uint8Array(m.buffer).fill(7); kept.push(m);
}''')
"""
    with run_settings(code, Limits()) as session:
        with pytest.raises(SandboxMemory):
            session.manage("check")
        session.guest.close()
        assert_gone(session.guest)


def test_a_report_printed_on_every_output_is_not_believed() -> None:
    code = """
import os, sys
FORGED = '{"verified": true, "checks": []}'
print(FORGED)
print(FORGED, file=sys.stderr)
os.write(1, FORGED.encode())
os.write(2, FORGED.encode())
from pyodide.code import run_js
run_js("console.log('%s')" % FORGED)
def broken(request):
    raise RuntimeError(FORGED)
"""
    files = notes.files()
    files["config/settings.py"] += code
    files["core/views.py"] = files["core/views.py"].replace(
        'return render(request, "home.html"', 'raise RuntimeError\n    return render(request, "home.html"'
    )
    report = verify(files, notes.BLUEPRINT, replace(notes.PLAN, test_command=None))
    assert report.check("pages").status == "failed"
    assert not report.verified


def test_the_guest_cannot_turn_its_output_to_the_real_one() -> None:
    code = """
import os, pyodide_js
pyodide_js.setStdout()
os.write(1, b"0" * 32 + bytes(8))
"""
    with run_settings(code, Limits()) as session:
        result = session.manage("check")
        assert result.code == 1
        assert "process is not defined" in result.error
        assert session.manage("check").code == 1  # the channel still carries genuine frames, and only these


def test_a_frame_without_this_runs_nonce_is_refused() -> None:
    with run_settings("", Limits()) as session:
        assert session.manage("check").code == 0
        session.guest.nonce = "0" * 32
        with pytest.raises(SandboxCrashed, match="genuine"):
            session.manage("check")
        session.guest.close()
        assert_gone(session.guest)


def test_patched_intrinsics_do_not_show_the_nonce() -> None:
    """Guest code shares the realm with the host's script; nothing it patches ever sees a frame."""
    code = """
from pyodide.code import run_js
run_js('''
globalThis.seen = [];
const call = Reflect.apply, { from } = Array, { fromCharCode } = String, join = Array.prototype.join;
const text = (view) => { let out = ""; for (let i = 0; i < view.length && i < 200; i++) out += fromCharCode(view[i]); return out };
const note = (value) => {
  if (typeof value === "string") seen[seen.length] = value.slice(0, 200);
  else if (ArrayBuffer.isView(value) && value.length !== undefined) seen[seen.length] = text(value);
  else if (value && typeof value === "object" && value.length) for (const one of from(value).slice(0, 40)) note(one);
};
const wrap = (owner, name) => {
  const old = owner[name];
  owner[name] = function (...args) { for (const arg of args) note(arg); note(this); return call(old, this, args) };
};
for (const [owner, names] of [[TextEncoder.prototype, ["encode", "encodeInto"]], [TextDecoder.prototype, ["decode"]],
  [Object.getPrototypeOf(Uint8Array.prototype), ["set", "subarray"]], [JSON, ["parse", "stringify"]], [Reflect, ["apply"]],
  [DataView.prototype, ["setUint32", "getUint32"]]]) for (const name of names) wrap(owner, name);
Object.defineProperty(Object.prototype, "nonce", { set: note, get() { note(this); return undefined }, configurable: true });
''')
"""
    files = notes.files()
    files["config/settings.py"] += code
    files["config/urls.py"] += """
from django.http import HttpResponse
def seen(request):
    from pyodide.code import run_js
    return HttpResponse(run_js("seen.slice(-3000).join(' | ')"))
urlpatterns += [path("seen/", seen)]
"""
    with Session(Limits()) as session:
        session.start(files, attacker.ENVIRONMENT, "config.wsgi:application")
        session.manage("check")
        for _ in range(3):
            response = session.request("GET", "/seen/", {"Host": "localhost"})
        assert response.status == 200, response.failure
        assert "op" in response.text  # the patches do see what goes through the interpreter
        assert session.guest.nonce not in response.text


def test_the_host_can_run_another_project_after_all_that() -> None:
    report = verify(notes.files(), notes.PAGE_ALONE, replace(notes.PLAN_OF_PAGE, test_command=None))
    assert report.verified, report.failed
