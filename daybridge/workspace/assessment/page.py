"""What the pages about assessments and levels of care show, put together from their room and from those around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from daybridge.assessments import on_file, queries
from daybridge.assessments.models import Assessment, LevelChange, LicensedReport, SignedAssessment
from daybridge.assessments.on_file import Ask, Section
from daybridge.assessments.queries import OwnSection, Sides
from daybridge.assessments.rules import BY_HAND, Change, FollowUp, Kind, Level, Takes, day_in, follow_ups
from daybridge.assessments.sentences import CHANGES, LEVELS, fault_in_words, language, source_in_words
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.plans import queries as plans
from daybridge.plans.sentences import SIDES, STAGES
from daybridge.programs import queries as programs
from daybridge.programs.models import Episode
from daybridge.safety.plan import queries as safety_plans
from daybridge.ui import words


@dataclass(frozen=True)
class Line:
    """One question with what both have written under it."""

    asked: Ask
    name: str
    hint: str
    #: As it is typed, and as it is read: the same but for what is chosen.
    said: str
    read: str
    revision: int
    theirs: str
    source: str
    is_confirmed: bool
    choices: Sequence[tuple[str, str]]
    is_staffs: bool

    @property
    def key(self) -> str:
        return f"all-{self.asked.code}"

    @property
    def is_told(self) -> bool:
        return bool(self.read or self.theirs)


@dataclass(frozen=True)
class Part:
    """A section as it is shown: its questions, and whether the participant has signed it."""

    section: Section
    name: str
    lede: str
    lines: Sequence[Line]
    own: OwnSection | None = None
    was_signed: bool = False


@dataclass(frozen=True)
class Document:
    """A document on the screen, while it is filled or as it was signed."""

    name: str
    lede: str
    parts: Sequence[Part]
    #: A sentence, and the question it is about.
    missing: Sequence[tuple[str, str]] = ()
    shown: str = ""
    warnings: Sequence[str] = ()


def open_document(one: Assessment) -> Document:
    """As it is filled, with what is still missing."""
    sides, tongue = queries.answers(one), language()
    own = {each.section.code: each for each in queries.own_sections(one)}
    parts = [
        Part(
            section, section.name.said(tongue), section.lede.said(tongue) if section.lede else "",
            [_line(section, asked, sides, tongue) for asked in section.asks], own.get(section.code),
        )
        for section in one.form.sections
    ]  # fmt: skip
    lacks = [(fault_in_words(lack, one.form), lack.code) for lack in queries.missing_in(one, sides)]
    said = queries.said_on(sides.staff)
    warnings = _follow_up_warnings(said) if one.kind == Kind.LEAVING else []
    return Document(
        one.form.name.said(tongue), one.form.lede.said(tongue), parts, lacks, queries.shown_mark(one, sides), warnings
    )


def _line(section: Section, asked: Ask, sides: Sides, tongue: str) -> Line:
    staff, theirs = sides.staff.get(asked.code), sides.theirs.get(asked.code)
    said = staff.said if staff else ""
    return Line(
        asked, asked.name.said(tongue), asked.hint.said(tongue) if asked.hint else "", said, _read(asked, said, tongue),
        staff.revision if staff else 0, _read(asked, theirs.said, tongue) if theirs else "",
        source_in_words(staff.source) if staff else "", staff.is_confirmed if staff else True,
        [(one.code, one.name.said(tongue)) for one in asked.choices], section.is_staffs,
    )  # fmt: skip


def _read(asked: Ask, said: str, tongue: str) -> str:
    """In words: what was chosen, a day as it is written here, else what was typed."""
    on = day_in(said) if asked.takes is Takes.DAY else None
    return words.day(on, "plain") if on else asked.as_read(said, tongue)


def signed_document(made: SignedAssessment) -> Document:
    """As it was signed, in the words of the form that it was signed with."""
    form, told, tongue = queries.form_of(made), made.told, language()
    parts = []
    for section in form.sections:
        lines = [
            Line(
                asked, asked.name.said(tongue), "", "", _read(asked, told["staff"].get(asked.code, ""), tongue), 0,
                _read(asked, told["theirs"].get(asked.code, ""), tongue),
                source_in_words(told["sources"].get(asked.code, {})), True, (), section.is_staffs,
            )
            for asked in section.asks
        ]  # fmt: skip
        parts.append(
            Part(section, section.name.said(tongue), "", lines, was_signed=section.code in told["own_signatures"])
        )
    return Document(form.name.said(tongue), form.lede.said(tongue), parts)


def _follow_up_warnings(said: Mapping[str, str]) -> list[str]:
    late = [each for each in follow_ups(said, day_in(said.get("last-on", ""))) if not each.is_in_time]
    return [_("Nobody sees them within %(days)s days yet.") % {"days": each.within_days} for each in late]


# --- Somebody's documents of a kind ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """A signed document in a list."""

    one: SignedAssessment
    name: str


def kept(participant: Participant, kind: Kind) -> list[Kept]:
    return [Kept(one, queries.form_of(one).name.said(language())) for one in queries.signed_ones(participant.id, kind)]


def forms(kind: Kind) -> list[tuple[str, str]]:
    """What can be begun, by name."""
    return [(code, one.name.said(language())) for code, one in on_file.forms(kind).items()]


# --- Levels of care --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changed:
    """A line of the way between levels, with the appointments that a page for leaving named."""

    one: LevelChange
    kind: str
    from_level: str
    to_level: str
    follow_ups: Sequence[FollowUp] = ()


@dataclass(frozen=True)
class LevelPage:
    """Somebody's way between levels of care, stay by stay, with what lies behind it."""

    history: Sequence[Changed]
    stays: Sequence[Episode]
    now: str
    episode: Episode | None
    worksheets: Sequence[Kept]
    open_worksheet: Assessment | None
    open_leaving: Assessment | None
    reports: Sequence[LicensedReport]
    problems: Sequence[tuple[str, str, str]]
    worksheet_forms: Sequence[tuple[str, str]]
    level_choices: Sequence[tuple[str, Any]]
    kinds: Sequence[tuple[str, Any]]
    today: date

    @property
    def earlier(self) -> Sequence[Episode]:
        return [one for one in self.stays if one.ended_on is not None]


