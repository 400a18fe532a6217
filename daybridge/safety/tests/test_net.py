"""The safety net whole: one alert a person, the ladder by day and by night, second looks, and what may go wrong underneath."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from daybridge.core import clock, guard, tenancy
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.notifications.models import Notice
from daybridge.people import actions as people
from daybridge.people.models import CareTeamMember, Staff
from daybridge.people.rules import TeamRole
from daybridge.safety import actions, queries
from daybridge.safety.jobs import ask_after, escalate_when_due
from daybridge.safety.models import Alert, AlertStep, LadderEdit, RuleEdit
from daybridge.safety.rules import Edit, Level, Signal
from daybridge.safety.sentences import alert_in_words
from daybridge.safety.tests.clocks import escalate_overdue, find_silence
from tests.cast import House, a_shift, a_staff_member, an_alert, an_entry, later, local, make_house

CHICAGO = ZoneInfo("America/Chicago")


def _steps(alert: Alert) -> list[str]:
    return list(alert.steps.order_by("at", "id").values_list("kind", flat=True))


def _edit(house: House, code: str, **said: object) -> None:
    rule = queries.rule_state(code).rule
    as_it_is = {"level": rule.level, "answer_within_minutes": rule.answer_within_minutes, **rule.numbers}
    edit = Edit(**{**as_it_is, **said})  # type: ignore[arg-type]
    actions.edit_rule(house.actors["Dora"], house.organization, code=code, edit=edit, why="Decided on Monday.")


# --- One bad evening is one alert ------------------------------------------------------------------------------------


def test_one_bad_evening_is_one_alert_that_grows(house: House) -> None:
    ana = house.participants["Ana"]
    for days_ago in (2, 1):
        an_entry(house, ana, mood=1, days_ago=days_ago)
    an_entry(house, ana, mood=1, urge=9)
    with clock.at(later(minutes=10)):
        an_alert(house, ana, "contact")
    with clock.at(later(minutes=20)):
        an_alert(house, ana, "not_safe")
    alert = Alert.objects.get()
    assert [cause["rule"] for cause in alert.causes] == ["not-safe", "asked-for-contact", "urge-high", "mood-lowest"]
    assert (alert.rule, alert.level, alert.answer_within_minutes) == ("not-safe", "urgent", 5)
    assert alert.due_at == later(minutes=25) and alert_in_words(alert) == "Not safe right now, and 3 more"


def test_the_earliest_clock_wins_and_a_milder_rule_gives_no_time_back(house: House) -> None:
    ana = house.participants["Ana"]
    alert = an_alert(house, ana, "not_safe")
    with clock.at(later(minutes=2)):
        an_entry(house, ana, urge=9)
        alert.refresh_from_db()
    assert (alert.due_at, alert.level) == (alert.raised_at + timedelta(minutes=5), "urgent")
    assert _steps(alert) == ["raised", "added"]


def test_a_graver_rule_makes_a_taken_alert_be_taken_anew_and_a_milder_one_does_not(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    an_entry(house, ana, urge=9)
    alert = Alert.objects.get()
    actions.take_alert(ben, alert)
    actions.act_on_signal(house.system, ana, Signal("not_on_track", "phq-9 week 4", clock.today("America/Chicago")))
    alert.refresh_from_db()
    assert alert.taken_at and alert.level == "same_day"
    an_alert(house, ana, "not_safe")
    alert.refresh_from_db()
    assert alert.taken_at is None and alert.level == "urgent"


def test_what_is_new_a_day_after_somebody_took_the_alert_is_looked_at_anew(house: House) -> None:
    ana = house.participants["Ana"]
    alert = an_alert(house, ana, "not_safe")
    actions.take_alert(house.actors["Ben"], alert)
    with clock.at(later(hours=13)):
        an_entry(house, ana, urge=8)
        alert.refresh_from_db()
        assert alert.taken_at is None


def test_an_alert_reads_on_when_its_rule_is_changed_or_dropped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybridge.safety import rules

    an_entry(house, house.participants["Ana"], urge=9)
    alert = Alert.objects.get()
    _edit(house, "urge-high", at_least=10)
    left = {code: rule for code, rule in rules.rulebook().items() if code != "urge-high"}
    monkeypatch.setattr(rules, "rulebook", lambda: left)
    assert alert_in_words(alert) == "Urge of 8 or more" and queries.shows_reading(alert)
    with clock.at(alert.due_at):
        escalate_overdue(house.system)
    actions.hand_over(house.actors["Dora"], alert, to=house.staff["Ben"])
    assert queries.told_to(alert.participant_id)


# --- The truth that the participant is shown -------------------------------------------------------------------------


def test_a_request_and_an_entry_of_one_alert_are_each_told_as_they_are(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    alert = an_alert(house, ana)
    actions.take_alert(ben, alert)
    with clock.at(later(minutes=30)):
        an_entry(house, ana, urge=9)
        entry, request = queries.told_to(ana.id)
        assert (request.kind, request.state, request.read_by) == ("contact", "read", "Ben Okafor")
        assert (entry.kind, entry.state, entry.read_by) == ("check_in", "not_read", "")
        actions.take_alert(house.actors["Cora"], alert)
        actions.answer_participant(house.actors["Cora"], alert, words="I call you at four.")
        entry, request = queries.told_to(ana.id)
        assert (entry.read_by, entry.answer, request.read_by) == ("Cora Lindqvist", "I call you at four.", "Ben Okafor")


def test_an_entry_added_to_a_request_is_not_read_until_somebody_does_something(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    alert = an_alert(house, ana, "not_safe")
    actions.take_alert(ben, alert)
    with clock.at(later(minutes=10)):
        an_entry(house, ana, urge=8)
        entry, request = queries.told_to(ana.id)
        assert (entry.state, request.state) == ("not_read", "read")
    with clock.at(later(minutes=20)):
        actions.log_contact(ben, alert, result="reached")
        entry, request = queries.told_to(ana.id)
        assert (entry.state, entry.read_by) == ("contacted", "Ben Okafor")


def test_who_read_it_first_stays_so_when_a_colleague_takes_over(house: House) -> None:
    ana = house.participants["Ana"]
    alert = an_alert(house, ana)
    actions.take_alert(house.actors["Ben"], alert)
    with clock.at(later(minutes=9)):
        actions.take_over(house.actors["Cora"], alert)
    alert = queries.alert(house.actors["Cora"], alert.id)
    assert queries.reading_shown(alert).by == "Ben Okafor" == queries.requests_of(ana.id)[0].read_by
    assert (alert.taken_by, _steps(alert)) == (house.staff["Cora"], ["raised", "taken", "taken_over"])


def test_what_a_colleague_says_is_never_shown_to_the_participant(house: House) -> None:
    ana = house.participants["Ana"]
    actions.raise_by_staff(house.actors["Ben"], ana, worry_id=new_id(), note="She gave her cat away.")
    assert queries.told_to(ana.id) == [] and not queries.shows_reading(Alert.objects.get())


def test_a_line_that_is_too_long_is_refused_in_words_and_never_cut(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    actions.take_alert(house.actors["Ben"], alert)
    with pytest.raises(Invalid, match="12 characters shorter"):
        actions.answer_participant(house.actors["Ben"], alert, words="x" * 512)
    actions.answer_participant(house.actors["Ben"], alert, words="x" * 500)


# --- The ladder ------------------------------------------------------------------------------------------------------


def _owners(alert: Alert, house: House, times: int) -> list[str]:
    owners = []
    for _ in range(times):
        alert.refresh_from_db()
        owners.append(alert.owner.name if alert.owner else "")
        with clock.at(alert.due_at):
            escalate_overdue(house.system)
    return owners


def test_by_day_an_urgent_alert_goes_to_therapist_cover_on_call_and_director_and_never_to_a_peer(house: House) -> None:
    ana, peer = house.participants["Ana"], a_staff_member(house, "Pat Moss", "peer")
    people.join_care_team(house.system, ana, staff=peer, role=TeamRole.MEMBER)
    a_shift(house, "Cleo", later(hours=-1), later(hours=5))
    alert = an_alert(house, ana, "not_safe")
    assert _owners(alert, house, 5) == ["Ben Okafor", "Cora Lindqvist", "Cleo Marsh", "Dora Quill", "Dora Quill"]


def test_once_somebody_has_taken_an_alert_nobody_else_is_told_of_it_any_more(house: House) -> None:
    from daybridge.notifications.models import Delivery

    other, alert = an_alert(house, house.participants["Zoe"]), an_alert(house, house.participants["Ana"])
    told = Delivery.objects.filter(notice__link__endswith=f"/{alert.id}/")
    assert set(told.values_list("state", flat=True)) == {"planned"}
    actions.take_alert(house.actors["Ben"], alert)
    assert set(told.values_list("state", flat=True)) == {"cancelled"}
    assert set(Delivery.objects.filter(notice__link__endswith=f"/{other.id}/").values_list("state", flat=True)) == {
        "planned"
    }


def test_by_night_an_urgent_alert_goes_straight_to_who_is_on_call_and_a_milder_one_waits_for_the_doors(
    house: House,
) -> None:
    a_shift(house, "Cleo", local(23, 17), local(24, 8), backup="Cora")
    with clock.at(local(23, 23)):
        alert = an_alert(house, house.participants["Ana"], "not_safe")
        zoe = house.participants["Zoe"]
        actions.act_on_signal(house.system, zoe, Signal("not_on_track", "phq-9 week 4", clock.today("America/Chicago")))
        assert _owners(alert, house, 3) == ["Cleo Marsh", "Cora Lindqvist", "Dora Quill"]
        assert actions.take_alert(house.actors["Cleo"], Alert.objects.get(participant=zoe))
    with clock.at(local(27, 16)):
        find_silence(house.system)
    silence = Alert.objects.get(participant=zoe)
    assert silence.level == "next_day" and CHICAGO.utcoffset(None) is None


def test_who_is_on_call_may_open_and_answer_it_and_reads_it_on_once_it_is_ended(house: House) -> None:
    a_shift(house, "Cleo", local(23, 17), local(24, 8))
    cleo = house.actors["Cleo"]
    with clock.at(local(23, 23)):
        alert = an_alert(house, house.participants["Ana"], "not_safe")
        actions.take_alert(cleo, queries.alert(cleo, alert.id))
        actions.log_contact(cleo, alert, result="reached")
        actions.close_alert(cleo, alert, outcome="plan_made")
        assert queries.alert(cleo, alert.id).ended_at


def test_a_night_without_anybody_on_call_goes_the_way_it_goes_by_day(house: House) -> None:
    with clock.at(local(23, 23)):
        assert an_alert(house, house.participants["Ana"], "not_safe").owner == house.staff["Ben"]


def test_on_the_night_the_clocks_go_back_five_minutes_are_five_minutes(house: House) -> None:
    """1 November 2026, 1:58 am for the first time: two minutes later it is 1 am again."""
    first_two = datetime(2026, 11, 1, 6, 58, tzinfo=UTC)
    with clock.at(first_two):
        alert = an_alert(house, house.participants["Ana"], "not_safe")
    with clock.at(first_two + timedelta(minutes=4)):
        assert actions.escalate(house.system, alert).repeated
    with clock.at(first_two + timedelta(minutes=5)):
        assert not actions.escalate(house.system, alert).repeated


# --- Ending, second looks, follow-ups --------------------------------------------------------------------------------


def _ended(house: House, *, kind: str = "not_safe", by: str = "Ben") -> Alert:
    alert, actor = an_alert(house, house.participants["Ana"], kind), house.actors[by]
    actions.take_alert(actor, alert)
    actions.log_contact(actor, alert, result="reached")
    actions.close_alert(actor, alert, outcome="plan_made", note="Sister stays tonight.")
    alert.refresh_from_db()
    return alert


def test_an_urgent_alert_is_closed_only_when_another_clinician_has_looked_at_it(house: House) -> None:
    alert = _ended(house)
    assert alert.closed_at is None and alert.owner == house.staff["Cora"]
    assert [one.id for one in queries.second_looks(house.actors["Cora"])] == [alert.id]
    assert not queries.second_looks(house.actors["Ben"])
    assert queries.requests_of(alert.participant_id)[0].state == "contacted"
    with pytest.raises(Conflict, match="ended this alert yourself"):
        actions.look_again(house.actors["Ben"], alert, agrees=True)
    actions.look_again(house.actors["Cora"], alert, agrees=True)
    alert.refresh_from_db()
    assert alert.closed_at and alert.second_look_by == house.staff["Cora"]
    assert queries.requests_of(alert.participant_id)[0].state == "closed"


def test_the_database_itself_refuses_one_persons_second_look_at_their_own(house: House) -> None:
    from django.db import IntegrityError

    from daybridge.core import guard

    alert = _ended(house)
    with pytest.raises(IntegrityError, match="another_persons"), transaction.atomic(), guard.writing():
        Alert.objects.filter(id=alert.id).update(second_look_by=house.staff["Ben"])


def test_a_second_look_that_finds_more_to_do_opens_the_alert_for_who_looked(house: House) -> None:
    alert = _ended(house)
    with pytest.raises(Invalid, match="still to do"):
        actions.look_again(house.actors["Cora"], alert, agrees=False)
    actions.look_again(house.actors["Cora"], alert, agrees=False, note="Nobody asked about the medicines.")
    alert.refresh_from_db()
    assert (alert.ended_at, alert.taken_by, alert.outcome) == (None, house.staff["Cora"], "")


def test_a_second_look_nobody_makes_is_passed_on_and_never_back_to_who_ended_it(house: House) -> None:
    alert = _ended(house, by="Cora")
    assert _owners(alert, house, 3) == ["Ben Okafor", "Dora Quill", "Dora Quill"]
    assert "escalated" in _steps(alert)


def test_who_is_no_clinician_makes_no_second_look(house: House) -> None:
    alert, pat = _ended(house), a_staff_member(house, "Pat Moss", "peer")
    people.join_care_team(house.system, house.participants["Ana"], staff=pat, role=TeamRole.MEMBER)
    with pytest.raises(Refused):
        actions.look_again(house.actors["Pat"], alert, agrees=True)


def test_what_is_new_while_an_alert_waits_for_its_second_look_opens_it_again(house: House) -> None:
    alert = _ended(house)
    an_entry(house, house.participants["Ana"], urge=8)
    alert.refresh_from_db()
    assert (alert.ended_at, alert.taken_at, alert.outcome) == (None, None, "")
    with pytest.raises(Conflict, match="Take this alert first"):
        actions.close_alert(house.actors["Ben"], alert, outcome="talked")


def test_undoing_gives_it_back_to_who_undoes_it_and_never_beside_another_open_alert(house: House) -> None:
    alert, ben = _ended(house), house.actors["Ben"]
    actions.reopen_alert(ben, alert)
    alert.refresh_from_db()
    assert alert.taken_by == house.staff["Ben"] and alert.ended_at is None
    actions.close_alert(ben, alert, outcome="talked")
    actions.look_again(house.actors["Cora"], alert, agrees=True)
    an_entry(house, house.participants["Ana"], urge=9)
    with pytest.raises(Conflict, match="open alert"):
        actions.reopen_alert(ben, alert)


def test_a_follow_up_stands_on_today_from_its_day_until_they_are_reached(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    an_entry(house, ana, urge=9)
    alert = Alert.objects.get()
    actions.take_alert(ben, alert)
    actions.log_contact(ben, alert, result="reached")
    today = clock.today("America/Chicago")
    with pytest.raises(Invalid, match="to come"):
        actions.close_alert(ben, alert, outcome="talked", follow_up_on=today - timedelta(days=1))
    actions.close_alert(ben, alert, outcome="talked", follow_up_on=today + timedelta(days=2))
    assert not queries.follow_ups_due(ben, on=today + timedelta(days=1))
    assert queries.follow_ups_due(ben, on=today + timedelta(days=2)).get() == alert
    actions.follow_up(ben, alert, result="no_answer")
    assert queries.follow_ups_due(ben, on=today + timedelta(days=5)).get() == alert
    actions.follow_up(ben, alert, result="reached", note="Doing well.")
    assert not queries.follow_ups_due(ben, on=today + timedelta(days=5))
    with pytest.raises(Conflict, match="no follow-up"):
        actions.follow_up(ben, alert, result="reached")
    with pytest.raises(Invalid):
        actions.follow_up(ben, alert, result="sang")


# --- Outreach --------------------------------------------------------------------------------------------------------


def test_the_worklist_holds_silence_missed_sessions_and_worries_and_each_worry_once(house: House) -> None:
    ana, zoe, dora = house.participants["Ana"], house.participants["Zoe"], house.actors["Dora"]
    worry_id = new_id()
    for repeated in (False, True):
        raised = actions.raise_by_staff(house.actors["Ben"], ana, worry_id=worry_id, note="She gave her cat away.")
        assert raised.repeated is repeated
    today = clock.today("America/Chicago")
    for _ in range(2):
        actions.act_on_signal(house.system, zoe, Signal("missed_session", "group 7, Monday", today))
    assert {alert.participant for alert in queries.outreach(dora)} == {ana, zoe}
    assert _steps(Alert.objects.get(participant=ana)) == ["raised", "worried"]
    with pytest.raises(Invalid):
        actions.raise_by_staff(house.actors["Ben"], ana, worry_id=new_id(), note=" ")
    assert not [alert for alert in queries.outreach(house.actors["Cleo"]) if alert.participant == ana]


# --- A site's own rules ----------------------------------------------------------------------------------------------


def test_an_edit_holds_at_once_and_only_within_its_bounds(house: House) -> None:
    _edit(house, "urge-high", at_least=6)
    an_entry(house, house.participants["Ana"], urge=6)
    alert = Alert.objects.get()
    assert (alert_in_words(alert), alert.causes[0]["edit"]) == ("Urge of 6 or more", 1)
    for code, said, words in (
        ("not-safe", {"answer_within_minutes": 60}, "15 min at most"),
        ("not-safe", {"is_on": False}, "can't be switched off"),
        ("not-safe", {"level": Level.REVIEW}, "may not be milder"),
        ("urge-high", {"at_least": 3}, "from 5 to 10"),
    ):
        with pytest.raises(Invalid) as refused:
            _edit(house, code, **said)
        assert words in " ".join(refused.value.fields.values())
    assert RuleEdit.objects.count() == 1


def test_a_rule_that_was_put_off_raises_nothing(house: House) -> None:
    _edit(house, "urge-high", is_on=False)
    _edit(house, "no-entry", is_on=False)
    an_entry(house, house.participants["Ana"], urge=9)
    with clock.at(later(days=9)):
        find_silence(house.system)
    assert not Alert.objects.exists()


def test_a_sign_off_is_of_the_rule_as_it_was_read_and_an_edit_needs_its_own(house: House) -> None:
    dora, organization = house.actors["Dora"], house.organization
    for repeated in (False, True):
        signed = actions.sign_off_rule(dora, organization, code="urge-high", version=1, number=0)
        assert signed.repeated is repeated
    state = queries.rule_state("urge-high")
    assert state.rule.signed_off and state.signed and state.signed.signed_by == house.staff["Dora"]
    _edit(house, "urge-high", at_least=7)
    assert not queries.rule_state("urge-high").rule.signed_off
    with pytest.raises(Conflict, match="changed since"):
        actions.sign_off_rule(dora, organization, code="urge-high", version=1, number=0)


def test_an_ordinary_check_in_asks_nothing_of_the_sites_rules_and_another_one_small_query(
    house: House, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(1):
        queries.rules_in_force()
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        an_entry(house, house.participants["Ana"], mood=3, urge=2)
    assert not [
        one for one in asked.captured_queries if "safety_ruleedit" in one["sql"] or "safety_alert" in one["sql"]
    ]


def test_a_ladder_of_ones_own_holds_and_one_that_cannot_be_is_refused(house: House) -> None:
    from copy import deepcopy

    from daybridge.safety.rules import shipped_ladder

    own = deepcopy(dict(shipped_ladder()))
    own.pop("since")
    own["hours"] = {"saturday": ["10:00", "12:00"]}
    actions.edit_ladder(house.actors["Dora"], house.organization, ladder=own, why="We work on Saturdays only.")
    calendar = queries.calendar(house.organization.id)
    assert calendar.ladder.edit == 1 and not calendar.is_open(clock.now()) and calendar.is_open(local(28, 11))
    own["care-team"]["urgent"].pop()
    with pytest.raises(Invalid, match="must end with the director"):
        actions.edit_ladder(house.actors["Dora"], house.organization, ladder=own, why="x")
    with pytest.raises(Invalid, match="why"):
        actions.edit_ladder(house.actors["Dora"], house.organization, ladder=own, why="")


# --- When something underneath breaks --------------------------------------------------------------------------------


def test_the_sweep_passes_an_alert_on_whose_own_timer_was_lost(house: House) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    alert = an_alert(house, house.participants["Ana"], "not_safe")
    assert ProcrastinateJob.objects.filter(task_name="safety.escalate", args__alert_id=str(alert.id)).exists()
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = 'safety.escalate'")
    with clock.at(alert.due_at):
        escalate_overdue(house.system)
    alert.refresh_from_db()
    assert alert.owner == house.staff["Cora"]


def test_a_timer_that_runs_twice_and_a_sweep_beside_it_pass_an_alert_on_once(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"], "not_safe")
    with clock.at(alert.due_at):
        for _ in range(2):
            escalate_when_due(house.system, alert_id=str(alert.id))
        escalate_overdue(house.system)
    assert _steps(alert) == ["raised", "escalated"]


def test_a_timer_of_a_second_look_that_runs_twice_passes_it_on_once(house: House) -> None:
    alert = _ended(house)
    with clock.at(alert.due_at):
        for _ in range(2):
            escalate_when_due(house.system, alert_id=str(alert.id))
    assert _steps(alert).count("escalated") == 1


def _at_once(house: House, *deeds: Callable[[], object]) -> list[object]:
    """Do things at the same time, each in a transaction and on a connection of its own; what each said or raised."""
    said: list[object] = [None] * len(deeds)

    def one(place: int, deed: Callable[[], object]) -> None:
        try:
            with clock.at(now), tenancy.inside(house.organization.id):
                said[place] = deed()
        except Exception as error:
            said[place] = error
        finally:
            connection.close()

    now = clock.now()
    threads = [Thread(target=one, args=(place, deed)) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return said


@pytest.fixture
def lasting(really_commits: None) -> House:
    with transaction.atomic():
        return make_house()


def test_two_who_take_an_alert_at_once_take_it_once(lasting: House) -> None:
    with tenancy.inside(lasting.organization.id):
        alert = an_alert(lasting, lasting.participants["Ana"])
    said = _at_once(
        lasting, *(lambda who=who: actions.take_alert(lasting.actors[who], alert) for who in ("Ben", "Cora"))
    )
    assert sorted(event.repeated for event in said) == [False, True]  # type: ignore[attr-defined]
    with tenancy.inside(lasting.organization.id):
        taken = AlertStep.objects.get(alert=alert, kind="taken")
        assert taken.staff == Alert.objects.get().taken_by


def test_two_findings_at_once_are_one_alert(lasting: House) -> None:
    ana = lasting.participants["Ana"]
    said = _at_once(
        lasting,
        lambda: an_entry(lasting, ana, urge=9),
        lambda: an_alert(lasting, ana, "not_safe"),
        lambda: an_entry(lasting, ana, urge=8),
    )
    assert not [one for one in said if isinstance(one, Exception)]
    with tenancy.inside(lasting.organization.id):
        alert = Alert.objects.get()
        assert {cause["rule"] for cause in alert.causes} == {"urge-high", "not-safe"} and alert.level == "urgent"


def test_two_timers_at_once_pass_an_alert_on_once(lasting: House) -> None:
    with tenancy.inside(lasting.organization.id):
        alert = an_alert(lasting, lasting.participants["Ana"])
    system = Actor.system(lasting.organization.id, "test")
    with clock.at(alert.due_at):
        said = _at_once(lasting, *(lambda: actions.escalate(system, alert) for _ in range(3)))
    assert sorted(event.repeated for event in said) == [False, True, True]  # type: ignore[attr-defined]


def test_a_worker_that_dies_in_the_middle_leaves_the_alert_as_it_was_and_the_next_one_passes_it_on(
    lasting: House,
) -> None:
    with tenancy.inside(lasting.organization.id):
        alert = an_alert(lasting, lasting.participants["Ana"])
    with clock.at(alert.due_at):
        with pytest.raises(KeyboardInterrupt), tenancy.inside(lasting.organization.id):
            escalate_when_due(lasting.system, alert_id=str(alert.id))
            raise KeyboardInterrupt
        with tenancy.inside(lasting.organization.id):
            assert _steps(alert) == ["raised"]
            escalate_when_due(lasting.system, alert_id=str(alert.id))
            assert _steps(alert) == ["raised", "escalated"]


# --- Who it is put to, and what stands afterwards --------------------------------------------------------------------


def test_an_alert_is_handed_to_nobody_who_looks_after_no_participants(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    for name in ("Dev", "Ines"):
        with pytest.raises(Invalid, match="do not look after"):
            actions.hand_over(house.actors["Ben"], alert, to=house.staff[name])
        with pytest.raises(Invalid):
            a_shift(house, name, clock.now(), later(hours=12))
    assert Alert.objects.get().owner == house.staff["Ben"]


def test_two_weeks_after_closing_an_alert_is_seen_by_those_who_treat_the_person_alone(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    actions.hand_over(house.actors["Ben"], alert, to=house.staff["Cleo"])
    cleo, alert = house.actors["Cleo"], Alert.objects.get()
    actions.take_alert(cleo, alert)
    alert.refresh_from_db()
    actions.close_alert(cleo, alert, outcome="no_need")
    assert Alert.objects.visible_to(cleo).exists()
    with clock.at(later(days=15)):
        assert not Alert.objects.visible_to(cleo).exists() and Alert.objects.visible_to(house.actors["Ben"]).exists()


def test_a_call_from_before_it_grew_is_no_reason_to_close_an_alert(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    alert = an_alert(house, ana, "contact")
    actions.take_alert(ben, alert)
    actions.log_contact(ben, alert, result="reached")
    with clock.at(later(hours=5)):
        an_entry(house, ana, urge=9)
        assert Alert.objects.get().reached_at is None
        actions.take_alert(ben, alert)
        with pytest.raises(Conflict, match="contact"):
            actions.close_alert(ben, alert, outcome="talked")
        actions.log_contact(ben, alert, result="left_message")
        actions.close_alert(ben, alert, outcome="talked")
    assert Alert.objects.get().closed_at


def test_each_ending_keeps_its_own_outcome_in_the_history(house: House) -> None:
    ben, alert = house.actors["Ben"], an_alert(house, house.participants["Ana"], "contact")
    actions.take_alert(ben, alert)
    actions.close_alert(ben, alert, outcome="no_need")
    with clock.at(later(minutes=5)):
        actions.reopen_alert(ben, alert)
        actions.log_contact(ben, alert, result="reached")
        actions.close_alert(ben, alert, outcome="talked")
    closed = alert.steps.filter(kind="closed").order_by("at")
    assert list(closed.values_list("outcome", flat=True)) == ["no_need", "talked"]


def test_passing_an_alert_on_never_makes_it_look_less_late(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"], "not_safe")
    for minutes in (6, 12, 18):
        with clock.at(later(minutes=minutes)):
            actions.escalate(house.system, alert)
    alert.refresh_from_db()
    assert alert.promised_at == later(minutes=5) and alert.due_at == later(minutes=23)


def test_a_second_look_waits_for_any_clinician_rather_than_for_nobody(house: House) -> None:
    with guard.writing():  # of those on the way of an alert only Ben is left
        Staff.objects.filter(id=house.staff["Dora"].id).update(is_active=False)
        CareTeamMember.objects.exclude(staff=house.staff["Ben"]).delete()
    ben, alert = house.actors["Ben"], an_alert(house, house.participants["Ana"], "not_safe")
    actions.take_alert(ben, alert)
    actions.log_contact(ben, alert, result="reached")
    actions.close_alert(ben, alert, outcome="talked")
    alert.refresh_from_db()
    assert alert.owner_id not in (None, house.staff["Ben"].id)


def test_whoever_took_an_alert_and_called_nobody_is_reminded_and_the_next_hears_of_it_too(house: House) -> None:
    ben, alert = house.actors["Ben"], an_alert(house, house.participants["Ana"], "contact")
    actions.take_alert(ben, alert)
    taken_at = Alert.objects.get().taken_at
    with clock.at(later(hours=2)):
        ask_after(house.system, alert_id=str(alert.id), taken_at=taken_at.isoformat())  # type: ignore[union-attr]
    assert _steps(alert) == ["raised", "taken", "asked_after"]
    told = set(Notice.objects.filter(kind="alert-escalated").values_list("staff__email", flat=True))
    assert "ben@example.org" in told and len(told) == 2
    assert Alert.objects.get().taken_by == house.staff["Ben"]


@pytest.mark.parametrize("meanwhile", ["called", "closed", "taken anew"])
def test_nobody_is_reminded_of_what_was_done_meanwhile(house: House, meanwhile: str) -> None:
    ben, alert = house.actors["Ben"], an_alert(house, house.participants["Ana"], "contact")
    actions.take_alert(ben, alert)
    taken_at = Alert.objects.get().taken_at
    assert taken_at
    with clock.at(later(minutes=30)):
        if meanwhile == "called":
            actions.log_contact(ben, alert, result="no_answer")
        elif meanwhile == "closed":
            actions.close_alert(ben, alert, outcome="no_need")
        else:
            actions.take_over(house.actors["Cora"], alert)
    with clock.at(later(hours=2)):
        ask_after(house.system, alert_id=str(alert.id), taken_at=taken_at.isoformat())
    assert "asked_after" not in _steps(alert)


def test_a_ladder_that_can_be_read_no_more_gives_way_to_the_shipped_one(house: House) -> None:
    with guard.writing():
        LadderEdit.objects.create(
            organization_id=house.organization.id, number=1, ladder={"of": "a later version"}, why="w",
            made_by=house.staff["Dora"],
        )  # fmt: skip
    assert an_alert(house, house.participants["Ana"], "not_safe").owner == house.staff["Ben"]
    assert queries.calendar(house.organization.id).ladder.edit == 0


def test_a_worry_that_is_sent_twice_is_written_once_although_the_alert_was_closed_meanwhile(house: House) -> None:
    ana, ben, worry = house.participants["Ana"], house.actors["Ben"], new_id()
    actions.raise_by_staff(ben, ana, worry_id=worry, note="She gave her books away.")
    alert = Alert.objects.get()
    actions.take_alert(ben, alert)
    actions.close_alert(ben, alert, outcome="no_need")
    assert actions.raise_by_staff(ben, ana, worry_id=worry, note="She gave her books away.").repeated
