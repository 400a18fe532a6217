"""What this room keeps about a participant: the notes that were signed, with what was added to them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.notes.models import CoSignature, Note
from daybridge.people.models import Participant
from daybridge.ui import words


def _notes(participant: Participant) -> Iterable[Note]:
    found = Note.objects.filter(participant_id=participant.id)
    found = found.select_related("signed_by", "supervisor", "cosignature__signed_by")
    return in_portions(found.prefetch_related("addenda__signed_by").order_by("begins_at", "id"))


def _second(one: Note) -> CoSignature | None:
    return getattr(one, "cosignature", None)


def _as_json(one: Note) -> dict[str, Any]:
    second = _second(one)
    return row_as_json(one) | {
        "addenda": [row_as_json(added) for added in one.addenda.all()],
        "cosignature": row_as_json(second) if second else None,
    }


def _in_words(one: Note) -> Told:
    second = _second(one)
    return Told(
        f"{one.text['title']}, {words.exact_moment(one.begins_at)}",
        (
            *(Line(label, said) for label, said in one.text["facts"]),
            *(Line(heading, said) for _code, heading, said in one.text["parts"]),
            Line(_("Signed by"), f"{one.signed_by}, {words.exact_moment(one.signed_at)}"),
            Line(
                _("Signed beside them by"),
                f"{second.signed_by}, {words.exact_moment(second.signed_at)}" if second else "",
            ),
            *(
                Line(_("Added by %(who)s") % {"who": added.signed_by}, added.said)
                for added in sorted(one.addenda.all(), key=lambda added: added.signed_at)
            ),
        ),
    )


SECTIONS = (
    Section(
        code="notes",
        title=lazy("Notes about your sessions"),
        lede=lazy("What your team wrote and signed, as it was signed, with what was added later."),
        tables=("notes.Note", "notes.Addendum", "notes.CoSignature"),
        read=_notes,
        as_json=_as_json,
        in_words=_in_words,
    ),
)
