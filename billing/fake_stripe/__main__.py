"""`python -m billing.fake_stripe --port 8055 --webhook-url … --webhook-secret whsec_…`: until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from billing.fake_stripe.courier import checked_target
from billing.fake_stripe.faults import Fault
from billing.fake_stripe.server import FakeStripe

OFF = ("false", "0", "no", "off")


def main(arguments: list[str] | None = None) -> int:
    if os.environ.get("DEBUG", "").strip().lower() in OFF:
        sys.stderr.write("The pretended Stripe is for development only: it does not start with DEBUG=False.\n")
        return 2
    given = _arguments(arguments)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    try:
        fake = FakeStripe(given.webhook_url, given.webhook_secret, port=given.port, data=given.data)
    except OSError as error:
        sys.stderr.write(f"The pretended Stripe cannot listen on port {given.port}: {error}\n")
        return 1
    with fake:
        sys.stdout.write(f"The pretended Stripe is at {fake.url}\n")
        sys.stdout.flush()
        stop.wait()
    return 0


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m billing.fake_stripe", description=__doc__)
    parser.add_argument("--port", type=int, default=8055)
    parser.add_argument("--webhook-url", type=_target, required=True, help="where events go, on this machine")
    parser.add_argument("--webhook-secret", required=True, help="whsec_…: what events are signed with")
    parser.add_argument("--data", type=Path, help="a file that keeps everything over a restart")
    return parser.parse_args(arguments)


def _target(url: str) -> str:
    try:
        return checked_target(url)
    except Fault as fault:
        raise argparse.ArgumentTypeError(fault.message) from None


if __name__ == "__main__":
    sys.exit(main())
