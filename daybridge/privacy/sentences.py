"""Why somebody looked, in the viewer's language."""

from django.utils.translation import gettext_lazy as _

from daybridge.privacy.rules import Purpose

PURPOSES = {
    Purpose.TREATMENT: _("for treatment"),
    Purpose.PAYMENT: _("for payment"),
    Purpose.OPERATIONS: _("for running the program"),
    Purpose.OWN_RECORD: _("their own record"),
}


def purpose_in_words(purpose: str) -> str:
    """Why somebody looked; nothing where it was not said."""
    return str(PURPOSES[Purpose(purpose)]) if purpose else ""
