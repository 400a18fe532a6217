"""Identifiers that sort by the time they were made (UUIDv7, RFC 9562)."""

import secrets
import threading
from uuid import UUID

from daybridge.core import clock

_lock = threading.Lock()
_last = (0, 0)


def new_id() -> UUID:
    """A new UUIDv7 made at the clock's present moment; those made by one process within a millisecond sort as made."""
    milliseconds, place = _next_place(int(clock.now().timestamp() * 1000))
    value = (milliseconds << 80) | (0x7 << 76) | (place << 64) | (0b10 << 62) | secrets.randbits(62)
    return UUID(int=value)


def _next_place(milliseconds: int) -> tuple[int, int]:
    """The millisecond and the place within it (12 bits, begun in the lower half so that there is room to count)."""
    global _last
    with _lock:
        last_milliseconds, last_place = _last
        place = last_place + 1 if milliseconds == last_milliseconds else secrets.randbits(11)
        _last = (milliseconds, place) if place < 4096 else (milliseconds + 1, 0)
        return _last
