"""Codes and facts of a referral as intake staff read them, in their language."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from daybridge.intake.rules import (
    CallResult,
    CallWith,
    Concern,
    Counted,
    DeclineReason,
    Dose,
    IdentifierFact,
    Likeness,
    Missing,
    NotRead,
    ObservationFact,
    Place,
    State,
    Stay,
    WaitingReason,
    When,
    WithdrawReason,
)

STATES: Mapping[str, Promise] = {
    State.RECEIVED: pgettext_lazy("referral", "New"),
    State.SCREENING: pgettext_lazy("referral", "In screening"),
    State.ACCEPTED: pgettext_lazy("referral", "Accepted"),
    State.WAITING_LIST: pgettext_lazy("referral", "On the waiting list"),
    State.DECLINED: pgettext_lazy("referral", "Declined"),
    State.ADMITTED: pgettext_lazy("referral", "Admitted"),
    State.WITHDRAWN: pgettext_lazy("referral", "Withdrawn"),
}
TONES = {
    State.RECEIVED: "next",
    State.SCREENING: "waiting",
    State.ACCEPTED: "good",
    State.WAITING_LIST: "waiting",
    State.DECLINED: "plain",
    State.ADMITTED: "good",
    State.WITHDRAWN: "plain",
}
DECLINE_REASONS: Mapping[str, Promise] = {
    DeclineReason.HIGHER_LEVEL: lazy("Needs more care than we give (hospital, detox or residential)"),
    DeclineReason.LOWER_LEVEL: lazy("Needs less care than we give (outpatient)"),
    DeclineReason.OTHER_NEED: lazy("Needs something we don't offer"),
    DeclineReason.NOT_COVERED: lazy("Not covered, and no other way to pay"),
    DeclineReason.NO_PLACE: lazy("No place in time"),
    DeclineReason.OUT_OF_REACH: lazy("Lives too far away, or where we are not licensed"),
    DeclineReason.SAID_NO: lazy("The person does not want it now"),
    DeclineReason.NOT_REACHED: lazy("Not reached after several tries"),
}
WAITING_REASONS: Mapping[str, Promise] = {
    WaitingReason.PLACE: lazy("Waits for a place"),
    WaitingReason.AUTHORIZATION: lazy("Waits for the payer's authorization"),
    WaitingReason.RECORDS: lazy("Waits for records"),
    WaitingReason.LEAVING_HOSPITAL: lazy("Still in the hospital"),
    WaitingReason.LATER_START: lazy("Asked to start later"),
    WaitingReason.WAY_TO_COME: lazy("Needs a way to come, or child care"),
}
WITHDRAW_REASONS: Mapping[str, Promise] = {
    WithdrawReason.REFERRER: lazy("The referrer took it back"),
    WithdrawReason.PERSON: lazy("The person took it back"),
    WithdrawReason.SENT_IN_ERROR: lazy("It was sent here in error"),
    WithdrawReason.SAME_AS_ANOTHER: lazy("It is the same as another referral"),
}
CALLS_WITH: Mapping[str, Promise] = {
    CallWith.REFERRER: lazy("The referrer"),
    CallWith.PERSON: lazy("The person referred"),
    CallWith.CONTACT: lazy("Family or another contact"),
    CallWith.PAYER: lazy("The payer"),
}
CALL_RESULTS: Mapping[str, Promise] = {
    CallResult.REACHED: lazy("Reached them"),
    CallResult.LEFT_MESSAGE: lazy("Left a message"),
    CallResult.NO_ANSWER: lazy("No answer"),
}
STEPS: Mapping[str, Promise] = {
    "received": lazy("Came in as a file"),
    "received_by_phone": lazy("Taken down by phone"),
    "asked_to_return": lazy("Asked in the app to come back"),
    "call": lazy("Call"),
    "screening": lazy("Screening began"),
    "accepted": lazy("Accepted"),
    "waiting_list": lazy("Put on the waiting list"),
    "declined": lazy("Declined"),
    "withdrawn": lazy("Withdrawn"),
    "reopened": lazy("Opened again"),
    "known_person": lazy("Joined to someone on record"),
    "new_person": lazy("Taken as someone new"),
    "admitted": lazy("Admitted"),
}
#: The names of code systems; the codes themselves are the sender's.
SYSTEMS = {
    "http://snomed.info/sct": "SNOMED CT",
    "http://loinc.org": "LOINC",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://hl7.org/fhir/sid/icd-9-cm": "ICD-9-CM",
    "http://www.ama-assn.org/go/cpt": "CPT",
    "http://hl7.org/fhir/sid/ndc": "NDC",
}


# --- Places and times ------------------------------------------------------------------------------------------------


def place_in_words(place: Place) -> str:
    """Where in the file: "entry 14, Condition.code"; empty for what was told by phone."""
    named = ".".join(part for part in (place.kind, place.field) if part)
    entry = _("entry %(number)s") % {"number": place.entry} if place.entry else ""
    return ", ".join(part for part in (entry, named) if part)


def places_in_words(fault: NotRead) -> str:
    """Where something that was not read stands; of many entries the first ones and how many more."""
    first = place_in_words(fault.place)
    if not fault.also:
        return first
    listed = ", ".join(str(number) for number in (fault.place.entry, *fault.also))
    further = fault.count - 1 - len(fault.also)
    if not further:
        return _("entries %(listed)s") % {"listed": listed}
    more = ngettext("entries %(listed)s and %(count)s more", "entries %(listed)s and %(count)s more", further)
    return more % {"listed": listed, "count": further}


def reason_in_words(code: str) -> str:
    """Why a referral waits, was declined or withdrawn."""
    known = {**DECLINE_REASONS, **WAITING_REASONS, **WITHDRAW_REASONS}
    return str(known.get(code, ""))


def call_in_words(call_with: str, outcome: str) -> str:
    """Whom a call was with and what came of it."""
    return f"{CALLS_WITH[call_with]}: {CALL_RESULTS[outcome]}"


def when_in_words(when: When | None) -> str:
    """As exactly as it was told, and no more: "1980", "May 1980", "3 May 1980"."""
    if when is None:
        return ""
    if len(when.text) == 4:
        return when.text
    formats = _("F Y") if len(when.text) == 7 else _("j F Y")
    return format_date(when.earliest if when.day is None else when.day, formats)


def clock_in_words(due_at: datetime, first_response_at: datetime | None, now: datetime) -> str:
    """A referral's clock: "Answer due in 1 h 20 min", "1 h late", "Answered in time"."""
    if first_response_at:
        late = first_response_at - due_at
        return _("Answered %(span)s late") % {"span": length(late)} if late > timedelta() else _("Answered in time")
    left = due_at - now
    if left < timedelta():
        return _("%(span)s late") % {"span": length(-left)}
    return _("Answer due in %(span)s") % {"span": length(left)}


