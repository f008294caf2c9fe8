"""The command line that starts the guest: Deno with every permission denied, inside the layers this machine allows.

The wall is WebAssembly plus Deno's permissions. The layers around it (own network and mount namespace, no capabilities,
no new privileges, kernel limits) are probed once and used where they work; none of them is required.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from generation.sandbox.limits import MIB, Limits

DENIED = (
    "--no-prompt", "--no-remote", "--no-npm", "--cached-only", "--no-config", "--no-lock",
    "--deny-net", "--deny-import", "--deny-write", "--deny-env", "--deny-run", "--deny-sys", "--deny-ffi",
)  # fmt: skip
# One compiler instead of two: a run is too short for the second to pay, and less code is exposed to the guest.
V8_LIMITS = "--v8-flags=--max-old-space-size=256,--wasm-max-mem-pages=8192,--liftoff-only"
MOUNT = 'mount -t tmpfs -o "size=$1,mode=700" tmpfs "$2" && shift 2 && exec "$@"'


def command(deno: Path, bundle: Path, deno_dir: Path, limits: Limits, script: str = "host.mjs") -> list[str]:
    """One guest process: the layers, an empty environment, then Deno on a script of the bundle."""
    start = [str(deno), "run", *DENIED, f"--allow-read={bundle}", V8_LIMITS, str(bundle / script), str(bundle)]
    return [*namespaces(deno_dir, limits), *kernel_limits(limits), *privileges(), *cleared(deno_dir), *start]


def cleared(deno_dir: Path) -> list[str]:
    return ["/usr/bin/env", "-i", f"DENO_DIR={deno_dir}", "NO_COLOR=1"]


def namespaces(deno_dir: Path, limits: Limits) -> list[str]:
    """No network but an unconfigured loopback, and a size-capped tmpfs that vanishes with the process."""
    layer = namespace_layer()
    if not layer:
        return []
    size = str(max(1, limits.disk_bytes // MIB)) + "m"
    return [*layer, "sh", "-c", MOUNT, "sandbox", size, str(deno_dir)]


@lru_cache(maxsize=1)
def namespace_layer() -> tuple[str, ...]:
    for layer in (("unshare", "--net", "--mount"), ("unshare", "--user", "--map-root-user", "--net", "--mount")):
        if works([*layer, "sh", "-c", MOUNT, "sandbox", "1m", "/mnt", "true"]):
            return layer
    return ()


def kernel_limits(limits: Limits) -> list[str]:
    layer = [
        "prlimit", f"--cpu={limits.cpu_seconds}", f"--fsize={limits.disk_bytes}", "--core=0", "--nofile=256",
    ]  # fmt: skip
    return layer if prlimit_works() else []


@lru_cache(maxsize=1)
def prlimit_works() -> bool:
    return works(["prlimit", "--core=0", "true"])


@lru_cache(maxsize=1)
def privileges() -> list[str]:
    """Nothing to gain by exec, no capability, and no life after the worker that started it."""
    full = ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--pdeathsig=KILL"]
    plain = ["setpriv", "--no-new-privs", "--pdeathsig=KILL"]
    return next((layer for layer in (full, plain) if works([*namespace_layer(), *layer, "true"])), [])


def works(probe: list[str]) -> bool:
    """Whether a layer can be used here; a tool that is missing or refused is simply not a layer."""
    if shutil.which(probe[0]) is None:
        return False
    done = subprocess.run(probe, capture_output=True, timeout=10, check=False)
    return done.returncode == 0
