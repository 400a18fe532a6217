"""What makes a signed text the one that was signed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


def digest_of(
    text: Mapping[str, Any] | str, *, signed_by: UUID, signed_at: datetime, about: Mapping[str, Any] | None = None
) -> str:
    """SHA-256, in hexadecimal, of a text together with who signed it, when, and what it is about: whoever changes any of them changes it."""
    signed = {"text": text, "signed_by": signed_by, "signed_at": _moment(signed_at), "about": _told(about or {})}
    return _digest(signed)


def mark_of(*shown: Any) -> str:
    """Of what somebody has looked at, so that nothing else is signed: the same for the same, in hexadecimal."""
    return _digest(shown)


def _told(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _moment(value) if isinstance(value, datetime) else value for name, value in about.items()}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _digest(told: Any) -> str:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
