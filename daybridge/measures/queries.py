"""Looking at what was asked and answered. With an actor, what is not theirs is not found."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import get_language

from daybridge.core import clock, rows
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.measures import rules, sheets
from daybridge.measures.instruments import Instrument, in_language, library
from daybridge.measures.instruments import Score as InstrumentScore
from daybridge.measures.models import Assignment, AssignmentQuerySet, Score, Sheet, SheetPart
from daybridge.measures.rules import Answer, ChangeKind, CriticalAnswer, Reading, Result, Stay
from daybridge.measures.sentences import score_in_words, signed, trend_in_words
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs.models import Episode


def instrument(code: str) -> Instrument:
    """One instrument. Raises NotYours."""
    found = library().get(code)
    if found is None:
        raise NotYours()
    return found


def name_of(code: str) -> str:
    """What an instrument is called in the viewer's language; the code of one that the site took away."""
    known = library().get(code)
    return in_language(known.name, language()) if known else code


def stay_of(episode: Episode) -> Stay:
    """What of an episode decides what is asked."""
    return Stay(episode.admitted_on, episode.ended_on, episode.substance_use_focus)


# --- What is asked ---------------------------------------------------------------------------------------------------


def due(participant_id: UUID, on: date) -> list[Assignment]:
    """What a participant may answer on a day, first the longest due, each instrument once; with the sheet begun (`begun`).

    An instrument whose file or words the site took away can't be asked, and keeps nobody from the others.
    """
    begun = Sheet.objects.filter(finished_at=None).order_by("-begun_at").prefetch_related("parts")
    found = Assignment.objects.filter(participant_id=participant_id).open_on(on).order_by("due_on", "id")
    once: dict[str, Assignment] = {}
    for one in found.prefetch_related(Prefetch("sheets", begun, to_attr="begun")):
        if (known := library().get(one.instrument)) and known.has_words:
            once.setdefault(one.instrument, one)
    return list(once.values())


def assignments(actor: Actor, *, on: date) -> AssignmentQuerySet:
    """What is open on a day for everyone this actor cares for, first the longest due."""
    visible = people.participants(actor).values("id")
    found = Assignment.objects.open_on(on).filter(participant_id__in=visible)
    return found.select_related("participant", "episode").order_by("due_on", "participant__family_name", "id")


def to_remind(actor: Actor) -> list[tuple[Participant, list[Assignment]]]:
    """Everyone with an app whom questions wait for on their own day, with what waits."""
    nearby = clock.now().date()
    found = Assignment.objects.unanswered().filter(
        due_on__lte=nearby + timedelta(days=1),
        until__gte=nearby - timedelta(days=1),
        participant__account__isnull=False,
        participant__in=people.participants(actor),
    )
    waiting: dict[Participant, list[Assignment]] = {}
    for one in found.select_related("participant"):
        if one.due_on <= clock.today(one.participant.time_zone) <= one.until:
            waiting.setdefault(one.participant, []).append(one)
    return list(waiting.items())


def assignments_of(participant_id: UUID, *, most: int = 60) -> QuerySet[Assignment]:
    """What one participant was asked, the latest first, and whether it was answered (`is_answered`)."""
    finished = Sheet.objects.filter(assignment=OuterRef("pk"), finished_at__isnull=False)
    found = Assignment.objects.filter(participant_id=participant_id).annotate(is_answered=Exists(finished))
    return found.select_related("assigned_by").order_by("-due_on", "instrument")[:most]


def asked_in(episode_ids: Iterable[UUID]) -> set[tuple[UUID, str, str]]:
    """What was asked in these episodes: (episode, instrument, occasion)."""
    found = Assignment.objects.filter(episode_id__in=list(episode_ids))
    return set(found.values_list("episode_id", "instrument", "occasion"))


def assignment(actor: Actor, assignment_id: UUID) -> Assignment:
    """One assignment. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = Assignment.objects.filter(id=assignment_id, participant_id__in=visible).first()
    if found is None:
        raise NotYours()
    return found


# --- What was answered -----------------------------------------------------------------------------------------------


def sheet(actor: Actor, sheet_id: UUID) -> Sheet:
    """One sheet with its parts. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = Sheet.objects.filter(id=sheet_id, participant_id__in=visible)
    found = found.select_related("participant", "entered_by", "assignment").prefetch_related("parts")
    one = found.first()
    if one is None:
        raise NotYours()
    return one


def sheets_of(participant_id: UUID, *, instrument: str = "", most: int = 200) -> list[Sheet]:
    """A participant's finished sheets with their parts and scores, newest first."""
    found = Sheet.objects.filter(participant_id=participant_id, finished_at__isnull=False)
    if instrument:
        found = found.filter(instrument=instrument)
    found = found.select_related("entered_by").prefetch_related("parts", "scores")
    return list(found.order_by("-on_day", "-finished_at")[:most])


