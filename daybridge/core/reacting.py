"""Runs what follows from an event, in the event's own transaction. A reaction that fails never undoes its cause.

Its failure is recorded, a job in the same transaction tries it again, and an operational alarm is raised.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from daybridge.core import alarms, clock, guard, queue
from daybridge.core.actors import Actor
from daybridge.core.events import EVENTS, Event
from daybridge.core.models import ReactionFailure

Reaction = Callable[[Actor, Event], object]
log = structlog.get_logger()


@cache
def _reactions() -> Mapping[type[Event], Sequence[Reaction]]:
    table: Mapping[type[Event], Sequence[Reaction]] = import_string(settings.REACTIONS)
    return table


def react(actor: Actor, event: Event) -> None:
    """Run each reaction to the event in a savepoint of its own."""
    for reaction in _reactions().get(type(event), ()):
        try:
            with transaction.atomic():
                reaction(actor, event)
        except Exception as error:
            _keep_for_later(event, reaction, error)


def _keep_for_later(event: Event, reaction: Reaction, error: Exception) -> None:
    name = f"{reaction.__module__}.{reaction.__name__}"
    failure = ReactionFailure.objects.create(
        organization_id=event.organization_id,
        event=event.name(),
        stored=event.to_json(),
        reaction=name,
        error=type(error).__name__,
    )
    queue.defer("core.retry_reaction", event.organization_id, failure_id=str(failure.id))
    alarms.raise_alarm(event.organization_id, kind="reaction", about=name)
    log.error("reaction failed", reaction=name, event_name=event.name(), failure=failure.id, error=type(error).__name__)


def retry(actor: Actor, failure_id: UUID) -> None:
    """Try a failed reaction again; on success clear its alarm once nothing else waits for the same reaction."""
    failure = ReactionFailure.objects.select_for_update().get(id=failure_id)
    if failure.made_good_at:
        return
    event_type = EVENTS[failure.event]
    by_name = {f"{r.__module__}.{r.__name__}": r for r in _reactions().get(event_type, ())}
    if failure.reaction in by_name:  # a reaction that a newer version no longer has is owed no more
        by_name[failure.reaction](actor, event_type.from_json(failure.stored))
    failure.made_good_at = clock.now()
    with guard.writing():
        failure.save(update_fields=["made_good_at"])
        if not ReactionFailure.objects.filter(reaction=failure.reaction, made_good_at=None).exists():
            alarms.clear_alarm(failure.organization_id, kind="reaction", about=failure.reaction)
