from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from daybridge.core import clock, tenancy
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.notifications.models import Notice
from daybridge.safety import actions, queries
from daybridge.safety.models import Alert
from daybridge.safety.tests.clocks import escalate_overdue, find_silence
from tests.cast import House, an_alert, an_entry, make_house
from tests.waiting import until_somebody_waits


def _steps(alert: Alert) -> list[str]:
    return list(alert.steps.order_by("at", "id").values_list("kind", flat=True))


def test_not_being_safe_is_urgent_at_once_for_the_primary_therapist(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"], "not_safe")
    assert (alert.level, alert.owner, alert.due_at - alert.raised_at) == (
        "urgent", house.staff["Ben"], timedelta(minutes=5),
    )  # fmt: skip


def test_asking_twice_with_one_id_asks_once(house: House) -> None:
    ana, request_id = house.participants["Ana"], new_id()
    for repeated in (False, True):
        asked = actions.ask_for_support(
            house.actors["Ana"], ana, request_id=request_id, kind="contact", made_at=clock.now()
        )
        assert asked.repeated is repeated
    assert Alert.objects.count() == 1 and _steps(Alert.objects.get()) == ["raised"]


def test_a_second_call_for_help_grows_the_alert_and_it_must_be_taken_anew(house: House) -> None:
    ana = house.participants["Ana"]
    alert = an_alert(house, ana, "not_safe")
    actions.take_alert(house.actors["Ben"], alert)
    with clock.at(clock.now() + timedelta(minutes=20)):
        again = an_alert(house, ana, "not_safe")
        assert again.id == alert.id and again.taken_at is None
        assert again.due_at == clock.now() + timedelta(minutes=5)


def test_someone_without_an_open_episode_can_still_say_they_are_not_safe(house: House) -> None:
    from daybridge.programs.actions import discharge
    from daybridge.programs.rules import EndReason
    from tests.cast import episode_of

    ana = house.participants["Ana"]
    discharge(house.actors["Ben"], episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today("America/Chicago"))
    assert an_alert(house, ana, "not_safe").owner == house.staff["Ben"]


def test_a_high_urge_raises_an_alert_in_the_entrys_own_transaction(house: House) -> None:
    an_entry(house, house.participants["Ana"], urge=9)
    alert = Alert.objects.get()
    assert alert.rule == "urge-high" and alert.facts == [{"code": "urge", "on_day": "2026-11-23", "value": 9}]


def test_the_third_day_at_the_bottom_raises_one_alert_and_the_fourth_makes_it_grow(house: House) -> None:
    ana = house.participants["Ana"]
    for days_ago in (3, 2, 1):
        an_entry(house, ana, mood=1, days_ago=days_ago)
    assert Alert.objects.get().causes[0]["gravities"] == [3]
    an_entry(house, ana, mood=1)
    assert (Alert.objects.get().causes[0]["gravities"], len(Alert.objects.get().facts)) == ([4], 4)


def test_an_alert_nobody_took_goes_to_who_covers_then_to_the_director_who_stays_asked(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    owners = []
    for _ in range(3):
        with clock.at(alert.due_at):
            escalate_overdue(house.system)
        alert.refresh_from_db()
        owners.append(alert.owner.name if alert.owner else None)
    assert owners == ["Cora Lindqvist", "Dora Quill", "Dora Quill"]


def test_a_timer_that_fires_early_twice_or_after_it_was_taken_does_nothing(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    assert actions.escalate(house.system, alert).repeated
    actions.take_alert(house.actors["Ben"], alert)
    with clock.at(alert.due_at + timedelta(days=1)):
        assert actions.escalate(house.system, alert).repeated
    assert _steps(alert) == ["raised", "taken"]


def test_an_alert_goes_from_taken_to_contact_to_closed_and_the_participant_sees_each(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    alert = an_alert(house, ana)
    shown = [queries.requests_of(ana.id)[0].state]
    for deed in (
        lambda: actions.take_alert(ben, alert),
        lambda: actions.log_contact(ben, alert, result="reached", note="We talked for ten minutes."),
        lambda: actions.answer_participant(ben, alert, words="Good to hear you, Ana. See you at ten."),
        lambda: actions.close_alert(ben, alert, outcome="talked"),
    ):
        deed()
        shown.append(queries.requests_of(ana.id)[0].state)
    assert shown == ["not_read", "read", "contacted", "contacted", "closed"]
    request = queries.requests_of(ana.id)[0]
    assert (request.read_by, request.answer) == ("Ben Okafor", "Good to hear you, Ana. See you at ten.")


def test_an_entry_that_called_for_someone_says_who_read_it_and_what_they_wrote(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    an_entry(house, ana, urge=9)
    alert = Alert.objects.get()
    [told] = queries.told_to(ana.id)
    assert (told.kind, told.state, told.read_by) == ("check_in", "not_read", "")
    actions.take_alert(ben, alert)
    actions.answer_participant(ben, alert, words="I call you at three.")
    [told] = queries.told_to(ana.id)
    assert (told.state, told.read_by, told.answer) == ("read", "Ben Okafor", "I call you at three.")
    assert told.read_at is not None


def test_an_entry_that_made_an_alert_worse_counts_as_read_by_nobody_until_it_is_taken_anew(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    an_entry(house, ana, urge=8)
    actions.take_alert(ben, Alert.objects.get())
    with clock.at(clock.now() + timedelta(minutes=30)):
        an_entry(house, ana, urge=10)
        [told] = queries.told_to(ana.id)
    assert (told.state, told.read_by, told.made_at) == ("not_read", "", told.saved_at)


def test_requests_and_entries_are_told_together_and_each_once(house: House) -> None:
    ana = house.participants["Ana"]
    an_entry(house, ana, urge=9)
    with clock.at(clock.now() + timedelta(minutes=5)):
        an_alert(house, ana)
        assert [one.kind for one in queries.told_to(ana.id)] == ["contact", "check_in"]
    with clock.at(clock.now() + timedelta(days=15)):
        assert queries.told_to(ana.id) == []


def test_silence_tells_its_participant_nothing_until_someone_writes_to_them(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    with clock.at(clock.now() + timedelta(days=4)):
        find_silence(house.system)
        alert = Alert.objects.get(participant=ana)
        actions.take_alert(ben, alert)
        assert queries.told_to(ana.id) == []
        actions.answer_participant(ben, alert, words="We miss you. How are you?")
        [told] = queries.told_to(ana.id)
        assert (told.kind, told.read_by, told.answer) == ("wrote", "Ben Okafor", "We miss you. How are you?")


def test_nothing_is_logged_or_closed_before_someone_took_it(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    with pytest.raises(Conflict, match="Take this alert first"):
        actions.log_contact(house.actors["Ben"], alert, result="reached")
    with pytest.raises(Conflict, match="Take this alert first"):
        actions.close_alert(house.actors["Ben"], alert, outcome="talked")


def test_closing_needs_an_outcome_and_an_attempt_to_reach_the_person(house: House) -> None:
    alert, ben = an_alert(house, house.participants["Ana"]), house.actors["Ben"]
    actions.take_alert(ben, alert)
    with pytest.raises(Invalid):
        actions.close_alert(ben, alert, outcome="")
    with pytest.raises(Conflict, match="Log a contact first"):
        actions.close_alert(ben, alert, outcome="talked")


def test_handing_over_starts_the_clock_for_the_colleague(house: House) -> None:
    alert, ben = an_alert(house, house.participants["Ana"]), house.actors["Ben"]
    actions.take_alert(ben, alert)
    actions.hand_over(ben, alert, to=house.staff["Cora"])
    alert.refresh_from_db()
    assert (alert.owner, alert.taken_at) == (house.staff["Cora"], None)


@pytest.mark.parametrize("who", ["Cleo", "Ana", "Ines"])
def test_only_the_team_its_owner_and_directors_answer_for_an_alert(house: House, who: str) -> None:
    alert = an_alert(house, house.participants["Ana"])
    with pytest.raises(Refused):
        actions.take_alert(house.actors[who], alert)


def test_silence_counts_from_when_entries_were_due_and_is_raised_once(house: House) -> None:
    with clock.at(clock.now() + timedelta(days=3)):
        find_silence(house.system)
        assert not Alert.objects.exists()
    with clock.at(clock.now() + timedelta(days=4)):
        find_silence(house.system)
        find_silence(house.system)
        assert Alert.objects.filter(rule="no-entry").count() == 2  # Ana and Zoe, once each


def test_asking_again_takes_nothing_back_from_a_request_that_was_answered(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    alert = an_alert(house, ana)
    actions.take_alert(ben, alert)
    actions.answer_participant(ben, alert, words="I call you at three.")
    with clock.at(clock.now() + timedelta(minutes=30)):
        an_alert(house, ana)
        newer, older = queries.requests_of(ana.id)
        assert (newer.state, newer.answer) == ("not_read", "")
        assert (older.state, older.read_by, older.answer) == ("read", "Ben Okafor", "I call you at three.")


def test_an_alert_that_is_taken_while_it_grows_stays_taken(really_commits: None) -> None:
    """Ben takes the alert in one transaction while another entry of Ana's is being added to it."""
    with transaction.atomic():
        house = make_house()
    with tenancy.inside(house.organization.id):
        an_entry(house, house.participants["Ana"], urge=9)
        alert = Alert.objects.get()

    def add() -> None:
        with tenancy.inside(house.organization.id):
            an_entry(house, house.participants["Ana"], urge=8)
        connection.close()

    adding = Thread(target=add)
    with tenancy.inside(house.organization.id):
        actions.take_alert(house.actors["Ben"], alert)
        adding.start()
        until_somebody_waits()
    adding.join(10)
    with tenancy.inside(house.organization.id):
        alert = Alert.objects.get()
        assert alert.taken_by == house.staff["Ben"] and len(alert.causes[0]["marks"]) == 2
        assert _steps(alert) == ["raised", "taken", "added"]


def test_whoever_is_asked_is_told_once_by_the_ways_of_their_rung_and_never_what_about(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"], "not_safe")
    notice = Notice.objects.get(staff=house.staff["Ben"])
    assert (notice.kind, notice.link) == ("alert", f"/workspace/alerts/{alert.id}/")
    assert "Ana" not in f"{notice.kind}{notice.key}{notice.link}"
    with clock.at(alert.due_at):
        escalate_overdue(house.system)
        escalate_overdue(house.system)
        alert.refresh_from_db()
        assert alert.owner and alert.owner != house.staff["Ben"]
        assert Notice.objects.filter(staff=alert.owner, kind="alert-escalated").count() == 1