def answers_as_kept(sheet: Sheet) -> dict[str, str]:
    """A sheet's answers as they are kept: item -> number, `declined` or `na`."""
    part = rules.standing(sheet.parts.all())
    return part.answers if part else {}


def choice_in_words(of: str, value: float) -> str:
    """What an answer means, in the viewer's language, of "phq-9 9"; empty where it is a number or the file is gone."""
    code, _space, item_code = of.partition(" ")
    known = library().get(code)
    item = known.by_code.get(item_code) if known else None
    choice = next((one for one in known.answers_of(item) if one.value == value), None) if known and item else None
    return in_language(choice, language()) if choice else ""


def came_later(sheet: Sheet) -> list[SheetPart]:
    """Parts that came after the sheet was finished, as from a second phone: kept and shown, and not counted."""
    parts = sorted(sheet.parts.all(), key=lambda part: part.saved_at)
    end = rules.standing(parts)
    return [part for part in parts if end and end.is_last and part.saved_at > end.saved_at]


def answers_of(sheet: Sheet) -> dict[str, Answer]:
    """A sheet's answers to the items that the file of today still has: item -> answer. Raises NotYours."""
    return sheets.read_kept(instrument(sheet.instrument), answers_as_kept(sheet))


def result_of(sheet: Sheet) -> Result:
    """A sheet scored anew from its answers, by the instrument's file of today. Raises NotYours where that is gone."""
    return rules.score(instrument(sheet.instrument), answers_of(sheet), sex=rules.sex_on_record(sheet.sex))


def critical_answers(sheet_id: UUID) -> tuple[CriticalAnswer, ...]:
    """All that was ever told on a sheet of which a human hears at once: also what was taken back, or came late."""
    sheet = one_sheet(sheet_id)
    asked = instrument(sheet.instrument)
    return rules.critical_in(asked, [sheets.read_kept(asked, part.answers) for part in sheet.parts.all()])


def floors(sheet_id: UUID) -> dict[str, Decimal]:
    """Score -> what a sheet's known answers come to already, for those that have no value for want of others."""
    return {one.score.code: one.floor for one in result_of(one_sheet(sheet_id)).scores if one.floor is not None}


def one_sheet(sheet_id: UUID) -> Sheet:
    """A sheet that an event spoke of."""
    return Sheet.objects.prefetch_related("parts").get(id=sheet_id)


def scores_of(participant_id: UUID) -> list[Score]:
    """A participant's scores, oldest first."""
    return list(Score.objects.filter(participant_id=participant_id).order_by("on_day", "id"))


class Total(NamedTuple):
    """One score of a finished sheet, as it is held against others of its instrument."""

    sheet_id: UUID
    score: str
    on_day: date
    value: Decimal | None
    converted: Decimal | None
    is_prorated: bool

    @property
    def shown(self) -> Decimal | None:
        """The value on the scale that its bands stand on."""
        return self.value if self.converted is None else self.converted


def totals(participant_id: UUID, code: str) -> list[Total]:
    """What a participant's finished sheets of one instrument came to, oldest first."""
    return [Total(*row) for row in rows.select(_TOTALS, participant_id, code)]


def finished_at(sheet_ids: Collection[UUID]) -> dict[UUID | None, datetime]:
    """To the minute when these sheets were finished: for scales that are asked again within hours. One query."""
    found = Sheet.objects.filter(id__in=sheet_ids, finished_at__isnull=False)
    return {sheet_id: at for sheet_id, at in found.values_list("id", "finished_at") if at}


_TOTALS = """select sheet_id, score, on_day, value, converted, is_prorated from measures_score
 where participant_id = %s and instrument = %s order by on_day, id"""


class ScoredAt(NamedTuple):
    """A total, and the moment at which its sheet was finished."""

    participant_id: UUID
    instrument: str
    value: Decimal
    at: datetime


def scored_since(participant_ids: Iterable[UUID], codes: Iterable[str], since: datetime) -> list[ScoredAt]:
    """What these people's finished sheets of some instruments came to since a moment, the oldest first."""
    found = Score.objects.filter(
        participant_id__in=list(participant_ids), instrument__in=list(codes), value__isnull=False,
        sheet__finished_at__gte=since,
    ).order_by("sheet__finished_at", "id")  # fmt: skip
    told = found.values_list("participant_id", "instrument", "value", "sheet__finished_at")
    return [ScoredAt(who, code, value, at) for who, code, value, at in told if value is not None and at]


def line_of(figures: InstrumentScore, found: Iterable[Total], *, since: date) -> list[Reading]:
    """One score's readings since a day, as change is read: without prorated ones, on the scale that its figures stand on."""
    return [
        Reading(one.on_day, judged(figures, one.value, one.converted), one.sheet_id)
        for one in found
        if one.score == figures.code and one.on_day >= since and not one.is_prorated
    ]


