"""Writing notes and signing them. What was signed is never written again."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.attendance import queries as attendance
from daybridge.attendance.access import leads
from daybridge.attendance.models import Attendance
from daybridge.attendance.rules import State
from daybridge.core import clock, sealing
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.notes import on_file, queries, rules
from daybridge.notes.access import is_clinician_of, is_its_writer, may_add_to, may_cosign, may_sign, may_write
from daybridge.notes.events import (
    AddendumSigned,
    CellsWritten,
    CellWritten,
    DraftBegun,
    DraftDropped,
    GroupNoteSigned,
    NoteCosigned,
    NoteSigned,
    OwnNoteRead,
    OwnNoteWritten,
    SupervisorChosen,
)
from daybridge.notes.models import Addendum, CoSignature, Draft, DraftCell, Note, OwnNote, Supervision
from daybridge.notes.on_file import NoteForm
from daybridge.notes.queries import OBJECTIVE, Key, Readiness
from daybridge.notes.rules import MOST_CHARACTERS, Fault, Kind
from daybridge.notes.sentences import Facts, fault_in_words, language, text_of
from daybridge.people.access import is_director, may_be_asked_to_care
from daybridge.people.models import Participant, Staff
from daybridge.plans import queries as plans
from daybridge.plans.models import Objective
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.teaching import queries as teaching

GROUP = "group"
#: Under this heading what the curriculum has on that date stands already.
TOPIC = "topic"


# --- Writing ---------------------------------------------------------------------------------------------------------


@action(allow=leads)
def begin_group_note(actor: Actor, occurrence: Occurrence) -> DraftBegun:
    """The note of a session's group, begun once: its topic stands there already, where the group follows a curriculum."""
    known = queries.group_draft(occurrence)
    if known is None and (made := _new_draft(actor, GROUP, occurrence)):
        if topic := teaching.topics([occurrence]).get(occurrence.id):
            _put(actor, made, None, TOPIC, topic.name.said(language()))
        return _begun(made)
    found = known or queries.group_draft(occurrence)
    assert found
    return _begun(found, repeated=True)


@action(allow=is_clinician_of)
def begin_note(
    actor: Actor, participant: Participant, *, form: str, occurrence: Occurrence | None = None,
    begins_at: datetime | None = None, ends_at: datetime | None = None,
) -> DraftBegun:  # fmt: skip
    """A note about one person: of a session of theirs, or of a time that is said. Raises Invalid (422) for a form that is not there."""
    asked = on_file.form(form)
    if asked is None or asked.kind == Kind.GROUP or asked.door:
        raise Invalid(_("Choose what kind of note this is."), fields={"form": _("Choose one of these.")})
    made = Draft.objects.create(
        organization_id=participant.organization_id, form=form, form_version=asked.version, occurrence=occurrence,
        participant=participant, begins_at=begins_at, ends_at=ends_at, begun_by_id=actor.who,
    )  # fmt: skip
    return _begun(made)


def _new_draft(actor: Actor, form: str, occurrence: Occurrence) -> Draft | None:
    """None where a colleague began it at the same moment: it is one note."""
    asked = on_file.forms()[form]
    try:
        with transaction.atomic():
            return Draft.objects.create(
                organization_id=occurrence.organization_id, form=form, form_version=asked.version,
                occurrence=occurrence, begun_by_id=actor.who,
            )  # fmt: skip
    except IntegrityError:
        return None


def _begun(draft: Draft, *, repeated: bool = False) -> DraftBegun:
    return DraftBegun(
        organization_id=draft.organization_id, subject_id=draft.id, participant_id=draft.participant_id,
        form=draft.form, repeated=repeated,
    )  # fmt: skip


