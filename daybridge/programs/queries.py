"""Looking at programs and episodes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from daybridge.core import clock, rows
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.programs.models import Episode, EpisodeQuerySet, Program


def programs(actor: Actor) -> QuerySet[Program]:
    """The open programs of the actor's organization, by name, with how many are in each (`census`)."""
    census = Count("episodes", filter=Q(episodes__ended_on=None))
    return Program.objects.filter(is_open=True).annotate(census=census).order_by("name")


def program(actor: Actor, program_id: UUID) -> Program:
    """One program. Raises NotYours."""
    found = Program.objects.filter(id=program_id).first()
    if found is None:
        raise NotYours()
    return found


def open_episodes(actor: Actor) -> EpisodeQuerySet:
    """The open episodes of the participants this actor may look at."""
    visible = people.participants(actor).values("id")
    return Episode.objects.current().filter(participant_id__in=visible).select_related("program", "participant")


def current_episode(participant_id: UUID) -> Episode | None:
    """The episode a participant is in now, if any."""
    return rows.first(Episode, "participant_id = %s and ended_on is null", participant_id)


def episode_on(participant_id: UUID, day: date) -> Episode | None:
    """The episode in which a participant was on a day (theirs), else the current one, if any.

    What a phone sends after a discharge may have been written before it: it belongs to the stay in which it was written.
    """
    on_that_day = "participant_id = %s and admitted_on <= %s and coalesce(ended_on, 'infinity'::date) >= %s order by admitted_on desc"
    return rows.first(Episode, on_that_day, participant_id, day, day) or current_episode(participant_id)


def in_a_program() -> QuerySet[Episode, Any]:
    """The ids of whoever is in a program now."""
    return Episode.objects.current().values("participant_id")


def episode(episode_id: UUID) -> Episode:
    """The episode that an event spoke of."""
    return Episode.objects.select_related("participant").get(id=episode_id)


def episodes_since(days: int) -> QuerySet[Episode]:
    """For the machinery: the episodes that are open, and those that ended within so many days and were followed by none."""
    since = clock.now().date() - timedelta(days=days)
    later = Episode.objects.filter(participant_id=OuterRef("participant_id"), admitted_on__gte=OuterRef("ended_on"))
    ended = Q(ended_on__gte=since) & ~Exists(later.exclude(id=OuterRef("id")))
    return Episode.objects.filter(Q(ended_on=None) | ended).select_related("participant")


def stays(participant_ids: Sequence[UUID]) -> list[tuple[Any, ...]]:
    """(participant, episode, admitted on, their zone, when their account was made) of those who are in a program now."""
    return rows.select(_STAYS, list(participant_ids))


_STAYS = """select e.participant_id, e.id, e.admitted_on, p.time_zone, a.created_at from programs_episode as e
 join people_participant as p on p.id = e.participant_id left join people_account as a on a.id = p.account_id
 where e.ended_on is null and e.participant_id = any(%s)"""


def episodes_of(participant_id: UUID) -> QuerySet[Episode]:
    """All of a participant's episodes, newest first."""
    return Episode.objects.select_related("program").filter(participant_id=participant_id).order_by("-admitted_on")
