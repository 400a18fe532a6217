"""What may be told, in which words, by which channel and when. Plain Python."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric import ec


class Channel(StrEnum):
    """A way to reach someone. In the app is always there; the others leave the house."""

    IN_APP = "in_app"
    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"


class Audience(StrEnum):
    STAFF = "staff"
    PARTICIPANT = "participant"


class Group(StrEnum):
    """Kinds that a person chooses channels for together."""

    ALERTS = "alerts"
    TASKS = "tasks"
    #: When questions are waiting, and what a person wants to be reminded of.
    REMINDERS = "reminders"
    OWN = "own"
    MESSAGES = "messages"


class State(StrEnum):
    """What is known of a delivery. `sent`: the next server took it; `shown` and `opened`: the person's device said so;
    `cancelled`: what it was to tell of was done before its hour."""

    PLANNED = "planned"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SHOWN = "shown"
    OPENED = "opened"


# --- Kinds -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """A kind of notice. `words` (by language) may stand on a locked phone in a bus: they never say what about."""

    code: str
    group: Group
    words: Mapping[str, str]
    is_urgent: bool = False
    #: A phone that sleeps is woken for it: it is asked for, for this hour. Quiet hours hold all the same.
    is_prompt: bool = False


def _kinds(*kinds: Kind) -> dict[str, Kind]:
    return {kind.code: kind for kind in kinds}


_NEEDS_YOU = {"en": "Someone needs you now. Please open Daybridge.", "es": "Alguien le necesita ahora. Abra Daybridge."}
_WAITS = {"en": "Something waits for you in Daybridge.", "es": "Hay algo para usted en Daybridge."}
_NEW_NOTE = {"en": "You have a new note.", "es": "Tiene una nota nueva."}
_LINK = {"en": "A link of yours was opened.", "es": "Se abrió un enlace suyo."}
_QUESTIONS = {"en": "A few questions are waiting for you.", "es": "Le esperan unas preguntas."}
_ASKED_FOR = {"en": "You asked for this reminder.", "es": "Usted pidió este recordatorio."}
_TEST = {"en": "This is a test. It works.", "es": "Esto es una prueba. Funciona."}
_SHIFT = {"en": "You are on call. Please open Daybridge.", "es": "Está de guardia. Abra Daybridge."}
_GAP = {"en": "The on-call roster has a gap.", "es": "Falta alguien en la lista de guardias."}

KINDS: Mapping[str, Kind] = _kinds(
    Kind("alert", Group.ALERTS, _NEEDS_YOU, is_urgent=True),
    Kind("alert-escalated", Group.ALERTS, _NEEDS_YOU, is_urgent=True),
    Kind("alert-waiting", Group.TASKS, _WAITS),
    Kind("work-waiting", Group.TASKS, _WAITS),
    Kind("on-call", Group.ALERTS, _SHIFT, is_urgent=True),
    Kind("on-call-gap", Group.TASKS, _GAP),
    Kind("measure-due", Group.REMINDERS, _QUESTIONS),
    Kind("reminder", Group.OWN, _ASKED_FOR, is_prompt=True),
    Kind("reminder-test", Group.OWN, _TEST, is_prompt=True),
    Kind("answer", Group.MESSAGES, _NEW_NOTE),
    Kind("message", Group.MESSAGES, _NEW_NOTE),
    Kind("message-waiting", Group.TASKS, _WAITS),
    Kind("safety-plan-ready", Group.MESSAGES, _NEW_NOTE),
    Kind("supporter-joined", Group.MESSAGES, _LINK),
    Kind("family-asked", Group.MESSAGES, _NEW_NOTE),
    Kind("sharing-stopped", Group.MESSAGES, _NEW_NOTE),
)

#: What each audience chooses channels for, in the order of its page. How staff hear of alerts is the site's to say.
GROUPS: Mapping[Audience, tuple[Group, ...]] = {
    Audience.STAFF: (Group.TASKS,),
    Audience.PARTICIPANT: (Group.OWN, Group.REMINDERS, Group.MESSAGES),
}
#: Nobody is written to at an address or a phone outside the app without having said so, except staff at work.
_USUAL: Mapping[tuple[Audience, Group], frozenset[Channel]] = {
    (Audience.STAFF, Group.ALERTS): frozenset(Channel),
    (Audience.STAFF, Group.TASKS): frozenset({Channel.IN_APP, Channel.PUSH, Channel.EMAIL}),
    (Audience.PARTICIPANT, Group.OWN): frozenset({Channel.IN_APP, Channel.PUSH}),
    (Audience.PARTICIPANT, Group.REMINDERS): frozenset({Channel.IN_APP, Channel.PUSH}),
    (Audience.PARTICIPANT, Group.MESSAGES): frozenset({Channel.IN_APP, Channel.PUSH}),
}


def words(kind: Kind, language: str) -> str:
    """What a notice of this kind says, in the person's language; English where there is no other."""
    return kind.words.get(language, kind.words["en"])


