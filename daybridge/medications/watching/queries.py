"""Looking at what is watched: packs as a site has them, results, what is due, which warnings stand."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from uuid import UUID, uuid5

from django.db.models import Prefetch

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.medications import queries as lists
from daybridge.medications.queries import Listed
from daybridge.medications.rules import Details, Nearness
from daybridge.medications.watching import outside, rules
from daybridge.medications.watching.models import LabResult, PackEdit, PackSignOff, ResultReading, WarningOverride
from daybridge.medications.watching.rules import Course, Due, Monitoring, Range, Recognised, Standing, Taken, Warnings
from daybridge.people.models import CareTeamMember, Participant
from daybridge.programs import queries as programs
from daybridge.programs.rules import Focus

#: As many results as a page shows, and as any rule looks at.
MOST_RESULTS = 500

# --- Packs as a site has them ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PackState:
    """A pack as this site has it, the shipped one beside it, who signed it off, and its edits, newest first."""

    pack: Monitoring | Warnings
    shipped: Monitoring | Warnings
    is_on: bool
    signed: PackSignOff | None
    edits: Sequence[PackEdit]

    @property
    def number(self) -> int:
        """Which of the site's edits it is; 0: as it was shipped."""
        return self.edits[0].number if self.edits else 0


def pack_states() -> list[PackState]:
    """Every pack, those of monitoring first, those that are off too. Two small queries."""
    edits: dict[str, list[PackEdit]] = {}
    for edit in PackEdit.objects.select_related("made_by").order_by("-number"):
        edits.setdefault(edit.pack, []).append(edit)
    signed = {(one.pack, one.version, one.number): one for one in PackSignOff.objects.select_related("signed_by")}
    shipped: list[Monitoring | Warnings] = [*rules.monitoring().values(), *rules.warnings().values()]
    return [_state(one, edits.get(one.code, []), signed) for one in shipped]


def _state(
    shipped: Monitoring | Warnings, edits: Sequence[PackEdit], signed: Mapping[tuple[str, int, int], PackSignOff]
) -> PackState:
    newest = edits[0] if edits else None
    pack = rules.edited(shipped, newest.intervals) if newest and isinstance(shipped, Monitoring) else shipped
    sign_off = signed.get((shipped.code, shipped.version, newest.number if newest else 0))
    return PackState(pack, shipped, newest.is_on if newest else True, sign_off, edits)


def pack_state(code: str) -> PackState:
    """One pack as this site has it. Raises NotYours when there is none of that code."""
    found = next((one for one in pack_states() if one.shipped.code == code), None)
    if found is None:
        raise NotYours()
    return found


@dataclass(frozen=True)
class InForce:
    """The packs that count here now; `unsigned` are the codes of those that nobody has signed off as they stand."""

    monitoring: Sequence[Monitoring]
    warnings: Sequence[Warnings]
    unsigned: frozenset[str]


def in_force() -> InForce:
    states = [one for one in pack_states() if one.is_on]
    return InForce(
        [one.pack for one in states if isinstance(one.pack, Monitoring)],
        [one.pack for one in states if isinstance(one.pack, Warnings)],
        frozenset(one.pack.code for one in states if not one.signed),
    )


# --- Results ---------------------------------------------------------------------------------------------------------


def result(actor: Actor, result_id: UUID) -> LabResult:
    """One result of somebody whom this actor may look at. Raises NotYours."""
    found = LabResult.objects.visible_to(actor).select_related("participant").filter(id=result_id).first()
    if found is None:
        raise NotYours()
    return found


def results_of(participant: Participant) -> list[LabResult]:
    """What was measured of somebody, newest first, each with who has seen it; what was corrected is left out."""
    return _results([participant.id]).get(participant.id, [])


def _results(participant_ids: Sequence[UUID]) -> dict[UUID, list[LabResult]]:
    readings = Prefetch("readings", ResultReading.objects.select_related("made_by").order_by("made_at", "id"))
    found = LabResult.objects.filter(participant_id__in=participant_ids).select_related("entered_by")
    told = list(found.prefetch_related(readings).order_by("-taken_on", "-entered_at", "-id"))
    corrected = {one.corrects for one in told if one.corrects}
    by_person: dict[UUID, list[LabResult]] = {}
    for one in told:
        kept = by_person.setdefault(one.participant_id, [])
        is_taken_back = one.as_sent.get("status") in rules.TAKEN_BACK
        if one.id not in corrected and not is_taken_back and len(kept) < MOST_RESULTS:
            kept.append(one)
    return by_person


