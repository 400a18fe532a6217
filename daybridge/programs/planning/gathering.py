"""The engine's instance, made from the calendar and from what is known of people's lives. Nobody's name is in it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.models import Staff as StaffMember
from daybridge.people.rules import age_on
from daybridge.programs.apart import queries as apart
from daybridge.programs.attending import queries as attending
from daybridge.programs.availability import queries as availability
from daybridge.programs.availability.rules import Way, Week
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Seat, Series
from daybridge.programs.calendar.rules import is_on, moments
from daybridge.programs.models import Group, Program
from daybridge.programs.needs import queries as needs
from daybridge.programs.needs.rules import Needs, asked
from daybridge.programs.on_file import kinds
from daybridge.programs.planning import clocks, queries
from daybridge.programs.planning.changes import Change
from daybridge.programs.planning.models import Proposal
from daybridge.programs.planning.rules import ONE_DAY, Aim, Time, changes_of
from daybridge.programs.rules import GroupLanguage, Mode, pack_from_json
from daybridge.programs.schedule import instance as engine
from daybridge.programs.schedule import reading
from daybridge.programs.staffing import queries as staffing
from daybridge.programs.staffing.rules import StaffWeek
from daybridge.programs.staffing.rules import moments as moments_away

#: Where a group meets that has no site and is not on video: everybody gets there.
_HOUSE = "house"
#: A group in both languages is open to everybody.
_BOTH = GroupLanguage.BOTH.value
_WHOLE_WEEK = tuple(engine.Span(day * engine.DAY, (day + 1) * engine.DAY) for day in range(7))


@dataclass(frozen=True)
class Gathered:
    """The instance, and what is needed to say its answer on the calendar again."""

    instance: engine.Instance
    times: Mapping[str, Time]
    #: The sessions that would be opened, by id.
    new: frozenset[str]
    #: (person, session) -> the last day of the seat that they have now; None for good.
    seat_ends: Mapping[tuple[str, str], date | None]
    #: Whoever has told no week: they count as free at all hours.
    told_nothing: tuple[UUID, ...]

    @property
    def present(self) -> dict[str, tuple[str, ...]]:
        return {one.id: one.present for one in self.instance.people}

    def changes_of(self, option: Mapping[str, Any], proposal: Proposal) -> list[Change]:
        """What has to be changed so that the week is as an option of the engine has it."""
        return changes_of(
            option, present=self.present, seat_ends=self.seat_ends, times=self.times, new=self.new, seed=proposal.id, from_on=proposal.from_on,
            until_on=proposal.until_on,
        )  # fmt: skip

    @property
    def mark(self) -> str:
        """The same for the same instance."""
        return sha256(json.dumps(reading.to_json(self.instance), sort_keys=True).encode()).hexdigest()


def gather(program: Program, *, from_on: date, until_on: date | None, seed: UUID, with_new: bool = False) -> Gathered:
    """The week of a program between two days (the second None: for good), with suggested times that could be opened.

    For good, a person's hours are those they have in both of two weeks that alternate; days off, leave and single dates are left
    out. For some weeks all of it counts. Visits and sessions whose date is over stay as they are: their hours are the person's already.
    """
    return _Gathering(program, from_on, until_on, seed).all(with_new=with_new)


def gather_for(proposal: Proposal) -> Gathered:
    """What a proposal is about, as it is now."""
    return gather(
        proposal.program, from_on=proposal.from_on, until_on=proposal.until_on, seed=proposal.id,
        with_new=proposal.aim == Aim.PLAN,
    )  # fmt: skip


class _Gathering:
    def __init__(self, program: Program, from_on: date, until_on: date | None, seed: UUID) -> None:
        self._program, self._from, self._until, self._seed = program, from_on, until_on, seed
        self._house = program.organization.time_zone
        self._weeks = clocks.mondays(from_on, until_on)
        self._visits = {code for code, one in kinds().items() if one.is_visit}
        standing = calendar.series_of_house(program.organization_id, self._weeks[0])
        self._days = {one.id: day for one in standing if (day := self._day_of(one))}
        self._series = [one for one in standing if one.id in self._days]
        self._spans = {one.id: self._span(one) for one in self._series}
        cancelled = calendar.not_held([one.id for one in self._series], from_on, until_on) if until_on else set()
        mine = [one for one in self._series if one.group.program_id == program.id and one.id not in cancelled]
        self._in_play = [
            one
            for one in mine
            if one.group.kind not in self._visits and self._spans[one.id] and self._is_meant(self._days[one.id])
        ]
        self._fixed = [one for one in self._series if one not in self._in_play and one.id not in cancelled]
        self._caring = people.carers(Actor.system(program.organization_id, "planning"))
        self._staff = list(dict.fromkeys([*self._caring, *(one.lead for one in self._series)]))
        self._groups = queries.open_groups(program.id)
        self._rooms = queries.open_rooms(program.organization_id)
        self._leaves = staffing.leaves_between(from_on, until_on) if until_on else []
        self._told_away: dict[UUID, set[date]] = {}
        self._told = staffing.staff_weeks([one.id for one in self._staff])

    def all(self, *, with_new: bool) -> Gathered:
        participants = queries.participants_in(self._program.id)
        weeks = availability.weeks_of_many([one.id for one in participants])
        wanted = needs.needs_of_many([one.id for one in participants])
        seats = calendar.seats_in([one.id for one in self._series], self._from, self._until)
        if self._until:
            ids = [one.id for one in participants]
            self._told_away = attending.days_told_away(ids, self._from, self._until)
        new = self._suggested() if with_new else ()
        instance = engine.Instance(
            name=str(self._program.id),
            people=tuple(
                self._person(one, weeks.get(one.id), wanted[one.id], seats.get(one.id, ())) for one in participants
            ),
            sessions=(*(self._session(one) for one in self._in_play), *(session for session, _ in new)),
            rooms=tuple(
                engine.Room(str(one.id), str(one.site_id), one.capacity, tuple(one.equipment)) for one in self._rooms
            ),
            staff=tuple(self._member(one) for one in self._staff),
            no_contact=tuple((str(a), str(b)) for a, b in apart.pairs_among([one.id for one in participants])),
        )
        times = {str(one.id): _time(one) for one in self._in_play} | {session.id: time for session, time in new}
        nothing = tuple(one.id for one in participants if one.id not in weeks)
        ends = {
            (str(seat.participant_id), str(seat.series_id)): seat.until_on for mine in seats.values() for seat in mine
        }
        return Gathered(instance, times, frozenset(session.id for session, _ in new), ends, nothing)

    # --- Times -------------------------------------------------------------------------------------------------------

    def _day_of(self, series: Series) -> date | None:
        """The date that a weekly time is told by: one that the plan is for, else one of these weeks that is not; or none."""
        days = [monday + timedelta(days=series.weekday) for monday in self._weeks]
        days = [day for day in days if is_on(series.from_on, series.until_on, day)]
        return next((day for day in days if self._is_meant(day)), days[0] if days else None)

    def _may_matter(self, zone: str, day: date) -> bool:
        """Whether a day of somebody's own clock can lie in what is planned: one more on either side where clocks differ."""
        more = timedelta(0) if zone == self._house else ONE_DAY
        return self._until is None or self._from - more <= day <= self._until + more

    def _is_meant(self, day: date) -> bool:
        return self._from <= day and (self._until is None or day <= self._until)

    def _span(self, series: Series) -> engine.Span | None:
        """On the house's clock; None where that clock shows midnight in it."""
        day = self._days[series.id]
        begins, ends = moments(series.weekly, day, calendar.zone_of(series))
        return self._on_a_day(begins, ends, day)

    def _on_a_day(self, begins, ends, day: date) -> engine.Span | None:  # type: ignore[no-untyped-def]
        monday = day - timedelta(days=day.weekday())
        start = clocks.minute_of_week(begins, monday, self._house) % clocks.WEEK
        span = engine.Span(start, start + int((ends - begins).total_seconds()) // 60)
        return span if span.end <= (span.day + 1) * engine.DAY else None

    def _session(self, series: Series) -> engine.Session:
        span = self._spans[series.id]
        assert span
        return self._of_group(
            series.group, str(series.id), span, site_id=series.site_id, rooms=[series.room_id] if series.room_id else [],
            leaders=[series.lead],
        )  # fmt: skip

    def _of_group(
        self, group: Group, id: str, span: engine.Span, *, site_id: UUID | None, rooms: Sequence[UUID],
        leaders: Iterable[StaffMember], is_candidate: bool = False,
    ) -> engine.Session:  # fmt: skip
        on_video = group.mode in (Mode.VIDEO, Mode.HYBRID)
        site = None if group.mode == Mode.VIDEO else str(site_id or _HOUSE)
        return engine.Session(
            id, str(group.id), group.kind, span, group.capacity, group.soft_capacity, site=site, is_on_video=on_video,
            rooms=() if site is None else tuple(map(str, rooms)),
            facilitators=tuple(str(one.id) for one in leaders),
            covers=() if is_candidate else tuple(str(one.id) for one in self._covers(group, leaders)),
            language=group.language, track=str(group.track_id) if group.track_id else None,
            youngest=group.least_age or 0, oldest=group.most_age or 150, gender=group.gender or None,
            credential=_credential(group), is_candidate=is_candidate,
        )  # fmt: skip

    def _covers(self, group: Group, leaders: Iterable[StaffMember]) -> list[StaffMember]:
        """Whoever may lead it at short notice; of those who told nothing about that, whoever may lead it at all."""
        leading = list(leaders)
        return [
            one
            for one in self._caring
            if one not in leading
            and calendar.may_lead(one, group)
            and (one.id not in self._told or group.kind in self._told[one.id].covers)
        ]

    def _suggested(self) -> list[tuple[engine.Session, Time]]:
        """The times that the groups' templates suggest and that nobody has set yet."""
        standing = {(one.group_id, one.weekday, one.start) for one in self._series}
        found = []
        for group in self._groups:
            able = [one for one in self._caring if calendar.may_lead(one, group)]
            for at in group.suggested_times:
                hours, minutes = map(int, str(at["start"]).split(":"))
                weekday, start = int(at["weekday"]), hours * 60 + minutes
                if group.kind in self._visits or not able or (group.id, weekday, start) in standing:
                    continue
                candidate = self._candidate(group, weekday, start, able)
                found += [candidate] if candidate else []
        return found

    def _candidate(
        self, group: Group, weekday: int, start: int, able: list[StaffMember]
    ) -> tuple[engine.Session, Time] | None:
        site = group.site or (group.room.site if group.room else None)
        zone = site.time_zone if site else self._house
        day = self._from + timedelta(days=(weekday - self._from.weekday()) % 7)
        begins = clocks.moment_of(day, start, zone)
        span = self._on_a_day(begins, begins + timedelta(minutes=group.minutes), day)
        rooms = [one.id for one in self._rooms if group.mode != Mode.VIDEO and site and one.site_id == site.id]
        free = [room for room in rooms if span and not self._is_taken(room, span)]
        if span is None or (rooms and not free):
            return None
        series_id = uuid5(self._seed, f"{group.id} {weekday} {start}")
        session = self._of_group(
            group, str(series_id), span, site_id=site.id if site else None, rooms=free, leaders=able, is_candidate=True
        )
        if session.site is not None and not free:
            session = replace(session, site=None, is_on_video=True)  # nobody wrote down a room: it is wherever they say
        return session, Time(
            series_id, group.id, weekday, start, group.minutes, able[0].id, site.id if site else None, None
        )

    def _is_taken(self, room: UUID, span: engine.Span) -> bool:
        return any(one.room_id == room and (at := self._spans[one.id]) and at.meets(span) for one in self._series)

    # --- People ------------------------------------------------------------------------------------------------------

    def _person(self, participant: Participant, told: Week | None, own: Needs, seats: Sequence[Seat]) -> engine.Person:
        week = told or Week()
        off = week.days_off | self._told_away.get(participant.id, set()) if self._until else frozenset()
        week = replace(week, days_off=frozenset(off))
        taken = [
            span
            for monday in self._weeks
            for span in clocks.taken_in(
                week,
                monday,
                zone=participant.time_zone,
                house=self._house,
                is_meant=partial(self._may_matter, participant.time_zone),
            )
        ]
        in_play = {one.id for one in self._in_play}
        fixed = [one for one in self._fixed if any(seat.series_id == one.id for seat in seats)]
        taken += [span for one in fixed if (span := self._spans[one.id])]
        present = tuple(sorted({str(seat.series_id) for seat in seats if seat.series_id in in_play}))
        leads = {one.id: str(one.lead_id) for one in self._in_play}
        limits = asked(own, pack_from_json(self._program.rule_pack))
        already = sum(one.minutes for one in fixed if one.group.program_id == self._program.id)
        had = Counter(one.group.kind for one in fixed)
        sites = {str(one.site_id) for one in self._series if one.site_id} | {str(room.site_id) for room in self._rooms}
        most = max(0, limits.maximum_minutes.value - already)
        return engine.Person(
            str(participant.id), clocks.free_of(taken),
            minimum_minutes=min(most, max(0, limits.minimum_minutes.value - already)), maximum_minutes=most,
            minimum_days=max(0, limits.minimum_days.value - len({span.day for one in fixed if (span := self._spans[one.id])})), maximum_days=limits.maximum_days.value,
            largest_gap_days=limits.largest_gap_days.value,
            needs={kind: count - had[kind] for kind, count in own.kinds.items() if count > had[kind] and kind not in self._visits},
            comes=_COMES[Way(week.way)], travel={site: week.travel.get(site, 0) for site in sites} | {_HOUSE: 0},
            languages=(*(own.languages or (participant.language,)), _BOTH),
            track=str(own.track_id) if own.track_id else engine.ANY_TRACK, age=age_on(participant.born_on, self._from),
            gender_groups=tuple(own.gender_groups), gender_specific_kinds=tuple(own.gender_specific_kinds), present=present,
            preferred=tuple(engine.Span(h.weekday * engine.DAY + h.start, h.weekday * engine.DAY + h.end) for h in own.preferred),
            knows=tuple(sorted({leads[UUID(one)] for one in present})),
        )  # fmt: skip

    def _member(self, one: StaffMember) -> engine.Staff:
        told = self._told.get(one.id)
        led = [at for series in self._fixed if series.lead_id == one.id and (at := self._spans[series.id])]
        may = {
            mark
            for series in self._in_play
            if (mark := _credential(series.group)) and calendar.may_lead(one, series.group)
        }
        return engine.Staff(
            str(one.id), _hours(told) if told and told.hours else _WHOLE_WEEK, credentials=tuple(sorted(may | self._may_open(one))),
            leave=clocks.joined([*led, *self._away(one.id)]),
            most_minutes_a_week=max(0, (told.most_minutes_a_week if told else clocks.WEEK) - sum(at.minutes for at in led)),
        )  # fmt: skip

    def _may_open(self, one: StaffMember) -> set[str]:
        return {mark for group in self._groups if calendar.may_lead(one, group) and (mark := _credential(group))}

    def _away(self, staff_id: UUID) -> list[engine.Span]:
        first = clocks.moment_of(self._from, 0, self._house)
        found = []
        for away in self._leaves:
            for begins, ends in moments_away(away.days, self._house) if away.staff_id == staff_id else ():
                for monday in self._weeks if ends > first else ():
                    at = (clocks.minute_of_week(one, monday, self._house) for one in (max(begins, first), ends))
                    start, end = at
                    found += clocks.by_day(max(start, 0), min(end, clocks.WEEK))
        return found


_COMES = {
    Way.IN_PERSON: engine.Comes.IN_PERSON,
    Way.VIDEO: engine.Comes.VIDEO,
    Way.EITHER: engine.Comes.EITHER,
}


def _time(series: Series) -> Time:
    return Time(
        series.id, series.group_id, series.weekday, series.start, series.minutes, series.lead_id, series.site_id, series.room_id
    )  # fmt: skip


def _credential(group: Group) -> str | None:
    """One word for "one of these credentials": whoever may lead the group carries it."""
    return f"leads {group.id}" if group.credentials else None


def _hours(week: StaffWeek) -> tuple[engine.Span, ...]:
    return clocks.joined(
        engine.Span(one.weekday * engine.DAY + one.start, one.weekday * engine.DAY + one.end) for one in week.hours
    )
