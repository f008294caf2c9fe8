"""The pretended Stripe of `make run`: what its process and ours must know of each other.

Only with DEBUG and without a key of one's own. Imports nothing of Django: it prepares the environment Django reads.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autocrea.environment import env_bool, env_secret

HOST = "127.0.0.1"
BESIDE = 55  # its port is ours plus this, so that an open payment page survives a restart


@dataclass(frozen=True)
class Stripe:
    port: int
    secret: str
    data: Path

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def command(self, webhook_url: str) -> list[str]:
        module = [sys.executable, "-m", "autocrea.pretended", "--port", str(self.port)]
        return [*module, "--webhook-url", webhook_url, "--webhook-secret", self.secret, "--data", str(self.data)]


def prepare(port: int, data: Path, kept_secret: Callable[[str], str]) -> Stripe | None:
    """Point the environment to a pretended Stripe; None when a real one is set up, or in production."""
    if env_secret("STRIPE_SECRET_KEY") or not env_bool("DEBUG", True):
        return None
    letters = "".join(sign for sign in kept_secret("stripe_key") if sign.isalnum())
    stripe = Stripe(_free(port + BESIDE), f"whsec_{letters[:32]}", data / "stripe.json")
    os.environ["STRIPE_SECRET_KEY"] = f"sk_test_{letters[:32]}"
    os.environ["STRIPE_WEBHOOK_SECRET"] = stripe.secret
    os.environ["STRIPE_API_HOST"] = stripe.origin
    return stripe


def _free(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port if port < 65536 else 0))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port")  # never with 0


if __name__ == "__main__":  # started from here so that its command line names us (leftovers.py)
    from billing.fake_stripe.__main__ import main

    sys.exit(main())
