"""Results once and for all, warnings gone on over with a reason, packs as a site has them, and an outside service that may fail."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid, NotYours, Refused
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.medications import queries as lists
from daybridge.medications.actions import change_medicine, stop_medicine
from daybridge.medications.rules import Nearness
from daybridge.medications.watching import actions, queries
from daybridge.medications.watching.models import LabResult, PackSignOff, ResultReading, WarningOverride
from daybridge.medications.watching.queries import Proposed, StandingWarning, warnings_of
from daybridge.medications.watching.rules import Recognised
from daybridge.safety.models import Alert
from daybridge.safety.rules import rulebook
from daybridge.safety.sentences import alert_in_words, facts_in_words, rule_in_words
from tests.cast import House, a_medicine, a_prescriber, a_result, go_on_over_a_warning, later, some_details

TODAY = date(2026, 11, 23)


@pytest.fixture
def house(house: House) -> House:
    """Priya prescribes for Ana."""
    a_prescriber(house)
    return house


# --- Results ---------------------------------------------------------------------------------------------------------


def test_a_result_that_is_sent_again_is_kept_once(house: House) -> None:
    ana, result_id = house.participants["Ana"], new_id()
    a_result(house, ana, result_id=result_id)
    audited = AuditEntry.objects.count()
    a_result(house, ana, result_id=result_id, value="0.9")
    [kept] = queries.results_of(ana)
    assert (kept.value, kept.reads, kept.source, kept.entered_by) == (
        Decimal("0.8"), Decimal("0.8"), "typed", house.staff["Priya"],
    )  # fmt: skip
    assert AuditEntry.objects.count() == audited


def test_a_laboratory_enters_by_the_machinery(house: House) -> None:
    ana = house.participants["Ana"]
    actions.enter_result(
        house.system, ana, result_id=new_id(), test="anc", value=Decimal("1.9"), unit="10³/µL", taken_on=TODAY
    )
    [kept] = queries.results_of(ana)
    assert (kept.source, kept.entered_by, kept.value, kept.reads) == ("lab", None, Decimal("1.9"), Decimal(1900))


def test_a_correction_takes_the_place_and_the_first_one_stays_in_the_record(house: House) -> None:
    ana = house.participants["Ana"]
    first = a_result(house, ana, value="8.0")
    a_result(house, ana, value="0.8", corrects=first.id)
    assert [one.value for one in queries.results_of(ana)] == [Decimal("0.8")] and LabResult.objects.count() == 2
    with pytest.raises(Conflict):
        a_result(house, ana, "tsh", "2", "mIU/L", corrects=first.id)
    a_prescriber(house, "Tomas Reed", of="Zoe")
    with pytest.raises(Conflict):
        a_result(house, house.participants["Zoe"], by="Tomas", corrects=first.id)


def test_what_a_result_can_not_be_is_refused_by_field(house: House) -> None:
    ana = house.participants["Ana"]
    for wrong, field in (
        ({"value": "80"}, "value"), ({"unit": "mg/dL"}, "unit"), ({"test": "gold"}, "test"), ({"days_ago": -1}, "taken_on"),
        ({"value": None}, "value"), ({"note": "x" * 1001}, "note"), ({"test": "rash-talk"}, "value"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            a_result(house, ana, **wrong)  # type: ignore[arg-type]
        assert set(refused.value.fields) == {field}
    assert not LabResult.objects.exists()


def test_an_id_of_somebody_elses_result_is_refused(house: House) -> None:
    first = a_result(house, house.participants["Ana"])
    a_prescriber(house, "Tomas Reed", of="Zoe")
    with pytest.raises(Conflict):
        a_result(house, house.participants["Zoe"], by="Tomas", result_id=first.id)
    other = a_result(house, house.participants["Zoe"], by="Tomas")
    reading_id = new_id()
    actions.read_result(house.actors["Priya"], first, reading_id=reading_id)
    with pytest.raises(Conflict):
        actions.read_result(house.actors["Tomas"], other, reading_id=reading_id)


def test_a_reading_is_written_once_and_what_was_seen_waits_no_more(house: House) -> None:
    ana, priya, reading_id = house.participants["Ana"], house.actors["Priya"], new_id()
    a_medicine(house, ana, name="Lithobid", amount="300 mg")
    high = a_result(house, ana, value="1.4", days_ago=2)
    assert [one.id for one in queries.watch(ana).to_see] == [high.id]
    for repeated in (False, True):
        assert actions.read_result(priya, high, reading_id=reading_id, note=" Halved. ").repeated is repeated
    assert queries.watch(ana).to_see == [] and ResultReading.objects.get().note == "Halved."
    a_result(house, ana, value="1.3")
    assert len(queries.watch(ana).to_see) == 1
    with pytest.raises(Invalid):
        actions.read_result(priya, high, reading_id=new_id(), note="x" * 1001)
    with pytest.raises(Refused):
        actions.read_result(house.actors["Ben"], high, reading_id=new_id())
    with pytest.raises(NotYours):
        queries.result(house.actors["Cleo"], high.id)


# --- Results and alerts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("test", "value", "unit", "rule", "level", "words"),
    [
        ("lithium-level", "1.7", "mmol/L", "result-lithium-high", "urgent", "1.7 mmol/L on Mon 23 Nov."),
        ("anc", "0.9", "10³/µL", "result-anc-low", "urgent", "ANC (neutrophils): 900 /µL on Mon 23 Nov."),
        ("anc", "1400", "/µL", "result-anc-near", "same_day", "ANC (neutrophils): 1400 /µL on Mon 23 Nov."),
        ("qtc", "512", "ms", "result-qtc-long", "urgent", "QTc on the ECG: 512 ms on Mon 23 Nov."),
        ("alt", "130", "U/L", "result-alt-high", "same_day", "ALT (liver): 130 U/L on Mon 23 Nov."),
    ],
)  # fmt: skip
def test_a_result_beyond_a_line_is_the_prescribers(
    house: House, test: str, value: str, unit: str, rule: str, level: str, words: str
) -> None:
    a_result(house, house.participants["Ana"], test, value, unit)
    alert = Alert.objects.get()
    assert (alert.rule, alert.level, alert.owner) == (rule, level, house.staff["Priya"])
    [said] = facts_in_words(alert.facts)
    assert said.endswith(words)
    assert alert_in_words(alert) == rule_in_words(rulebook()[rule])


def test_what_is_within_or_old_or_overtaken_raises_nothing(house: House) -> None:
    ana = house.participants["Ana"]
    a_result(house, ana, value="1.5")
    a_result(house, ana, value="1.9", days_ago=31)
    a_result(house, ana, value="1.9", days_ago=3)  # there is a newer one
    assert not Alert.objects.exists()
    wrong = a_result(house, ana, "qtc", "440", "ms")
    a_result(house, ana, "qtc", "540", "ms", days_ago=1, corrects=wrong.id)
    assert Alert.objects.get().rule == "result-qtc-long"


# --- What is due -----------------------------------------------------------------------------------------------------


def test_what_is_due_follows_list_results_and_changes_of_amount(house: House) -> None:
    ana, priya = house.participants["Ana"], house.actors["Priya"]
    lithium = a_medicine(house, ana, name="Lithium carbonate", amount="300 mg", days_ago=10)
    found = {one.test: one for one in queries.watch(ana).dues}
    assert found["lithium-level"].due_on == TODAY - timedelta(days=10 - 0)  # listed later than it began
    a_result(house, ana, days_ago=1)
    assert {one.test: one for one in queries.watch(ana).dues}["lithium-level"].nearness is Nearness.LATER
    details = lists.listed(ana, lithium.id).details
    changed = some_details(name="Lithium carbonate", amount="600 mg", starts_on=details.starts_on)
    change_medicine(priya, lithium, version_id=new_id(), details=changed, from_on=TODAY, why="Low level")
    with clock.at(later(days=5)):
        level = {one.test: one for one in queries.watch(ana).dues}["lithium-level"]
        assert level.due_on == TODAY + timedelta(days=7) and level.nearness is Nearness.OPEN
    with clock.at(later(days=20)):
        assert {"lithium-level", "tsh"} <= {one.test for one in queries.watch(ana).overdue}
        stop_medicine(priya, lithium, version_id=new_id(), from_on=TODAY + timedelta(days=20), why="Done")
        assert queries.watch(ana).dues == []


def test_a_change_of_what_it_is_for_is_no_change_of_the_medicine(house: House) -> None:
    ana = house.participants["Ana"]
    lithium = a_medicine(house, ana, name="Lithium", amount="300 mg", days_ago=3)
    same = lists.listed(ana, lithium.id).details
    change_medicine(
        house.actors["Priya"],
        lithium,
        version_id=new_id(),
        details=replace(same, purpose="Steady"),
        from_on=TODAY,
        why="x",
    )
    assert queries.course_of(lists.listed(ana, lithium.id)).changed_on is None


def test_what_waits_is_of_ones_own_people_in_care(house: House) -> None:
    ana = house.participants["Ana"]
    a_medicine(house, ana, name="Clozapine", amount="25 mg", days_ago=20)
    [wait] = queries.waiting(house.actors["Priya"])
    assert wait.participant == ana and "anc" in {one.test for one in wait.overdue}
    assert queries.waiting(house.actors["Cleo"]) == []
    a_result(house, ana, "anc", "1200", "/µL")
    [wait] = queries.waiting(house.actors["Priya"])
    assert [one.test for one in wait.to_see] == ["anc"] and "anc" not in {one.test for one in wait.overdue}


def test_ten_more_results_and_medicines_cost_no_more_queries(house: House, django_assert_num_queries: Any) -> None:
    ana = house.participants["Ana"]
    go_on_over_a_warning(house, ana)
    a_result(house, ana)

    def counted() -> int:
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            queries.waiting(house.actors["Priya"])
            warnings_of(ana, known=queries.watch(ana))
        return len(captured)

    before = counted()
    for number in range(10):
        result = a_result(house, ana, value="1.3", days_ago=number + 1)
        actions.read_result(house.actors["Priya"], result, reading_id=new_id())
        a_medicine(house, ana, name=f"Ibuprofen {number} mg")
    assert counted() == before


# --- Warnings --------------------------------------------------------------------------------------------------------


def _proposed(name: str, amount: str = "1 tablet") -> Proposed:
    return Proposed(new_id(), some_details(name=name, amount=amount, times=(time(8),)))


def test_a_warning_stops_until_somebody_goes_on_and_again_when_something_changes(house: House) -> None:
    ana, priya = house.participants["Ana"], house.actors["Priya"]
    a_medicine(house, ana, name="Suboxone", amount="8 mg")
    benzo = a_medicine(house, ana, name="Clonazepam", amount="0.5 mg")
    details = lists.listed(ana, benzo.id).details
    [stop] = [one for one in warnings_of(ana, Proposed(benzo.id, details)).warnings if one.stops]
    assert (stop.code, set(stop.names)) == ("benzodiazepine-moud", {"Suboxone", "Clonazepam"}) and not stop.is_signed
    with pytest.raises(Invalid):
        actions.override_warnings(priya, benzo, warnings=[stop], why="  ")
    for repeated in (False, True):
        assert actions.override_warnings(priya, benzo, warnings=[stop], why="Slow taper").repeated is repeated
    kept = WarningOverride.objects.get()
    assert (kept.warning, kept.version, kept.why, kept.made_by) == (
        "benzodiazepine-moud", "1", "Slow taper", house.staff["Priya"],
    )  # fmt: skip
    assert kept.beside_id is not None and kept.medicine_id == benzo.id
    shown = next(one for one in warnings_of(ana, Proposed(benzo.id, details)).warnings if one.code == stop.code)
    assert shown.over == kept and not shown.stops
    assert kept in [one.over for one in warnings_of(ana).warnings]
    assert not warnings_of(ana, Proposed(benzo.id, replace(details, purpose="Calm"))).warnings[0].stops
    assert warnings_of(ana, Proposed(benzo.id, replace(details, amount="1 mg"))).warnings[0].stops
    assert warnings_of(ana, _proposed("Lorazepam")).warnings[0].stops


def test_treatment_of_opioid_use_is_never_held_up(house: House) -> None:
    ana = house.participants["Ana"]
    for name in ("Alprazolam", "Zolpidem", "Gabapentin", "Naltrexone", "Citalopram", "Oxycodone"):
        a_medicine(house, ana, name=name)
    for name in ("Suboxone", "Methadone", "Sublocade"):
        found = warnings_of(ana, _proposed(name)).warnings
        assert {"benzodiazepine-moud", "naltrexone-moud"} <= {one.code for one in found}
        assert not any(one.holds_up for one in found)


def test_warnings_are_in_the_viewers_language_and_a_pack_that_is_off_warns_of_nothing(house: House) -> None:
    ana = house.participants["Ana"]
    a_medicine(house, ana, name="Litio")
    assert warnings_of(ana, _proposed("Ibuprofeno"), language="es").warnings[0].title.startswith("Litio con")
    actions.edit_pack(
        house.actors["Dora"],
        house.organization,
        code="lithium-level",
        is_on=False,
        intervals={},
        why="Bought a service",
    )
    assert warnings_of(ana, _proposed("Ibuprofeno")).warnings == []


def test_medicines_of_one_step_are_warned_of_together_and_one_that_is_stopped_with_it_is_not(house: House) -> None:
    ana = house.participants["Ana"]
    benzo = a_medicine(house, ana, name="Alprazolam", amount="1 mg")
    found = warnings_of(ana, _proposed("Oxycodone"), _proposed("Sertraline"))
    assert [set(one.names) for one in found.warnings if one.stops] == [{"Alprazolam", "Oxycodone"}]
    assert not [one for one in warnings_of(ana, _proposed("Oxycodone"), stopping=[benzo.id]).warnings if one.stops]
    # Two that are new in the same step.
    both = warnings_of(ana, _proposed("Clonazepam"), _proposed("Oxycodone"), stopping=[benzo.id])
    assert {frozenset(one.names) for one in both.warnings if one.stops} == {frozenset({"Clonazepam", "Oxycodone"})}


def test_what_a_medicine_was_before_it_was_changed_to_another_still_counts_for_its_weeks(house: House) -> None:
    ana, priya = house.participants["Ana"], house.actors["Priya"]
    medicine = a_medicine(house, ana, name="Phenelzine", amount="15 mg")
    details = lists.listed(ana, medicine.id).details
    other = replace(details, name="Sertraline", amount="50 mg")
    [stop] = [one for one in warnings_of(ana, Proposed(medicine.id, other)).warnings if one.stops]
    assert set(stop.names) == {"Phenelzine", "Sertraline"} and set(stop.ids) == {medicine.id}
    assert not warnings_of(ana, Proposed(medicine.id, replace(details, amount="30 mg"))).warnings
    today = clock.today(ana.time_zone)
    change_medicine(priya, medicine, version_id=new_id(), details=other, from_on=today, why="Mood")
    actions.override_warnings(priya, medicine, warnings=[stop], why="Washed out in the hospital")
    kept = WarningOverride.objects.get(medicine=medicine)
    assert kept.beside_id is None
    with clock.at(later(days=3)):
        assert [one.over for one in warnings_of(ana).warnings if one.code == stop.code] == [kept]
        assert warnings_of(ana, _proposed("Fluoxetine")).warnings[0].stops
    with clock.at(later(days=60)):
        assert stop.code not in [one.code for one in warnings_of(ana).warnings]


def test_what_is_not_recognised_is_said(house: House) -> None:
    ana = house.participants["Ana"]
    found = warnings_of(ana, _proposed("Heronine"))
    assert (found.unknown, found.warnings) == ([("Heronine", Recognised(frozenset(), ("heronine",)))], [])
    a_medicine(house, ana, name="Heronine")
    assert queries.watch(ana).unknown == [("Heronine", ("heronine",))]


# --- An outside service ----------------------------------------------------------------------------------------------


class _Service(HTTPServer):
    """A small interaction service: answers with `says` after `seconds`, and keeps what it was asked."""

    says: bytes = b""
    status = 200
    seconds = 0.0

    def __init__(self) -> None:
        self.asked: list[Any] = []
        super().__init__(("127.0.0.1", 0), _Answering)


class _Answering(BaseHTTPRequestHandler):
    server: _Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((json.loads(body), self.headers.get("Authorization")))
        self.send_response(self.server.status)
        self.end_headers()
        try:
            for byte in (self.server.says[:1], self.server.says[1:]):
                self.wfile.write(byte)
                self.wfile.flush()
                sleep(self.server.seconds)
        except BrokenPipeError:  # whoever asked has not waited
            pass

    def log_message(self, *_said: Any) -> None:
        pass


@contextmanager
def _a_service(settings: Any, *, seconds: float = 1.0) -> Iterator[_Service]:
    service = _Service()
    thread = Thread(target=service.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{service.server_port}/"
    settings.MEDICINE_INTERACTIONS = {"url": url, "token": "seven", "seconds": seconds}
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
        thread.join()


def _said(*between: int, **more: object) -> bytes:
    warning = {
        "code": "77", "between": list(between), "title": "Two that do not go", "text": "Look again.", "source": "Herons Ltd",
        "interrupts": True, **more,
    }  # fmt: skip
    return json.dumps({"version": "2026-11", "warnings": [warning]}).encode()


def test_an_outside_service_is_asked_by_name_alone_and_warns_like_our_own(house: House, settings: Any) -> None:
    ana, priya = house.participants["Ana"], house.actors["Priya"]
    a_medicine(house, ana, name="Metformin")
    with _a_service(settings) as service:
        service.says = _said(0, 1)
        other = a_medicine(house, ana, name="Heronine")
        details = lists.listed(ana, other.id).details
        found = warnings_of(ana, Proposed(other.id, details))
        [stop] = found.warnings
        assert stop.stops and stop.names == ("Metformin", "Heronine") and not found.is_outside_silent
        asked, token = service.asked[0]
        assert asked == {
            "medicines": [{"number": 0, "name": "Metformin"}, {"number": 1, "name": "Heronine"}], "proposed": 1,
        }  # fmt: skip
        assert token == "Bearer seven"
        actions.override_warnings(priya, other, warnings=[stop], why="Known")
        assert not warnings_of(ana, Proposed(other.id, details)).warnings[0].stops
        service.says = _said(0, 2)
        [never] = warnings_of(ana, _proposed("Methadone")).warnings
        assert never.code == "outside:77" and not never.holds_up


@pytest.mark.parametrize(
    ("says", "status"),
    [
        (b"", 200), (b"<html>", 200), (b'{"version": "1"}', 200), (_said(0, 1), 500), (_said(0, 1), 302), (b"[" * 300_000, 200),
        (_said(0, 1, title=""), 200), (b"\xff\xfe", 200),
    ],
)  # fmt: skip
def test_an_outside_service_that_fails_holds_nothing_up_and_is_told(
    house: House, settings: Any, says: bytes, status: int
) -> None:
    ana = house.participants["Ana"]
    a_medicine(house, ana, name="Lithium")
    with _a_service(settings) as service:
        service.says, service.status = says, status
        found = warnings_of(ana, _proposed("Ibuprofen"))
    assert found.is_outside_silent and [one.code for one in found.warnings] == ["lithium-raised"]


def test_an_outside_service_that_drips_or_is_gone_is_not_waited_for(house: House, settings: Any) -> None:
    ana = house.participants["Ana"]
    with _a_service(settings, seconds=0.3) as service:
        service.says, service.seconds = _said(0), 0.5
        began = monotonic()
        assert warnings_of(ana, _proposed("Ibuprofen")).is_outside_silent
        assert monotonic() - began < 2
    assert warnings_of(ana, _proposed("Ibuprofen")).is_outside_silent  # nobody listens there any more


@pytest.mark.parametrize("between", [(), (0, 5), (1, 2), (0, 1, 2), (-1, 2)])
def test_what_an_outside_service_says_of_others_is_left_out(
    house: House, settings: Any, between: tuple[int, ...]
) -> None:
    ana = house.participants["Ana"]
    a_medicine(house, ana, name="Metformin")
    with _a_service(settings) as service:
        service.says = _said(*between)
        found = warnings_of(ana, _proposed("Levothyroxine"))
    expected = [] if between != (0, 1) else ["outside:77"]
    assert [one.code for one in found.warnings] == expected and not found.is_outside_silent


# --- Packs -----------------------------------------------------------------------------------------------------------


def test_a_director_signs_a_pack_as_it_was_read_and_a_change_waits_anew(house: House) -> None:
    dora, site = house.actors["Dora"], house.organization
    assert "lithium" in queries.in_force().unsigned
    for repeated in (False, True):
        assert actions.sign_off_pack(dora, site, code="lithium", version=1, number=0).repeated is repeated
    assert "lithium" not in queries.in_force().unsigned and PackSignOff.objects.count() == 1
    actions.edit_pack(
        dora, site, code="lithium", is_on=True, intervals={"lithium-level.0": 60, "tsh.0": 180}, why="New"
    )
    state = queries.pack_state("lithium")
    assert (state.number, state.signed, state.edits[0].intervals) == (1, None, {"lithium-level.0": 60})
    with pytest.raises(Conflict):
        actions.sign_off_pack(dora, site, code="lithium", version=1, number=0)
    actions.sign_off_pack(dora, site, code="lithium", version=1, number=1)
    assert queries.pack_state("lithium").signed


def test_a_pack_is_changed_within_bounds_with_a_reason_by_a_director(house: House) -> None:
    dora, site = house.actors["Dora"], house.organization
    for intervals, why, fields in (
        ({"anc.0": 8}, "x", {"anc.0"}), ({}, " ", {"why"}), ({"gold.0": 2}, "", {"gold.0", "why"}),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            actions.edit_pack(dora, site, code="clozapine", is_on=True, intervals=intervals, why=why)
        assert set(refused.value.fields) == fields
    with pytest.raises(Invalid):
        actions.edit_pack(dora, site, code="twice", is_on=True, intervals={"anc.0": 7}, why="x")
    with pytest.raises(NotYours):
        actions.edit_pack(dora, site, code="gold", is_on=True, intervals={}, why="x")
    with pytest.raises(Refused):
        actions.edit_pack(house.actors["Priya"], site, code="twice", is_on=False, intervals={}, why="x")
    ana = house.participants["Ana"]
    a_medicine(house, ana, name="Clozapine")
    actions.edit_pack(dora, site, code="clozapine", is_on=False, intervals={}, why="A registry watches it")
    assert "clozapine" not in {one.pack for one in queries.watch(ana).dues}


# --- What the database refuses ---------------------------------------------------------------------------------------


def _run(statement: str) -> None:
    with transaction.atomic(), guard.writing(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_results_and_decisions_are_never_changed_or_removed(house: House) -> None:
    ana = house.participants["Ana"]
    go_on_over_a_warning(house, ana)
    actions.read_result(house.actors["Priya"], a_result(house, ana), reading_id=new_id())
    for table in ("labresult", "resultreading", "warningoverride", "packedit", "packsignoff"):
        for statement in (f"update medications_{table} set id = id", f"delete from medications_{table}"):
            with pytest.raises(Exception, match="permission denied"):
                _run(statement)


@pytest.mark.parametrize(
    "wrong", [{"unit": ""}, {"value": None}, {"entered_by_id": None}, {"source": "rumor"}, {"reads": None}]
)
def test_the_database_takes_no_result_that_can_not_be(house: House, wrong: dict[str, object]) -> None:
    result = a_result(house, house.participants["Ana"])
    for name, value in {"id": new_id(), **wrong}.items():
        setattr(result, name, value)
    with pytest.raises(Exception) as refused, transaction.atomic(), guard.writing():
        result.save(force_insert=True)
    assert isinstance(refused.value, IntegrityError) or "too long" in str(refused.value)


def test_nobody_goes_on_without_a_reason_and_a_stranger_not_at_all(house: House) -> None:
    kept = go_on_over_a_warning(house, house.participants["Ana"])
    assert kept.said == "Lithium with a medicine that raises its level"
    warning: StandingWarning = warnings_of(house.participants["Ana"]).warnings[0]
    with pytest.raises(Refused):
        actions.override_warnings(house.actors["Ben"], kept.medicine, warnings=[warning], why="x")
