"""Drug screens from the order to the talk, and what laboratories send, over the product's own deeds."""

from datetime import time, timedelta

import pytest
from django.db import DatabaseError, transaction

from daybridge.companion.record import SECTIONS, json_pieces
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, IdTaken, Invalid, NotYours
from daybridge.core.ids import new_id
from daybridge.medications.actions import stop_medicine
from daybridge.notifications.models import Notice
from daybridge.programs.actions import discharge
from daybridge.programs.rules import EndReason
from daybridge.safety.models import Alert
from daybridge.safety.queries import causes
from daybridge.screens import actions, queries
from daybridge.screens.actions.ordering import Order
from daybridge.screens.actions.reading import Result
from daybridge.screens.jobs import announce
from daybridge.screens.models import LabMessage, LabReport, Screen, ScreenResult, ScreenStep
from daybridge.screens.rules import Drawing, Method, Outcome, Specimen, State, draw
from daybridge.screens.tests.deeds import GOOD, a_message, a_screen, an_oru, collected, found, fresh
from tests.cast import House, a_medicine, a_prescriber, episode_of

ORDER = Order(panel="opioids", reason="Asked for it herself")


# --- Ordering --------------------------------------------------------------------------------------------------------


def test_an_order_that_is_sent_twice_is_one_and_needs_a_reason(house: House) -> None:
    ben, ana, screen_id = house.actors["Ben"], house.participants["Ana"], new_id()
    window = {"opens_at": clock.now() + timedelta(hours=1), "closes_at": clock.now() + timedelta(hours=3)}
    assert not actions.order_screen(ben, ana, screen_id=screen_id, order=ORDER, **window).repeated
    assert actions.order_screen(ben, ana, screen_id=screen_id, order=ORDER, **window).repeated
    with pytest.raises(IdTaken):
        actions.order_screen(
            house.actors["Dora"], house.participants["Zoe"], screen_id=screen_id, order=ORDER, **window
        )
    with pytest.raises(Invalid) as refused:
        actions.order_screen(ben, ana, screen_id=new_id(), order=Order(panel="opioids", reason="\x00 "), **window)
    assert "reason" in refused.value.fields and Screen.objects.count() == 1


def test_a_draw_can_be_drawn_again_from_its_seed(house: House) -> None:
    ben, ana, draw_id = house.actors["Ben"], house.participants["Ana"], new_id()
    within = Drawing(clock.today(ana.time_zone) + timedelta(days=1), 8, frozenset({0, 2, 4}), 5, 14, 3)
    drawn = actions.draw_screens(ben, ana, draw_id=draw_id, order=ORDER, within=within, hours=(time(9), time(16)))
    [row] = queries.draws_of(ana.id)
    assert [day.isoformat() for day in draw(within, row.seed)] == row.days and drawn.days == len(row.days)
    assert Screen.objects.filter(drawn=row).count() == drawn.days
    assert actions.draw_screens(
        ben, ana, draw_id=draw_id, order=ORDER, within=within, hours=(time(9), time(16))
    ).repeated  # fmt: skip
    with pytest.raises(Invalid):
        actions.draw_screens(ben, ana, draw_id=new_id(), order=ORDER, within=within, hours=(time(16), time(9)))


def test_a_record_tells_of_no_day_that_is_drawn_and_not_told_yet(house: House) -> None:
    ben, ana = house.actors["Ben"], house.participants["Ana"]
    within = Drawing(clock.today(ana.time_zone) + timedelta(days=1), 4, frozenset(range(7)), 5, 9, 3)
    before = "".join(json_pieces(ana, house.organization))  # days may stand in it for other reasons
    actions.draw_screens(ben, ana, draw_id=new_id(), order=ORDER, within=within, hours=(time(9), time(16)))
    [drawn] = queries.draws_of(ana.id)
    told = "".join(json_pieces(ana, house.organization))
    first_possible = within.first_on.isoformat()  # the rules of a draw are told: only its days are not
    assert drawn.seed not in told
    assert all(told.count(day) == before.count(day) + (day == first_possible) for day in drawn.days)
    first = Screen.objects.order_by("opens_at")[0]
    with clock.at(first.opens_at - timedelta(minutes=30)):
        announce(house.system)
        told = "".join(json_pieces(ana, house.organization))
    assert first.order_number in told and told.count(drawn.days[0]) > before.count(drawn.days[0])
    assert told.count(drawn.days[1]) == before.count(drawn.days[1])