@action(allow=may_write)
def write_cell(
    actor: Actor, draft: Draft, *, code: str, said: str, revision: int, participant: Participant | None = None
) -> CellWritten:
    """Keep what stands under one heading, as somebody has just typed it.

    `revision`: which one they began from, 0 for an empty one. Raises Conflict (409, `changed`) when somebody else has written there
    since: nothing is overwritten, and what was typed is still with whoever typed it. Raises Invalid (422) for what can't be there.
    """
    _lock(draft)
    participant = draft.participant or participant
    who = participant.id if participant else None
    _refuse_cell(draft, who, code, said)
    known = DraftCell.objects.filter(draft=draft, participant=participant, code=code).first()
    is_same = known is not None and known.said == said
    if known and known.revision != revision and not is_same:
        raise Conflict(_("A colleague has written here meanwhile."), code="changed")
    cell = known if known and is_same else _put(actor, draft, who, code, said, known)
    return CellWritten(
        organization_id=draft.organization_id, subject_id=draft.id, participant_id=who, code=code,
        revision=cell.revision, repeated=is_same, accounts=_writers(actor, draft),
    )  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """A cell as a form sends it: `revision` is the one that somebody began from."""

    participant: Participant | None
    code: str
    said: str
    revision: int


@action(allow=may_write)
def write_all(actor: Actor, draft: Draft, *, typed: Sequence[Typed]) -> CellsWritten:
    """Keep a whole form: for a browser without scripts. What a colleague has written meanwhile, or can't be, stays as it is.

    The event says how many were left; what they are is still on the screen of whoever sent them.
    """
    _lock(draft)
    known, signed, left = queries.cells(draft), queries.whose_are_signed(draft), 0
    theirs = plans.objectives_of({one.participant.id for one in typed if one.participant and one.code == OBJECTIVE})
    open_ones = {who: {str(one.id) for one in found} for who, found in theirs.items()}
    new = []
    for one in typed:
        who = one.participant.id if one.participant else None
        cell = known.get((who, one.code))
        if one.said == (cell.said if cell else ""):
            continue
        fault = _fault_in_cell(draft, signed, open_ones, who, one.code, one.said)
        if fault or (cell.revision if cell else 0) != one.revision:
            left += 1
        elif cell:
            _put(actor, draft, who, one.code, one.said, cell)
        else:
            new.append(_new_cell(actor, draft, who, one.code, one.said))
    DraftCell.objects.bulk_create(new)
    return CellsWritten(
        organization_id=draft.organization_id, subject_id=draft.id, participant_id=draft.participant_id, left=left,
        accounts=_writers(actor, draft),
    )  # fmt: skip


def _lock(draft: Draft) -> None:
    """Whoever else writes on it, drops or signs it waits; what became of it meanwhile is known now."""
    locked = Draft.objects.select_for_update(of=("self",), no_key=True)
    draft.refresh_from_db(fields=["is_dropped", "closed_at"], from_queryset=locked)


def _put(
    actor: Actor, draft: Draft, who: UUID | None, code: str, said: str, known: DraftCell | None = None
) -> DraftCell:
    if known is None:
        made = _new_cell(actor, draft, who, code, said)
        made.save(force_insert=True)
        return made
    known.said, known.revision, known.written_by_id, known.written_at = said, known.revision + 1, actor.who, clock.now()
    known.save(update_fields=["said", "revision", "written_by", "written_at"])
    return known


def _new_cell(actor: Actor, draft: Draft, who: UUID | None, code: str, said: str) -> DraftCell:
    return DraftCell(
        organization_id=draft.organization_id, draft=draft, participant_id=who, code=code, said=said,
        written_by_id=actor.who,
    )  # fmt: skip


def _refuse_cell(draft: Draft, who: UUID | None, code: str, said: str) -> None:
    theirs = {str(one.id) for one in plans.objectives(who)} if who and code == OBJECTIVE else set()
    fault = _fault_in_cell(draft, queries.whose_are_signed(draft), {who: theirs}, who, code, said)
    if fault:
        raise fault


