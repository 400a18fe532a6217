"""Looking at drafts and at what was signed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from daybridge.attendance import queries as attendance
from daybridge.attendance.models import Attendance
from daybridge.attendance.rules import State
from daybridge.core import clock, sealing
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.notes import on_file, rules
from daybridge.notes.access import is_clinician_of, is_its_writer, may_write
from daybridge.notes.models import Addendum, CoSignature, Draft, DraftCell, Note, OwnNote, Supervision
from daybridge.notes.on_file import NoteForm
from daybridge.notes.rules import Copied, Fault, How, Missing, Named, Person, Written
from daybridge.people import queries as people
from daybridge.people.access import is_director
from daybridge.people.models import Participant, Staff
from daybridge.plans import queries as plans
from daybridge.plans.models import Objective
from daybridge.programs import queries as programs
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.calendar.sentences import occurrence_in_words
from daybridge.programs.rules import Limit, RulePack, pack_from_json

#: The heading under which a person's part says what of their objectives it speaks to (an id).
OBJECTIVE = "objective"
#: What is written is held against that of so many weeks before.
_LOOKS_BACK = timedelta(days=28)
_EARLIER_NOTES = 3
_WITH_SESSION = (
    "occurrence__series__group__program", "occurrence__series__lead", "occurrence__series__site", "occurrence__cover",
    "occurrence__series__organization", "participant", "begun_by",
)  # fmt: skip

Key = tuple[UUID | None, str]


# --- Drafts ----------------------------------------------------------------------------------------------------------


def draft(actor: Actor, draft_id: UUID) -> Draft:
    """One that this actor may write on. Raises NotYours."""
    found = Draft.objects.filter(id=draft_id).select_related(*_WITH_SESSION).first()
    if found is None or not may_write(actor, found):
        raise NotYours()
    return found


def group_draft(occurrence: Occurrence) -> Draft | None:
    """The note of a session's group, if anybody began it; its session is this one, as it was read."""
    found = Draft.objects.filter(occurrence=occurrence, participant=None, is_dropped=False).first()
    if found:
        found.occurrence = occurrence
    return found


def form_of(draft: Draft) -> NoteForm:
    """What a draft asks for. Raises NotYours where a site took its file away."""
    found = on_file.form(draft.form)
    if found is None:
        raise NotYours()
    return found


def cells(draft: Draft) -> dict[Key, DraftCell]:
    """(participant or None, heading) -> what stands there."""
    found = DraftCell.objects.filter(draft=draft).select_related("written_by")
    return {(one.participant_id, one.code): one for one in found}


def said(found: Mapping[Key, DraftCell], who: UUID | None) -> dict[str, str]:
    """Heading -> what was written of one person, or of the group (None)."""
    return {code: one.said for (of, code), one in found.items() if of == who}


def people_of(draft: Draft) -> list[Participant]:
    """Whose part a draft has: who was there, by the name they go by; of a note about one person, them."""
    if draft.participant:
        return [draft.participant]
    rows = Attendance.objects.filter(occurrence=draft.occurrence, state=State.PRESENT)
    return sorted(
        (one.participant for one in rows.select_related("participant")), key=lambda one: one.called.casefold()
    )


def members_of(draft: Draft) -> list[Participant]:
    """Of whom something may be written: everybody expected at the session or seen there; of a note about one person, them."""
    if draft.participant:
        return [draft.participant]
    assert draft.occurrence_id
    expected = attendance.expected([draft.occurrence_id]).get(draft.occurrence_id, [])
    seen = [row.participant for row in attendance.attendances([draft.occurrence_id]).values()]
    return list({one.id: one for one in (*expected, *seen)}.values())


def signed(draft: Draft) -> dict[UUID, Note]:
    """Participant -> their signed note of this draft."""
    return {one.participant_id: one for one in Note.objects.filter(draft=draft).select_related("signed_by")}


def whose_are_signed(draft: Draft) -> set[UUID]:
    """Whose part of this draft is signed, without reading what was signed."""
    return set(Note.objects.filter(draft=draft).values_list("participant_id", flat=True))


