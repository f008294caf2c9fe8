"""Whether the web server of this container answers, for the image's HEALTHCHECK (the slim image has no curl)."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request


def main(address: str) -> int:
    request = urllib.request.Request(address, headers={"Host": _known_host()})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError):
        return 1


def _known_host() -> str:
    """A name the site answers to; any other is refused."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    return first if first not in ("", "*") else "localhost"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
