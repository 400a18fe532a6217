"""Reconciling in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def deed_in_words(deed: str) -> str:
    return {
        "keep": _("Keep"),
        "change": _("Change"),
        "stop": pgettext("a medicine", "Stop"),
        "add": _("Add to the list"),
        "not_taking": _("Leave it off the list"),
    }[deed]


def occasion_in_words(occasion: str) -> str:
    return {
        "admission": _("Admission"),
        "level_change": _("Change of the level of care"),
        "discharge": _("Discharge"),
    }[occasion]


def says_in_words(says: str) -> str:
    """What the person says of a medicine on their list."""
    return {
        "": "",
        "yes": _("takes it"),
        "no": _("does not take it"),
        "differently": _("takes it differently"),
    }[says]
