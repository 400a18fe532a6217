"""What a therapist's panels show to prepare the next session: thoughts and deeds, skills, wellness. Each figure from where it comes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from daybridge.attendance import queries as attendance
from daybridge.attendance.models import Attendance
from daybridge.attendance.rules import State
from daybridge.checkins import queries as checkins
from daybridge.checkins import rules as entries
from daybridge.checkins.models import Entry, GoneThrough
from daybridge.checkins.sentences import again_in_words
from daybridge.checkins.worksheets import diary_words, worksheets
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.programs import on_file
from daybridge.programs.teaching import queries as teaching
from daybridge.therapies import queries as therapies
from daybridge.therapies import rules
from daybridge.therapies.models import Homework, Outline
from daybridge.therapies.rules import HEADINGS, Kind
from daybridge.therapies.sentences import HEADINGS as WORDS
from daybridge.workspace.between.views import Card, ShownEntry, card_of, shown

#: Without a session that is known of, so many days are looked back.
_LOOKS_BACK = timedelta(days=14)
#: Not looked at together yet, and no older than this, stays on the panel.
_OPEN_FOR = timedelta(days=60)
_MOST_ENTRIES = 12
_SESSIONS = 60
_WEEKS = timedelta(days=28)


# --- What is written -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownOutline:
    """An outline as it holds: each heading with its words; its earlier versions with what each changed."""

    outline: Outline | None
    parts: Sequence[tuple[str, str]]
    before: Sequence[tuple[Outline, str]]


def outline_of(participant: Participant, kind: Kind) -> ShownOutline:
    versions = therapies.versions(participant.id, kind)
    if not versions:
        return ShownOutline(None, (), ())
    newest = versions[0]
    parts = [(str(WORDS[one][0]), newest.content.get(one, "")) for one in HEADINGS[kind] if newest.content.get(one, "")]
    return ShownOutline(newest, parts, [(one, _changes(kind, one, older)) for one, older in _in_pairs(versions)])


def _in_pairs(versions: Sequence[Outline]) -> list[tuple[Outline, Outline | None]]:
    return list(zip(versions, [*versions[1:], None], strict=True))


def _changes(kind: Kind, one: Outline, older: Outline | None) -> str:
    """The headings that a version changed."""
    if older is None:
        return _("first written")
    changed = rules.changed(older.content, one.content)
    known = [str(WORDS[heading][0]) for heading in HEADINGS[kind] if heading in changed]
    sharing = []
    if one.is_shared != older.is_shared:
        sharing = [_("shared with them") if one.is_shared else _("not shared any more")]
    return ", ".join(known + sharing)


# --- Thoughts and deeds ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prepared:
    """A worksheet for the next session: how it was before and after, and when it was looked at together."""

    shown: ShownEntry
    lines: Sequence[str]
    is_new: bool
    looked: GoneThrough | None
    entry_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class CbtPanel:
    since: date
    has_session: bool
    formulation: ShownOutline
    thoughts: Sequence[Prepared]
    deeds: Sequence[Prepared]
    homework: Sequence[Homework]
    entry_id: UUID = field(default_factory=new_id)


def cbt_panel(participant: Participant) -> CbtPanel:
    """Formulation, thought records and activity plans since the last session, homework."""
    today = clock.today(participant.time_zone)
    last = last_session(attendance.went(participant.id, before=None, most=_SESSIONS))
    since = last or today - _LOOKS_BACK
    codes = ["thought-record", "activity-plan", "exposure-step"]
    shared = checkins.shared_entries_of(participant.id, since=today - _OPEN_FOR, codes=codes)
    prepared = prepare(participant, shared, since)
    return CbtPanel(
        since, last is not None, outline_of(participant, Kind.FORMULATION),
        [one for one in prepared if one.shown.entry.worksheet == "thought-record"][:_MOST_ENTRIES],
        [one for one in prepared if one.shown.entry.worksheet != "thought-record"][:_MOST_ENTRIES],
        therapies.homework(participant.id),
    )  # fmt: skip


def last_session(went: Sequence[Attendance]) -> date | None:
    """The day of the last individual session that somebody was at; of any other session where none is known."""
    there = [one for one in went if one.state == State.PRESENT]
    alone = [one for one in there if one.occurrence.series.group.kind == "individual"]
    found = alone or there
    return found[0].on_day if found else None


def prepare(participant: Participant, shared: Sequence[Entry], since: date) -> list[Prepared]:
    """What came since the last session, and what was not looked at together yet; newest first."""
    looked = {one.about: one for one in reversed(checkins.gone_through(participant.id)) if one.about}
    return [
        Prepared(shown(one), lines_of(one), one.on_day >= since, looked.get(one.about))
        for one in shared
        if one.on_day >= since or one.about not in looked
    ]


def lines_of(entry: Entry) -> list[str]:
    """How strong things were before and after, in words."""
    say = {"thought-record": _thought_lines, "activity-plan": _deed_lines}.get(entry.worksheet)
    return [one for one in say(entry.answers) if one] if say else []


def _thought_lines(answers: Mapping[str, Any]) -> list[str]:
    sheet = worksheets()["thought-record"]
    lines = [
        _("“%(thought)s”, believed %(belief)s %%") % {"thought": row["thought"], "belief": row["belief"]}
        for row in answers.get("thoughts") or []
        if row.get("thought") and row.get("belief") is not None
    ]
    if balanced := answers.get("balanced"):
        believed = answers.get("balanced-belief")
        lines.append(
            _("then: “%(thought)s”") % {"thought": balanced}
            + ("" if believed is None else _(", believed %(belief)s %%") % {"belief": believed})
        )
    if answers.get("feelings-now"):
        lines.append(again_in_words(sheet, sheet.fields["feelings-now"], answers))
    return lines


def _deed_lines(answers: Mapping[str, Any]) -> list[str]:
    of_ten = _("%(value)s of %(most)s")
    said = [
        words % {"value": of_ten % {"value": answers[code], "most": 10}}
        for code, words in (("mastery", _("proud of it: %(value)s")), ("pleasure", _("enjoyed it: %(value)s")))
        if answers.get(code) is not None
    ]
    in_the_way = answers.get("in-the-way")
    return [*said, _("in the way: %(what)s") % {"what": in_the_way} if in_the_way else ""]


# --- Skills ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Family:
    """Skills that belong together: what was taught of them, in which sessions they were at, and on how many days each was used."""

    words: str
    taught: Sequence[tuple[str, date]]
    used: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class SkillsPanel:
    targets: Sequence[tuple[str, Sequence[str]]]
    outline: ShownOutline
    card: Card
    chains: Sequence[Prepared]
    families: Sequence[Family]


def skills_panel(participant: Participant) -> SkillsPanel:
    """The order of targets, the diary week, chain analyses, and skills taught against skills used."""
    today = clock.today(participant.time_zone)
    went = attendance.went(participant.id, before=None, most=_SESSIONS)
    chains = checkins.shared_entries_of(participant.id, since=today - _OPEN_FOR, codes=["chain-analysis"])
    targets = outline_of(participant, Kind.TARGETS)
    content = targets.outline.content if targets.outline else {}
    told = checkins.told_of(participant.id, since=today - _WEEKS + timedelta(days=1), until=today)
    return SkillsPanel(
        [(str(WORDS[one][0]), rules.lines_of(content.get(one, ""))) for one in HEADINGS[Kind.TARGETS] if content],
        targets,
        card_of(participant, last_on=today, today=today),
        prepare(participant, chains, last_session(went) or today - _LOOKS_BACK)[:_MOST_ENTRIES],
        families(taught(went), entries.skills_used(told)),
    )


def taught(went: Sequence[Attendance]) -> dict[str, list[tuple[str, date]]]:
    """Part of the skills curriculum -> its topics with the last day, of the sessions that somebody was at."""
    language = (get_language() or "en")[:2]
    there = [
        one.occurrence for one in went if one.state == State.PRESENT and one.occurrence.series.group.kind == "skills"
    ]
    topics = teaching.topics(there)
    parts = {
        (curriculum.code, topic.code): module.code
        for curriculum in on_file.curricula().values()
        for module in curriculum.modules
        for topic in module.topics
    }
    found: dict[str, list[tuple[str, date]]] = {}
    for one in there:
        if topic := topics.get(one.id):
            part = parts.get((one.series.group.curriculum, topic.code), "")
            known = found.setdefault(part, [])
            if topic.name.said(language) not in dict(known):
                known.append((topic.name.said(language), one.on_day))
    return found


def families(had: Mapping[str, Sequence[tuple[str, date]]], used: Mapping[str, int]) -> list[Family]:
    """The diary's families of skills with what of them was taught and used; those with neither are left out."""
    language = (get_language() or "en")[:2]
    found = []
    for module in diary_words().modules:
        days = [(skill.words.said(language), used[skill.code]) for skill in module.skills if skill.code in used]
        topics = had.get(module.taught_in, ()) if module.taught_in else ()
        if days or topics:
            found.append(Family(module.words.said(language), topics, sorted(days, key=lambda one: -one[1])))
    return found


