"""`daybridge instruments`: the measures that are here, whether a file of one is sound, and how one scores."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from daybridge.installation.trouble import Trouble

instrument_commands = typer.Typer(
    help="The measures that people answer, and how they are scored.", no_args_is_help=True
)


@instrument_commands.callback()
def _with_the_sites_own() -> None:
    from daybridge.installation import home
    from daybridge.measures import instruments

    instruments.use_folder(home.home() / "instruments")


@instrument_commands.command("list")
def list_instruments() -> None:
    """Name every instrument that is here, and whether its words are."""
    from daybridge.measures import instruments

    for one in instruments.library().values():
        words = "complete" if one.has_words else "scoring only; the site loads the words it has licensed"
        typer.echo(f"{one.code:<16} {one.name.en} ({one.licence}; {words})")


@instrument_commands.command("show")
def show_instrument(
    code: Annotated[str, typer.Argument(metavar="CODE", help="An instrument's code, such as phq-9, or its file.")],
) -> None:
    """Show an instrument's items, what each takes, and its scores."""
    from daybridge.measures import sheets

    instrument = _instrument(code)
    typer.echo(f"{instrument.name.en} ({instrument.licence})\n{instrument.source}\n")
    for item in instrument.items:
        typer.echo(f"{item.code:>10}  {item.en or '(words not shipped)'} [{sheets.what_it_takes(instrument, item)}]")
    typer.echo("")
    for score in instrument.scores:
        typer.echo(f"{score.code:>10}  {score.en}, {score.low} to {score.high}")


@instrument_commands.command("check")
def check_instrument(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An instrument's file (YAML); see docs/instruments.md.")],
) -> None:
    """Say line by line what is wrong with an instrument's file."""
    from daybridge.measures import instruments

    try:
        found = instruments.check(file)
    except instruments.FaultyInstrument as faulty:
        for fault in faulty.faults:
            typer.echo(f"{file}:{fault.line}: {fault.words}")
        count = len(faulty.faults)
        raise Trouble(
            f"{file.name} is no instrument yet: {'1 fault' if count == 1 else f'{count} faults'}.",
            "Mend the lines above and check it again.",
        ) from None
    typer.echo(f"{file.name} is sound: {found.name.en}, {len(found.items)} items, {len(found.scores)} scores.")


@instrument_commands.command("score")
def score_instrument(
    code: Annotated[str, typer.Argument(metavar="CODE", help="An instrument's code, such as phq-9, or its file.")],
    answers: Annotated[
        str, typer.Option(help='A JSON file of item -> answer, such as {"1": 2}; - reads standard input.')
    ],
    sex: Annotated[
        str, typer.Option(help="female or male, for cuts that differ; without it the lower cut holds.")
    ] = "",
) -> None:
    """Score a set of answers and print the result as JSON."""
    import json

    from daybridge.measures import rules, sheets

    if sex not in ("", "female", "male"):
        raise Trouble(f"There is no cut for {sex!r}.", "Say --sex female, --sex male, or leave it out.")
    instrument = _instrument(code)
    try:
        text = sys.stdin.read() if answers == "-" else Path(answers).read_text(encoding="utf-8")
        told = json.loads(text, object_pairs_hook=_each_once)
    except (OSError, ValueError, RecursionError) as error:
        raise Trouble(
            f"The answers could not be read as JSON ({error}).", 'Give an object: {"1": 2, "2": 0}.'
        ) from None
    if not isinstance(told, dict):
        raise Trouble("The answers are no JSON object.", 'Give one of item -> answer: {"1": 2, "2": 0}.')
    try:
        result = rules.score(instrument, sheets.answers_from(instrument, told), sex=sex or None)  # type: ignore[arg-type]
    except rules.ImpossibleAnswers as error:
        faults = [sheets.in_words(instrument, why, item) for item, why in error.faults.items()]
        raise Trouble("\n".join(faults), "Nothing was scored.") from None
    typer.echo(json.dumps(sheets.as_json(result), indent=2, ensure_ascii=False))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} is answered twice")
    return dict(pairs)


def _instrument(code: str) -> Any:
    from daybridge.measures import instruments

    if code.endswith((".yaml", ".yml")) and Path(code).is_file():
        return instruments.read(Path(code))
    library = instruments.library()
    if found := instruments.called(code, library.values()):
        return found
    raise Trouble(f"There is no instrument {code}.", f"These are here: {', '.join(library)}.")
