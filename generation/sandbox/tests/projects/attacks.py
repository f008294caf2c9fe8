"""What hostile generated code tries; a view runs one by name and returns what it got. Runs in the guest only."""

import base64
import ctypes
import os
import socket
import subprocess
import urllib.request
from pathlib import Path

import js
from pyodide.code import run_js
from pyodide.ffi import run_sync


def global_this():
    """The JavaScript realm, by the constructor of any function that can be reached."""
    return run_js("globalThis")


def socket_connect(target):
    host, port = target.split(":")
    connection = socket.create_connection((host, int(port)), timeout=2)
    connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
    return connection.recv(100)


def socket_resolve(target):
    return socket.getaddrinfo("example.com", 80)


def urllib_open(target):
    return urllib.request.urlopen(f"http://{target}/", timeout=2).read()


def js_fetch(target):
    return run_sync(js.fetch(f"http://{target}/"))


def js_fetch_rebuilt(target):
    return run_sync(run_js("(() => { return (async () => (await import('node:http')).get('http://%s/'))() })()" % target))


def js_websocket(target):
    return run_js(f"new WebSocket('ws://{target}/')")


def import_npm(target):
    return run_sync(run_js("import('npm:left-pad')"))


def import_jsr(target):
    return run_sync(run_js("import('jsr:@std/path')"))


def import_https(target):
    return run_sync(run_js(f"import('http://{target}/module.js')"))


def import_node_fs(target):
    return run_sync(run_js("import('node:fs')")).readFileSync("/etc/passwd", "utf8")


def builtin_node_fs(target):
    return run_js("process.getBuiltinModule('node:fs').readFileSync('/etc/passwd', 'utf8')")


def deno_read(target):
    return run_js("Deno.readTextFileSync('/etc/passwd')")


def deno_write(target):
    return run_js(f"Deno.writeTextFileSync('{target}', 'x')")


def deno_env(target):
    return run_js("JSON.stringify(Deno.env.toObject())")


def deno_run(target):
    return run_js("new Deno.Command('id').outputSync()")


def deno_dlopen(target):
    return run_js("Deno.dlopen('libc.so.6', {})")


def deno_through_constructor(target):
    return js.Object.constructor("return Deno.readTextFileSync('/etc/passwd')")()


def deno_through_error_stack(target):
    return run_js(
        "(() => { const old = Error.prepareStackTrace; Error.prepareStackTrace = (e, s) => s;"
        "const stack = new Error().stack; Error.prepareStackTrace = old;"
        "for (const site of stack) { const f = site.getFunction && site.getFunction();"
        "  if (f && f.caller) return String(f.caller.arguments); } throw new Error('strict frames only') })()"
    )


def inspector(target):
    return run_sync(run_js("(async () => { const i = await import('node:inspector'); new i.Session().connect(); })()"))


def worker(target):
    source = base64.b64encode(b"postMessage(1)").decode()
    return run_js(f"new Worker('data:text/javascript;base64,{source}', {{ type: 'module' }})")


def local_storage_write(target):
    return run_js("(localStorage.setItem('mark', 'left'), localStorage.getItem('mark'))")


def caches_open(target):
    return run_sync(run_js("caches.open('mark')"))


def indexed_db(target):
    return run_js("indexedDB.open('mark')")


def python_read(target):
    return Path("/etc/passwd").read_text()


def python_listing(target):
    return os.listdir("/home") + os.listdir("/work")


def python_write_outside(target):
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    return Path(target).write_text("left by the guest")


def environment(target):
    return os.environ[target]


def run_subprocess(target):
    return subprocess.run(["id"], capture_output=True, check=True).stdout


def os_system(target):
    code = os.system("id")
    if code:
        raise OSError(f"exit {code}")
    return code


def fork(target):
    return os.fork()


def ctypes_libc(target):
    return ctypes.CDLL("libc.so.6").getpid()


def wasm_memory_beyond_cap(target):
    return run_js("new WebAssembly.Memory({ initial: 9000 }).buffer.byteLength")


def wasm_memory_grow(target):
    return run_js("(() => { const m = new WebAssembly.Memory({ initial: 1 }); m.grow(9000); return m.buffer.byteLength })()")


def mount_host_files(target):
    return run_js("1") and __import__("pyodide_js").FS.mount(__import__("pyodide_js").FS.filesystems.NODEFS, "/", "/mnt")


def node_files(target):
    """Emscripten's bridge to the real file system, when it was compiled in."""
    pyodide_js = __import__("pyodide_js")
    pyodide_js.FS.mkdirTree("/outside")
    pyodide_js.mountNodeFS("/outside", "/etc")
    return Path("/outside/passwd").read_text()


def attempt(name, target):
    try:
        return {"done": str(globals()[name](target))[:200]}
    except BaseException as error:
        return {"refused": f"{type(error).__name__}: {error}"[:200]}