def test_they_are_told_once_in_words_that_say_nothing(house: House) -> None:
    screen = a_screen(house)
    announce(house.system)
    assert fresh(screen).state == State.ORDERED  # not before the hour
    with clock.at(screen.opens_at - timedelta(minutes=30)):
        announce(house.system)
        announce(house.system)
    [notice] = Notice.objects.filter(link="/companion/screens/")
    assert notice.kind == "answer" and fresh(screen).state == State.NOTIFIED


def test_who_said_it_before_has_said_it_before(house: House) -> None:
    screen, words_id = a_screen(house), new_id()
    for _ in range(2):
        actions.tell_before(house.actors["Ana"], screen, words_id=words_id, said="You may find oxycodone")
    [said] = queries.shown(screen).words
    assert said.kind == "before" and said.staff is None
    collected(house, screen)
    with pytest.raises(Conflict):
        actions.tell_before(house.actors["Ana"], screen, words_id=new_id(), said="Too late")


# --- States ----------------------------------------------------------------------------------------------------------


def test_a_screen_goes_only_where_it_may_and_the_database_says_so_too(house: House) -> None:
    screen = a_screen(house)
    actions.mark_screen(house.actors["Ben"], screen, state=State.NO_SHOW)
    assert actions.mark_screen(house.actors["Ben"], screen, state=State.NO_SHOW).repeated
    with pytest.raises(Conflict):
        actions.mark_screen(house.actors["Ben"], screen, state=State.WITHDRAWN, words="A mistake")
    with pytest.raises(Invalid):
        actions.mark_screen(house.actors["Ben"], screen, state=State.CONFIRMED)
    screen = collected(house, screen)  # who did not come may come later
    with pytest.raises(DatabaseError), transaction.atomic(), guard.writing():
        ScreenStep.objects.create(
            organization=house.organization, screen=screen, number=9, before="withdrawn", state="collected"
        )
    with pytest.raises(DatabaseError), transaction.atomic(), guard.writing():
        ScreenStep.objects.filter(screen=screen).update(words="other")
    assert [step.state for step in queries.shown(screen).steps] == ["ordered", "no_show", "collected"]


def test_an_order_taken_back_says_why(house: House) -> None:
    screen = a_screen(house)
    with pytest.raises(Invalid):
        actions.mark_screen(house.actors["Ben"], screen, state=State.WITHDRAWN)
    actions.mark_screen(house.actors["Ben"], screen, state=State.WITHDRAWN, words="The wrong person")
    with pytest.raises(Conflict):
        collected(house, screen)


def test_whose_stay_ends_is_called_to_nothing_any_more(house: House) -> None:
    ben, ana = house.actors["Ben"], house.participants["Ana"]
    today = clock.today(ana.time_zone)
    within = Drawing(today + timedelta(days=1), 2, frozenset(range(7)), 5, 9, 3)
    actions.draw_screens(ben, ana, draw_id=new_id(), order=ORDER, within=within, hours=(time(9), time(16)))
    screen = a_screen(house)  # of the last day itself
    ahead = [one.screen for one in queries.screens_of(ana.id) if one.screen != screen]
    discharge(ben, episode_of(ana), reason=EndReason.COMPLETED, ended_on=today)
    assert ahead and {fresh(one).state for one in ahead} == {"withdrawn"} and fresh(screen).state == "ordered"
    with clock.at(ahead[0].opens_at):
        announce(house.system)
    assert not Notice.objects.filter(link="/companion/screens/").exists()


@pytest.mark.parametrize(
    ("specimen", "state"),
    [(GOOD, "collected"), (Specimen(creatinine=12), "dilute"), (Specimen(temperature_f=70, minutes=2), "invalid")],
)
def test_a_specimen_stands_by_what_was_measured(house: House, specimen: Specimen, state: str) -> None:
    screen = collected(house, specimen=specimen)
    assert screen.state == state
    with pytest.raises(Conflict):
        collected(house, screen)


def test_results_need_a_specimen(house: House) -> None:
    with pytest.raises(Conflict):
        found(house, a_screen(house), fentanyl="negative")
    with pytest.raises(Invalid):
        found(house, collected(house, a_screen(house, name="Zoe", by="Dora"), by="Dora"), by="Dora", gold="negative")


# --- Results beside the medicines ------------------------------------------------------------------------------------


