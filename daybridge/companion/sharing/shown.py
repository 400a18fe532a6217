"""What a supporter sees of a part, composed from the rooms below: for the supporter, and for the participant to look at first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.checkins import queries as checkins
from daybridge.checkins import rules
from daybridge.core import clock
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.privacy.rules import Part
from daybridge.programs import queries as programs
from daybridge.safety.plan import queries as plans
from daybridge.safety.plan.sentences import parts as plan_parts

MOOD_DAYS = 14
MOODS = (lazy("Very low"), lazy("Low"), lazy("In between"), lazy("Good"), lazy("Very good"))
#: What of "what I have done" says nothing of a diagnosis, a kind of treatment or an urge.
_MILESTONES = ("check-in", "diary", "activity-plan")


@dataclass(frozen=True)
class Moods:
    """The last word on each day somebody checked in about, newest first; no notes, and nothing else that was answered."""

    days: Sequence[tuple[date, Any]]
    of: int = MOOD_DAYS


def moods(participant: Participant) -> Moods:
    until = clock.today(participant.time_zone)
    told = {one.on_day: one.mood for one in checkins.recent(participant.id, until=until, days=MOOD_DAYS)}
    return Moods([(day, MOODS[told[day] - 1]) for day in sorted(told, reverse=True)])


def safety_plan(participant: Participant) -> Sequence[Any]:
    """The parts of the plan in force that have a line; drafts are shown to nobody."""
    in_force = plans.standing_of(participant.id).in_force
    return [part for part in plan_parts(in_force.sections) if part.lines] if in_force else []


@dataclass(frozen=True)
class Progress:
    without: int
    of: int
    done: Sequence[str]


def progress(participant: Participant) -> Progress:
    """Days without a setback as a count, never which days; and what was done."""
    today = clock.today(participant.time_zone)
    episode = programs.current_episode(participant.id)
    days = checkins.days_without_setback(
        participant.id, admitted_on=episode.admitted_on if episode else None, today=today
    )
    reached = {one.code: one.reached for one in rules.milestones(checkins.counts_of(participant.id))}
    done = [_milestone(code, reached[code]) for code in _MILESTONES if code in reached]
    return Progress(days.without, days.of, done)


def _milestone(code: str, count: int) -> str:
    return {
        "check-in": _("Checked in on %(count)s days."),
        "diary": _("Wrote %(count)s diary pages."),
        "activity-plan": _("Planned %(count)s things to do."),
    }[code] % {"count": count}


@dataclass(frozen=True)
class WhoToCall:
    contacts: Sequence[Any]
    program: str
    phone: str
    reply_hours: str


def who_to_call(participant: Participant) -> WhoToCall:
    site = participant.organization
    hours = site.reply_hours_es if get_language() == "es" and site.reply_hours_es else site.reply_hours
    return WhoToCall(list(people.contacts(participant.id)), site.name, site.phone, hours)


_READ = {
    Part.HOW_I_AM: moods,
    Part.SAFETY_PLAN: safety_plan,
    Part.PROGRESS: progress,
    Part.WHO_TO_CALL: who_to_call,
}


def shown(participant: Participant, part: Part) -> Any:
    """What a part holds now. Whoever calls has seen to it that it is shared, or that the participant looks themself."""
    return _READ[part](participant)
