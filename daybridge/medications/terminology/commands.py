"""`daybridge medicines`: loading a site's own release of RxNorm."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from daybridge.installation.trouble import Trouble

_HOW = "Take the folder rrf of a full or prescribable release from the National Library of Medicine."


def medicine_commands(house: Callable[[], AbstractContextManager[None]]) -> typer.Typer:
    """The commands; `house` opens the database for one of them."""
    commands = typer.Typer(help="Names and codes of medicines.", no_args_is_help=True, add_completion=False)

    @commands.callback()
    def _group() -> None:
        """Names and codes of medicines."""

    @commands.command("load")
    def load_release(
        path: Annotated[Path, typer.Argument(metavar="PATH", help="RXNCONSO.RRF, or the folder it lies in.")],
    ) -> None:
        """Load a release of RxNorm in the place of the one before. RXNREL.RRF beside it tells what is in each medicine."""
        names, relations = _files(path)
        with house():
            loaded = _load(names, relations)
        typer.echo(f"{loaded[0]:,} names of medicines are loaded, and {loaded[1]:,} times what is in one.")
        if relations is None:
            typer.echo("RXNREL.RRF did not lie beside it: ingredients are known by their own names only.")

    return commands


def _files(path: Path) -> tuple[Path, Path | None]:
    folders = [path, path / "rrf"] if path.is_dir() else []
    names = next((found for folder in folders if (found := folder / "RXNCONSO.RRF").is_file()), path)
    if not names.is_file():
        raise Trouble(f"There is no RXNCONSO.RRF at {path}.", _HOW)
    relations = names.parent / "RXNREL.RRF"
    return names, relations if relations.is_file() else None


def _load(names: Path, relations: Path | None) -> tuple[int, int]:
    from daybridge.medications.terminology.loading import load
    from daybridge.medications.terminology.rules import FaultyRelease

    try:
        loaded = load(names, relations=relations)
    except FaultyRelease as faulty:
        where = f"line {faulty.line}: " if faulty.line else ""
        raise Trouble(f"{names.name} was not loaded: {where}{faulty.words}.", f"Nothing has changed. {_HOW}") from None
    return loaded.concepts, loaded.ingredients
