"""The library's own words in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from daybridge.library.rules import Helped, Way


def topics_in_words() -> Mapping[str, str]:
    """What pieces are about: code -> words, in the order in which a reader finds them."""
    return {
        "urges": _("Urges"),
        "setbacks": _("After a setback"),
        "worry": _("Worry"),
        "panic": _("Panic"),
        "low-mood": _("Low mood"),
        "anger": _("Anger"),
        "trauma": _("Hard memories"),
        "sleep": _("Sleep"),
        "mindfulness": _("Being here, now"),
        "body": _("Food and movement"),
        "substances": _("Alcohol and drugs"),
        "medicines": _("Medicines"),
        "safety": _("Staying safe"),
        "help": _("Asking for help"),
        "relationships": _("People"),
        "everyday": _("Everyday life"),
    }


def helped_in_words(said: str) -> str:
    """What they said of whether it helped, for staff; empty where they said nothing."""
    words = {
        Helped.YES: _("It helped"),
        Helped.A_LITTLE: _("It helped a little"),
        Helped.NO: _("It did not help"),
    }
    return words[Helped(said)] if said else ""


def way_in_words(way: str) -> str:
    """How they came to it, for staff."""
    return {
        Way.ASSIGNED: _("from what you gave them"),
        Way.SUGGESTED: _("suggested by what they had entered"),
        Way.CHOSEN: _("found it themselves"),
        Way.COPING: _("in a hard moment"),
    }[Way(way)]
