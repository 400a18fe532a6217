"""One's own record, whole: every room's sections as a page to read and as a file for programs (docs/export.md)."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from daybridge.assessments import record as assessments
from daybridge.attendance import record as attendance
from daybridge.checkins import record as checkins
from daybridge.contingency import record as contingency
from daybridge.core import clock
from daybridge.core.record import Section, Told
from daybridge.intake import record as intake
from daybridge.library import record as library
from daybridge.measures import record as measures
from daybridge.medications import record as medications
from daybridge.messaging import record as messaging
from daybridge.notes import record as notes
from daybridge.notifications import record as notifications
from daybridge.peers import record as peers
from daybridge.people import record as people
from daybridge.people.models import Organization, Participant
from daybridge.plans import record as plans
from daybridge.privacy import record as privacy
from daybridge.programs import record as programs
from daybridge.safety import record as safety
from daybridge.screens import record as screens
from daybridge.substances import record as substances
from daybridge.telehealth import record as telehealth
from daybridge.therapies import record as therapies

FORMAT, VERSION = "daybridge-record", 1

#: Everything that is kept about somebody, in the order in which they read it.
SECTIONS: Sequence[Section] = (
    *people.SECTIONS,
    *programs.SECTIONS,
    *attendance.SECTIONS,
    *telehealth.SECTIONS,
    *intake.SECTIONS,
    *assessments.SECTIONS,
    *plans.SECTIONS,
    *substances.SECTIONS,
    *therapies.SECTIONS,
    *contingency.SECTIONS,
    *notes.SECTIONS,
    *checkins.SECTIONS,
    *safety.SECTIONS,
    *measures.SECTIONS,
    *medications.SECTIONS,
    *screens.SECTIONS,
    *messaging.SECTIONS,
    *library.SECTIONS,
    *peers.SECTIONS,
    *notifications.SECTIONS,
    *privacy.SECTIONS,
)

#: Tables that name participants and are in no section, and why. tests/architecture/test_record.py reads it.
NOT_EXPORTED: Mapping[str, str] = {
    "programs.KeptApart": "A no-contact pair is about two people, and to tell one is to tell of the other: it may put either in danger. Neither record has it (ADR 25); whoever asks in writing is answered by a person.",
    "safety.SupporterConcern": "What a supporter wrote in worry names a third person who told it in confidence. That a supporter was worried, and when, is in the section `alerts`; the team decides with the participant what to tell of the rest. Whoever asks in writing is answered by a person (45 CFR 164.524(a)(3)(ii); ADR 45).",
    "programs.SearchProgress": "How far a search of the engine is: numbers about a program's week, gone stale as soon as it ends, and nothing of anybody.",
    "messaging.TeamMessage": "What staff wrote to one another about somebody while they worked; it may speak of others too. What mattered of it stands in notes and plans that were signed. Whoever asks for it in writing is answered by a person (45 CFR 164.524; ADR 37).",
    "messaging.TeamReading": "Who of the staff has read what staff wrote to one another: it goes with that.",
    "notes.Draft": "What staff are still writing is no part of the record: it may be wrong, and a group's draft is about others too. What was signed is in the section `notes`.",
    "notes.DraftCell": "What staff are still writing, heading by heading. What was signed is in the section `notes`.",
    "plans.PlanDraft": "A treatment plan that staff are still writing may be wrong, and holds only once it is signed. What was signed is in the section `treatment-plans`.",
    "medications.ReconcilingDraft": "What staff have half decided of a list of medicines, as it was typed. What was signed is in the section `reconciliations`.",
    "assessments.Answer": "What staff are still writing in an assessment may be wrong, and may wait to be confirmed. What was signed is in the section `assessments`, your own side in `own-answers`.",
    "contingency.DrawSeed": "The seed of draws that are still to come: whoever knew it would know every slip beforehand. Once somebody's rewards have ended it is shown, and stands in the section `rewards`.",
    "notes.OwnNote": "Psychotherapy notes and SUD counseling notes are kept apart from the record and are their writer's alone (45 CFR 164.501 and 164.524(a)(1)(i), 42 CFR 2.11). Whoever asks in writing is answered by a person.",
    "core.AuditEntry": "The machine's own trace. Looks at a record and exports of it are in the section `access`; what else was done stands in the other sections, with who did it and when.",
    "core.ReactionFailure": "A step of the machinery that is tried again until it is done: ids only, and gone into the other sections once it is.",
    "account.EmailConfirmation": "A one-time key that proves an address; whoever has it could prove the address as theirs.",
}

# --- For programs ----------------------------------------------------------------------------------------------------


def as_json_file(participant: Participant, organization: Organization) -> IO[bytes]:
    """The whole record as JSON, in a file without a name: however long, it takes little memory, and none of it leaves half made."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    for piece in json_pieces(participant, organization):
        file.write(piece.encode())
    file.seek(0)
    return file


def json_pieces(participant: Participant, organization: Organization) -> Iterator[str]:
    """The record piece by piece; the last one says that it is complete."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": clock.now().isoformat(),
        "participant": str(participant.id),
        "language": participant.language,
        "time_zone": participant.time_zone,
        "organization": {"id": str(organization.id), "name": organization.name, "phone": organization.phone},
    }
    yield _json(head)[:-1] + ',\n"sections": {'
    for number, section in enumerate(SECTIONS):
        yield ("," if number else "") + f'\n{_json(section.code)}: {{"title": {_json(str(section.title))}, "rows": ['
        count = 0
        for row in section.read(participant):
            yield (",\n" if count else "\n") + _json(section.as_json(row))
            count += 1
        yield f'], "count": {count}}}'
    yield '\n},\n"is_complete": true}\n'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# --- For people ------------------------------------------------------------------------------------------------------

#: So many rows are rendered together.
_AT_ONCE = 200
_HERE = "<!-- the record -->"


@dataclass(frozen=True)
class Counted:
    """A section in the table of contents."""

    section: Section
    count: int


def as_page_file(request: HttpRequest, participant: Participant, organization: Organization) -> IO[bytes]:
    """The whole record as one page in the person's language and their own time, in a file without a name."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with timezone.override(ZoneInfo(participant.time_zone)), tempfile.TemporaryFile() as body:
        contents = [_write_section(body, section, participant) for section in SECTIONS]
        page = {"contents": contents, "participant": participant, "organization": organization, "made_at": clock.now()}
        head, tail = render_to_string("companion/record.html", page, request).split(_HERE)
        file.write(head.encode())
        body.seek(0)
        shutil.copyfileobj(body, file)
        file.write(tail.encode())
    file.seek(0)
    return file


def _write_section(body: IO[bytes], section: Section, participant: Participant) -> Counted:
    count, portions = 0, _portions(section.read(participant))
    portion = next(portions, [])
    page = {"section": section, "is_empty": not portion}
    head, tail = render_to_string("companion/parts/record_section.html", page).split(_HERE)
    body.write(head.encode())
    rows = get_template("companion/parts/record_rows.html")
    while portion:
        told: list[Told] = [section.in_words(row) for row in portion]
        body.write(rows.render({"rows": told}).encode())
        count += len(told)
        portion = next(portions, [])
    body.write(tail.encode())
    return Counted(section, count)


def _portions(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while portion := list(islice(left, _AT_ONCE)):
        yield portion
