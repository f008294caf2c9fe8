"""Finds the Chromium of the browser tests; `make test` calls this. As root on Debian or Ubuntu it is installed.

Without one the browser tests are skipped on a person's machine, and fail under CI=true.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = ["apt-get", "install", "--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=400", "chromium"]


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    if find():
        return 0
    if os.getuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "--quiet"], check=False)
        subprocess.run(INSTALL, check=False)
    if find():
        return 0
    sys.stdout.write("The browser tests need Chromium. On Debian and Ubuntu: sudo apt install chromium\n")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
