"""Notes in a person's words: what they say when they are signed, what is missing, what is odd."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.notes import on_file
from daybridge.notes.on_file import Asked, NoteForm
from daybridge.notes.rules import Door, Fault, How, Kind, Missing
from daybridge.ui import words

FAULTS = {
    Fault.EMPTY: lazy("%(heading)s is empty"),
    Fault.NEEDS_OBJECTIVE: lazy("Choose what of their objectives this speaks to"),
    Fault.NEEDS_TIMES: lazy("Say when it began and ended"),
    Fault.BACKWARDS: lazy("The end has to be after the beginning, and within 12 hours"),
    Fault.AHEAD: lazy("This time is still to come"),
    Fault.TOO_LONG_AGO: lazy("This lies more than a year back"),
    Fault.NOT_OVER: lazy("End the session first: a note says when it began and stopped"),
    Fault.WAS_NOT_THERE: lazy("They were not there: correct their presence, or leave them out"),
}
DOORS = {
    Door.PSYCHOTHERAPY: lazy("Psychotherapy notes"),
    Door.SUD_COUNSELING: lazy("Counseling notes on substance use"),
}
KINDS = {
    Kind.GROUP: lazy("Group"),
    Kind.INDIVIDUAL: lazy("Individual session"),
    Kind.FAMILY: lazy("Family session"),
    Kind.EVALUATION: lazy("Evaluation"),
    Kind.MEDICATION: lazy("Medication visit"),
    Kind.NURSING: lazy("Nursing"),
    Kind.CRISIS: lazy("Crisis"),
    Kind.CONTACT: lazy("Contact"),
    Kind.DISCHARGE: lazy("Discharge"),
    Kind.OWN: lazy("Own notes"),
}
HOW = {
    How.NAME: lazy("a name"),
    How.INITIALS: lazy("initials"),
    How.PHONE: lazy("a telephone number"),
}


def kinds_to_choose(*, own: bool) -> list[tuple[str, str]]:
    """(code, name) of the notes about one person, or of those behind a door of their own."""
    found = [one for one in on_file.forms().values() if bool(one.door) == own and one.kind != Kind.GROUP]
    return [(one.code, one.name.said(language())) for one in found]


def language() -> str:
    """In which language a note is written: that of whoever signs it."""
    return "es" if (get_language() or "").startswith("es") else "en"


def fault_in_words(missing: Missing, form: NoteForm) -> str:
    asked = form.ask(missing.code)
    heading = asked.name.said(language()) if asked else ""
    return str(FAULTS[missing.fault]) % {"heading": heading}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a time without anybody writing it down. Moments are aware, minutes whole."""

    title: str
    begins_at: datetime
    ends_at: datetime
    minutes: int
    zone: str
    leaders: Sequence[str] = ()
    #: How many were there, in a group.
    people: int | None = None
    was_late: bool = False
    left_early: bool = False
    #: Where somebody was who came from elsewhere; empty for who was in the room.
    location: str = ""
    program: str = ""
    signed_late: bool = False
    objective: str = ""


def text_of(form: NoteForm, facts: Facts, shared: Mapping[str, str], own: Mapping[str, str]) -> dict[str, Any]:
    """Everything that a note says, as it is signed, kept and printed: `facts` as (label, words), `parts` as (code, heading, words)."""
    tongue = language()
    parts = [
        [one.code, one.name.said(tongue), one.chosen(said, tongue)]
        for one, said in [*_said(form.shared, shared), *_said(form.own, own)]
    ]
    return {
        "title": facts.title,
        "form": form.name.said(tongue),
        "facts": [[str(label), said] for label, said in _facts(facts) if said],
        "parts": parts,
    }


def when_in_words(begins_at: datetime, ends_at: datetime, zone: str) -> str:
    """To be read years later, on the clock of where it was: "Tue 24 Nov 2026, 09:00 to 10:30 (America/Chicago)"."""
    begins, ends = (at.astimezone(ZoneInfo(zone)) for at in (begins_at, ends_at))
    return _("%(day)s, %(start)s to %(end)s (%(zone)s)") % {
        "day": words.day(begins.date(), "dated"), "start": f"{begins:%H:%M}", "end": f"{ends:%H:%M}", "zone": zone,
    }  # fmt: skip


def _said(asks: Iterable[Asked], said: Mapping[str, str]) -> list[tuple[Asked, str]]:
    return [(one, said[one.code].strip()) for one in asks if said.get(one.code, "").strip()]


def _facts(facts: Facts) -> list[tuple[str, str]]:
    came = [
        *([_("came late")] if facts.was_late else []),
        *([_("left early")] if facts.left_early else []),
    ]
    where = _("from elsewhere: %(place)s") % {"place": facts.location} if facts.location else _("in person")
    return [
        (_("Program"), facts.program),
        (_("When"), when_in_words(facts.begins_at, facts.ends_at, facts.zone)),
        (_("Minutes"), str(facts.minutes) + (f" ({', '.join(came)})" if came else "")),
        (_("How"), where),
        (_("People there"), str(facts.people) if facts.people is not None else ""),
        (_("Led by"), ", ".join(facts.leaders)),
        (_("Speaks to"), facts.objective),
        (_("Late entry"), _("signed after it was due") if facts.signed_late else ""),
    ]