#: What can be done with a reminder on the notification itself, in the order of usefulness, and the words of each.
DEEDS: Mapping[str, Mapping[str, str]] = {
    "done": {"en": "Done", "es": "Hecho"},
    "snooze-60": {"en": "In 1 hour", "es": "En 1 hora"},
    "snooze-10": {"en": "In 10 minutes", "es": "En 10 minutos"},
    "snooze-evening": {"en": "This evening", "es": "Esta noche"},
}


def deed_words(what: str, language: str) -> str:
    """What the button says, in the person's language; English where there is no other."""
    return DEEDS[what].get(language, DEEDS[what]["en"])


# --- Channels --------------------------------------------------------------------------------------------------------

#: Who is tried next, after a channel that failed: what wakes someone before what waits in a box.
_ROAD = (Channel.PUSH, Channel.SMS, Channel.EMAIL)


def audience_of(*, is_staff: bool) -> Audience:
    return Audience.STAFF if is_staff else Audience.PARTICIPANT


def usual_channels(audience: Audience, group: Group) -> frozenset[Channel]:
    """What someone who has chosen nothing is told by."""
    return _USUAL.get((audience, group), frozenset({Channel.IN_APP}))


def channels_for(
    audience: Audience,
    kind: Kind,
    *,
    asked: Iterable[str] | None,
    chosen: Mapping[str, Collection[str]],
) -> tuple[Channel, ...]:
    """The channels a notice goes out by, `in_app` always among them, in the order of `Channel`.

    `asked` is what the caller names, or None for the person's own choice; `chosen` maps groups to the channels that the
    person chose. Staff hear of what is urgent as the caller says, for the ladder belongs to the site; everything else goes
    by no channel that the person has not chosen, whoever asks for it.
    """
    own = allowed_channels(audience, kind, chosen=chosen)
    picked = own if asked is None else own & {Channel(one) for one in asked}
    return tuple(channel for channel in Channel if channel in picked | {Channel.IN_APP})


def allowed_channels(audience: Audience, kind: Kind, *, chosen: Mapping[str, Collection[str]]) -> frozenset[Channel]:
    """By what this person may be told of this kind at all."""
    if kind.group in GROUPS[audience] and kind.group in chosen:
        return frozenset(Channel(one) for one in chosen[kind.group])
    return usual_channels(audience, kind.group)


def next_channel(*, tried: Collection[str], allowed: Collection[str]) -> Channel | None:
    """The channel to try when one has failed; None when no other is left that is allowed."""
    return next((channel for channel in _ROAD if channel not in tried and channel in allowed), None)


# --- Quiet hours -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuietHours:
    """From and until by the person's own clock; across midnight when `since` is later than `until`."""

    since: time
    until: time

    def covers(self, at: time) -> bool:
        if self.since <= self.until:
            return self.since <= at < self.until
        return at >= self.since or at < self.until


USUAL_QUIET: Mapping[Audience, QuietHours] = {
    Audience.STAFF: QuietHours(time(20), time(7)),
    Audience.PARTICIPANT: QuietHours(time(21), time(8)),
}


