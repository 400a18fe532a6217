"""Objectives in a person's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from daybridge.plans.rules import MOST_CHARACTERS, MOST_OPEN, Ending, Fault, Step, Why, content
from daybridge.plans.rules.content import MOST_WORDS, Content, Missing, Service, Side, Stage, Target

ENDINGS = {
    Ending.REACHED: lazy("Reached"),
    Ending.CHANGED: lazy("Put in other words"),
    Ending.SET_ASIDE: lazy("Set aside for now"),
}
_FAULTS = {
    Fault.NEEDS_WORDS: lazy("Write what they work on."),
    Fault.TOO_LONG: lazy("Keep it to %(characters)s characters."),
    Fault.TOO_MANY: lazy("There are %(objectives)s on the list already. End one first."),
}


def fault_in_words(fault: Fault) -> str:
    return str(_FAULTS[fault]) % {"characters": MOST_CHARACTERS, "objectives": MOST_OPEN}


# --- The plan --------------------------------------------------------------------------------------------------------

SIDES = {
    Side.MENTAL_HEALTH: lazy("Mental health"),
    Side.SUBSTANCE_USE: lazy("Substance use"),
    Side.BOTH: lazy("Both at once"),
    Side.LIFE: lazy("What surrounds it"),
}
#: How far somebody is, said so that they may read it.
STAGES = {
    Stage.NOT_THINKING: lazy("Not thinking of changing it"),
    Stage.THINKING: lazy("Thinking about it"),
    Stage.PREPARING: lazy("Getting ready"),
    Stage.DOING: lazy("Doing something"),
    Stage.KEEPING: lazy("Keeping it up"),
}
TARGETS = {
    Target.MEASURE: lazy("a questionnaire"),
    Target.ATTENDANCE: lazy("coming to sessions (percent)"),
    Target.DIARY: lazy("the diary (days a week)"),
    Target.BEHAVIOR: lazy("what they do"),
}
SERVICES = {
    Service.GROUP: pgettext_lazy("service", "Group"),
    Service.INDIVIDUAL: pgettext_lazy("service", "Individual session"),
    Service.FAMILY: pgettext_lazy("service", "Family session"),
    Service.MEDICINE: pgettext_lazy("service", "Medicine"),
    Service.PEER: pgettext_lazy("service", "Peer support"),
    Service.OTHER: pgettext_lazy("service", "Something else"),
}
STEPS = {
    Step.SIGNED: lazy("Signed by the participant"),
    Step.IN_PERSON: lazy("Agreed in person"),
    Step.DECLINED: lazy("Did not want to sign"),
    Step.CERTIFIED: lazy("Certified by"),
    Step.REVIEWED: lazy("Looked at again"),
}
WHYS = {
    Why.SETBACK: lazy("A setback"),
    Why.LEVEL: lazy("Another level of care"),
    Why.SCREEN: lazy("An unexpected drug screen"),
}
PIECES = {
    "problem": lazy("Problem"),
    "side": lazy("Which of the two"),
    "feeds": lazy("Makes worse"),
    "stage": lazy("How far they are with it"),
    "goal": lazy("Goal"),
    "objective": lazy("Objective"),
    "seen_by": lazy("Seen by"),
    "due": lazy("By when"),
    "service": lazy("What kind"),
    "intervention": lazy("What is done"),
    "strengths": lazy("What they bring"),
    "ready_when": lazy("Ready for less care when"),
}
_MISSING = {
    content.Fault.EMPTY: lazy("%(where)s: there are no words yet."),
    content.Fault.TOO_LONG: lazy("%(said)s: keep it to %(characters)s characters."),
    content.Fault.NEEDS_PROBLEM: lazy("Write down at least one problem."),
    content.Fault.NEEDS_GOAL: lazy("%(said)s: say where they want to get."),
    content.Fault.NEEDS_OBJECTIVE: lazy("%(said)s: say by what it will be seen."),
    content.Fault.NEEDS_SERVICE: lazy("%(said)s: say what is done for it."),
    content.Fault.NEEDS_TARGET: lazy("%(said)s: say by what it is seen, and how far it is to move."),
    content.Fault.NEEDS_DUE: lazy("%(said)s: say by when."),
    content.Fault.PAST: lazy("%(said)s: the day lies in the past."),
    content.Fault.NO_CHANGE: lazy("%(said)s: it is there already; choose another target."),
}


def missing_in_words(missing: Missing, says: Content) -> str:
    """With the words of the piece that it is about."""
    where = _where(missing, says)
    said = _words_of(missing, says) or where
    return str(_MISSING[missing.fault]) % {"said": said, "where": where, "characters": MOST_WORDS}


def _where(missing: Missing, says: Content) -> str:
    """By number, as the form has it: "Problem 2, objective 1"."""
    for number, problem in enumerate(says.problems, 1):
        at = _("Problem %(number)s") % {"number": number}
        for goal in problem.goals:
            for objective_number, one in enumerate(goal.objectives, 1):
                below = _("%(problem)s, objective %(number)s") % {"problem": at, "number": objective_number}
                if missing.of == one.id:
                    return below
                if missing.of in [done.id for done in one.interventions]:
                    return _("%(objective)s, what is done") % {"objective": below}
            if missing.of == goal.id:
                return _("%(problem)s, goal") % {"problem": at}
        if missing.of == problem.id:
            return at
    return _("The plan")


def _words_of(missing: Missing, says: Content) -> str:
    said = {one.id: one.said for one in says.problems}
    said |= {one.id: one.said for one in says.goals} | {one.id: one.said for one in says.objectives}
    return said[missing.of].strip() if missing.of in said else ""
