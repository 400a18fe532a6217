"""The one way to write. An action is one deed: permitted, done, audited, reacted to and told to open screens, or not done at all."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from daybridge.core import audit, guard, live, reacting
from daybridge.core.actors import Actor
from daybridge.core.errors import IdTaken, Refused
from daybridge.core.events import Event


class Subject(Protocol):
    """What an action is done to: a row that belongs to one organization."""

    @property
    def organization_id(self) -> UUID: ...


S = TypeVar("S")
E = TypeVar("E", bound=Event)
P = ParamSpec("P")


@dataclass(frozen=True)
class Deed:
    """An action as the registry knows it, for the tests that hold every action against the same law."""

    name: str
    allow: Callable[[Actor, Any], bool]
    perform: Callable[..., Event]


ACTIONS: dict[str, Deed] = {}


def action(
    *, allow: Callable[[Actor, S], bool]
) -> Callable[[Callable[Concatenate[Actor, S, P], E]], Callable[Concatenate[Actor, S, P], E]]:
    """Make `(actor, subject, *, details) -> Event` the one way to do a deed; `allow(actor, subject)` says who may.

    Raises Refused when `allow` says no, or the subject or a row among the details belongs to another organization; the
    refusal is audited too. Raises IdTaken when an id that it was given is one of another organization's.
    """

    def decorate(deed: Callable[Concatenate[Actor, S, P], E]) -> Callable[Concatenate[Actor, S, P], E]:
        name = f"{deed.__module__.removeprefix('daybridge.').split('.')[0]}.{deed.__name__}"

        @functools.wraps(deed)
        def perform(actor: Actor, subject: S, /, *args: P.args, **kwargs: P.kwargs) -> E:
            if not (_is_permitted(actor, subject, allow) and _are_of_one_house(actor, *args, *kwargs.values())):
                _refuse(actor, subject, name)
            try:
                return do(actor, subject, *args, **kwargs)
            except IntegrityError as error:
                if not _speaks_of_an_id(error):
                    raise
            try:  # the same entry, sent twice, came first in that moment: the deed sees it now
                return do(actor, subject, *args, **kwargs)
            except IntegrityError as error:
                if _speaks_of_an_id(error):  # behind another organization's walls
                    raise IdTaken() from error
                raise

        def do(actor: Actor, subject: S, /, *args: P.args, **kwargs: P.kwargs) -> E:
            with transaction.atomic(), guard.writing():
                event = deed(actor, subject, *args, **kwargs)
                if not isinstance(event, Event):
                    raise TypeError(f"{name} must return the event that happened, not {type(event).__name__}.")
                if not event.repeated:
                    for line in event.lines():
                        audit.record(actor, line)
                    reacting.react(actor, event)
                    live.poke(event)
            return event

        ACTIONS[name] = Deed(name, allow, perform)
        return perform

    return decorate


def _speaks_of_an_id(error: IntegrityError) -> bool:
    told = getattr(error.__cause__, "diag", None)
    return bool(told and (told.constraint_name or "").endswith("_pkey"))


def _is_permitted(actor: Actor, subject: Any, allow: Callable[[Actor, Any], bool]) -> bool:
    return bool(organization_of(subject) == actor.organization_id and allow(actor, subject))


def _are_of_one_house(actor: Actor, *details: Any) -> bool:
    """Whether every row among an action's details belongs to the actor's organization, as its subject does."""
    return all(getattr(one, "organization_id", actor.organization_id) == actor.organization_id for one in details)


def organization_of(subject: Any) -> UUID | None:
    """The organization a subject belongs to; an organization belongs to itself."""
    return getattr(subject, "organization_id", None) or getattr(subject, "id", None)


def _refuse(actor: Actor, subject: Any, name: str) -> None:
    if organization_of(subject) == actor.organization_id:
        audit.record_refusal(actor, name, subject.id, getattr(subject, "participant_id", None))
    raise Refused("You don't have permission to do this.")
