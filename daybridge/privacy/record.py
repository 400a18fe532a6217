"""What this room keeps about a participant: who looked at their record, and when it was taken out."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, as_json
from daybridge.people.models import Participant
from daybridge.privacy.queries import Access, accesses
from daybridge.privacy.sentences import purpose_in_words
from daybridge.ui import words


def _read(participant: Participant) -> Iterable[Access]:
    return accesses(participant.id)


def _as_json(one: Access) -> dict[str, Any]:
    by = {"id": str(one.person_id) if one.person_id else None, "name": one.by}
    return {"id": one.id, "at": as_json(one.at), "what": one.what, "by": by, "purpose": one.purpose}


def _in_words(one: Access) -> Told:
    said = {
        "chart": _("Looked at your chart"),
        "document": _("Opened a document about you"),
        "page": _("You opened your whole record"),
        "json": _("You downloaded your whole record"),
    }[one.what]
    by = "" if one.what in ("page", "json") else one.by
    return Told(
        words.exact_moment(one.at), (Line("", said), Line(_("Who"), by), Line(_("Why"), purpose_in_words(one.purpose)))
    )


SECTIONS = (
    Section(
        code="access",
        title=lazy("Who looked at your record"),
        lede=lazy("Each time somebody opened your chart, and each time you took your record out."),
        tables=(),
        read=_read,
        as_json=_as_json,
        in_words=_in_words,
    ),
)
