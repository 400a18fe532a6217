"""What has happened since a treatment plan was last looked at, and whose plan asks for a look: gathered from every room, for one or for many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybridge.assessments import queries as assessments
from daybridge.attendance.ledger import queries as ledger
from daybridge.checkins import queries as checkins
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.measures import instruments
from daybridge.measures import queries as measures
from daybridge.measures.models import Score
from daybridge.measures.rules import ChangeKind
from daybridge.measures.sentences import flag_in_words, score_in_words
from daybridge.medications import queries as medications
from daybridge.medications.sentences import step_in_words
from daybridge.people.models import Participant
from daybridge.people.rules import Role, TeamRole
from daybridge.plans import queries as plans
from daybridge.plans.queries import Standing
from daybridge.plans.rules import Cause, Due, Why, revision_due
from daybridge.plans.rules.content import Content
from daybridge.plans.sentences import WHYS
from daybridge.programs import queries as programs
from daybridge.programs.models import Episode
from daybridge.safety import queries as safety
from daybridge.screens import queries as screens
from daybridge.screens.queries import Shown

_WHY = {ChangeKind.WORSE: Why.WORSE, ChangeKind.NOT_ON_TRACK: Why.NOT_ON_TRACK}
#: A look or a certification is said so many days before it is due.
_SAID_BEFORE_DAYS = 5
_SHOWN = 8


def causes_of(
    standings: Mapping[UUID, Standing], began: Mapping[UUID, date], zones: Mapping[UUID, str]
) -> dict[UUID, list[Cause]]:
    """Participant -> what asks for another look at their plan, the oldest first; who has no plan of this stay is left out.

    `began`: when each of them came into this stay. The number of queries does not grow with the people.
    """
    moments = {
        one: told.looked_at
        for one, told in standings.items()
        if told.looked_at and told.is_of_this_stay and one in began
    }
    found: dict[UUID, list[Cause]] = {one: [] for one in moments}
    looks = {one: (at, clock.day_of(at, zones[one])) for one, at in moments.items()}
    for who, code, kind, reading in measures.flagged_since(looks, began, today=clock.today("UTC")):
        found[who].append(Cause(_WHY[kind], reading.on_day, code, reading.sheet_id))
    for who, days in checkins.setbacks_since(moments).items():
        found[who] += [Cause(Why.SETBACK, day) for day in days]
    for who, changes in assessments.moved_since(moments).items():
        found[who] += [Cause(Why.LEVEL, one.on_day) for one in changes]
    for who, screened in screens.unexpected_since(moments).items():
        found[who] += [Cause(Why.SCREEN, _day_of(one, zones[who]), source=one.screen.id) for one in screened]
    return {one: sorted(some, key=lambda cause: (cause.on, cause.why)) for one, some in found.items()}


def _day_of(one: Shown, zone: str) -> date:
    assert one.screen.resulted_at
    return clock.day_of(one.screen.resulted_at, zone)


def causes_of_one(participant: Participant, standing: Standing) -> list[Cause]:
    episode = programs.current_episode(participant.id)
    began = {participant.id: episode.admitted_on} if episode else {}
    return causes_of({participant.id: standing}, began, {participant.id: participant.time_zone}).get(participant.id, [])


# --- In words --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Since:
    """Something that has happened since the plan was last signed or looked at, in words, and where it stands."""

    words: str
    on: date | None = None
    address: str = ""


def cause_in_words(one: Cause, person: Participant) -> Since:
    if one.why in (Why.WORSE, Why.NOT_ON_TRACK):
        words = f"{measures.name_of(one.about)}: {flag_in_words(_KINDS[one.why])}"
        return Since(words, one.on, f"/measures/sheets/{one.source}/")
    if one.why == Why.SCREEN:
        return Since(str(WHYS[one.why]), one.on, f"/workspace/screens/{one.source}/")
    page = "level" if one.why == Why.LEVEL else "between"
    return Since(str(WHYS[one.why]), one.on, f"/workspace/people/{person.id}/{page}/")


_KINDS = {why: kind for kind, why in _WHY.items()}


# --- What a review begins with ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gathered:
    """What a review begins with: what asks for it and by when, and all that has happened since the plan was looked at."""

    asks: Sequence[Since]
    asks_by: Due | None
    is_late: bool
    happened: Sequence[Since]
    looked_at: datetime | None


def gathered(participant: Participant, found: Standing, lines: Mapping[str, Sequence[Score]]) -> Gathered:
    """For a plan as it stands (`plans.standing`), and somebody's scores (`lines_of`)."""
    causes = causes_of_one(participant, found)
    due = revision_due(causes)
    return Gathered(
        [cause_in_words(one, participant) for one in causes], due,
        bool(due and due.on < clock.today(participant.time_zone)),
        since_last_look(participant, found, lines), found.looked_at,
    )  # fmt: skip


