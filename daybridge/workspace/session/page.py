"""One session on one screen: who is there, who is missing, and the note. The number of queries never grows with the people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from daybridge.attendance import queries as attendance
from daybridge.attendance.models import Attendance
from daybridge.attendance.queries import Running
from daybridge.attendance.rules import State
from daybridge.checkins import queries as checkins
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.notes import on_file
from daybridge.notes import queries as notes
from daybridge.notes.actions import GROUP, TOPIC
from daybridge.notes.cells import Cell, Part, cells_of, part_of
from daybridge.notes.models import Draft, Note
from daybridge.notes.on_file import NoteForm
from daybridge.notes.sentences import language
from daybridge.people import queries as people
from daybridge.people.models import Participant, Staff
from daybridge.plans import queries as plans
from daybridge.programs.attending.rules import Reason
from daybridge.programs.attending.sentences import REASONS_FOR_STAFF, reason_in_words
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.calendar.rules import State as Planned
from daybridge.programs.calendar.sentences import occurrence_in_words
from daybridge.programs.families import queries as families
from daybridge.programs.families.queries import Guest
from daybridge.programs.on_file import kinds
from daybridge.programs.rules import Mode
from daybridge.programs.teaching import queries as teaching
from daybridge.safety import queries as safety
from daybridge.workspace import rules, words

_CHECK_IN_DAYS = 7


@dataclass(frozen=True)
class LastCheckIn:
    """What somebody last told of a day, for who treats them."""

    on_day: date
    mood: str
    urge: int | None


@dataclass(frozen=True)
class Row:
    """One person of a session. `is_mine`: the reader treats them, and may open their chart."""

    participant: Participant
    attendance: Attendance | None
    is_expected: bool = True
    promised: bool = False
    #: Why they said that they will not come; empty for everybody else.
    away: str = ""
    is_mine: bool = False
    last: LastCheckIn | None = None
    #: The gravest level of an open alert about them; what it is about is for those who treat them.
    level: str = ""

    @property
    def state(self) -> str:
        if self.attendance is None:
            return State.EXCUSED if self.away else State.EXPECTED
        return self.attendance.state

    @property
    def is_here(self) -> bool:
        return self.attendance is not None and self.attendance.is_here

    @property
    def was_here(self) -> bool:
        return self.state == State.PRESENT


@dataclass(frozen=True)
class GuestRow:
    """A guest, and whether they came; None while nobody said so."""

    guest: Guest
    has_come: bool | None


@dataclass(frozen=True)
class Roster:
    """Who comes to a session, and how it stands."""

    occurrence: Occurrence
    running: Running
    rows: Sequence[Row]
    leaders: Sequence[Staff]
    is_off: bool = False
    #: Family and friends who are asked to it: no seat, no attendance, no minutes.
    guests: Sequence[GuestRow] = ()

    @property
    def is_on_video(self) -> bool:
        """It is, or may be, joined from elsewhere."""
        return not self.is_off and self.occurrence.series.group.mode in (Mode.VIDEO, Mode.HYBRID)

    @property
    def here(self) -> int:
        return sum(one.is_here for one in self.rows)

    @property
    def was_there(self) -> list[Row]:
        return [one for one in self.rows if one.was_here]

    @property
    def missing(self) -> list[Row]:
        """Whom nobody has seen since it began, and who did not say that they will not come."""
        begun = self.running.has_begun and not self.is_off
        return [one for one in self.rows if begun and one.state in (State.EXPECTED, State.NO_SHOW)]

    @property
    def coming(self) -> int:
        return sum(one.is_expected and not one.away for one in self.rows)


def roster(actor: Actor, occurrence: Occurrence) -> Roster:
    """The people of a session: those expected, those who said that they will not come, those who came all the same."""
    ids = [occurrence.id]
    known = attendance.attendances(ids)
    told_away = {one.participant_id: one for one in attendance.told_away(ids).get(occurrence.id, ()) if one.participant}
    expected = {one.id: one for one in attendance.expected(ids).get(occurrence.id, ())}
    everybody = (
        expected
        | {who: one.participant for who, one in told_away.items() if one.participant}
        | {who: row.participant for (_, who), row in known.items()}
    )
    promised, mine = attendance.promised(ids), _mine(actor, everybody)
    last, levels = _last_check_ins(everybody, mine), _levels(actor, everybody)
    rows = [
        Row(
            one, known.get((occurrence.id, one.id)), is_expected=one.id in expected,
            promised=(occurrence.id, one.id) in promised, away=_why(told_away.get(one.id), one.id in mine), is_mine=one.id in mine,
            last=last.get(one.id), level=levels.get(one.id, ""),
        )
        for one in everybody.values()
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.participant.called.casefold(), row.participant.family_name.casefold()))
    return Roster(
        occurrence, attendance.running(occurrence), rows, attendance.leaders(occurrence),
        is_off=occurrence.state == Planned.CANCELLED, guests=_guests(occurrence),
    )  # fmt: skip


def _guests(occurrence: Occurrence) -> list[GuestRow]:
    found = families.guests(occurrence)
    came = attendance.guests_who_came(occurrence) if found else {}
    return [GuestRow(one, came.get(one.invitation_id)) for one in found]


def _why(booking: Any, is_mine: bool) -> str:
    """What they wrote beside the reason is for those who treat them."""
    if not (booking and booking.absence):
        return ""
    return reason_in_words(booking.absence) if is_mine else str(REASONS_FOR_STAFF[Reason(booking.absence.reason)])


def _mine(actor: Actor, everybody: Mapping[Any, Participant]) -> set[UUID]:
    return set(people.participants(actor).filter(id__in=list(everybody)).values_list("id", flat=True))


def _last_check_ins(everybody: Mapping[Any, Participant], mine: set[UUID]) -> dict[UUID, LastCheckIn]:
    if not mine:
        return {}
    until = clock.today("UTC") + timedelta(days=1)  # somebody's day may be ahead of ours
    found = checkins.answers_of_many(mine, until=until, days=_CHECK_IN_DAYS + 1)
    return {
        who: LastCheckIn(told[-1].on_day, words.mood(told[-1].mood), told[-1].urge)
        for who, told in found.items()
        if told
    }


def _levels(actor: Actor, everybody: Mapping[Any, Participant]) -> dict[UUID, str]:
    """Whoever leads a group knows for whom an alert is open, and how grave it is, whether or not they treat them."""
    found: dict[UUID, str] = {}
    for who, level in safety.open_levels(list(everybody)):
        if who not in found or rules.gravity(level) < rules.gravity(found[who]):
            found[who] = level
    return found


# --- The note --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonPart:
    """One person's part of a note, beside how they were there; `note` once it is signed."""

    part: Part
    row: Row
    note: Note | None = None


