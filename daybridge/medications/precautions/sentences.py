"""Allergies, naloxone, looks at a registry and pregnancy in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybridge.medications.precautions.rules import Allergy


def kind_in_words(kind: str) -> str:
    return {
        "allergy": _("Allergy"),
        "intolerance": _("Intolerance"),
        "none_known": _("No known allergies"),
        "taken_back": _("Taken back"),
    }[kind]


def severity_in_words(severity: str) -> str:
    return {
        "": _("not known how strong"),
        "mild": _("mild"),
        "moderate": _("moderate"),
        "severe": _("severe"),
    }[severity]


def told_by_in_words(told_by: str) -> str:
    return {
        "themselves": _("told by themselves"),
        "family": _("told by family"),
        "referral": _("from the referral"),
        "record": _("from an earlier record"),
        "": "",
    }[told_by]


def allergy_in_words(said: Allergy) -> str:
    """What happens with it: "rash, swelling (severe)"."""
    severity = severity_in_words(said.severity) if said.severity else ""
    return f"{said.reactions} ({severity})" if said.reactions and severity else said.reactions or severity


def naloxone_in_words(step: str) -> str:
    return {
        "offered": _("Naloxone offered"),
        "given": _("Naloxone given"),
        "declined": _("Naloxone declined"),
        "has_it": _("Has naloxone already"),
    }[step]


def pregnant_in_words(answer: str) -> str:
    return {
        "yes": _("Pregnant"),
        "no": _("Not pregnant"),
        "unsure": _("Not sure if pregnant"),
        "not_asked": _("Pregnancy not asked about"),
        "not_applicable": _("Pregnancy does not apply"),
    }[answer]


def contraception_in_words(answer: str) -> str:
    return {
        "yes": _("uses contraception"),
        "no": _("uses no contraception"),
        "unsure": _("not sure about contraception"),
        "not_asked": _("contraception not asked about"),
        "not_applicable": _("contraception does not apply"),
    }[answer]


def answer_in_words(answer: str) -> str:
    """An answer as a form offers it."""
    return {
        "yes": _("Yes"),
        "no": _("No"),
        "unsure": _("Not sure"),
        "not_asked": pgettext("question", "Not asked"),
        "not_applicable": _("Does not apply"),
    }[answer]


def fault_in_words(field: str, fault: str) -> str:
    """Why a form is refused, beside its field."""
    words = {
        ("substance", "missing"): _("Write what it is to."),
        ("found", "missing"): _("Write in a line what was found."),
        ("states", "missing"): _("Name at least one state."),
        ("states", "unknown"): _("Write states as two letters, at most 8 of them: TX, NM."),
        ("on_day", "out-of-range"): _("Choose a day in the last year, today at the latest."),
        ("next_on", "out-of-range"): _("Choose a day from today on, within 400 days."),
    }
    general = {"too-long": _("This is too long. Please shorten it."), "unknown": _("This isn't one of the choices.")}
    return words.get((field, fault)) or general[fault]
