"""`daybridge screens`: whether a site's own panels and laboratory codes are sound."""

from pathlib import Path
from typing import Annotated

import typer

from daybridge.installation.trouble import Trouble

screen_commands = typer.Typer(
    help="Drug screens: a site's own panels and its laboratory's codes.", no_args_is_help=True
)


@screen_commands.callback()
def _group() -> None:
    """Keeps `check` a command of its own while it is the only one."""


@screen_commands.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file that is to be DAYBRIDGE_HOME/screens.yaml.")],
) -> None:
    """Say line by line what is wrong with a file of your own."""
    from daybridge.screens.rules import FaultyPanels, with_own

    try:
        found = with_own(file)
    except FaultyPanels as faulty:
        for fault in faulty.faults:
            typer.echo(f"  ! {file.name}:{fault.line}: {fault.words}")
        raise Trouble(f"{file.name} can't be used yet.", "Mend the lines above.") from None
    typer.echo(
        f"{file.name} is sound: with it there are {len(found.panels)} panels, {len(found.analytes)} analytes and "
        f"{len(found.by_code) + len(found.test_by_code)} codes of laboratories."
    )
