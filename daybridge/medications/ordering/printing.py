"""A signed order on paper, from the text that was signed, with room for a signature by hand."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from daybridge.medications.ordering.models import MedicineOrder
from daybridge.medications.ordering.rules import OrderText
from daybridge.medications.ordering.sentences import kind_in_words
from daybridge.people.models import Organization
from daybridge.ui import printing, words

_LINE = "_" * 32


def as_pdf(order: MedicineOrder, organization: Organization, *, is_whole: bool) -> bytes:
    """One page. It is no electronic prescription, and says so where the substance is controlled."""
    with translation.override(order.language):
        return printing.as_pdf(told_of(order, organization, is_whole=is_whole))


def told_of(order: MedicineOrder, organization: Organization, *, is_whole: bool = True) -> dict[str, Any]:
    """What is printed, as the template reads it."""
    who, text = order.participant, OrderText(**order.text)
    parts = [
        (_("How it is taken"), text.directions),
        (_("For the pharmacist"), text.note),
        (_("Controlled substance"), _controlled(text.schedule)),
        (_("To be filled in by hand"), "\n".join(f"{label}: {_LINE}" for label in _by_hand(text.schedule))),
    ]
    return {
        "title": f"{_('Order')} · {who.name}",
        "form": kind_in_words(order.kind),
        "organization": organization.name,
        "language": order.language,
        "facts": [
            [_("Participant"), f"{who.name}, {_('born')} {words.day(who.born_on, 'plain')}, {_('record')} {who.record_number}"],
            [_("Medicine"), text.drug],
            [_("How much"), text.amount],
            [_("How many to give"), text.quantity],
            [_("Refills"), str(text.refills)],
            [_("Prescribed by"), str(order.signed_by)],
        ],
        "parts": [[heading, said] for heading, said in parts if said],
        "signatures_title": _("Signed"),
        "signatures": _signatures(order, is_whole=is_whole),
        "addenda_title": "",
        "addenda": [],
        "footer": f"{who.record_number} · SHA-256 {order.digest}",
    }  # fmt: skip


def _controlled(schedule: str) -> str:
    if not schedule:
        return ""
    return _(
        "Schedule %(number)s. This paper is not an electronic prescription. Many states and payers ask for one for "
        "controlled substances: send it through a certified system."
    ) % {"number": schedule}


def _by_hand(schedule: str) -> list[str]:
    """A DEA number stands only where it is asked for."""
    dea = [_("DEA number")] if schedule else []
    return [*dea, _("NPI"), _("Signature"), _("Date")]


def _signatures(order: MedicineOrder, *, is_whole: bool) -> list[str]:
    lines = [] if is_whole else [_("This is not what was signed: its seal does not fit.")]
    said = _("Signed by %(who)s, %(when)s") % {"who": order.signed_by, "when": words.exact_moment(order.signed_at)}
    return [*lines, said]
