"""What this room keeps about a participant: the pieces they were given, and their visits to what they opened."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions
from daybridge.library.models import Assigned, Opened
from daybridge.library.queries import title_of
from daybridge.library.rules import Way
from daybridge.library.sentences import helped_in_words
from daybridge.people.models import Participant
from daybridge.ui import words

_WAYS = {
    Way.ASSIGNED: lazy("from what your team gave you"),
    Way.SUGGESTED: lazy("suggested by what you had entered"),
    Way.CHOSEN: lazy("you found it"),
    Way.COPING: lazy("in a hard moment"),
}


def _assigned(participant: Participant) -> Iterable[Assigned]:
    found = Assigned.objects.filter(participant_id=participant.id).select_related("assigned_by")
    return in_portions(found.order_by("assigned_at", "id"))


def _assigned_in_words(one: Assigned) -> Told:
    return Told(
        title_of(one.code),
        (
            Line(_("Given by"), str(one.assigned_by) if one.assigned_by else ""),
            Line(_("Why"), one.note),
            Line(_("Given"), words.exact_moment(one.assigned_at)),
            Line(_("Taken back"), words.exact_moment(one.taken_back_at)),
        ),
    )


def _opened(participant: Participant) -> Iterable[Opened]:
    return in_portions(Opened.objects.filter(participant_id=participant.id).order_by("made_at", "id"))


def _opened_in_words(one: Opened) -> Told:
    return Told(
        f"{words.exact_moment(one.made_at)}: {title_of(one.code)}",
        (
            Line(_("How you came to it"), _WAYS[Way(one.way)]),
            Line(_("Done to the end"), _("yes") if one.is_done else ""),
            Line(_("Did it help?"), helped_in_words(one.helped)),
        ),
    )


SECTIONS = (
    Section(
        code="pieces_given",
        title=lazy("What you were given to read or do"),
        lede=lazy("Articles and exercises from your team, and why."),
        tables=("library.Assigned",),
        read=_assigned,
        in_words=_assigned_in_words,
    ),
    Section(
        code="pieces_opened",
        title=lazy("What you opened in the library"),
        lede=lazy("Each visit, and what you said of it."),
        tables=("library.Opened",),
        read=_opened,
        in_words=_opened_in_words,
    ),
)
