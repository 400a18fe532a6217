"""Looking at what changed for people: reading them with the radar, and what stands, was shown and was said of it.

The number of queries never grows with the number of people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from daybridge.core import clock, rows
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.programs import queries as programs
from daybridge.safety.models import Alert
from daybridge.safety.radar import rules, sources
from daybridge.safety.radar.findings import Finding, findings
from daybridge.safety.radar.models import LookFeedback, RadarBudget, RadarFinding, RadarNight, WorthALook
from daybridge.safety.radar.rules import AHEAD_DAYS, LOOK_BACK_DAYS, Candidate, Cost, Course, PersonReading, Shown, Stay
from daybridge.safety.radar.series import Scales, Told, daily
from daybridge.safety.radar.watching import follow
from daybridge.safety.rules import Level

# --- Reading people --------------------------------------------------------------------------------------------------


def stays(participant_ids: Sequence[UUID]) -> list[Stay]:
    """The present stays of these people; who is in no program is left out."""
    return [
        Stay(person, episode, admitted_on, clock.day_of(joined_at, zone) if joined_at else None, clock.today(zone))
        for person, episode, admitted_on, zone, joined_at in programs.stays(participant_ids)
    ]


def readings(stays: Sequence[Stay]) -> list[PersonReading]:
    """What the radar says of these people today, from everything they told during this stay. One look-up for all."""
    if not stays:
        return []
    told = sources.told([stay.participant_id for stay in stays], min(stay.since for stay in stays))
    scales = sources.scales()
    return [PersonReading(stay, _found(stay, told.get(stay.participant_id, ()), scales)) for stay in stays]


def _found(stay: Stay, told: Iterable[Told], scales: Scales) -> Sequence[Finding]:
    first, today = stay.since.toordinal(), stay.today.toordinal()
    series = daily((one for one in told if first <= one.day <= today), due=rules.due_days(stay))
    seen = follow(series, scales)
    return findings(seen._replace(at=float(today)), scales) if series else ()


def living(participant_ids: Sequence[UUID]) -> dict[UUID, dict[str, RadarFinding]]:
    """The findings that stand now: participant -> kind -> finding."""
    found: dict[UUID, dict[str, RadarFinding]] = {}
    for one in rows.every(RadarFinding, "participant_id = any(%s) and ended_on is null", list(participant_ids)):
        found.setdefault(one.participant_id, {})[one.kind] = one
    return found


def zones_to_read(actor: Actor) -> list[tuple[str, date]]:
    """The zones where the night is over and people have not been read for their new day: (zone, their day)."""
    zones = programs.open_episodes(actor).order_by().values_list("participant__time_zone", flat=True).distinct()
    nights = {(zone, clock.today(zone)) for zone in zones if clock.hour(zone) >= rules.NIGHT_HOUR}
    days = [day for _, day in nights]
    read = set(RadarNight.objects.filter(on_day__in=days).values_list("zone", "on_day"))
    return sorted(nights - read)


def people_in(actor: Actor, zone: str) -> list[UUID]:
    """Everyone in a program who lives in a zone."""
    found = programs.open_episodes(actor).filter(participant__time_zone=zone).order_by("participant_id")
    return list(found.values_list("participant_id", flat=True))


# --- Who is worth a look ---------------------------------------------------------------------------------------------


def candidates(on_day: date) -> list[Candidate]:
    """Everyone in a program who may be put before a clinician on the site's day `on_day`."""
    sums = RadarFinding.objects.living().values_list("participant_id").order_by("participant_id")
    totals = {
        person: (points, changed_on)
        for person, points, changed_on in sums.annotate(points_=Sum("points"), changed=Max("last_on"))
        if points >= rules.LEAST_POINTS
    }
    last = _last_shown(totals, on_day)
    staff = clinicians(totals)
    return [
        Candidate(person, staff[person], points, changed_on)
        for person, (points, changed_on) in totals.items()
        if person in staff and rules.may_be_put_forward(points, last.get(person), on_day=on_day)
    ]


def _last_shown(participant_ids: Iterable[UUID], on_day: date) -> dict[UUID, Shown]:
    lately = WorthALook.objects.filter(on_day__gt=on_day - timedelta(days=rules.QUIET_DAYS))
    found = lately.filter(participant_id__in=list(participant_ids)).order_by("on_day")
    return {
        person: Shown(day, points) for person, day, points in found.values_list("participant_id", "on_day", "points")
    }


