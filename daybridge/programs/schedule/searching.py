"""One search in a process of its own: a question on standard input, then progress and the answer as lines of JSON.

So whoever asks can stop it at once, its memory goes with it, and the engine never sees a database. A question is
`{"aim": place | plan | repair, "instance": ..., "person": ..., "may_move_others": ..., "seconds": ..., "workers": ...}`;
each line of the answer has one key: `progress`, `answer` or `wrong` (rules that the week found would break: our mistake).
"""

import json
import resource
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from daybridge.programs.schedule import designing, placing, reading, reasons, repairing, seating
from daybridge.programs.schedule.checker import WrongWeek
from daybridge.programs.schedule.comfort import discomfort
from daybridge.programs.schedule.instance import Instance, Level, Opening, Week
from daybridge.programs.schedule.solving import Limits, Progress

#: So many people are told why their week is short; each costs some seconds.
MOST_EXPLAINED = 6
#: The share of the seconds that is kept for saying why.
_TO_EXPLAIN = 0.25


#: A program of 600 takes under 1 GB; whatever takes more than this is a mistake, and ends alone.
_MOST_BYTES = 6 << 30


def main() -> None:
    """Answer the question on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    question = json.load(sys.stdin)
    try:
        _say("answer", answer(question, on_progress=lambda progress: _say("progress", asdict(progress))))
    except WrongWeek as wrong:
        _say("wrong", sorted({one.rule for one in wrong.violations}))


def _say(key: str, value: Any) -> None:
    sys.stdout.write(json.dumps({key: value}) + "\n")
    sys.stdout.flush()


def answer(question: Mapping[str, Any], on_progress: Any = lambda _: None) -> dict[str, Any]:
    """What was found: `options` (the best first) and `reasons`, why people are short of their plan in the first of them."""
    instance = reading.from_json(question["instance"])
    seconds = float(question["seconds"])
    limits = Limits(seconds * (1 - _TO_EXPLAIN), int(question.get("workers", 0)) or 2, on_progress=on_progress)
    aim = question["aim"]
    if aim == "place":
        options = _places(instance, question["person"], limits)
    elif aim == "repair":
        found = repairing.repair(instance, limits, may_move_others=question["may_move_others"])
        taken = [asdict(one) for one in found.taken]
        options = [_option(instance, found.week) | {"taken": taken}]
    else:
        design = designing.design if any(one.is_candidate for one in instance.sessions) else seating.seat
        options = [_option(instance, design(instance, limits))]
    return {
        "options": options,
        "reasons": _reasons(instance, options, aim, question.get("person"), seconds, on_progress),
    }


def _places(instance: Instance, person: str, limits: Limits) -> list[dict[str, Any]]:
    return [
        _option(instance, one.week)
        | {"discomfort": one.discomfort, "taken": [{"person": m.person, "session": s, "rule": "makes_room"} for m in one.moves for s in m.gives_up]}
        for one in placing.place(instance, person, limits)
    ]  # fmt: skip


def _option(instance: Instance, week: Week) -> dict[str, Any]:
    return {
        "seats": week.seats,
        "openings": [asdict(one) for one in week.openings],
        "shut": list(week.shut),
        "levels": [_level(one) for one in week.levels],
        "shortfalls": [asdict(one) for one in week.shortfalls],
        "discomfort": discomfort(instance, week.seats),
        "taken": [],
    }


def _level(level: Level) -> dict[str, Any]:
    return asdict(level) | {"is_proven": level.is_proven, "gap": round(level.gap, 4)}


def _reasons(
    instance: Instance, options: list[dict[str, Any]], aim: str, person: str | None, seconds: float, on_progress: Any
) -> list[dict[str, Any]]:
    """Why the first of those who are short are so, beside the week that was found; without one, beside the seats of today."""
    limits = Limits(max(2.0, seconds * _TO_EXPLAIN), 1, on_progress=on_progress)
    short = {one["person"] for one in options[0]["shortfalls"]} if options else {person}
    asked = [person] if aim == "place" and person in short else sorted(filter(None, short))
    if aim == "place" and person not in short:
        return []
    settled = _as_found(instance, options[0]) if options else instance
    found: list[dict[str, Any]] = []
    for one in asked[:MOST_EXPLAINED]:
        if one is None or not limits.left:
            break
        limits.on_progress(Progress("reasons", len(found), None, round(limits.spent, 2)))
        found.append(asdict(reasons.explain(settled, one, limits)))
    return found


def _as_found(instance: Instance, option: Mapping[str, Any]) -> Instance:
    """The instance with everybody where the week that was found puts them."""
    openings = tuple(Opening(**one) for one in option["openings"])
    return placing.accept(instance, Week(option["seats"], openings))


if __name__ == "__main__":
    main()
