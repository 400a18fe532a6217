"""What this room keeps about a participant: their sessions as they went, what was told of their presence, and what they told themselves."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.attendance.afterwards.models import PracticeTold, SessionRating
from daybridge.attendance.afterwards.rules import Practice
from daybridge.attendance.afterwards.sentences import PRACTICES, QUESTIONS
from daybridge.attendance.models import Attendance, Correction, Excuse, GuestVisit, MarkWithdrawn, PresenceMark, Promise
from daybridge.attendance.rules import Source, State, Way
from daybridge.attendance.sentences import SOURCES, STATES
from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.programs.calendar.models import Occurrence
from daybridge.ui import words

_OF_SESSION = "occurrence__series__group"


def _of(one: Any) -> str:
    """The session that a row is of: its group and when it was to begin."""
    occurrence: Occurrence = one.occurrence
    return f"{occurrence.series.group}, {words.exact_moment(occurrence.begins_at)}"


def _with_session(one: Any) -> dict[str, Any]:
    occurrence: Occurrence = one.occurrence
    return row_as_json(one) | {"group": occurrence.series.group.name, "begins_at": occurrence.begins_at.isoformat()}


# --- How sessions went -----------------------------------------------------------------------------------------------


def _attendance(participant: Participant) -> Iterable[Attendance]:
    found = Attendance.objects.filter(participant_id=participant.id).select_related(_OF_SESSION)
    return in_portions(found.order_by("on_day", "id"))


def _attendance_in_words(one: Attendance) -> Told:
    yes = _("yes")
    return Told(
        _of(one),
        (
            Line(_("How it went"), STATES[State(one.state)]),
            Line(_("Minutes there"), str(one.minutes)),
            Line(_("Minutes planned"), str(one.scheduled_minutes)),
            Line(_("Came"), words.exact_moment(one.first_at) if one.first_at else ""),
            Line(_("Left"), words.exact_moment(one.last_at) if one.last_at and not one.is_here else ""),
            Line(_("Late"), yes if one.is_late else ""),
            Line(_("Left early"), yes if one.left_early else ""),
            Line(_("From elsewhere"), yes if one.is_from_afar else ""),
        ),
    )


# --- Coming and going ------------------------------------------------------------------------------------------------


def _marks(participant: Participant) -> Iterable[PresenceMark]:
    found = PresenceMark.objects.filter(participant_id=participant.id)
    return in_portions(found.select_related(_OF_SESSION, "told_by", "withdrawn").order_by("at", "saved_at", "id"))


def _withdrawn(one: PresenceMark) -> MarkWithdrawn | None:
    return getattr(one, "withdrawn", None)


def _mark_as_json(one: PresenceMark) -> dict[str, Any]:
    withdrawn = _withdrawn(one)
    return _with_session(one) | {"withdrawn": row_as_json(withdrawn) if withdrawn else None}


def _mark_in_words(one: PresenceMark) -> Told:
    return Told(
        _of(one),
        (
            Line(_("Came") if one.way == Way.IN else _("Left"), words.exact_moment(one.at)),
            Line(_("How we know"), SOURCES[Source(one.source)]),
            Line(_("Told by"), str(one.told_by) if one.told_by else ""),
            Line(_("Where you said you were"), one.location),
            Line(_("Number to call you back"), one.call_back),
            Line("", _("A correction took the place of this.") if _withdrawn(one) else ""),
        ),
    )


def _corrections(participant: Participant) -> Iterable[Correction]:
    found = Correction.objects.filter(participant_id=participant.id).select_related(_OF_SESSION, "made_by")
    return in_portions(found.order_by("made_at", "id"))


def _correction_in_words(one: Correction) -> Told:
    return Told(_of(one), (Line(_("Why"), one.why), *_made(one)))


def _made(one: Correction | Excuse) -> tuple[Line, Line]:
    return Line(_("Told by"), str(one.made_by)), Line(_("Written"), words.exact_moment(one.made_at))


def _excuses(participant: Participant) -> Iterable[Excuse]:
    found = Excuse.objects.filter(participant_id=participant.id).select_related(_OF_SESSION, "made_by")
    return in_portions(found.order_by("made_at", "id"))


def _excuse_in_words(one: Excuse) -> Told:
    holds = _("yes") if one.holds else _("no, it was taken back")
    return Told(_of(one), (Line(_("Excused"), holds), Line(_("Why"), one.why), *_made(one)))


# --- What they told themselves ---------------------------------------------------------------------------------------


def _promises(participant: Participant) -> Iterable[Promise]:
    found = Promise.objects.filter(participant_id=participant.id).select_related(_OF_SESSION)
    return in_portions(found.order_by("made_at", "id"))


def _promise_in_words(one: Promise) -> Told:
    return Told(_of(one), (Line(_("You said that you will be there"), words.exact_moment(one.made_at)),))


def _ratings(participant: Participant) -> Iterable[SessionRating]:
    found = SessionRating.objects.filter(participant_id=participant.id).select_related(_OF_SESSION)
    return in_portions(found.order_by("made_at", "saved_at", "id"))


def _rating_in_words(one: SessionRating) -> Told:
    of_ten = _("%(value)s of %(most)s")
    given = [
        Line(QUESTIONS[question], "" if value is None else of_ten % {"value": value, "most": 10})
        for question, value in one.ratings.items()
    ]
    took_back = _("You took back what you had said.") if all(value is None for value in one.ratings.values()) else ""
    return Told(_of(one), (*given, Line("", took_back), Line(_("Written"), words.exact_moment(one.made_at))))


def _practice(participant: Participant) -> Iterable[PracticeTold]:
    found = PracticeTold.objects.filter(participant_id=participant.id).select_related(_OF_SESSION)
    return in_portions(found.order_by("made_at", "saved_at", "id"))


def _practice_in_words(one: PracticeTold) -> Told:
    return Told(
        _of(one),
        (
            Line(_("Home practice"), PRACTICES[Practice(one.said)]),
            Line(_("Written"), words.exact_moment(one.made_at)),
        ),
    )


def _guests(participant: Participant) -> Iterable[GuestVisit]:
    found = GuestVisit.objects.filter(participant_id=participant.id)
    return in_portions(found.select_related(_OF_SESSION, "invitation__supporter", "said_by").order_by("said_at", "id"))


def _guest_in_words(one: GuestVisit) -> Told:
    return Told(
        _of(one),
        (
            Line(one.invitation.supporter.name, _("came") if one.has_come else _("did not come")),
            Line(_("By"), str(one.said_by)),
            Line(_("Written"), words.exact_moment(one.said_at)),
        ),
    )


SECTIONS = (
    Section(
        code="attendance",
        title=lazy("Sessions you were expected at or came to"),
        lede=lazy("How each of them went for you, and for how long you were there."),
        tables=("attendance.Attendance",),
        read=_attendance,
        in_words=_attendance_in_words,
        as_json=_with_session,
    ),
    Section(
        code="presence",
        title=lazy("Coming to sessions and leaving"),
        lede=lazy("Each time that somebody or something said that you came or left."),
        tables=("attendance.PresenceMark", "attendance.MarkWithdrawn"),
        read=_marks,
        in_words=_mark_in_words,
        as_json=_mark_as_json,
    ),
    Section(
        code="presence-corrections",
        title=lazy("Corrections of when you were there"),
        lede=lazy("Where a member of staff said how it really was, and why."),
        tables=("attendance.Correction",),
        read=_corrections,
        in_words=_correction_in_words,
        as_json=_with_session,
    ),
    Section(
        code="excuses",
        title=lazy("Sessions you were excused from"),
        lede=lazy("By whom, and why."),
        tables=("attendance.Excuse",),
        read=_excuses,
        in_words=_excuse_in_words,
        as_json=_with_session,
    ),
    Section(
        code="promises",
        title=lazy("Sessions you said you would come to"),
        lede=lazy("What you tapped before a session."),
        tables=("attendance.Promise",),
        read=_promises,
        in_words=_promise_in_words,
        as_json=_with_session,
    ),
    Section(
        code="session-ratings",
        title=lazy("How sessions were for you"),
        lede=lazy("Your team sees averages of four or more people, and never what you said."),
        tables=("attendance.SessionRating",),
        read=_ratings,
        in_words=_rating_in_words,
        as_json=_with_session,
    ),
    Section(
        code="practice",
        title=lazy("Home practice"),
        lede=lazy("What you told of the practice after a session. Whoever leads the group sees it."),
        tables=("attendance.PracticeTold",),
        read=_practice,
        in_words=_practice_in_words,
        as_json=_with_session,
    ),
    Section(
        code="guests",
        title=lazy("Whether guests of yours came"),
        lede=lazy("What whoever led a family group said of those who were asked to it with your yes."),
        tables=("attendance.GuestVisit",),
        read=_guests,
        in_words=_guest_in_words,
        as_json=_with_session,
    ),
)
