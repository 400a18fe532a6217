"""Looking at people's minutes: sessions as they went and as the calendar holds them, by day and week.

What every line of the board asks for is asked in SQL of our own: the ORM's compiling alone took longer than the database.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max, Min, Q
from django.utils.translation import get_language

from daybridge.attendance.ledger import rules
from daybridge.attendance.ledger.rules import WEEK, Billing, By, Minutes, Part, Stay, Week
from daybridge.attendance.models import Attendance, Correction, Excuse, PresenceMark
from daybridge.attendance.rules import State, Way
from daybridge.core import clock, rows
from daybridge.people.models import Participant
from daybridge.programs.attending import queries as attending
from daybridge.programs.attending.rules import monday_of
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.models import Episode, Program
from daybridge.programs.needs.rules import Needs, asked
from daybridge.programs.rules import Limit, RulePack, pack_from_json

_A_DAY = timedelta(days=1)
#: A strip shows so many sessions that are over.
STRIP = 10


@dataclass(frozen=True)
class Session:
    """What stands behind a part: which group and of which kind, when."""

    group: str
    begins_at: datetime
    ends_at: datetime
    kind: str


@dataclass(frozen=True)
class Ledger:
    """Somebody's weeks, in order, and the sessions that they are made of."""

    participant: Participant
    by: By
    weeks: Sequence[Week]
    sessions: Mapping[UUID, Session]

    @property
    def minutes(self) -> Minutes:
        return rules.added(one.minutes for one in self.weeks)


def ledger(participant: Participant, *, first: date, last: date, by: By = By.ISO) -> Ledger:
    """The weeks around the days from `first` to `last` of one person."""
    found = _Weeks([participant.id], first=first, last=last, by=by)
    return Ledger(participant, by, found.of(participant.id), found.sessions())


def weeks_of_many(
    participant_ids: Collection[UUID], *, first: date, last: date, by: By = By.ISO
) -> dict[UUID, list[Week]]:
    """The same weeks of many people, in a number of queries that does not grow; everybody is in it."""
    found = _Weeks(participant_ids, first=first, last=last, by=by)
    return {one: found.of(one) for one in participant_ids}


class _Weeks:
    """Everything that the weeks of some people are made of, looked up at once."""

    def __init__(self, participant_ids: Collection[UUID], *, first: date, last: date, by: By) -> None:
        self._first, self._last, self._by = first, last, by
        self._asked = _asked_of(participant_ids)
        starts = {one.week_begins_on for one in self._asked.values()} if by == By.PAYER else {0}
        begins = min((rules.first_day(first, one) for one in starts), default=first)
        ends = max((rules.first_day(last, one) for one in starts), default=last) + timedelta(days=WEEK - 1)
        self._rows = _rows(participant_ids, begins, ends)

    def of(self, participant_id: UUID) -> list[Week]:
        told = self._asked[participant_id]
        begins_on = told.week_begins_on if self._by == By.PAYER else 0
        begins = _begins(self._first, self._last, begins_on)
        return rules.weeks(
            self._rows.parts.get(participant_id, ()),
            first=self._first,
            last=self._last,
            prescribed={one: told.minutes(one) for one in begins},
            stays=[stay for stay, _ in told.stays],
            billing={one: told.billing(one) for one in begins},
            begins_on=begins_on,
        )

    def sessions(self) -> dict[UUID, Session]:
        return self._rows.sessions


def _begins(first: date, last: date, begins_on: int) -> list[date]:
    begin = rules.first_day(first, begins_on)
    return [begin + timedelta(days=days) for days in range(0, (last - begin).days + 1, WEEK)]


# --- What was asked --------------------------------------------------------------------------------------------------


@dataclass
class _Asked:
    """What was asked of somebody's weeks, and when it was said: their stays, their own needs, and their programs' rules."""

    zone: str = "UTC"
    #: In order, each with its program.
    stays: list[tuple[Stay, UUID]] = field(default_factory=list)
    needs: list[tuple[datetime, Needs]] = field(default_factory=list)
    packs: dict[UUID, "_Packs"] = field(default_factory=dict)

    def minutes(self, begins_on: date) -> int | None:
        """Of a whole week: as it was asked when the week closed. None in no program, and where nobody had said."""
        pack = self._pack(begins_on)
        if pack is None:
            return None
        needs = rules.in_force(self.needs, rules.closes_at(begins_on, self.zone)) or Needs()
        return asked(needs, pack).minimum_minutes.value or None

    def billing(self, begins_on: date) -> Billing:
        pack = self._pack(begins_on) or RulePack()
        return Billing(pack.value(Limit.LEAST_BILLED_MINUTES), pack.value(Limit.LEAST_DAY_MINUTES))

    @property
    def week_begins_on(self) -> int:
        """The weekday (Monday 0) with which the payer's week begins, by the rules of their last program as they are now."""
        told = self.packs[self.stays[-1][1]].now.value(Limit.WEEK_BEGINS_ON) if self.stays else None
        return (told or 1) - 1

    def _pack(self, begins_on: date) -> RulePack | None:
        last = begins_on + timedelta(days=WEEK - 1)
        there = [program for stay, program in self.stays if stay.days_within(begins_on, last)]
        return self.packs[there[-1]].at(rules.closes_at(begins_on, self.zone)) if there else None


