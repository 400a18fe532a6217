"""Topics of dates, and of people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core import clock
from daybridge.programs import on_file
from daybridge.programs.calendar.models import Booking, Occurrence
from daybridge.programs.calendar.rules import State
from daybridge.programs.models import Group
from daybridge.programs.on_file import Curriculum, Topic
from daybridge.programs.rules import next_topic, topics_on


def topics(occurrences: Collection[Occurrence]) -> dict[UUID, Topic]:
    """The topic of each of these dates (with `series__group`), by its id; one without a curriculum is left out."""
    groups = {one.series.group_id: one.series.group for one in occurrences}
    by_group = topics_of_groups(list(groups.values()))
    return {
        one.id: topic
        for one in occurrences
        if (topic := by_group.get(one.series.group_id, {}).get(one.on_day)) is not None
    }


def topics_of_groups(groups: Collection[Group]) -> dict[UUID, dict[date, Topic]]:
    """Which topic each of these groups has on each of its dates, from its first on: a week without one takes none."""
    known = on_file.curricula()
    followed = {one.id: known[one.curriculum] for one in groups if one.curriculum in known}
    dates: dict[UUID, list[date]] = {}
    held = Occurrence.objects.filter(series__group_id__in=list(followed), state=State.PLANNED)
    for group_id, day in held.values_list("series__group_id", "on_day"):
        dates.setdefault(group_id, []).append(day)
    return {group_id: topics_on(one.topics, dates.get(group_id, ())) for group_id, one in followed.items()}


@dataclass(frozen=True)
class Course:
    """What somebody has had of a group's curriculum, as far as the calendar knows: the dates they were booked for and that are over."""

    group: Group
    curriculum: Curriculum
    had: Sequence[Topic]
    #: Their next topic with its date; None where none is on the calendar for them.
    next: tuple[date, Topic] | None

    @property
    def total(self) -> int:
        return len(self.curriculum.topics)


def courses(participant_id: UUID) -> list[Course]:
    """Every curriculum that somebody has begun, or is booked to begin."""
    booked = (
        Booking.objects.standing().filter(participant_id=participant_id).select_related("occurrence__series__group")
    )
    by_group: dict[UUID, list[Occurrence]] = {}
    for one in booked.order_by("during"):
        by_group.setdefault(one.occurrence.series.group_id, []).append(one.occurrence)
    groups = [dates[0].series.group for dates in by_group.values()]
    taught = topics_of_groups(groups)
    return [_course(group, by_group[group.id], taught[group.id]) for group in groups if group.id in taught]


def _course(group: Group, booked: Sequence[Occurrence], taught: Mapping[date, Topic]) -> Course:
    curriculum, now = on_file.curricula()[group.curriculum], clock.now()
    over = [one.on_day for one in booked if one.ends_at <= now]
    ahead = [one.on_day for one in booked if one.ends_at > now]
    had = {taught[day].code: taught[day] for day in over if day in taught}
    coming = next_topic(curriculum.topics, min(ahead), taught, had) if ahead else None
    return Course(group, curriculum, list(had.values()), coming)
