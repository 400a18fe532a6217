"""What this room keeps about a participant: what they work on."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions
from daybridge.people.models import Participant
from daybridge.plans.models import Objective
from daybridge.plans.rules import Ending
from daybridge.plans.sentences import ENDINGS
from daybridge.ui import words


def _objectives(participant: Participant) -> Iterable[Objective]:
    found = Objective.objects.filter(participant_id=participant.id).select_related("made_by", "ended_by")
    return in_portions(found.order_by("made_at", "id"))


def _in_words(one: Objective) -> Told:
    return Told(
        one.said,
        (
            Line(_("Since"), words.exact_moment(one.made_at)),
            Line(_("Written by"), str(one.made_by)),
            Line(_("Ended"), words.exact_moment(one.ended_at) if one.ended_at else ""),
            Line(_("How it ended"), ENDINGS[Ending(one.ending)] if one.ending else ""),
        ),
    )


SECTIONS = (
    Section(
        code="objectives",
        title=lazy("What you work on"),
        lede=lazy("The objectives on your list, those that have ended too."),
        tables=("plans.Objective",),
        read=_objectives,
        in_words=_in_words,
    ),
)
