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
from daybridge.library import queries as library
from daybridge.people import queries as people
from daybridge.people.models import Organization, Participant, Supporter
from daybridge.privacy.rules import Part
from daybridge.programs import queries as programs
from daybridge.programs.families import queries as families
from daybridge.safety.plan import queries as plans
from daybridge.safety.plan.rules import Section
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
    return WhoToCall(list(people.contacts(participant.id)), site.name, site.phone, reply_hours(site))


def reply_hours(organization: Organization) -> str:
    """When the team reads and answers, in the reader's language."""
    in_spanish = get_language() == "es" and organization.reply_hours_es
    return organization.reply_hours_es if in_spanish else organization.reply_hours


def about_use(participant: Participant) -> Sequence[library.Article]:
    """The same articles whoever shares it: nothing of the participant's own is in them."""
    return library.for_supporters(about_use=True)


def to_read(part: Part) -> list[library.Article]:
    """The articles for everybody that are offered beside a part: chosen by the part alone."""
    return [one for one in library.for_supporters(about_use=False) if part in one.goes_with]


def warning_signs(participant: Participant) -> Sequence[Any]:
    """The lines of that one section of the plan in force."""
    return [line for part in safety_plan(participant) if part.code == Section.SIGNS for line in part.lines]


_READ = {
    Part.HOW_I_AM: moods,
    Part.SAFETY_PLAN: safety_plan,
    Part.WARNING_SIGNS: warning_signs,
    Part.PROGRESS: progress,
    Part.WHO_TO_CALL: who_to_call,
    Part.ABOUT_USE: about_use,
}


def shown(supporter: Supporter, part: Part, *, is_shared: bool = True) -> Any:
    """What a part holds now. Whoever calls has seen to it that it is shared, or that the participant looks themself."""
    if part is Part.THEIR_PART:
        return plans.part_of_supporter(supporter)
    if part is Part.FAMILY_GROUPS:
        return families.dates_for(supporter) if is_shared else families.dates_as_asked(supporter)
    return _READ[part](supporter.participant)
