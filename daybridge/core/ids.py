"""Identifiers that sort by the time they were made (UUIDv7, RFC 9562)."""

import secrets
from uuid import UUID

from daybridge.core import clock


def new_id() -> UUID:
    """A new UUIDv7 made at the clock's present moment, so a moved clock gives ids of that time."""
    milliseconds = int(clock.now().timestamp() * 1000)
    random = secrets.randbits(74)
    value = (milliseconds << 80) | (0x7 << 76) | ((random >> 62) << 64) | (0b10 << 62) | (random & ((1 << 62) - 1))
    return UUID(int=value)
