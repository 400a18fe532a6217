"""After the program: some ask on their phone to come back. One is admitted again, one is on the waiting list, one has just asked."""

from daybridge.core import clock
from daybridge.demo.lives import Life
from daybridge.demo.people import INTAKE
from daybridge.demo.stage import Stage
from daybridge.intake import actions as intake
from daybridge.intake.models import Referral
from daybridge.intake.rules import CallResult, CallWith, WaitingReason

#: Days after the end of a stay from which somebody asks to come back.
_LATER = 5


def plan_day(stage: Stage, lives: list[Life], day: int) -> None:
    """In the last two days of the play the first who left come back into sight."""
    gone = [life for life in lives if life.ends is not None and life.ends < stage.days - _LATER]
    first, second, third = (*gone[:3], None, None, None)[:3]
    if day == stage.days - 2:
        for life in filter(None, (first, second)):
            stage.agenda.enter(stage.local(day, 19.6), ask, stage, life)
    if day == stage.days - 1:
        if second:
            stage.agenda.enter(stage.local(day, 10.4), put_on_waiting_list, stage, second)
        if third:
            stage.agenda.enter(stage.local(day, 12.7), ask, stage, third)
        if first:
            stage.agenda.enter(stage.local(day, 15.2), come_back, stage, first)


def ask(stage: Stage, life: Life) -> None:
    """One tap on the phone, in the evening."""
    assert life.actor and life.participant
    intake.request_return(life.actor, life.participant)


def put_on_waiting_list(stage: Stage, life: Life) -> None:
    """Intake has called them; there is no place this week."""
    ines, referral = stage.actor_named(INTAKE), _open(life)
    intake.log_call(ines, referral, call_with=CallWith.PERSON, result=CallResult.REACHED, note="Evenings only.")
    intake.start_screening(ines, referral)
    intake.put_on_waiting_list(
        ines, referral, reason=WaitingReason.PLACE, note="Next evening place in about two weeks."
    )


def come_back(stage: Stage, life: Life) -> None:
    """Their new stay begins without anything typed again: their earlier assessment stands in it, to be confirmed."""
    ines, referral = stage.actor_named(INTAKE), _open(life)
    intake.log_call(ines, referral, call_with=CallWith.PERSON, result=CallResult.REACHED)
    intake.start_screening(ines, referral)
    intake.accept(ines, referral)
    intake.admit_referred(
        ines, referral, person=None, program=stage.programs[life.focus], primary_therapist=stage.staff[life.therapist],
        covering=stage.staff[life.covering], admitted_on=clock.today(life.person.zone),
    )  # fmt: skip


def _open(life: Life) -> Referral:
    assert life.participant
    return Referral.objects.select_related("organization", "participant").get(
        participant_id=life.participant.id, came_by="app"
    )
