"""What the pages show on which a program is set up and kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language, gettext

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.programs import on_file, rules
from daybridge.programs.models import Group, Program, Room, RulePackVersion, Site, Track
from daybridge.programs.rules import Gender, GroupDetails, GroupLanguage, LevelOfCare, Limit, Mode, Number, RulePack
from daybridge.programs.sentences import GENDERS, LANGUAGES, LEVELS_OF_CARE, LIMITS, MODES, group_fault

M = TypeVar("M", Program, Site, Room, Track, Group)


def language() -> str:
    """In which language the files are read out to whoever looks."""
    return "es" if (get_language() or "en").startswith("es") else "en"


# --- Programs --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProgramRow:
    program: Program
    level: str
    sites: str
    census: int
    groups: int
    to_confirm: int


def program_rows(actor: Actor) -> list[ProgramRow]:
    """The open programs of the actor's organization, by name."""
    found = (
        Program.objects.filter(is_open=True)
        .prefetch_related("sites")
        .annotate(
            census=Count("episodes", filter=Q(episodes__ended_on=None), distinct=True),
            open_groups=Count("groups", filter=Q(groups__is_open=True), distinct=True),
        )
        .order_by("name")
    )
    return [
        ProgramRow(
            one,
            str(LEVELS_OF_CARE[LevelOfCare(one.level_of_care)]),
            ", ".join(sorted(site.name for site in one.sites.all())),
            one.census,
            one.open_groups,
            len(rules.pack_from_json(one.rule_pack).unconfirmed),
        )
        for one in found
    ]


def program(actor: Actor, program_id: UUID) -> Program:
    """One program. Raises NotYours."""
    return _one(Program.objects.filter(id=program_id))


def _one(found: QuerySet[M]) -> M:
    first = found.first()
    if first is None:
        raise NotYours()
    return first


@dataclass(frozen=True)
class GroupRow:
    group: Group
    kind: str
    curriculum: str
    language: str
    mode: str
    where: str
    who: str
    times: str
    #: What in it the rules refuse since they were changed.
    faults: tuple[str, ...]


@dataclass(frozen=True)
class ProgramCard:
    """A program on one page; `groups` by track, those of no track first."""

    program: Program
    level: str
    languages: str
    template: str
    template_version: int
    is_newer_on_file: bool
    pack: RulePack
    numbers: tuple["NumberRow", ...]
    to_confirm: int
    sites: tuple[Site, ...]
    tracks: tuple[Track, ...]
    groups: tuple[tuple[Track | None, tuple[GroupRow, ...]], ...]
    shortfalls: tuple[str, ...]


@dataclass(frozen=True)
class NumberRow:
    limit: Limit
    words: str
    number: Number


def program_card(actor: Actor, program_id: UUID) -> ProgramCard:
    """One program with what it is made of. Raises NotYours."""
    found = program(actor, program_id)
    pack = rules.pack_from_json(found.rule_pack)
    groups = list(groups_of(found))
    tracks = list(tracks_of(found))
    rows = {track.id if track else None: [] for track in (None, *tracks)}  # type: ignore[var-annotated]
    for group in groups:
        rows[group.track_id].append(_group_row(group, found, pack))
    template = on_file.templates().get(found.template)
    return ProgramCard(
        program=found,
        level=str(LEVELS_OF_CARE[LevelOfCare(found.level_of_care)]),
        languages=", ".join(str(LANGUAGES[GroupLanguage(code)]) for code in found.languages),
        template=template.name.said(language()) if template else found.template,
        template_version=found.template_version,
        is_newer_on_file=bool(template and template.version > found.template_version),
        pack=pack,
        numbers=number_rows(pack),
        to_confirm=len(pack.unconfirmed),
        sites=tuple(sites_of(found)),
        tracks=tuple(tracks),
        groups=tuple((track, tuple(rows[track.id if track else None])) for track in (None, *tracks)),
        shortfalls=tuple(_shortfalls(groups, tracks, pack)),
    )


def number_rows(pack: RulePack) -> tuple[NumberRow, ...]:
    """The numbers that these rules set, in words."""
    return tuple(NumberRow(limit, str(LIMITS[limit]), pack.numbers[limit]) for limit in Limit if limit in pack.numbers)


def _group_row(group: Group, of: Program, pack: RulePack) -> GroupRow:
    kind, curriculum = on_file.kinds().get(group.kind), on_file.curricula().get(group.curriculum)
    faults = rules.faults_in_group(
        details_of(group), pack=pack, languages=of.languages, room_seats=group.room.capacity if group.room else None
    )
    return GroupRow(
        group=group,
        kind=kind.name.said(language()) if kind else group.kind,
        curriculum=curriculum.name.said(language()) if curriculum else group.curriculum,
        language=str(LANGUAGES[GroupLanguage(group.language)]),
        mode=str(MODES[Mode(group.mode)]),
        where=", ".join(str(one) for one in (group.site, group.room) if one),
        who=_who(group),
        times=times_in_words(group.suggested_times),
        faults=tuple(group_fault(fault, pack) for fault in faults.values()),
    )


