"""What to watch on the staff's screens: results, warnings that ask why, packs and their sign-off."""

from datetime import date

import pytest
from django.test import Client

from daybridge.core.ids import new_id
from daybridge.medications.models import MedicineVersion
from daybridge.medications.watching.models import LabResult, PackEdit, PackSignOff, ResultReading, WarningOverride
from daybridge.workspace.medicines import watching
from tests.cast import House, a_medicine, a_prescriber, a_result, go_on_over_a_warning, sign_in

TODAY = date(2026, 11, 23)


@pytest.fixture
def house(house: House) -> House:
    a_prescriber(house)
    return house


@pytest.fixture
def priya(house: House) -> Client:
    return sign_in(house.staff["Priya"].account)  # type: ignore[arg-type]


@pytest.fixture
def dora(house: House) -> Client:
    return sign_in(house.staff["Dora"].account)  # type: ignore[arg-type]


def _of(house: House, after: str = "") -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/medicines/{after}"


def _medicine(**said: object) -> dict[str, object]:
    usual = {
        "id": new_id(), "name": "Ibuprofen", "amount": "400 mg", "form": "tablet", "how_often": "daily",
        "times": "8:00", "starts_on": "2026-11-01",
    }  # fmt: skip
    return {**usual, **said}


def _result(**said: object) -> dict[str, object]:
    usual = {"id": new_id(), "test": "lithium-level", "value": "0,8", "unit": "", "taken_on": "2026-11-20", "note": ""}
    return {**usual, **said}


# --- Warnings that ask why -------------------------------------------------------------------------------------------


def test_a_grave_warning_stops_once_asks_why_and_stands_beside_the_medicine_afterwards(
    house: House, priya: Client
) -> None:
    a_medicine(house, house.participants["Ana"], name="Lithium", amount="300 mg")
    form = _medicine()
    stopped = priya.post(_of(house, "add/"), form)
    shown = stopped.content.decode()
    assert stopped.status_code == 422 and "Nothing is saved yet" in shown and "FDA label of lithium" in shown
    assert "not signed off yet" in shown and MedicineVersion.objects.count() == 1
    key = shown.split('name="shown" value="')[1].split('"')[0]
    silent = priya.post(_of(house, "add/"), {**form, "shown": key, "why_anyway": " "})
    assert silent.status_code == 422 and "Say why you go on." in silent.content.decode()
    for _ in range(2):  # sent twice, counted once
        went_on = {**form, "shown": key, "why_anyway": "Three days, level on Friday"}
        assert priya.post(_of(house, "add/"), went_on).status_code == 302
    kept = WarningOverride.objects.get()
    assert (kept.warning, kept.version, kept.why) == ("lithium-raised", "1", "Three days, level on Friday")
    assert MedicineVersion.objects.count() == 2
    listed = priya.get(_of(house)).content.decode()
    assert "Priya Sandhu went on: “Three days, level on Friday”" in listed
    # It is not asked again while nothing changes, and is when the amount does.
    change = _medicine(from_on="2026-11-24", why="Note", purpose="Knee")
    address = f"/workspace/medicines/{form['id']}/change/"
    assert priya.post(address, change).status_code == 302
    assert priya.post(address, {**change, "id": new_id(), "amount": "800 mg"}).status_code == 422


def test_a_reason_for_a_warning_that_was_not_on_the_screen_does_not_count(house: House, priya: Client) -> None:
    a_medicine(house, house.participants["Ana"], name="Lithium")
    sent = _medicine(why_anyway="I know", shown="something-else")
    refused = priya.post(_of(house, "add/"), sent)
    assert refused.status_code == 422 and "I know" in refused.content.decode()
    assert not WarningOverride.objects.exists()


def test_buprenorphine_is_added_beside_a_benzodiazepine_at_once_and_told_to_go_on(house: House, priya: Client) -> None:
    a_medicine(house, house.participants["Ana"], name="Clonazepam")
    answer = priya.post(_of(house, "add/"), _medicine(name="Suboxone"), follow=True)
    shown = answer.content.decode()
    assert answer.status_code == 200 and "To think of: Benzodiazepine with buprenorphine or methadone." in shown
    assert "Keep the opioid medicine" in priya.get(_of(house, "watching/")).content.decode()