@dataclass(frozen=True)
class Newest:
    """The newest finished sheet of an instrument by its first score, in words."""

    sheet_id: UUID
    name: str
    on_day: date
    value: str
    band: str
    #: Since the first score; empty where there is no other.
    moved: str


def newest(participant_id: UUID) -> list[Newest]:
    """What a participant last scored on each instrument, the newest first."""
    lines: dict[str, list[Score]] = {}
    for one in scores_of(participant_id):
        known = library().get(one.instrument)
        if known and one.score == known.scores[0].code:
            lines.setdefault(one.instrument, []).append(one)
    said = [_newest(library()[code], line) for code, line in lines.items()]
    return sorted(said, key=lambda one: one.on_day, reverse=True)


def _newest(instrument: Instrument, line: Sequence[Score]) -> Newest:
    last, known = line[-1], [one.shown for one in line if one.shown is not None]
    has_moved = last.shown is not None and len(known) > 1
    return Newest(
        sheet_id=last.sheet_id,
        name=in_language(instrument.name, language()),
        on_day=last.on_day,
        value=score_in_words(last.shown),
        band=band_in_words(instrument.scores[0], last),
        moved=signed(known[-1] - known[0]) if has_moved else "",
    )


def band_in_words(score: InstrumentScore, found: Score) -> str:
    """What a score was called when it was kept, in the viewer's language; empty where it was called nothing."""
    named = {band.code: band for band in score.bands} | {level.code: level for level in score.levels}
    return in_language(named.get(found.band or found.level), language())


def language() -> str:
    """The viewer's language, as instruments have their words: `en` or `es`."""
    return (get_language() or "en")[:2]


@dataclass(frozen=True)
class Finished:
    """A finished sheet as a timeline tells of it."""

    sheet_id: UUID
    name: str
    on_day: date
    finished_at: datetime
    value: str
    band: str


def finished(participant_id: UUID, *, before: date | None, most: int) -> list[Finished]:
    """A page of a participant's finished sheets, newest first, each with its first score."""
    found = Sheet.objects.filter(participant_id=participant_id, finished_at__isnull=False)
    if before:
        found = found.filter(on_day__lt=before)
    page = found.prefetch_related("scores").order_by("-on_day", "-finished_at")[:most]
    return [_finished(library()[one.instrument], one) for one in page if one.instrument in library()]


def _finished(instrument: Instrument, sheet: Sheet) -> Finished:
    assert sheet.finished_at is not None
    head = next((one for one in sheet.scores.all() if one.score == instrument.scores[0].code), None)
    return Finished(
        sheet_id=sheet.id,
        name=in_language(instrument.name, language()),
        on_day=sheet.on_day,
        finished_at=sheet.finished_at,
        value=score_in_words(head.shown if head else None),
        band=band_in_words(instrument.scores[0], head) if head else "",
    )


def answers_as_sent(sheet: Sheet) -> dict[str, float | str]:
    """A sheet's answers as a phone sends them: numbers, `declined`, `na`."""
    told = answers_as_kept(sheet)
    return {code: said if said in ("declined", "na") else float(said) for code, said in told.items()}


def trends(participant: Participant) -> list[dict[str, Any]]:
    """A participant's own lines: each instrument's first score with the values that complete sheets gave it, oldest first."""
    lines: dict[str, list[Score]] = {}
    for one in scores_of(participant.id):
        known = library().get(one.instrument)  # a site may have taken its file away; its scores stay
        head = known.scores[0] if known else None
        if head and one.score == head.code and one.shown is not None and not one.is_prorated and head.how != "level":
            lines.setdefault(one.instrument, []).append(one)
    return [_trend(library()[code], found, participant.language) for code, found in lines.items()]


def _trend(instrument: Instrument, found: Sequence[Score], language: str) -> dict[str, Any]:
    head = instrument.scores[0]
    return {
        "instrument": instrument.code,
        "name": in_language(instrument.name, language),
        "score": head.code,
        "low": float(head.scale[0]),
        "high": float(head.scale[1]),
        "better": head.better,
        "points": [{"on_day": one.on_day, "value": float(one.shown or 0)} for one in found],
        "last_sheet": found[-1].sheet_id,
        "words": trend_in_words([one.shown or Decimal(0) for one in found], head),
    }


# --- Many people at once ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BoardMark:
    """What a board shows of somebody's scores: the instrument, its last score, the change since the first, a flag.

    For somebody who is worse it is the change since the score that the flag holds against: perhaps their best, not their first.
    Without an instrument and a value: nobody has a score of them yet, and by now there should be one.
    """

    instrument: str
    value: Decimal | None
    moved: Decimal | None
    kind: ChangeKind | None


