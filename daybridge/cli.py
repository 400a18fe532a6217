"""`daybridge`, the one command-line program: every command in a person's words, every refusal with a way out."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from daybridge.contingency.commands import contingency_commands
from daybridge.installation import home
from daybridge.installation.home import Role
from daybridge.installation.trouble import Trouble
from daybridge.library.commands import library_commands
from daybridge.measures.commands import instrument_commands
from daybridge.medications.terminology.commands import medicine_commands
from daybridge.programs.commands import program_commands
from daybridge.programs.schedule.commands import schedule_commands
from daybridge.screens.commands import screen_commands

app = typer.Typer(
    help="Daybridge runs an intensive outpatient program, from referral to life after.",
    epilog="Everything lies in DAYBRIDGE_HOME (by default the folder var). DATABASE_URL points to a PostgreSQL of your own. "
    "Add --debug to any command to see where an error came from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
audit_commands = typer.Typer(help="The record of everything that was done and seen.", no_args_is_help=True)
app.add_typer(audit_commands, name="audit")
hl7_commands = typer.Typer(help="Messages that laboratories send.", no_args_is_help=True)
app.add_typer(hl7_commands, name="hl7")
app.add_typer(instrument_commands, name="instruments")
app.add_typer(library_commands, name="library")
app.add_typer(schedule_commands, name="schedule")
app.add_typer(program_commands, name="programs")
app.add_typer(contingency_commands, name="contingency")
app.add_typer(screen_commands, name="screens")

Port = Annotated[int, typer.Option(min=1, max=65535, help="The port that browsers connect to.")]
Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")]
Days = Annotated[int, typer.Option(min=14, hidden=True, help="How many days the demo program lives.")]
Participants = Annotated[int, typer.Option(min=8, hidden=True, help="How many participants it has.")]


def say(sentence: str) -> None:
    """Tell the person at the terminal how it goes."""
    typer.echo(f"  · {sentence}")


@contextmanager
def _database_running() -> Iterator[None]:
    from daybridge.installation import postgres

    if home.is_embedded():
        with postgres.in_use(home.home(), say if sys.stdout.isatty() else lambda _: None):
            yield
    else:
        yield


@contextmanager
def _house(role: Role = "app") -> Iterator[None]:
    """The database running and Django set up, as this role."""
    from daybridge.installation import schema

    with _database_running():
        schema.set_up_django(role)
        yield


app.add_typer(medicine_commands(_house), name="medicines")


# --- Running ---------------------------------------------------------------------------------------------------------


@app.command()
def up(
    port: Port = 8000,
    host: Host = "127.0.0.1",
    web: Annotated[int, typer.Option(min=1, help="How many web processes.")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="How many workers.")] = 1,
    logs_to_terminal: Annotated[bool, typer.Option("--logs-to-terminal", help="Show logs here, not in files.")] = False,
) -> None:
    """Run Daybridge: PostgreSQL, web process and worker, until Ctrl-C."""
    from daybridge.installation import processes

    plan = processes.Plan(host=host, port=port, web=web, workers=workers, logs_to_terminal=logs_to_terminal)
    processes.up(plan, say, lambda: typer.echo(f"\nDaybridge is ready at {plan.address} (Ctrl-C stops it)\n"))


@app.command()
def migrate(
    set_passwords: Annotated[
        bool,
        typer.Option("--set-passwords", help="Give existing roles of a DATABASE_URL server our passwords."),
    ] = False,
) -> None:
    """Make the database's roles and bring its tables up to date."""
    from daybridge.installation import roles, schema

    with _database_running():
        if not home.is_embedded():
            roles.prepare_server(set_passwords=set_passwords)
        schema.set_up_django("owner")
        found = schema.look()
        schema.refuse_newer(found)
        if found.missing:
            say(f"Bringing the tables up to date ({len(found.missing)} steps)")
            schema.apply()
        say("The tables are up to date")