@dataclass
class _Packs:
    """The rules of one program: as they are now, and as they were set when."""

    now: RulePack
    versions: list[tuple[datetime, RulePack]] = field(default_factory=list)

    def at(self, moment: datetime) -> RulePack:
        return (rules.in_force(self.versions, moment) or RulePack()) if self.versions else self.now


_STAYS = """select e.participant_id, e.program_id, e.admitted_on, e.ended_on, p.time_zone from programs_episode as e
 join people_participant as p on p.id = e.participant_id where e.participant_id = any(%s) order by e.admitted_on, e.id"""
_PACKS = """select p.id, p.rule_pack, v.made_at, v.pack from programs_program as p
 left join programs_rulepackversion as v on v.program_id = p.id where p.id = any(%s) order by p.id, v.number"""
_NEEDS = """select participant_id, set_at, needs from programs_needsset where participant_id = any(%s)
 order by participant_id, number"""


def _asked_of(participant_ids: Collection[UUID]) -> dict[UUID, _Asked]:
    found = {one: _Asked() for one in participant_ids}
    packs: dict[UUID, _Packs] = {}
    for who, program_id, first, last, zone in rows.select(_STAYS, list(found)):
        found[who].zone, found[who].packs = zone, packs
        found[who].stays.append((Stay(first, last), program_id))
    programs = {program_id for one in found.values() for _, program_id in one.stays}
    for program_id, now, made_at, version in rows.select(_PACKS, list(programs)):
        known = packs.setdefault(program_id, _Packs(pack_from_json(json.loads(now))))
        if made_at:
            known.versions.append((made_at, pack_from_json(json.loads(version))))
    for who, set_at, needs in rows.select(_NEEDS, list(found)):
        found[who].needs.append((set_at, Needs.from_json(json.loads(needs))))
    return found


# --- Sessions --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    parts: Mapping[UUID, Sequence[Part]]
    sessions: dict[UUID, Session]


class _Planned(NamedTuple):
    """What the calendar says of somebody and a session that is not settled."""

    is_expected: bool = False
    told_away: bool = False
    called_off: bool = False


#: When somebody was there last is read only of who is there now.
_WENT = """select participant_id, occurrence_id, on_day, state, scheduled_minutes, minutes, is_late, left_early, is_here,
 case when is_here then last_at end from attendance_attendance
 where participant_id = any(%s) and on_day between %s and %s and state <> 'expected'"""


def _rows(participant_ids: Collection[UUID], first: date, last: date) -> _Rows:
    """Each session of these people once: as it went, and as the calendar holds it where that is not settled."""
    went = rows.select(_WENT, list(participant_ids), first, last)
    planned = _planned(participant_ids, first, last)
    held = _occurrences({row[1] for row in went} | {occurrence_id for _, occurrence_id in planned})
    came = _came({(row[0], row[1]) for row in went if row[8]})
    parts: dict[UUID, list[Part]] = defaultdict(list)
    for who, occurrence_id, day, state, scheduled, minutes, is_late, left_early, is_here, last_at in went:
        still = _still(held[occurrence_id], last_at, came.get((who, occurrence_id))) if is_here else 0
        parts[who].append(Part(occurrence_id, day, scheduled, minutes, State(state), is_late, left_early, still))
    for (who, occurrence_id), one in planned.items():
        if state := _state(one):
            session = held[occurrence_id]
            scheduled = _minutes(session.begins_at, session.ends_at)
            parts[who].append(Part(occurrence_id, session.on_day, scheduled, 0, state))
    for some in parts.values():
        some.sort(key=lambda part: (held[part.occurrence_id].begins_at, part.occurrence_id))
    sessions = {one.id: Session(one.group, one.begins_at, one.ends_at, one.kind) for one in held.values()}
    return _Rows(parts, sessions)


def _came(here: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], datetime]:
    """(participant, occurrence) -> when somebody who is there now came last; asked only while somebody is."""
    if not here:
        return {}
    marks = PresenceMark.objects.filter(
        participant_id__in={who for who, _ in here}, occurrence_id__in={one for _, one in here}, way=Way.IN,
        withdrawn=None,
    )  # fmt: skip
    last = marks.values("participant_id", "occurrence_id").annotate(last=Max("at"))
    return {(one["participant_id"], one["occurrence_id"]): one["last"] for one in last}


