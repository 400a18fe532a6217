"""The secret part of a calendar's link: signed with the house's key, so that it is kept nowhere and can't be guessed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from daybridge.programs.attending.models import CalendarLink

_SIGNATURE_BYTES, _ID_BYTES = 24, 16


class Signed(NamedTuple):
    """What a link says that it is of."""

    organization_id: UUID
    link_id: UUID


def token_of(link: CalendarLink) -> str:
    """Behind whose walls to look for which link, and the signature that says so."""
    ids = link.organization_id.bytes + link.id.bytes
    return urlsafe_b64encode(ids + _signature(ids, settings.SECRET_KEY)).decode().rstrip("=")


def read_token(token: str) -> Signed | None:
    """What a token is of; None where we did not sign it. A house that changes its key keeps the old one beside it for as long as it likes."""
    try:
        decoded = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    ids, signature = decoded[: 2 * _ID_BYTES], decoded[2 * _ID_BYTES :]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if len(decoded) != 2 * _ID_BYTES + _SIGNATURE_BYTES:
        return None
    if not any(constant_time_compare(signature, _signature(ids, key)) for key in keys):
        return None
    return Signed(UUID(bytes=ids[:_ID_BYTES]), UUID(bytes=ids[_ID_BYTES:]))


def _signature(ids: bytes, key: str | bytes) -> bytes:
    return salted_hmac("daybridge.calendar-link", ids, secret=key, algorithm="sha256").digest()[:_SIGNATURE_BYTES]
