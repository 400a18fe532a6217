"""Who may use the phone's API: the participant whose phone it is."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from daybridge.companion.api.pace import Pace
from daybridge.core.actors import Actor
from daybridge.core.errors import Refused
from daybridge.people.models import Participant

_pace = Pace()


def signed_in_participant(request: HttpRequest) -> Actor | None:
    """The participant with this session. A write also needs the CSRF token."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return None
    if not actor.is_participant:
        raise Refused(_("This is the participant's own page."))
    if request.method != "GET":
        if check_csrf(request) is not None:
            raise Refused(_("Reload the page and try again."), code="csrf")
        _pace.note(actor.account_id, request.path)  # type: ignore[arg-type]
    return actor


class ParticipantRequest(HttpRequest):
    """A request of the participant whose phone this is."""

    actor: Actor
    person: Participant
