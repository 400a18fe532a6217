"""Looking at drug screens, their results, and what laboratories sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people.models import Participant
from daybridge.screens import rules
from daybridge.screens.models import LabMessage, LabReport, Screen, ScreenDraw, ScreenResult, ScreenStep, ScreenWords
from daybridge.screens.rules import HAS_SPECIMEN, WAITS, Method, Report, Standing, State, book

#: Half a year of days drawn ahead (52 at most) is among what is shown.
_MOST_SHOWN, _MOST_WAITING, _ON_CARD = 120, 100, 8


def screen(actor: Actor, screen_id: UUID) -> Screen:
    """One screen of somebody whom this actor may look at. Raises NotYours."""
    found = Screen.objects.visible_to(actor).select_related("participant", "ordered_by", "collected_by", "drawn")
    one = found.filter(id=screen_id).first()
    if one is None:
        raise NotYours()
    return one


def screen_by_number(actor: Actor, number: str) -> Screen | None:
    """The screen of an order number, among people this actor may look at."""
    return Screen.objects.visible_to(actor).select_related("participant").filter(order_number__iexact=number).first()


@dataclass(frozen=True)
class Shown:
    """A screen with what holds of its results, what was before, what was said, and how it came to stand so."""

    screen: Screen
    results: Sequence[ScreenResult]
    steps: Sequence[ScreenStep]
    words: Sequence[ScreenWords]

    @cached_property
    def holds(self) -> list[ScreenResult]:
        """The versions in force, in the order of the panel."""
        said = [rules.Said(one.analyte, one.method, one.reported_at, one.number) for one in self.results]
        numbers = rules.in_force(said)
        order = list(book().analytes)
        found = [one for one in self.results if one.number in numbers]
        return sorted(found, key=lambda one: (order.index(one.analyte) if one.analyte in order else 99, one.method))

    @cached_property
    def judged(self) -> dict[str, ScreenResult]:
        """Analyte -> the result that counts: the confirmed one before the quick test."""
        found: dict[str, ScreenResult] = {}
        for one in sorted(self.holds, key=lambda one: one.method == Method.CONFIRMED):
            found[one.analyte] = one
        return found

    @property
    def before(self) -> list[ScreenResult]:
        """Versions that hold no more, newest first."""
        held = {one.number for one in self.holds}
        return [one for one in reversed(self.results) if one.number not in held]

    @property
    def is_unexpected(self) -> bool:
        return any(one.standing == Standing.UNEXPECTED for one in self.judged.values())

    @property
    def asks_for_confirmation(self) -> bool:
        return any(
            rules.asks_for_confirmation(Method(one.method), Standing(one.standing)) for one in self.judged.values()
        )

    @property
    def waits_for_talk(self) -> bool:
        return self.screen.resulted_at is not None and self.screen.talked_at is None

    def is_shown_to_them(self, now: datetime) -> bool:
        return rules.is_shown_to_them(
            talked=self.screen.talked_at is not None, resulted_at=self.screen.resulted_at, now=now,
            after_days=book().shown_after_days,
        )  # fmt: skip


def _shown(found: "QuerySet[Screen, Any]") -> list[Shown]:
    with_all: Iterable[Any] = found.select_related(
        "participant", "ordered_by", "collected_by", "drawn"
    ).prefetch_related(
        Prefetch("results", ScreenResult.objects.select_related("made_by").order_by("number"), to_attr="found"),
        Prefetch("steps", ScreenStep.objects.select_related("staff").order_by("number"), to_attr="went"),
        Prefetch("words", ScreenWords.objects.select_related("staff").order_by("at", "id"), to_attr="told"),
    )
    return [Shown(one, one.found, one.went, one.told) for one in with_all]


def shown(one: Screen) -> Shown:
    return _shown(Screen.objects.filter(id=one.id))[0]


def screens_of(participant_id: UUID) -> list[Shown]:
    """Somebody's screens, the newest first."""
    return _shown(Screen.objects.filter(participant_id=participant_id).order_by("-opens_at", "-id")[:_MOST_SHOWN])


def screens_since(participant_id: UUID, since: datetime) -> list[Shown]:
    """Somebody's screens that were to be given, or were, since a moment; the oldest first."""
    found = Screen.objects.filter(participant_id=participant_id).filter(
        Q(closes_at__gte=since) | Q(collected_at__gte=since)
    )
    return _shown(found.order_by("opens_at", "id"))


def is_shown_to_them(screen_id: UUID, now: datetime) -> bool:
    """Whether a participant may read what was found in one of their screens."""
    return any(one.is_shown_to_them(now) for one in _shown(Screen.objects.filter(id=screen_id)))


def draws_of(participant_id: UUID) -> list[ScreenDraw]:
    found = ScreenDraw.objects.filter(participant_id=participant_id).select_related("made_by")
    return list(found.order_by("-made_at")[:10])


def unexpected_since(since: Mapping[UUID, datetime]) -> dict[UUID, list[Shown]]:
    """Of these people screens whose results came after a moment of each one's own and that hold something unexpected, newest first."""
    if not since:
        return {}
    new = Screen.objects.filter(participant_id__in=list(since), resulted_at__gt=min(since.values()))
    found: dict[UUID, list[Shown]] = {}
    for one in _shown(new.order_by("-resulted_at")):
        at = one.screen.resulted_at
        if one.is_unexpected and at and at > since[one.screen.participant_id]:
            found.setdefault(one.screen.participant_id, []).append(one)
    return found


