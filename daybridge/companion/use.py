"""One's own calendar of use as the phone shows it, and what one wants; what was looked at together."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from ninja import Schema

from daybridge.checkins import queries as checkins
from daybridge.checkins.models import GoneThrough
from daybridge.checkins.worksheets import worksheets
from daybridge.companion.views import participant_page
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.substances import queries as substances
from daybridge.substances import rules
from daybridge.substances.models import RememberedDay, UseDay, UseGoal
from daybridge.substances.on_file import use
from daybridge.substances.queries import Used
from daybridge.substances.sentences import history_in_words, substance
from daybridge.therapies import queries as therapies
from daybridge.therapies.rules import HEADINGS, Kind
from daybridge.therapies.sentences import HEADINGS as WORDS
from daybridge.therapies.sentences import NAMES


class ListedSubstance(Schema):
    code: str
    words: str


class OwnUse(Schema):
    """A substance of one's own: what the team has written of it, and what one wants with it."""

    substance: str
    words: str
    known: str
    last_used_on: date | None


class OwnGoal(Schema):
    id: UUID
    substance: str
    goal: str
    said: str
    made_at: datetime


class OwnUseDay(Schema):
    """`with_staff`: who of the staff filled it in with the person; empty where they told it themselves."""

    id: UUID
    on_day: date
    state: str
    substances: list[str]
    amount: str
    made_at: datetime
    with_staff: str


class OwnRemembered(Schema):
    id: UUID
    on_day: date
    said: str
    made_at: datetime


class Anchor(Schema):
    on_day: date
    words: str


class OwnCalendar(Schema):
    #: Somebody is there who reads it: the person is in a program now.
    is_open: bool
    first: date
    last: date
    listed: list[ListedSubstance]
    uses: list[OwnUse]
    goals: list[OwnGoal]
    days: list[OwnUseDay]
    remembered: list[OwnRemembered]
    anchors: list[Anchor]
    #: Days of which a setback was told elsewhere: shown beside, and counted nowhere here.
    setbacks: list[date]


def own_calendar(participant: Participant) -> OwnCalendar:
    """Everything the page needs to work without a network."""
    today = clock.today(participant.time_zone)
    episode = programs.current_episode(participant.id)
    first = rules.first_day(episode.admitted_on if episode else None, today)
    found = substances.calendar(participant.id, first=first, last=today)
    used = substances.used(participant.id)
    return OwnCalendar(
        is_open=episode is not None,
        first=first,
        last=today,
        listed=[ListedSubstance(code=one.code, words=one.words.said(participant.language)) for one in use().substances],
        uses=[_use(one) for one in used],
        goals=[_goal(one.goal) for one in used if one.goal],
        days=[_day(one) for one in found.days.values()],
        remembered=[_remembered(one) for one in found.remembered.values()],
        anchors=[
            Anchor(on_day=day, words=words.said(participant.language))
            for day, words in use().anchors_between(first, today)
        ],
        setbacks=sorted(checkins.setbacks_told(participant.id, since=first)),
    )


def _use(one: Used) -> OwnUse:
    now = one.now
    return OwnUse(
        substance=one.substance, words=substance(one.substance), known=history_in_words(now) if now else "",
        last_used_on=now.last_used_on if now else None,
    )  # fmt: skip


def _goal(one: UseGoal) -> OwnGoal:
    return OwnGoal(id=one.id, substance=one.substance, goal=one.goal, said=one.said, made_at=one.made_at)


def _day(one: UseDay) -> OwnUseDay:
    return OwnUseDay(
        id=one.id, on_day=one.on_day, state=one.state, substances=one.substances, amount=one.amount, made_at=one.made_at,
        with_staff=one.staff.name if one.staff else "",
    )  # fmt: skip


def _remembered(one: RememberedDay) -> OwnRemembered:
    return OwnRemembered(id=one.id, on_day=one.on_day, said=one.said, made_at=one.made_at)


# --- What was looked at together -------------------------------------------------------------------------------------

_SHOWN = 30


@never_cache
@participant_page
def together(request: HttpRequest) -> HttpResponse:
    """What is tried until next time, what was shared of how things fit together, and what was looked at together. Needs the network."""
    person: Participant = request.person  # type: ignore[attr-defined]
    looked = checkins.gone_through(person.id)[:_SHOWN]
    written = checkins.worksheets_about(person.id, [one.about for one in looked if one.about])
    page = {
        "homework": therapies.homework(person.id)[:1],
        "outlines": [
            (
                NAMES[Kind(one.kind)],
                one,
                [(WORDS[each][0], one.content.get(each, "")) for each in HEADINGS[Kind(one.kind)]],
            )
            for one in therapies.shared_with_them(person.id)
        ],
        "looked": [(one, _name(one, written, person.language)) for one in looked],
    }
    return render(request, "companion/together.html", page)


def _name(one: GoneThrough, written: dict[UUID, str], language: str) -> str:
    """What was looked at, as its author knows it; empty for a setback."""
    sheet = worksheets().get(written.get(one.about, "")) if one.about else None
    return sheet.name.said(language) if sheet else ""
