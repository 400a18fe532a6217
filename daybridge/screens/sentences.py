"""What screens call states, results and reasons. Words that judge nobody."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.screens.models import ScreenResult
from daybridge.screens.rules import Outcome, Standing, State, Validity

STATES: Mapping[State, str | Promise] = {
    State.ORDERED: lazy("ordered"),
    State.NOTIFIED: lazy("told to the participant"),
    State.NO_SHOW: lazy("did not come"),
    State.REFUSED: lazy("said no"),
    State.UNABLE: lazy("could not give one"),
    State.WITHDRAWN: lazy("taken back"),
    State.COLLECTED: lazy("collected, waits for results"),
    State.INVALID: lazy("specimen can't be relied on"),
    State.DILUTE: lazy("collected, thin specimen"),
    State.PRESUMPTIVE: lazy("quick test read"),
    State.CONFIRMED: lazy("confirmed by a laboratory"),
    State.AMENDED: lazy("corrected"),
}
OUTCOMES: Mapping[Outcome, str | Promise] = {
    Outcome.POSITIVE: lazy("found"),
    Outcome.NEGATIVE: lazy("not found"),
    Outcome.NOT_DONE: lazy("not done"),
    Outcome.UNREAD: lazy("needs a person to read it"),
}
STANDINGS: Mapping[Standing, str | Promise] = {
    Standing.EXPECTED: lazy("expected"),
    Standing.UNEXPECTED: lazy("not expected"),
    Standing.UNCLEAR: lazy("can't be told yet"),
    Standing.NOT_JUDGED: lazy("not judged"),
}
VALIDITIES: Mapping[Validity, str | Promise] = {
    Validity.VALID: lazy("can be relied on"),
    Validity.DILUTE: lazy("thin: it may hide something, and drinking a lot does that too"),
    Validity.INVALID: lazy("can't be relied on: ask for another one, kindly"),
}
FAULTS: Mapping[str, str | Promise] = {
    "temperature": lazy("temperature outside 90 to 100 °F within 4 minutes"),
    "creatinine": lazy("creatinine too low"),
    "gravity": lazy("specific gravity too low"),
    "ph": lazy("pH out of range"),
    "oxidant": lazy("an oxidant was found"),
    "thin": lazy("creatinine low, as after drinking a lot"),
}
DRAWING_FAULTS: Mapping[str, str | Promise] = {
    "weeks": lazy("Between 1 and 26 weeks."),
    "weekdays": lazy("Choose at least one weekday."),
    "days": lazy("At least 1 day apart, at most 60, and the least before the most."),
    "most_a_month": lazy("Between 1 and 12 a month."),
}
#: Why a message was answered as it was, or a report waits for a person.
WHY: Mapping[str, str | Promise] = {
    "": lazy("read"),
    "number_used": lazy("Its number came before with other content. Both are kept."),
    "not_read_here": lazy("This kind of message is not read here. It is kept."),
    "no_header": lazy("It does not begin as an HL7 message does. It is kept."),
    "cannot_read": lazy("It could not be read. It is kept as it came."),
    "no_results": lazy("There are no results in it. It is kept."),
    "too_many": lazy("It holds far more than a report does. It is kept."),
    "nobody": lazy("Nobody here fits its record number, birth date and name."),
    "birth_date": lazy("The order's number fits, the birth date does not."),
    "no_specimen": lazy("Its order has no specimen written down yet."),
    "no_order": lazy("The person fits; no one specimen does."),
    "other": lazy("Other results, not of a drug screen."),
}


def standing_in_words(one: ScreenResult) -> str:
    """Why a result stands as it does, in a sentence."""
    named = ", ".join(one.medicines)
    said = {
        "prescribed": _("It fits %(medicines)s."),
        "stopped": _("%(medicines)s was stopped a short time ago and may still show."),
        "as_needed": _("%(medicines)s is taken only when needed, so it need not show."),
        "may_look_like": _("%(medicines)s may look like it in a quick test. Have it confirmed."),
        "present": _("Nothing on the medicine list explains it."),
        "absent": _("Nothing on the medicine list would show here."),
        "is_missed": _("A quick test often misses %(medicines)s. Have it confirmed."),
        "not_found": _(
            "%(medicines)s should show here. Ask how taking it goes: they may need help, and nobody is blamed."
        ),
        "not_done": _("It was not done."),
        "unread": _("It came in words this program does not read."),
    }
    return said[one.because] % {"medicines": named}