def to_go_through(participant_ids: Iterable[UUID]) -> list[Screen]:
    """Screens with results that nobody went through with their person yet, the longest waiting first."""
    found = Screen.objects.filter(participant_id__in=list(participant_ids), resulted_at__isnull=False, talked_at=None)
    return list(found.select_related("participant").order_by("resulted_at")[:_MOST_WAITING])


def to_collect(participant_ids: Iterable[UUID], *, now: datetime) -> list[Screen]:
    """Screens whose window is open or opens within 16 hours, and those of two weeks of which nobody wrote down how they went."""
    found = Screen.objects.filter(
        participant_id__in=list(participant_ids), state__in=sorted(WAITS), opens_at__lte=now + timedelta(hours=16),
        closes_at__gt=now - timedelta(days=14),
    )  # fmt: skip
    return list(found.select_related("participant").order_by("opens_at")[:_MOST_WAITING])


def to_announce(now: datetime) -> list[Screen]:
    """Screens that nobody has told their participant of and whose window opens within the hour."""
    return list(
        Screen.objects.filter(
            state=State.ORDERED, opens_at__lte=now + timedelta(hours=1), closes_at__gt=now
        ).select_related("participant")
    )


def ahead_after(participant: Participant, day: date) -> list[Screen]:
    """Somebody's screens that wait for a specimen and whose window opens after a day of theirs."""
    ends = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(participant.time_zone))
    found = Screen.objects.filter(participant_id=participant.id, state__in=sorted(WAITS), opens_at__gte=ends)
    return list(found.select_related("participant").order_by("opens_at"))


def awaiting_report(participant_id: UUID) -> list[Screen]:
    """Somebody's screens with a specimen, for whoever gives a report its place."""
    found = Screen.objects.filter(participant_id=participant_id, state__in=sorted(HAS_SPECIMEN))
    return list(found.order_by("-collected_at")[:10])


# --- The grid and the card -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """An analyte through time: for each screen of the grid its result, or None."""

    analyte: str
    cells: Sequence[ScreenResult | None]


@dataclass(frozen=True)
class Grid:
    """Results over weeks, the oldest screen on the left; only analytes that were ever looked for have a row."""

    screens: Sequence[Shown]
    rows: Sequence[Row]


def grid(found: Sequence[Shown], *, most: int = 12) -> Grid:
    read = [one for one in found if one.results][:most][::-1]
    tested = {code for one in read for code in one.judged}
    rows = [Row(code, [one.judged.get(code) for one in read]) for code in book().analytes if code in tested]
    return Grid(read, rows)


@dataclass(frozen=True)
class Card:
    """What the chart shows of drug screens; `untold`: those whose window has closed and of which nobody wrote down how it went."""

    next_one: Screen | None
    untold: int
    last: Shown | None
    waiting_talks: int
    grid: Grid


def card(participant: Participant) -> Card:
    """In five queries, whatever the history and however many days are drawn ahead."""
    theirs = Screen.objects.filter(participant_id=participant.id)
    waiting = list(theirs.filter(Q(state__in=sorted(WAITS)) | Q(resulted_at__isnull=False, talked_at=None)))
    to_come = [one for one in waiting if one.state in WAITS]
    ahead = [one for one in to_come if one.closes_at > clock.now()]
    with_results = theirs.exclude(resulted_at=None)
    read = [one for one in _shown(with_results.order_by("-opens_at", "-id")[:_ON_CARD]) if one.results]
    return Card(
        min(ahead, key=lambda one: one.opens_at, default=None), len(to_come) - len(ahead), read[0] if read else None,
        len(waiting) - len(to_come), grid(read, most=_ON_CARD),
    )  # fmt: skip


# --- What laboratories sent ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """A report with what it says."""

    row: LabReport
    report: Report


def _reports(actor: Actor) -> "QuerySet[LabReport]":
    """What belongs to nobody yet, and what belongs to somebody whom this actor may look at."""
    visible = Participant.objects.visible_to(actor).values("id")
    return LabReport.objects.filter(Q(participant=None) | Q(participant_id__in=visible))


def waiting_reports(actor: Actor) -> list[Waiting]:
    """What waits for a person, the oldest first."""
    found = _reports(actor).filter(settled_at=None).select_related("message", "participant").order_by("id")
    return [Waiting(one, Report.from_json(one.says)) for one in found[:_MOST_WAITING]]


def settled_reports(actor: Actor) -> list[Waiting]:
    found = _reports(actor).exclude(settled_at=None).select_related("message", "participant", "screen", "settled_by")
    return [Waiting(one, Report.from_json(one.says)) for one in found.order_by("-settled_at", "-id")[:20]]


def refused_messages() -> list[LabMessage]:
    """Messages that were not read, the newest first; their bytes stay."""
    return list(LabMessage.objects.exclude(answer="AA").defer("original").order_by("-received_at")[:20])


def report(actor: Actor, report_id: UUID) -> LabReport:
    """One report that this actor may look at. Raises NotYours."""
    found = _reports(actor).select_related("message", "participant", "screen", "settled_by")
    one = found.filter(id=report_id, organization_id=actor.organization_id).first()
    if one is None:
        raise NotYours()
    return one


def other_results(participant_id: UUID) -> list[Waiting]:
    """Results that are no drug screens, attached to somebody."""
    found = LabReport.objects.filter(participant_id=participant_id, screen=None, settled_at__isnull=False)
    return [
        Waiting(one, Report.from_json(one.says)) for one in found.select_related("message").order_by("-settled_at")[:20]
    ]


def names(language: str) -> Mapping[str, str]:
    """Analyte -> what it is called."""
    return {code: one.name(language) for code, one in book().analytes.items()}
