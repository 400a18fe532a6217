"""What is known before a medicine is given, in the play: allergies, naloxone, the register, pregnancy, lists gone through, orders."""

from datetime import timedelta
from random import Random

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo.lives import Life
from daybridge.demo.medicating import prescribed_for
from daybridge.demo.people import PRESCRIBER
from daybridge.demo.stage import Stage, chance_of
from daybridge.medications import queries as medications
from daybridge.medications.ordering import queries as ordering
from daybridge.medications.ordering.actions import hand_order_over, sign_order
from daybridge.medications.ordering.rules import OrderKind, OrderText
from daybridge.medications.precautions.actions import (
    log_registry_look,
    note_naloxone,
    state_allergy,
    state_pregnancy,
)
from daybridge.medications.precautions.rules import (
    Allergy,
    Answer,
    Kind,
    Look,
    Naloxone,
    NaloxoneStep,
    Pregnancy,
    Severity,
    ToldBy,
)
from daybridge.medications.reconciling import queries as reconciling
from daybridge.medications.reconciling.actions import reconcile, tell_taking
from daybridge.medications.reconciling.rules import Decision, Deed, Occasion, OnList, Says, Taking, side_by_side
from daybridge.medications.sentences import when_in_words
from daybridge.programs.rules import Focus

_ALLERGIES = (
    Allergy(
        kind=Kind.ALLERGY, told_by=ToldBy.THEMSELVES, substance="Penicillin", reactions="Rash, swollen lips",
        severity=Severity.SEVERE, since="as a child",
    ),
    Allergy(kind=Kind.INTOLERANCE, told_by=ToldBy.THEMSELVES, substance="Codeine", reactions="Vomits", severity=Severity.MODERATE),
    Allergy(kind=Kind.ALLERGY, told_by=ToldBy.RECORD, substance="Sulfa antibiotics", reactions="Rash", severity=Severity.MILD),
    Allergy(kind=Kind.ALLERGY, told_by=ToldBy.FAMILY, substance="Latex", reactions="Itching", severity=Severity.MILD),
)  # fmt: skip
_NOBODY_ASKED, _HAS_ONE, _TELLS, _SIGNED = 0.1, 0.35, 0.6, 0.85
_MORE = {"en": "Melatonin from the shop, some nights", "es": "Melatonina de la tienda, algunas noches"}
_AT_NOON = {"en": "At noon, I forget it in the morning", "es": "Al mediodía, por la mañana se me olvida"}
_REGISTER = ("Only what we prescribe", "One fill of hydrocodone in March, told of by them", "Nothing in twelve months")
#: Of these an order waits on the page.
_ORDERED = (0, 5, 10)


def arrange(stage: Stage, life: Life) -> None:
    """Their therapist asks for allergies on the first day; the prescriber for the rest, and goes through the list next day."""
    chance = chance_of("knowing", life.number)
    _ask_for_allergies(stage, life, chance)
    if not prescribed_for(life):
        return
    stage.agenda.enter(clock.now() + timedelta(hours=6), _ask_the_rest, stage, life, chance)
    if life.number == 0 or chance.random() < _TELLS:
        stage.agenda.enter(clock.now() + timedelta(hours=9), _tell, life, chance)
    if life.number == 0 or chance.random() < _SIGNED:
        stage.agenda.enter(clock.now() + timedelta(hours=26), _go_through, stage, life)


def _ask_for_allergies(stage: Stage, life: Life, chance: Random) -> None:
    if not life.participant or (life.number and chance.random() < _NOBODY_ASKED):
        return
    none = Allergy(kind=Kind.NONE_KNOWN, told_by=ToldBy.THEMSELVES)
    said = _ALLERGIES[0] if life.number == 0 else chance.choice(_ALLERGIES) if chance.random() < _HAS_ONE else none
    state_allergy(stage.actor_named(life.therapist), life.participant, statement_id=new_id(), said=said)


def _ask_the_rest(stage: Stage, life: Life, chance: Random) -> None:
    assert life.participant
    prescriber, today = stage.actor_named(PRESCRIBER), clock.today(life.person.zone)
    if life.focus is Focus.DUAL_DIAGNOSIS:
        step = chance.choice((NaloxoneStep.GIVEN, NaloxoneStep.GIVEN, NaloxoneStep.HAS_IT, NaloxoneStep.DECLINED))
        kind = "Nasal spray, 4 mg, two doses" if step is NaloxoneStep.GIVEN else ""
        said = Naloxone(step=step, on_day=today, kind=kind)
        note_naloxone(prescriber, life.participant, note_id=new_id(), said=said)
    if any(ordering.usual_schedule(one.name) for one in prescribed_for(life)):
        look = Look(on_day=today, states=("IL",), found=chance.choice(_REGISTER), next_on=today + timedelta(days=90))
        log_registry_look(prescriber, life.participant, look_id=new_id(), look=look)
    pregnant = chance.choice((Answer.NO, Answer.NO, Answer.NOT_APPLICABLE, Answer.NOT_ASKED))
    uses = chance.choice((Answer.YES, Answer.NO)) if pregnant is Answer.NO else pregnant
    answer = Pregnancy(on_day=today, pregnant=pregnant, contraception=uses)
    state_pregnancy(prescriber, life.participant, answer_id=new_id(), said=answer)


def _tell(life: Life, chance: Random) -> None:
    """In the evening they say on the phone what they take."""
    if not (life.participant and life.actor):
        return
    present = [one for one in medications.medicines_of(life.participant) if not one.is_stopped]
    says = {one.medicine.id: Says.YES.value for one in present}
    words = {}
    if present and chance.random() < 0.3:
        says[present[0].medicine.id] = Says.DIFFERENTLY.value
        words[present[0].medicine.id] = _AT_NOON[life.person.language]
    more = _MORE[life.person.language] if life.number == 0 or chance.random() < 0.3 else ""
    told = Taking(says=says, words=words, more=more)
    tell_taking(life.actor, life.participant, entry_id=new_id(), told=told, made_at=clock.now())


def _go_through(stage: Stage, life: Life) -> None:
    """The prescriber goes through the list with what they told, and signs."""
    assert life.participant
    listed = [one for one in medications.medicines_of(life.participant) if not one.is_stopped]
    on_list = [
        OnList(one.medicine.id, one.versions[0].number, one.now.name, f"{one.now.amount}. {when_in_words(one.details)}")
        for one in listed
    ]
    told = reconciling.taking_of(life.participant.id)
    lines = side_by_side(on_list, [], reconciling.as_told(told) if told else None)
    decisions = [
        Decision(line=line, deed=Deed.KEEP, why="Talked over; the time moves with them." if line.differs else "")
        if line.medicine_id
        else Decision(
            line=line, deed=Deed.NOT_TAKING, why="From the shop, now and then; told of the risks with sleepiness."
        )
        for line in lines
    ]
    prescriber = stage.actor_named(PRESCRIBER)
    reconcile(
        prescriber, life.participant, reconciliation_id=new_id(), occasion=Occasion.ADMISSION, decisions=decisions, revision=0
    )  # fmt: skip
    if life.number in _ORDERED and listed:
        one = listed[0]
        text = OrderText(
            kind=OrderKind.START, drug=one.now.name, amount=one.now.amount, directions=when_in_words(one.details),
            quantity="30", refills=1, schedule=ordering.usual_schedule(one.now.name),
        )  # fmt: skip
        signed = sign_order(prescriber, one.medicine, order_id=new_id(), text=text)
        hand_order_over(prescriber, ordering.order(prescriber, signed.subject_id), sending_id=new_id())