def test_a_name_that_is_not_recognised_is_said(house: House, priya: Client) -> None:
    shown = priya.post(_of(house, "add/"), _medicine(name="Heronine"), follow=True).content.decode()
    assert "Heronine is not recognised: no warnings are looked for." in shown
    shown = priya.post(_of(house, "add/"), _medicine(name="Sertraline with heronine"), follow=True).content.decode()
    assert "Not recognised in Sertraline with heronine: heronine." in shown


def test_an_outside_service_that_is_silent_is_told_and_the_medicine_is_saved(
    house: House, priya: Client, settings: object
) -> None:
    settings.MEDICINE_INTERACTIONS = {"url": "http://127.0.0.1:9/", "token": "", "seconds": "0.3"}  # type: ignore[attr-defined]
    shown = priya.post(_of(house, "add/"), _medicine(), follow=True).content.decode()
    assert "The outside interaction service did not answer." in shown and MedicineVersion.objects.count() == 1


# --- Results ---------------------------------------------------------------------------------------------------------


def test_a_result_is_entered_shown_with_its_range_and_seen_by_name(house: House, priya: Client) -> None:
    a_medicine(house, house.participants["Ana"], name="Lithobid", amount="300 mg")
    assert "none on record" in priya.get(_of(house, "watching/")).content.decode()
    form = _result(value="1.4")
    for _ in range(2):
        assert priya.post(_of(house, "results/"), form).status_code == 302
    found = LabResult.objects.get()
    shown = priya.get(_of(house, "watching/")).content.decode()
    assert "1.4 mmol/L is outside 0.6 to 1.2 mmol/L (Lithium)." in shown
    assert "result to see" in priya.get("/workspace/").content.decode()
    said = {f"seen-{found.id}-id": new_id(), f"seen-{found.id}-note": "Halved, again on Friday"}
    assert priya.post(f"/workspace/results/{found.id}/seen/", said).status_code == 302
    shown = priya.get(_of(house, "watching/")).content.decode()
    assert "Halved, again on Friday" in shown and "Nobody has said yet" not in shown
    assert ResultReading.objects.count() == 1
    assert priya.post(f"/workspace/results/{found.id}/seen/", {}).status_code == 422


def test_a_correction_takes_the_place_of_what_was_wrong(house: House, priya: Client) -> None:
    wrong = a_result(house, house.participants["Ana"], value="8.0")
    address = f"/workspace/results/{wrong.id}/correct/"
    assert 'value="8"' in priya.get(address).content.decode()
    assert priya.post(address, _result(value="80", unit="mmol/L")).status_code == 422
    assert priya.post(address, _result(value="0.8", unit="mmol/L")).status_code == 302
    shown = priya.get(_of(house, "watching/")).content.decode()
    assert "0.8 mmol/L" in shown and "8 mmol/L</td>" not in shown and "corrected" in shown
    done = a_result(house, house.participants["Ana"], "rash-talk", None, "")
    assert 'name="value"' not in priya.get(f"/workspace/results/{done.id}/correct/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"test": ""}, "Choose what was measured."), ({"test": "gold"}, "Select a valid choice"), ({"value": "high"}, "Write a number, for example 0.8."),
        ({"value": ""}, "Write the number."), ({"value": "80"}, "Between 0 and 10 mmol/L it can be."), ({"unit": "mg/dL"}, "It does not come in this unit."),
        ({"taken_on": ""}, "Name a day."), ({"taken_on": "2026-11-24"}, "today at the latest"), ({"taken_on": "1999-01-01"}, "today at the latest"),
        ({"test": "rash-talk"}, "This has no number."), ({"value": "1\x00"}, "Write a number"), ({"id": "x"}, "UUID"),
        ({"value": "9" * 400}, "Write a number"),
    ],
)  # fmt: skip
def test_what_a_form_refuses_is_said_and_nothing_typed_is_lost(
    house: House, priya: Client, wrong: dict[str, object], said: str
) -> None:
    refused = priya.post(_of(house, "results/"), _result(note="Seven quiet herons", **wrong))
    assert refused.status_code == 422
    assert said in refused.content.decode() and "Seven quiet herons" in refused.content.decode()
    assert not LabResult.objects.exists()


