"""Medicines on the staff's screens: who sees and changes the list, what a form refuses, and what waits."""

from datetime import date, timedelta

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.intake import actions as intake
from daybridge.intake.rules import MedicineFact, PersonFacts, PersonName, State, When
from daybridge.intake.tests.referrals import a_referral
from daybridge.medications.models import MedicineNote, MedicineVersion, SideEffectReading
from daybridge.privacy.events import ChartOpened
from tests.cast import House, a_dose, a_medicine, a_prescriber, a_side_effect, later, sign_in

TODAY = date(2026, 11, 23)


@pytest.fixture
def house(house: House) -> House:
    a_prescriber(house)
    return house


@pytest.fixture
def priya(house: House) -> Client:
    return sign_in(house.staff["Priya"].account)  # type: ignore[arg-type]


def _list_of(house: House) -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/medicines/"


def _form(**said: object) -> dict[str, object]:
    usual = {
        "id": new_id(), "name": "Sertraline", "amount": "50 mg, 1 tablet", "form": "tablet", "how_often": "daily",
        "times": "8:00; 20", "starts_on": "2026-11-01",
    }  # fmt: skip
    return {**usual, **said}


def test_a_medicine_that_is_added_stands_on_the_list_and_a_form_sent_twice_counts_once(
    house: House, priya: Client
) -> None:
    form = _form(due_on="2026-11-26")
    for _ in range(2):
        assert priya.post(f"{_list_of(house)}add/", form).status_code == 302
    shown = priya.get(_list_of(house)).content.decode()
    assert "Every day at 08:00 and 20:00" in shown and "Refill by Thu 26 Nov" in shown
    assert MedicineVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Write what it is called."), ({"amount": ""}, "Write how much, as it stands on the label."),
        ({"times": "early"}, "Write times like 08:00"), ({"times": ""}, "Write at least one time"),
        ({"times": "25:00"}, "Write times like 08:00"), ({"starts_on": "soon"}, "Choose a day."),
        ({"how_often": "weekdays"}, "Choose at least one day."),
        ({"how_often": "injection", "every_days": "1"}, "Write a number of days"),
        ({"starts_on": "2027-06-01"}, "Choose a day at most 30 days ahead."),
    ],
)  # fmt: skip
def test_what_a_form_refuses_is_said_beside_its_field_and_nothing_typed_is_lost(
    house: House, priya: Client, wrong: dict[str, object], said: str
) -> None:
    refused = priya.post(f"{_list_of(house)}add/", _form(purpose="For seven herons", **wrong))
    assert refused.status_code == 422
    assert said in refused.content.decode() and "For seven herons" in refused.content.decode()
    assert not MedicineVersion.objects.exists()


def test_a_change_and_a_stop_stay_in_the_history(house: House, priya: Client) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    change = _form(amount="100 mg, 2 tablets", from_on="2026-11-25", why="Too little")
    shown = priya.get(f"/workspace/medicines/{medicine.id}/change/").content.decode()
    assert 'value="08:00, 20:00"' in shown and "50 mg, 1 tablet" in shown
    assert priya.post(f"/workspace/medicines/{medicine.id}/change/", change).status_code == 302
    shown = priya.get(_list_of(house)).content.decode()
    assert "From Wed 25 Nov: Sertraline, 100 mg, 2 tablets" in shown and "Too little" in shown
    stop = {"id": new_id(), "from_on": "2026-11-23", "why": "Rash"}
    assert priya.post(f"/workspace/medicines/{medicine.id}/stop/", {**stop, "why": ""}).status_code == 422
    assert priya.post(f"/workspace/medicines/{medicine.id}/stop/", stop).status_code == 302
    shown = priya.get(_list_of(house)).content.decode()
    assert "stopped from 23 November 2026" in shown and "Rash" in shown
    again = priya.post(f"/workspace/medicines/{medicine.id}/change/", _form(from_on="2026-11-25", why="x"))
    assert again.status_code == 409 and "This medicine is stopped." in again.content.decode()


def test_a_refill_and_an_injection_are_noted_on_the_list(house: House, priya: Client) -> None:
    ana = house.participants["Ana"]
    pill = a_medicine(house, ana)
    shot = a_medicine(
        house, ana, name="Naltrexone", form="injection", how_often="injection", times=(), every_days=28, window_days=3
    )
    for one, due_on in ((pill, "2026-12-20"), (shot, "")):
        said = {f"note-{one.id}-{name}": value for name, value in
                {"id": new_id(), "done_on": "2026-11-23", "due_on": due_on}.items()}  # fmt: skip
        assert priya.post(f"/workspace/medicines/{one.id}/note/", said).status_code == 302
    assert sorted(MedicineNote.objects.values_list("kind", "due_on")) == [
        ("injection", TODAY + timedelta(days=28)),
        ("refill", date(2026, 12, 20)),
    ]
    empty = {f"note-{pill.id}-id": new_id(), f"note-{pill.id}-done_on": "", f"note-{pill.id}-due_on": ""}
    refused = priya.post(f"/workspace/medicines/{pill.id}/note/", empty)
    assert refused.status_code == 422 and "Name a day." in refused.content.decode()