def level_page(participant: Participant) -> LevelPage:
    stays = list(programs.episodes_of(participant.id))
    episode = next((one for one in stays if one.ended_on is None), None)
    history = [_changed(one) for one in queries.level_history(participant.id)]
    return LevelPage(
        history, stays, str(LEVELS[queries.level_now(episode)]) if episode else str(LEVELS[Level.NONE]), episode,
        kept(participant, Kind.LEVEL), queries.open_one(participant.id, Kind.LEVEL),
        queries.open_one(participant.id, Kind.LEAVING), queries.reports(participant.id), _stages(participant),
        forms(Kind.LEVEL), [(one.value, LEVELS[one]) for one in Level], [(one.value, CHANGES[one]) for one in BY_HAND],
        clock.today(participant.time_zone),
    )  # fmt: skip


def _changed(one: LevelChange) -> Changed:
    is_leaving = one.signed is not None and one.signed.kind == Kind.LEAVING
    return Changed(
        one, str(CHANGES[Change(one.kind)]), str(LEVELS[Level(one.from_level)]), str(LEVELS[Level(one.to_level)]),
        queries.follow_ups_of(one.signed) if one.signed and is_leaving else (),
    )  # fmt: skip


def _stages(participant: Participant) -> list[tuple[str, str, str]]:
    """(problem, which disorder, how far they are with changing it) of the plan that holds; it is changed there."""
    holds = plans.in_force(participant.id)
    problems = holds.says.problems if holds else ()
    return [(one.said, str(SIDES[one.side]), str(STAGES[one.stage])) for one in problems]


@dataclass(frozen=True)
class LeavingPage:
    """Before somebody leaves: what is gathered, and what is to be looked at."""

    open_one: Assessment | None
    done: Sequence[Kept]
    has_safety_plan: bool


def leaving_page(participant: Participant) -> LeavingPage:
    standing = safety_plans.standing_of(participant.id)
    return LeavingPage(
        queries.open_one(participant.id, Kind.LEAVING), kept(participant, Kind.LEAVING), standing.in_force is not None
    )
