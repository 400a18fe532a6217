"""What this room keeps about a participant: their stays, their week, their seats, and what they told about coming."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.programs.attending.models import Absence, AbsenceTakenBack, CalendarLink, ChangeRequest
from daybridge.programs.attending.rules import Outcome, Reason
from daybridge.programs.attending.sentences import OUTCOMES, REASONS, asked_of_in_words, days_in_words
from daybridge.programs.availability.models import WeekConfirmed, WeekTold
from daybridge.programs.availability.sentences import week_in_words
from daybridge.programs.calendar.models import Booking, Seat
from daybridge.programs.calendar.sentences import series_in_words
from daybridge.programs.families.models import FamilyAnswer, FamilyInvitation
from daybridge.programs.models import Episode
from daybridge.programs.needs.models import NeedsSet
from daybridge.programs.needs.sentences import own_in_words
from daybridge.programs.planning.models import Proposal, ScheduleVersion
from daybridge.programs.planning.rules import State
from daybridge.programs.planning.sentences import STATES
from daybridge.programs.rules import EndReason
from daybridge.ui import words

_ENDS = {
    EndReason.COMPLETED: lazy("You finished the program"),
    EndReason.STEPPED_DOWN: lazy("You went on with less care"),
    EndReason.STEPPED_UP: lazy("You went on with more care"),
    EndReason.LEFT_EARLY: lazy("You left before the end"),
    EndReason.TRANSFERRED: lazy("You went on somewhere else"),
    EndReason.OTHER: lazy("Another reason"),
}


def _episodes(participant: Participant) -> Iterable[Episode]:
    found = Episode.objects.filter(participant_id=participant.id).select_related("program")
    return in_portions(found.order_by("admitted_on", "id"))


def _as_json(one: Episode) -> dict[str, Any]:
    return row_as_json(one) | {
        "program": {"id": str(one.program_id), "name": one.program.name, "focus": one.program.focus}
    }


def _in_words(one: Episode) -> Told:
    yes, no = _("yes"), _("no")
    return Told(
        one.program.name,
        (
            Line(_("Admitted"), words.day(one.admitted_on, "plain")),
            Line(_("Ended"), words.day(one.ended_on, "plain") if one.ended_on else _("not yet")),
            Line(_("How it ended"), _ENDS[EndReason(one.end_reason)] if one.end_reason else ""),
            Line(_("Check-ins ask about urges"), yes if one.substance_use_focus else no),
            Line(_("Check-ins ask about medicines"), yes if one.asks_about_medicines else no),
        ),
    )


# --- Their week ------------------------------------------------------------------------------------------------------


def _weeks(participant: Participant) -> Iterable[WeekTold]:
    found = WeekTold.objects.filter(participant_id=participant.id).select_related("told_to", "confirmed__staff")
    return in_portions(found.order_by("made_at", "id"))


def _confirmed(one: WeekTold) -> WeekConfirmed | None:
    return getattr(one, "confirmed", None)


def _week_as_json(one: WeekTold) -> dict[str, Any]:
    confirmed = _confirmed(one)
    return row_as_json(one) | {"confirmed": row_as_json(confirmed) if confirmed else None}


def _week_in_words(one: WeekTold) -> Told:
    confirmed = _confirmed(one)
    return Told(
        words.exact_moment(one.made_at),
        (
            *(Line(name, said) for name, said in week_in_words(one.said)),
            Line(_("Written down by"), str(one.told_to) if one.told_to else _("you")),
            Line(_("Confirmed by"), f"{confirmed.staff}, {words.exact_moment(confirmed.at)}" if confirmed else ""),
        ),
    )


# --- What it must hold -----------------------------------------------------------------------------------------------


def _needs(participant: Participant) -> Iterable[NeedsSet]:
    return in_portions(
        NeedsSet.objects.filter(participant_id=participant.id).select_related("set_by").order_by("number")
    )


def _needs_in_words(one: NeedsSet) -> Told:
    return Told(
        words.exact_moment(one.set_at),
        (
            *(Line(name, said) for name, said in own_in_words(one.said)),
            Line(_("Why"), one.why),
            Line(_("Set by"), str(one.set_by) if one.set_by else ""),
        ),
    )


# --- Their seats -----------------------------------------------------------------------------------------------------


def _seats(participant: Participant) -> Iterable[Seat]:
    found = Seat.objects.filter(participant_id=participant.id).select_related("series__group")
    return in_portions(found.order_by("from_on", "id"))


def _seat_in_words(one: Seat) -> Told:
    return Told(
        f"{one.series.group}: {series_in_words(one.series)}",
        (
            Line(_("From"), words.day(one.from_on, "plain")),
            Line(_("Until"), words.day(one.until_on, "plain") if one.until_on else _("no end is set")),
        ),
    )


def _bookings(participant: Participant) -> Iterable[Booking]:
    found = Booking.objects.filter(participant_id=participant.id).select_related("occurrence__series__group")
    return in_portions(found.order_by("during", "id"))


def _booking_as_json(one: Booking) -> dict[str, Any]:
    return row_as_json(one) | {
        "group": one.occurrence.series.group.name,
        "begins_at": one.occurrence.begins_at.isoformat(),
        "ends_at": one.occurrence.ends_at.isoformat(),
    }


def _booking_in_words(one: Booking) -> Told:
    return Told(
        f"{one.occurrence.series.group}, {words.exact_moment(one.occurrence.begins_at)}",
        (
            Line(_("Stands"), _("yes") if one.is_on else _("no, it was taken off")),
            Line(_("To make up for hours"), _("yes") if one.is_make_up else ""),
        ),
    )


# --- What they told about coming -------------------------------------------------------------------------------------


def _absences(participant: Participant) -> Iterable[Absence]:
    found = Absence.objects.filter(participant_id=participant.id)
    related = ("occurrence__series__group", "taken_back")
    return in_portions(found.select_related(*related).order_by("made_at", "id"))


def _taken_back(one: Absence) -> AbsenceTakenBack | None:
    return getattr(one, "taken_back", None)


def _absence_as_json(one: Absence) -> dict[str, Any]:
    back = _taken_back(one)
    return row_as_json(one) | {"taken_back": row_as_json(back) if back else None}


def _absence_in_words(one: Absence) -> Told:
    back = _taken_back(one)
    of = f"{one.occurrence.series.group}, {words.exact_moment(one.occurrence.begins_at)}" if one.occurrence else ""
    return Told(
        of or days_in_words(one),
        (
            Line(_("Reason"), REASONS[Reason(one.reason)]),
            Line(_("Note"), one.note),
            Line(_("Told"), words.exact_moment(one.made_at)),
            Line(_("Taken back"), words.exact_moment(back.saved_at) if back else ""),
        ),
    )


def _links(participant: Participant) -> Iterable[CalendarLink]:
    return in_portions(CalendarLink.objects.filter(participant_id=participant.id).order_by("made_at", "id"))


def _link_in_words(one: CalendarLink) -> Told:
    return Told(
        words.exact_moment(one.made_at),
        (
            Line(_("Names your groups"), _("yes") if one.shows_names else _("no")),
            Line(_("Ended"), words.exact_moment(one.ended_at) if one.ended_at else _("not yet")),
        ),
    )


def _changes(participant: Participant) -> Iterable[ChangeRequest]:
    found = ChangeRequest.objects.filter(participant_id=participant.id).select_related("seat__series__group")
    return in_portions(found.prefetch_related("answers__staff").order_by("made_at", "id"))


def _change_as_json(one: ChangeRequest) -> dict[str, Any]:
    return row_as_json(one) | {"answers": [row_as_json(answer) for answer in one.answers.all()]}


def _change_in_words(one: ChangeRequest) -> Told:
    return Told(
        asked_of_in_words(one),
        (
            Line(_("What would be better"), one.better),
            Line(_("Note"), one.note),
            Line(_("Told"), words.exact_moment(one.made_at)),
            *(
                Line(
                    f"{answer.staff}, {words.exact_moment(answer.at)}",
                    f"{OUTCOMES[Outcome(answer.outcome)]}: {answer.words}",
                )
                for answer in one.answers.all()
            ),
        ),
    )


# --- Weeks that were looked for --------------------------------------------------------------------------------------


def _proposals(participant: Participant) -> Iterable[Proposal]:
    return in_portions(
        Proposal.objects.filter(participant_id=participant.id).select_related("asked_by").order_by("asked_at", "id")
    )


def _versions(participant: Participant) -> Iterable[ScheduleVersion]:
    found = ScheduleVersion.objects.filter(participant_id=participant.id).select_related("made_by")
    return in_portions(found.order_by("made_at", "id"))


def _version_in_words(one: ScheduleVersion) -> Told:
    return Told(
        words.exact_moment(one.made_at),
        (Line(_("By"), str(one.made_by) if one.made_by else ""), Line(_("Why"), one.why)),
    )


def _proposal_in_words(one: Proposal) -> Told:
    return Told(
        words.exact_moment(one.asked_at),
        (
            Line(_("From"), words.day(one.from_on, "plain")),
            Line(_("Asked by"), str(one.asked_by) if one.asked_by else ""),
            Line(_("How it went"), str(STATES[State(one.state)])),
        ),
    )


# --- Family groups ---------------------------------------------------------------------------------------------------


def _asked(participant: Participant) -> Iterable[FamilyInvitation]:
    answers = Prefetch("answers", FamilyAnswer.objects.select_related("occurrence").order_by("said_at", "id"))
    found = FamilyInvitation.objects.filter(participant_id=participant.id).prefetch_related(answers)
    return in_portions(found.select_related("group", "supporter", "asked_by").order_by("asked_at", "id"))


def _asked_as_json(one: FamilyInvitation) -> dict[str, Any]:
    return row_as_json(one) | {"answers": [row_as_json(said, without=["invitation"]) for said in one.answers.all()]}


def _asked_in_words(one: FamilyInvitation) -> Told:
    coming, away = _("comes"), _("does not come")
    return Told(
        one.group.called,
        (
            Line(_("Who"), one.supporter.name),
            Line(_("Asked by"), str(one.asked_by)),
            Line(_("Asked"), words.exact_moment(one.asked_at)),
            Line(_("Ended"), words.exact_moment(one.ended_at)),
            *(
                Line(words.exact_moment(said.occurrence.begins_at), coming if said.is_coming else away)
                for said in one.answers.all()
            ),
        ),
    )


SECTIONS = (
    Section(
        code="episodes",
        title=lazy("Your stays in the program"),
        lede=lazy("When you came, and when you left."),
        tables=("programs.Episode",),
        read=_episodes,
        as_json=_as_json,
        in_words=_in_words,
    ),
    Section(
        code="weeks",
        title=lazy("When you can come"),
        lede=lazy("Each week that you told, and who went through it with you."),
        tables=("programs.WeekTold", "programs.WeekConfirmed"),
        read=_weeks,
        as_json=_week_as_json,
        in_words=_week_in_words,
    ),
    Section(
        code="needs",
        title=lazy("What your week must hold"),
        lede=lazy("Each time your team set it, and why."),
        tables=("programs.NeedsSet",),
        read=_needs,
        in_words=_needs_in_words,
    ),
    Section(
        code="seats",
        title=lazy("Your seats in groups"),
        lede=lazy("Which weekly times were yours, and from when until when."),
        tables=("programs.Seat",),
        read=_seats,
        in_words=_seat_in_words,
    ),
    Section(
        code="proposals",
        title=lazy("Weeks that were looked for"),
        lede=lazy("Each time your team asked which groups would fit you. What came of it stands under your seats."),
        tables=("programs.Proposal",),
        read=_proposals,
        in_words=_proposal_in_words,
        left_out={
            "programs.Proposal.found": "The whole program's seats are in it, and they are other people's.",
            "programs.Proposal.mark": "A mark that is reckoned from everybody's weeks.",
        },
    ),
    Section(
        code="seat-changes",
        title=lazy("Changes of your seats"),
        lede=lazy("Each time somebody of your team changed your seats alone, and why."),
        tables=("programs.ScheduleVersion",),
        read=_versions,
        in_words=_version_in_words,
    ),
    Section(
        code="bookings",
        title=lazy("Your sessions on the calendar"),
        lede=lazy("Each date that was kept for you, also those that were taken off again."),
        tables=("programs.Booking",),
        read=_bookings,
        as_json=_booking_as_json,
        in_words=_booking_in_words,
    ),
    Section(
        code="absences",
        title=lazy("When you could not come"),
        lede=lazy("What you told your team, and what you took back."),
        tables=("programs.Absence", "programs.AbsenceTakenBack"),
        read=_absences,
        as_json=_absence_as_json,
        in_words=_absence_in_words,
    ),
    Section(
        code="family-groups",
        title=lazy("Who was asked to family groups"),
        lede=lazy("Whom your team asked, and whether they said that they come."),
        tables=("programs.FamilyInvitation", "programs.FamilyAnswer"),
        read=_asked,
        as_json=_asked_as_json,
        in_words=_asked_in_words,
        left_out={"programs.FamilyAnswer.invitation": "It stands inside what it answers."},
    ),
    Section(
        code="calendar-links",
        title=lazy("Links for your own calendar"),
        lede=lazy("Each address that you made, and until when it worked."),
        tables=("programs.CalendarLink",),
        read=_links,
        in_words=_link_in_words,
    ),
    Section(
        code="change-requests",
        title=lazy("Other times that you asked for"),
        lede=lazy("What you asked for, and what your team said."),
        tables=("programs.ChangeRequest", "programs.ChangeAnswer"),
        read=_changes,
        as_json=_change_as_json,
        in_words=_change_in_words,
    ),
)