def test_results_are_a_plot_with_a_table_behind_it(house: House, priya: Client) -> None:
    ana = house.participants["Ana"]
    a_medicine(house, ana, name="Lithium")
    for days_ago, value in ((60, "0.7"), (30, "1.3"), (1, "0.9")):
        a_result(house, ana, value=value, days_ago=days_ago)
    a_result(house, ana, "tsh", "2.1", "mIU/L")
    shown = priya.get(_of(house, "watching/")).content.decode()
    assert "From 0.7 to 0.9 mmol/L over 3 results." in shown and "Between the dotted lines" in shown
    assert shown.count('class="plot-picture"') == 2 and "outside the range" in shown


def test_the_therapist_reads_and_enters_nothing(house: House) -> None:
    result = a_result(house, house.participants["Ana"])
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    shown = ben.get(_of(house, "watching/")).content.decode()
    assert "0.8 mmol/L" in shown and "Enter a result" not in shown and "/correct/" not in shown
    assert ben.post(_of(house, "results/"), _result()).status_code == 403
    assert ben.post(f"/workspace/results/{result.id}/correct/", _result(unit="mmol/L")).status_code == 403
    cleo = sign_in(house.staff["Cleo"].account)  # type: ignore[arg-type]
    assert cleo.get(_of(house, "watching/")).status_code == 404


def test_late_tests_stand_on_today_and_on_the_card(house: House, priya: Client) -> None:
    a_medicine(house, house.participants["Ana"], name="Clozapine", amount="25 mg", days_ago=20)
    shown = priya.get("/workspace/").content.decode()
    assert "tests are late" in shown and "/medicines/watching/" in shown
    card = watching.card(house.participants["Ana"])
    assert card.is_anything and not card.is_signed and card.dues[0].words.startswith("overdue by")
    go_on_over_a_warning(house, house.participants["Ana"])
    assert [one.code for one in watching.card(house.participants["Ana"]).warnings] == ["lithium-raised"]


# --- Packs -----------------------------------------------------------------------------------------------------------


def test_a_director_reads_signs_and_changes_a_pack(house: House, dora: Client) -> None:
    assert "20 packs wait for a sign-off." in dora.get("/workspace/medicine-rules/").content.decode()
    shown = dora.get("/workspace/medicine-rules/clozapine/").content.decode()
    assert "every 7 days until day 182; every 14 days until day 365; every 28 days; range to look at 1500 /µL" in shown
    assert dora.post("/workspace/medicine-rules/clozapine/sign-off/1/0/").status_code == 302
    assert PackSignOff.objects.get().pack == "clozapine"
    shown = dora.get("/workspace/medicine-rules/clozapine/").content.decode()
    assert "Signed off by Dora" in shown
    usual = {"anc.0": "7", "anc.1": "14", "anc.2": "28", "bowel-talk.0": "28", "systolic.0": "90", "heart-rate.0": "90"}
    refused = dora.post("/workspace/medicine-rules/clozapine/", {**usual, "is_on": "on", "anc.0": "8", "why": "x"})
    assert refused.status_code == 422 and "outside what a site may choose" in refused.content.decode()
    for wrong in ({"why": ""}, {"anc.0": ""}):
        sent = {**usual, "is_on": "on", "why": "x", **wrong}
        assert dora.post("/workspace/medicine-rules/clozapine/", sent).status_code == 422
    assert dora.post("/workspace/medicine-rules/clozapine/", {**usual, "anc.1": "7", "why": "Off"}).status_code == 302
    edit = PackEdit.objects.get()
    assert (edit.is_on, edit.intervals) == (False, {"anc.1": 7})
    assert "Put off here" in dora.get("/workspace/medicine-rules/").content.decode()
    assert dora.get("/workspace/medicine-rules/gold/").status_code == 404


def test_a_prescriber_reads_the_packs_and_changes_none(house: House, priya: Client) -> None:
    shown = priya.get("/workspace/medicine-rules/sedation/").content.decode()
    assert "asks for a reason" in shown and "Save the change" not in shown and "Sign it off" not in shown
    assert priya.post("/workspace/medicine-rules/sedation/", {"is_on": "on", "why": "x"}).status_code == 403
    assert priya.post("/workspace/medicine-rules/sedation/sign-off/1/0/").status_code == 403
