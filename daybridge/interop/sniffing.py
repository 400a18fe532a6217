"""What a file is, by its first bytes: so that a person is told "this is a PDF" and not "line 1, column 1"."""

import re

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "gzip"),
    (b"\xfd7zXZ\x00", "gzip"),
    (b"\x28\xb5\x2f\xfd", "gzip"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "word"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "word"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"GIF8", "picture"),
    (b"BM6", "picture"),
)
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_TEXT_STARTS = (
    (re.compile(r"<!doctype html|<html", re.IGNORECASE), "html"),
    (re.compile(r"(MSH|FHS|BHS)[^A-Za-z0-9\s]"), "hl7v2"),
    (re.compile(r"ISA[^A-Za-z0-9\s]"), "x12"),
)
_ROOT = re.compile(r"<(?![?!])([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^>]*)")
_LOOK_AT = 8192


def what_it_is(original: bytes) -> str | None:
    """The code of a format that is not read here; None for what may be JSON."""
    for magic, name in _MAGIC:
        if original.startswith(magic):
            return name
    if not original.removeprefix(b"\xef\xbb\xbf").strip():
        return "empty"
    start = _first_words(original)
    for begins, name in _TEXT_STARTS:
        if begins.match(start):
            return name
    return _xml(start) if start.startswith("<") else None


def _first_words(original: bytes) -> str:
    encoding = _UTF16.get(original[:2], "utf-8")
    text = original[:_LOOK_AT].decode(encoding, "replace")
    return text.lstrip("\ufeff\x0b \t\r\n")  # MLLP starts a message with a vertical tab


def _xml(start: str) -> str:
    root = _ROOT.search(start)
    name, attributes = (root[2], root[3]) if root else ("", "")
    if name == "ClinicalDocument" or "urn:hl7-org:v3" in attributes:
        return "ccda"
    if name.lower() == "html":
        return "html"
    return "fhir_xml" if "http://hl7.org/fhir" in attributes or name == "Bundle" else "xml"
