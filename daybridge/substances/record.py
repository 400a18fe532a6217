"""What this room keeps about a participant: what was told of use, all of it, in every version."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions
from daybridge.people.models import Participant
from daybridge.substances import sentences
from daybridge.substances.models import RememberedDay, ToldRow, UseDay, UseGoal, UseHistory
from daybridge.substances.rules import Goal, Source, State
from daybridge.ui import words

M = TypeVar("M", bound=ToldRow)


def _all(model: type[M], participant: Participant) -> Iterable[M]:
    found = model._default_manager.filter(participant_id=participant.id).select_related("staff")
    return in_portions(found.order_by("made_at", "saved_at", "id"))


def _by(one: ToldRow) -> tuple[Line, ...]:
    who = _("with %(name)s") % {"name": one.staff} if one.staff else _("you")
    return (Line(_("Told by"), who), Line(_("Written"), words.exact_moment(one.made_at)))


def _history(one: Any) -> Told:
    last = words.day(one.last_used_on, "dated") if one.last_used_on else ""
    return Told(
        sentences.substance(one.substance),
        (
            Line("", sentences.history_in_words(one)),
            Line(_("Last used"), last),
            Line(_("Where it is from"), SOURCES_FOR_THEM[Source(one.source)]),
            Line("", _("Taken off the list: it was written down by mistake.") if one.is_mistake else ""),
            Line(_("Written by"), str(one.staff)),
            Line(_("Written"), words.exact_moment(one.made_at)),
        ),
    )


SOURCES_FOR_THEM = {
    Source.PERSON: lazy("You told it"),
    Source.REFERRAL: lazy("From your referral"),
    Source.STAFF: lazy("Staff noticed it"),
}


def _goal(one: Any) -> Told:
    return Told(
        sentences.substance(one.substance),
        (Line("", sentences.GOALS[Goal(one.goal)]), Line(_("In your words"), one.said), *_by(one)),
    )


def _day(one: Any) -> Told:
    lines = (Line(_("What"), sentences.substances(one.substances)), Line(_("How much"), one.amount), *_by(one))
    return Told(f"{words.day(one.on_day, 'dated')}: {sentences.STATES[State(one.state)]}", lines)


def _remembered(one: Any) -> Told:
    return Told(f"{words.day(one.on_day, 'dated')}: {one.said or _('taken back')}", _by(one))


SECTIONS = (
    Section(
        code="use_histories",
        title=lazy("What is known of what you use"),
        lede=lazy("As your team wrote it down, each time."),
        tables=("substances.UseHistory",),
        read=lambda participant: _all(UseHistory, participant),
        in_words=_history,
    ),
    Section(
        code="use_goals",
        title=lazy("What you want with it"),
        lede=lazy("Your goal for each thing you use, each time you said it."),
        tables=("substances.UseGoal",),
        read=lambda participant: _all(UseGoal, participant),
        in_words=_goal,
    ),
    Section(
        code="use_days",
        title=lazy("Your calendar of use"),
        lede=lazy("What was told of each day. What was said last of a day holds."),
        tables=("substances.UseDay",),
        read=lambda participant: _all(UseDay, participant),
        in_words=_day,
    ),
    Section(
        code="remembered_days",
        title=lazy("Days you remember by"),
        lede=lazy("What helps you to remember other days."),
        tables=("substances.RememberedDay",),
        read=lambda participant: _all(RememberedDay, participant),
        in_words=_remembered,
    ),
)