# --- What is due -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Watch:
    """All that is watched of one person's medicines, on their own day."""

    listed: Sequence[Listed]
    results: Sequence[LabResult]
    packs: InForce
    today: date

    @property
    def present(self) -> list[Listed]:
        return [one for one in self.listed if not one.is_stopped]

    @cached_property
    def courses(self) -> list[Course]:
        return [course_of(one) for one in self.present]

    @cached_property
    def dues(self) -> list[Due]:
        taken: dict[str, list[date]] = {}
        for one in self.results:
            taken.setdefault(one.test, []).append(one.taken_on)
        return rules.dues(self.packs.monitoring, self.courses, taken, today=self.today)

    @property
    def overdue(self) -> list[Due]:
        return [one for one in self.dues if one.nearness is Nearness.OVERDUE]

    @cached_property
    def about(self) -> list[Monitoring]:
        """The packs that speak of something they take now."""
        return [pack for pack in self.packs.monitoring if any(rules.is_about(pack, course) for course in self.courses)]

    def ranges(self, test: str) -> list[Range]:
        return rules.ranges(self.packs.monitoring, self.courses, test)

    def outside_of(self, one: LabResult) -> Range | None:
        """The range that a result lies outside of, where a pack of their medicines names one."""
        return rules.left(self.ranges(one.test), one.reads) if one.reads is not None else None

    @property
    def to_see(self) -> list[LabResult]:
        """The newest result of each test that lies outside its range or crosses a line, and that nobody has seen yet."""
        newest: dict[str, LabResult] = {}
        for one in self.results:
            newest.setdefault(one.test, one)
        return [one for one in newest.values() if self.is_striking(one) and not one.readings.all()]

    def is_striking(self, one: LabResult) -> bool:
        """It lies outside a range, crosses a line, or a laboratory flags it or wrote it so that nobody but a person can read it."""
        is_for_a_person = one.sent is not None and (one.sent.is_flagged or one.reads is None)
        crosses = one.reads is not None and rules.crossed(one.test, one.reads)
        return bool(self.outside_of(one) or crosses or is_for_a_person)

    @property
    def unknown(self) -> list[tuple[str, Sequence[str]]]:
        """(name, words not known) of the medicines in whose name something, or everything, was not recognised."""
        told = [(one.now.name, rules.ingredients_of(one.now.name)) for one in self.present]
        return [(name, said.unknown) for name, said in told if not said.is_whole]


def course_of(one: Listed) -> Course:
    """A medicine of a list as the rules read it."""
    return Course(
        name=one.now.name,
        ingredients=rules.ingredients_of(one.now.name).ingredients,
        began_on=one.details.starts_on,
        listed_on=one.versions[-1].from_on,
        changed_on=_changed_on(one),
    )


def _changed_on(one: Listed) -> date | None:
    """Since when it is taken in the amount and at the times of now, where that was changed."""
    held = [version for version in one.versions if version.from_on <= one.today and version.number <= one.now.number]
    for newer, older in pairwise(held):
        if as_taken(lists.details_of(newer)) != as_taken(lists.details_of(older)):
            return newer.from_on
    return None


def as_taken(details: Details) -> tuple[object, ...]:
    """What of a medicine matters to a warning: what, how much, how often. What it is for, and by whom, does not."""
    return (
        details.name, details.amount, details.how_often, details.times, details.weekdays, details.every_days,
    )  # fmt: skip


def watch(participant: Participant, listed: Sequence[Listed] | None = None) -> Watch:
    """All that is watched of someone whom the caller was let look at. Seven queries, whatever the history; four with `listed`."""
    if listed is None:
        listed = lists.medicines_of(participant)
    return Watch(listed, results_of(participant), in_force(), clock.today(participant.time_zone))


# --- Warnings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proposed:
    """A medicine that is about to be added, or changed to this."""

    id: UUID
    details: Details


