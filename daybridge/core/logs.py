"""Structured logs: one JSON object a line, with ids and never content."""

import logging
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

#: Anything else given to a log call is dropped, so that a name or a note cannot slip into a log file.
SAFE_KEYS = frozenset(
    [
        "event",
        "level",
        "timestamp",
        "logger",
        "path",
        "method",
        "status",
        "error",
        "event_name",
        "reaction",
        "failure",
        "job",
        "task",
        "organization",
        "milliseconds",
    ]
)


def only_ids(_: Any, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Drop every key that is not on the short list of ids, codes and measures."""
    return {key: value for key, value in event.items() if key in SAFE_KEYS}


def configure() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_ids,
            structlog.processors.JSONRenderer(default=str),
        ],
        cache_logger_on_first_use=True,
    )


#: Django's own loggers: errors by name and place only, since their messages may quote what a person typed.
DJANGO = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ids_only": {"()": "daybridge.core.logs.WithoutContent"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["ids_only"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}


class WithoutContent(logging.Filter):
    """Keep where an error happened and its type; drop its text, its arguments and local values."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0]:
            frame = traceback.extract_tb(record.exc_info[2])[-1]
            record.msg = f"{record.name}: {record.exc_info[0].__name__} at {frame.filename}:{frame.lineno}"
            record.args, record.exc_info, record.exc_text = None, None, None
            return True
        return record.name != "django.request"  # without an error it has only the address, which may hold a secret link
