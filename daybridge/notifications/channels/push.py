"""Web push: sealed for one browser (RFC 8291), signed by this installation (RFC 8292), handed to the browser maker's service."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any
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
#: From the beginning of its hour; services take at most a day.
_SIGNED_FOR_SECONDS = 12 * 60 * 60
#: The browser is gone, or its owner took the permission back.
_GONE = (404, 410)
_IS_GONE = "gone"
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
    try:
        gone = deliver(devices, letter)
    except NotDelivered as trouble:
        _take_off(trouble.gone)
        raise
    _take_off(gone)


def _take_off(gone: Sequence[PushSubscription]) -> None:
    for device in gone:
        actions.remove_device(Actor.system(device.organization_id, "push service"), device, reason="gone")


def deliver(devices: Sequence[PushSubscription], letter: Letter) -> list[PushSubscription]:
    """To each of these devices, without asking the database. Returns those that are gone; raises NotDelivered when none took it."""
    troubles = {device.id: _trouble_with(device, letter) for device in devices}
    gone = [device for device in devices if troubles[device.id] == _IS_GONE]
    said = ["no-device" if one == _IS_GONE else one for one in troubles.values() if one]
    if devices and len(said) < len(devices):
        return gone
    raise NotDelivered(rules.gravest_trouble(said), gone)


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
        with network.trouble_in_words():
            webpush(
                {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
                json.dumps(payload(letter)),
                headers={"Urgency": "high" if letter.is_urgent else "normal"} | _who_signs(device.endpoint),
                ttl=_KEPT_SECONDS,
                timeout=network.TIMEOUT_SECONDS,
                requests_session=network.session(),
            )
    except WebPushException as error:
        status = error.response.status_code if error.response is not None else 400
        if status in _GONE:
            raise NotDelivered(_IS_GONE) from error
        if 400 <= status < 500 and status not in _OF_THE_SITE:
            raise NotDelivered("bad-device") from error
        network.check(status)
        raise NotDelivered("rejected") from error


def _who_signs(endpoint: str) -> dict[str, str]:
    """Our signature for one push service (RFC 8292). It says who sends, not what: one an hour does for all."""
    service = urlsplit(endpoint)
    hour = int(time.time() // 3600)
    return _signed(settings.PUSH_PRIVATE_KEY, f"{service.scheme}://{service.netloc}", _who_sends(), hour)


@lru_cache(maxsize=256)
def _signed(private_key: str, service: str, sender: str, hour: int) -> dict[str, str]:
    claims = {"sub": sender, "aud": service, "exp": hour * 3600 + _SIGNED_FOR_SECONDS}
    signed: dict[str, str] = _signing_key(private_key).sign(claims)
    return signed


def payload(letter: Letter) -> dict[str, Any]:
    """All that travels: discreet words, which notice it is, where it leads, what can be done at once, and a key for its receipts."""
    notice = letter.delivery.notice
    return {
        "words": letter.words,
        "language": letter.person.language,
        "id": str(letter.delivery.notice_id),
        "link": letter.link or "/",
        "receipt": receipt_token(letter.delivery),
    } | ({"deeds": deeds(letter.person.language)} if notice.reminder_id else {})


def deeds(language: str) -> list[dict[str, str]]:
    """What can be done with a reminder without opening the app; a browser shows as many of them as it has room for."""
    return [{"what": what, "words": rules.deed_words(what, language)} for what in rules.DEEDS]


def _who_sends() -> str:
    """Whom a push service may write to about us: the site, or its mail address where the site has no https (a trial)."""
    return settings.SITE if urlsplit(settings.SITE).scheme == "https" else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