@dataclass(frozen=True)
class StandingWarning:
    """One warning as it is shown. `holds_up`: it asks for a reason first; `over`: somebody gave one, and nothing changed since."""

    code: str
    version: str
    title: str
    what: str
    think: str
    source: str
    ids: tuple[UUID, ...]
    names: tuple[str, ...]
    holds_for: str
    holds_up: bool
    is_signed: bool
    is_grave: bool
    over: WarningOverride | None = None

    @property
    def stops(self) -> bool:
        return self.holds_up and self.over is None

    @property
    def key(self) -> str:
        """The same as long as nothing changes: what a form sends back of what it has shown."""
        return f"{self.code}:{self.holds_for}"


@dataclass(frozen=True)
class Found:
    """What was found: the warnings, the proposed names in which something is not known, and whether an outside service kept silent."""

    warnings: Sequence[StandingWarning]
    unknown: Sequence[tuple[str, Recognised]] = ()
    is_outside_silent: bool = False


def warnings_of(
    participant: Participant, *proposed: Proposed, stopping: Collection[UUID] = (), language: str = "en",
    known: Watch | None = None,
) -> Found:  # fmt: skip
    """The warnings among someone's medicines; with `proposed`, those in which one of these has a part.

    `stopping` are the medicines that are stopped today in the same step. The one function that an outside interaction service
    plugs into: it is asked only about what is proposed, never holds anything up by its silence, and what it says goes by the
    same rules. `known` spares reading what was read already.
    """
    today = clock.today(participant.time_zone)
    listed = known.listed if known else lists.medicines_of(participant)
    packs = known.packs if known else in_force()
    details = {one.medicine.id: one.details for one in listed} | {one.id: one.details for one in proposed}
    said = {one.id: rules.ingredients_of(one.details.name) for one in proposed}
    new = {str(id): Taken(str(id), each.ingredients) for id, each in said.items()}
    taken = {one.key: one for one in (_taken(each, stopping, today) for each in listed)} | new
    whose = {id: id for id in details}
    for was in _formers(listed, said, today):
        taken[str(was.id)] = Taken(str(was.id), was.said.ingredients, was.until)
        details[was.id], whose[was.id] = was.details, was.of
    found = [
        _shown(one, details, whose, packs, language, [new[key] for key in one.keys if key in new], today)
        for one in rules.standing(
            packs.warnings, list(taken.values()), conditions=_conditions(participant), today=today
        )
        if not new or any(key in new for key in one.keys)
    ]
    present = [id for id in details if not taken[str(id)].stopped_on]
    heard = [_asked_outside(one, details, present) for one in proposed]
    found += list({(one.code, one.ids): one for told in heard for one in told[0]}.values())
    unknown = [(details[id].name, each) for id, each in said.items() if not each.is_whole]
    return Found(_with_overrides(participant, found), unknown, any(silent for _told, silent in heard))


def _taken(one: Listed, stopping: Collection[UUID], today: date) -> Taken:
    stopped_on = one.now.from_on if one.is_stopped else today if one.medicine.id in stopping else None
    return Taken(str(one.medicine.id), rules.ingredients_of(one.now.name).ingredients, stopped_on)


@dataclass(frozen=True)
class _Former:
    """What a medicine of the list was before it was changed to something else: that may still be in somebody for weeks."""

    id: UUID
    of: UUID
    details: Details
    said: Recognised
    until: date


def _formers(listed: Sequence[Listed], proposed: Mapping[UUID, Recognised], today: date) -> Iterator[_Former]:
    for one in listed:
        held = [each for each in one.versions if each.from_on <= today]
        steps = [(older, newer.name, newer.from_on) for newer, older in pairwise(held)]
        if not one.is_stopped and one.medicine.id in proposed:
            steps.append((one.now, "", today))
        for version, name, until in steps:
            was = rules.ingredients_of(version.name)
            becomes = rules.ingredients_of(name) if name else proposed[one.medicine.id]
            if version.step != "stopped" and was.ingredients - becomes.ingredients:
                id = uuid5(one.medicine.id, str(version.number))
                yield _Former(id, one.medicine.id, lists.details_of(version), was, until)


