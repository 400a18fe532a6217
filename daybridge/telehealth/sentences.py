"""The door of a room in a person's words."""

from django.utils.translation import gettext_lazy as lazy

from daybridge.telehealth.rules import Fault

_FAULTS = {
    Fault.NEEDS_NAME: lazy("Choose a name that others may call you."),
    Fault.NAMES_THEM: lazy("Leave out your last name, numbers and addresses. Others in the room see this name."),
    Fault.NOT_FREE: lazy("Somebody else here has this name. Choose another one."),
    Fault.NEEDS_PLACE: lazy("Say where you are now. Your team needs it if you need help."),
    Fault.NEEDS_NUMBER: lazy("Give a number on which we can call you back."),
    Fault.NEEDS_CONSENT: lazy("Read this and say yes before you join. If you would rather not, call your program."),
    Fault.REMOVED: lazy("Your facilitator asked you to leave this session. Call your program if you have questions."),
    Fault.LOCKED: lazy("The room is closed to new people now. Call your program to be let in."),
    Fault.NEEDS_PROMISE: lazy("Say that you keep what you hear to yourself. Then you can come in."),
    Fault.TAKEN_BACK: lazy("You can't be in this room now. Call the program if you have questions."),
    Fault.NOBODY_ALONE: lazy("Put two or three people in each pair. Each person can be in one."),
    Fault.KEPT_APART: lazy("These people can't be put in pairs in this way. Try another."),
    Fault.NOT_LIMITED: lazy(
        "The video server did not answer, so they may still be heard or seen. Press it again, or ask them to leave."
    ),
    Fault.NO_SERVER: lazy("Pairs need the video server, which is not running."),
    Fault.NO_SCREENS: lazy("Screens can't be shared with the video server that your program uses."),
    Fault.NO_SCREEN_NOW: lazy(
        "Your screen could not be shared: the video server did not answer. Try again in a moment."
    ),
    Fault.NOT_HERE: lazy(
        "They are not in the room now, so they did not get your words. Send them again when they are back."
    ),
    Fault.ENDED: lazy("The video room is closed. Your facilitator can open it again."),
    Fault.TOO_FAST: lazy("That was too much at once, so it was not sent. Wait a moment and try again."),
    Fault.MAY_NOT_SHARE: lazy("Ask your facilitator to let you share your screen."),
    Fault.ANOTHER_SHARES: lazy("Somebody else shares their screen now. Share yours when they have stopped."),
}


def fault_in_words(fault: Fault) -> str:
    return str(_FAULTS[fault])
