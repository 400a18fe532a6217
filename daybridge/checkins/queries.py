"""Looking at check-ins, worksheets and diaries. What a page shows is bounded in days or rows; `counts_of` counts everything ever."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, QuerySet

from daybridge.checkins.models import CheckIn, DiarySetup, Entry
from daybridge.checkins.rules import (
    QUESTIONS,
    WINDOW_DAYS,
    Danger,
    DaysWithout,
    LivedDay,
    Told,
    Version,
    Watched,
    dangers_in,
    dangers_marked,
    days_without,
    last_words,
    read_page,
    usual,
)
from daybridge.checkins.worksheets import diary_words, worksheets
from daybridge.core import clock, rows
from daybridge.programs.models import Episode


def check_in(entry_id: UUID) -> CheckIn:
    """One check-in that an event spoke of."""
    found = rows.first(CheckIn, "id = %s", entry_id)
    if found is None:
        raise CheckIn.DoesNotExist(entry_id)
    return found


def recent(participant_id: UUID, *, until: date, days: int) -> QuerySet[CheckIn]:
    """A participant's check-ins of the last `days` days, oldest first; the last one of a day is its latest word."""
    since = until - timedelta(days=days - 1)
    found = CheckIn.objects.filter(participant_id=participant_id, on_day__range=(since, until))
    return found.order_by("on_day", "made_at")


class Answer(NamedTuple):
    """What a board shows of one check-in."""

    on_day: date
    mood: int
    urge: int | None


def answers_of_many(participant_ids: Iterable[UUID], *, until: date, days: int) -> dict[UUID, list[Answer]]:
    """The answers of a caseload's last `days` days: participant -> answers, oldest first."""
    since = until - timedelta(days=days - 1)
    by_participant: dict[UUID, list[Answer]] = {participant_id: [] for participant_id in participant_ids}
    found = CheckIn.objects.filter(participant_id__in=list(by_participant), on_day__range=(since, until))
    rows = found.order_by("on_day", "made_at").values_list("participant_id", "on_day", "mood", "urge")
    for participant_id, on_day, mood, urge in rows:
        by_participant[participant_id].append(Answer(on_day, mood, urge))
    return by_participant


def answers_since(participant_ids: Sequence[UUID], since: date) -> list[tuple[Any, ...]]:
    """(participant, day, mood, anxiety, urge, hours of sleep, medicines) of each check-in about the days since, in no order."""
    return rows.select(_ANSWERS_SINCE, list(participant_ids), since)


_ANSWERS_SINCE = """select participant_id, on_day, mood, anxiety, urge, sleep_hours, medicines from checkins_checkin
 where participant_id = any(%s) and on_day >= %s"""


def who_told(since: datetime) -> set[UUID]:
    """Whoever's check-in was saved since a moment."""
    return set(CheckIn.objects.filter(saved_at__gte=since).values_list("participant_id", flat=True))


