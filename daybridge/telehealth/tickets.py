"""A ticket into one room: signed, good for half a minute, for one account and one session, and for one use."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from django.core.cache import cache
from django.core.signing import BadSignature, Signer

from daybridge.core import clock
from daybridge.telehealth.rules import TICKET_LASTS

_SIGNER = Signer(salt="daybridge.telehealth.ticket")
_KEPT = "telehealth-ticket:"


def ticket_for(account_id: UUID, occurrence_id: UUID) -> str:
    """A new ticket. Who may have one is the caller's to know."""
    until = (clock.now() + TICKET_LASTS).timestamp()
    return _SIGNER.sign(f"{account_id.hex}.{occurrence_id.hex}.{int(until * 1000)}.{secrets.token_hex(12)}")


def use_ticket(ticket: str, *, account_id: UUID, occurrence_id: UUID) -> bool:
    """Whether it is good, and good no longer from now on. Forged, run out, used, another's or another session's is not.

    That it was used stands in the database's cache table, which refuses a second row of one key in every process.
    """
    try:
        account, occurrence, until, number = _SIGNER.unsign(ticket).split(".")
    except (BadSignature, ValueError):
        return False
    if (account, occurrence) != (account_id.hex, occurrence_id.hex):
        return False
    if datetime.fromtimestamp(int(until) / 1000, UTC) <= clock.now():
        return False
    return bool(cache.add(_KEPT + number, 1, timeout=TICKET_LASTS.total_seconds() * 2))
