"""Orders are sealed, printed and handed over; the list does not change by them."""

import pytest

from daybridge.core.errors import IdTaken, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.medications import queries as medications
from daybridge.medications.ordering import actions, printing, queries
from daybridge.medications.ordering.models import MedicineOrder, OrderSending
from daybridge.medications.ordering.rules import OrderText
from daybridge.medications.ordering.sending import NotSent, Sent
from tests.cast import House, a_medicine, a_prescriber, an_order


@pytest.fixture
def house(house: House) -> House:
    a_prescriber(house)
    return house


def test_an_order_is_sealed_signed_once_and_leaves_the_list_alone(house: House) -> None:
    ana, priya, id = house.participants["Ana"], house.actors["Priya"], new_id()
    medicine = a_medicine(house, ana)
    text = OrderText(kind="stop", drug="Sertraline", amount="")
    assert [actions.sign_order(priya, medicine, order_id=id, text=text).repeated for _ in range(2)] == [False, True]
    [order] = queries.orders_of(ana.id)
    assert queries.is_whole(order) and queries.text_of(order) == text
    order.text["drug"] = "Lithium"
    assert not queries.is_whole(order)
    assert not medications.listed(ana, medicine.id).is_stopped
    with pytest.raises(Invalid) as refused:
        actions.sign_order(priya, medicine, order_id=new_id(), text=OrderText(kind="start", drug=" ", amount=""))
    assert set(refused.value.fields) == {"drug", "amount", "directions", "quantity"}


def test_other_words_under_the_same_id_are_never_told_to_be_signed(house: House) -> None:
    a_prescriber(house, "Paul Second")
    medicine, id = a_medicine(house, house.participants["Ana"]), new_id()
    stop = OrderText(kind="stop", drug="Sertraline", amount="")
    actions.sign_order(house.actors["Priya"], medicine, order_id=id, text=stop)
    lithium = a_medicine(house, house.participants["Ana"], name="Lithium")
    for name, other, text in (
        ("Priya", medicine, OrderText(kind="stop", drug="Lithium", amount="")),
        ("Priya", lithium, stop),
        ("Paul", medicine, stop),
    ):
        with pytest.raises(IdTaken):
            actions.sign_order(house.actors[name], other, order_id=id, text=text)
    assert MedicineOrder.objects.count() == 1


def test_a_nurse_signs_no_order(house: House) -> None:
    a_prescriber(house, "Tomas Reed", role="nurse")
    medicine = a_medicine(house, house.participants["Ana"])
    with pytest.raises(Refused):
        an_order(house, medicine, by="Tomas")


def test_an_order_leaves_on_paper_unless_something_else_is_named(house: House) -> None:
    order, id = an_order(house, a_medicine(house, house.participants["Ana"])), new_id()
    priya = house.actors["Priya"]
    assert [actions.hand_order_over(priya, order, sending_id=id).repeated for _ in range(2)] == [False, True]
    row = OrderSending.objects.get()
    assert (row.way, row.is_sent, row.reference) == ("print", False, "paper")
    with pytest.raises(IdTaken):
        actions.hand_order_over(priya, an_order(house, order.medicine), sending_id=id)


def network(order: MedicineOrder) -> Sent | NotSent:
    """A network of this test's own, as an installation would name it."""
    return Sent("Test network", f"N-{order.kind}")


def test_a_network_plugs_in_behind_one_function(house: House, settings: object) -> None:
    settings.ORDERS_LEAVE_BY = f"{__name__}.network"  # type: ignore[attr-defined]
    order = an_order(house, a_medicine(house, house.participants["Ana"]))
    assert actions.hand_order_over(house.actors["Priya"], order, sending_id=new_id()).is_sent
    assert OrderSending.objects.get().reference == "N-start"


def test_the_paper_says_whose_it_is_what_is_ordered_and_that_it_is_no_electronic_prescription(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"], name="Buprenorphine-naloxone")
    assert queries.usual_schedule("Buprenorphine-naloxone") == "III"
    order = an_order(house, medicine, drug="Buprenorphine-naloxone", schedule="III", refills=2)
    made = queries.as_pdf(order, house.organization)
    assert made.startswith(b"%PDF-") and b"/MarkInfo" in made and b"/StructTreeRoot" in made
    text = str(printing.told_of(order, house.organization))
    said = [
        "Ana",
        "Buprenorphine-naloxone",
        "50 mg, 1 tablet",
        "One each morning",
        "'30'",
        "Priya Sandhu",
        "DEA number",
        "NPI",
    ]
    assert all(one in text for one in [*said, "This paper is not an electronic prescription"]), text
    plain = printing.told_of(an_order(house, medicine), house.organization)
    assert "DEA" not in str(plain)
    order.text["quantity"] = "90"
    assert "seal does not fit" in str(
        printing.told_of(order, house.organization, is_whole=queries.is_whole(order))["signatures"]
    )
