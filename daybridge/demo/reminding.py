"""Reminders in the play: who sets them, how they come to their phones, and what people do with them."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import time, timedelta
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from daybridge.core import clock
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage, chance_of
from daybridge.notifications import actions as notices
from daybridge.notifications import queries as told
from daybridge.notifications.models import Delivery
from daybridge.notifications.reminders import actions, queries
from daybridge.notifications.reminders.models import Reminder
from daybridge.notifications.reminders.rules import EVERY_DAY, Purpose
from daybridge.notifications.reminders.sending import Handed, Result
from daybridge.notifications.rules import Channel

_WEEKDAYS = frozenset(range(5))
#: Of those who have reminders: who has them paused at the end, and whose phone is mostly off.
_PAUSED_EVERY, _OFF_EVERY, _PAUSED_DAYS = 4, 5, 5
#: How often a phone shows a reminder, and how often it is opened then.
_SHOWN, _SHOWN_WHEN_OFF, _OPENED, _DONE, _SNOOZED = 0.9, 0.3, 0.45, 0.6, 0.12


def _has_reminders(life: Life) -> bool:
    return life.number % 3 == 0


def arrange(stage: Stage, life: Life) -> None:
    """On their first day some switch notices on and set a reminder or two, half an hour before they like to check in."""
    if not _has_reminders(life) or not (life.actor and life.participant):
        return
    notices.add_device(life.actor, life.participant, **_phone(life.number))
    half_hours = max(17, min(40, int(life.hour * 2) - 1))  # between 8:30 and 20:00
    at = time(half_hours // 2, half_hours % 2 * 30)
    actions.add_reminder(life.actor, life.participant, purpose=Purpose.CHECK_IN, at=at, days=EVERY_DAY)
    if life.number % 2 == 0:
        actions.add_reminder(life.actor, life.participant, purpose=Purpose.MEDICINES, at=time(8, 30), days=EVERY_DAY)
    if life.number % 9 == 0:
        actions.add_reminder(life.actor, life.participant, purpose=Purpose.PRACTICE, at=time(17), days=_WEEKDAYS)


def plan_day(stage: Stage, lives: Sequence[Life], day: int) -> None:
    """Enter the minutes of a day at which anybody's reminder is due, and its end."""
    by_number = {str(one.participant.id): one for one in lives if one.participant and _has_reminders(one)}
    for half_hours in range(17, 41):
        stage.agenda.enter(stage.local(day, half_hours / 2), _remind, stage, by_number)
    stage.agenda.enter(stage.local(day, 0.1), actions.close_what_is_over, stage.system, stage.organization)


def _remind(stage: Stage, lives: dict[str, Life]) -> None:
    """The worker's minute, and the push service's word for it: in the play nothing leaves the house."""
    if not _something_is_due():  # most minutes have nothing, and a play has thousands of them
        return
    actions.plan_due(stage.system, stage.organization)
    batch = queries.batch_to_send()
    if not batch:
        return
    now = clock.now()
    accepted = now + timedelta(seconds=1)
    handed = [Handed(one, Result.SENT, sent_at=now, accepted_at=accepted) for one in batch]
    actions.note_handed_over(stage.system, stage.organization, handed=handed)
    for one in batch:
        life = lives.get(str(one.notice.participant_id))
        if life and one.channel == Channel.PUSH:
            _arrange_what_follows(stage, life, one)


def _something_is_due() -> bool:
    return Reminder.objects.filter(next_at__lte=clock.now()).exists() or queries.waiting().exists()


def _arrange_what_follows(stage: Stage, life: Life, sent: Delivery) -> None:
    chance = chance_of("reminder", life.number, clock.now().date(), sent.notice.at_time, sent.round)
    if chance.random() > (_SHOWN_WHEN_OFF if life.number % _OFF_EVERY == 0 and life.number else _SHOWN):
        return
    shown_at = clock.now() + timedelta(seconds=chance.randint(2, 90))
    stage.agenda.enter(shown_at, _show, stage, sent)
    if chance.random() < _OPENED:
        opened_at = shown_at + timedelta(minutes=chance.randint(1, 40))
        stage.agenda.enter(opened_at, _open, stage, sent, chance.random())


def _show(stage: Stage, sent: Delivery) -> None:
    notices.mark_shown(stage.system, sent.notice, channel=Channel.PUSH, round_of=sent.round)


def _open(stage: Stage, sent: Delivery, mood: float) -> None:
    """They open it; some tick it off, some put it off for an hour while it is still open."""
    notice = told.notice(sent.notice_id)
    notices.mark_opened(stage.system, notice, channel=Channel.PUSH, round_of=sent.round)
    if notice.outcome:
        return
    if mood < _SNOOZED and not notice.round:
        actions.snooze(stage.system, notice, choice="60")
    elif mood < _DONE and notice.link == actions.PAGE:
        actions.mark_done(stage.system, notice)


def end(stage: Stage, lives: Sequence[Life]) -> None:
    """One in four is taking a break. The phones were made up, so nothing may be sent to them once the play is over."""
    with clock.at(stage.now - timedelta(hours=2)):
        for life in lives:
            if not (_has_reminders(life) and life.actor and life.participant and life.actor.account_id):
                continue
            if life.number and life.number % (3 * _PAUSED_EVERY) == 0:
                until = clock.today(life.person.zone) + timedelta(days=_PAUSED_DAYS)
                actions.pause_reminders(life.actor, life.participant, until=until)
            for device in told.devices_of(life.actor.account_id):
                notices.remove_device(stage.system, device, reason="gone")


@cache
def _point() -> str:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return _text(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _phone(number: int) -> dict[str, str]:
    return {
        "endpoint": f"https://fcm.googleapis.com/fcm/send/made-up-{number}",
        "p256dh": _point(),
        "auth": _text(b"sixteen bytes 16"),
        "device": "Chrome, Android" if number % 2 else "Safari, iPhone",
    }


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