def _still(session: "_Held", last_at: datetime | None, came_at: datetime | None) -> int:
    """Minutes left of a session from when its attended minutes were last added up."""
    since = max(one for one in (session.begins_at, last_at, came_at) if one)
    return max(0, _minutes(since, session.ends_at))


def _minutes(first: datetime, last: datetime) -> int:
    return int((last - first).total_seconds()) // 60


def _state(planned: _Planned) -> State | None:
    """None for a session that was on somebody's calendar and is not any more."""
    if planned.called_off:
        return State.CANCELLED
    if planned.is_expected:
        return State.EXPECTED
    return State.EXCUSED if planned.told_away else None


#: Expected, told away, called off by us: of bookings, and of seats whose dates were called off. What is settled is left out.
_PLANNED = """select b.participant_id, o.id, b.is_on and o.state = 'planned',
  not b.is_on and o.state = 'planned' and b.absence_id is not null and back.id is null, b.is_make_up and o.state = 'cancelled'
 from programs_booking as b join programs_occurrence as o on o.id = b.occurrence_id
 left join programs_absencetakenback as back on back.absence_id = b.absence_id
 where b.participant_id = any(%(who)s) and o.begins_at between %(since)s and %(until)s
  and not exists (select from attendance_attendance as a
   where a.participant_id = b.participant_id and a.occurrence_id = b.occurrence_id and a.state <> 'expected')
 union all select s.participant_id, o.id, false, false, true
 from programs_seat as s join programs_occurrence as o on o.series_id = s.series_id
 where s.participant_id = any(%(who)s) and o.state = 'cancelled' and o.begins_at between %(since)s and %(until)s
  and s.from_on <= o.on_day and (s.until_on is null or s.until_on >= o.on_day)
  and not exists (select from attendance_attendance as a
   where a.participant_id = s.participant_id and a.occurrence_id = o.id and a.state <> 'expected')"""


def _planned(participant_ids: Collection[UUID], first: date, last: date) -> dict[tuple[UUID, UUID], _Planned]:
    """(participant, occurrence) -> what the calendar says, of what is not settled."""
    found: dict[tuple[UUID, UUID], _Planned] = {}
    # Which day it is depends on where each session is: `_Held` knows that, and what lies outside is left out later.
    values = {
        "who": list(participant_ids),
        "since": clock.start_of(first) - _A_DAY,
        "until": clock.start_of(last) + 2 * _A_DAY,
    }
    for who, occurrence_id, *said in rows.select_named(_PLANNED, values):
        before = found.get((who, occurrence_id), _Planned())
        found[who, occurrence_id] = _Planned(*(one or more for one, more in zip(before, said, strict=True)))
    return found


class _Held(NamedTuple):
    id: UUID
    #: The day on which it begins, on the clock of where it is.
    on_day: date
    begins_at: datetime
    ends_at: datetime
    group: str
    kind: str


_HELD = """select o.id, (o.begins_at at time zone coalesce(site.time_zone, house.time_zone))::date, o.begins_at, o.ends_at, g.name, g.name_es, g.kind
 from programs_occurrence as o join programs_series as s on s.id = o.series_id join programs_group as g on g.id = s.group_id
 join people_organization as house on house.id = o.organization_id left join programs_site as site on site.id = s.site_id
 where o.id = any(%s)"""


def _occurrences(ids: Collection[UUID]) -> dict[UUID, _Held]:
    in_spanish = get_language() == "es"
    return {
        one: _Held(one, day, begins, ends, name_es if name_es and in_spanish else name, kind)
        for one, day, begins, ends, name, name_es, kind in rows.select(_HELD, list(ids))
    }


# --- What was told ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """All that was ever told of one person and one session: marks, those withdrawn too; corrections; excuses. Each in order."""

    marks: Sequence[PresenceMark] = ()
    corrections: Sequence[Correction] = ()
    excuses: Sequence[Excuse] = ()


