"""Looking at proposals and versions, as screens show them. Whoever may not be named is "one person"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.access import is_director
from daybridge.people.models import Participant
from daybridge.people.rules import Role
from daybridge.programs import on_file
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.sentences import occurrence_in_words
from daybridge.programs.models import Episode, Group, Program, Room, Site, Track
from daybridge.programs.planning import changes as kept
from daybridge.programs.planning import sentences
from daybridge.programs.planning.access import may_decide
from daybridge.programs.planning.changes import Change
from daybridge.programs.planning.models import Proposal, ScheduleVersion
from daybridge.programs.planning.rules import OPEN, Aim, State
from daybridge.programs.planning.sentences import Names
from daybridge.programs.rules import GroupLanguage
from daybridge.programs.schedule import explanation
from daybridge.programs.schedule import sentences as engine
from daybridge.programs.sentences import LANGUAGES
from daybridge.programs.setting_up.queries import language

#: So many dates are listed that the calendar could not book.
MOST_UNBOOKED = 30

# --- What the engine has to be told ----------------------------------------------------------------------------------


def participants_in(program_id: UUID) -> list[Participant]:
    """Who is in a program now."""
    here = Episode.objects.current().filter(program_id=program_id).values("participant_id")
    return list(Participant.objects.filter(id__in=here).order_by("id"))


def open_groups(program_id: UUID) -> list[Group]:
    return list(
        Group.objects.still_open().filter(program_id=program_id).select_related("site", "room__site").order_by("id")
    )


def open_rooms(organization_id: UUID) -> list[Room]:
    return list(Room.objects.still_open().filter(organization_id=organization_id).order_by("site_id", "name"))


# --- Proposals and versions ------------------------------------------------------------------------------------------


def proposal(actor: Actor, proposal_id: UUID) -> Proposal:
    """One that this actor may decide about. Raises NotYours."""
    found = Proposal.objects.filter(id=proposal_id).select_related(
        "program__organization", "participant", "asked_by", "version", "progress"
    ).first()  # fmt: skip
    if found is None or not may_decide(actor, found):
        raise NotYours()
    return found


def for_machinery(proposal_id: UUID) -> Proposal:
    """One that a job was asked about."""
    return Proposal.objects.select_related("program__organization", "participant", "asked_by").get(id=proposal_id)


def proposals_of(actor: Actor, program_id: UUID, most: int = 20) -> list[Proposal]:
    """The newest of a program, for whoever may decide about all of them."""
    found = Proposal.objects.filter(program_id=program_id) if actor.has_role(Role.DIRECTOR) else Proposal.objects.none()
    return list(found.select_related("participant", "asked_by").order_by("-asked_at", "-id")[:most])


def open_for(participant_id: UUID) -> Proposal | None:
    """What is being looked for, or was found and waits, for somebody."""
    return Proposal.objects.filter(participant_id=participant_id, state__in=OPEN).order_by("-asked_at").first()


def same_question(asked: Proposal) -> Proposal | None:
    """One that asks the same and waits for the engine or is with it."""
    of = (
        Proposal.objects.filter(participant_id=asked.participant_id) if asked.participant_id else Proposal.objects.all()
    )
    return of.filter(
        program_id=asked.program_id, aim=asked.aim, from_on=asked.from_on,
        until_on=asked.until_on, may_move_others=asked.may_move_others, state__in=OPEN[:2],
    ).first()  # fmt: skip


def searches_about(asked: Proposal) -> bool:
    """Whether the engine looks, or will look, for the same person's week, or for the same program's."""
    open_ones = Proposal.objects.filter(program_id=asked.program_id, state__in=OPEN[:2])
    if asked.participant_id:
        return open_ones.filter(participant_id=asked.participant_id).exists()
    return open_ones.filter(participant=None).exists()


def searches_of_house(organization_id: UUID) -> int:
    """How many questions wait for the engine or are with it."""
    return Proposal.objects.filter(organization_id=organization_id, state__in=OPEN[:2]).count()


def versions_of(program_id: UUID, most: int = 20) -> list[ScheduleVersion]:
    """The published versions of a program's week, the newest first."""
    found = ScheduleVersion.objects.filter(program_id=program_id)
    related = ("made_by", "undoes", "undone_by", "proposal")
    return list(found.select_related(*related).order_by("-number")[:most])


def versions_for(participant_id: UUID, most: int = 10) -> list[ScheduleVersion]:
    """The newest versions that are of one person's seats alone."""
    found = ScheduleVersion.objects.filter(participant_id=participant_id).select_related("made_by", "undone_by")
    return list(found.order_by("-made_at", "-number")[:most])


def version(actor: Actor, version_id: UUID) -> ScheduleVersion:
    """One version that this actor may decide about. Raises NotYours."""
    found = ScheduleVersion.objects.filter(id=version_id).select_related("program__organization", "made_by").first()
    if found is None or not may_decide(actor, found):
        raise NotYours()
    return found


def people_named(actor: Actor, ids: set[UUID]) -> dict[UUID, Participant]:
    """Those of these whom this actor may look at."""
    return {one.id: one for one in people.participants(actor).filter(id__in=ids)}