def test_two_weeks_of_doses_are_a_grid_with_a_table_behind_it(house: House, priya: Client) -> None:
    medicine = a_medicine(house, house.participants["Ana"], days_ago=2)
    a_dose(house, medicine, "skipped", days_ago=1, reason="forgot", note="Ran for the bus")
    a_dose(house, medicine)
    shown = priya.get(_list_of(house)).content.decode()
    assert "08:00 Skipped: forgot" in shown and "Ran for the bus" in shown
    assert "Told as taken: 1 of 5 doses, 1 skipped, 3 without an entry." in shown
    assert shown.count('data-state="unsaid"') == 3 + 1  # and the key


def test_the_therapist_sees_everything_and_changes_nothing(house: House) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    shown = ben.get(_list_of(house)).content.decode()
    assert "Sertraline" in shown and "Add a medicine" not in shown and "Note a refill" not in shown
    assert ben.post(f"{_list_of(house)}add/", _form()).status_code == 403
    assert (
        ben.post(
            f"/workspace/medicines/{medicine.id}/stop/", {"id": new_id(), "from_on": "2026-11-23", "why": "x"}
        ).status_code
        == 403
    )
    cleo = sign_in(house.staff["Cleo"].account)  # type: ignore[arg-type]
    assert cleo.get(_list_of(house)).status_code == 404


def test_every_look_is_written_down(house: House, priya: Client) -> None:
    before = AuditEntry.objects.filter(deed=ChartOpened.name()).count()
    priya.get(_list_of(house))
    assert AuditEntry.objects.filter(deed=ChartOpened.name()).count() == before + 1


def test_a_side_effect_waits_on_the_prescribers_today_until_somebody_has_read_it(house: House, priya: Client) -> None:
    told = a_side_effect(house, house.participants["Ana"], "dizzy", strength="medium", words="When I stand up")
    assert "dizzy" in priya.get("/workspace/").content.decode()
    shown = priya.get(_list_of(house)).content.decode()
    assert "When I stand up" in shown and "I have read this" in shown
    said = {f"read-{told.id}-id": new_id(), f"read-{told.id}-answer": "Stand up slowly."}
    assert priya.post(f"/workspace/side-effects/{told.id}/read/", said).status_code == 302
    assert SideEffectReading.objects.get().answer == "Stand up slowly."
    assert "dizzy" not in priya.get("/workspace/medicines-for-me/").content.decode()
    too_long = {f"read-{told.id}-id": new_id(), f"read-{told.id}-answer": "x" * 1_001}
    assert priya.post(f"/workspace/side-effects/{told.id}/read/", too_long).status_code == 422


def test_what_waits_is_of_people_in_care(house: House, priya: Client) -> None:
    from daybridge.programs.actions import discharge
    from daybridge.programs.rules import EndReason
    from tests.cast import episode_of

    ana = house.participants["Ana"]
    a_medicine(house, ana, due_on=TODAY + timedelta(days=2))
    assert "Refill by Wed 25 Nov" in priya.get("/workspace/").content.decode()
    discharge(house.system, episode_of(ana), reason=EndReason.COMPLETED, ended_on=TODAY)
    assert "Refill by" not in priya.get("/workspace/").content.decode()


def test_what_the_referral_says_can_be_taken_over(house: House, priya: Client) -> None:
    ana = house.participants["Ana"]
    facts = (MedicineFact("Sertraline 50 MG Oral Tablet"), MedicineFact("Old one", status="stopped"))
    person = PersonFacts(names=(PersonName("Ana", "Rivera", use="official"),), born_on=When("1990-04-12"))
    referral = a_referral(house, State.SCREENING, person=person, medicines=facts)
    intake.link_known_person(house.actors["Ines"], referral, participant=ana)
    shown = priya.get(f"{_list_of(house)}add/").content.decode()
    assert "Sertraline 50 MG Oral Tablet" in shown and "Old one" not in shown
    for chosen, value in (("0", 'value="Sertraline 50 MG Oral Tablet"'), ("7", 'name="name"'), ("x", 'name="name"')):
        assert value in priya.get(f"{_list_of(house)}add/?from={chosen}").content.decode()


def test_the_list_costs_as_many_queries_with_ten_medicines_as_with_one(house: House, priya: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ana = house.participants["Ana"]
    counts = []
    for more in (1, 9):
        for number in range(more):
            a_dose(house, a_medicine(house, ana, name=f"Medicine {number}", due_on=TODAY))
            a_side_effect(house, ana)
        for address in (_list_of(house), "/workspace/"):
            priya.get(address)
            with CaptureQueriesContext(connection) as asked:
                priya.get(address)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_an_alert_about_medicines_leads_to_them(house: House, priya: Client) -> None:
    with clock.at(later()):
        a_side_effect(house, house.participants["Ana"], strength="strong")
    shown = priya.get("/workspace/").content.decode()
    assert "A strong side effect" in shown
    from daybridge.safety.models import Alert

    page = priya.get(f"/workspace/alerts/{Alert.objects.get().id}/").content.decode()
    assert _list_of(house) in page
