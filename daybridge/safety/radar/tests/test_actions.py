import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybridge.checkins.events import CheckInSaved
from daybridge.core import clock, guard
from daybridge.core.errors import Invalid, Refused
from daybridge.core.models import AuditEntry, ReactionFailure
from daybridge.measures.queries import read_by_change
from daybridge.people.models import CareTeamMember, Participant
from daybridge.programs.actions import discharge
from daybridge.programs.rules import EndReason
from daybridge.safety.models import Alert
from daybridge.safety.radar import actions, jobs, queries, rules, sentences, sources
from daybridge.safety.radar.models import RadarFinding, RadarNight, WorthALook
from tests.cast import House, a_look, a_participant, a_sheet, an_alert, an_entry, episode_of

ZONE = "America/Chicago"


def kinds(participant: Participant) -> dict[str, int]:
    found = RadarFinding.objects.living().filter(participant=participant)
    return dict(found.values_list("kind", "points"))


def tells(house: House, participant: Participant, **answers: Any) -> CheckInSaved:
    """Someone makes an entry, and the minute after it has them read."""
    saved = an_entry(house, participant, **answers)
    jobs.read_who_told(house.system)
    done_all(house)
    return saved


def a_week(house: House, participant: Participant, **answers: int) -> None:
    """Seven days like each other, up to yesterday, each told on its day."""
    for days_ago in range(7, 0, -1):
        with clock.at(clock.now() - timedelta(days=days_ago)):
            an_entry(house, participant, **{"mood": 4, "anxiety": 2, **answers})


def a_night_later(house: House, *, days: int = 1) -> datetime:
    """The night over after so many days, with its jobs done."""
    with clock.at(clock.now() + timedelta(days=days)):
        jobs.begin_nights(house.system)
        done_all(house)
        return clock.now()


def waiting() -> list[list[str]]:
    """Whom each reading job that waits is to read."""
    with connection.cursor() as cursor:
        cursor.execute("select args::text from procrastinate_jobs where task_name = 'safety.read_with_radar'")
        return [json.loads(args)["participant_ids"] for (args,) in cursor.fetchall()]


def done_all(house: House) -> None:
    """Do the reading jobs that wait, as a worker would."""
    for some in waiting():
        jobs.read_people(house.system, participant_ids=some)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = 'safety.read_with_radar'")


# --- On each entry ---------------------------------------------------------------------------------------------------


def test_a_day_far_from_their_usual_is_found_at_once_with_its_facts(house: House) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana)
    assert kinds(ana) == {}
    tells(house, ana, mood=1, anxiety=9)
    found = RadarFinding.objects.living().get(participant=ana, kind="jump")
    assert found.first_on == found.last_on == date(2026, 11, 23) and found.points == 4
    assert {fact["code"]: (fact["on_day"], fact["value"], fact["baseline"], fact["days"]) for fact in found.facts} == {
        "mood": ("2026-11-23", 1, 4, 7),
        "anxiety": ("2026-11-23", 9, 2, 7),
    }
    assert found.history == [["2026-11-23", 4]]


def test_there_is_one_living_finding_of_a_kind_that_changes_and_ends(house: House) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana)
    tells(house, ana, mood=2, anxiety=5)
    [first] = RadarFinding.objects.filter(kind="jump")
    with clock.at(clock.now() + timedelta(days=1)):
        tells(house, ana, mood=1, anxiety=10)
        [same] = RadarFinding.objects.filter(kind="jump")
        assert same.id == first.id and same.first_on == first.first_on and same.last_on == date(2026, 11, 24)
    with clock.at(clock.now() + timedelta(days=2)):
        tells(house, ana, mood=5, anxiety=0)
        [ended] = RadarFinding.objects.filter(kind="jump")
        assert ended.ended_on == date(2026, 11, 25) and "jump" not in kinds(ana)


def test_an_entry_about_an_earlier_day_is_read_where_it_belongs(house: House) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana)
    tells(house, ana, mood=1, anxiety=9, days_ago=0)
    before = kinds(ana)
    tells(house, ana, mood=4, anxiety=2, days_ago=2)
    assert kinds(ana) == before  # one more of the same in the usual; the last day is still the last