def send_at(moment: datetime, *, zone: str, quiet: QuietHours | None, kind: Kind, channel: Channel) -> datetime:
    """When to send what is meant for `moment` (aware): then, or when the person's quiet hours have ended (UTC).

    Urgent kinds wait for nothing, and what is only shown in the app wakes nobody. Days on which the clocks change are
    taken as they are: an end that does not exist is the moment after the gap, one that comes twice the first still ahead.
    """
    local = moment.astimezone(ZoneInfo(zone))
    if quiet is None or kind.is_urgent or channel is Channel.IN_APP or not quiet.covers(local.time()):
        return moment.astimezone(UTC)
    is_tomorrow = local.time() >= quiet.until
    day = local.date() + timedelta(days=is_tomorrow)
    ends = [datetime.combine(day, quiet.until, ZoneInfo(zone)).replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    return ends[0] if ends[0] > moment else ends[1]


# --- Trouble ---------------------------------------------------------------------------------------------------------

#: Trying again would change nothing.
FINAL = frozenset({"not-set-up", "no-address", "no-device", "bad-device", "rejected", "too-late"})
#: Nothing is broken: one person has no address or no working device there, or the site never had that channel and its
#: pages say so.
_NO_FAULT = frozenset({"no-address", "no-device", "bad-device", "not-set-up", "too-late"})
#: After an outage nobody is woken for what the app's own list tells them by then.
_LATEST = timedelta(days=1)
_PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
_URGENT_PAUSES = (timedelta(seconds=5), timedelta(seconds=20), timedelta(seconds=60))


@dataclass(frozen=True)
class AfterFailure:
    """What to do after a failed try: try the same again after `again_in` (None: it has failed), and `go_on` elsewhere."""

    again_in: timedelta | None
    go_on: bool


def after_failure(kind: Kind, *, error: str, tries: int) -> AfterFailure:
    """`tries` counts the failed one. What is urgent goes on to the next channel at once and is tried again beside it."""
    pauses = _URGENT_PAUSES if kind.is_urgent else _PAUSES
    again_in = None if error in FINAL or tries > len(pauses) else pauses[tries - 1]
    goes_on = error != "too-late" and (again_in is None or (kind.is_urgent and tries == 1))
    return AfterFailure(again_in, goes_on)


def is_too_late(channel: Channel, *, planned_for: datetime, now: datetime) -> bool:
    """Whether a notice no longer leaves the house; in the app it is still told."""
    return channel is not Channel.IN_APP and now - planned_for > _LATEST


def is_sites_fault(error: str) -> bool:
    """Whether a channel that should work does not, so that whoever runs the site must hear of it."""
    return error not in _NO_FAULT


def gravest_trouble(troubles: Collection[str]) -> str:
    """What to say of a person whose devices all failed: what is worth another try, then a fault of the site's, else the first."""
    ranked = sorted(troubles, key=lambda error: (error in FINAL, not is_sites_fault(error)))
    return ranked[0] if ranked else "no-device"


def is_own_path(link: str) -> bool:
    """Whether a link is a path of our own origin, or none."""
    return link == "" or (link.startswith("/") and not link.startswith(("//", "/\\")) and link.isprintable())


def as_dialled(phone: str) -> str:
    """A phone number as services want it (E.164), taken for a North American one without a +; empty when it is none."""
    digits = "".join(one for one in phone if one.isdigit())
    if phone.strip().startswith("+"):
        return f"+{digits}" if 8 <= len(digits) <= 15 else ""
    if len(digits) == 11 and digits.startswith("1"):
        return f"+{digits}"
    return f"+1{digits}" if len(digits) == 10 else ""


def is_push_address(endpoint: str, *, hosts: Collection[str]) -> bool:
    """Whether a browser's address lies with a push service that we know. `.example.com` stands for what is below it.

    A host may be named with its scheme and port ("http://localhost:9000"); without, it is https on its usual port. A path
    that climbs ("/../") is none of a browser's.
    """
    parts = urlsplit(endpoint)
    if parts.username or parts.password or not {".", ".."}.isdisjoint(re.split(r"[/\\]", unquote(parts.path))):
        return False
    if f"{parts.scheme}://{parts.netloc}" in hosts:
        return True
    if parts.scheme != "https" or parts.netloc != parts.hostname:
        return False
    return any(parts.netloc == host or (host.startswith(".") and parts.netloc.endswith(host)) for host in hosts)


#: Of one person.
MOST_DEVICES = 8


def are_push_keys(*, p256dh: str, auth: str) -> bool:
    """Whether a browser's keys are what RFC 8291 says: an uncompressed P-256 point and 16 secret bytes, base64url."""
    point, secret = _bytes_of(p256dh), _bytes_of(auth)
    if len(point) != 65 or len(secret) != 16:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:  # not on the curve
        return False
    return True


def _bytes_of(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""


# --- Proving a phone -------------------------------------------------------------------------------------------------

BETWEEN_CODES = timedelta(minutes=1)
_CODE_LASTS = timedelta(minutes=10)
_MOST_WRONG_CODES = 5


def takes_codes(*, asked_at: datetime | None, wrong_codes: int, now: datetime) -> bool:
    """Whether a code that was asked for can still be typed: soon enough, and not guessed at too often."""
    return asked_at is not None and now - asked_at <= _CODE_LASTS and wrong_codes < _MOST_WRONG_CODES
