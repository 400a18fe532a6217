from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class AboutDraft(Event):
    """Something of a draft changed; `accounts` are those who write it too."""

    words = "wrote on a note"
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("note", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class DraftBegun(AboutDraft):
    words = "began a note"
    form: str


@dataclass(frozen=True, kw_only=True)
class CellWritten(AboutDraft):
    """`code`: under which heading; what was written is in the draft alone."""

    words = "wrote on a note"
    code: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class CellsWritten(AboutDraft):
    """`left`: how many were not kept, because a colleague had written there or they can't be so."""

    words = "wrote on a note"
    left: int


@dataclass(frozen=True, kw_only=True)
class DraftDropped(AboutDraft):
    words = "dropped a note that was not signed"


@dataclass(frozen=True, kw_only=True)
class NoteSigned(AboutDraft):
    """`digest`: SHA-256 of what was signed. `warnings`: how many were shown and signed over. `subject_id` is the note."""

    words = "signed a note"
    draft_id: UUID
    digest: str
    warnings: int = 0
    is_late: bool = False
    needs_cosignature: bool = False

    def pokes(self) -> Iterable[Poke]:
        yield Poke("note", self.draft_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class GroupNoteSigned(AboutDraft):
    """The parts of these people were signed at once; each has a line of its own in the audit. The tuples are in one order."""

    words = "signed the notes of a group"
    notes: tuple[UUID, ...] = ()
    people: tuple[UUID, ...] = ()
    digests: tuple[str, ...] = ()
    warnings: tuple[int, ...] = ()
    is_late: bool = False
    needs_cosignature: bool = False

    def lines(self) -> Iterable[Event]:
        yield self
        for note_id, person_id, digest, warnings in zip(
            self.notes, self.people, self.digests, self.warnings, strict=True
        ):
            yield NoteSigned(
                organization_id=self.organization_id, subject_id=note_id, participant_id=person_id,
                draft_id=self.subject_id, digest=digest, warnings=warnings, is_late=self.is_late,
                needs_cosignature=self.needs_cosignature,
            )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AddendumSigned(Event):
    words = "signed an addendum to a note"
    note_id: UUID
    digest: str


@dataclass(frozen=True, kw_only=True)
class NoteCosigned(AboutDraft):
    words = "signed a note beside who wrote it"
    digest: str


@dataclass(frozen=True, kw_only=True)
class SupervisorChosen(Event):
    words = "chose who signs notes beside a colleague"
    supervisor_id: UUID | None
    since: datetime


@dataclass(frozen=True, kw_only=True)
class OwnNoteWritten(Event):
    words = "wrote a note behind a door of its own"
    door: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class OwnNoteRead(Event):
    words = "read a note behind a door of its own"
    door: str
