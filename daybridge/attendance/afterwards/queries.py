"""Looking at sessions that are over, and at what was told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from daybridge.attendance import queries as attendance
from daybridge.attendance.afterwards import rules
from daybridge.attendance.afterwards.models import PracticeTold, SessionRating
from daybridge.attendance.afterwards.rules import Averages, Practice
from daybridge.attendance.models import Attendance
from daybridge.attendance.rules import State
from daybridge.core import clock
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.on_file import Topic
from daybridge.programs.teaching.queries import topics

#: A session's day on its own clock lies so far at most from its end, beside the hours that it stays open.
_DAYS_AROUND = timedelta(days=2)


@dataclass(frozen=True)
class Over:
    """A session that somebody was at, as it stands on their phone afterwards."""

    occurrence: Occurrence
    ended_at: datetime
    topic: Topic | None = None
    practice: PracticeTold | None = None
    rating: SessionRating | None = None

    @property
    def until(self) -> datetime:
        """So long it stays, and can be changed."""
        return self.ended_at + rules.LASTS


def over(participant_id: UUID) -> list[Over]:
    """The sessions that a participant was at and that ended within two days, the last one first."""
    now = clock.now()
    there = Attendance.objects.filter(
        participant_id=participant_id, state=State.PRESENT, on_day__gte=(now - rules.LASTS - _DAYS_AROUND).date()
    )
    found = Occurrence.objects.filter(id__in=there.values("occurrence_id")).select_related(*attendance.WITH_GROUP)
    running = attendance.running_many(list(found.order_by("-ends_at", "-id")))
    ended = [one for one in running.values() if one.ends_at <= now < one.ends_at + rules.LASTS]
    dates = [one.occurrence for one in ended]
    taught, practice, ratings = topics(dates), _practice(dates, participant_id), _ratings(dates, participant_id)
    return [
        Over(
            one.occurrence, one.ends_at, taught.get(one.occurrence.id),
            practice.get((one.occurrence.id, participant_id)), ratings.get((one.occurrence.id, participant_id)),
        )
        for one in ended
    ]  # fmt: skip


def was_there(occurrence: Occurrence, participant_id: UUID) -> bool:
    there = Attendance.objects.filter(occurrence=occurrence, participant_id=participant_id, state=State.PRESENT)
    return there.exists()


Key = tuple[UUID, UUID]


def _practice(occurrences: Sequence[Occurrence], participant_id: UUID | None = None) -> dict[Key, PracticeTold]:
    """(occurrence, participant) -> what holds: the newest."""
    told = PracticeTold.objects.filter(occurrence__in=occurrences)
    if participant_id:
        told = told.filter(participant_id=participant_id)
    return {(one.occurrence_id, one.participant_id): one for one in told.order_by("made_at", "saved_at", "id")}


def _ratings(occurrences: Sequence[Occurrence], participant_id: UUID | None = None) -> dict[Key, SessionRating]:
    told = SessionRating.objects.filter(occurrence__in=occurrences)
    if participant_id:
        told = told.filter(participant_id=participant_id)
    return {(one.occurrence_id, one.participant_id): one for one in told.order_by("made_at", "saved_at", "id")}


# --- For those who lead it -------------------------------------------------------------------------------------------


def practice_of(occurrence: Occurrence) -> dict[UUID, Practice]:
    """Participant -> what became of the practice, as far as they told it."""
    return {who: Practice(one.said) for (_, who), one in _practice([occurrence]).items()}


def ratings_of_session(occurrence: Occurrence) -> Averages | None:
    """How a session was for those who said so, as averages; None where fewer than four did. Who said what is told nobody.

    None while it can still be told: whoever looked before and after one more answer would know that one. For the same reason
    what waited on a phone until after that is kept, and is in no average.
    """
    closes = attendance.running(occurrence).ends_at + rules.LASTS
    if clock.now() < closes:
        return None
    told = SessionRating.objects.filter(occurrence=occurrence, saved_at__lt=closes).order_by(
        "made_at", "saved_at", "id"
    )
    return rules.averages([one.ratings for one in {one.participant_id: one for one in told}.values()])