def test_a_medicine_that_should_show_and_does_not_is_unexpected_too_and_calls_for_a_friendly_word(house: House) -> None:
    a_prescriber(house)
    a_medicine(house, house.participants["Ana"], name="Buprenorphine and naloxone film", form="other")
    screen = collected(house)
    found(house, screen, buprenorphine="negative", fentanyl="negative")
    shown = queries.shown(screen)
    assert shown.is_unexpected and shown.asks_for_confirmation and shown.waits_for_talk
    assert shown.judged["buprenorphine"].because == "not_found"
    [alert] = Alert.objects.filter(participant=house.participants["Ana"])
    assert [(one.kind, one.level) for one in causes(alert)] == [("screen_unexpected", "next_day")]
    assert queries.unexpected_since({screen.participant_id: clock.now() - timedelta(days=1)})


def test_a_brand_and_a_medicine_that_is_put_on_the_list_after_the_specimen_explain_a_result(house: House) -> None:
    a_prescriber(house)
    today = clock.today(house.participants["Ana"].time_zone)
    for name, began_on in (("Xanax 0.5 mg", today - timedelta(days=40)), ("Lorazepam", today)):
        a_medicine(house, house.participants["Ana"], name=name, days_ago=0, starts_on=began_on)
    screen = a_screen(house)
    actions.collect(house.actors["Ben"], screen, collected_at=clock.now() - timedelta(days=2), specimen=GOOD)
    found(house, fresh(screen), benzodiazepines="positive")
    [result] = queries.shown(screen).results
    assert (result.standing, result.medicines) == ("expected", ["Xanax 0.5 mg"]) and not Alert.objects.exists()


def test_a_brand_and_a_medicine_that_was_stopped_days_ago_call_for_nobody(house: House) -> None:
    a_prescriber(house)
    ana = house.participants["Ana"]
    a_medicine(house, ana, name="Xanax")
    gone = a_medicine(house, ana, name="Percocet")
    day = clock.today(ana.time_zone) - timedelta(days=2)
    stop_medicine(house.actors["Priya"], gone, version_id=new_id(), from_on=day, why="The pain is gone")
    screen = collected(house)
    found(house, screen, benzodiazepines="positive", oxycodone="positive")
    judged = queries.shown(screen).judged
    assert {name: (one.because, one.medicines) for name, one in judged.items()} == {
        "benzodiazepines": ("prescribed", ["Xanax"]),
        "oxycodone": ("stopped", ["Percocet"]),
    }
    assert not Alert.objects.exists()


def test_an_opioid_that_no_medicine_explains_brings_naloxone_to_mind_once(house: House) -> None:
    screen = collected(house)
    found(house, screen, fentanyl="positive")
    found(house, screen, fentanyl="positive")
    [alert] = Alert.objects.all()
    assert [one.kind for one in causes(alert)] == ["screen_unexpected_opioid"]
    assert screen.participant.episodes.filter(ended_on=None).exists()  # and nothing ends anything


def test_what_is_as_expected_calls_for_nobody(house: House) -> None:
    found(house, collected(house), fentanyl="negative", opiates="negative")
    assert not Alert.objects.exists()


def test_they_read_it_after_the_talk_or_after_three_days(house: House) -> None:
    screen = collected(house)
    found(house, screen, fentanyl="negative")
    assert not queries.shown(screen).is_shown_to_them(clock.now())
    assert queries.shown(screen).is_shown_to_them(clock.now() + timedelta(days=3))
    actions.talk_over(house.actors["Ben"], screen, said="All well", agreed="")
    assert queries.shown(screen).is_shown_to_them(clock.now())


def test_what_comes_after_the_talk_and_says_something_else_is_gone_through_again(house: House) -> None:
    screen, looked_at = collected(house), clock.now() + timedelta(minutes=5)
    found(house, screen, fentanyl="negative")
    actions.talk_over(house.actors["Ben"], screen, said="All well", agreed="")
    with clock.at(looked_at + timedelta(hours=1)):
        found(house, screen, fentanyl="negative")
        assert not queries.shown(screen).waits_for_talk  # the same once more
        found(house, screen, fentanyl="positive")
        shown = queries.shown(screen)
        assert shown.waits_for_talk and queries.to_go_through([screen.participant_id])
        assert not shown.is_shown_to_them(clock.now())
        assert shown.is_shown_to_them(clock.now() + timedelta(days=3))
    assert queries.unexpected_since({screen.participant_id: looked_at})