@app.command()
def found(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help='The organization, as people call it: "Harbor Bridge Center".')
    ],
    director: Annotated[
        str, typer.Option(prompt="The first director's name", help="Who signs in first and adds the others.")
    ],
    email: Annotated[str, typer.Option(prompt="Their e-mail address", help="The director's work e-mail address.")],
    phone: Annotated[str, typer.Option(prompt="The front desk's telephone", help="Shown to participants.")],
    time_zone: Annotated[str, typer.Option(help="The site's time zone.")] = "America/Chicago",
    reply_hours: Annotated[
        str, typer.Option(help="When staff read and answer, as participants read it.")
    ] = "Monday to Friday, 8 am to 5 pm",
    program: Annotated[str, typer.Option(help="The first program's name.")] = "Intensive Outpatient Program",
    focus: Annotated[str, typer.Option(help="dual_diagnosis or mental_health.")] = "dual_diagnosis",
) -> None:
    """Begin a site: an organization, its first program, and a link for its first director."""
    from daybridge.installation import demonstration

    demonstration.refuse_real_work()
    with _house():
        from daybridge.programs.founding import found_site
        from daybridge.programs.rules import Focus

        if focus not in list(Focus):
            raise Trouble(f"There is no focus {focus}.", f"Say --focus with one of: {', '.join(Focus)}.")
        link = found_site(
            name=name, time_zone=time_zone, phone=phone, reply_hours=reply_hours, program=program, focus=Focus(focus),
            director=director, email=email,
        )  # fmt: skip
    typer.echo(f"{name} is founded. {director} signs up here, once, within seven days:\n{link}")


@app.command()
def demo(
    reset: Annotated[bool, typer.Option("--reset", help="Empty the demo database and live it afresh.")] = False,
    serve: Annotated[bool, typer.Option("--up", help="Then run it, as bin/demo does.")] = False,
    port: Port = 8010,
    host: Host = "127.0.0.1",
    days: Days = 70,
    participants: Participants = 48,
) -> None:
    """Live the demo program: simulated people going through the product's own actions."""
    from daybridge.installation import demonstration

    size = ("--days", str(days), "--participants", str(participants))
    if serve:
        demonstration.up(host, port, reset=reset, size=size, say=say, show=typer.echo)
    else:
        with _database_running():
            demonstration.prepare(reset=reset, size=size, say=say)


# --- Work ------------------------------------------------------------------------------------------------------------


@app.command()
def refer(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A FHIR R4 bundle, as a hospital sends it.")],
    organization: Annotated[str, typer.Option(help="The organization's short name, where there are several.")] = "",
) -> None:
    """Take in a referral from a file."""
    if not file.is_file():
        raise Trouble(f"There is no file {file}.", "Give the path of the file that the hospital sent.")
    with _house():
        from daybridge.interop.actions import refer_file

        typer.echo(refer_file(organization, file))


@app.command("close-supporter")
def close_supporter(
    email: Annotated[str, typer.Argument(metavar="ADDRESS", help="The address with which the supporter signs in.")],
    organization: Annotated[str, typer.Option(help="The organization's short name, where there are several.")] = "",
) -> None:
    """Close a supporter's account for them: whoever must be kept out at once."""
    with _house():
        from daybridge.people.closing import close_supporters_account

        typer.echo(close_supporters_account(organization, email))


@hl7_commands.command("listen")
def hl7_listen(
    organization: Annotated[str, typer.Option(help="The organization's short name, where there are several.")] = "",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port laboratories' messages come to.")] = 2575,
) -> None:
    """Take laboratories' results in (MLLP), on this machine alone: put a tunnel of your own before it."""
    with _house():
        from daybridge.interop.hl7_receiving import listen

        say(f"Listening on 127.0.0.1:{port}. Stop with Ctrl-C.")
        listen(organization, port=port)


@audit_commands.command("verify")
def audit_verify() -> None:
    """Prove that no entry of the audit was changed, removed or reordered."""
    with _house():
        from daybridge.core import audit

        verdicts = audit.verify_all()
    for verdict in verdicts:
        counts = f"{verdict.entries:,} entries in {verdict.seals:,} seals, {verdict.unsealed:,} not sealed yet"
        outcome = "has been tampered with" if verdict.faults else "is as it was written"
        typer.echo(f"The audit of organization {verdict.organization_id} {outcome}: {counts}.")
        for fault in verdict.faults:
            typer.echo(f"  ! {fault}")
        if verdict.is_sealing_late:
            typer.echo("  ! Entries have waited too long for their seal: is a worker running?")
        if not verdict.has_heads:
            typer.echo("  ! audit-heads.log is not here, so a chain that was cut short could not be noticed.")
    if not verdicts:
        typer.echo("There is no organization yet, so there is no audit.")
    if any(verdict.faults for verdict in verdicts):
        raise Trouble(
            "The audit has been tampered with.",
            "Keep this database as it is and compare it with your backups.",
        )


@contingency_commands.command("verify")
def contingency_verify(
    enrolment: Annotated[str, typer.Argument(metavar="ENROLMENT", help="Its id, as draws.json says it.")],
) -> None:
    """Make every draw of somebody again from the seed that was shown, and say what does not fit."""
    from daybridge.contingency.commands import verify

    with _house():
        verify(enrolment)


