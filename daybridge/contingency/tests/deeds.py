"""Ana's rewards, reached by the product's own deeds: offered by Ben, agreed to with a word of hers."""

from datetime import date
from uuid import UUID

from daybridge.contingency import actions, on_file, queries
from daybridge.contingency.models import Draw, Enrolment
from daybridge.contingency.rules import Deed, Evidence, EvidenceKind, Verdict
from daybridge.core import clock
from daybridge.core.ids import new_id
from tests.cast import House

FISHBOWL, VOUCHERS, GRANT = "fishbowl-twice-weekly", "vouchers-twice-weekly", "samhsa-grant"
#: On which days of the week attendance counts: Tuesday, on which Ana's session is, and Thursday.
DAYS = (1, 3)
WORD = "Heron 7"


def signed_off(house: House, *codes: str) -> None:
    """Dora signs protocols off as they are on file, and switches rewards on in Ana's program."""
    dora = house.actors["Dora"]
    for code in codes or (FISHBOWL,):
        digest = on_file.digest_of(on_file.protocols()[code])
        actions.sign_off_protocol(dora, house.organization, code=code, digest=digest)
    actions.switch_rewards(dora, house.programs["Dual diagnosis"], is_on=True)


def offered(house: House, protocol: str = FISHBOWL, who: str = "Ana") -> Enrolment:
    signed_off(house, protocol)
    made = actions.offer_rewards(
        house.actors["Ben"], house.participants[who], protocol=protocol, funding=GRANT, weekdays=DAYS
    )
    return again(made.subject_id)


def begun(house: House, protocol: str = FISHBOWL, word: str = WORD, who: str = "Ana") -> Enrolment:
    found = offered(house, protocol, who)
    actions.agree(house.actors[who], found, word=word)
    return again(found.id)


def again(enrolment_id: UUID) -> Enrolment:
    return Enrolment.objects.select_related("participant", "program").get(id=enrolment_id)


def told(house: House, enrolment: Enrolment, verdict: Verdict, on_day: date | None = None, *, why: str = "") -> None:
    """Ben reads a result on the spot: of today, unless told."""
    evidence = Evidence(EvidenceKind.POINT_OF_CARE, verdict, None, f"Read with a colleague: {verdict}")
    actions.record_target(
        house.actors["Ben"], enrolment, target_id=new_id(), on_day=on_day or clock.today("America/Chicago"),
        evidence=evidence, why=why,
    )  # fmt: skip


def drawn(house: House, enrolment: Enrolment, by: str = "Ana") -> list[Draw]:
    """Everything that is open, one after the other."""
    while left := queries.standing(enrolment).open_draws:
        actions.draw(house.actors[by], enrolment, on_day=left[0][0], number=left[0][1])
    return list(enrolment.draws.order_by("on_day", "number"))


def rewards(house: House) -> Enrolment:
    """Ana takes part, with a met target and its slip, a prize that waits, and a target that was corrected."""
    found = begun(house)
    told(house, found, Verdict.NOT_MET)
    told(house, found, Verdict.MET, why="The cup was read again")
    drawn(house, found)
    return found


def a_prize(house: House, enrolment: Enrolment) -> Draw:
    """A slip that is worth something, drawn by Ana: she meets targets day after day until there is one."""
    found = [one for one in drawn(house, enrolment) if one.cents]
    assert found
    return found[0]


def handed_over(house: House, draw: Draw, deed: Deed = Deed.HANDED_OVER) -> None:
    actions.settle_prize(house.actors["Ben"], draw, deed=deed, what="A book")
