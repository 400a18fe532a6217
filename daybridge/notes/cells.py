"""What a note's pages show, put together from its draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.attendance import queries as attendance
from daybridge.notes import on_file, queries
from daybridge.notes.models import Draft, DraftCell
from daybridge.notes.on_file import Asked, NoteForm
from daybridge.notes.queries import OBJECTIVE, Key
from daybridge.notes.sentences import HOW, fault_in_words, language, when_in_words
from daybridge.people.models import Participant, Staff
from daybridge.plans import queries as plans
from daybridge.plans.models import Objective
from daybridge.programs.calendar.queries import zone_of
from daybridge.ui.words import hours_of


@dataclass(frozen=True)
class Cell:
    """One heading of a note as it is written: whose it is (None: the group's), what stands there, and which revision that is."""

    asked: Asked
    who: UUID | None
    said: str
    revision: int
    name: str = ""
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()

    @property
    def key(self) -> str:
        return f"{self.who or 'all'}-{self.asked.code}"

    @property
    def words(self) -> str:
        """What stands there, as it is read."""
        return self.asked.chosen(self.said, language())


@dataclass(frozen=True)
class Part:
    """One person's part of a note."""

    participant: Participant
    cells: Sequence[Cell]
    objectives: Sequence[Objective]
    objective: DraftCell | None

    @property
    def objective_id(self) -> str:
        return self.objective.said if self.objective else ""

    @property
    def objective_revision(self) -> int:
        return self.objective.revision if self.objective else 0

    @property
    def speaks_to(self) -> Objective | None:
        return next((one for one in self.objectives if str(one.id) == self.objective_id), None)


def cells_of(asks: Sequence[Asked], who: UUID | None, found: dict[Key, DraftCell]) -> list[Cell]:
    """The headings of one person, or of the group, with what stands under each."""
    tongue = language()
    made = []
    for asked in asks:
        known = found.get((who, asked.code))
        made.append(
            Cell(
                asked, who, known.said if known else "", known.revision if known else 0, asked.name.said(tongue),
                asked.hint.said(tongue) if asked.hint else "",
                [(one.code, one.name.said(tongue)) for one in asked.choices],
            )
        )  # fmt: skip
    return made


def part_of(form: NoteForm, who: Participant, found: dict[Key, DraftCell], objectives: Sequence[Objective]) -> Part:
    return Part(who, cells_of(form.own, who.id, found), objectives, found.get((who.id, OBJECTIVE)))


def form_name(draft: Draft) -> str:
    """Its code alone where a site took its file away."""
    found = on_file.form(draft.form)
    return found.name.said(language()) if found else draft.form


def heading(form: NoteForm, code: str) -> str:
    asked = form.ask(code)
    return asked.name.said(language()) if asked else _("Speaks to")


# --- A note about one person, as it is written -----------------------------------------------------------------------


@dataclass(frozen=True)
class ToWrite:
    """A note about one person on the screen."""

    form: NoteForm
    part: Part
    name: str
    lede: str


def to_write(draft: Draft) -> ToWrite:
    form, tongue = queries.form_of(draft), language()
    assert draft.participant
    part = part_of(form, draft.participant, queries.cells(draft), plans.objectives(draft.participant.id))
    return ToWrite(form, part, form.name.said(tongue), form.lede.said(tongue))


# --- Before it is signed ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CopyWarning:
    """A near-copy as it is shown: whose part, like what, and the passage that both have."""

    name: str
    like: str
    percent: int
    passage: str


@dataclass(frozen=True)
class PartToSign:
    """One person's part before it is signed: what it says, or what is missing in it."""

    part: Part
    missing: Sequence[str]
    is_signed: bool = False
    #: From when until when they were there, and where, as it will be signed.
    times: str = ""

    @property
    def is_ready(self) -> bool:
        return not self.missing and not self.is_signed


@dataclass(frozen=True)
class ToSign:
    """A note before it is signed."""

    name: str
    shared: Sequence[Cell]
    shared_missing: Sequence[str]
    parts: Sequence[PartToSign]
    copied: Sequence[CopyWarning]
    named: Sequence[tuple[str, str, str]]
    #: In whose part, whom, by what, and the passage.
    named_elsewhere: Sequence[tuple[str, str, str, str]]
    due_at: Any
    second: str
    #: The mark of all this: what is signed is what stands here.
    shown: str

    @property
    def ready(self) -> int:
        return 0 if self.shared_missing else sum(one.is_ready for one in self.parts)

    @property
    def left(self) -> int:
        return sum(not one.is_signed for one in self.parts)

    @property
    def warnings(self) -> int:
        return len(self.copied) + len(self.named) + len(self.named_elsewhere)


def to_sign(draft: Draft, signer: Staff) -> ToSign:
    """Everything that whoever signs looks at first."""
    form, found = queries.form_of(draft), queries.cells(draft)
    people, signed = queries.people_of(draft), queries.signed(draft)
    ready = queries.readiness(draft, people, found)
    objectives = plans.objectives_of([one.id for one in people])
    names = {str(one.id): one.name_in_group for one in (*people, *queries.members_of(draft))}
    times = _times(draft)
    return ToSign(
        form.name.said(language()),
        cells_of(form.shared, None, found),
        [fault_in_words(one, form) for one in ready.missing[None]],
        [
            PartToSign(
                part_of(form, one, found, objectives.get(one.id, ())),
                [fault_in_words(fault, form) for fault in ready.missing[one.id]],
                one.id in signed,
                times.get(one.id, ""),
            )
            for one in people
        ],
        [CopyWarning(names[one.of], names.get(one.like, ""), round(one.share * 100), one.passage) for one in ready.copied],
        [(names[one.key], str(HOW[one.how]), one.passage) for one in ready.named],
        [(names[str(who)], names[one.key], str(HOW[one.how]), one.passage) for who, one in ready.named_elsewhere],
        queries.due_of(draft),
        _second(draft, signer),
        queries.shown_mark(draft, found, ready),
    )  # fmt: skip


def _times(draft: Draft) -> dict[UUID, str]:
    if draft.occurrence is None:
        return {}
    zone, places = zone_of(draft.occurrence.series), attendance.locations_of(draft.occurrence)
    return {
        one.participant_id: ", ".join(
            [
                when_in_words(one.first_at, one.last_at, zone),
                hours_of(one.minutes),
                places.get(one.participant_id) or _("in person"),
            ]
        )
        for one in attendance.attendances([draft.occurrence.id]).values()
        if one.first_at and one.last_at
    }


def _second(draft: Draft, signer: Staff) -> str:
    supervisor, is_needed = queries.second_signature(draft, signer)
    if supervisor:
        return _("%(name)s signs beside you.") % {"name": supervisor.name}
    return _("Somebody else signs beside you: the payer's rules ask for it.") if is_needed else ""