def _fault_in_cell(
    draft: Draft, signed: Collection[UUID], open_ones: Mapping[Any, Collection[str]], who: UUID | None, code: str,
    said: str,
) -> Conflict | Invalid | None:  # fmt: skip
    """Why this can't stand there: Conflict for what is locked, Invalid for what it is. `open_ones`: objectives, by whose they are."""
    if draft.is_dropped or (draft.closed_at and (draft.participant_id or who is None)):
        return Conflict(_("This note is signed or was dropped. Add what is missing as an addendum."))
    if who in signed:
        return Conflict(_("This part is signed already. Add what is missing as an addendum."))
    if who is None and signed:
        return Conflict(_("The part of the group is signed already. Add what is missing as an addendum."))
    form = queries.form_of(draft)
    asked = next((one for one in (form.own if who else form.shared) if one.code == code), None)
    if asked is None and not (code == OBJECTIVE and who):
        return Invalid(_("There is no such heading in this note."))
    if len(said) > MOST_CHARACTERS:
        return Invalid(_("This is longer than a note can hold."))
    if asked and asked.choices and said and said not in {one.code for one in asked.choices}:
        return Invalid(_("Choose one of these."))
    if code == OBJECTIVE and said and said not in open_ones.get(who, ()):
        return Invalid(_("Choose one of their objectives."))
    return None


def _writers(actor: Actor, draft: Draft) -> tuple[UUID, ...]:
    """Who else has this draft open, perhaps."""
    if draft.occurrence is None or draft.participant_id:
        return ()
    found = (one.account_id for one in attendance.leaders(draft.occurrence) if one.id != actor.person_id)
    return tuple(one for one in found if one)


@action(allow=may_write)
def set_times(actor: Actor, draft: Draft, *, begins_at: datetime, ends_at: datetime) -> CellWritten:
    """Say from when until when it was, of what was on no calendar. Raises Invalid (422)."""
    if draft.closed_at or draft.occurrence_id:
        raise Conflict(_("The times of this note are those of its session."))
    fault = rules.fault_in_times(begins_at, ends_at, clock.now())
    if fault:
        said = fault_in_words(rules.Missing(fault), queries.form_of(draft))
        raise Invalid(said, fields={"ends_at": said})
    draft.begins_at, draft.ends_at = begins_at, ends_at
    draft.save(update_fields=["begins_at", "ends_at"])
    return CellWritten(
        organization_id=draft.organization_id, subject_id=draft.id, participant_id=draft.participant_id, code="times",
        revision=1,
    )  # fmt: skip


@action(allow=may_sign)
def drop_draft(actor: Actor, draft: Draft) -> DraftDropped:
    """Leave a note of which nothing was signed. What was written stays in the house, and shows nowhere."""
    draft = _locked(draft)
    if Note.objects.filter(draft=draft).exists():
        raise Conflict(_("A part of this note is signed. Sign or leave the rest."))
    repeated = draft.is_dropped
    if not repeated:
        draft.closed_at, draft.is_dropped = clock.now(), True
        draft.save(update_fields=["closed_at", "is_dropped"])
    return DraftDropped(
        organization_id=draft.organization_id, subject_id=draft.id, participant_id=draft.participant_id,
        repeated=repeated,
    )  # fmt: skip


# --- Signing ---------------------------------------------------------------------------------------------------------


@action(allow=may_sign)
def sign_group_note(
    actor: Actor, draft: Draft, *, participants: Collection[Participant], has_looked: bool = False, shown: str = ""
) -> GroupNoteSigned:
    """Sign the parts of these people at once: each becomes a note of theirs, and never changes again.

    `shown`: the mark of what was looked at (`queries.shown_mark`), where somebody looked at a page; nothing else is signed then.

    Raises Invalid (422) with what is missing, by person; Conflict (409, `warned`) when something is odd and nobody has looked at it.
    """
    draft = _locked(draft)
    there = {one.id: one for one in queries.people_of(draft)}
    if not participants or not all(one.id in there for one in participants):
        raise Conflict(str(_fault(Fault.WAS_NOT_THERE, draft)))
    found, already = queries.cells(draft), queries.signed(draft)
    left = [one for one in participants if one.id not in already]
    ready = queries.readiness(draft, list(there.values()), found)
    _refuse_signing(draft, ready, left, has_looked=has_looked)
    _refuse_changed(draft, found, ready, shown)
    ground = _ground_of(actor, draft, [one.id for one in left])
    made = Note.objects.bulk_create([_note(draft, one, found, ground) for one in left])
    if {*already, *(one.id for one in left)} >= there.keys():
        _close(draft)
    return GroupNoteSigned(
        organization_id=draft.organization_id, subject_id=draft.id, notes=tuple(one.id for one in made),
        people=tuple(one.participant_id for one in made), digests=tuple(one.digest for one in made),
        warnings=tuple(ready.warnings_of(one.participant_id) for one in made), is_late=any(one.is_late for one in made),
        needs_cosignature=ground.needs_second, repeated=not left, accounts=_writers(actor, draft),
    )  # fmt: skip