def clinicians(participant_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Before whom each of these people is put: the first of their care team, or a director where there is none."""
    found = people.first_of_teams(participant_ids)
    director = next(iter(people.directors()), None)
    if director:
        found = {**dict.fromkeys(participant_ids, director.staff_id), **found}
    return found


def shown_lately(on_day: date) -> dict[UUID, list[date]]:
    """On which of the last days each clinician was shown someone, once for each person shown."""
    lately = WorthALook.objects.filter(on_day__gt=on_day - timedelta(days=rules.QUIET_DAYS), on_day__lte=on_day)
    found: dict[UUID, list[date]] = {}
    for staff, day in lately.values_list("staff_id", "on_day"):
        found.setdefault(staff, []).append(day)
    return found


@dataclass(frozen=True)
class LookCard:
    """Someone put before a clinician, with what stands about them now and what was said of it."""

    look: WorthALook
    standing: Sequence[RadarFinding]
    said: str


def looks_for(actor: Actor, *, on_day: date) -> list[LookCard]:
    """Who was put before this clinician today, and who of the week before waits for a word or got one today (the day of the
    present time zone); the newest first, then most points."""
    since = on_day - timedelta(days=rules.QUIET_DAYS - 1)
    looks = list(
        WorthALook.objects.visible_to(actor)
        .filter(staff_id=actor.who, on_day__range=(since, on_day))
        .annotate(last_said=_last(actor, "said"), last_said_at=_last(actor, "said_at"))
        .select_related("participant")
        .order_by("-on_day", "-points", "id")
    )
    newest = {look.participant_id: look for look in reversed(looks)}
    waiting = [one for one in newest.values() if on_day in (one.on_day, _said_on(one) or on_day)]
    standing = living([one.participant_id for one in waiting])
    cards = [_card(one, standing.get(one.participant_id, {})) for one in waiting]
    return sorted(cards, key=lambda card: (-card.look.on_day.toordinal(), -card.look.points, card.look.id))


def _last(actor: Actor, name: str) -> Subquery:
    own = LookFeedback.objects.filter(look=OuterRef("id"), staff_id=actor.who)
    return Subquery(own.order_by("-said_at", "-id").values(name)[:1])


def _said_on(look: WorthALook) -> date | None:
    said_at = getattr(look, "last_said_at", None)
    return timezone.localdate(said_at) if said_at else None


def _card(look: WorthALook, standing: Mapping[str, RadarFinding]) -> LookCard:
    return LookCard(look, strongest_first(standing.values()), getattr(look, "last_said", None) or "")


def strongest_first(found: Iterable[RadarFinding]) -> list[RadarFinding]:
    return sorted(found, key=lambda one: (-one.points, one.kind))


def look(actor: Actor, look_id: UUID) -> WorthALook:
    """One look. Raises NotYours."""
    found = WorthALook.objects.visible_to(actor).filter(id=look_id).first()
    if found is None:
        raise NotYours()
    return found


def marks(participant_ids: Iterable[UUID], *, on_day: date) -> dict[UUID, RadarFinding]:
    """For a board: who was put forward within the week and still has a finding, with the strongest of theirs."""
    since = on_day - timedelta(days=rules.QUIET_DAYS - 1)
    shown = WorthALook.objects.filter(participant_id__in=list(participant_ids), on_day__range=(since, on_day))
    found = RadarFinding.objects.living().filter(participant_id__in=shown.values("participant_id"))
    return {one.participant_id: one for one in reversed(strongest_first(found))}


def findings_of(participant_id: UUID, *, passed_since: date) -> tuple[list[RadarFinding], list[RadarFinding]]:
    """What stands about a person, the strongest first, and what has passed since a day, the latest first."""
    found = RadarFinding.objects.filter(participant_id=participant_id)
    passed = found.filter(ended_on__gte=passed_since).order_by("-ended_on", "-points")
    return strongest_first(found.living()), list(passed)


# --- The alert budget ------------------------------------------------------------------------------------------------


def budgets(actor: Actor) -> QuerySet[RadarBudget]:
    """Every budget that was chosen, the latest first."""
    return RadarBudget.objects.select_related("chosen_by").order_by("-chosen_at", "-id")


def present_budget(actor: Actor) -> float:
    """How many people a day each clinician is asked to look at now."""
    found = budgets(actor).values_list("per_day", flat=True).first()
    return rules.DEFAULT_BUDGET if found is None else float(found)


def costs(actor: Actor, *, until: date) -> list[Cost]:
    """What each budget would have shown, dropped and seen ahead in the four weeks up to `until`, over the whole place."""
    courses = _courses(until)
    return [rules.cost(courses, budget, until=until) for budget in rules.BUDGETS]


def _courses(until: date) -> list[Course]:
    first = until - timedelta(days=LOOK_BACK_DAYS + AHEAD_DAYS - 1)
    points = _points_by_person(first, until)
    setbacks = _setbacks(first, until)
    everyone = sorted({*points, *setbacks})
    staff = clinicians(everyone)
    return [
        Course(person, staff[person], points.get(person, {}), setbacks.get(person, ()))
        for person in everyone
        if person in staff
    ]


def _points_by_person(first: date, last: date) -> dict[UUID, dict[date, int]]:
    found: dict[UUID, dict[date, int]] = {}
    stood = RadarFinding.objects.filter(first_on__lte=last).exclude(ended_on__lt=first)
    for person, history, ended_on in stood.values_list("participant_id", "history", "ended_on"):
        days = found.setdefault(person, {})
        told = [(date.fromisoformat(day), points) for day, points in history]
        for day, points in rules.points_by_day(told, until=ended_on, first=first, last=last).items():
            days[day] = days.get(day, 0) + points
    return found


def _setbacks(first: date, last: date) -> dict[UUID, list[date]]:
    """When setbacks began, as urgent and same-day alerts tell; on the person's own days."""
    raised = Alert.objects.filter(
        level__in=(Level.URGENT, Level.SAME_DAY), raised_at__gte=clock.start_of(first - timedelta(days=1))
    ).values_list("participant_id", "raised_at", "participant__time_zone")
    days: dict[UUID, list[date]] = {}
    for person, raised_at, zone in raised:
        days.setdefault(person, []).append(clock.day_of(raised_at, zone))
    return {person: rules.onsets(day for day in found if first <= day <= last) for person, found in days.items()}


@dataclass(frozen=True)
class Words:
    """What clinicians said of those who were put before them in the last weeks."""

    shown: int
    seen: int
    useful: int
    not_useful: int


def words_said(actor: Actor, *, until: date) -> Words:
    """Each look counts once, with the latest word said of it."""
    since = until - timedelta(days=LOOK_BACK_DAYS - 1)
    last = LookFeedback.objects.filter(look=OuterRef("id")).order_by("-said_at", "-id").values("said")[:1]
    said = WorthALook.objects.filter(on_day__range=(since, until)).annotate(last=Subquery(last))
    found = list(said.values_list("last", flat=True))
    return Words(len(found), *(found.count(one) for one in rules.Said))