# --- As screens show them --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Short:
    """Somebody whose plan a week does not meet: what is missing, why, and what would help."""

    who: str
    participant_id: UUID
    missing: Sequence[str]
    reasons: Sequence[str] = ()
    helps: Sequence[str] = ()


@dataclass(frozen=True)
class Option:
    """One week that was found. `sessions`: of the person who is placed; `taken`: who loses which seat by which rule."""

    number: int
    sessions: Sequence[str]
    changes: Sequence[tuple[str, Sequence[str]]]
    taken: Sequence[tuple[str, str, str]]
    short: Sequence[Short]
    levels: Sequence[str]


@dataclass(frozen=True)
class ProposalCard:
    proposal: Proposal
    title: str
    state: str
    options: Sequence[Option] = ()
    #: Why nothing was found for the person, where there is no week at all.
    short: Sequence[Short] = ()
    #: Whoever had told no week: they counted as free at all hours.
    told_nothing: Sequence[str] = ()

    @property
    def is_searching(self) -> bool:
        return self.proposal.state in (State.WAITING, State.SEARCHING)

    @property
    def is_open(self) -> bool:
        return self.proposal.state == State.READY


def card(actor: Actor, proposal: Proposal) -> ProposalCard:
    """A proposal with everything that was found, in words."""
    found = proposal.found or {"options": [], "reasons": []}
    plans = [kept.from_json(one["changes"]) for one in found["options"]]
    names = names_of(actor, [change for plan in plans for change in plan], proposal, found)
    why = {UUID(one["person"]): _for_reader(actor, explanation.from_json(one)) for one in found["reasons"]}
    options = [
        _option(number, one, plan, proposal, names, why)
        for number, (one, plan) in enumerate(zip(found["options"], plans, strict=True))
    ]
    nobody = [_short(names, person, (), one) for person, one in why.items()] if not options else []
    untold = {UUID(who) for who in found.get("told_nothing", ())}
    known = people_named(actor, untold & {proposal.participant_id} if proposal.participant_id else untold)
    told_nothing = sorted(str(one.name) for one in known.values())
    state = str(sentences.STATES[State(proposal.state)])
    return ProposalCard(proposal, title(proposal), state, options, nobody, told_nothing)


def _for_reader(actor: Actor, why: explanation.Explanation) -> explanation.Explanation:
    """One more seat is never offered where a seat is withheld, so only who may know of every pair is told where it is offered."""
    if is_director(actor, None):
        return why
    eased = tuple(one for one in why.relaxations if all(change.code != "seat" for change in one.changes))
    return replace(why, relaxations=eased)


def title(proposal: Proposal) -> str:
    return str(sentences.AIMS[Aim(proposal.aim)])


def _option(
    number: int, found: Mapping[str, Any], plan: Sequence[Change], proposal: Proposal, names: Names,
    why: Mapping[UUID, explanation.Explanation],
) -> Option:  # fmt: skip
    mine = found["seats"].get(str(proposal.participant_id), ()) if proposal.participant_id else ()
    missing: dict[UUID, list[str]] = {}
    for one in found["shortfalls"]:
        missing.setdefault(UUID(one["person"]), []).append(_missing(one))
    if proposal.participant_id:
        missing = {who: said for who, said in missing.items() if who == proposal.participant_id}
    return Option(
        number,
        [names.time(one) for one in _in_order(mine, names)],
        sentences.changes_in_words(plan, names),
        [(names.person(UUID(one["person"])), names.time(UUID(one["session"])), str(sentences.RULES.get(one["rule"], one["rule"])))
         for one in found["taken"]],
        [_short(names, who, said, why.get(who) if number == 0 else None) for who, said in missing.items()],
        [sentences.level_in_words(one) for one in found["levels"]],
    )  # fmt: skip


def _in_order(series: Iterable[str], names: Names) -> list[UUID]:
    ids = [UUID(one) for one in series]
    at = {one.id: (one.weekday, one.start) for one in names.series.values()}
    return sorted(ids, key=lambda one: at.get(one, (7, 0)))


def _missing(one: Mapping[str, Any]) -> str:
    code = one["what"] if one["what"] in ("minutes", "days", "gap") else "kind"
    return engine.reason_in_words(explanation.Reason(code, _kind(one["what"]), one["needed"], one["given"]))


def _short(names: Names, who: UUID, missing: Sequence[str], why: explanation.Explanation | None) -> Short:
    if why is None:
        return Short(names.person(who), who, missing)
    reasons = [replace(one, about=_about(one.code, one.about, names)) for one in why.reasons]
    said = [engine.reason_in_words(one) for one in reasons]
    eased = [
        replace(one, changes=tuple(replace(change, about=_about(change.code, change.about, names)) for change in one.changes))
        for one in why.relaxations
    ]  # fmt: skip
    known = set(missing)
    return Short(
        names.person(who), who, missing or said[:1], [one for one in said if one not in known],
        [engine.relaxation_in_words(one) for one in eased],
    )  # fmt: skip


