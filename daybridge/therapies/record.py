"""What this room keeps about a participant: outlines in every version, and homework."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions
from daybridge.people.models import Participant
from daybridge.therapies.models import Homework, Outline
from daybridge.therapies.rules import HEADINGS, Kind
from daybridge.therapies.sentences import HEADINGS as WORDS
from daybridge.therapies.sentences import NAMES
from daybridge.ui import words


def _outlines(participant: Participant) -> Iterable[Outline]:
    found = Outline.objects.filter(participant_id=participant.id).select_related("made_by")
    return in_portions(found.order_by("made_at", "id"))


def _outline(one: Outline) -> Told:
    kind = Kind(one.kind)
    return Told(
        f"{NAMES[kind]}, {words.exact_moment(one.made_at)}",
        (
            *(Line(WORDS[heading][0], one.content.get(heading, "")) for heading in HEADINGS[kind]),
            Line(_("Who may read it"), _("you and your team") if one.is_shared else _("your team")),
            Line(_("Written by"), str(one.made_by)),
        ),
    )


def _homework(participant: Participant) -> Iterable[Homework]:
    found = Homework.objects.filter(participant_id=participant.id).select_related("made_by")
    return in_portions(found.order_by("made_at", "id"))


def _homework_in_words(one: Homework) -> Told:
    return Told(
        one.said, (Line(_("Written by"), str(one.made_by)), Line(_("Written"), words.exact_moment(one.made_at)))
    )


SECTIONS = (
    Section(
        code="outlines",
        title=lazy("How your therapist sees the work"),
        lede=lazy("What was written of how things fit together and what to work on first, in each version."),
        tables=("therapies.Outline",),
        read=_outlines,
        in_words=_outline,
    ),
    Section(
        code="homework",
        title=lazy("What you agreed to try"),
        lede=lazy("From one session to the next."),
        tables=("therapies.Homework",),
        read=_homework,
        in_words=_homework_in_words,
    ),
)
