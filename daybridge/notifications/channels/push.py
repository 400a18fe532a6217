"""Web push: sealed for one browser (RFC 8291), signed by this installation (RFC 8292), handed to the browser maker's service."""

import json
from base64 import urlsafe_b64encode
from functools import cache
from urllib.parse import urlsplit

import structlog
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid
from pywebpush import WebPushException, webpush

from daybridge.core.actors import Actor
from daybridge.notifications import actions, queries, rules
from daybridge.notifications.channels import network
from daybridge.notifications.channels.letter import Letter, NotDelivered
from daybridge.notifications.models import PushSubscription
from daybridge.notifications.receipts import receipt_token

log = structlog.get_logger()
#: How long the service keeps what it can't hand on yet, because the phone is off.
_KEPT_SECONDS = 24 * 60 * 60
#: The browser is gone, or its owner took the permission back.
_GONE = (404, 410)
#: Our key is not taken, or too much was sent. What else a service refuses is one browser's address.
_OF_THE_SITE = (401, 403, 429)


@cache
def _signing_key(private_key: str) -> Vapid:
    return Vapid.from_raw(private_key.encode())


def public_key() -> str:
    """What a browser needs to know who may send to it: base64url of the uncompressed point."""
    point = _signing_key(settings.PUSH_PRIVATE_KEY).public_key.public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    return urlsafe_b64encode(point).rstrip(b"=").decode()


def send(letter: Letter) -> None:
    """To each of the person's devices; it is sent when one of them could be. Devices that are gone are taken off the list."""
    devices = list(queries.devices_of(letter.account_id)) if letter.account_id else []
    troubles = [trouble for device in devices if (trouble := _trouble_with(device, letter))]
    if devices and len(troubles) < len(devices):
        return
    raise NotDelivered(rules.gravest_trouble(troubles))


def _trouble_with(device: PushSubscription, letter: Letter) -> str:
    """Why one device could not be reached; whatever it is, the others are still to be tried."""
    if not rules.are_push_keys(p256dh=device.p256dh, auth=device.auth):
        return "bad-device"
    try:
        _send_to(device, letter)
    except NotDelivered as trouble:
        return trouble.code
    except Exception as error:
        log.error("a device could not be sent to", device=device.id, error=type(error).__name__)
        return "fault"
    return ""


def _send_to(device: PushSubscription, letter: Letter) -> None:
    try:
        with network.trouble_in_words(), network.Session() as session:
            webpush(
                {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
                json.dumps(payload(letter)),
                vapid_private_key=_signing_key(settings.PUSH_PRIVATE_KEY),
                vapid_claims={"sub": _who_sends()},
                headers={"Urgency": "high" if letter.is_urgent else "normal"},
                ttl=_KEPT_SECONDS,
                timeout=network.TIMEOUT_SECONDS,
                requests_session=session,
            )
    except WebPushException as error:
        status = error.response.status_code if error.response is not None else 400
        if status in _GONE:
            system = Actor.system(device.organization_id, "push service")
            actions.remove_device(system, device, reason="gone")
            raise NotDelivered("no-device") from error
        if 400 <= status < 500 and status not in _OF_THE_SITE:
            raise NotDelivered("bad-device") from error
        network.check(status)
        raise NotDelivered("rejected") from error


def payload(letter: Letter) -> dict[str, str]:
    """All that travels: discreet words, which notice it is, where it leads, and a key that tells us it was shown."""
    return {
        "words": letter.words,
        "language": letter.person.language,
        "id": str(letter.delivery.notice_id),
        "link": letter.link or "/",
        "receipt": receipt_token(letter.delivery),
    }


def _who_sends() -> str:
    """Whom a push service may write to about us: the site, or its mail address where the site has no https (a trial)."""
    return settings.SITE if urlsplit(settings.SITE).scheme == "https" else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
