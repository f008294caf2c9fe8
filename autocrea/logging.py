"""Log lines on stderr, one format for web, worker and beat."""

from __future__ import annotations

import logging.config


def configure(level: str) -> None:
    """Send everything to stderr at `level`. Raises ValueError for an unknown level."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {"daphne.http_protocol": {"level": "WARNING"}, "daphne.ws_protocol": {"level": "WARNING"}},
        }
    )
