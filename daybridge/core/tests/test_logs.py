"""What may stand in a log."""

import logging
import sys

from daybridge.core.logs import WithoutContent


def _record(name: str, *, error: Exception | None = None) -> logging.LogRecord:
    told = None
    if error:
        try:
            raise error
        except type(error):
            told = sys.exc_info()
    return logging.LogRecord(name, logging.ERROR, __file__, 1, "Internal Server Error: %s", ("/join/secret/",), told)


def test_an_error_outside_of_the_pages_is_logged_by_name_and_place_without_what_was_typed() -> None:
    record = _record("django.request", error=ValueError("Ana Rivera"))
    assert WithoutContent().filter(record)
    said = record.getMessage()
    assert "ValueError at" in said and "secret" not in said and "Ana" not in said
    assert not WithoutContent().filter(_record("django.request"))
