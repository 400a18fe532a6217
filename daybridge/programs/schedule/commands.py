"""`daybridge schedule`: solve an instance from a file, so that anyone can check the engine."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from daybridge.installation.trouble import Trouble

schedule_commands = typer.Typer(help="The engine that finds everyone's week, on files.", no_args_is_help=True)


@schedule_commands.callback()
def _group() -> None:
    """Keeps `solve` a word of its own."""


@schedule_commands.command("solve")
def solve_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An instance: docs/schedule.md, ITC-2007 or ITC-2019; .gz too.")
    ],
    seconds: Annotated[float, typer.Option(min=1, max=86_400, help="How long it may take.")] = 60,
    out: Annotated[Path | None, typer.Option(help="Write the result here, as JSON.")] = None,
    workers: Annotated[
        int, typer.Option(min=0, help="Processor cores; 0 takes all. With 1 the same seed gives the same result.")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Another seed searches in another order.")] = 1,
    move_others: Annotated[
        bool, typer.Option("--move-others", help="In a repair, take others' seats too where somebody's plan is short.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Find everyone's week, or solve a public timetabling instance, and check the result."""
    if not file.is_file():
        raise Trouble(
            f"There is no file {file}.", "Give the path of an instance; docs/schedule.md says how one is written."
        )
    from daybridge.programs.schedule.formats import files
    from daybridge.programs.schedule.instance import Instance
    from daybridge.programs.schedule.solving import Limits

    try:
        problem = files.read(file)
    except (files.UnknownFormat, UnicodeDecodeError, OSError) as error:
        raise Trouble(f"The file cannot be read: {error}.", "docs/schedule.md names the formats.") from error
    except ValueError as error:
        raise _refused(file, error) from None
    limits = Limits(seconds, workers or os.cpu_count() or 1, seed, _silent if quiet else _tell)
    if isinstance(problem, Instance):
        written, is_sound = _our_own(problem, limits, may_move_others=move_others)
    else:
        answer = files.solve(problem, limits)
        _show(answer.levels)
        for words in answer.not_modelled:
            typer.echo(f"Not modelled: {words}.")
        for words in answer.wrong[:20]:
            typer.echo(f"  ! {words}")
        written = {"name": answer.name, "levels": _levels(answer.levels), "wrong": answer.wrong,
                   "not_modelled": answer.not_modelled, "solution": files.plain(answer)}  # fmt: skip
        is_sound = not answer.wrong
    if out:
        out.write_text(json.dumps(written, indent=1) + "\n")
        typer.echo(f"Written to {out}.")
    if not is_sound:
        raise Trouble("No result that keeps every rule was found.", "Give it more seconds (--seconds).")


def _refused(file: Path, error: ValueError) -> Trouble:
    """Every fault on a line of its own, then how many there were."""
    faults = getattr(error, "faults", None)
    if not faults:
        return Trouble(f"{file.name} cannot be read ({str(error)[:200]}).", "docs/schedule.md names the formats.")
    for fault in faults:
        typer.echo(f"{fault.path or file.name}: {fault.words}")
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return Trouble(
        f"{file.name} is no instance yet: {count}.",
        "Mend the lines above; docs/schedule.md says what each field means.",
    )


def _our_own(instance: Any, limits: Any, *, may_move_others: bool) -> tuple[dict[str, Any], bool]:
    """Repairs where people have seats already, designs where sessions may open or not, seats otherwise."""
    from daybridge.programs.schedule import checker, designing, reading, repairing, seating

    taken: tuple[Any, ...] = ()
    if any(one.is_candidate for one in instance.sessions):
        week = designing.design(instance, limits)
    elif any(one.present for one in instance.people):
        repaired = repairing.repair(instance, limits, may_move_others=may_move_others)
        week, taken = repaired.week, repaired.taken
    else:
        week = seating.seat(instance, limits)
    _show(week.levels)
    short = {one.person for one in week.shortfalls}
    typer.echo(
        f"{len(instance.people)} people, {sum(map(len, week.seats.values()))} seats, {len(short)} people short of their plan."
    )
    for one in taken:
        typer.echo(f"  seat taken: {one.person} from {one.session} ({one.rule})")
    wrong = checker.violations(instance, week.seats, week.openings)
    typer.echo(f"Checked again: {len(wrong)} hard rules broken.")
    written = reading.to_json(instance) | {
        "seats": week.seats, "openings": [asdict(one) for one in week.openings], "shut": week.shut,
        "levels": _levels(week.levels), "shortfalls": [asdict(one) for one in week.shortfalls],
        "taken": [asdict(one) for one in taken],
    }  # fmt: skip
    return written, not wrong


def _levels(levels: Any) -> list[dict[str, Any]]:
    return [asdict(one) | {"gap": round(one.gap, 4), "is_proven": one.is_proven} for one in levels]


def _show(levels: Any) -> None:
    for one in levels:
        proof = "proven the best" if one.is_proven else f"at least {one.bound} is proven, gap {one.gap:.0%}"
        typer.echo(f"{one.aim}: {one.value} ({proof}), {one.seconds:.1f} s")


def _silent(_: object) -> None:
    return None


def _tell(progress: Any) -> None:
    value = "" if progress.value is None else f" {progress.value}"
    bound = "" if progress.bound is None else f" (at least {progress.bound})"
    typer.echo(f"  · {progress.seconds:6.1f} s {progress.aim}{value}{bound}", err=True)
