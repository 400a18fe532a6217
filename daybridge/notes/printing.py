"""A signed note on paper, from the text that was signed."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from daybridge.notes import queries
from daybridge.notes.models import Addendum, CoSignature, Note
from daybridge.people.models import Organization
from daybridge.ui import printing, words


def as_pdf(
    note: Note, addenda: Sequence[Addendum], cosignature: CoSignature | None, organization: Organization
) -> bytes:
    """Some pages: what was signed, by whom and when, its digest, and what was added. In the language in which it was signed."""
    return printing.as_pdf(told_of(note, addenda, cosignature, organization))


def told_of(
    note: Note, addenda: Sequence[Addendum], cosignature: CoSignature | None, organization: Organization
) -> dict[str, Any]:
    """What is printed, as the template reads it: in the note's own language, whatever that of who prints it."""
    with translation.override(note.language):
        return _told(note, addenda, cosignature, organization)


def _told(
    note: Note, addenda: Sequence[Addendum], cosignature: CoSignature | None, organization: Organization
) -> dict[str, Any]:
    who = note.participant
    return {
        "title": f"{note.text['title']} · {who.name}",
        "form": note.text["form"],
        "organization": organization.name,
        "language": note.language,
        "facts": [
            [
                _("Participant"),
                f"{who.name}, {_('born')} {words.day(who.born_on, 'plain')}, {_('record')} {who.record_number}",
            ],
            *note.text["facts"],
        ],
        "parts": [[heading, said] for _code, heading, said in note.text["parts"]],
        "signatures_title": _("Signed"),
        "signatures": _signatures(note, cosignature),
        "addenda_title": _("Added later"),
        "addenda": [[one.said, _by(str(one.signed_by), one)] for one in addenda],
        "footer": f"{who.record_number} · SHA-256 {note.digest}",
    }


def _signatures(note: Note, cosignature: CoSignature | None) -> list[str]:
    lines = [] if queries.is_whole(note) else [_("This is not what was signed: its seal does not fit.")]
    lines.append(_by(str(note.signed_by), note))
    if cosignature:
        lines.append(_by(str(cosignature.signed_by), cosignature))
    elif note.needs_cosignature:
        lines.append(_("Waits for a second signature."))
    return lines


def _by(who: str, signed: Note | Addendum | CoSignature) -> str:
    return _("Signed by %(who)s, %(when)s") % {"who": who, "when": words.exact_moment(signed.signed_at)}