def _who(group: Group) -> str:
    said = [] if group.gender == Gender.EVERYONE else [str(GENDERS[Gender(group.gender)])]
    least, most = group.least_age, group.most_age
    if least is not None and most is not None:
        said.append(gettext("ages %(least)s to %(most)s") % {"least": least, "most": most})
    elif least is not None:
        said.append(gettext("from age %(least)s") % {"least": least})
    elif most is not None:
        said.append(gettext("up to age %(most)s") % {"most": most})
    return ", ".join(said)


def times_in_words(times: Iterable[dict[str, Any]]) -> str:
    """Suggested times, the days of one hour together: "Mon, Wed, Fri 09:00"."""
    days = [
        gettext("Mon"), gettext("Tue"), gettext("Wed"), gettext("Thu"), gettext("Fri"), gettext("Sat"), gettext("Sun"),
    ]  # fmt: skip
    by_start: dict[str, list[str]] = {}
    for one in sorted(times, key=lambda one: (one["weekday"], one["start"])):
        by_start.setdefault(one["start"], []).append(days[one["weekday"]])
    return "; ".join(f"{', '.join(said)} {start}" for start, said in by_start.items())


def _shortfalls(groups: Sequence[Group], tracks: Sequence[Track], pack: RulePack) -> Iterable[str]:
    """Where the suggested times can't hold what the rules want of a week."""
    least, days = pack.value(Limit.LEAST_WEEK_MINUTES), pack.value(Limit.LEAST_WEEK_DAYS)
    for track in tracks or (None,):
        week = _week([one for one in groups if one.track_id in (None, track.id if track else None)])
        if not week:
            continue
        minutes = sum(week.values())
        if least is not None and minutes < least:
            words = gettext("The suggested times hold %(minutes)s minutes a week; the rules want %(least)s.")
            yield _of_track(track, words % {"minutes": minutes, "least": least})
        if days is not None and len(week) < days:
            words = gettext("The suggested times are on %(days)s days a week; the rules want %(least)s.")
            yield _of_track(track, words % {"days": len(week), "least": days})


def _of_track(track: Track | None, words: str) -> str:
    return f"{track.called}: {words}" if track else words


def _week(groups: Sequence[Group]) -> dict[int, int]:
    """The minutes of each day on which somebody is in some group; groups at one time count once."""
    taken: dict[int, set[int]] = {}
    for group in groups:
        for one in group.suggested_times:
            hour, minute = map(int, one["start"].split(":"))
            taken.setdefault(one["weekday"], set()).update(
                range(hour * 60 + minute, hour * 60 + minute + group.minutes)
            )
    return {day: len(minutes) for day, minutes in taken.items()}


def details_of(group: Group) -> GroupDetails:
    """What a group is now, as its form shows it."""
    return GroupDetails(
        name=group.name, name_es=group.name_es, kind=group.kind, curriculum=group.curriculum,
        capacity=group.capacity, soft_capacity=group.soft_capacity, minutes=group.minutes,
        language=GroupLanguage(group.language), mode=Mode(group.mode), least_age=group.least_age,
        most_age=group.most_age, gender=Gender(group.gender), credentials=tuple(group.credentials),
    )  # fmt: skip


# --- Rules -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One version of a program's rules, and what differs from the one before."""

    version: RulePackVersion
    differs: tuple[tuple[str, int | None, int | None], ...]


def rule_changes(of: Program) -> list[Change]:
    """Every version of a program's rules, newest first."""
    versions = list(RulePackVersion.objects.filter(program=of).select_related("made_by").order_by("-number"))
    packs = [rules.pack_from_json(one.pack) for one in versions] + [RulePack()]
    return [
        Change(version, _differences(packs[place + 1], packs[place]) if place + 1 < len(versions) else ())
        for place, version in enumerate(versions)
    ]


def _differences(before: RulePack, after: RulePack) -> tuple[tuple[str, int | None, int | None], ...]:
    return tuple(
        (str(LIMITS[limit]), before.value(limit), after.value(limit))
        for limit in Limit
        if before.value(limit) != after.value(limit)
    )


# --- Parts -----------------------------------------------------------------------------------------------------------


def group(actor: Actor, group_id: UUID) -> Group:
    """One group with its program. Raises NotYours."""
    return _one(Group.objects.filter(id=group_id).select_related("program", "site", "room", "track"))


def track(actor: Actor, track_id: UUID) -> Track:
    """One track. Raises NotYours."""
    return _one(Track.objects.filter(id=track_id))


def site(actor: Actor, site_id: UUID) -> Site:
    """One site. Raises NotYours."""
    return _one(Site.objects.filter(id=site_id))