def test_a_quick_test_that_comes_late_says_nothing_against_a_laboratory(house: House) -> None:
    screen = collected(house)
    sure = [Result(analyte="fentanyl", outcome=Outcome.NEGATIVE, method=Method.CONFIRMED)]
    actions.keep_results(house.actors["Ben"], screen, results=sure)
    actions.talk_over(house.actors["Ben"], screen, said="All well", agreed="")
    found(house, screen, fentanyl="positive")
    assert fresh(screen).state == "confirmed" and not queries.shown(screen).waits_for_talk
    assert not Alert.objects.exists() and len(queries.shown(screen).results) == 2


# --- Laboratories' messages ------------------------------------------------------------------------------------------


def test_a_message_with_the_orders_number_and_birth_date_finds_its_screen(house: House) -> None:
    screen = collected(house)
    taken = a_message(house, an_oru(screen, "UFENT^Fentanyl^L||Positive|||A|||F", "UOPI^Opiates^L||Negative|||N|||F"))
    assert (taken.ack, taken.matched, taken.waiting) == ("AA", 1, 0)
    assert queries.shown(screen).judged["fentanyl"].standing == "unexpected" and fresh(screen).state == "presumptive"
    assert bytes(LabMessage.objects.get().original).startswith(b"MSH|")


def test_the_same_message_again_changes_nothing_and_its_number_with_other_words_is_kept_and_refused(
    house: House,
) -> None:
    screen = collected(house)
    original = an_oru(screen)
    a_message(house, original)
    again = a_message(house, original)
    assert again.repeated and again.ack == "AA" and ScreenResult.objects.count() == 1
    other = a_message(house, an_oru(screen, "UFENT^Fentanyl^L||Positive|||A|||F"))
    assert (other.ack, other.why) == ("AE", "number_used")
    assert ScreenResult.objects.count() == 1 and LabMessage.objects.count() == 2


def test_a_correction_is_a_new_version_and_an_older_one_that_comes_late_does_not_hold(house: House) -> None:
    screen = collected(house)
    now = clock.now()
    a_message(house, an_oru(screen, "UFENT^Fentanyl^L||Positive|||A|||F", number="1", at=now))
    corrected = an_oru(screen, "UFENT^Fentanyl^L||Negative|||N|||C", number="2", at=now + timedelta(hours=2))
    a_message(house, corrected)
    assert fresh(screen).state == "amended" and queries.shown(screen).judged["fentanyl"].outcome == "negative"
    assert [one.outcome for one in queries.shown(screen).before] == ["positive"]
    a_message(house, an_oru(screen, "UFENT^Fentanyl^L||Positive|||A|||F", number="3", at=now + timedelta(hours=1)))
    assert queries.shown(screen).judged["fentanyl"].outcome == "negative"


def test_a_record_says_which_version_holds(house: House) -> None:
    screen, now = collected(house), clock.now()
    a_message(house, an_oru(screen, "UFENT^Fentanyl^L||Positive|||A|||F", number="1", at=now))
    corrected = an_oru(screen, "UFENT^Fentanyl^L||Negative|||N|||C", number="2", at=now + timedelta(hours=2))
    a_message(house, corrected)
    section = next(one for one in SECTIONS if one.code == "drug-screens")
    [row] = section.read(screen.participant)
    told = [str(line.words) for line in section.in_words(row).told if "Fentanyl" in str(line.label)]
    assert ["changed since" in one for one in told] == [True, False]


def test_an_older_message_that_comes_late_calls_for_nobody(house: House) -> None:
    screen, now = collected(house), clock.now()
    a_message(house, an_oru(screen, "UFENT^Fentanyl^L||Negative|||N|||F", number="2", at=now))
    late = an_oru(screen, "UFENT^Fentanyl^L||Positive|||A|||F", number="1", at=now - timedelta(hours=1))
    assert a_message(house, late).matched == 1
    assert not Alert.objects.exists() and fresh(screen).state == "presumptive"