@action(allow=may_sign)
def sign_note(actor: Actor, draft: Draft, *, has_looked: bool = False, shown: str = "") -> NoteSigned:
    """Sign a note about one person. Raises Invalid (422), Conflict (409) as `sign_group_note` does."""
    draft = _locked(draft)
    if draft.participant is None:
        raise Conflict(_("A group's note is signed for its people."))
    known = queries.signed(draft).get(draft.participant.id)
    if known:
        return _signed(actor, known, 0, repeated=True)
    found = queries.cells(draft)
    ready = queries.readiness(draft, [draft.participant], found)
    _refuse_signing(draft, ready, [draft.participant], has_looked=has_looked)
    _refuse_changed(draft, found, ready, shown)
    made = _note(draft, draft.participant, found, _ground_of(actor, draft, [draft.participant.id]))
    made.save(force_insert=True)
    _close(draft)
    return _signed(actor, made, ready.warnings)


@dataclass(frozen=True)
class Ground:
    """What is the same for all parts of a note that is being signed, and what of each person is known without being written."""

    signer: Staff
    supervisor: Staff | None
    needs_second: bool
    due_at: datetime | None
    rows: Mapping[UUID, Attendance]
    locations: Mapping[UUID, str]
    leaders: Sequence[str]
    objectives: Mapping[UUID, Sequence[Objective]]


def _ground_of(actor: Actor, draft: Draft, participant_ids: Sequence[UUID]) -> Ground:
    signer = Staff.objects.get(id=actor.who)
    supervisor, needs_second = queries.second_signature(draft, signer)
    objectives = plans.objectives_of(participant_ids)
    if draft.occurrence is None:
        return Ground(signer, supervisor, needs_second, queries.due_of(draft), {}, {}, (), objectives)
    there = attendance.attendances([draft.occurrence.id])
    return Ground(
        signer, supervisor, needs_second, queries.due_of(draft),
        {who: row for (_, who), row in there.items() if row.state == State.PRESENT},
        attendance.locations_of(draft.occurrence), [str(one) for one in queries.led_by(draft.occurrence)],
        objectives,
    )  # fmt: skip


def _locked(draft: Draft) -> Draft:
    """Whoever signs waits for whoever does so already, and so does whoever writes."""
    Draft.objects.select_for_update(of=("self",)).get(id=draft.id)
    return Draft.objects.select_related(
        "occurrence__series__group__program", "occurrence__series__site", "occurrence__series__organization",
        "occurrence__series__lead", "occurrence__cover", "participant",
    ).get(id=draft.id)  # fmt: skip


def _refuse_changed(draft: Draft, found: Mapping[Key, DraftCell], ready: Readiness, shown: str) -> None:
    if draft.is_dropped:
        raise Conflict(_("This note was dropped meanwhile."))
    if shown and shown != queries.shown_mark(draft, found, ready):
        raise Conflict(_("This has changed while you looked at it. Look again, then sign."), code="changed")


def _close(draft: Draft) -> None:
    draft.closed_at = clock.now()
    draft.save(update_fields=["closed_at"])


def _fault(fault: Fault, draft: Draft) -> str:
    return fault_in_words(rules.Missing(fault), queries.form_of(draft))


