"""`daybridge contingency`: whether somebody's draws are those that were promised, and whether a site's own files are sound."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from daybridge.installation.trouble import Trouble

contingency_commands = typer.Typer(help="Rewards: draws that anyone can check.", no_args_is_help=True)


def verify(enrolment: str) -> None:
    """Make every draw of somebody again from the seed that was shown, and say what does not fit, with the house running."""
    try:
        wanted = UUID(enrolment)
    except ValueError:
        raise Trouble("That is no id of an enrolment.", "Take it from the file of the draws.") from None
    from daybridge.contingency import queries
    from daybridge.contingency.sentences import check_in_words
    from daybridge.core import tenancy

    for organization_id in tenancy.organizations():
        with tenancy.inside(organization_id):
            found = queries.enrolment_anywhere(wanted)
            if found is None:
                continue
            typer.echo(f"Code: {found.commitment or 'none, for nothing is drawn'}")
            checked = queries.checked(found)
            if checked is None:
                raise Trouble("The seed is not shown yet.", "It is shown when this person's rewards end.")
            for fault in checked.faults:
                typer.echo(f"  ! {check_in_words(fault)}")
            if checked.faults:
                raise Trouble("These are not the draws that were promised.", "Compare the database with your backups.")
            typer.echo(f"{checked.draws} draws were made again from the seed, and each is the slip that was drawn.")
            return
    raise Trouble("There is no such enrolment here.", "Take its id from the file of the draws.")


@contingency_commands.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="protocols/NAME.yaml or funding/NAME.yaml.")],
) -> None:
    """Say line by line what is wrong with a file of your own."""
    from daybridge.contingency import on_file

    try:
        one = on_file.read(file)
    except on_file.FaultyTerms as faulty:
        for fault in faulty.faults:
            typer.echo(f"  ! {file.name}:{fault.line}: {fault.words}")
        raise Trouble(f"{file.name} can't be used yet.", "Mend the lines above.") from None
    typer.echo(f"{file.name} is sound: {one.name.en}, version {one.version}.")
