"""What this room keeps about a participant: who looked at their record, when it was taken out, and what they shared."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, as_json, in_portions
from daybridge.people.models import Participant
from daybridge.privacy.models import Share
from daybridge.privacy.queries import Access, SupporterLook, accesses, looks_of_supporters
from daybridge.privacy.sentences import look_in_words, part_in_words, purpose_in_words
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


def _shares(participant: Participant) -> Iterable[Share]:
    found = Share.objects.filter(participant_id=participant.id).select_related("participant", "supporter")
    return in_portions(found.order_by("since", "id"))


def _share_in_words(one: Share) -> Told:
    return Told(
        part_in_words(one.part),
        (
            Line(_("With"), one.supporter.name),
            Line(_("From"), words.exact_moment(one.since)),
            Line(_("Until"), words.day(one.until, "plain")),
            Line(_("Stopped"), words.exact_moment(one.ended_at)),
        ),
    )


def _looks(participant: Participant) -> Iterable[SupporterLook]:
    return reversed(looks_of_supporters(participant.id, most=None))


def _look_as_json(one: SupporterLook) -> dict[str, Any]:
    by = {"id": str(one.supporter_id), "name": one.by}
    return {"at": as_json(one.at), "part": one.part, "by": by}


def _look_in_words(one: SupporterLook) -> Told:
    return Told(words.exact_moment(one.at), (Line("", look_in_words(one.part, one.by)),))


SECTIONS = (
    Section(
        code="shares",
        title=lazy("What you shared"),
        lede=lazy("Each part that you let somebody see, and until when."),
        tables=("privacy.Share",),
        read=_shares,
        in_words=_share_in_words,
    ),
    Section(
        code="shared_looks",
        title=lazy("Who looked at what you shared"),
        lede=lazy("Each time one of your people opened a part."),
        tables=(),
        read=_looks,
        as_json=_look_as_json,
        in_words=_look_in_words,
    ),
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
