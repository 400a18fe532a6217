"""Who is on call, and what staff are told in the morning."""

from datetime import date

import pytest

from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.notifications import rules as notices
from daybridge.notifications.models import Notice
from daybridge.safety import actions, queries
from daybridge.safety.jobs import find_gaps, tell_staff
from daybridge.safety.plan import queries as plans
from tests.cast import House, a_shift, an_alert, later, local

# --- The roster ------------------------------------------------------------------------------------------------------


def test_a_shift_that_is_handed_over_stays_with_who_has_it_until_it_is_acknowledged(house: House) -> None:
    shift = a_shift(house, "Ben", clock.now(), later(hours=12), backup="Cora")
    actions.hand_over_shift(house.actors["Ben"], shift, to=house.staff["Cora"])
    assert queries.on_call(clock.now()) == [house.staff["Ben"].id, house.staff["Cora"].id]
    with pytest.raises(Conflict, match="offered"):
        actions.hand_over_shift(house.actors["Ben"], shift, to=house.staff["Cleo"])
    with pytest.raises(Refused):
        actions.acknowledge_shift(house.actors["Cleo"], shift)
    actions.acknowledge_shift(house.actors["Cora"], shift)
    assert queries.on_call(clock.now()) == [house.staff["Cora"].id, house.staff["Ben"].id]


def test_shifts_that_cannot_be_are_refused(house: House) -> None:
    shift = a_shift(house, "Ben", clock.now(), later(hours=12))
    for since, until in ((later(hours=3), later(hours=2)), (later(days=1), later(days=20))):
        with pytest.raises(Invalid):
            a_shift(house, "Cora", since, until)
    with pytest.raises(Conflict, match="already"):
        a_shift(house, "Cora", later(hours=11), later(hours=13))
    with pytest.raises(Invalid):
        a_shift(house, "Cora", later(hours=13), later(hours=14), backup="Cora")
    with pytest.raises(Invalid):
        actions.hand_over_shift(house.actors["Ben"], shift, to=house.staff["Ben"])
    assert [actions.remove_shift(house.actors["Dora"], shift).repeated for _ in range(2)] == [False, True]
    with pytest.raises(Conflict, match="over"):
        actions.hand_over_shift(house.actors["Ben"], shift, to=house.staff["Cora"])


def test_gaps_are_told_before_they_happen_and_not_where_no_roster_is_kept(house: House) -> None:
    assert actions.note_gaps(house.system, house.organization).gaps == 0
    a_shift(house, "Ben", local(23, 17), local(24, 8))
    found = actions.note_gaps(house.system, house.organization)
    assert not found.repeated and queries.gaps(house.organization.id, until=later(days=2))[0][0] == local(24, 17)
    find_gaps(house.system)


def test_a_holiday_is_closed_and_can_be_taken_back(house: House) -> None:
    dora, day = house.actors["Dora"], clock.today("America/Chicago")
    added = [actions.add_holiday(dora, house.organization, day=day, name="Founders' day") for _ in range(2)]
    assert [one.repeated for one in added] == [False, True]
    assert not queries.calendar(house.organization.id).is_open(clock.now())
    actions.remove_holiday(dora, queries.holiday(added[0].subject_id))
    assert queries.calendar(house.organization.id).is_open(clock.now())


# --- In the morning --------------------------------------------------------------------------------------------------


def test_in_the_morning_each_is_told_once_that_a_promised_call_is_due_and_never_whose(house: House) -> None:
    cora = house.actors["Cora"]
    alert = an_alert(house, house.participants["Ana"], "contact")
    actions.take_alert(cora, alert)
    actions.log_contact(cora, alert, result="reached")
    with clock.at(local(24, 9)):
        actions.close_alert(cora, alert, outcome="talked", follow_up_on=date(2026, 11, 26))
    for day, hour in ((25, 9), (26, 7), (26, 8), (26, 9)):
        with clock.at(local(day, hour, 33)):
            tell_staff(house.system)
            assert _told(house, "Cora") == (["2026-11-26"] if (day, hour) >= (26, 8) else [])
    notice = Notice.objects.get(staff=house.staff["Cora"], kind="work-waiting")
    assert notice.link == "/workspace/" and "Ana" not in notices.KINDS[notice.kind].words["en"]
    with clock.at(local(26, 10)):
        actions.follow_up(cora, alert, result="reached")
    with clock.at(local(27, 8, 33)):
        tell_staff(house.system)
    assert len(_told(house, "Cora")) == 1


def test_in_the_morning_a_therapist_is_told_of_safety_plans_that_wait(house: House) -> None:
    with clock.at(local(24, 8, 33)):
        tell_staff(house.system)
    assert plans.to_look_at(house.actors["Ben"]) and _told(house, "Ben") == ["2026-11-24"]
    assert not plans.to_look_at(house.actors["Dora"]) and not _told(house, "Dora")


def _told(house: House, who: str) -> list[str]:
    found = Notice.objects.filter(staff=house.staff[who], kind="work-waiting")
    return list(found.order_by("key").values_list("key", flat=True))


def test_who_has_not_ended_what_they_took_hears_of_it_in_the_morning_and_later_so_do_directors(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    actions.take_alert(house.actors["Cora"], alert)
    for day, told in ((24, ["Cora"]), (26, ["Cora", "Dora"])):
        with clock.at(local(day, 8, 33)):
            tell_staff(house.system)
            assert [who for who in ("Cora", "Dora") if f"2026-11-{day}" in _told(house, who)] == told


def test_a_gap_that_has_begun_is_told_once(house: House) -> None:
    a_shift(house, "Ben", local(23, 17), local(24, 8))
    for day in (24, 25, 26):
        with clock.at(local(day, 1)):
            find_gaps(house.system)
    keys = list(Notice.objects.filter(kind="on-call-gap", staff=house.staff["Dora"]).values_list("key", flat=True))
    starts = [key.removeprefix("gap ") for key in keys]
    assert len(starts) == len(set(starts)) and all(start.endswith(("T23:00", "T14:00")) for start in starts), starts


def test_a_shift_that_was_acknowledged_is_not_offered_any_more(house: House) -> None:
    shift = a_shift(house, "Ben", clock.now(), later(hours=12))
    actions.hand_over_shift(house.actors["Ben"], shift, to=house.staff["Cora"])
    actions.acknowledge_shift(house.actors["Cora"], shift)
    with pytest.raises(Refused):
        actions.acknowledge_shift(house.actors["Cora"], shift)
