"""Log lines on stderr, one format for web, worker and beat."""

from __future__ import annotations

import logging.config

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
CHATTY = (
    "daphne.http_protocol",
    "daphne.ws_protocol",
    "daphne.server",
    "celery.worker.strategy",  # two lines for each beat of the reaper
    "celery.app.trace",
    "celery.worker.consumer",
    "httpx2",  # a line with the address for each question to a model; an address may carry a key
    "httpcore2",
)


def configure(level: str) -> None:
    """Send everything to stderr at `level`. One of LEVELS."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {name: {"level": "WARNING"} for name in CHATTY},
        }
    )