def clock_tone(due_at: datetime, first_response_at: datetime | None, now: datetime) -> str:
    """How pressing a clock is: late, soon (the last hour), calm, or done."""
    if first_response_at:
        return "done"
    left = due_at - now
    return "late" if left < timedelta() else "soon" if left < timedelta(hours=1) else "calm"


def length(span: timedelta) -> str:
    """A length of time in two units at most."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": max(minutes, 1)}
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return (
            _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
            if rest and hours < 10
            else _("%(hours)s h") % {"hours": hours}
        )
    days = minutes // (24 * 60)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def time_in_words(when: When | None) -> str:
    """A stay's hour where it was told, on the site's clock."""
    if when is None or when.moment is None:
        return when_in_words(when)
    return format_date(localtime(when.moment), _("j F Y, H:i"))


# --- Facts -----------------------------------------------------------------------------------------------------------


def system_in_words(system: str) -> str:
    return SYSTEMS.get(system, _("the sender's own code") if system else "")


def code_in_words(system: str, code: str) -> str:
    """A sender's code with its system, so that the diagnosis stays exact whatever words are shown."""
    return f"{system_in_words(system)} {code}".strip() if code else ""


_EVERY = {
    "h": (lazy("every hour"), lazy("every %(period)s hours")),
    "d": (lazy("a day"), lazy("every %(period)s days")),
    "wk": (lazy("a week"), lazy("every %(period)s weeks")),
    "mo": (lazy("a month"), lazy("every %(period)s months")),
}


def dose_in_words(dose: Dose) -> str:
    """How it is taken, in the sender's words or made from the parts they gave."""
    if dose.text:
        return dose.text
    amount = f"{dose.amount} {dose.unit}".strip() if dose.unit else dose.amount
    parts = [amount, _times(dose), _("as needed") if dose.as_needed else ""]
    return ", ".join(part for part in parts if part)