@app.command()
def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]) -> None:
    """Write everything into one file. It holds the keys too: keep it like a key."""
    from daybridge.installation import backup as archive

    with _database_running():
        made = archive.create(file, say)
    typer.echo(f"{file} holds {made.rows:,} rows of {len(made.tables)} tables, the keys and the audit's heads.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `daybridge backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Keep the present installation aside and take its place.")
    ] = False,
) -> None:
    """Put a backup back, and prove that all of it is there."""
    from daybridge.installation.restore import restore as put_back

    for sentence in put_back(file, replace=replace, say=say):
        typer.echo(f"  ✓ {sentence}")
    typer.echo("The backup is restored.")


@app.command()
def doctor() -> None:
    """Say what is wrong with this installation and how to mend it."""
    from daybridge.installation.doctor import examine

    wrong = 0
    for finding in examine():
        typer.echo(f"  {'✓' if finding.is_well else '!' if finding.is_hint else '✗'} {finding.about}: {finding.words}")
        if not finding.is_well:
            typer.echo(f"      {finding.mend}")
            wrong += not finding.is_hint
    wrong += (
        _faulty_instruments()
        + _faulty_pieces()
        + _faulty_diary()
        + _faulty_programs()
        + _faulty_notes()
        + _faulty_rewards()
        + _faulty_screens()
        + _faulty_replies()
    )
    if wrong:
        what = "1 thing needs" if wrong == 1 else f"{wrong} things need"
        raise Trouble(f"{what} mending.", "What to do stands under it, above.")
    typer.echo("Nothing is wrong.")


def _faulty_instruments() -> int:
    """How many files of the site's own instruments are left out because something is wrong with them; says which."""
    from daybridge.installation import home
    from daybridge.measures import instruments

    faults = instruments.faults_in(home.home() / "instruments")
    for path in faults:
        typer.echo(f"  ✗ instruments: {path.name} is left out.")
        typer.echo(f"      Run: daybridge instruments check {path}")
    return len(faults)


def _faulty_pieces() -> int:
    """How many files of the site's own library are left out because something is wrong with them; says which."""
    from daybridge.installation import home
    from daybridge.library import pieces

    faults = pieces.faults_in(home.home() / "library")
    for path in faults:
        typer.echo(f"  ✗ library: {path.name} is left out.")
        typer.echo(f"      Run: daybridge library check {path}")
    return len(faults)


def _faulty_programs() -> int:
    """How many of the site's own templates, rule packs and curricula are left out because something is wrong; says which."""
    from daybridge.installation import home
    from daybridge.programs import on_file

    on_file.use_folder(home.home() / "programs")
    faults = on_file.faults_in(home.home() / "programs")
    for path in faults:
        typer.echo(f"  ✗ programs: {path.parent.name}/{path.name} is left out.")
        typer.echo(f"      Run: daybridge programs check {path}")
    return len(faults)


def _faulty_notes() -> int:
    """How many of the site's own kinds of notes are left out because something is wrong with them; says what."""
    from daybridge.installation import home
    from daybridge.notes import on_file

    found = {path: on_file.faults_in(path) for path in sorted((home.home() / "notes").glob("*.yaml"))}
    faulty = {path: faults for path, faults in found.items() if faults}
    for path, faults in faulty.items():
        typer.echo(f"  ✗ notes: {path.name} is left out.")
        for fault in faults:
            typer.echo(f"      {path.name}:{fault.line}: {fault.words}")
    return len(faulty)


def _faulty_rewards() -> int:
    """How many of the site's own protocols and funding sources are left out because something is wrong with them; says which."""
    from daybridge.contingency import on_file
    from daybridge.installation import home

    faults = on_file.faults_in(home.home() / "contingency")
    for path in faults:
        typer.echo(f"  ✗ rewards: {path.parent.name}/{path.name} is left out.")
        typer.echo(f"      Run: daybridge contingency check {path}")
    return len(faults)


def _faulty_screens() -> int:
    """1 when the site's own panels and laboratory codes are left out because something is wrong with them; says what."""
    from daybridge.installation import home
    from daybridge.screens.rules import faults_in

    faults = faults_in(home.home() / "screens.yaml")
    if faults:
        typer.echo("  ✗ screens: screens.yaml is left out, and what is shipped holds.")
    for fault in faults:
        typer.echo(f"      screens.yaml:{fault.line}: {fault.words}")
    return bool(faults)


