"""Looking at check-ins. Every window is bounded in days or rows: a page's cost does not grow with the history."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from daybridge.checkins.models import CheckIn
from daybridge.core import rows


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
