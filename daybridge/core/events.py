"""What happened: frozen facts in the past tense, without anything a person typed."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self, get_type_hints
from uuid import UUID

EVENTS: dict[str, type["Event"]] = {}

#: An event travels into the audit, the job queue and (its name and id) the browser: never free text.
FACT_TYPES = (UUID, str, int, bool, date, datetime, type(None))


@dataclass(frozen=True)
class Poke:
    """Tell these accounts' open screens to look again; carries a name and an id, never content."""

    name: str
    id: UUID
    accounts: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to `subject_id` in one organization; `words` is how the audit says it."""

    words: ClassVar[str]
    organization_id: UUID
    subject_id: UUID
    participant_id: UUID | None = None
    #: True when the same request came again: answered as the first time, with no second effect.
    repeated: bool = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not getattr(cls, "words", "").strip():
            raise TypeError(f"{cls.__name__} needs `words`: how the audit tells what happened.")
        EVENTS[cls.name()] = cls

    @classmethod
    def name(cls) -> str:
        """The event's name with its room: `checkins.CheckInSaved`."""
        return f"{cls.__module__.removeprefix('daybridge.').split('.')[0]}.{cls.__name__}"

    def pokes(self) -> Iterable[Poke]:
        """Whose screens should look again once this is committed."""
        return ()

    def lines(self) -> "Iterable[Event]":
        """What the audit writes down: this event, and those that it stands for, each under whom it is about."""
        return (self,)

    def facts(self) -> dict[str, Any]:
        """The event's own fields, as JSON can hold them (ids, codes, numbers, times)."""
        common = {field.name for field in dataclasses.fields(Event)}
        own = (field.name for field in dataclasses.fields(self) if field.name not in common)
        return {name: _to_json(getattr(self, name)) for name in own}

    def to_json(self) -> dict[str, Any]:
        """The whole event for a job that will react to it later; `from_json` reads it back."""
        return {field.name: _to_json(getattr(self, field.name)) for field in dataclasses.fields(self)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        hints = get_type_hints(cls)
        return cls(**{name: _from_json(value, hints[name]) for name, value in stored.items()})


def _to_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


def _from_json(value: Any, hint: Any) -> Any:
    if isinstance(value, list):
        return tuple(_from_json(item, hint.__args__[0]) for item in value)
    if not isinstance(value, str):
        return value
    kinds = {hint, *getattr(hint, "__args__", ())}
    for kind, read in ((UUID, UUID), (datetime, datetime.fromisoformat), (date, date.fromisoformat)):
        if kind in kinds:
            return read(value)
    return value
