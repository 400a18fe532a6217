"""What is told after a session, in a person's words."""

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from daybridge.attendance.afterwards.rules import Fault, Practice, Question

QUESTIONS = {
    Question.ROOM: lazy("There was room for what I had to say"),
    Question.MATTERED: lazy("It was about what matters to me now"),
    Question.BELONGED: lazy("I belong in this group"),
    Question.TOGETHER: lazy("We helped one another"),
}
PRACTICES = {
    Practice.DID: pgettext_lazy("practice", "I did it"),
    Practice.PARTLY: pgettext_lazy("practice", "Partly"),
    Practice.NOT: pgettext_lazy("practice", "Not this time"),
}
FAULTS = {
    Fault.TOO_EARLY: lazy("This session is not over yet."),
    Fault.TOO_LATE: lazy("This was open for two days after the session. Tell your team instead."),
    Fault.NOT_A_RATING: lazy("Choose a number from 0 to 10."),
}
