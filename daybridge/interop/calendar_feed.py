"""The address that a participant's own calendar follows: without a sign-in, for whoever has it."""

from collections import Counter
from datetime import UTC, timedelta
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daybridge.core import clock, tenancy
from daybridge.core.errors import TooMany
from daybridge.interop.calendar_text import Entry, as_icalendar
from daybridge.programs.attending import queries
from daybridge.programs.attending.models import CalendarLink
from daybridge.programs.attending.proof import read_token
from daybridge.programs.attending.queries import Dated

WEEKS_BACK, WEEKS_AHEAD = 4, 8
#: A calendar looks every few minutes at the most; several devices may follow one address.
MOST_AN_HOUR = 120


class Pace:
    """How often each address was asked for in this hour, in this process's memory."""

    def __init__(self) -> None:
        self._hour, self._asked = 0, Counter[UUID]()

    def note(self, link_id: UUID) -> None:
        """Count one more look. Raises TooMany (429) past what an hour may hold."""
        hour = int(clock.now().timestamp() // 3600)
        if hour != self._hour:
            self._hour, self._asked = hour, Counter()
        self._asked[link_id] += 1
        if self._asked[link_id] > MOST_AN_HOUR:
            raise TooMany("This calendar is asked for too often. Look again in an hour.")


_pace = Pace()


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The sessions of whose link it is. One that was ended answers like one that never was: 404."""
    signed = read_token(token)  # nothing is asked of the database for what we did not sign
    if signed is None:
        return HttpResponse(status=404)
    tenancy.enter(signed.organization_id)
    link = queries.followed_link(signed.organization_id, signed.link_id)
    if link is None:
        return HttpResponse(status=404)
    _pace.note(link.id)  # after that: a brake would tell of a dead link that it once lived
    text = text_of(link)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=900"
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["ETag"] = f'"{uuid5(signed.link_id, text.decode()).hex}"'
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def text_of(link: CalendarLink) -> bytes:
    """As the link's owner chose it, in their language: appointments, or groups by name."""
    now = clock.now()
    since, until = now - timedelta(weeks=WEEKS_BACK), now + timedelta(weeks=WEEKS_AHEAD)
    with translation.override(link.participant.language):
        entries = [_entry(link, one) for one in queries.followed(link.participant_id, since=since, until=until)]
        return as_icalendar(entries, name=_("Appointments"))


def _entry(link: CalendarLink, dated: Dated) -> Entry:
    occurrence, series = dated.occurrence, dated.occurrence.series
    places = (series.site, occurrence.held_in) if link.shows_names else ()
    return Entry(
        # Of this person and this session alone: two calendars that are laid side by side tell of no group in common.
        uid=uuid5(link.participant_id, occurrence.id.hex),
        begins_at=occurrence.begins_at.astimezone(UTC),
        ends_at=occurrence.ends_at.astimezone(UTC),
        title=series.group.called if link.shows_names else _("Appointment"),
        where=", ".join(str(place) for place in places if place),
        is_cancelled=not dated.is_on,
        changed_at=dated.changed_at.astimezone(UTC).replace(microsecond=0),
        sequence=dated.changes,
    )
