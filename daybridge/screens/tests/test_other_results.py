"""What a laboratory sends beside drug screens stands among what is watched of medicines: with its unit, range, flags and later word."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.medications.watching import queries as watching
from daybridge.medications.watching.actions import enter_result
from daybridge.medications.watching.models import LabResult
from daybridge.safety.models import Alert
from daybridge.screens import actions
from daybridge.screens.models import LabReport
from daybridge.screens.tests.deeds import a_message, an_oru, collected
from tests.cast import House, a_prescriber, sign_in

pytestmark = pytest.mark.usefixtures("prescribed")
MONDAY = date(2026, 11, 23)
SODIUM = "2947-0^Sodium^LN||{}|mmol/L|135-145|{}|||{}"


@pytest.fixture
def prescribed(house: House) -> None:
    """Priya prescribes for Ana."""
    a_prescriber(house)


def _sodium(value: str, flag: str = "N", status: str = "F") -> str:
    return SODIUM.format(value, flag, status)


def _sent(house: House, *lines: str, number: str = "1", order: str = "X1", at: datetime | None = None) -> None:
    a_message(house, an_oru(None, *lines, who=house.participants["Ana"], number=number, order=order, at=at))


def _attach(house: House) -> None:
    row = LabReport.objects.get(settled_at=None)
    actions.attach_report(house.actors["Priya"], row, participant=house.participants["Ana"])


def _kept(house: House) -> list[tuple[str, str, str]]:
    found = watching.results_of(house.participants["Ana"])
    return sorted((one.test, str(one.value and one.value.normalize()), one.unit) for one in found)


def test_what_is_attached_to_somebody_is_watched_with_its_range_and_says_where_it_is_from(house: House) -> None:
    _sent(house, _sodium("138"), "4548-4^A1c^LN||5.4|%|4-5.6|N|||F", "718-7^Hemoglobin^LN||13|g/dL||N|||F")
    assert LabResult.objects.count() == 0
    _attach(house)
    assert _kept(house) == [("a1c", "5.4", "%"), ("sodium", "138", "mmol/L")]
    one = LabResult.objects.get(test="sodium")
    assert one.sent and one.sent.usual == "135-145" and one.sent.report == str(LabReport.objects.get().id)
    assert (one.source, one.entered_by, one.taken_on, one.reads) == ("lab", None, MONDAY, Decimal(138))
    shown = sign_in(house.staff["Priya"].account).get(
        f"/workspace/people/{house.participants['Ana'].id}/medicines/watching/"
    )
    assert "from the laboratory&#x27;s message of" in shown.content.decode()
    assert "the laboratory&#x27;s range: 135-145" in shown.content.decode()


def test_a_laboratory_that_writes_a_unit_its_own_way_is_read(house: House) -> None:
    _sent(house, "777-3^Platelets^LN||221|10*3/uL||N|||F")
    _attach(house)
    assert _kept(house) == [("platelets", "221", "10³/µL")]


@pytest.mark.parametrize(
    ("line", "as_it_came"),
    [
        ("4548-4^A1c^LN||48|mmol/mol|20-42|H|||F", "48 mmol/mol"),
        ("2947-0^Sodium^LN||<100|mmol/L||L|||F", "<100 mmol/L"),
        ("2947-0^Sodium^LN||hemolyzed||||||F", "hemolyzed"),
        ("2947-0^Sodium^LN||1380|mmol/L||H|||F", "1380 mmol/L"),
    ],
)
def test_what_cannot_be_read_is_kept_as_it_came_and_waits_for_a_person(
    house: House, line: str, as_it_came: str
) -> None:
    _sent(house, line)
    _attach(house)
    [one] = watching.results_of(house.participants["Ana"])
    assert (one.value, one.reads) == (None, None)
    assert watching.watch(house.participants["Ana"]).to_see == [one]
    page = f"/workspace/people/{house.participants['Ana'].id}/medicines/watching/"
    shown = sign_in(house.staff["Priya"].account).get(page).content.decode()
    assert as_it_came.replace("<", "&lt;") in shown and "Read it yourself." in shown


def test_a_laboratorys_own_flag_waits_to_be_seen(house: House) -> None:
    _sent(house, _sodium("131", "L"))
    _attach(house)
    [one] = watching.watch(house.participants["Ana"]).to_see
    assert one.test == "sodium"


def test_a_grave_value_of_a_laboratory_raises_an_alert_as_a_typed_one_does(house: House) -> None:
    _sent(house, _sodium("120", "LL"))
    assert not Alert.objects.exists()
    _attach(house)
    assert Alert.objects.filter(participant=house.participants["Ana"]).exists()


def test_the_same_again_is_once_a_correction_takes_its_place_and_an_older_word_changes_nothing(house: House) -> None:
    first = clock.now()
    _sent(house, _sodium("138"), at=first)
    _attach(house)
    _sent(house, _sodium("138"), number="2", at=first)  # now it finds its way by itself
    assert LabReport.objects.filter(settled_at=None).count() == 0 and LabResult.objects.count() == 1
    _sent(house, _sodium("134", "L", "C"), number="3", at=first + timedelta(hours=1))
    assert _kept(house) == [("sodium", "134", "mmol/L")] and LabResult.objects.count() == 2
    _sent(house, _sodium("139"), number="4", at=first - timedelta(hours=1))
    assert _kept(house) == [("sodium", "134", "mmol/L")]
    _sent(house, _sodium("", "", "W"), number="5", at=first + timedelta(hours=2))
    assert _kept(house) == []
    _sent(house, _sodium("137", "", "C"), number="6", at=first + timedelta(hours=3))
    assert _kept(house) == [("sodium", "137", "mmol/L")]
    assert watching.watch(house.participants["Ana"]).results[0].corrects


def test_what_staff_typed_from_a_call_is_not_entered_again(house: House) -> None:
    ana, priya = house.participants["Ana"], house.actors["Priya"]
    for value in ("138", "150"):
        enter_result(
            priya, ana, result_id=new_id(), test="sodium", value=Decimal(value), unit="mEq/L", taken_on=MONDAY
        )  # fmt: skip
    _sent(house, _sodium("138"))
    _attach(house)
    assert LabResult.objects.count() == 2
    _sent(house, _sodium("140"), order="X2", number="2")
    _attach(house)
    assert LabResult.objects.filter(source="lab").count() == 1


def test_what_stands_beside_a_drug_screen_is_watched_too_and_another_laboratorys_number_is_another(
    house: House,
) -> None:
    screen = collected(house)
    a_message(house, an_oru(screen, "UFENT^Fentanyl^L||Negative|||N|||F", _sodium("139")))
    assert _kept(house) == [("sodium", "139", "mmol/L")]
    _sent(house, _sodium("141"), order="X9", number="9")
    assert LabReport.objects.filter(settled_at=None).count() == 1