def _conditions(participant: Participant) -> frozenset[str]:
    """What is known of somebody that a warning may hang on: that they are in care for substance use."""
    episode = programs.current_episode(participant.id)
    return frozenset({"substance-use"}) if episode and episode.program.focus != Focus.MENTAL_HEALTH else frozenset()


def _shown(
    one: Standing,
    details: Mapping[UUID, Details],
    whose: Mapping[UUID, UUID],
    packs: InForce,
    language: str,
    proposed: Sequence[Taken],
    today: date,
) -> StandingWarning:
    ids = tuple(UUID(key) for key in one.keys)
    warned = one.warning
    return StandingWarning(
        code=warned.code,
        version=str(one.version),
        title=warned.said(language),
        what=warned.what.said(language),
        think=warned.think.said(language),
        source=warned.source,
        ids=tuple(whose[each] for each in ids),
        names=tuple(details[each].name for each in ids),
        holds_for=_digest(f"{warned.code} {one.version}", [details[each] for each in ids]),
        holds_up=any(rules.holds_up(one, each, today=today) for each in proposed),
        is_signed=one.pack not in packs.unsigned,
        is_grave=warned.interrupts,
    )


def _digest(warning: str, medicines: Iterable[Details]) -> str:
    return sha256(repr((warning, [as_taken(one) for one in medicines])).encode()).hexdigest()


def _asked_outside(
    proposed: Proposed, details: Mapping[UUID, Details], present: Sequence[UUID]
) -> tuple[list[StandingWarning], bool]:
    ids = [*(one for one in present if one != proposed.id), proposed.id]
    heard = outside.ask([details[one].name for one in ids], proposed=len(ids) - 1)
    never = rules.NEVER_HELD_UP in rules.classes_of(rules.ingredients_of(proposed.details.name).ingredients)
    found = []
    for one in heard.warnings:
        between = tuple(ids[number] for number in sorted(set(one.between)))
        found.append(
            StandingWarning(
                code=f"outside:{one.code}", version=heard.version, title=one.title, what=one.text, think="",
                source=one.source, ids=between, names=tuple(details[each].name for each in between),
                holds_for=_digest(f"outside:{one.code} {heard.version}", [details[each] for each in between]),
                holds_up=one.interrupts and not never, is_signed=True, is_grave=one.interrupts,
            )
        )  # fmt: skip
    return found, heard.is_silent


def _with_overrides(participant: Participant, found: Sequence[StandingWarning]) -> list[StandingWarning]:
    """Each with the newest reason for which somebody went on over it as it stands; what holds something up first."""
    known = {(one.warning, one.holds_for): one for one in overrides_of(participant.id)} if found else {}
    shown = [_over(one, known.get((one.code, one.holds_for))) for one in found]
    return sorted(shown, key=lambda one: (not one.stops, not one.is_grave))


def _over(one: StandingWarning, override: WarningOverride | None) -> StandingWarning:
    return replace(one, over=override) if override else one


def overrides_of(participant_id: UUID) -> list[WarningOverride]:
    """Every warning that somebody went on over, oldest first."""
    found = WarningOverride.objects.filter(participant_id=participant_id).select_related("made_by")
    return list(found.order_by("made_at", "id"))


# --- What waits ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waits:
    """One person of whom something is overdue, or a result waits to be seen."""

    participant: Participant
    overdue: Sequence[Due]
    to_see: Sequence[LabResult]


def waiting(actor: Actor) -> list[Waits]:
    """What is overdue, or waits to be seen, of the people in care whom this member of staff treats. A constant number of queries."""
    mine = CareTeamMember.objects.current().filter(staff_id=actor.who).values("participant_id")
    here = programs.open_episodes(actor).filter(participant_id__in=mine).values("participant_id")
    listed = lists.lists_of(here)
    results, packs = _results(list(listed)), in_force()
    found = []
    for person_id, theirs in listed.items():
        watched = Watch(theirs, results.get(person_id, []), packs, theirs[0].today)
        if watched.overdue or watched.to_see:
            found.append(Waits(theirs[0].medicine.participant, watched.overdue, watched.to_see))
    return sorted(found, key=lambda one: (not one.to_see, min((due.due_on for due in one.overdue), default=date.max)))
