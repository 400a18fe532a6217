"""The engine that finds everyone's week: made-up programs of 60, 200 and 600 people and the public instances, beside a plain greedy.

`python -m bench.schedule` takes about half an hour (medians of five programs), `--quick` about three minutes (one of each, short).
Each measurement has a process of its own, so memory is its own too. INSTANCES is the folder of the public ones; FET is compared
where its model can say the case: it knows neither the choice of a class for a student nor "a seat or none", so of all these it can
express curriculum timetabling only.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

INSTANCES = Path(os.environ.get("INSTANCES", "../shared/data/scheduling"))
SIZES = (60, 200, 600)
Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one program of each size, short searches")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument(
        "--only", default="seat,change,design,public", help="parts, with commas; seat:tight is one half of seat"
    )
    parser.add_argument("--one", nargs="*", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.one:
        sys.stdout.write(json.dumps(_one(*told.one)))
        return
    rounds, seconds = (1, 10) if told.quick else (5, 60)
    rounds, parts = told.rounds or rounds, told.only.split(",")
    print(
        f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians of {rounds}",
        flush=True,
    )
    for kind, limit, sizes in (("seat", seconds, SIZES), ("change", 10, SIZES), ("design", seconds, SIZES[:2])):
        for what in ("tight", "loose") if kind != "design" else ("loose",):
            for size in sizes if kind in parts or f"{kind}:{what}" in parts else ():
                found = [_apart(kind, what, size, seed, limit) for seed in range(1, rounds + 1)]
                _table(f"{kind}, {what}, {size}", found)
    if "public" in parts:
        _public_ones(rounds, seconds)


def _public_ones(rounds: int, seconds: int) -> None:
    from bench import schedule_fet

    for file in sorted(INSTANCES.glob("*")) if INSTANCES.is_dir() else ():
        if file.name != "README.md":
            seeds = range(1, (rounds if "muni" in file.name else 1) + 1)
            _table(f"public, {file.name}", [_apart("public", str(file), 0, seed, seconds) for seed in seeds])
    print(schedule_fet.compared(INSTANCES / "comp01.ctt", seconds), flush=True)


def _apart(kind: str, what: str, size: int, seed: int, seconds: int) -> Figures:
    words = [sys.executable, "-m", "bench.schedule", "--one", kind, what, str(size), str(seed), str(seconds)]
    said = subprocess.run(words, capture_output=True, text=True, check=False)
    return json.loads(said.stdout) if said.returncode == 0 else {"failed": said.stderr.strip().splitlines()[-1:]}


def _table(title: str, found: list[Figures]) -> None:
    """Medians of numbers; the worst beside it where they differ much."""
    cells = []
    for key in found[0]:
        values = [one[key] for one in found if one.get(key) is not None]
        if values and all(isinstance(value, int | float) for value in values):
            middle, worst = statistics.median(values), max(values)
            cells.append(f"{key} {middle:g}" + (f" (worst {worst:g})" if worst > middle else ""))
        else:
            cells.append(f"{key} {values[-1] if values else 'none'}")
    print(f"{title}: {'; '.join(cells)}", flush=True)


def _one(kind: str, what: str, size: str, seed: str, seconds: str) -> Figures:
    kinds: dict[str, Callable[[str, int, int, float], Figures]] = {
        "seat": _seat, "change": _change, "design": _design, "public": _public,
    }  # fmt: skip
    figures = kinds[kind](what, int(size), int(seed), float(seconds))
    return figures | {"MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def _program(what: str, size: int, seed: int) -> Any:
    from daybridge.programs.schedule.generate import program

    return program(size, seed, is_tight=what == "tight")


def _seat(what: str, size: int, seed: int, seconds: float) -> Figures:
    from daybridge.programs.schedule import checker, seating
    from daybridge.programs.schedule.comfort import discomfort
    from daybridge.programs.schedule.greedy import seat_greedily
    from daybridge.programs.schedule.solving import Limits, Progress

    instance = _program(what, size, seed)
    began = time.monotonic()
    plain = seat_greedily(instance)
    greedy_seconds = time.monotonic() - began
    instance = _program(what, size, seed)  # with nothing worked out yet
    comfort: list[Progress] = []
    week = seating.seat(
        instance,
        Limits(
            seconds, on_progress=lambda p: comfort.append(p) if p.aim == "comfort" and p.value is not None else None
        ),
    )
    clinical, final = week.levels[0], week.levels[1]
    by_ten = [one.value for one in comfort if one.seconds <= 10]
    return {
        "sessions": len(instance.sessions),
        "greedy short": len({one.person for one in checker.shortfalls(instance, plain)}),
        "greedy s": round(greedy_seconds, 2),
        "greedy comfort": discomfort(instance, plain),
        "short": len({one.person for one in week.shortfalls}),
        "clinical": clinical.value,
        "unproven": int(not clinical.is_proven),
        "clinical s": clinical.seconds,
        "comfort at 10 s": by_ten[-1] if by_ten else None,
        "comfort": final.value,
        "comfort bound": final.bound,
        "comfort s": final.seconds,
        "broken rules": len(checker.violations(instance, week.seats, week.openings)),
    }


def _change(what: str, size: int, seed: int, seconds: float) -> Figures:
    from daybridge.programs.schedule import checker, placing, repairing, seating
    from daybridge.programs.schedule.instance import DAY, Span
    from daybridge.programs.schedule.solving import Limits

    instance = _program(what, size, seed)
    before = placing.accept(instance, seating.seat(instance, Limits(seconds if size < 600 else 3 * seconds)))
    figures: Figures = {}
    person = before.people[seed * 7]
    lost = before.session[person.present[0]].span.day
    shift = replace(person, free=tuple(window for window in person.free if window.day != lost))
    leader = before.sessions[seed * 6].facilitators[0]
    day = before.sessions[seed * 6].span.day
    sick = tuple(
        replace(one, leave=(Span(day * DAY, day * DAY + DAY),)) if one.id == leader else one for one in before.staff
    )
    shifted = replace(before, people=tuple(shift if one.id == person.id else one for one in before.people))
    without = replace(before, staff=sick)
    for name, changed, others in (
        ("new shift", shifted, False),
        ("sick", without, False),
        ("sick, others may move", without, True),
    ):
        began = time.monotonic()
        done = repairing.repair(changed, Limits(seconds), may_move_others=others)
        figures[f"{name} s"] = round(time.monotonic() - began, 2)
        figures[f"{name} unproven"] = sum(not level.is_proven for level in done.week.levels[:2])
        figures[f"{name} moved"] = len(done.moves)
        figures[f"{name} seats taken"] = len(done.taken)
        figures[f"{name} taken for a plan's hours"] = sum(one.rule == "hours_of_a_plan" for one in done.taken)
        figures[f"{name} unnamed"] = sum(len(one.gives_up) for one in done.moves) - len(done.taken)
        figures[f"{name} short"] = len({one.person for one in done.week.shortfalls})
        figures[f"{name} broken"] = len(checker.violations(changed, done.week.seats, done.week.openings))
        if name == "sick":
            anew = seating.seat(changed, Limits(seconds))
            figures["from scratch: seats lost"] = sum(
                len(set(one.present) - set(anew.seats[one.id])) for one in changed.people
            )
    new = replace(person, id="newcomer", present=())
    began = time.monotonic()
    weeks = placing.place(replace(before, people=(*before.people, new)), "newcomer", Limits(2, workers=1))
    figures |= {
        "place s (one core)": round(time.monotonic() - began, 2), "weeks": len(weeks),
        "best short by": weeks[0].shortfall if weeks else None, "best moves": len(weeks[0].moves) if weeks else None,
    }  # fmt: skip
    return figures


def _design(what: str, size: int, seed: int, seconds: float) -> Figures:
    from daybridge.programs.schedule import checker, designing, seating
    from daybridge.programs.schedule.generate import program
    from daybridge.programs.schedule.solving import Limits

    alone = seating.seat(_program(what, size, seed), Limits(10))
    instance = program(size, seed, as_candidates=True)
    week = designing.design(instance, Limits(seconds))
    seats = sum(map(len, week.seats.values()))
    used = len({session for taken in alone.seats.values() for session in taken})
    return {
        "candidates": len(instance.sessions),
        "seating alone uses": used,
        "people in each": round(sum(map(len, alone.seats.values())) / used, 1),
        "opened": len(week.openings),
        "at least (proven)": week.levels[1].bound,
        "people in each opened": round(seats / max(1, len(week.openings)), 1),
        "short": len({one.person for one in week.shortfalls}),
        "broken rules": len(checker.violations(instance, week.seats, week.openings)),
        "s": week.levels[-1].seconds,
    }


def _public(what: str, size: int, seed: int, seconds: float) -> Figures:
    from daybridge.programs.schedule.formats import files
    from daybridge.programs.schedule.instance import Instance
    from daybridge.programs.schedule.solving import Limits

    problem = files.read(Path(what))
    if isinstance(problem, Instance):
        return {"skipped": "one of our own"}
    answer = files.solve(problem, Limits(seconds, seed=seed))
    figures: Figures = {}
    for level in answer.levels:
        figures |= {
            level.aim: level.value,
            f"{level.aim} at least": level.bound,
            f"{level.aim} s": round(level.seconds, 1),
        }
    return figures | {"broken rules": len(answer.wrong), "not modelled": "; ".join(answer.not_modelled) or "nothing"}


if __name__ == "__main__":
    main()
