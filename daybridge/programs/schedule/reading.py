"""The instance as a JSON file (docs/schedule.md), read with every fault named by its path and a sentence, and written again."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, cast

from daybridge.programs.schedule.instance import (
    DAY,
    DAYS,
    Comes,
    Instance,
    Person,
    Room,
    Rules,
    Session,
    Span,
    Staff,
)
from daybridge.programs.schedule.soundness import Fault, faults_of

FORMAT = "daybridge-schedule-1"
MOST_MINUTES = 7 * DAY
KNOWN = {"format", "name", "people", "sessions", "rooms", "staff", "no_contact", "rules"}
#: What a result adds; it is read past, so a result is an instance too.
RESULTS = {"seats", "openings", "shut", "levels", "shortfalls", "taken"}


class FaultyInstance(ValueError):
    """The file is no instance yet; `faults` say where and why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults; the first: {faults[0].path}: {faults[0].words}")
        self.faults = faults


@dataclass(frozen=True)
class _Wrong(Exception):
    words: str
    path: str = ""


Reader = Callable[[Any], Any]


def read(text: str) -> Instance:
    """An instance, or FaultyInstance with everything that is wrong."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise FaultyInstance([Fault("", f"This is not JSON ({error}).")]) from None
    return from_json(found)


def from_json(found: Any) -> Instance:
    """An instance from what JSON gave."""
    faults: list[Fault] = []
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise FaultyInstance([Fault("format", f'The file must say "format": "{FORMAT}".')])
    for key in sorted(found.keys() - KNOWN - RESULTS):
        faults.append(Fault(str(key), "There is no such field."))
    lists = {
        name: _list(found.get(name, []), name, kind, faults)
        for name, kind in (("people", Person), ("sessions", Session), ("rooms", Room), ("staff", Staff))
    }
    pairs = _attempt("no_contact", _each(_pair), found.get("no_contact", []), faults) or ()
    rules = _one(found.get("rules", {}), "rules", Rules, faults) or Rules()
    if not faults:
        instance = Instance(name=str(found.get("name", "")), no_contact=pairs, rules=rules, **cast(Any, lists))
        faults = faults_of(instance)
    if faults:
        raise FaultyInstance(faults)
    return instance


def _list(values: Any, name: str, kind: type, faults: list[Fault]) -> tuple[Any, ...]:
    if not isinstance(values, list):
        faults.append(Fault(name, "This must be a list."))
        return ()
    made = [_one(value, f"{name}[{index}]", kind, faults) for index, value in enumerate(values)]
    return tuple(one for one in made if one is not None)


def _one(value: Any, path: str, kind: type, faults: list[Fault]) -> Any:
    """One object of this kind; None when anything in it is wrong."""
    if not isinstance(value, dict):
        faults.append(Fault(path, "This must be an object."))
        return None
    readers, before = READERS[kind], len(faults)
    value = dict(value)
    if "span" in readers and "span" not in value:
        value["span"] = {key: value.pop(key, None) for key in ("day", "start", "end")}
    for key in value.keys() - readers.keys():
        faults.append(Fault(f"{path}.{key}", "There is no such field."))
    needed = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}
    for key in sorted(needed - value.keys()):
        faults.append(Fault(f"{path}.{key}", "This is missing."))
    made = {key: _attempt(f"{path}.{key}", readers[key], value[key], faults) for key in readers.keys() & value.keys()}
    return kind(**made) if len(faults) == before else None


def _attempt(path: str, reader: Reader, value: Any, faults: list[Fault]) -> Any:
    try:
        return reader(value)
    except _Wrong as wrong:
        where = path.removesuffix(".span") if wrong.path.startswith((".day", ".start", ".end")) else path
        faults.append(Fault(where + wrong.path, wrong.words))
        return None


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong("This must be a word.")
    return value


def _maybe(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


def _number(least: int, most: int, unit: str) -> Reader:
    def reader(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise _Wrong(f"This must be a whole number of {unit} from {least} to {most}.")
        return value

    return reader


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("This must be true or false.")
    return value


def _each(reader: Reader) -> Reader:
    def all_of(values: Any) -> tuple[Any, ...]:
        if not isinstance(values, list):
            raise _Wrong("This must be a list.")
        made = []
        for index, value in enumerate(values):
            try:
                made.append(reader(value))
            except _Wrong as wrong:
                raise _Wrong(wrong.words, f"[{index}]{wrong.path}") from None
        return tuple(made)

    return all_of


def _table(reader: Reader) -> Reader:
    def table(values: Any) -> Mapping[str, Any]:
        if not isinstance(values, dict):
            raise _Wrong("This must be an object.")
        return {key: reader(value) for key, value in values.items()}

    return table


def _pair(value: Any) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2 or value[0] == value[1]:
        raise _Wrong("This must be two different people.")
    return _text(value[0]), _text(value[1])


def _span(value: Any) -> Span:
    if not isinstance(value, dict) or value.keys() - {"day", "start", "end"}:
        raise _Wrong(
            'This must be a day, a start and an end, such as {"day": "tue", "start": "17:30", "end": "19:00"}.'
        )
    if value.get("day") not in DAYS:
        raise _Wrong(f"The day must be one of {', '.join(DAYS)}.", ".day")
    first = DAYS.index(value["day"]) * DAY
    start, end = (_clock(value.get(key), f".{key}") for key in ("start", "end"))
    if end <= start:
        raise _Wrong("The end is not after the start; a stretch past midnight is written as two.", ".end")
    return Span(first + start, first + end)


def _clock(value: Any, path: str) -> int:
    hours, colon, minutes = str(value).partition(":")
    is_clock = isinstance(value, str) and colon and hours.isdigit() and minutes.isdigit() and len(minutes) == 2
    if not is_clock:
        raise _Wrong("A time is written like 17:30.", path)
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > DAY:
        raise _Wrong(f"A day ends at 24:00; there is no {value}.", path)
    return total


def _comes(value: Any) -> Comes:
    if value not in list(Comes):
        raise _Wrong(f"This must be one of {', '.join(Comes)}.")
    return Comes(value)


def _ways(values: Any) -> Mapping[tuple[str, str], int]:
    if not isinstance(values, list) or not all(
        isinstance(v, dict) and v.keys() == {"from", "to", "minutes"} for v in values
    ):
        raise _Wrong('This must be a list of {"from": site, "to": site, "minutes": n}.')
    return {(_text(v["from"]), _text(v["to"])): _number(0, DAY, "minutes")(v["minutes"]) for v in values}


_minutes, _days, _words, _spans = _number(0, MOST_MINUTES, "minutes"), _number(0, 7, "days"), _each(_text), _each(_span)
_size, _age = _number(1, 1000, "people"), _number(0, 150, "years")
READERS: dict[type, dict[str, Reader]] = {
    Person: {
        "id": _text, "free": _spans, "minimum_minutes": _minutes, "maximum_minutes": _minutes, "minimum_days": _days,
        "maximum_days": _days, "largest_gap_days": _days, "most_minutes_a_day": _number(0, DAY, "minutes"),
        "needs": _table(_number(0, 50, "sessions")), "comes": _comes, "travel": _table(_number(0, DAY, "minutes")),
        "languages": _words, "track": _maybe(_text), "age": _age, "gender_groups": _words, "gender_specific_kinds": _words,
        "present": _words, "preferred": _spans, "knows": _words,
    },
    Session: {
        "id": _text, "group": _text, "kind": _text, "span": _span, "capacity": _size, "soft_capacity": _size,
        "site": _maybe(_text), "is_on_video": _flag, "rooms": _words, "facilitators": _words, "covers": _words,
        "language": _text, "track": _maybe(_text), "youngest": _age, "oldest": _age, "gender": _maybe(_text),
        "credential": _maybe(_text), "equipment": _words, "is_candidate": _flag,
    },
    Room: {"id": _text, "site": _text, "capacity": _size, "equipment": _words},
    Staff: {"id": _text, "hours": _spans, "credentials": _words, "leave": _spans, "most_minutes_a_week": _minutes},
    Rules: {"source": lambda value: str(value), "between_sites": _ways},
}  # fmt: skip


def to_json(instance: Instance) -> dict[str, Any]:
    """What `from_json` reads, without the fields that are as they would be anyway."""
    return {
        "format": FORMAT,
        "name": instance.name,
        "people": [_plain(one) for one in instance.people],
        "sessions": [_plain(one) for one in instance.sessions],
        "rooms": [_plain(one) for one in instance.rooms],
        "staff": [_plain(one) for one in instance.staff],
        "no_contact": [list(pair) for pair in instance.no_contact],
        "rules": _plain(instance.rules),
    }


def _plain(one: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field in fields(one):
        value = getattr(one, field.name)
        usual = field.default_factory() if field.default_factory is not MISSING else field.default
        if value == usual:
            continue
        if field.name == "span":
            made |= spelled(value)
        elif field.name == "between_sites":
            made[field.name] = [{"from": a, "to": b, "minutes": way} for (a, b), way in value.items()]
        elif isinstance(value, tuple):
            made[field.name] = [spelled(part) if isinstance(part, Span) else part for part in value]
        else:
            made[field.name] = dict(value) if isinstance(value, Mapping) else value
    return made


def spelled(span: Span) -> dict[str, str]:
    """A stretch as it stands in the file."""
    start, end = span.start - span.day * DAY, span.end - span.day * DAY
    return {"day": DAYS[span.day], "start": f"{start // 60:02}:{start % 60:02}", "end": f"{end // 60:02}:{end % 60:02}"}