# --- Wellness --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """One thing over four weeks: a value for each day that was told, what it is measured against, and how often that was reached."""

    heading: str
    words: str
    unit: str
    values: Sequence[float | None]
    high: float
    goal: float | None
    #: What the told days come to: "12 of 20 told days reached it".
    sentence: str
    source: str


@dataclass(frozen=True)
class WellnessPanel:
    goals: ShownOutline
    days: Sequence[date]
    kept: Sequence[Kept]
    food: Sequence[tuple[str, int]]

    @property
    def rows(self) -> list[tuple[date, list[float | None]]]:
        """The table behind: a row for each day on which anything was told, newest first."""
        rows = [(day, [one.values[number] for one in self.kept]) for number, day in enumerate(self.days)]
        return [row for row in reversed(rows) if any(value is not None for value in row[1])]


def wellness_panel(participant: Participant) -> WellnessPanel:
    """Sleep, movement, quiet time and meals of four weeks against what was agreed on."""
    today = clock.today(participant.time_zone)
    days = [today - timedelta(days=back) for back in reversed(range(_WEEKS.days))]
    goals = outline_of(participant, Kind.WELLNESS)
    content = goals.outline.content if goals.outline else {}
    wellness = {one.on_day: one.answers for one in reversed(_wellness_of(participant, days[0], "wellness-day"))}
    nights = {
        one.on_day: entries.night(one.answers) for one in reversed(_wellness_of(participant, days[0], "sleep-diary"))
    }
    slept = {one.on_day: one.sleep_hours for one in checkins.recent(participant.id, until=today, days=len(days))}

    def hours(day: date) -> float | None:
        """A night's sleep: from the sleep diary where one was kept, else from the check-in."""
        night, told = nights.get(day), slept.get(day)
        return round(night.asleep / 60, 1) if night else None if told is None else float(told)

    def minutes(code: str) -> Callable[[date], float | None]:
        return lambda day: wellness.get(day, {}).get(code)

    kept = [
        _kept("sleep_hours", _("h"), hours, 12, days, content, _("sleep diary, else check-in")),
        _kept("movement_minutes", _("min"), minutes("movement"), 90, days, content, _("wellness pages")),
        _kept("quiet_minutes", _("min"), minutes("quiet"), 60, days, content, _("wellness pages")),
    ]
    return WellnessPanel(goals, days, kept, _meals(wellness.values()))


