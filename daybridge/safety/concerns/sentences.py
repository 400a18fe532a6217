"""A supporter's concern in words: for the supporter who wrote it, and for staff."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.safety.concerns.rules import MOST_CHARACTERS, Danger, WordsError

DANGERS = {
    Danger.NO: lazy("No"),
    Danger.NOT_SURE: lazy("I'm not sure"),
    Danger.YES: lazy("Yes"),
}
#: The same answer as staff read it.
DANGERS_FOR_STAFF = {Danger.NO: lazy("no"), Danger.NOT_SURE: lazy("not sure"), Danger.YES: lazy("yes")}


def words_error_in_words(error: WordsError) -> str:
    return {
        WordsError.EMPTY: _("Write what worries you."),
        WordsError.TOO_LONG: _("Please make it shorter: at most %(most)s characters.") % {"most": MOST_CHARACTERS},
    }[error]
