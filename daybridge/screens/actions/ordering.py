"""Ordering a screen or drawing days for several, telling the participant, and how it went when no specimen was given."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.people.access import is_participant_self
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.screens.access import announces_screens_of, works_screens_of
from daybridge.screens.actions.stepping import about, cleaned, locked, step
from daybridge.screens.events import ScreenAnnounced, ScreenMarked, ScreenOrdered, ScreensDrawn, ScreenToldBefore
from daybridge.screens.models import Said, Screen, ScreenDraw, ScreenStep, ScreenWords
from daybridge.screens.rules import WAITS, Drawing, State, book, draw
from daybridge.screens.sentences import DRAWING_FAULTS

#: How far ahead a screen is ordered, and the longest window for giving a specimen.
_MOST_AHEAD, _LONGEST_WINDOW = timedelta(days=190), timedelta(days=3)
_NOT_GIVEN = (State.NO_SHOW, State.REFUSED, State.UNABLE, State.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is ordered: panel, the reason that is this person's own, and when and where."""

    panel: str
    reason: str
    where: str = ""


@action(allow=works_screens_of)
def order_screen(
    actor: Actor, participant: Participant, *, screen_id: UUID, order: Order, opens_at: datetime, closes_at: datetime
) -> ScreenOrdered:
    """Order one screen, to be given within a window. The same id again is the same order. Raises Invalid (422) in words."""
    known = Screen.objects.filter(id=screen_id).first()
    if known:
        if known.participant_id != participant.id:
            raise IdTaken()
        return ScreenOrdered(**about(known), repeated=True)  # type: ignore[arg-type]
    now = clock.now()
    if not timedelta(0) < closes_at - opens_at <= _LONGEST_WINDOW or not now < closes_at < now + _MOST_AHEAD:
        words = _("Choose a window that ends after it begins, within three days, and not in the past.")
        raise Invalid(words, fields={"opens_at": words})
    made = _ordered(actor, participant, screen_id, _checked(order), opens_at, closes_at)
    return ScreenOrdered(**about(made))  # type: ignore[arg-type]


def _checked(order: Order) -> dict[str, str]:
    if order.panel not in book().panels:
        raise Invalid(_("Choose what is tested."), fields={"panel": _("Choose what is tested.")})
    return {
        "panel": order.panel,
        "reason": cleaned(order.reason, field="reason", most=400),
        "where": cleaned(order.where, field="where", most=120, needed=False),
    }


def _ordered(
    actor: Actor, participant: Participant, screen_id: UUID, said: dict[str, str], opens_at: datetime,
    closes_at: datetime, drawn: ScreenDraw | None = None,
) -> Screen:  # fmt: skip
    made = Screen.objects.create(
        id=screen_id, organization_id=participant.organization_id, participant=participant,
        episode=programs.current_episode(participant.id), order_number=f"DS{screen_id.hex[-12:].upper()}",
        opens_at=opens_at, closes_at=closes_at, drawn=drawn, ordered_by_id=actor.who, **said,
    )  # fmt: skip
    ScreenStep.objects.create(
        organization_id=made.organization_id, screen=made, number=1, state=State.ORDERED, staff_id=actor.who
    )
    return made


@action(allow=works_screens_of)
def draw_screens(
    actor: Actor, participant: Participant, *, draw_id: UUID, order: Order, within: Drawing, hours: tuple[time, time]
) -> ScreensDrawn:
    """Have days drawn by chance within rules, and order a screen for each. The seed is kept: anybody can draw them again."""
    known = ScreenDraw.objects.filter(id=draw_id).first()
    if known and known.participant_id != participant.id:
        raise IdTaken()
    if known:
        return _drawn(participant, known, repeated=True)
    said = _checked(order)
    _refuse_faulty(participant, within, hours)
    seed = new_id().hex
    days = draw(within, seed)
    if not days:
        raise Invalid(_("No day fits these rules."), fields={"weeks": _("No day fits these rules.")})
    told: dict[str, Any] = asdict(within) | {
        "first_on": within.first_on.isoformat(), "weekdays": sorted(within.weekdays),
        "hours": [one.isoformat() for one in hours],
    }  # fmt: skip
    made = ScreenDraw.objects.create(
        id=draw_id, organization_id=participant.organization_id, participant=participant, within=told, seed=seed,
        days=[day.isoformat() for day in days], made_by_id=actor.who,
    )  # fmt: skip
    for day in days:
        opens_at, closes_at = (_moment(day, hour, participant.time_zone) for hour in hours)
        _ordered(actor, participant, new_id(), said, opens_at, closes_at, made)
    return _drawn(participant, made)


def _refuse_faulty(participant: Participant, within: Drawing, hours: tuple[time, time]) -> None:
    today = clock.today(participant.time_zone)
    faults = {code: str(DRAWING_FAULTS[code]) for code in within.faults}
    if not today < within.first_on <= today + timedelta(days=60):
        faults["first_on"] = _("Begin tomorrow or later, within two months.")
    if hours[0] >= hours[1]:
        faults["hours"] = _("The last hour comes after the first.")
    if faults:
        raise Invalid(_("These rules don't fit."), fields=faults)


def _moment(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone))


def _drawn(participant: Participant, made: ScreenDraw, *, repeated: bool = False) -> ScreensDrawn:
    return ScreensDrawn(
        organization_id=made.organization_id, subject_id=made.id, participant_id=participant.id, days=len(made.days),
        seed=made.seed, repeated=repeated,
    )  # fmt: skip


@action(allow=announces_screens_of)
def announce_screen(actor: Actor, screen: Screen) -> ScreenAnnounced:
    """Tell the participant that a screen waits, in neutral words: what about stands on the page alone."""
    screen = locked(screen)
    repeated = screen.state == State.NOTIFIED
    if not repeated:
        step(actor, screen, State.NOTIFIED)
        screen.save(update_fields=["state"])
    return ScreenAnnounced(**about(screen), repeated=repeated)  # type: ignore[arg-type]


@action(allow=announces_screens_of)
def mark_screen(actor: Actor, screen: Screen, *, state: State, words: str = "") -> ScreenMarked:
    """Write down that no specimen was given, and how it came; or take an order back, with a reason. The system does at a stay's end."""
    if state not in _NOT_GIVEN:
        raise Invalid(_("Choose how it went."), fields={"state": _("Choose how it went.")})
    screen = locked(screen)
    said = cleaned(words, field="words", most=400, needed=state is State.WITHDRAWN)
    repeated = screen.state == state
    if not repeated:
        step(actor, screen, state, words=said)
        screen.save(update_fields=["state"])
    return ScreenMarked(**about(screen), state=state, repeated=repeated)  # type: ignore[arg-type]


@action(allow=is_participant_self)
def tell_before(actor: Actor, screen: Screen, *, words_id: UUID, said: str) -> ScreenToldBefore:
    """A participant says beforehand what may be found. It is read as honesty, and it stands before the results came."""
    known = ScreenWords.objects.filter(id=words_id).first()
    if known and known.screen_id != screen.id:
        raise IdTaken()
    screen = locked(screen)
    if known:
        return ScreenToldBefore(**about(screen), repeated=True)  # type: ignore[arg-type]
    if screen.state not in WAITS:
        raise Conflict(_("The specimen is given already. Tell your team: they are glad to hear it."))
    ScreenWords.objects.create(
        id=words_id, organization_id=screen.organization_id, screen=screen, kind=Said.BEFORE,
        said=cleaned(said, field="said"),
    )  # fmt: skip
    return ScreenToldBefore(**about(screen))  # type: ignore[arg-type]
