"""Who told that they will not come, and who asks for other times, as their team reads it: information, and nothing to answer for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.programs.attending import actions, queries
from daybridge.programs.attending.models import ChangeAnswer, ChangeRequest
from daybridge.programs.attending.rules import MOST_ANSWER_CHARACTERS, Outcome
from daybridge.programs.attending.sentences import OUTCOMES, asked_of_in_words, days_in_words, reason_in_words
from daybridge.programs.calendar.models import Booking
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.calendar.sentences import occurrence_in_words
from daybridge.ui.forms import attempt

_DAYS_AHEAD, _SHOWN = 7, 8


@dataclass(frozen=True)
class Away:
    """Somebody who will not come: to what first, to how many more, and why."""

    participant: Participant
    group: str
    when: str
    more: str
    why: str
    is_taken_back: bool


@dataclass(frozen=True)
class Coming:
    """What waits for their team: `total` counts those that are not shown, too."""

    away: Sequence[Away] = ()
    total: int = 0
    #: Who asked for other times, about which, and how many more of theirs wait; `changes_total` counts people.
    changes: Sequence[tuple[ChangeRequest, str, str]] = ()
    changes_total: int = 0


def of_people_of(actor: Actor) -> Coming:
    """Those the actor cares for who will not come to something within a week."""
    now, mine = clock.now(), people.participants(actor).values_list("id", flat=True)
    away = _by_absence(queries.absent(mine, since=now, until=now + timedelta(days=_DAYS_AHEAD)))
    waiting, people_waiting = queries.changes_waiting(mine, most=_SHOWN)
    shown = [(one.request, asked_of_in_words(one.request), _and_more(one.more)) for one in waiting]
    return Coming(away[:_SHOWN], len(away), shown, people_waiting)


def of_person(participant: Participant) -> list[Away]:
    """Everything ahead to which somebody will not come."""
    now = clock.now()
    return _by_absence(queries.absent([participant.id], since=now, until=now + timedelta(weeks=8)))


def days_of_person(participant: Participant) -> list[tuple[str, str]]:
    """The days on which they are away, and why."""
    found = queries.days_away(participant.id, clock.today(participant.time_zone))
    return [(days_in_words(one), reason_in_words(one)) for one in found]


@dataclass(frozen=True)
class AskedChange:
    """Other times that somebody asked for, with what was said to it, newest first."""

    request: ChangeRequest
    about: str
    answers: Sequence[tuple[ChangeAnswer, str]]


def changes_of_person(participant: Participant) -> list[AskedChange]:
    return [
        AskedChange(
            one, asked_of_in_words(one), [(said, str(OUTCOMES[Outcome(said.outcome)])) for said in one.answers.all()]
        )
        for one in queries.changes_of(participant.id)
    ]


class AnswerForm(forms.Form):
    """What comes of it, in a sentence."""

    outcome = forms.ChoiceField(choices=[(one.value, words) for one, words in OUTCOMES.items()])
    words = forms.CharField(max_length=MOST_ANSWER_CHARACTERS)


@require_POST
@staff_page
def answer(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Answer somebody who asked for other times."""
    asked = queries.change_request(request.actor, request_id)
    form = AnswerForm(request.POST)
    if attempt(form, lambda said: actions.answer_change(request.actor, asked, **said)) is None:
        messages.success(request, _("They read your answer on their phone."))
    else:
        messages.error(request, _("Choose what comes of it, and write a sentence. Nothing was sent."))
    return redirect("workspace:week", asked.participant_id)


def _by_absence(bookings: Iterable[Booking]) -> list[Away]:
    """One row for each thing that was told, whatever it is about."""
    told: dict[UUID | None, list[Booking]] = {}
    for one in bookings:
        told.setdefault(one.absence_id, []).append(one)
    return [_away(of_one[0], len(of_one) - 1) for of_one in told.values()]


def _away(first: Booking, more: int) -> Away:
    assert first.participant and first.absence
    occurrence = first.occurrence
    return Away(
        first.participant,
        str(occurrence.series.group),
        occurrence_in_words(occurrence, zone_of(occurrence.series)),
        _and_more(more),
        reason_in_words(first.absence),
        hasattr(first.absence, "taken_back"),
    )


def _and_more(more: int) -> str:
    return ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more} if more else ""


@require_GET
@staff_page
def for_me(request: StaffRequest) -> HttpResponse:
    """Fetched again when somebody has told something about coming."""
    return render(request, "workspace/today.html#my-coming", {"coming": of_people_of(request.actor)})