def test_the_same_entry_sent_twice_changes_nothing_twice(house: House) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana)
    saved = tells(house, ana, mood=1, anxiety=9)
    said = AuditEntry.objects.filter(deed="safety.PeopleRead").count()
    tells(house, ana, mood=1, anxiety=9, entry_id=saved.subject_id)
    assert AuditEntry.objects.filter(deed="safety.PeopleRead").count() == said


def test_whoever_told_something_is_read_within_minutes_and_nobody_else(house: House) -> None:
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    a_week(house, zoe)
    an_entry(house, ana, mood=3)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert sources.who_told(clock.now() - jobs.LAST_MINUTES) == [ana.id]
    with clock.at(clock.now() + timedelta(minutes=4)):
        jobs.read_who_told(house.system)
        assert waiting() == []


def test_an_entry_does_not_wait_for_the_radar(house: House) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana)
    an_entry(house, ana, mood=1, anxiety=9, urge=9)
    assert Alert.objects.filter(participant=ana, rule="urge-high").exists()
    assert kinds(ana) == {} and waiting() == []


def test_a_questionnaire_is_read_on_its_own_scale_against_its_own_first(house: House) -> None:
    ana = house.participants["Ana"]
    with clock.at(clock.now() - timedelta(days=5)):
        a_sheet(house, ana, **{str(item): 0 for item in range(1, 9)})
    a_sheet(house, ana, **{str(item): 2 for item in range(1, 9)})
    jobs.read_who_told(house.system)
    done_all(house)
    found = RadarFinding.objects.living().get(participant=ana, kind="reliable_change")
    assert [(fact["code"], fact["value"], fact["baseline"]) for fact in found.facts] == [("phq-9 total", 16, 0)]
    assert "PHQ-9 total 16 on Mon 23 Nov; the first time it was 0" in str(sentences.in_words(found))


def test_it_raises_no_alert_and_what_a_person_states_never_goes_through_it(house: House) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana)
    tells(house, ana, mood=1, anxiety=10)
    assert kinds(ana) and not Alert.objects.exists()
    before = kinds(ana)
    an_alert(house, ana, "not_safe")
    assert kinds(ana) == before
    assert {scale.code for scale in sources.CHECK_INS.scales()} == {"mood", "anxiety", "urge", "sleep", "medicines"}
    assert {scale.code for scale in sources.MEASURES.scales()} == {
        f"{code} {score}" for code, score in read_by_change()
    }


def test_what_stood_ends_with_the_stay(house: House) -> None:
    ana = house.participants["Ana"]
    a_look(house, ana)
    episode = episode_of(ana)
    discharge(house.actors["Ben"], episode, reason=EndReason.COMPLETED, ended_on=clock.today(ZONE))
    assert not RadarFinding.objects.filter(ended_on=None).exists()
    assert not ReactionFailure.objects.exists()


def test_a_new_stay_begins_a_new_usual(house: House) -> None:
    zoe = house.participants["Zoe"]
    a_week(house, zoe)
    [stay] = queries.stays([zoe.id])
    later = stay._replace(admitted_on=clock.today(ZONE))
    assert queries.readings([later])[0].found == ()


# --- The night -------------------------------------------------------------------------------------------------------


def test_silence_is_found_in_the_night_and_only_where_an_entry_was_due(house: House) -> None:
    ana = house.participants["Ana"]
    new = a_participant(house, "Noa Berg", therapist=house.staff["Ben"], with_account=False)
    a_week(house, ana)
    an_entry(house, ana, mood=4, anxiety=2)
    a_night_later(house, days=3)
    assert kinds(ana)["silence"] == 2  # today is not over
    assert kinds(new) == {}  # no companion, nothing due


def test_each_zone_is_read_once_for_each_of_its_days_when_its_own_night_is_over(house: House) -> None:
    a_participant(house, "Kai Sato", therapist=house.staff["Ben"], time_zone="Asia/Tokyo")
    with clock.at(datetime.fromisoformat("2026-11-23T09:30:00+00:00")):  # 3:30 in Chicago, 18:30 in Tokyo
        assert queries.zones_to_read(house.system) == [("Asia/Tokyo", date(2026, 11, 23))]
        jobs.begin_nights(house.system)
        assert queries.zones_to_read(house.system) == []
    with clock.at(datetime.fromisoformat("2026-11-23T10:30:00+00:00")):
        assert queries.zones_to_read(house.system) == [(ZONE, date(2026, 11, 23))]
        jobs.begin_nights(house.system)
        jobs.begin_nights(house.system)
    assert RadarNight.objects.count() == 2