# --- Ready to sign ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Readiness:
    """What stands between a draft and a signature. `missing` is by person; None: of the group, or of the times."""

    missing: Mapping[UUID | None, Sequence[Missing]]
    copied: Sequence[Copied] = ()
    #: Who is told of in the part of all.
    named: Sequence[Named] = ()
    #: Who is told of in somebody else's part: whose part it is, and who is named there.
    named_elsewhere: Sequence[tuple[UUID, Named]] = ()

    @property
    def warnings(self) -> int:
        return len(self.copied) + len(self.named) + len(self.named_elsewhere)

    def warnings_of(self, who: UUID) -> int:
        """How many concern one person's note."""
        own = sum(str(who) in (one.of, one.like) for one in self.copied)
        return own + len(self.named) + sum(part == who for part, _ in self.named_elsewhere)


def readiness(draft: Draft, participants: Sequence[Participant], found: Mapping[Key, DraftCell]) -> Readiness:
    """What is missing in the parts of these people, and what is odd about them; names of whoever was expected are looked for, too."""
    form = form_of(draft)
    members = members_of(draft)
    open_ones = plans.objectives_of([one.id for one in participants])
    missing: dict[UUID | None, list[Missing]] = {
        None: [
            *_times_missing(draft),
            *rules.missing_in(form.shared, said(found, None), needs_objective=False, has_objective=False),
        ]
    }
    for one in participants:
        own = said(found, one.id)
        known = {str(objective.id) for objective in open_ones.get(one.id, ())}
        missing[one.id] = rules.missing_in(
            form.own, own, needs_objective=form.needs_objective, has_objective=own.get(OBJECTIVE, "") in known
        )
    return Readiness(
        missing, _copied(draft, form, participants, found), _named(form, members, found),
        _named_elsewhere(form, participants, members, found),
    )  # fmt: skip


def _times_missing(draft: Draft) -> list[Missing]:
    if draft.occurrence is None:
        fault = rules.fault_in_times(draft.begins_at, draft.ends_at, clock.now())
        return [Missing(fault)] if fault else []
    running = attendance.running(draft.occurrence)
    return [] if running.is_ended else [Missing(Fault.NOT_OVER)]


def _copied(
    draft: Draft, form: NoteForm, participants: Sequence[Participant], found: Mapping[Key, DraftCell]
) -> list[Copied]:
    told_apart = [one.code for one in form.own if one.is_told_apart]
    before = _earlier(draft, participants)
    copied = []
    for code in told_apart:
        texts = [
            Written(str(one.id), found[one.id, code].said, _names(one))
            for one in participants
            if (one.id, code) in found
        ]
        earlier = [
            (str(one.id), Written(str(note.id), words, _names(one)))
            for one in participants
            for note in before.get(one.id, ())
            for part, _heading, words in note.text["parts"]
            if part == code
        ]
        copied += rules.copies(texts, earlier)
    return copied


def _earlier(draft: Draft, participants: Sequence[Participant]) -> dict[UUID, list[Note]]:
    since = clock.now() - _LOOKS_BACK
    rows = Note.objects.filter(participant__in=participants, begins_at__gte=since, form=draft.form).exclude(draft=draft)
    found: dict[UUID, list[Note]] = {}
    for one in rows.order_by("-begins_at"):
        theirs = found.setdefault(one.participant_id, [])
        if len(theirs) < _EARLIER_NOTES:
            theirs.append(one)
    return found


def _named(form: NoteForm, participants: Sequence[Participant], found: Mapping[Key, DraftCell]) -> list[Named]:
    shared = "\n".join(found[None, one.code].said for one in form.shared if (None, one.code) in found)
    return rules.names_in(shared, [_person(one) for one in participants])


def _named_elsewhere(
    form: NoteForm,
    participants: Sequence[Participant],
    members: Sequence[Participant],
    found: Mapping[Key, DraftCell],
) -> list[tuple[UUID, Named]]:
    """A copied line with the wrong name left in tells one member's record of another."""
    told = []
    for one in participants:
        own = "\n".join(found[one.id, asked.code].said for asked in form.own if (one.id, asked.code) in found)
        others = [_person(other) for other in members if other.id != one.id]
        told += [(one.id, named) for named in rules.names_in(own, others) if named.how != How.INITIALS]
    return told