def since_last_look(participant: Participant, found: Standing, lines: Mapping[str, Sequence[Score]]) -> list[Since]:
    """Scores that moved, setbacks, alerts, sessions missed, medicines, goals in newer words; each with where it stands."""
    if found.looked_at is None or found.in_force is None:
        return []
    zone = participant.time_zone
    since, today = clock.day_of(found.looked_at, zone), clock.today(zone)
    told = [
        *_scores_since(lines, found.looked_at, since),
        *_setbacks_since(participant, found.looked_at),
        *_alerts_since(participant, found.looked_at),
    ]
    if missed := [day for _id, day in ledger.missed([participant.id], first=since, last=today).get(participant.id, [])]:
        number = len(missed)
        words = ngettext("%(number)s session missed", "%(number)s sessions missed", number) % {"number": number}
        told.append(Since(words, max(missed), f"/workspace/people/{participant.id}/minutes/"))
    told += _medicines_since(participant, found.looked_at)
    newer = newer_words(participant, found.in_force.says).values()
    return told + [Since(_("They say a goal so now: %(said)s") % {"said": said}) for said in newer]


def _setbacks_since(participant: Participant, since: datetime) -> list[Since]:
    days = checkins.setbacks_since({participant.id: since}).get(participant.id, set())
    words = ngettext("A setback on %(number)s day", "Setbacks on %(number)s days", len(days)) % {"number": len(days)}
    return [Since(words, max(days), f"/workspace/people/{participant.id}/between/")] if days else []


def _medicines_since(participant: Participant, since: datetime) -> list[Since]:
    steps = [one for listed in medications.medicines_of(participant) for one in listed.versions if one.made_at > since]
    return [
        Since(
            f"{step_in_words(one.step)}: {one.name}, {one.amount}", clock.day_of(one.made_at, participant.time_zone),
            f"/workspace/people/{participant.id}/medicines/",
        )
        for one in sorted(steps, key=lambda one: one.made_at)
    ]  # fmt: skip


def _scores_since(lines: Mapping[str, Sequence[Score]], at: datetime, on: date) -> list[Since]:
    """Instruments whose last score is another than at a moment; `on`: its day, of which the sheets' own moments decide."""
    same_day = [one.sheet_id for line in lines.values() for one in line if one.on_day == on]
    finished = measures.finished_at(same_day)
    told = []
    for code, line in lines.items():
        before = [one for one in line if one.on_day < on or (one.on_day == on and finished.get(one.sheet_id, at) <= at)]
        after = [one for one in line if one not in before]
        if before and after and before[-1].value != after[-1].value:
            words = _("%(name)s: %(before)s, now %(now)s") % {
                "name": measures.name_of(code), "before": score_in_words(before[-1].value), "now": score_in_words(after[-1].value)
            }  # fmt: skip
            told.append(Since(words, after[-1].on_day, f"/measures/sheets/{after[-1].sheet_id}/"))
    return told


def _alerts_since(participant: Participant, since: datetime) -> list[Since]:
    zone = participant.time_zone
    found = [one for one in safety.alerts_of(participant.id) if one.raised_at > since]
    if not found:
        return []
    words = ngettext("%(number)s alert", "%(number)s alerts", len(found)) % {"number": len(found)}
    return [Since(words, clock.day_of(found[0].raised_at, zone), f"/workspace/people/{participant.id}/")]