def _faulty_replies() -> int:
    """1 when the site's own quick replies are left out because something is wrong with them; says what."""
    from daybridge.installation import home
    from daybridge.messaging import on_file

    faults = on_file.faults_in(home.home() / "quick-replies.yaml")
    if faults:
        typer.echo("  ✗ replies: quick-replies.yaml is left out, and the shipped ones are offered.")
    for fault in faults:
        typer.echo(f"      quick-replies.yaml:{fault.line}: {fault.words}")
    return bool(faults)


def _faulty_diary() -> int:
    """1 when the site's own words for diaries are left out because something is wrong with them; says what."""
    from daybridge.checkins import worksheets
    from daybridge.installation import home

    faults = worksheets.faults_in_diary(home.home() / "diary.yaml")
    if faults:
        typer.echo("  ✗ diary: diary.yaml is left out, and diaries offer the shipped words.")
    for fault in faults:
        typer.echo(f"      diary.yaml:{fault.line}: {fault.words}")
    return bool(faults)


# --- What `up` runs --------------------------------------------------------------------------------------------------


@app.command(hidden=True)
def watch(
    child: Annotated[bool, typer.Option("--child", help="End when the process that started us ends.")] = False,
) -> None:
    """Watch the heartbeat and say aloud when it stalls, until asked to stop."""
    from daybridge.installation import processes, schema

    if child:
        processes.end_with_parent()
    schema.set_up_django("app")
    from daybridge.safety.watching import watch_for_ever

    watch_for_ever()


@app.command(hidden=True)
def worker(
    child: Annotated[bool, typer.Option("--child", help="End when the process that started us ends.")] = False,
    concurrency: Annotated[int, typer.Option(help="How many jobs at once.")] = 4,
    is_long: Annotated[
        bool, typer.Option("--long", help="Do what takes its time instead, one job after the other.")
    ] = False,
) -> None:
    """Do the jobs and keep the timers, until asked to stop."""
    from daybridge.installation import processes, schema

    if child:
        processes.end_with_parent()
    with nullcontext() if child else _database_running():
        schema.set_up_django("app")
        processes.work(concurrency, is_for_long_work=is_long)


@app.command(hidden=True)
def web(fd: Annotated[int, typer.Option(help="The socket's number.")]) -> None:
    """Answer browsers on a listening socket handed over by `up`."""
    from daybridge.installation import processes

    processes.serve(fd)


@app.command(hidden=True)
def rooms(fd: Annotated[int, typer.Option(help="The socket's number.")]) -> None:
    """Hold the rooms on video, on a listening socket handed over by `up`."""
    from daybridge.installation import processes

    processes.serve(fd, "daybridge.asgi_rooms:application")


@app.command(hidden=True)
def state() -> None:
    """Say as JSON how the database's tables stand to this code."""
    from daybridge.installation import schema

    with _house():
        typer.echo(schema.look().to_json())


@app.command(hidden=True)
def migrations_check() -> None:
    """Fail when the models have changed and no migration says how."""
    with _house("owner"):
        from django.core.management import call_command

        call_command("makemigrations", check=True, dry_run=True)


@app.command(hidden=True)
def live_demo(days: Days = 70, participants: Participants = 48) -> None:
    """Live the demo program in an installation that has no organization."""
    with _house():
        from daybridge.demo.actions import live_demo as live

        live(progress=say, participants=participants, days=days)


@app.command(hidden=True)
def sign_ins() -> None:
    """Say how to sign in to the demo."""
    with _house():
        from daybridge.demo.queries import sign_ins as demo_sign_ins

        typer.echo(demo_sign_ins())


# --- Refusals --------------------------------------------------------------------------------------------------------


def main() -> None:
    """Run a command; whatever stops it is said in one sentence with a way out."""
    if "--debug" in sys.argv:
        sys.argv.remove("--debug")
        os.environ["DAYBRIDGE_DEBUG"] = "1"  # for the processes we start, too
    try:
        app()
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a sentence, never a traceback
        if os.environ.get("DAYBRIDGE_DEBUG"):
            traceback.print_exc()
        typer.echo(f"{_in_words(error)}", err=True)
        sys.exit(1)


def _in_words(error: Any) -> str:
    if isinstance(error, Trouble):
        return f"{error.what}\n{error.way_out}"
    if words := getattr(error, "words", ""):  # core's refusals; not imported, so that `--help` stays quick
        return str(words)
    if isinstance(error, BrokenPipeError):
        return ""
    if type(error).__name__ == "OperationalError":
        return f"The database does not answer ({str(error).splitlines()[0]}).\nRun: daybridge doctor"
    what = str(error).splitlines()[0][:200] if str(error) else ""
    return f"This stopped unexpectedly ({type(error).__name__}: {what}).\nRun it again with --debug to see where, or run daybridge doctor."


if __name__ == "__main__":
    main()
