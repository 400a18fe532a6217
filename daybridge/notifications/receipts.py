"""A push carries its own key to say that it was shown or opened: whoever got it may be signed out by then."""

from uuid import UUID

from django.core import signing

from daybridge.notifications.models import Delivery

_SALT = "daybridge.notifications.receipt"
_LASTS_SECONDS = 30 * 24 * 60 * 60


def receipt_token(delivery: Delivery) -> str:
    """Says which notice by which channel, and opens nothing else."""
    told = [str(delivery.organization_id), str(delivery.notice_id), delivery.channel, delivery.round]
    return signing.dumps(told, salt=_SALT)


def read_receipt_token(token: str) -> tuple[UUID, UUID, str, int] | None:
    """The organization, the notice, the channel and the round; None for anything that we did not make, or made long ago."""
    try:
        organization, notice, channel, *rest = signing.loads(token, salt=_SALT, max_age=_LASTS_SECONDS)
    except signing.BadSignature:
        return None
    return UUID(organization), UUID(notice), str(channel), int(rest[0]) if rest else 0
