"""Peer spaces in a person's words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from daybridge.peers.rules import Deed, Encouragement, Kind, NameFault, Reaction, State, Step, Why, WordsFault
from daybridge.ui.words import moment

AVATARS = {
    "bird": lazy("Bird"),
    "feather": lazy("Feather"),
    "fish": lazy("Fish"),
    "leaf": lazy("Leaf"),
    "moon": lazy("Moon"),
    "mountain": lazy("Mountain"),
    "shell": lazy("Shell"),
    "sprout": lazy("Sprout"),
    "star": lazy("Star"),
    "sun": pgettext_lazy("a picture of the sky", "Sun"),
    "tree-pine": lazy("Tree"),
    "waves": lazy("Waves"),
}
REACTIONS = {
    Reaction.WITH_YOU: lazy("I am with you"),
    Reaction.THANKS: lazy("Thank you"),
    Reaction.STRENGTH: lazy("Strength to you"),
    Reaction.ME_TOO: lazy("Me too"),
}
ENCOURAGEMENTS = {
    Encouragement.PROUD: lazy("You said it. That took courage."),
    Encouragement.STEP: lazy("One step is enough for today."),
    Encouragement.NOT_ALONE: lazy("You are not alone with this."),
    Encouragement.REST: lazy("Be kind to yourself tonight."),
}
#: Why a peer reports a post, as they choose it.
REPORTS = {
    Why.DANGER: lazy("I am worried about this person"),
    Why.UNKIND: lazy("It is unkind or it hurts"),
    Why.PRIVATE: lazy("It says who somebody is"),
    Why.TRIGGER: lazy("It could upset people, like use or self-harm in detail"),
    Why.OTHER: lazy("Something else"),
}
#: Why a post stands in the queue, as staff read it.
CONCERNS = {
    Why.DANGER: lazy("A peer is worried about whoever wrote it"),
    Why.UNKIND: lazy("Reported as unkind"),
    Why.PRIVATE: lazy("Reported: it says who somebody is"),
    Why.TRIGGER: lazy("Reported: it could upset people"),
    Why.OTHER: lazy("Reported"),
    Why.FIRST_LOOK: lazy("To read before peers do"),
    Why.NAMES: lazy("Held: it may name somebody"),
}
DEEDS = {
    Deed.HIDE: lazy("Hidden"),
    Deed.RESTORE: lazy("Shown again"),
    Deed.RELEASE: lazy("Let through"),
    Deed.LEAVE: lazy("Left as it is"),
    Deed.WARN: lazy("Word to its writer"),
    Deed.PAUSE: lazy("Paused"),
    Deed.RESUME: lazy("Pause ended"),
    Deed.ESCALATE: lazy("Care team told"),
    Deed.LOOK_BEHIND: lazy("Looked who it is"),
    Deed.ANSWER: lazy("Question answered"),
}
KINDS = {
    Kind.POST: lazy("Post"),
    Kind.REPLY: pgettext_lazy("a kind of post", "Reply"),
    Kind.ENCOURAGE: lazy("Encouragement"),
    Kind.QUESTION: lazy("Question for the group"),
    Kind.ANSWER: lazy("Check-in circle"),
}
STATES = {
    State.SHOWN: lazy("Shown to peers"),
    State.WAITING: lazy("Waiting for a moderator"),
    State.HIDDEN: lazy("Hidden by a moderator"),
    State.TAKEN_BACK: lazy("Taken back"),
}
STEPS = {
    Step.JOINED: lazy("Joined, and agreed to the rules"),
    Step.AGREED: lazy("Agreed to new rules"),
    Step.LEFT: lazy("Left"),
    Step.ENDED: lazy("Ended with the stay"),
}
_NAME_FAULTS = {
    NameFault.LENGTH: lazy("Choose a name of 2 to 24 letters."),
    NameFault.SIGNS: lazy("Use letters and spaces, and no more than two digits."),
    NameFault.OWN: lazy("This is too close to your own name. Choose one that says nothing about who you are."),
    NameFault.NOT_FREE: lazy("This name is not free here. Please choose another."),
}
_WORDS_FAULTS = {
    WordsFault.NOTHING: lazy("Please write a few words here."),
    WordsFault.TOO_LONG: lazy("Please say it in fewer words."),
    WordsFault.CONTACT: lazy(
        "Leave out phone numbers, addresses and links. They would tell who you are. Your words are still here."
    ),
    WordsFault.OWN_NAME: lazy(
        "This has your own name in it. Take it out, and send it again. Your words are still here."
    ),
}


def name_fault(fault: NameFault) -> str:
    return str(_NAME_FAULTS[fault])


def words_fault(fault: WordsFault) -> str:
    return str(_WORDS_FAULTS[fault])


def wait_until(at: datetime) -> str:
    return _("This space goes slowly. You can write again at %(when)s. Your words are still here.") % {
        "when": moment(at)
    }


def paused_until(at: datetime) -> str:
    return _("You can read here, and write again from %(when)s.") % {"when": moment(at)}
