"""The headings of outlines, in words."""

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from daybridge.therapies.rules import Kind

NAMES = {
    Kind.FORMULATION: lazy("How it fits together"),
    Kind.TARGETS: lazy("What we work on first"),
    Kind.WELLNESS: lazy("What is wanted for body and rest"),
}
#: Heading -> (its words, what belongs there).
HEADINGS = {
    "situations": (lazy("Situations"), lazy("Where and when it happens.")),
    "thoughts": (lazy("Thoughts"), lazy("What goes through their mind then.")),
    "feelings": (pgettext_lazy("a formulation", "Feelings"), lazy("What they feel, and how strong.")),
    "body": (pgettext_lazy("a formulation", "Body"), lazy("What they notice in their body.")),
    "behavior": (lazy("What they do"), lazy("What they do, or leave out, and what use does for them.")),
    "beliefs": (lazy("Beliefs and rules"), lazy("About themselves, others and the world; if so, then so.")),
    "early": (lazy("Early experiences"), lazy("What taught them that, as far as they want it written.")),
    "strengths": (pgettext_lazy("a formulation", "Strengths"), lazy("What they bring, and who stands by them.")),
    "keeps_going": (lazy("What keeps it going"), lazy("How one thing feeds the next. Where a change may help.")),
    "life": (lazy("Danger to life"), lazy("One a line: ending one's life, self-harm, overdose, harm to others.")),
    "therapy": (lazy("What gets in the way of treatment"), lazy("One a line, theirs and ours: missed sessions, being late.")),
    "quality": (lazy("What makes life hard"), lazy("One a line: use, money, housing, conflict, other conditions.")),
    "skills": (lazy("Skills to build"), lazy("One a line.")),
    "sleep_hours": (lazy("Sleep, hours a night"), ""),
    "movement_minutes": (lazy("Movement, minutes a day"), ""),
    "quiet_minutes": (lazy("Quiet or mindful time, minutes a day"), ""),
    "food": (lazy("Food"), lazy("What they want with meals, in their words.")),
}  # fmt: skip