def _about(code: str, about: str, names: Names) -> str:
    """A code of the engine as a word."""
    if code == "language":
        return str(LANGUAGES[GroupLanguage(about)])
    if code == "kind":
        return _kind(about)
    if code in ("track", "reach"):
        return names.places.get(about, about)
    if code in ("no_seat", "not_held", "seat", "time", "video", "held") and about:
        series = names.series.get(UUID(about))
        return series.group.called if series else ""
    return about


def _kind(code: str) -> str:
    found = on_file.kinds().get(code)
    return found.name.said(language()) if found else code


def names_of(
    actor: Actor, changes: Sequence[Change], proposal: Proposal | None = None, found: Mapping[str, Any] | None = None
) -> Names:
    """What everything in these changes, and in what was found, is called for this actor."""
    series, people_ids = sentences.ids_in(changes, "series_id"), sentences.ids_in(changes, "participant_id")
    for option in (found or {}).get("options", ()):
        people_ids |= {UUID(one["person"]) for one in (*option["taken"], *option["shortfalls"])}
        series |= {UUID(one["session"]) for one in option["taken"]}
        if proposal and proposal.participant_id:
            series |= {UUID(one) for one in option["seats"].get(str(proposal.participant_id), ())}
    for one in (found or {}).get("reasons", ()):
        people_ids.add(UUID(one["person"]))
        series |= {UUID(reason["about"]) for reason in one["reasons"] if reason["span"]}
        series |= {UUID(change["about"]) for ease in one["relaxations"] for change in ease["changes"] if change["span"]}
    return Names(
        series=calendar.series_by_id(series),
        groups={one.id: one for one in Group.objects.filter(id__in=sentences.ids_in(changes, "group_id"))},
        dates=calendar.occurrences_by_id(sentences.ids_in(changes, "occurrence_id")),
        people={who: str(one.name) for who, one in people_named(actor, people_ids).items()},
        staff={one.id: str(one) for one in people.staff_members(actor)},
        places={str(one.id): str(one.name) for model in (Site, Track) for one in model.objects.all()},
    )


# --- Versions --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VersionRow:
    version: ScheduleVersion
    changes: Sequence[tuple[str, Sequence[str]]]
    is_undone: bool
    may_undo: bool


def version_rows(actor: Actor, versions: Sequence[ScheduleVersion]) -> list[VersionRow]:
    """Each with what it changed; undone ones say so. Those of one person's seats are there for whoever may look at that person."""
    visible = people_named(actor, {one.participant_id for one in versions if one.participant_id})
    shown = [one for one in versions if one.participant_id is None or one.participant_id in visible]
    made = {one.id: kept.from_json(one.changes) for one in shown}
    names = names_of(actor, [change for changes in made.values() for change in changes])
    return [_version_row(actor, one, sentences.changes_in_words(made[one.id], names)) for one in shown]


def _version_row(actor: Actor, version: ScheduleVersion, words: Sequence[tuple[str, Sequence[str]]]) -> VersionRow:
    is_undone = hasattr(version, "undone_by")
    may_undo = not is_undone and (version.participant_id is not None or is_director(actor, version))
    return VersionRow(version, words, is_undone, may_undo)


@dataclass(frozen=True)
class WeekCard:
    """A program's week as it is planned: what is looked for, and every version."""

    program: Program
    proposals: Sequence[tuple[Proposal, str, str]]
    versions: Sequence[VersionRow]
    #: Dates ahead that the calendar could not book for somebody or something: when, who.
    unbooked: Sequence[tuple[str, str]]


def week_card(actor: Actor, program: Program) -> WeekCard:
    proposals = proposals_of(actor, program.id)
    return WeekCard(
        program,
        [(one, title(one), str(sentences.STATES[State(one.state)])) for one in proposals],
        version_rows(actor, versions_of(program.id)),
        [_unbooked(one) for one in calendar.unbooked(actor, program.id, clock.now())[:MOST_UNBOOKED]]
        if is_director(actor, program)
        else [],
    )


def _unbooked(one: calendar.Unbooked) -> tuple[str, str]:
    when = occurrence_in_words(one.occurrence, calendar.zone_of(one.occurrence.series))
    return f"{one.occurrence.series.group.called}: {when}", one.who or _("One person")


def progress_in_words(proposal: Proposal) -> str:
    """How far it is: what it works on, the best so far and what is proven."""
    progress = getattr(proposal, "progress", None)
    if progress is None or proposal.state != State.SEARCHING:
        return str(sentences.STATES[State(proposal.state)])
    works_on = str(sentences.WORKS_ON.get(progress.aim, sentences.WORKS_ON["clinical"]))
    if progress.value is None:
        return works_on
    if progress.bound is None:
        return _("%(work)s. Best so far: %(value)s") % {"work": works_on, "value": progress.value}
    return _("%(work)s. Best so far: %(value)s; at least %(bound)s is proven") % {
        "work": works_on, "value": progress.value, "bound": progress.bound
    }  # fmt: skip
