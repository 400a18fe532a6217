"""The code at a session's door: signed, good for two minutes, of one session. It proves that somebody saw it, and nothing else.

Its moment is the house's clock (`core.clock`), so that what it is held to can be lived in a test.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer

from daybridge.core import clock

_DOOR = Signer(salt="daybridge.attendance.door")
_ID_BYTES = 16


@dataclass(frozen=True)
class Code:
    """What a code is of, and when it was shown."""

    occurrence_id: UUID
    shown_at: datetime


def code_of_door(occurrence_id: UUID) -> str:
    """The code that the tablet shows now."""
    return _DOOR.sign(_packed(occurrence_id))


def read_code(code: str) -> Code | None:
    """None where the house did not sign it."""
    return _read(_DOOR, code)


def ticket_of(occurrence_id: UUID, participant_id: UUID) -> str:
    """That this person has read a fresh code of this session: stands in the form with their one tap, and is of nobody else."""
    return _ticket(participant_id).sign(_packed(occurrence_id))


def read_ticket(ticket: str, participant_id: UUID) -> Code | None:
    return _read(_ticket(participant_id), ticket)


def _ticket(participant_id: UUID) -> Signer:
    return Signer(salt=f"daybridge.attendance.ticket.{participant_id}")


def _packed(occurrence_id: UUID) -> str:
    shown_at = int(clock.now().timestamp()).to_bytes(8)
    return urlsafe_b64encode(occurrence_id.bytes + shown_at).decode()


def _read(signer: Signer, signed: str) -> Code | None:
    try:
        told = urlsafe_b64decode(signer.unsign(signed))
    except (BadSignature, ValueError):
        return None
    return Code(UUID(bytes=told[:_ID_BYTES]), datetime.fromtimestamp(int.from_bytes(told[_ID_BYTES:]), UTC))