def _refuse_signing(draft: Draft, ready: Readiness, people: Sequence[Participant], *, has_looked: bool) -> None:
    form = queries.form_of(draft)
    names = {one.id: one.called for one in people}
    fields = {}
    for who, missing in ready.missing.items():
        if missing and (who is None or who in names):
            fields[str(who or "all")] = "; ".join(fault_in_words(one, form) for one in missing)
    if fields:
        said = [words if who == "all" else f"{names[UUID(who)]}: {words}" for who, words in fields.items()]
        raise Invalid(". ".join(said) + ".", code="missing", fields=fields)
    if ready.warnings and not has_looked:
        raise Conflict(_("Look at what was found before you sign."), code="warned")


def _note(draft: Draft, participant: Participant, found: Mapping[Key, DraftCell], ground: Ground) -> Note:
    form, own = queries.form_of(draft), queries.said(found, participant.id)
    theirs = ground.objectives.get(participant.id, ())
    objective = next((one for one in theirs if str(one.id) == own.get(OBJECTIVE)), None)
    now = clock.now()
    late = rules.is_late(now, ground.due_at)
    facts = _facts(draft, form, participant, objective, ground, signed_late=late)
    text = text_of(form, facts, queries.said(found, None), own)
    made = Note(
        organization_id=draft.organization_id, draft=draft, participant=participant, occurrence=draft.occurrence,
        objective=objective, kind=form.kind, form=form.code, form_version=form.version, begins_at=facts.begins_at,
        ends_at=facts.ends_at, minutes=facts.minutes, text=text, language=language(), signed_by=ground.signer,
        signed_at=now, due_at=ground.due_at, is_late=late, needs_cosignature=ground.needs_second,
        supervisor=ground.supervisor,
    )  # fmt: skip
    made.digest = sealing.digest_of(text, signed_by=ground.signer.id, signed_at=now, about=queries.about(made))
    return made


def _facts(
    draft: Draft, form: NoteForm, participant: Participant, objective: Objective | None, ground: Ground, *,
    signed_late: bool,
) -> Facts:  # fmt: skip
    speaks_to = f"{objective.number}. {objective.said}" if objective else ""
    if draft.occurrence is None:
        assert draft.begins_at and draft.ends_at
        minutes = int((draft.ends_at - draft.begins_at).total_seconds()) // 60
        return Facts(
            title=form.name.said(language()), begins_at=draft.begins_at, ends_at=draft.ends_at, minutes=minutes,
            zone=participant.time_zone, objective=speaks_to, signed_late=signed_late,
        )  # fmt: skip
    row = ground.rows.get(participant.id)
    if row is None or row.first_at is None or row.last_at is None:
        raise Conflict(_fault(Fault.WAS_NOT_THERE, draft))
    group = draft.occurrence.series.group
    return Facts(
        title=group.called, program=group.program.called, begins_at=row.first_at, ends_at=row.last_at,
        minutes=row.minutes, zone=zone_of(draft.occurrence.series), leaders=ground.leaders,
        people=len(ground.rows) if form.kind == Kind.GROUP else None, was_late=row.is_late, left_early=row.left_early,
        location=ground.locations.get(participant.id, ""), objective=speaks_to, signed_late=signed_late,
    )  # fmt: skip


def _signed(actor: Actor, note: Note, warnings: int, *, repeated: bool = False) -> NoteSigned:
    return NoteSigned(
        organization_id=note.organization_id, subject_id=note.id, participant_id=note.participant_id,
        draft_id=note.draft_id, digest=note.digest, warnings=warnings, is_late=note.is_late,
        needs_cosignature=note.needs_cosignature, repeated=repeated,
    )  # fmt: skip


@action(allow=may_add_to)
def sign_addendum(actor: Actor, note: Note, *, said: str) -> AddendumSigned:
    """Add to a signed note, and sign that: the note stays as it is. Raises Invalid (422) for nothing, or too much."""
    said = said.strip()
    if not said or len(said) > MOST_CHARACTERS:
        words = _("Write what is to be added.") if not said else _("This is longer than a note can hold.")
        raise Invalid(words, fields={"said": words})
    now = clock.now()
    made = Addendum.objects.create(
        organization_id=note.organization_id, note=note, said=said, signed_by_id=actor.who, signed_at=now,
        digest=sealing.digest_of(said, signed_by=actor.who, signed_at=now, about={"note": note.id}),
    )  # fmt: skip
    return AddendumSigned(
        organization_id=note.organization_id, subject_id=made.id, participant_id=note.participant_id, note_id=note.id,
        digest=made.digest,
    )  # fmt: skip