def last_days(participant_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The latest day each of these participants made an entry about; those who never did are left out."""
    newest = CheckIn.objects.filter(participant_id__in=list(participant_ids)).order_by("participant_id", "-on_day")
    return dict(newest.distinct("participant_id").values_list("participant_id", "on_day"))


def page(participant_id: UUID, *, before: tuple[date, UUID] | None, most: int) -> list[CheckIn]:
    """A page of a participant's check-ins, newest first, for a timeline; `before` is the last row's day and id."""
    found = CheckIn.objects.filter(participant_id=participant_id)
    if before:
        found = found.filter(on_day__lte=before[0]).exclude(on_day=before[0], id__gte=before[1])
    return list(found.order_by("-on_day", "-made_at", "-id")[:most])


# --- Diaries ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Diary:
    """What a person's check-in and diary ask now; `number` 0 while no clinician has set it up."""

    number: int
    asks: Mapping[str, bool]
    targets: Sequence[Watched]
    #: Codes of the skills that are listed; empty: all of the site's.
    skills: Sequence[str]


def diary_of(participant_id: UUID, *, episode: Episode | None = None) -> Diary:
    """A person's diary; without a setup, what their stay says of urges and medicines, and the site's feelings."""
    setup = DiarySetup.objects.filter(participant_id=participant_id).order_by("-number").first()
    if setup:
        return Diary(setup.number, setup.asks, _targets(setup), setup.skills)
    asks = dict.fromkeys(QUESTIONS, True)
    asks["urge"] = bool(episode and episode.substance_use_focus)
    asks["medicines"] = bool(episode and episode.asks_about_medicines)
    return Diary(0, asks, usual(diary_words()), ())


def _targets(setup: DiarySetup) -> list[Watched]:
    return [Watched(**one) for one in setup.targets]


def ever_watched(participant_id: UUID) -> dict[str, Watched]:
    """Every target that any of a person's diaries ever asked, as it was asked last."""
    setups = DiarySetup.objects.filter(participant_id=participant_id).order_by("number")
    first = {target.code: target for target in usual(diary_words())}
    return first | {target.code: target for setup in setups for target in _targets(setup)}


def dangers_told(entry_id: UUID) -> "EntryDangers":
    """What a check-in or a worksheet says of danger, for the rules. Raises Entry.DoesNotExist."""
    row = rows.first(CheckIn, "id = %s", entry_id) or Entry.objects.get(id=entry_id)
    about = row.id if isinstance(row, CheckIn) else row.about
    if isinstance(row, Entry) and row.worksheet != "diary":
        told = [Danger(danger, of, 0, True) for danger, of in dangers_in(worksheets()[row.worksheet], row.answers)]
        return EntryDangers(about, row.on_day, told)
    page = read_page({"marks": row.marks} if isinstance(row, CheckIn) else row.answers)
    assert page is not None, "it was read when it was saved"
    return EntryDangers(about, row.on_day, dangers_marked(page.marks, ever_watched(row.participant_id)))


@dataclass(frozen=True)
class EntryDangers:
    """`about` is the same for an entry and its corrections: the same facts are the same."""

    about: UUID
    on_day: date
    dangers: Sequence[Danger]


# --- Worksheets ------------------------------------------------------------------------------------------------------


def first_about(participant_id: UUID, about: UUID) -> Entry | None:
    """The first entry about this; None when it has not come yet."""
    return Entry.objects.filter(participant_id=participant_id, about=about).order_by("made_at").first()


def entries_of(participant_id: UUID, *, since: date, codes: Collection[str] = ()) -> list[Entry]:
    """The last word on each thing a person wrote about the days since, newest day first: for their own eyes."""
    found = Entry.objects.filter(participant_id=participant_id, on_day__gte=since)
    return _last_words(found.filter(worksheet__in=codes) if codes else found)


def shared_entries_of(participant_id: UUID, *, since: date, codes: Collection[str] = ()) -> list[Entry]:
    """Of those, what the person lets their team read now: sharing that was taken back holds for every earlier version too."""
    return _shared(Entry.objects.filter(participant_id=participant_id, on_day__gte=since), codes)


def _shared(found: QuerySet[Entry], codes: Collection[str]) -> list[Entry]:
    """What is shared by the version made last and by the one that came last: taking back holds on a phone whose clock is slow."""
    versions = list(found.filter(worksheet__in=codes) if codes else found)
    came_last = {one.about: one.is_shared for one in sorted(versions, key=lambda one: one.saved_at)}
    return [one for one in _last_words(versions) if one.is_shared and came_last[one.about]]


def _last_words(found: Iterable[Entry]) -> list[Entry]:
    entries = {str(one.id): one for one in found}
    last = last_words([Version(key, str(one.about), one.made_at) for key, one in entries.items()])
    newest = [entries[key] for key in last.values()]
    return sorted(newest, key=lambda one: (one.on_day, one.made_at), reverse=True)


def shared_entry(participant_id: UUID, about: UUID) -> Entry | None:
    """The last word on one thing, if the person's team may read it now."""
    found = _shared(Entry.objects.filter(participant_id=participant_id, about=about), ())
    return found[0] if found else None


def told_of(participant_id: UUID, *, since: date, until: date) -> list[Told]:
    """What a person marked and which skills they used about these days, from diary pages and check-ins.

    Of a day's check-ins each target's last word counts: a check-in is changed with a new one.
    """
    check_ins = CheckIn.objects.filter(participant_id=participant_id, on_day__range=(since, until)).exclude(marks={})
    marked: dict[date, dict[str, Any]] = {}
    for one in check_ins.order_by("made_at", "id"):
        marked.setdefault(one.on_day, {}).update(one.marks)
    pages = [one for one in entries_of(participant_id, since=since, codes=["diary"]) if one.on_day <= until]
    told = [(day, read_page({"marks": marks})) for day, marks in marked.items()]
    told += [(one.on_day, read_page(one.answers)) for one in pages]
    return [Told(day, page.marks, page.skills) for day, page in told if page]


def setbacks_told(participant_id: UUID, *, since: date) -> dict[date, list[Entry | Watched]]:
    """What a person told of setbacks, newest day first: in three taps, or by a mark that a danger was acted on."""
    told: dict[date, list[Entry | Watched]] = {}
    for entry in entries_of(participant_id, since=since, codes=["setback"]):
        told.setdefault(entry.on_day, []).append(entry)
    dangers = {code: target for code, target in ever_watched(participant_id).items() if target.danger}
    pages = told_of(participant_id, since=since, until=clock.now().date() + timedelta(days=1)) if dangers else []
    for page in pages:
        acted = [dangers[code] for code, mark in page.marks.items() if mark.acted and code in dangers]
        if acted:
            told.setdefault(page.day, []).extend(acted)
    return {day: told[day] for day in sorted(told, reverse=True)}


def setbacks_since(since: Mapping[UUID, datetime]) -> dict[UUID, set[date]]:
    """Days of setbacks that reached us after a moment of each person's own, as their last words on it say."""
    if not since:
        return {}
    new = {"participant_id__in": list(since), "saved_at__gt": min(since.values())}
    told = _last_words(Entry.objects.filter(**new, worksheet__in=("setback", "diary")))
    marked: list[CheckIn | Entry] = [
        *CheckIn.objects.filter(**new).exclude(marks={}),
        *(one for one in told if one.worksheet == "diary"),
    ]
    found: dict[UUID, set[date]] = {}
    for one in [*(one for one in told if one.worksheet == "setback"), *_acted_on_a_danger(marked)]:
        if one.saved_at > since[one.participant_id]:
            found.setdefault(one.participant_id, set()).add(one.on_day)
    return found


def _acted_on_a_danger(told: Sequence[CheckIn | Entry]) -> list[CheckIn | Entry]:
    """Of check-ins and diary pages those with a mark that a danger was acted on."""
    dangers = _dangers_of_many({one.participant_id for one in told})
    found = []
    for one in told:
        page = read_page({"marks": one.marks} if isinstance(one, CheckIn) else one.answers)
        acted = {code for code, mark in page.marks.items() if mark.acted} if page else set()
        if acted & dangers[one.participant_id]:
            found.append(one)
    return found


def _dangers_of_many(participant_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Participant -> codes of the targets whose acting on is a setback, of every diary they ever had."""
    first = {target.code for target in usual(diary_words()) if target.danger}
    found = {one: set(first) for one in participant_ids}
    for setup in DiarySetup.objects.filter(participant_id__in=participant_ids):
        found[setup.participant_id] |= {target.code for target in _targets(setup) if target.danger}
    return found


def days_without_setback(participant_id: UUID, *, admitted_on: date | None, today: date) -> DaysWithout:
    """How many of the last 90 days, or of those since somebody was admitted, had none: "78 of the last 90 days"."""
    window = today - timedelta(days=WINDOW_DAYS - 1)
    told = setbacks_told(participant_id, since=window)
    return days_without(told, since=admitted_on or window, today=today)


def lived_days(participant_id: UUID, *, since: date, until: date) -> list[LivedDay]:
    """What is known of each day from check-ins, diary pages and wellness days: of two that say a thing, the later one."""
    days: dict[date, LivedDay] = {}
    for one in recent(participant_id, until=until, days=(until - since).days + 1):
        hours = None if one.sleep_hours is None else float(one.sleep_hours)
        days[one.on_day] = LivedDay(one.on_day, one.mood, one.urge, hours, one.medicines)
    for entry in reversed(entries_of(participant_id, since=since, codes=["diary", "wellness-day"])):  # oldest first
        day = days.get(entry.on_day, LivedDay(entry.on_day))
        if entry.worksheet == "diary":
            days[entry.on_day] = replace(day, skills=(day.skills or 0) + len(entry.answers.get("skills", [])))
        else:
            days[entry.on_day] = replace(day, movement=entry.answers.get("movement", day.movement))
    return [days[day] for day in sorted(days)]


def counts_of(participant_id: UUID) -> dict[str, int]:
    """How much of each a person has ever done, for their milestones."""
    entries = dict(
        Entry.objects.filter(participant_id=participant_id, about=F("id"))
        .values_list("worksheet")
        .annotate(count=Count("id"))
    )
    check_ins = CheckIn.objects.filter(participant_id=participant_id).values("on_day").distinct().count()
    return {"check-in": check_ins, **entries}
