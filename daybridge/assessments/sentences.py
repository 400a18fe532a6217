"""Assessments and levels of care in a person's words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.assessments.on_file import Form
from daybridge.assessments.rules import MOST_CHARACTERS, Change, Fault, Level, LevelFault, Missing
from daybridge.ui import words

LEVELS = {
    Level.NONE: lazy("No program"),
    Level.OUTPATIENT: lazy("Outpatient"),
    Level.INTENSIVE: lazy("Intensive outpatient"),
    Level.PARTIAL: lazy("Partial hospitalization"),
    Level.RESIDENTIAL: lazy("Residential"),
    Level.HOSPITAL: lazy("Hospital"),
}
CHANGES = {
    Change.ADMISSION: lazy("Admission"),
    Change.READMISSION: lazy("Came back"),
    Change.CONTINUED: pgettext_lazy("level of care", "Stays as it is"),
    Change.STEP_UP: lazy("Step up"),
    Change.STEP_DOWN: lazy("Step down"),
    Change.HOLD: pgettext_lazy("level of care", "On hold"),
    Change.TRANSFER: lazy("Transfer"),
    Change.DISCHARGE: lazy("Discharge"),
}
_FAULTS = {
    Fault.MISSING: lazy("%(said)s: not answered yet."),
    Fault.TOO_LONG: lazy("%(said)s: keep it to %(characters)s characters."),
    Fault.NO_CHOICE: lazy("%(said)s: choose one of these."),
    Fault.NO_DAY: lazy("%(said)s: choose a day."),
    Fault.NO_NUMBER: lazy("%(said)s: write a number from %(least)s to %(most)s."),
    Fault.UNCONFIRMED: lazy("%(said)s: filled in beforehand, confirmed by nobody yet."),
}
_LEVEL_FAULTS = {
    LevelFault.NEEDS_REASON: lazy("Write why."),
    LevelFault.NOT_BY_HAND: lazy("Choose what happens."),
    LevelFault.STAYS: lazy("Here the level stays the same. Choose another line for a new level."),
    LevelFault.NOT_HIGHER: lazy("A step up leads to a higher level than now."),
    LevelFault.NOT_LOWER: lazy("A step down leads to a lower level than now."),
    LevelFault.NOT_THEN: lazy("Choose a day from the last change until today."),
}


def language() -> str:
    return (get_language() or "en")[:2]


def fault_in_words(missing: Missing, form: Form) -> str:
    """With the question that it is about."""
    asked = form.ask(missing.code)
    said = asked.name.said(language()) if asked else missing.code
    about = {"said": said, "characters": MOST_CHARACTERS}
    if asked:
        about |= {"least": f"{asked.least:g}", "most": f"{asked.most:g}"}
    return str(_FAULTS[missing.fault]) % about


def level_fault_in_words(fault: LevelFault) -> str:
    return str(_LEVEL_FAULTS[fault])


def source_in_words(source: Mapping[str, Any]) -> str:
    """Where an answer was filled in from; empty for what somebody typed."""
    if not source:
        return ""
    on = words.day(date.fromisoformat(source["on"]), "plain")
    if source["from"] == "referral":
        said = _("From the referral of %(on)s") % {"on": on}
        return f"{said} ({source['places']})" if source.get("places") else said
    if source["from"] == "list":
        return _("From the list of medicines on %(on)s") % {"on": on}
    return _("From the assessment of %(on)s") % {"on": on}