def said(participant_id: UUID, occurrence_ids: Collection[UUID]) -> dict[UUID, Said]:
    """Occurrence -> what was told of this person; one of which nothing was told is left out."""
    of_it = {"participant_id": participant_id, "occurrence_id__in": occurrence_ids}
    marks = PresenceMark.objects.filter(**of_it).select_related(
        "told_by", "correction", "withdrawn__correction__made_by"
    )
    corrections = Correction.objects.filter(**of_it).select_related("made_by").order_by("made_at", "id")
    excuses = Excuse.objects.filter(**of_it).select_related("made_by").order_by("made_at", "id")
    found: dict[UUID, tuple[list[PresenceMark], list[Correction], list[Excuse]]] = defaultdict(lambda: ([], [], []))
    for mark in marks.order_by("at", "saved_at", "id"):
        found[mark.occurrence_id][0].append(mark)
    for correction in corrections:
        found[correction.occurrence_id][1].append(correction)
    for one in excuses:
        found[one.occurrence_id][2].append(one)
    return {occurrence_id: Said(*told) for occurrence_id, told in found.items()}


def missed(participant_ids: Collection[UUID], *, first: date, last: date) -> dict[UUID, list[tuple[UUID, date]]]:
    """Participant -> the sessions between two days that they did not come to, as far as is known now, each with its day."""
    no_shows = Attendance.objects.filter(
        participant_id__in=participant_ids, on_day__range=(first, last), state=State.NO_SHOW
    )
    found: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
    for who, occurrence_id, day in no_shows.values_list("participant_id", "occurrence_id", "on_day").order_by("on_day"):
        found[who].append((occurrence_id, day))
    return found


# --- Everybody of a program ------------------------------------------------------------------------------------------


def people_of(program: Program, first: date, last: date) -> list[Participant]:
    """Who was in a program on any of these days, by name."""
    there = Episode.objects.filter(program=program, admitted_on__lte=last)
    there = there.filter(Q(ended_on=None) | Q(ended_on__gte=first))
    found = Participant.objects.filter(id__in=there.values("participant_id"))
    return list(found.order_by("family_name", "given_name", "id"))


def first_day_of(participant_id: UUID) -> date | None:
    """The first day that a ledger of somebody has: their admission, or a session before it."""
    admitted = Episode.objects.filter(participant_id=participant_id).aggregate(first=Min("admitted_on"))["first"]
    came = Attendance.objects.filter(participant_id=participant_id).aggregate(first=Min("on_day"))["first"]
    return min((one for one in (admitted, came) if one), default=None)


# --- Strips ----------------------------------------------------------------------------------------------------------


class Mark(NamedTuple):
    """One session of a strip: how it went, and when."""

    state: State
    is_late: bool
    left_early: bool
    on_day: date


_STRIP = """select w.who, a.state, a.is_late, a.left_early, a.on_day from unnest(%s::uuid[]) as w(who)
 cross join lateral (select one.* from attendance_attendance as one join programs_occurrence as o on o.id = one.occurrence_id
  where one.participant_id = w.who and one.state <> 'expected'
  order by one.on_day desc, o.begins_at desc, one.id desc limit %s) as a"""


def strips(participant_ids: Collection[UUID]) -> dict[UUID, list[Mark]]:
    """The last sessions of many people, the oldest first; whoever has none is left out. As costly for a long history as for a short one."""
    found: dict[UUID, list[Mark]] = defaultdict(list)
    for who, state, is_late, left_early, on_day in rows.select(_STRIP, list(participant_ids), STRIP):
        found[who].insert(0, Mark(State(state), is_late, left_early, on_day))
    return found


# --- The forecast ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Forecast:
    """How a week that is not over will end as things stand, and what could still be added to it."""

    #: This one and the one after it.
    weeks: Sequence[Week]
    closes_at: datetime
    #: Sessions of this week that fit and have a free seat, soonest first.
    sessions: Sequence[Occurrence]
    #: What may be added to either of them.
    offers: Sequence[Occurrence]

    @property
    def week(self) -> Week:
        return self.weeks[0]

    @property
    def held(self) -> int:
        """Minutes that the week will hold: attended and ahead."""
        counted = self.week.minutes
        return counted.attended + counted.ahead

    @property
    def is_at_risk(self) -> bool:
        """Whether it will hold less than was prescribed: told as soon as it is known, from the week's first day on."""
        return self.week.short > 0


def forecast(participant: Participant, now: datetime) -> Forecast | None:
    """How this week will end; None where nobody has said what it is to hold, or they are in no program."""
    today = clock.day_of(now, participant.time_zone)
    weeks = weeks_of_many([participant.id], first=today, last=today + timedelta(days=WEEK))[participant.id]
    if not weeks[0].prescribed:
        return None
    offers = attending.offers(participant, missing={one.begins_on: one.short for one in weeks if one.short}).sessions
    fitting = [one for one in offers if _monday(one, participant) == weeks[0].begins_on]
    closes = rules.closes_at(weeks[0].begins_on, participant.time_zone)
    return Forecast(weeks, closes, fitting, offers)


def _monday(one: Occurrence, participant: Participant) -> date:
    return monday_of(clock.day_of(one.begins_at, participant.time_zone))
