"""`daybridge library`: the articles and exercises that are here, and whether a file of one is sound."""

from pathlib import Path
from typing import Annotated, Any

import typer

from daybridge.installation.trouble import Trouble

library_commands = typer.Typer(help="The articles and exercises that participants read and do.", no_args_is_help=True)


@library_commands.callback()
def _with_the_sites_own() -> None:
    from daybridge.installation import home
    from daybridge.library import pieces

    pieces.use_folder(home.home() / "library")


@library_commands.command("list")
def list_pieces() -> None:
    """Name every article and exercise that is here."""
    from daybridge.library import pieces

    for shelf, whose in ((pieces.shelf(), ""), (pieces.shelf_for_supporters(), "for supporters; ")):
        for one in shelf.values():
            spanish = "" if one.has_spanish else "; English only"
            typer.echo(f"{one.code:<30} {one.title.en} ({whose}{one.kind}; {', '.join(one.topics)}{spanish})")


@library_commands.command("show")
def show_piece(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A piece's code, such as better-sleep, or its file.")],
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
) -> None:
    """Show a piece as a participant reads it."""
    from daybridge.library import pieces

    if language not in ("en", "es"):
        raise Trouble(f"There is no language {language}.", "Say --language en or --language es.")
    known = {**pieces.shelf_for_supporters(), **pieces.shelf()}
    is_file = code.endswith((".yaml", ".yml")) and Path(code).is_file()
    piece = _checked_piece(Path(code)) if is_file else known.get(code)
    if piece is None:
        raise Trouble(f"There is no piece {code}.", f"These are here: {', '.join(known)}.")
    typer.echo(f"{pieces.in_language(piece.title, language)}\n")
    typer.echo(pieces.in_language(piece.body, language).strip())
    for number, step in enumerate(piece.steps, 1):
        typer.echo(f"\n{number}. [{step.do}] {pieces.in_language(step.words, language)}")
    for one in piece.suggest_when:
        typer.echo(f"\nSuggested: {pieces.in_language(one.because, language)}")
    typer.echo("\n" + "\n".join(piece.sources))


@library_commands.command("check")
def check_piece(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A piece's file (YAML); see docs/library.md.")],
) -> None:
    """Say line by line what is wrong with an article's or exercise's file."""
    found = _checked_piece(file)
    typer.echo(f"{file.name} is sound: {found.title.en}, {found.kind}.")
    if not found.has_spanish:
        typer.echo("Some of it has no Spanish: those who read Spanish see English there, and are told so.")


def _checked_piece(file: Path) -> Any:
    """The piece in a file, or every fault of it at its line."""
    from daybridge.library import pieces

    try:
        return pieces.check(file)
    except pieces.FaultyPiece as faulty:
        for fault in faulty.faults:
            typer.echo(f"{file}:{fault.line}: {fault.words}")
        count = len(faulty.faults)
        raise Trouble(
            f"{file.name} is no article yet: {'1 fault' if count == 1 else f'{count} faults'}.",
            "Mend the lines above and check it again.",
        ) from None