@dataclass(frozen=True)
class GroupNote:
    """A session's note on the screen: the shared part, then each person's."""

    form: NoteForm
    draft: Draft | None
    shared: Sequence[Cell]
    parts: Sequence[PersonPart]
    topic: str = ""
    due_at: Any = None

    @property
    def is_signed(self) -> bool:
        return bool(self.parts) and all(one.note for one in self.parts)

    @property
    def signed(self) -> int:
        return sum(one.note is not None for one in self.parts)


def is_visit(occurrence: Occurrence) -> bool:
    """An hour of one person with somebody of the staff: its note is one about that person, of a kind that is chosen."""
    kind = kinds().get(occurrence.series.group.kind)
    return kind is not None and kind.is_visit


def visit_notes(found: Roster, actor: Actor) -> list[tuple[Row, Note | None, Draft | None]]:
    """Of a visit: who came, with their signed note or the one that is being written."""
    signed = {one.participant_id: one for one in notes.notes_of_session(found.occurrence)}
    drafts = {one.participant_id: one for one in notes.drafts_of_session(found.occurrence)}
    return [(row, signed.get(row.participant.id), drafts.get(row.participant.id)) for row in found.rows if row.was_here]


def group_note(found: Roster) -> GroupNote:
    """The note of a session: of everybody who was there, and before its end of everybody who may still come."""
    form, draft = on_file.forms()[GROUP], notes.group_draft(found.occurrence)
    cells = notes.cells(draft) if draft else {}
    signed = notes.signed(draft) if draft else {}
    topic = teaching.topics([found.occurrence]).get(found.occurrence.id)
    is_over = found.running.is_over
    rows = [one for one in found.rows if one.was_here or (not is_over and not one.away and not found.is_off)]
    objectives = plans.objectives_of([one.participant.id for one in rows])
    shared = cells_of(form.shared, None, cells)
    if draft is None and topic:
        said = topic.name.said(language())  # as it will stand there with the first word of the note
        shared = [replace(one, said=said, revision=1) if one.asked.code == TOPIC else one for one in shared]
    parts = [
        PersonPart(
            part_of(form, one.participant, cells, objectives.get(one.participant.id, ())), one,
            signed.get(one.participant.id),
        )
        for one in rows
    ]  # fmt: skip
    due = notes.due_of_session(found.occurrence, found.running.ends_at)
    return GroupNote(form, draft, shared, parts, topic.name.said(language()) if topic else "", due)


