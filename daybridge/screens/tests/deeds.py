"""Drug screens and laboratories' messages, reached by the product's own deeds."""

from datetime import datetime, time, timedelta
from uuid import UUID

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from daybridge.interop.hl7_receiving import receive
from daybridge.people.models import Participant
from daybridge.screens import actions
from daybridge.screens.actions.ordering import Order
from daybridge.screens.actions.reading import Result
from daybridge.screens.events import LabMessageTaken
from daybridge.screens.models import LabReport, Screen
from daybridge.screens.rules import Drawing, Outcome, Specimen
from tests.cast import House

GOOD = Specimen(temperature_f=96, minutes=2, creatinine=90, gravity=1.015, ph=6, has_oxidant=False)


def a_screen(
    house: House, *, panel: str = "opioids", by: str = "Ben", name: str = "Ana", screen_id: UUID | None = None
) -> Screen:
    """Ordered for in two hours."""
    screen_id, opens_at = screen_id or new_id(), clock.now() + timedelta(hours=2)
    actions.order_screen(
        house.actors[by], house.participants[name], screen_id=screen_id, opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=6),
        order=Order(panel=panel, reason="Seven quiet herons made her unsure last week", where="Harbor Street"),
    )  # fmt: skip
    return fresh(screen_id)


def fresh(screen: "Screen | object") -> Screen:
    screen_id = screen.id if isinstance(screen, Screen) else screen
    return Screen.objects.select_related("participant").get(id=screen_id)


def collected(house: House, screen: Screen | None = None, specimen: Specimen = GOOD, by: str = "Ben") -> Screen:
    screen = screen or a_screen(house)
    actions.collect(house.actors[by], screen, collected_at=clock.now(), specimen=specimen)
    return fresh(screen)


def found(house: House, screen: Screen, by: str = "Ben", **outcomes: str) -> object:
    results = [Result(analyte=code, outcome=Outcome(said)) for code, said in outcomes.items()]
    return actions.keep_results(house.actors[by], screen, results=results)


def an_oru(
    screen: Screen | None = None, *lines: str, number: str = "1", who: Participant | None = None,
    at: datetime | None = None, born: str = "", order: str = "",
) -> bytes:  # fmt: skip
    """A laboratory's message about a screen; `lines` are OBX from the third field on: "UFENT^Fentanyl^L||Negative||||N|||F"."""
    person = who or (screen.participant if screen else None)
    pid = "PID|1||NOBODY^^^LAB^MR||HERON^SEVEN||19500101|F"
    if person:
        born = born or f"{person.born_on:%Y%m%d}"
        pid = f"PID|1||{person.record_number}^^^LAB^MR||{person.family_name}^{person.given_name}||{born}|F"
    order = order or (screen.order_number if screen else "X1")
    at = at or clock.now()
    taken = screen.collected_at if screen and screen.collected_at else at
    obr = (
        f"OBR|1|{order}|LAB{order}|UDS^Drug screen^L|||{taken:%Y%m%d%H%M%S}+0000"
        + "|" * 15
        + f"{at:%Y%m%d%H%M%S}+0000|||F"
    )
    obx = [f"OBX|{row}|ST|{line}" for row, line in enumerate(lines or ("UFENT^Fentanyl^L||Negative|||N|||F",), 1)]
    head = f"MSH|^~\\&|LABSYS|LAB|IOP|CLINIC|20261124||ORU^R01^ORU_R01|{number}|T|2.5.1"
    return "\r".join([head, pid, obr, *obx]).encode()


def a_message(house: House, original: bytes, actor: Actor | None = None) -> LabMessageTaken:
    return receive(actor or house.system, original, way="upload")


def live_through(house: House, screen: Screen) -> None:
    """All that is kept of a screen: said beforehand, drawn, collected, found, confirmed, talked over; and another result beside it."""
    ben, ana = house.actors["Ben"], screen.participant
    within = Drawing(clock.today(ana.time_zone) + timedelta(days=2), 2, frozenset(range(7)), 5, 9, 3)
    actions.draw_screens(
        ben, ana, draw_id=new_id(), order=Order(panel="alcohol", reason="Asked for it herself"), within=within,
        hours=(time(9), time(15)),
    )  # fmt: skip
    actions.tell_before(house.actors["Ana"], screen, words_id=new_id(), said="You may find something")
    collected(house, screen)
    found(house, screen, fentanyl="positive", opiates="negative")
    actions.ask_for_confirmation(ben, screen, words="Fentanyl, by a laboratory")
    actions.talk_over(ben, screen, said="It was once, on Saturday", agreed="A call on Friday")
    a_message(house, an_oru(None, "718-7^Hemoglobin^LN||13|||N|||F", who=ana, number="lived"))
    row = LabReport.objects.get(participant=ana, settled_at=None)
    actions.attach_report(house.actors["Priya"], row, participant=ana)
