"""What makes a signed text the one that was signed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


def digest_of(text: Mapping[str, Any] | str, *, signed_by: UUID, signed_at: datetime) -> str:
    """SHA-256, in hexadecimal, of a text together with who signed it and when: whoever changes any of them changes it."""
    signed = {"text": text, "signed_by": str(signed_by), "signed_at": signed_at.astimezone(UTC).isoformat()}
    told = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