def _times(dose: Dose) -> str:
    if dose.period_unit not in _EVERY or not dose.period:
        return ""
    one, several = _EVERY[dose.period_unit]
    every = str(one) if dose.period in ("1", "1.0") else str(several) % {"period": dose.period}
    if dose.period_unit == "h" or dose.period not in ("1", "1.0"):
        return (
            every if dose.times in ("", "1") else _("%(times)s times %(every)s") % {"times": dose.times, "every": every}
        )
    return (
        _("once %(every)s") % {"every": every}
        if dose.times in ("", "1")
        else _("%(times)s times %(every)s") % {"times": dose.times, "every": every}
    )


_LONG_NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d{3,}(?![\w.])")


def value_in_words(observation: ObservationFact) -> str:
    """An observation's value; long fractions are rounded (the original has every digit)."""
    return f"{_LONG_NUMBER.sub(_rounded, observation.value)} {observation.unit}".strip()


def _rounded(number: re.Match[str]) -> str:
    value = float(number[0])
    return f"{value:.3g}" if abs(value) < 1 else f"{round(value, 2):.2f}".rstrip("0").rstrip(".")


def stay_kind_in_words(stay: Stay) -> str:
    known = {
        "IMP": _("admitted to hospital"),
        "ACUTE": _("admitted to hospital"),
        "NONAC": _("admitted, not acute"),
        "EMER": _("emergency department"),
        "OBSENC": _("under observation"),
        "SS": _("short stay"),
    }
    return known.get(stay.kind, stay.kind_text or stay.kind)


def identifier_in_words(identifier: IdentifierFact) -> str:
    """A number someone knows the person by; of those that open doors elsewhere only the end."""
    if identifier.opens_doors:
        return f"… {identifier.value[-4:]}"
    return identifier.value


def known_by_in_words(known_by: str) -> str:
    """How the file says who refers."""
    return {
        "asked": _("who asks for it"),
        "wrote": _("who wrote the document"),
        "stay": _("who cared for them in the hospital"),
        "visit": _("who saw them last"),
        "record": _("who keeps their record"),
        "phone": _("by phone"),
    }.get(known_by, "")


def request_status_in_words(status: str) -> str:
    """What is not simply asked for."""
    return {
        "not_to_be_done": _("not to be done"),
        "on-hold": _("on hold"),
        "draft": _("draft"),
    }.get(status, "")


def sex_in_words(code: str) -> str:
    known = {
        "male": _("male"), "female": _("female"), "other": pgettext("sex", "other"), "unknown": _("not known"),
        "M": _("male"), "F": _("female"), "OTH": pgettext("sex", "other"), "UNK": _("not known"), "ASKU": _("asked, not answered"),
    }  # fmt: skip
    return known.get(code, code)


# --- What is missing, what comes first, what is counted --------------------------------------------------------------


def missing_in_words(missing: Missing) -> str:
    """What to ask for."""
    words = {
        "name": _("The name: ask for given and family name."),
        "birth_date": _("The birth date."),
        "whole_birth_date": _("The whole birth date: only %(value)s is stated."),
        "way_to_reach": _("A phone number or e-mail address to reach the person."),
        "referrer": _("Who refers them: name and organization."),
        "referrer_phone": _("A phone number to answer the referrer."),
        "request": _("What is asked for: no request is stated."),
        "stay": _("The hospital stay: none is stated."),
        "end_of_stay": _("The day they leave, or left, the hospital."),
        "problems": _("A diagnosis that holds now."),
        "suicide_risk": _("An answer about suicide risk (such as question 9 of the PHQ-9, or the C-SSRS)."),
        "medicines": _("Medicines: none are stated. That does not mean that none are taken."),
        "doses": _("The dose of: %(value)s."),
        "allergies": _("Allergies: none are stated. That does not mean that there are none."),
        "coverage": _("Who pays."),
        "member_id": _("The member number with the payer."),
        "language": _("The language they speak."),
        "contact": _("Someone to call in an emergency."),
    }[missing.code]
    return words % {"value": missing.value}