def test_a_laboratory_corrects_a_figure_in_words_and_takes_one_back(house: House) -> None:
    screen, now = collected(house), clock.now()
    figure = "UFENT^Fentanyl^L||250|ng/mL||A|||F"
    a_message(house, an_oru(screen, figure, "UOPI^Opiates^L||90|ng/mL||A|||F", number="1", at=now))
    assert {one.method for one in queries.shown(screen).holds} == {"confirmed"}
    words = ("UFENT^Fentanyl^L||None detected||||||C", "UOPI^Opiates^L||90|ng/mL||A|||D")
    a_message(house, an_oru(screen, *words, number="2", at=now + timedelta(hours=1)))
    judged = queries.shown(screen).judged
    assert (judged["fentanyl"].outcome, judged["opiates"].outcome) == ("negative", "not_done")
    assert len(queries.shown(screen).holds) == 2


@pytest.mark.parametrize(
    ("told", "waits_for"),
    [({"born": "19010101"}, "birth_date"), ({"order": "NOBODYS", "born": "19010101"}, "nobody")],
)
def test_what_does_not_fit_waits_for_a_person(house: House, told: dict[str, str], waits_for: str) -> None:
    a_message(house, an_oru(collected(house), **told))
    row = LabReport.objects.get()
    assert (row.waits_for, row.participant_id, row.settled_at) == (waits_for, None, None)
    assert not ScreenResult.objects.exists()


def test_record_number_birth_date_and_name_find_the_specimen_of_that_day(house: House) -> None:
    screen = collected(house)
    assert a_message(house, an_oru(screen, order="UNKNOWN")).matched == 1


def test_a_person_gives_a_report_its_place_or_sets_it_aside_with_a_reason(house: House) -> None:
    a_prescriber(house)
    priya, screen = house.actors["Priya"], collected(house)
    a_message(house, an_oru(screen, born="19010101"))
    row = LabReport.objects.get()
    with pytest.raises(Invalid):
        actions.set_report_aside(priya, row, why=" ")
    actions.link_report(priya, row, screen=screen)
    assert fresh(screen).state == "presumptive" and not queries.waiting_reports(priya)
    with pytest.raises(Conflict):
        actions.set_report_aside(priya, row, why="Twice")
    a_message(house, an_oru(None, "718-7^Hemoglobin^LN||13|||N|||F", number="5"))
    other = LabReport.objects.get(settled_at=None)
    assert not other.is_screen
    with pytest.raises(NotYours):
        actions.attach_report(priya, other, participant=house.participants["Zoe"])
    actions.set_report_aside(priya, other, why="Of nobody here")
    assert queries.settled_reports(priya)[0].row.set_aside_why == "Of nobody here"


def test_a_report_that_names_somebody_is_for_those_who_treat_them(house: House) -> None:
    a_prescriber(house)
    a_prescriber(house, "Nadia Nurse", of="Zoe", role="nurse")
    priya, nadia = house.actors["Priya"], house.actors["Nadia"]
    a_message(house, an_oru(None, "718-7^Hemoglobin^LN||13|||N|||F", who=house.participants["Ana"]))
    row = LabReport.objects.get()
    assert row.participant_id == house.participants["Ana"].id and queries.waiting_reports(priya)
    assert not queries.waiting_reports(nadia)
    with pytest.raises(NotYours):
        queries.report(nadia, row.id)
    with pytest.raises(NotYours):
        actions.set_report_aside(nadia, row, why="Away with it")
    actions.attach_report(priya, row, participant=house.participants["Ana"])
    assert queries.settled_reports(priya) and not queries.settled_reports(nadia)


@pytest.mark.parametrize("at", ["00010101000000+1400", "99991231235959-1400", "18991231235959+0000"])
def test_a_laboratory_whose_clock_is_out_of_all_time_loses_nothing(house: House, at: str) -> None:
    screen = collected(house)
    now = f"{clock.now():%Y%m%d%H%M%S}+0000"
    taken_in = a_message(house, an_oru(screen, order="UNKNOWN").replace(now.encode(), at.encode()))
    assert taken_in.ack == "AA" and LabReport.objects.count() == 1
    assert not queries.shown(screen).results  # without a day it can't be told which specimen it is


def test_a_result_from_the_future_does_not_outlive_its_correction(house: House) -> None:
    screen = collected(house)
    a_message(house, an_oru(screen, "UFENT^Fentanyl^L||Positive|||A|||F", at=clock.now() + timedelta(days=9_000)))
    with clock.at(clock.now() + timedelta(days=2)):
        a_message(house, an_oru(screen, "UFENT^Fentanyl^L||Negative|||N|||C", number="2"))
    assert queries.shown(screen).judged["fentanyl"].outcome == "negative"