def test_a_night_that_is_begun_twice_is_read_once(house: House) -> None:
    nights = [actions.begin_night(house.system, house.organization, zone=ZONE, on_day=date(2026, 11, 23)) for _ in "12"]
    assert [(night.repeated, night.people) for night in nights] == [(False, 2), (True, 0)]


def test_reading_someone_twice_writes_nothing_new(house: House) -> None:
    ana = house.participants["Ana"]
    a_look(house, ana)
    before = list(RadarFinding.objects.order_by("id").values())
    jobs.read_people(house.system, participant_ids=[str(ana.id)])
    assert list(RadarFinding.objects.order_by("id").values()) == before


def test_the_night_asks_as_often_for_many_people_as_for_one(house: House) -> None:
    many = [a_participant(house, f"P{number} Night", therapist=house.staff["Ben"]) for number in range(6)]
    for one in many:
        a_week(house, one)
        tells(house, one, mood=1, anxiety=9)

    def asked(some: list[Participant]) -> int:
        with (
            clock.at(clock.now() + timedelta(days=2)),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            jobs.read_people(house.system, participant_ids=[str(one.id) for one in some])
        return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE", "update")) for one in asked.captured_queries)

    assert asked(many[1:]) == asked(many[:1])


def test_both_ways_of_reading_say_the_same(house: House) -> None:
    ana = house.participants["Ana"]
    a_look(house, ana)
    by_entry = sorted(RadarFinding.objects.living().values_list("kind", "points", "facts"), key=str)
    [reading] = queries.readings(queries.stays([ana.id]))
    assert sorted(((one.code, one.points, rules.stored(one)) for one in reading.found), key=str) == by_entry


# --- Who is worth a look ---------------------------------------------------------------------------------------------


def test_someone_is_put_before_their_own_therapist_within_the_budget(house: House) -> None:
    look = a_look(house, house.participants["Ana"])
    assert (look.staff, look.on_day) == (house.staff["Ben"], date(2026, 11, 23))
    assert look.points == sum(kinds(house.participants["Ana"]).values()) >= rules.LEAST_POINTS


def test_of_two_on_one_caseload_the_one_with_more_points_is_shown(house: House) -> None:
    ana, eva = house.participants["Ana"], a_participant(house, "Eva Lang", therapist=house.staff["Ben"])
    for one in (ana, eva):
        a_week(house, one)
    tells(house, ana, mood=2, anxiety=4)
    tells(house, eva, mood=1, anxiety=10)
    put = actions.put_forward(house.system, house.organization, on_day=clock.today(ZONE))
    assert put.people == 1 and WorthALook.objects.get().participant == eva
    assert actions.put_forward(house.system, house.organization, on_day=clock.today(ZONE)).repeated
    actions.choose_budget(house.actors["Dora"], house.organization, per_day=2.0, why="Two fit into the morning.")
    actions.put_forward(house.system, house.organization, on_day=clock.today(ZONE))
    assert WorthALook.objects.count() == (2 if sum(kinds(ana).values()) >= rules.LEAST_POINTS else 1)


def test_nobody_is_put_forward_twice_in_a_week_for_the_same(house: House) -> None:
    a_look(house, house.participants["Ana"])
    with clock.at(clock.now() + timedelta(days=1)):
        assert actions.put_forward(house.system, house.organization, on_day=clock.today(ZONE)).people == 0


def test_who_has_no_therapist_any_more_is_put_before_a_director(house: House) -> None:
    ana = house.participants["Ana"]
    with guard.writing():  # as teams stood before everybody kept a primary therapist
        CareTeamMember.objects.filter(participant=ana).update(until=clock.now())
    assert queries.clinicians([ana.id]) == {ana.id: house.staff["Dora"].id}


def test_in_the_night_nobody_is_put_forward(house: House) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana)
    tells(house, ana, mood=1, anxiety=9)
    with clock.at(datetime.fromisoformat("2026-11-24T10:42:00+00:00")):  # 4:42 at the site
        jobs.put_forward(house.system)
        assert not WorthALook.objects.exists()
    with clock.at(datetime.fromisoformat("2026-11-24T11:42:00+00:00")):
        jobs.put_forward(house.system)
        assert WorthALook.objects.get().on_day == date(2026, 11, 24)


