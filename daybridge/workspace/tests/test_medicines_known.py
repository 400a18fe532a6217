"""What is known before a medicine is given, a list gone through, an order: on the staff's screens."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from daybridge.assessments.actions import change_level
from daybridge.assessments.queries import moves_of
from daybridge.assessments.rules import Change, Level
from daybridge.core import clock, guard
from daybridge.core.ids import new_id
from daybridge.intake import actions as intake
from daybridge.intake.rules import AllergyFact, MedicineFact, PersonFacts, PersonName, State, When
from daybridge.intake.tests.referrals import a_referral
from daybridge.medications import queries as medications
from daybridge.medications.models import Medicine, MedicineVersion
from daybridge.medications.ordering.models import MedicineOrder, OrderSending
from daybridge.medications.precautions.models import AllergyStatement, NaloxoneNote, PregnancyAnswer, RegistryLook
from daybridge.medications.reconciling.actions import reconcile, tell_taking
from daybridge.medications.reconciling.models import Reconciliation
from daybridge.medications.reconciling.queries import to_reconcile
from daybridge.medications.reconciling.rules import Taking
from daybridge.medications.terminology.models import Drug
from daybridge.medications.watching.models import WarningOverride
from daybridge.plans.rules.content import Side
from daybridge.plans.tests.deeds import a_plan, signed
from daybridge.programs.models import Episode, Program
from daybridge.programs.rules import Limit, Number, RulePack, pack_as_json
from daybridge.substances.actions import write_history
from daybridge.substances.rules import History
from daybridge.workspace.medicines.known import card, known_of
from tests.cast import House, a_medicine, a_prescriber, an_allergy, an_order, episode_of, later, proved, sign_in


@pytest.fixture
def house(house: House) -> House:
    a_prescriber(house)
    return house


@pytest.fixture
def priya(house: House) -> Client:
    return sign_in(house.staff["Priya"].account)  # type: ignore[arg-type]


def _page(house: House, rest: str = "") -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/medicines/{rest}"


def _form(**said: object) -> dict[str, object]:
    usual = {
        "id": new_id(), "name": "Sertraline", "amount": "50 mg, 1 tablet", "form": "tablet", "how_often": "daily",
        "times": "8:00", "starts_on": "2026-11-01",
    }  # fmt: skip
    return {**usual, **said}


def _refer(house: House) -> None:
    person = PersonFacts(names=(PersonName("Ana", "Rivera", use="official"),), born_on=When("1990-04-12"))
    referral = a_referral(
        house, State.SCREENING, person=person,
        medicines=(MedicineFact("Sertraline"), MedicineFact("Lithium carbonate")),
        allergies=(AllergyFact("Penicillin", ("Rash",), is_grave=True),),
    )  # fmt: skip
    intake.link_known_person(house.actors["Ines"], referral, participant=house.participants["Ana"])


def _drugs() -> None:
    with guard.writing():
        Drug.objects.create(rxcui="36437", name="sertraline", kind="IN")


# --- Coding ----------------------------------------------------------------------------------------------------------


def test_names_are_found_while_one_types_and_a_taken_one_is_coded(house: House, priya: Client) -> None:
    _drugs()
    found = priya.get(_page(house, "about/"), {"name": "sertr", "at": "/x/"}).content.decode()
    assert "36437" in found and "Take a name from RxNorm" in found
    taken = priya.post(_page(house, "add/"), _form(name="sertr", take="36437", amount="100 mg")).content.decode()
    assert 'value="sertraline"' in taken and "Coded with RxNorm" in taken and "100 mg" in taken
    assert not Medicine.objects.exists()
    priya.post(_page(house, "add/"), _form(name="sertraline", rxcui="36437", route="oral"))
    assert (MedicineVersion.objects.get().rxcui, MedicineVersion.objects.get().route) == ("36437", "oral")
    assert "by mouth" in priya.get(_page(house)).content.decode()


def test_another_name_than_that_of_its_code_is_free_text(house: House, priya: Client) -> None:
    _drugs()
    priya.post(_page(house, "add/"), _form(name="Zoloft", rxcui="36437"))
    assert MedicineVersion.objects.get().rxcui == ""


@pytest.mark.parametrize("name", ["\0\0\0", "x" * 9_000, "'); drop table --", '´`"<script>'])
def test_a_hostile_name_is_met(house: House, priya: Client, name: str) -> None:
    answer = priya.get(_page(house, "about/"), {"name": name, "rxcui": "\0"})
    assert answer.status_code == 200 and b"<script>" not in answer.content
    assert priya.post(_page(house, "add/"), _form(name=name, take="\0nothing")).status_code == 200


def test_a_usual_window_fills_the_form_and_nothing_typed_is_lost(house: House, priya: Client) -> None:
    offered = priya.get(_page(house, "about/"), {"name": "Naltrexone", "at": "/x/"}).content.decode()
    assert "every 28 days, 3 early or late" in offered and "has not signed this off" in offered
    filled = priya.post(_page(house, "add/"), _form(name="Naltrexone", window="naltrexone-xr", purpose="Cravings"))
    said = filled.context["form"].initial
    assert (said["every_days"], said["window_days"], said["route"], said["purpose"]) == (
        28,
        3,
        "intramuscular",
        "Cravings",
    )
    implant = _form(name="A rod", form="implant", how_often="injection", every_days="180", times="", window_days="7")
    assert priya.post(_page(house, "add/"), implant).status_code == 302


# --- Allergies -------------------------------------------------------------------------------------------------------


def test_an_allergy_stands_at_the_head_and_asks_why_on_the_form_before_it_is_saved(house: House, priya: Client) -> None:
    assert "nobody has asked yet" in priya.get(_page(house)).content.decode()
    said = {
        "allergy-id": new_id(),
        "allergy-kind": "allergy",
        "allergy-substance": "sertraline",
        "allergy-told_by": "family",
    }
    for _ in range(2):
        assert priya.post(_page(house, "known/allergy/"), {**said, "allergy-severity": "severe"}).status_code == 302
    assert AllergyStatement.objects.count() == 1
    assert "Allergy: sertraline" in priya.get(_page(house)).content.decode()
    assert (
        "Allergy or intolerance to sertraline"
        in priya.get(_page(house, "about/"), {"name": "Sertraline"}).content.decode()
    )
    form = _form()
    refused = priya.post(_page(house, "add/"), form)
    assert refused.status_code == 422 and "id_despite" in refused.content.decode()
    assert priya.post(_page(house, "add/"), {**form, "despite": "Only nausea"}).status_code == 302
    assert "Only nausea" in priya.get(_page(house)).content.decode()


def test_an_allergy_to_one_of_a_family_asks_why_before_another_of_it_is_saved(house: House, priya: Client) -> None:
    an_allergy(house, house.participants["Ana"], "Penicillin", reactions="Swollen lips", severity="severe")
    form = {**_form(), "name": "Amoxicillin"}
    refused = priya.post(_page(house, "add/"), form)
    assert refused.status_code == 422 and "id_despite" in refused.content.decode()
    assert "Swollen lips (severe). Same family: penicillins" in refused.content.decode()
    assert priya.post(_page(house, "add/"), {**_form(), "name": "Cephalexin"}).status_code == 302


def test_none_known_is_a_statement_with_its_day_and_a_wrong_one_is_taken_back(house: House, priya: Client) -> None:
    none = {"none-known-id": new_id(), "none-known-told_by": "themselves"}
    priya.post(_page(house, "known/none-known/"), none)
    assert "No known allergies, asked" in priya.get(_page(house)).content.decode()
    latex = an_allergy(house, house.participants["Ana"], "Latex")
    refused = priya.post(_page(house, "known/none-known/"), {**none, "none-known-id": new_id()})
    assert refused.status_code == 409 and "Take it back first" in refused.content.decode()
    back = f"/workspace/people/{house.participants['Ana'].id}/allergies/{latex}/take-back/"
    assert priya.post(back, {f"back-{latex}-id": new_id()}).status_code == 422
    assert priya.post(back, {f"back-{latex}-id": new_id(), f"back-{latex}-why": "Her sister's"}).status_code == 302
    assert "No known allergies, asked" in priya.get(_page(house)).content.decode()
    assert "Her sister" in priya.get(_page(house, "known/")).content.decode()


def test_an_allergy_is_taken_over_from_the_referral_once_with_its_source(house: House, priya: Client) -> None:
    _refer(house)
    assert "Penicillin" in priya.get(_page(house, "known/")).content.decode()
    over = f"/workspace/people/{house.participants['Ana'].id}/allergies/take-over/0/"
    for _ in range(2):
        assert priya.post(over).status_code == 302
    row = AllergyStatement.objects.get()
    assert (row.substance, row.reactions, row.severity, row.told_by) == ("Penicillin", "Rash", "severe", "referral")
    assert row.referral_id and "from the referral" in priya.get(_page(house, "known/")).content.decode()
    assert priya.post(over.replace("/0/", "/9/")).status_code == 302


@pytest.mark.parametrize(
    ("what", "said", "words"),
    [
        ("allergy", {"kind": "allergy", "told_by": "family"}, "This field is required"),
        ("naloxone", {"step": "given", "on_day": "2031-01-01"}, "Choose a day in the last year"),
        ("registry", {"on_day": "2026-11-23", "states": "Texas", "found": "x"}, "two letters"),
        ("pregnancy", {"on_day": "2026-11-23", "pregnant": "maybe", "contraception": "yes"}, "not one of the available"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_said_beside_its_field(
    house: House, priya: Client, what: str, said: dict[str, str], words: str
) -> None:
    sent = {f"{what}-id": new_id(), **{f"{what}-{name}": value for name, value in said.items()}}
    refused = priya.post(_page(house, f"known/{what}/"), sent)
    assert refused.status_code == 422 and words in refused.content.decode()
    assert priya.post(_page(house, "known/horoscope/"), sent).status_code == 404


# --- Naloxone, the registry, pregnancy -------------------------------------------------------------------------------


def _send(priya: Client, house: House, what: str, **said: object) -> None:
    sent = {
        f"{what}-id": new_id(),
        f"{what}-on_day": "2026-11-20",
        **{f"{what}-{name}": one for name, one in said.items()},
    }
    answer = priya.post(_page(house, f"known/{what}/"), sent)
    assert answer.status_code == 302, answer.content.decode()


def test_naloxone_is_asked_for_where_use_is_known_and_shown_as_it_was_noted(house: House, priya: Client) -> None:
    with guard.writing():
        episode = episode_of(house.participants["Ana"])
        episode.substance_use_focus = False
        episode.save(update_fields=["substance_use_focus"])
    assert "Naloxone" not in _pills(priya.get(_page(house)).content.decode())
    a_medicine(house, house.participants["Ana"], name="Buprenorphine-naloxone")
    shown = priya.get(_page(house)).content.decode()
    assert "Naloxone: nothing noted yet" in shown and "PDMP: no look logged yet" in shown
    _send(priya, house, "naloxone", step="given", kind="Nasal spray", lot="L-7")
    _send(priya, house, "registry", states="tx, NM", found="Only ours", next_on="2026-11-23")
    assert NaloxoneNote.objects.get().lot == "L-7" and RegistryLook.objects.get().states == ["TX", "NM"]
    shown = priya.get(_page(house)).content.decode()
    assert "Naloxone given, Fri 20 Nov" in shown and "The next look is due." in shown
    found = card(house.participants["Ana"])
    assert found.naloxone == ("Naloxone given, Fri 20 Nov", "good") and not found.allergies.allergies


@pytest.mark.parametrize("known_by", ["plan", "use"])
def test_naloxone_is_asked_for_where_a_plan_or_their_own_words_tell_of_use(
    house: House, priya: Client, known_by: str
) -> None:
    ana = house.participants["Ana"]
    with guard.writing():
        Episode.objects.filter(participant=ana).update(substance_use_focus=False)
    assert "Naloxone" not in _pills(priya.get(_page(house)).content.decode())
    if known_by == "plan":
        mood, use = a_plan().problems
        signed(
            house,
            replace(
                a_plan(), problems=(replace(mood, side=Side.BOTH, feeds=frozenset()), replace(use, side=Side.LIFE))
            ),
        )
    else:
        write_history(house.actors["Ben"], ana, entry_id=new_id(), told=History(substance="fentanyl"))
    assert "Naloxone: nothing noted yet" in priya.get(_page(house)).content.decode()


def _pills(shown: str) -> str:
    return shown[shown.index("medicines-known") : shown.index('class="actions"', shown.index("medicines-known"))]


def test_pregnancy_is_said_where_a_medicine_for_which_it_matters_is_added(house: House, priya: Client) -> None:
    about = priya.get(_page(house, "about/"), {"name": "Valproate sodium"}).content.decode()
    assert "nothing written down yet" in about and "Boxed warning" in about
    assert "Boxed warning" not in priya.get(_page(house, "about/"), {"name": "Sertraline"}).content.decode()
    _send(priya, house, "pregnancy", pregnant="no", contraception="yes", words="Since May")
    assert PregnancyAnswer.objects.get().words == "Since May"
    about = priya.get(_page(house, "about/"), {"name": "Valproate sodium"}).content.decode()
    assert "Not pregnant, uses contraception (Fri 20 Nov)" in about
    a_medicine(house, house.participants["Ana"], name="Lithium")
    assert "Not pregnant, uses contraception" in priya.get(_page(house)).content.decode()


# --- Reconciling -----------------------------------------------------------------------------------------------------


def _told(house: House, medicine: Medicine) -> None:
    told = Taking(says={medicine.id: "no"}, words={}, more="Melatonin")
    ana = house.participants["Ana"]
    tell_taking(house.actors["Ana"], ana, entry_id=new_id(), told=told, made_at=clock.now())


def _keys(priya: Client, house: House) -> dict[str, str]:
    found = priya.get(_page(house, "reconcile/")).context["found"]
    return {row.line.name: row.line.key for row in found.rows}


def _head(priya: Client, house: House, **said: object) -> dict[str, Any]:
    revision = priya.get(_page(house, "reconcile/")).context["revision"]
    return {"head-id": new_id(), "head-revision": revision, "head-occasion": "admission", **said}


def test_referral_list_and_person_are_reconciled_line_by_line_and_signed(house: House, priya: Client) -> None:
    _refer(house)
    medicine = a_medicine(house, house.participants["Ana"])
    _told(house, medicine)
    keys = _keys(priya, house)
    assert list(keys) == ["Sertraline", "Lithium carbonate", "Melatonin"]
    one, two, three = keys.values()
    said = {f"{one}-deed": "stop", f"{two}-deed": "add", f"{three}-deed": "not_taking", f"{three}-why": "Long ago"}
    # Half done is kept, and stands there again.
    assert priya.post(_page(house, "reconcile/"), {**_head(priya, house), **said, "keep": "1"}).status_code == 302
    again = priya.get(_page(house, "reconcile/")).content.decode()
    assert "Half done, kept by Priya Sandhu" in again and "Long ago" in again
    # A reason and a label are missing: nothing is done, and everything typed stays.
    refused = priya.post(_page(house, "reconcile/"), {**_head(priya, house), **said, "sign": "1"})
    assert refused.status_code == 422 and "Long ago" in refused.content.decode()
    label = {f"{two}-label-{name}": value for name, value in _form(name="Lithium carbonate", amount="300 mg").items()}
    refused = priya.post(_page(house, "reconcile/"), {**_head(priya, house), **said, **label, "sign": "1"})
    assert refused.status_code == 422 and "say why where it differs" in refused.content.decode()
    assert not Reconciliation.objects.exists()
    whole = {**_head(priya, house), **said, **label, f"{one}-why": "Does not take it", "sign": "1"}
    for _ in range(2):
        whole_again = priya.post(_page(house, "reconcile/"), whole)
    assert whole_again.status_code in (302, 409) and Reconciliation.objects.count() == 1
    listed = {each.now.name: each.is_stopped for each in medications.medicines_of(house.participants["Ana"])}
    assert listed == {"Lithium carbonate": False, "Sertraline": True}
    shown = priya.get(_page(house, "reconcile/")).content.decode()
    assert "Admission, Priya Sandhu" in shown and "Does not take it" in shown
    # What was decided is not asked again; what is told after it is.
    assert list(_keys(priya, house)) == ["Lithium carbonate"]
    told = Taking(says={}, words={}, more="Melatonin")
    with clock.at(later(minutes=5)):
        tell_taking(house.actors["Ana"], house.participants["Ana"], entry_id=new_id(), told=told, made_at=clock.now())
        assert list(_keys(priya, house)) == ["Lithium carbonate", "Melatonin"]


def test_a_warning_about_what_signing_would_add_is_read_first_and_asks_why(house: House, priya: Client) -> None:
    a_medicine(house, house.participants["Ana"], name="Alprazolam", amount="1 mg")
    told = Taking(says={}, words={}, more="Oxycodone")
    tell_taking(house.actors["Ana"], house.participants["Ana"], entry_id=new_id(), told=told, made_at=clock.now())
    keys = _keys(priya, house)
    kept, added = keys["Alprazolam"], keys["Oxycodone"]
    label = {f"{added}-label-{name}": value for name, value in _form(name="Oxycodone", amount="5 mg").items()}
    said = {**_head(priya, house), f"{kept}-deed": "keep", f"{added}-deed": "add", **label, "sign": "1"}
    first = priya.post(_page(house, "reconcile/"), said)
    assert first.status_code == 422 and "Nothing is saved yet. Please read this first." in first.content.decode()
    assert not Reconciliation.objects.exists() and [one.name for one in MedicineVersion.objects.all()] == ["Alprazolam"]
    shown = [one.key for one in first.context["look"].stopping]
    without = priya.post(_page(house, "reconcile/"), {**said, "shown": shown, "why_anyway": " "})
    assert without.status_code == 422 and "Say why you go on." in without.content.decode()
    # What was typed is kept with the rest, and stands there again.
    del said["sign"]
    why = {"shown": shown, "why_anyway": "Surgeon's plan until Friday"}
    assert priya.post(_page(house, "reconcile/"), {**said, **why, "keep": "1"}).status_code == 302
    assert "Surgeon&#x27;s plan until Friday" in priya.get(_page(house, "reconcile/")).content.decode()
    head = {**_head(priya, house), "head-id": said["head-id"]}
    for _ in range(2):
        priya.post(_page(house, "reconcile/"), {**said, **head, **why, "sign": "1"})
    over = WarningOverride.objects.get()
    assert (over.medicine.versions.get().name, over.beside.versions.get().name, over.why) == (  # type: ignore[union-attr]
        "Oxycodone", "Alprazolam", "Surgeon's plan until Friday",
    )  # fmt: skip
    assert Reconciliation.objects.count() == 1


def test_a_medicine_that_is_stopped_in_the_same_signing_asks_nothing(house: House, priya: Client) -> None:
    a_medicine(house, house.participants["Ana"], name="Alprazolam", amount="1 mg")
    told = Taking(says={}, words={}, more="Oxycodone")
    tell_taking(house.actors["Ana"], house.participants["Ana"], entry_id=new_id(), told=told, made_at=clock.now())
    keys = _keys(priya, house)
    kept, added = keys["Alprazolam"], keys["Oxycodone"]
    label = {f"{added}-label-{name}": value for name, value in _form(name="Oxycodone", amount="5 mg").items()}
    said = {f"{kept}-deed": "stop", f"{kept}-why": "In place of it", f"{added}-deed": "add", **label, "sign": "1"}
    assert priya.post(_page(house, "reconcile/"), {**_head(priya, house), **said}).status_code == 302
    assert not WarningOverride.objects.exists()


def test_a_change_in_a_line_becomes_a_version_and_a_colleague_is_not_overwritten(house: House, priya: Client) -> None:
    a_medicine(house, house.participants["Ana"])
    [key] = _keys(priya, house).values()
    head = _head(priya, house)
    said = {f"{key}-deed": "change", f"{key}-why": "More", "keep": "1"}
    label = {f"{key}-label-{name}": value for name, value in _form(amount="100 mg").items()}
    assert priya.post(_page(house, "reconcile/"), {**head, **said, **label}).status_code == 302
    late = priya.post(_page(house, "reconcile/"), {**head, **said, **label})
    assert (
        late.status_code == 409
        and "A colleague has gone on" in late.content.decode()
        and "100 mg" in late.content.decode()
    )
    del said["keep"]
    assert (
        priya.post(_page(house, "reconcile/"), {**_head(priya, house), **said, **label, "sign": "1"}).status_code == 302
    )
    assert MedicineVersion.objects.get(number=2).amount == "100 mg"
    assert priya.post(_page(house, "reconcile/"), {"head-id": "x"}).status_code == 422


def test_what_is_due_stands_on_today_of_the_prescriber_and_on_the_page(house: House, priya: Client) -> None:
    numbers = {Limit.RECONCILE_DAYS: Number(3, "House default")}
    with guard.writing():
        Program.objects.update(rule_pack=pack_as_json(RulePack(numbers=numbers)))
    assert "Reconcile by" in priya.get("/workspace/").content.decode()
    assert "Reconcile by" in priya.get(_page(house)).content.decode()
    with clock.at(later(days=400)):
        assert (known_of(house.participants["Ana"]).reconcile or ("", ""))[1] == "trouble"
    priya.post(_page(house, "reconcile/"), {**_head(priya, house), "sign": "1"})
    assert "Reconcile by" not in priya.get("/workspace/").content.decode()
    assert "Reconciled" in priya.get(_page(house)).content.decode()


def test_a_therapist_reads_it_and_changes_nothing(house: House) -> None:
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    assert "A prescriber or nurse of the care team" in ben.get(_page(house, "reconcile/")).content.decode()
    assert (
        ben.post(_page(house, "reconcile/"), {"head-id": new_id(), "head-revision": 0, "sign": "1"}).status_code == 403
    )


# --- Orders ----------------------------------------------------------------------------------------------------------


def test_an_order_is_filled_from_the_list_signed_with_a_proof_printed_and_handed_over(
    house: House,
) -> None:
    priya = proved(house.staff["Priya"].account)
    medicine = a_medicine(house, house.participants["Ana"], name="Buprenorphine-naloxone")
    write = f"/workspace/medicines/{medicine.id}/order/"
    form = priya.get(write).context["form"]
    assert form.initial["schedule"] == "III" and form.initial["directions"].startswith("Every day at 08:00")
    said = {**form.initial, "id": new_id(), "quantity": "30", "refills": "1"}
    refused = priya.post(write, {**said, "refills": "9"})
    assert refused.status_code == 422 and "five of III and IV" in refused.content.decode()
    signed = priya.post(write, said)
    assert signed.status_code == 302 and MedicineOrder.objects.get().text["quantity"] == "30"
    shown = priya.get(signed["Location"]).content.decode()
    assert "schedule III" in shown and "not an electronic prescription" in shown
    printed = priya.get(f"{signed['Location']}order.pdf")
    assert printed["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF-")
    assert priya.post(f"{signed['Location']}hand-over/", {"id": new_id()}).status_code == 302
    assert OrderSending.objects.get().reference == "paper"
    assert "For paper" in priya.get(signed["Location"]).content.decode()
    again = priya.post(write, {**said, "id": new_id()})  # each signature takes a proof of its own
    assert again.status_code == 401 and "30" in again.content.decode() and MedicineOrder.objects.count() == 1


def test_an_order_of_somebody_elses_is_not_there(house: House) -> None:
    order = an_order(house, a_medicine(house, house.participants["Ana"]))
    cleo = sign_in(house.staff["Cleo"].account)  # type: ignore[arg-type]
    for rest in ("", "order.pdf"):
        assert cleo.get(f"/workspace/orders/{order.id}/{rest}").status_code == 404


def test_the_pages_cost_the_same_with_ten_times_as_much(house: House, priya: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert priya.get(path).status_code == 200
        return len(seen)

    ana = house.participants["Ana"]

    def more(times: int) -> None:
        for number in range(times):
            medicine = a_medicine(house, ana, name=f"Heronine{'abcdefghijkl'[number]}")
            an_allergy(house, ana, f"Feather {'abcdefghijkl'[number] * 5}")
            an_order(house, medicine)
            _send(priya, house, "naloxone", step="offered")

    more(1)
    paths = [_page(house), _page(house, "known/"), _page(house, "reconcile/")]
    before = [queries(path) for path in paths]
    more(4)
    assert [queries(path) for path in paths] == before


def test_another_level_of_care_makes_a_reconciliation_due_until_one_is_signed(house: House) -> None:
    ana, actor = house.participants["Ana"], house.actors["Priya"]
    with guard.writing():
        Program.objects.update(
            rule_pack=pack_as_json(RulePack(numbers={Limit.RECONCILE_DAYS: Number(3, "House default")}))
        )

    def said_on(place: str) -> bool:
        answer = sign_in(house.staff["Priya"].account).get(place)
        assert answer.status_code == 200
        return said in answer.content.decode()

    said, places = "Reconcile by", (_page(house), f"/workspace/people/{ana.id}/", "/workspace/")
    assert all(map(said_on, places))
    reconcile(actor, ana, reconciliation_id=new_id(), occasion="admission", decisions=(), revision=0)
    assert not any(map(said_on, places))
    with clock.at(later(days=2)):
        for kind, level in ((Change.CONTINUED, Level.INTENSIVE), (Change.STEP_UP, Level.PARTIAL)):
            assert not any(map(said_on, places))
            change_level(
                house.actors["Ben"], ana, change_id=new_id(), kind=kind, to_level=level, reason="Not safe between sessions",
                on_day=clock.today(ana.time_zone),
            )  # fmt: skip
        said = "28 Nov, for the new level of care"
        assert all(map(said_on, places))
        page = sign_in(house.staff["Priya"].account).get(_page(house, "reconcile/"))
        assert page.context["found"].head["occasion"].value() == "level_change"
    with clock.at(later(days=9)):
        [waits] = to_reconcile(actor, moves=moves_of)
        assert waits.is_over and waits.is_for_level
        reconcile(actor, ana, reconciliation_id=new_id(), occasion="level_change", decisions=(), revision=0)
        assert not any(map(said_on, places))