def _wellness_of(participant: Participant, since: date, code: str) -> list[Entry]:
    return checkins.shared_entries_of(participant.id, since=since, codes=[code])


def _kept(
    heading: str, unit: str, value: Callable[[date], float | None], usual_high: float, days: Sequence[date],
    content: Mapping[str, str], source: str,
) -> Kept:  # fmt: skip
    values = [value(day) for day in days]
    told = [one for one in values if one is not None]
    goal = float(content[heading]) if content.get(heading) else None
    return Kept(
        heading, str(WORDS[heading][0]), unit, values, max([usual_high, *told]), goal, _reached(told, goal), source
    )


def _reached(told: Sequence[float], goal: float | None) -> str:
    """Told days alone are counted: of the others nothing is known."""
    if not told:
        return _("Nothing told in four weeks.")
    days = ngettext("%(days)s day told", "%(days)s days told", len(told)) % {"days": len(told)}
    if goal is None:
        return days
    return _("%(days)s, %(reached)s of them reached it") % {
        "days": days, "reached": sum(one >= goal for one in told),
    }  # fmt: skip


def _meals(told: Any) -> list[tuple[str, int]]:
    """Each answer about meals with on how many days it was given."""
    field_of_meals, language = worksheets()["wellness-day"].fields["meals"], (get_language() or "en")[:2]
    said = [answers.get("meals") for answers in told]
    return [(one.words.said(language), said.count(one.code)) for one in field_of_meals.options if one.code in said]