# --- My day ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MySession:
    """One session of a facilitator's day."""

    occurrence: Occurrence
    when: str
    topic: str
    expected: int
    here: int
    away: int
    promised: int
    missing: Sequence[Participant]
    state: str
    left: int = 0


@dataclass(frozen=True)
class MySessions:
    """What Today shows of sessions: those of the day, notes to finish, second signatures, attendance that nobody took."""

    today: Sequence[MySession] = ()
    to_finish: Sequence[Any] = ()
    to_finish_total: int = 0
    to_cosign: int = 0
    not_taken: Sequence[tuple[Occurrence, str]] = field(default=())


_LOOKS_BACK, _SHOWN = timedelta(days=14), 8


def my_sessions(actor: Actor, *, on: date, zone: str) -> MySessions:
    """The sessions that this actor leads on the site's day, and what of the fortnight before waits for them."""
    now = clock.now()
    day = clock.start_of(on)
    around = attendance.led_by(actor, since=now - _LOOKS_BACK, until=day + timedelta(days=2))
    todays = [one for one in around if clock.day_of(one.begins_at, zone) == on]
    waiting = notes.to_finish(actor)
    untaken = attendance.not_taken(around)
    return MySessions(
        _sessions_of_day(todays),
        waiting[:_SHOWN],
        len(waiting),
        len(notes.to_cosign(actor)),
        [(one, occurrence_in_words(one, zone_of(one.series))) for one in around if one.id in untaken][:_SHOWN],
    )


def _sessions_of_day(todays: Sequence[Occurrence]) -> list[MySession]:
    ids = [one.id for one in todays]
    expected, away = attendance.expected(ids), attendance.told_away(ids)
    known, promised = attendance.attendances(ids), attendance.promised(ids)
    running, topics = attendance.running_many(todays), teaching.topics(todays)
    found = []
    for one in todays:
        coming = expected.get(one.id, [])
        rows = [row for (occurrence_id, _), row in known.items() if occurrence_id == one.id]
        seen = {row.participant_id for row in rows if row.state in (State.PRESENT, State.EXCUSED)}
        begun = running[one.id].has_begun and one.state == Planned.PLANNED
        topic = topics.get(one.id)
        found.append(
            MySession(
                one, occurrence_in_words(one, zone_of(one.series)), topic.name.said(language()) if topic else "",
                len(coming), sum(row.is_here for row in rows) or sum(row.state == State.PRESENT for row in rows),
                len(away.get(one.id, ())), sum((one.id, who.id) in promised for who in coming),
                [who for who in coming if begun and who.id not in seen], _state(one, running[one.id]),
            )
        )  # fmt: skip
    return found


def _state(one: Occurrence, running: Running) -> str:
    if one.state == Planned.CANCELLED:
        return "off"
    if running.is_over:
        return "over"
    return "runs" if running.has_begun else "ahead"