def concern_in_words(concern: Concern) -> str:
    """What to look at before anything else."""
    if concern.code == "died":
        when = when_in_words(When(concern.value)) if concern.value else ""
        return (
            _("The file says that this person died (%(value)s).")
            if when
            else _("The file says that this person has died.")
        ) % {"value": when}
    if concern.code == "old":
        return _("The newest entry in the file is from %(value)s: ask what has changed since.") % {
            "value": when_in_words(When(concern.value))
        }
    words = {
        "better_off_dead": _(
            "Asked about thoughts of being better off dead, they answered “%(value)s”. Have someone talk with them today."
        ),
        "minor": _("They are %(value)s years old. A parent or guardian has to be asked."),
        "still_in_hospital": _("The stay has no end in the file: they may still be in the hospital."),
        "not_to_be_given": _("Not to be given: %(value)s."),
        "interpreter": _("They need an interpreter (%(value)s)."),
    }[concern.code]
    return words % {"value": concern.value}


def counted_in_words(counted: Counted) -> str:
    """What is in the original and not listed here."""
    count = counted.count
    words = {
        "earlier_stays": ngettext("%(count)s earlier hospital stay", "%(count)s earlier hospital stays", count),
        "visits": ngettext("%(count)s visit outside the hospital", "%(count)s visits outside the hospital", count),
        "stopped_medicines": ngettext(
            "%(count)s medicine that was stopped or finished",
            "%(count)s medicines that were stopped or finished",
            count,
        ),
        "repeated_orders": ngettext(
            "%(count)s earlier order of the same medicines", "%(count)s earlier orders of the same medicines", count
        ),
        "past_allergies": ngettext(
            "%(count)s allergy that no longer holds", "%(count)s allergies that no longer hold", count
        ),
        "earlier_observations": ngettext("%(count)s earlier observation", "%(count)s earlier observations", count),
        "ended_coverage": ngettext("%(count)s coverage that has ended", "%(count)s coverages that have ended", count),
        "done_requests": ngettext(
            "%(count)s request that is done or was dropped", "%(count)s requests that are done or were dropped", count
        ),
        "superseded_documents": ngettext("%(count)s superseded document", "%(count)s superseded documents", count),
    }
    more = ngettext(
        "%(count)s more entry than fits on this page", "%(count)s more entries than fit on this page", count
    )
    return words.get(counted.code, more) % {"count": count}


def not_read_in_words(fault: NotRead) -> str:
    """Why something is not among the facts; its place is told beside it."""
    shapes = {
        "object": _("an object"), "list": _("a list"), "text": _("text"), "flag": _("true or false"),
        "number": _("a number"), "date": _("a date"),
    }  # fmt: skip
    words = {
        "kind_not_read": _("Entries of the kind %(value)s are not read."),
        "wrong_shape": _("It should be %(value)s, so this entry was left out."),
        "modifier": _("It carries a modifier that Daybridge does not know, so this entry was left out."),
        "says_nothing": _("It is empty, so this entry says nothing."),
        "about_nobody": _("It does not say whom it is about, so this entry was left out."),
        "about_something_else": _("It is not about this person (%(value)s), so this entry was left out."),
        "entered_in_error": _("Its sender marked it as entered in error."),
        "ends_before_it_starts": _("It ends before it starts, so this entry was left out."),
        "points_nowhere": _("It points to “%(value)s”, which is not in the file, so this entry was left out."),
        "unreadable_attachment": _("Its attachment can't be decoded. It is in the original."),
        "a_curve": _("It is a curve, which is not shown. It is in the original."),
        "empty_entry": _("The entry is empty."),
        "no_kind": _("The entry does not say what it is."),
        "deleted": _("The entry asks to delete something."),
        "changes_only": _("The entry holds only changes to something that is not in the file."),
    }[fault.code]
    return words % {"value": shapes.get(fault.value, fault.value)}


def likeness_in_words(likeness: Likeness) -> str:
    """One thing in which two records agree or differ."""
    words = {
        "same_identifier": _("The same number: %(value)s."),
        "same_name": _("The same name."),
        "same_name_once": _("The same name, as it once was: %(value)s."),
        "part_of_name": _("Part of the name is the same: %(value)s."),
        "other_name": _("But the names differ."),
        "same_birth_date": _("The same birth date."),
        "swapped_birth_date": _("The same birth date with day and month swapped (%(value)s on record)."),
        "close_birth_date": _("A birth date that differs in one digit (%(value)s on record)."),
        "part_of_birth_date": _("As much of the birth date as the referral states (%(value)s) is the same."),
        "other_birth_date": _("But the birth dates differ (%(value)s on record)."),
        "no_birth_date": _("But the referral does not state the birth date."),
    }[likeness.code]
    return words % {"value": likeness.value}