@action(allow=may_cosign)
def cosign(actor: Actor, note: Note) -> NoteCosigned:
    """Sign a note beside who wrote it. Raises Conflict (409) for one that needs no second signature."""
    if not note.needs_cosignature:
        raise Conflict(_("This note needs no second signature."))
    made, is_new = CoSignature.objects.get_or_create(
        note=note,
        defaults={"organization_id": note.organization_id, "signed_by_id": actor.who, "digest": note.digest},
    )
    return NoteCosigned(
        organization_id=note.organization_id, subject_id=note.id, participant_id=note.participant_id,
        digest=made.digest, repeated=not is_new,
    )  # fmt: skip


@action(allow=is_director)
def choose_supervisor(actor: Actor, staff: Staff, *, supervisor: Staff | None) -> SupervisorChosen:
    """From now on somebody's notes are signed by a supervisor, too; without one, by nobody else. Raises Invalid (422)."""
    if supervisor and (supervisor.id == staff.id or not may_be_asked_to_care(supervisor)):
        said = _("Choose somebody else who works with participants.")
        raise Invalid(said, fields={"supervisor": said})
    known = Supervision.objects.select_for_update(of=("self",)).filter(staff=staff, until=None).first()
    now = clock.now()
    repeated = (known.supervisor_id if known else None) == (supervisor.id if supervisor else None)
    if not repeated:
        Supervision.objects.filter(staff=staff, until=None).update(until=now)
        if supervisor:
            Supervision.objects.create(
                organization_id=staff.organization_id, staff=staff, supervisor=supervisor, since=now
            )
    return SupervisorChosen(
        organization_id=staff.organization_id, subject_id=staff.id,
        supervisor_id=supervisor.id if supervisor else None, since=now, repeated=repeated,
    )  # fmt: skip


# --- Behind doors of their own ---------------------------------------------------------------------------------------


@action(allow=is_clinician_of)
def write_own_note(
    actor: Actor, participant: Participant, *, form: str, said: Mapping[str, str], on_day: date
) -> OwnNoteWritten:
    """Seal a note that only whoever writes it ever reads. Raises Invalid (422)."""
    asked = on_file.form(form)
    if asked is None or not asked.door:
        raise Invalid(_("Choose what kind of note this is."), fields={"form": _("Choose one of these.")})
    missing = rules.missing_in(asked.asks, said, needs_objective=False, has_objective=False)
    if missing:
        raise Invalid(_("Something is missing."), fields={one.code: fault_in_words(one, asked) for one in missing})
    if sum(map(len, said.values())) > MOST_CHARACTERS:
        raise Invalid(_("This is longer than a note can hold."))
    tongue, now = language(), clock.now()
    told = json.dumps(
        [[one.name.said(tongue), said[one.code].strip()] for one in asked.asks if said.get(one.code, "").strip()],
        ensure_ascii=False,
    )
    sealed = queries.seal(told)
    made = OwnNote.objects.create(
        organization_id=participant.organization_id, participant=participant, door=asked.door, form=form,
        sealed=sealed, digest=sealing.digest_of(sealed.decode(), signed_by=actor.who, signed_at=now),
        written_by_id=actor.who, on_day=on_day, written_at=now,
    )  # fmt: skip
    return OwnNoteWritten(
        organization_id=made.organization_id, subject_id=made.id, participant_id=participant.id, door=made.door,
        digest=made.digest,
    )  # fmt: skip


@action(allow=is_its_writer)
def read_own_note(actor: Actor, own: OwnNote) -> OwnNoteRead:
    """Write down that its writer opened it."""
    return OwnNoteRead(
        organization_id=own.organization_id, subject_id=own.id, participant_id=own.participant_id, door=own.door
    )