def _person(one: Participant) -> Person:
    return Person(str(one.id), one.given_name, one.family_name, one.chosen_name, one.phone)


def _names(one: Participant) -> list[str]:
    return f"{one.given_name} {one.family_name} {one.chosen_name}".split()


def shown_mark(draft: Draft, found: Mapping[Key, DraftCell], ready: Readiness) -> str:
    """Of everything that is looked at before a signature: words, presence, what is odd. What has changed since has another mark."""
    words = sorted((str(who), code, one.said) for (who, code), one in found.items())
    rows = attendance.attendances([draft.occurrence_id]).values() if draft.occurrence_id else ()
    there = sorted(
        (str(one.participant_id), one.state, one.minutes, one.first_at, one.last_at, one.is_late) for one in rows
    )
    odd = [repr(one) for one in (*ready.copied, *ready.named, *ready.named_elsewhere)]
    return sealing.mark_of(words, there, odd, draft.begins_at, draft.ends_at)


# --- Due, waiting, supervised ----------------------------------------------------------------------------------------


def due_of(draft: Draft) -> datetime | None:
    """By when a draft is to be signed, as the rules of its program say; None where they say nothing."""
    if draft.occurrence is not None:
        return due_of_session(draft.occurrence, attendance.running(draft.occurrence).ends_at)
    hours = pack_of(draft).value(Limit.NOTE_HOURS)
    return rules.due_at(draft.ends_at, hours) if draft.ends_at else None


def pack_of(draft: Draft) -> RulePack:
    """The rules that a note goes by: those of its session's program, else of the program that the person is in."""
    if draft.occurrence is not None:
        return pack_from_json(draft.occurrence.series.group.program.rule_pack)
    assert draft.participant_id
    episode = programs.episodes_of(draft.participant_id).filter(ended_on=None).first()
    return pack_from_json(episode.program.rule_pack) if episode else RulePack()


def due_of_session(occurrence: Occurrence, ended_at: datetime) -> datetime | None:
    pack = pack_from_json(occurrence.series.group.program.rule_pack)
    return rules.due_at(ended_at, pack.value(Limit.NOTE_HOURS))


def supervisor_of(staff_id: UUID) -> Staff | None:
    """Who signs beside a member of staff now, where anybody does."""
    found = Supervision.objects.filter(staff_id=staff_id, until=None).select_related("supervisor").first()
    return found.supervisor if found else None


def second_signature(draft: Draft, signer: Staff) -> tuple[Staff | None, bool]:
    """Who signs beside whoever signs this, where somebody is named; and whether anybody has to."""
    supervisor = supervisor_of(signer.id)
    by_rule = not signer.credentials.strip() and bool(pack_of(draft).value(Limit.COSIGN_UNCREDENTIALED))
    return supervisor, supervisor is not None or by_rule


def led_by(occurrence: Occurrence) -> list[Staff]:
    """Who led a session while it ran; whoever took it over afterwards, to write the notes, did not."""
    ran = attendance.running(occurrence)
    added = attendance.facilitators(occurrence)
    left_before = {one.staff_id for one in added if one.until and one.until <= ran.begins_at}
    beside = [
        one.staff for one in added if one.since < ran.ends_at and (one.until is None or one.until > ran.begins_at)
    ]
    first = [] if occurrence.led_by.id in left_before else [occurrence.led_by]
    return list({one.id: one for one in (*first, *beside)}.values())


@dataclass(frozen=True)
class ToFinish:
    """A note that waits for somebody: a session of theirs that is over, or a draft they began. `left`: people without a signed part."""

    occurrence: Occurrence | None
    draft: Draft | None
    due_at: datetime | None
    left: int

    @property
    def is_late(self) -> bool:
        return rules.is_late(clock.now(), self.due_at)

    @property
    def when(self) -> str:
        return occurrence_in_words(self.occurrence, zone_of(self.occurrence.series)) if self.occurrence else ""

    @property
    def whose(self) -> str:
        """Who has to write it."""
        if self.draft and self.draft.participant_id:
            return str(self.draft.begun_by)
        assert self.occurrence
        return str(self.occurrence.led_by)