# --- What staff say --------------------------------------------------------------------------------------------------


def test_the_latest_word_on_a_look_stands_and_all_are_kept(house: House) -> None:
    look = a_look(house, house.participants["Ana"])
    for said in ("seen", "useful"):
        actions.say_of_look(house.actors["Ben"], look, said=said)
    [card] = queries.looks_for(house.actors["Ben"], on_day=clock.today(ZONE))
    assert card.said == "useful" and look.feedback.count() == 2
    assert queries.words_said(house.actors["Dora"], until=clock.today(ZONE)) == queries.Words(1, 0, 1, 0)
    with pytest.raises(Invalid):
        actions.say_of_look(house.actors["Ben"], look, said="alarming")


def test_what_was_answered_leaves_the_list_with_the_day_and_what_was_not_stays_for_a_week(house: House) -> None:
    look = a_look(house, house.participants["Ana"])
    today, ben = clock.today(ZONE), house.actors["Ben"]
    assert [len(queries.looks_for(ben, on_day=today + timedelta(days=days))) for days in (0, 6, 7)] == [1, 1, 0]
    with clock.at(clock.now() + timedelta(days=2)):
        actions.say_of_look(ben, look, said="not_useful")
    shown = [len(queries.looks_for(ben, on_day=today + timedelta(days=days))) for days in (0, 1, 2, 3)]
    assert shown == [1, 0, 1, 0]


def test_a_director_chooses_a_budget_with_a_reason_and_it_holds_from_then_on(house: House) -> None:
    dora = house.actors["Dora"]
    assert queries.present_budget(dora) == rules.DEFAULT_BUDGET
    for per_day, why in ((2.0, "More time in the mornings."), (0.5, "Holidays.")):
        actions.choose_budget(dora, house.organization, per_day=per_day, why=why)
    assert queries.present_budget(dora) == 0.5
    assert next((one.chosen_by, one.why) for one in queries.budgets(dora)) == (house.staff["Dora"], "Holidays.")
    for per_day, why in ((4.0, "Why not."), (2.0, "  "), (2.0, "x" * 501)):
        with pytest.raises(Invalid):
            actions.choose_budget(dora, house.organization, per_day=per_day, why=why)
    with pytest.raises(Refused):
        actions.choose_budget(house.actors["Ben"], house.organization, per_day=2.0, why="Mine.")


@pytest.mark.parametrize("model", ["worthalook", "lookfeedback", "radarbudget", "radarnight"])
def test_what_was_shown_said_and_chosen_can_only_be_added_to(house: House, model: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select has_table_privilege(%s, 'update') or has_table_privilege(%s, 'delete')", [f"safety_{model}"] * 2
        )
        assert cursor.fetchone() == (False,)


# --- What it would have cost -----------------------------------------------------------------------------------------


def test_the_cost_of_each_budget_is_told_from_what_stood_and_what_came(house: House) -> None:
    ana = house.participants["Ana"]
    with clock.at(clock.now() - timedelta(days=3)):
        a_look(house, ana)
    an_alert(house, ana)
    costs = queries.costs(house.actors["Dora"], until=clock.today(ZONE))
    assert [one.budget for one in costs] == list(rules.BUDGETS)
    assert [(one.shown, one.setbacks, one.seen_ahead) for one in costs] == [(1, 1, 1)] * len(costs)


def test_a_participant_sees_none_of_it(house: House) -> None:
    look = a_look(house, house.participants["Ana"])
    ana = house.actors["Ana"]
    assert not RadarFinding.objects.visible_to(ana).exists() and not WorthALook.objects.visible_to(ana).exists()
    with pytest.raises(Refused):
        actions.say_of_look(ana, look, said="useful")


def test_findings_of_others_are_not_there_for_another_team(house: House) -> None:
    a_look(house, house.participants["Ana"])
    assert RadarFinding.objects.visible_to(house.actors["Ben"]).exists()
    assert not RadarFinding.objects.visible_to(house.actors["Cleo"]).exists()
    assert queries.marks([house.participants["Ana"].id], on_day=clock.today(ZONE)).keys() == {
        UUID(str(house.participants["Ana"].id))
    }