def newer_words(participant: Participant, says: Content) -> dict[UUID, str]:
    """Goals that the participant says in other words than those that were signed."""
    signed = {goal.id: goal.said for goal in says.goals}
    words = {goal: one.said for goal, one in plans.goal_words(participant.id).items()}
    return {goal: said for goal, said in words.items() if goal in signed and signed[goal] != said}


def lines_of(participant: Participant) -> dict[str, list[Score]]:
    """Instrument -> what its first score came to, oldest first."""
    firsts = {code: one.scores[0].code for code, one in instruments.library().items() if one.scores}
    found: dict[str, list[Score]] = {}
    for one in measures.scores_of(participant.id):
        if one.value is not None and firsts.get(one.instrument) == one.score:
            found.setdefault(one.instrument, []).append(one)
    return found


# --- Whose plan waits, on Today --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TreatmentToLookAt:
    """Somebody whose treatment plan waits for this member of staff, why, and by when."""

    participant: Any
    words: Sequence[str]
    by: date | None
    is_over: bool


@dataclass(frozen=True)
class TreatmentsWaiting:
    """The first of them, and how many."""

    shown: Sequence[TreatmentToLookAt] = ()
    total: int = 0


def waiting(actor: Actor) -> TreatmentsWaiting:
    """Of the people whose primary therapist this is, plans to write or look at again; of a prescriber's, plans to certify."""
    found = _of_a_therapist(actor) + (_of_a_prescriber(actor) if actor.has_role(Role.PRESCRIBER) else [])
    listed = sorted(found, key=lambda one: (one.by or date.min, one.participant.family_name))
    return TreatmentsWaiting(listed[:_SHOWN], len(listed))


def _of_a_therapist(actor: Actor) -> list[TreatmentToLookAt]:
    mine = _stays(actor, participant__care_team__role=TeamRole.PRIMARY)
    standings = plans.standings([one.participant for one in mine])
    causes = causes_of(
        standings,
        {one.participant_id: one.admitted_on for one in mine},
        {one.participant_id: one.participant.time_zone for one in mine},
    )
    told = [
        _to_write(one.participant, standings[one.participant_id], causes.get(one.participant_id, ())) for one in mine
    ]
    return [one for one in told if one]


def _of_a_prescriber(actor: Actor) -> list[TreatmentToLookAt]:
    mine = _stays(actor)
    standings = plans.standings([one.participant for one in mine])
    told = [_to_certify(one.participant, standings[one.participant_id]) for one in mine]
    return [one for one in told if one]


def _stays(actor: Actor, **more: Any) -> list[Episode]:
    """The stays of the people on whose care team this member of staff is now, each once."""
    on_the_team = {"participant__care_team__staff_id": actor.who, "participant__care_team__until": None} | more
    found = programs.open_episodes(actor).filter(**on_the_team).select_related("participant")
    return list({one.participant_id: one for one in found}.values())


def _to_write(person: Participant, told: Standing, causes: Sequence[Cause]) -> TreatmentToLookAt | None:
    today = clock.today(person.time_zone)
    if not told.is_of_this_stay:
        said = _("A plan is begun and not signed") if told.draft else _("No plan is signed yet")
        return TreatmentToLookAt(person, [said], None, False)
    look = told.review if told.review and (told.review.on - today).days <= _SAID_BEFORE_DAYS else None
    dues = [one.on for one in (revision_due(causes), look) if one]
    if not dues:
        return None
    words = [cause_in_words(one, person).words for one in causes] + [_("To be looked at again")] * bool(look)
    return TreatmentToLookAt(person, list(dict.fromkeys(words)), min(dues), today > min(dues))


def _to_certify(person: Participant, told: Standing) -> TreatmentToLookAt | None:
    due, today = told.certification, clock.today(person.time_zone)
    if due is None or told.in_force is None or not told.is_of_this_stay or (due.on - today).days > _SAID_BEFORE_DAYS:
        return None
    return TreatmentToLookAt(person, [_("To be certified")], due.on, due.is_over(today))
