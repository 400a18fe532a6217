"""`daybridge programs`: the programs on file, their curricula and rules, and whether a site's own file is sound."""

from pathlib import Path
from typing import Annotated, Any

import typer

from daybridge.installation.trouble import Trouble

program_commands = typer.Typer(
    help="Program templates, rule packs and curricula, as files.", no_args_is_help=True, add_completion=False
)


@program_commands.callback()
def _with_the_sites_own() -> None:
    from daybridge.installation import home
    from daybridge.programs import on_file

    on_file.use_folder(home.home() / "programs")


@program_commands.command("list")
def list_programs() -> None:
    """Name every program template, rule pack and curriculum that is here."""
    from daybridge.programs import on_file

    typer.echo("Templates")
    for template in on_file.templates().values():
        groups = f"{len(template.groups)} groups"
        typer.echo(f"  {template.code:<26} {template.name.en} ({template.level_of_care.upper()}; {groups})")
    typer.echo("Rule packs")
    for rules in on_file.rule_packs().values():
        to_confirm = len(rules.pack.unconfirmed)
        waits = f"; {to_confirm} to be confirmed" if to_confirm else ""
        typer.echo(f"  {rules.code:<26} {rules.name.en} ({rules.jurisdiction}, {rules.payer}{waits})")
    typer.echo("Curricula")
    for curriculum in on_file.curricula().values():
        typer.echo(f"  {curriculum.code:<26} {curriculum.name.en} ({len(curriculum.topics)} weeks)")


@program_commands.command("show")
def show_program(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A template, rule pack or curriculum, or its file.")],
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
) -> None:
    """Show a template with its week, a rule pack with its sources, or a curriculum with its topics."""
    if language not in ("en", "es"):
        raise Trouble(f"There is no language {language} here.", "Say --language en or es.")
    for line in _shown(_one(code), language):
        typer.echo(line)


@program_commands.command("check")
def check_program(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A template's, rule pack's or curriculum's file (YAML).")
    ],
) -> None:
    """Say line by line what is wrong with a file of your own."""
    from daybridge.programs import on_file

    try:
        found = on_file.check(file)
    except on_file.FaultyProgram as faulty:
        for fault in faulty.faults:
            typer.echo(f"{file}:{fault.line}: {fault.words}")
        count = len(faulty.faults)
        raise Trouble(
            f"{file.name} is not sound yet: {'1 fault' if count == 1 else f'{count} faults'}.",
            "Mend the lines above and check it again.",
        ) from None
    typer.echo(f"{file.name} is sound: {_kind(found)} {found.code}, {found.name.en}.")


def _one(code: str) -> Any:
    from daybridge.programs import on_file

    if code.endswith((".yaml", ".yml")) and Path(code).is_file():
        return on_file.check(Path(code))
    shelves = (on_file.templates(), on_file.rule_packs(), on_file.curricula())
    for shelf in shelves:
        if code in shelf:
            return shelf[code]
    known = ", ".join(one for shelf in shelves for one in shelf)
    raise Trouble(f"There is no program, rule pack or curriculum {code}.", f"These are here: {known}.")


def _kind(found: Any) -> str:
    from daybridge.programs import on_file

    if isinstance(found, on_file.Template):
        return "template"
    return "curriculum" if isinstance(found, on_file.Curriculum) else "rule pack"


def _shown(found: Any, language: str) -> list[str]:
    lines = [f"{found.name.said(language)} ({found.code}, version {found.version})", found.source, ""]
    kind = _kind(found)
    if kind == "template":
        return lines + _template(found, language)
    return lines + (_curriculum(found, language) if kind == "curriculum" else _rules(found))


def _template(found: Any, language: str) -> list[str]:
    lines = [found.lede.said(language), "", f"Rules: {found.rules}"]
    for group in found.groups:
        times = ", ".join(f"{one.weekday} {one.start:%H:%M}" for one in group.times)
        seats = f"{group.minutes} min, {group.capacity} seats"
        lines.append(f"  {group.name.said(language)} [{group.kind}] {times} ({seats}, {group.language}, {group.mode})")
    for track in [one.code for one in found.tracks] or [None]:
        week = found.week(track)
        days = ", ".join(f"{day} {minutes}" for day, minutes in week.items())
        lines.append(f"Week{f' of {track}' if track else ''}: {sum(week.values())} min ({days})")
    return lines


def _rules(found: Any) -> list[str]:
    lines = []
    for limit, number in found.pack.numbers.items():
        since = f", since {number.since}" if number.since else ""
        waits = "" if number.is_confirmed else " [to be confirmed]"
        lines.append(f"  {limit.value:<22} {number.value:>5}  {number.source}{since}{waits}")
    return lines


def _curriculum(found: Any, language: str) -> list[str]:
    lines, week = [found.lede.said(language)], 0
    for module in found.modules:
        lines += ["", module.name.said(language)]
        for topic in module.topics:
            week += 1
            begins = " (begin here)" if topic.is_entry else ""
            lines.append(f"  {week:>2}  {topic.name.said(language)}{begins}: {topic.goals[0].said(language)}")
    return lines
