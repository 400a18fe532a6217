"""Moving a screen from one state to the next, with the step that says so."""

from django.db.models import Max
from django.utils.translation import gettext as _

from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import queries as people
from daybridge.screens.models import MOST_WORDS, Screen, ScreenStep
from daybridge.screens.rules import State, follows


def locked(screen: Screen) -> Screen:
    return Screen.objects.select_for_update(of=("self",)).select_related("participant").get(id=screen.id)


def step(actor: Actor, screen: Screen, state: State, *, words: str = "") -> None:
    """Write the step; the caller saves the screen. Raises Conflict (409) where this may not follow."""
    before = State(screen.state)
    if not follows(state, before):
        raise Conflict(_("This screen stands differently by now. Look at it again."))
    last = ScreenStep.objects.filter(screen=screen).aggregate(last=Max("number"))["last"] or 0
    ScreenStep.objects.create(
        organization_id=screen.organization_id, screen=screen, number=last + 1, before=before, state=state,
        staff_id=actor.person_id if actor.is_staff else None, words=words,
    )  # fmt: skip
    screen.state = state


def cleaned(said: str, *, field: str, most: int = MOST_WORDS, needed: bool = True) -> str:
    """Words as they are kept. Raises Invalid (422) where they are missing or too long."""
    said = said.replace("\x00", "").strip()
    if needed and not said:
        raise Invalid(_("Something is missing."), fields={field: _("Please write a few words here.")})
    if len(said) > most:
        raise Invalid(_("Something is too long."), fields={field: _("Please say it in fewer words.")})
    return said


def about(screen: Screen) -> dict[str, object]:
    """What every event about a screen says."""
    return {
        "organization_id": screen.organization_id,
        "subject_id": screen.id,
        "participant_id": screen.participant_id,
        "accounts": people.accounts_around(screen.participant_id),
    }
