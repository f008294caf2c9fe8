"""Whether the web server of this container answers, for the image's HEALTHCHECK (the slim image has no curl)."""

from __future__ import annotations

import http.client
import os
import sys


def main(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/api/health", headers={"Host": _known_host()})
        return 0 if connection.getresponse().status == 200 else 1
    except OSError:
        return 1
    finally:
        connection.close()


def _known_host() -> str:
    """A name the site answers to; any other is refused."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    return first if first not in ("", "*") else "localhost"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