def to_finish(actor: Actor, *, of_everybody: bool = False) -> list[ToFinish]:
    """What this actor has to write and sign, or everybody of the house, by when it is due; what has no deadline comes last."""
    now = clock.now()
    led = Occurrence.objects.all() if of_everybody else attendance.led(actor)
    over = list(led.filter(_may_wait(now)).select_related(*attendance.WITH_GROUP))
    running = attendance.running_many(over)
    drafts = {
        one.occurrence_id: one for one in Draft.objects.filter(occurrence__in=over, participant=None, is_dropped=False)
    }
    there: dict[UUID, set[UUID]] = {}
    for occurrence_id, who in Attendance.objects.filter(occurrence__in=over, state=State.PRESENT).values_list(
        "occurrence_id", "participant_id"
    ):
        there.setdefault(occurrence_id, set()).add(who)
    has_note: dict[UUID, set[UUID]] = {}
    for occurrence_id, who in Note.objects.filter(occurrence__in=over).values_list("occurrence_id", "participant_id"):
        has_note.setdefault(occurrence_id, set()).add(who)
    waiting = []
    for one in over:
        left = len(there.get(one.id, set()) - has_note.get(one.id, set()))
        if left:
            waiting.append(ToFinish(one, drafts.get(one.id), due_of_session(one, running[one.id].ends_at), left))
    own = Draft.objects.still_open().filter(participant__isnull=False)
    own = own if of_everybody else own.filter(begun_by_id=actor.who)
    waiting += [ToFinish(one.occurrence, one, due_of(one), 1) for one in own.select_related(*_WITH_SESSION)]
    return sorted(waiting, key=lambda one: (one.due_at is None, one.due_at or now))


#: A closed draft is looked through again so long: somebody may be corrected to have been there after all.
_CLOSED_FOR = timedelta(days=14)


def _may_wait(now: datetime) -> Q:
    """Sessions that are over, at which somebody was, and whose note is not whole."""
    there = Attendance.objects.filter(occurrence=OuterRef("id"), state=State.PRESENT)
    closed = Draft.objects.filter(occurrence=OuterRef("id"), closed_at__isnull=False, is_dropped=False)
    return Q(Exists(there), Q(ends_at__gt=now - _CLOSED_FOR) | ~Exists(closed), ends_at__lte=now)


def to_cosign(actor: Actor) -> list[Note]:
    """What waits for this actor's second signature, the oldest first: theirs by name, and for a director what nobody who still works here is named for."""
    mine = Q(supervisor_id=actor.who)
    if is_director(actor, None):
        mine |= Q(supervisor=None) | Q(supervisor__is_active=False)
    found = Note.objects.filter(mine, needs_cosignature=True, cosignature=None).exclude(signed_by_id=actor.who)
    return list(found.select_related("participant", "signed_by").order_by("signed_at", "id"))


# --- What was signed -------------------------------------------------------------------------------------------------


def note(actor: Actor, note_id: UUID) -> Note:
    """One of somebody whom this actor treats, that they wrote, or that waits for their signature. Raises NotYours."""
    found = _readable(actor).filter(id=note_id).first()
    if found is None:
        raise NotYours()
    return found


def notes_of(actor: Actor, participant_id: UUID) -> QuerySet[Note]:
    """Someone's signed notes as far as this actor may read them, the newest first."""
    return _readable(actor).filter(participant_id=participant_id).order_by("-begins_at", "-id")


def _readable(actor: Actor) -> QuerySet[Note]:
    visible = people.participants(actor).values("id")
    found = Note.objects.select_related("participant", "signed_by", "supervisor", "objective", "cosignature__signed_by")
    if not actor.is_staff:
        return found.none()
    return found.filter(Q(participant_id__in=visible) | Q(signed_by_id=actor.who) | Q(supervisor_id=actor.who))


