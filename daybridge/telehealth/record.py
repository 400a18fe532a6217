"""What this room keeps about a participant: that they agreed to care by video, and which rooms they came to."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.telehealth.models import RoomGuest, TelehealthConsent
from daybridge.telehealth.rules import Stand
from daybridge.ui import words


def _consents(participant: Participant) -> Iterable[TelehealthConsent]:
    return in_portions(TelehealthConsent.objects.filter(participant_id=participant.id).order_by("given_at", "id"))


def _consent_in_words(one: TelehealthConsent) -> Told:
    return Told(
        words.exact_moment(one.given_at),
        (Line("", _("You agreed to care by video.") if one.agrees else _("You took back your yes to care by video.")),),
    )


def _visits(participant: Participant) -> Iterable[RoomGuest]:
    found = RoomGuest.objects.filter(participant_id=participant.id)
    found = found.select_related("room__occurrence__series__group", "settled_by", "supporter").prefetch_related(
        "connections"
    )
    return in_portions(found.order_by("asked_at", "id"))


def _visit_as_json(one: RoomGuest) -> dict[str, Any]:
    return row_as_json(one) | {
        "occurrence": str(one.room.occurrence_id),
        "connections": [row_as_json(row) for row in one.connections.all()],
    }


_STANDS = {
    Stand.WAITING: lazy("Waited at the door"),
    Stand.ADMITTED: lazy("Was let in"),
    Stand.REMOVED: lazy("Was asked to leave"),
}


def _visit_in_words(one: RoomGuest) -> Told:
    occurrence = one.room.occurrence
    times = [
        f"{words.exact_moment(row.began_at)} – {words.exact_moment(row.ended_at) if row.ended_at else ''}"
        for row in one.connections.all()
    ]
    return Told(
        f"{occurrence.series.group}, {words.exact_moment(occurrence.begins_at)}",
        (
            Line(_("Who came"), one.supporter.name if one.supporter else _("You")),
            Line(_("Name in the room"), one.called),
            Line(_("Where you were"), one.location),
            Line(_("Number to call you back"), one.call_back),
            Line(_("How it stands"), _STANDS[Stand(one.stand)]),
            Line(_("Microphone off"), _("yes") if one.is_muted else ""),
            Line(_("Camera off"), _("yes") if one.is_camera_off else ""),
            *(Line(_("Connected"), one_time) for one_time in times),
        ),
    )


SECTIONS = (
    Section(
        code="video-consents",
        title=lazy("Care by video: what you agreed to"),
        lede=lazy("When you said yes to care by video, and when you took it back."),
        tables=("telehealth.TelehealthConsent",),
        read=_consents,
        in_words=_consent_in_words,
    ),
    Section(
        code="video-rooms",
        title=lazy("Sessions on video"),
        lede=lazy(
            "Which rooms you and people close to you came to, and when you were connected. Nothing that was said or shown is kept."
        ),
        tables=("telehealth.RoomGuest", "telehealth.RoomConnection"),
        read=_visits,
        in_words=_visit_in_words,
        as_json=_visit_as_json,
    ),
)