def room(actor: Actor, room_id: UUID) -> Room:
    """One room with its site. Raises NotYours."""
    return _one(Room.objects.filter(id=room_id).select_related("site"))


def open_sites(actor: Actor) -> QuerySet[Site]:
    """The sites that are open, by name, with how many rooms each has (`open_rooms`)."""
    count = Count("rooms", filter=Q(rooms__is_open=True))
    return Site.objects.still_open().annotate(open_rooms=count).order_by("name")


def groups_of(of: Program) -> QuerySet[Group]:
    """The open groups of a program with their places and tracks, in the order in which they were made."""
    return Group.objects.still_open().filter(program=of).select_related("site", "room", "track").order_by("id")


def tracks_of(of: Program) -> QuerySet[Track]:
    """The open tracks of a program, in the order in which they were made."""
    return Track.objects.filter(program=of, is_open=True).order_by("id")


def sites_of(of: Program) -> QuerySet[Site]:
    """The sites at which a program meets, by name."""
    return of.sites.order_by("name")


def rooms_of(found: Site) -> QuerySet[Room]:
    """The open rooms of a site, by name."""
    return Room.objects.still_open().filter(site=found).order_by("name")


def rooms_of_program(of: Program) -> QuerySet[Room]:
    """The open rooms of the sites at which a program meets."""
    return Room.objects.still_open().filter(site__programs=of).select_related("site").order_by("site__name", "name")


# --- Files -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TemplateCard:
    template: on_file.Template
    name: str
    lede: str
    level: str
    rules: str
    groups: tuple[tuple[str, str, str], ...]
    weeks: tuple[tuple[str, int, int], ...]


def template_cards() -> list[TemplateCard]:
    """Every program template, as its card says it."""
    return [template_card(one) for one in on_file.templates().values()]


def template(code: str) -> on_file.Template:
    """One program template. Raises NotYours."""
    found = on_file.templates().get(code)
    if found is None:
        raise NotYours()
    return found


def template_card(one: on_file.Template) -> TemplateCard:
    """A template with its groups (name, kind, times) and, by track, the hours and days of a week."""
    said, kinds = language(), on_file.kinds()
    named = {track.code: track.name.said(said) for track in one.tracks}
    codes: list[str | None] = [track.code for track in one.tracks]
    weeks = [(named.get(code or "", ""), one.week(code)) for code in codes or [None]]
    return TemplateCard(
        template=one,
        name=one.name.said(said),
        lede=one.lede.said(said),
        level=str(LEVELS_OF_CARE[one.level_of_care]),
        rules=on_file.rule_packs()[one.rules].name.said(said),
        groups=tuple(
            (
                group.name.said(said),
                kinds[group.kind].name.said(said),
                times_in_words([meeting.as_json for meeting in group.times]),
            )
            for group in one.groups
        ),
        weeks=tuple((name, sum(week.values()), len(week)) for name, week in weeks),
    )


@dataclass(frozen=True)
class TopicRow:
    week: int
    name: str
    is_entry: bool
    goals: tuple[str, ...]
    outline: tuple[str, ...]
    handouts: tuple[tuple[str, str], ...]
    practice: str


@dataclass(frozen=True)
class CurriculumCard:
    code: str
    name: str
    lede: str
    kind: str
    source: str
    version: int
    weeks: int
    longest_wait: int
    modules: tuple[tuple[str, tuple[TopicRow, ...]], ...]


def curriculum_cards() -> list[CurriculumCard]:
    """Every curriculum, as the reader's language has it."""
    return [_curriculum_card(one) for one in on_file.curricula().values()]


def curriculum_card(code: str) -> CurriculumCard:
    """One curriculum, week by week. Raises NotYours."""
    found = on_file.curricula().get(code)
    if found is None:
        raise NotYours()
    return _curriculum_card(found)


def _curriculum_card(one: on_file.Curriculum) -> CurriculumCard:
    said, modules, week = language(), [], 0
    for module in one.modules:
        rows = []
        for topic in module.topics:
            week += 1
            rows.append(_topic_row(topic, week, said))
        modules.append((module.name.said(said), tuple(rows)))
    return CurriculumCard(
        code=one.code,
        name=one.name.said(said),
        lede=one.lede.said(said),
        kind=on_file.kinds()[one.kind].name.said(said),
        source=one.source,
        version=one.version,
        weeks=week,
        longest_wait=one.longest_wait,
        modules=tuple(modules),
    )


def _topic_row(topic: on_file.Topic, week: int, said: str) -> TopicRow:
    return TopicRow(
        week=week,
        name=topic.name.said(said),
        is_entry=topic.is_entry,
        goals=tuple(one.said(said) for one in topic.goals),
        outline=tuple(one.said(said) for one in topic.outline),
        handouts=tuple((one.name.said(said), one.piece or "") for one in topic.handouts),
        practice=topic.practice.said(said),
    )