def notes_about(participant_id: UUID, occurrence_ids: Collection[UUID]) -> dict[UUID, Note]:
    """Occurrence -> the signed note about somebody, for whoever has their chart open."""
    found = Note.objects.filter(participant_id=participant_id, occurrence_id__in=occurrence_ids)
    return {one.occurrence_id: one for one in found.select_related("signed_by") if one.occurrence_id}


def other_notes(participant_id: UUID, *, before: date | None, zone: str, most: int) -> list[Note]:
    """The signed notes about somebody that are of no session, the newest first, for whoever has their chart open."""
    found = Note.objects.filter(participant_id=participant_id, occurrence=None)
    if before:
        found = found.filter(begins_at__lt=datetime.combine(before, time(), ZoneInfo(zone)))
    return list(found.select_related("signed_by").order_by("-begins_at")[:most])


def notes_of_session(occurrence: Occurrence) -> list[Note]:
    """For whoever leads it: the signed notes of a session."""
    return list(Note.objects.filter(occurrence=occurrence).select_related("signed_by"))


def drafts_of_session(occurrence: Occurrence) -> list[Draft]:
    """For whoever leads it: the notes about single people that are being written of a session."""
    return list(Draft.objects.still_open().filter(occurrence=occurrence, participant__isnull=False))


def addenda(note: Note) -> list[Addendum]:
    return list(Addendum.objects.filter(note=note).select_related("signed_by").order_by("signed_at", "id"))


def cosignature(note: Note) -> CoSignature | None:
    return CoSignature.objects.filter(note=note).select_related("signed_by").first()


def open_drafts(actor: Actor, participant: Participant) -> list[Draft]:
    """The notes about somebody that are being written, the newest first, where this actor may write them."""
    found = Draft.objects.still_open().filter(participant=participant).select_related(*_WITH_SESSION)
    return [one for one in found.order_by("-begun_at") if may_write(actor, one)]


def is_whole(note: Note) -> bool:
    """Whether a note, and what was added to it, still is what was signed."""
    if (
        sealing.digest_of(note.text, signed_by=note.signed_by_id, signed_at=note.signed_at, about=about(note))
        != note.digest
    ):
        return False
    return all(
        sealing.digest_of(one.said, signed_by=one.signed_by_id, signed_at=one.signed_at, about={"note": note.id})
        == one.digest
        for one in addenda(note)
    )


def about(note: Note) -> dict[str, object]:
    """What a signature binds beside the words: whose note it is, of which time, for what."""
    return {
        "participant": note.participant_id, "occurrence": note.occurrence_id, "objective": note.objective_id,
        "begins_at": note.begins_at, "ends_at": note.ends_at, "minutes": note.minutes, "form": note.form,
    }  # fmt: skip


def notes_to(objectives: Iterable[Objective]) -> dict[UUID, list[Note]]:
    """Objective -> the signed notes that speak to it, the newest first."""
    found: dict[UUID, list[Note]] = {}
    rows = Note.objects.filter(objective__in=list(objectives)).select_related("signed_by")
    for one in rows.order_by("-begins_at"):
        assert one.objective_id
        found.setdefault(one.objective_id, []).append(one)
    return found


# --- Behind doors of their own ---------------------------------------------------------------------------------------


def own_notes(actor: Actor, participant: Participant) -> list[OwnNote]:
    """The sealed notes that this actor wrote of somebody, the newest first, unread."""
    if not is_clinician_of(actor, participant):
        return []
    found = OwnNote.objects.filter(participant=participant, written_by_id=actor.who)
    return list(found.defer("sealed").order_by("-written_at"))


def own_note(actor: Actor, own_id: UUID) -> OwnNote:
    """One that this actor wrote. Raises NotYours."""
    found = OwnNote.objects.filter(id=own_id).select_related("participant").first()
    if found is None or not is_its_writer(actor, found):
        raise NotYours()
    return found


def seal(words: str) -> bytes:
    """With the key of the installation, which the database does not have."""
    return Fernet(settings.FIELD_KEY).encrypt(words.encode())


def unsealed(own: OwnNote) -> str:
    return Fernet(settings.FIELD_KEY).decrypt(bytes(own.sealed)).decode()