def read_by_change() -> dict[tuple[str, str], InstrumentScore]:
    """The scores that boards and outcomes are read by, those whose file says what is beyond noise: (instrument, score) -> it."""
    return {(code, one.code): one for code, found in library().items() for one in found.scores if one.change}


def judged(figures: InstrumentScore, value: Decimal | None, converted: Decimal | None) -> Decimal | None:
    """The value on the scale that the figures stand on; None for a raw score from before the site loaded its table."""
    return converted if figures.table else value


def lines_of_many(began: Mapping[UUID, date]) -> dict[tuple[UUID, str, str], list[Reading]]:
    """(participant, instrument, score) -> readings since the day each participant began, oldest first; of the instruments that
    are read by change."""
    wanted = read_by_change()
    codes = {code for code, _score in wanted}
    lines: dict[tuple[UUID, str, str], list[Reading]] = {}
    for participant_id, code, score, on_day, value, converted, sheet_id in rows.select(
        _LINES, list(began), list(codes)
    ):
        if (code, score) in wanted and on_day >= began[participant_id]:
            reading = Reading(on_day, judged(wanted[code, score], value, converted), sheet_id)
            lines.setdefault((participant_id, code, score), []).append(reading)
    return lines


_LINES = """select participant_id, instrument, score, on_day, value, converted, sheet_id from measures_score
 where participant_id = any(%s) and instrument = any(%s) and not is_prorated order by on_day, id"""


def flagged_since(
    looks: Mapping[UUID, tuple[datetime, date]], began: Mapping[UUID, date], *, today: date
) -> list[tuple[UUID, str, ChangeKind, Reading]]:
    """Whose scores say "worse" or "not on track" now and did not say so of that instrument at a moment of each person's own.

    `looks`: the moment and its day. Who, which instrument, what it says, and the score that says it.
    """
    wanted, weekly = read_by_change(), rules.asked_weekly(rules.battery())
    lines = lines_of_many({one: began[one] for one in looks})
    same_day = [one for (who, _code, _score), line in lines.items() for one in line if one.on_day == looks[who][1]]
    finished = finished_at([one.sheet_id for one in same_day if one.sheet_id])
    found = []
    for (who, code, score), line in lines.items():
        at, on = looks[who]
        then = [one for one in line if one.on_day < on or (one.on_day == on and finished.get(one.sheet_id, at) <= at)]
        judge = partial(_troubles, wanted[code, score], began_on=began[who], is_weekly=code in weekly)
        found += [(who, code, kind, line[-1]) for kind in sorted(judge(line, today=today) - judge(then, today=on))]
    return found


def _troubles(
    figures: InstrumentScore, readings: Sequence[Reading], *, began_on: date, today: date, is_weekly: bool
) -> set[ChangeKind]:
    told = rules.verdicts(figures, readings, began_on=began_on, today=today, is_weekly=is_weekly)
    return {one.kind for one in told} & {ChangeKind.WORSE, ChangeKind.NOT_ON_TRACK}


def who_finished(since: datetime) -> set[UUID]:
    """Whoever's last answers to a questionnaire were saved since a moment."""
    last = SheetPart.objects.filter(saved_at__gte=since, is_last=True)
    return set(last.values_list("sheet__participant_id", flat=True))


def marks_of_many(began: Mapping[UUID, date], *, today: date) -> dict[UUID, BoardMark]:
    """What a board shows for each of these participants: of several instruments the one whose flag asks for somebody first."""
    wanted, weekly, marks = read_by_change(), rules.asked_weekly(rules.battery()), dict[UUID, BoardMark]()
    for (participant_id, code, score), readings in lines_of_many(began).items():
        known = [one for one in readings if one.value is not None]
        if not known:
            continue
        said = rules.verdicts(
            wanted[code, score], readings, began_on=began[participant_id], today=today, is_weekly=code in weekly
        )
        flagged = said[0] if said else None
        since = flagged.since if flagged and flagged.kind is ChangeKind.WORSE else known[0]
        last = known[-1].value or Decimal(0)
        moved = last - (since.value or Decimal(0)) if len(known) > 1 else None
        mark = BoardMark(code, last, moved, flagged.kind if flagged else None)
        marks[participant_id] = min(marks.get(participant_id, mark), mark, key=_asks_first)
    for participant_id, began_on in began.items():
        if participant_id not in marks and rules.is_silence(began_on, today):
            marks[participant_id] = BoardMark("", None, None, ChangeKind.NO_SCORE)
    return marks


def _asks_first(mark: BoardMark) -> tuple[int, bool]:
    return (len(ChangeKind) if mark.kind is None else rules.ORDER.index(mark.kind), mark.instrument != "phq-9")
