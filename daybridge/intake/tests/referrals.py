"""Referrals for tests, reached by intake's own actions."""

from typing import Any

from daybridge.core.ids import new_id
from daybridge.intake import actions
from daybridge.intake.models import Referral
from daybridge.intake.rules import (
    CallResult,
    CallWith,
    DeclineReason,
    PersonFacts,
    PersonName,
    PhoneFact,
    ProblemFact,
    ReferralFacts,
    Referrer,
    State,
    WaitingReason,
    When,
)
from tests.cast import House

MIRA = PersonFacts(
    names=(PersonName("Mira", "Solis", use="official"),),
    born_on=When("1988-03-02"),
    phones=(PhoneFact("555-0144", "mobile"),),
    language="en",
)


def facts_about(person: PersonFacts = MIRA, **more: Any) -> ReferralFacts:
    """What Lakeside Hospital says about Mira Solis."""
    said: dict[str, Any] = {
        "referrer": Referrer("Lakeside Hospital", "Dr. Noor Haddad", ("555-0190",), known_by="asked"),
        "problems": (ProblemFact("Major depression", "http://hl7.org/fhir/sid/icd-10-cm", "F33.1"),),
    }
    return ReferralFacts(person=person, **(said | more))


SUBSTANCE_USE = {"problems": (ProblemFact("Alcohol use disorder", "http://hl7.org/fhir/sid/icd-10-cm", "F10.20"),)}


def a_referral(house: House, state: State = State.RECEIVED, *, original: bytes = b"", **more: Any) -> Referral:
    """A referral by file in a state, put there by Ines."""
    received = actions.receive_referral(
        house.system,
        house.organization,
        original=original or new_id().bytes,
        media_type="application/fhir+json",
        facts=facts_about(**more),
        filename="orders.json",
    )
    referral = Referral.objects.get(id=received.subject_id)
    _bring_to(house, referral, state)
    referral.refresh_from_db()
    return referral


def _bring_to(house: House, referral: Referral, state: State) -> None:
    ines = house.actors["Ines"]
    if state in (State.SCREENING, State.ACCEPTED, State.WAITING_LIST):
        actions.start_screening(ines, referral)
    if state is State.ACCEPTED:
        actions.accept(ines, referral)
    if state is State.WAITING_LIST:
        actions.put_on_waiting_list(ines, referral, reason=WaitingReason.PLACE)
    if state is State.DECLINED:
        actions.decline(ines, referral, reason=DeclineReason.LOWER_LEVEL)


def a_call(house: House, referral: Referral, result: CallResult = CallResult.REACHED, note: str = "") -> None:
    actions.log_call(house.actors["Ines"], referral, call_with=CallWith.REFERRER, result=result, note=note)
