"""The week of sessions as staff see it, and as a director changes it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from zeal import zeal_ignore

from daybridge.core import clock, guard
from daybridge.programs.availability.rules import Span
from daybridge.programs.calendar import queries as sessions
from daybridge.programs.calendar.actions import close_day, take_seat
from daybridge.programs.calendar.models import Booking, Closure, Occurrence, Series
from daybridge.programs.calendar.rules import State
from daybridge.programs.grid import queries
from daybridge.programs.models import Room
from daybridge.programs.planning.models import ScheduleVersion
from daybridge.programs.setting_up.tests.test_actions import set_up
from tests.cast import House, a_group, a_leave, a_participant, a_series, a_site, a_staff_member, a_week, sign_in

WEEK = "/workspace/schedule/?week=2026-W48"
TUESDAY = date(2026, 11, 24)


def _client(house: House, name: str) -> Client:
    account = house.staff[name].account
    assert account
    return sign_in(account)


@pytest.fixture
def dora(house: House) -> Client:
    return _client(house, "Dora")


@pytest.fixture
def ben(house: House) -> Client:
    return _client(house, "Ben")


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def _oak(house: House) -> Room:
    return Room.objects.get(site=a_site(house, "Lakeside", "Oak"), name="Oak")


def _date(series: Series, day: date = TUESDAY) -> Occurrence:
    return Occurrence.objects.get(series=series, on_day=day)


def _said(**more: str) -> dict[str, str]:
    """Tuesday's session of Ben's an hour later, on that date alone, unless told."""
    return {"day": "2026-11-24", "start": "10:00", "minutes": "90", "scope": "once", "why": "A visit"} | more


def _deed(client: Client, address: str, said: dict[str, str] | None = None, **more: Any) -> Any:
    """What a version consists of is done one after the other, and each deed looks for itself."""
    with zeal_ignore():
        return client.post(address, said or {}, **more)


# --- Looking ---


def test_the_week_says_of_each_session_when_where_who_and_how_full(house: House, ben: Client) -> None:
    series = a_series(house, a_group(house, "Skills"), room=_oak(house))
    take_seat(house.actors["Ben"], house.participants["Ana"], series=series, from_on=TUESDAY)
    page = _text(ben, WEEK)
    assert "Skills" in page and "09:00 to 10:30" in page and "Oak" in page and "Ben Okafor" in page
    assert "1 of 3, 2 free" in page and "America/Chicago" in page and "Nothing this day" in page
    assert "Set a weekly time" not in page and "session-move" not in page and "Rivera" not in page


def test_the_week_is_shown_by_room_facilitator_group_site_and_program(house: House, ben: Client) -> None:
    oak, group = _oak(house), a_group(house, "Skills")
    a_series(house, group, room=oak)
    a_series(house, a_group(house, "Process"), 2, lead="Cora")
    asked = {
        "room": oak.id, "site": oak.site_id, "facilitator": house.staff["Ben"].id, "group": group.id,
    }  # fmt: skip
    for by, which in asked.items():
        page = _text(ben, f"{WEEK}&by={by}&which={which}")
        assert "<strong>Skills</strong>" in page and "<strong>Process</strong>" not in page, by
    page = _text(ben, f"{WEEK}&by=program&which={group.program_id}")
    assert "<strong>Process</strong>" in page
    page = _text(ben, f"{WEEK}&by=facilitator&which={house.staff['Cora'].id}")
    assert "<strong>Process</strong>" in page and "<strong>Skills</strong>" not in page


def test_what_is_asked_for_and_is_none_shows_something_all_the_same(house: House, ben: Client) -> None:
    a_series(house, a_group(house))
    for asked in (
        "?week=2026-W99&by=nothing",
        "?by=room",
        "?by=group&which=not-an-id",
        "?day=yesterday",
        "?week=0001-W01",
        "?week=9999-W52",
    ):
        assert "Schedule" in _text(ben, f"/workspace/schedule/{asked}")


def test_a_site_elsewhere_is_told_by_its_own_clock_too(house: House, ben: Client) -> None:
    site = a_site(house, "Mesa", "Sage")
    site.time_zone = "America/Denver"
    with guard.writing():
        site.save(update_fields=["time_zone"])
    room = Room.objects.get(site=site)
    a_series(house, a_group(house), room=room)
    page = _text(ben, WEEK)
    assert "10:00 to 11:30" in page and "09:00 at the site" in page
    page = _text(ben, f"{WEEK}&by=room&which={room.id}")
    assert "09:00 to 10:30" in page and "at the site" not in page and "clock of Mesa (America/Denver)" in page


def test_a_cancelled_date_and_a_closed_day_say_why_and_one_that_moved_away_is_not_told(
    house: House, dora: Client
) -> None:
    series, other = a_series(house, a_group(house)), a_series(house, a_group(house, "Process"), 2)
    _deed(dora, f"/workspace/schedule/sessions/{_date(series).id}/cancel/", {"cancel-why": "Burst pipe"})
    close_day(house.actors["Dora"], house.organization, day=TUESDAY + timedelta(days=1), name="Founders' day")
    _deed(
        dora,
        f"/workspace/schedule/sessions/{_date(other, date(2026, 12, 2)).id}/end/",
        {"end-last_on": "2026-12-01", "end-why": "Over"},
    )
    page = _text(dora, WEEK)
    assert "Cancelled: Burst pipe" in page and "Closed: Founders&#x27; day" in page
    assert "<strong>Process</strong>" not in _text(dora, "/workspace/schedule/?week=2026-W49")


def test_a_session_names_those_whom_one_may_look_at_and_counts_the_others(
    house: House, ben: Client, dora: Client
) -> None:
    group = a_group(house)
    series = a_series(house, group)
    a_participant(house, "Mia Stone", therapist=house.staff["Cleo"], program=group.program)
    for name in ("Ana", "Mia"):
        take_seat(house.actors["Dora"], house.participants[name], series=series, from_on=TUESDAY)
    address = f"/workspace/schedule/sessions/{_date(series).id}/"
    page = _text(ben, address)
    assert "Ana Rivera" in page and "Stone" not in page and "And 1 person whom others care for." in page
    assert "Change it" not in page and "Tue 1 Dec, 09:00 to 10:30" in page
    page = _text(dora, address)
    assert "Mia Stone" in page and "Change it" in page


@pytest.mark.parametrize("rows", [6, 60])
def test_sixty_sessions_cost_no_more_queries_than_six(
    house: House, dora: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    site = a_site(house, "Lakeside", *(f"Room {number}" for number in range(12)))
    rooms = list(Room.objects.filter(site=site).order_by("name"))
    for number in range(rows):
        lead = f"L{number % 12}"
        if lead not in house.staff:
            a_staff_member(house, f"{lead} Test", "therapist")
        a_series(house, a_group(house, f"Group {number}"), number // 12, lead=lead, room=rooms[number % 12])
    _text(dora, WEEK)
    with django_assert_max_num_queries(26):
        assert _text(dora, WEEK).count("session-when") == rows


# --- Changing ---


def test_one_date_is_moved_and_the_change_is_undone_after_a_reload(house: House, dora: Client) -> None:
    series = a_series(house, a_group(house))
    one = _date(series)
    address = f"/workspace/schedule/sessions/{one.id}/"
    answer = _deed(dora, f"{address}change/", _said(lead=str(house.staff["Cora"].id)), follow=True)
    page = re.sub(r"\s+", " ", answer.content.decode())
    assert "10:00 to 11:30" in page and "covers" in page and "Undo" in page and answer.redirect_chain
    assert "09:00 to 10:30" in _text(dora, "/workspace/schedule/?week=2026-W49")
    version = ScheduleVersion.objects.get()
    assert version.why == "A visit" and version.made_by == house.staff["Dora"]
    assert "This date was changed" in _text(dora, address)
    _deed(dora, f"/workspace/schedule/versions/{version.id}/undo/", {"look": "week=2026-W48"})
    page = _text(dora, WEEK)
    assert "09:00 to 10:30" in page and "Taken back" in page
    again = _deed(dora, f"/workspace/schedule/versions/{version.id}/undo/", follow=True)
    assert "This was taken back already." in again.content.decode()


def test_a_weekly_time_is_moved_from_a_date_on_with_everybody_in_it(house: House, dora: Client) -> None:
    series = a_series(house, a_group(house))
    take_seat(house.actors["Ben"], house.participants["Ana"], series=series, from_on=TUESDAY)
    said = _said(day="2026-11-26", lead=str(house.staff["Ben"].id), scope="on")
    _deed(dora, f"/workspace/schedule/sessions/{_date(series).id}/change/", said)
    new = Series.objects.exclude(id=series.id).get()
    assert (new.weekday, new.start) == (3, 600)
    page = _text(dora, WEEK)
    assert page.count("<strong>Skills</strong>") == 1 and "10:00 to 11:30" in page and "1 of 3, 2 free" in page


def test_what_is_taken_is_refused_in_words_and_the_session_stays(house: House, dora: Client) -> None:
    oak = _oak(house)
    series = a_series(house, a_group(house), room=oak)
    a_series(house, a_group(house, "Process"), start=660, lead="Cora", room=oak)
    one = _date(series)
    said = _said(lead=str(house.staff["Ben"].id), room=str(oak.id))
    answer = _deed(dora, f"/workspace/schedule/sessions/{one.id}/change/", said)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Oak is taken by Process: Tue 24 Nov, 11:00 to 12:30." in page and 'value="A visit"' in page
    before = one.begins_at
    one.refresh_from_db()
    assert one.begins_at == before and not ScheduleVersion.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"start": "25:00"}, "A day has 24 hours."),
        ({"day": "9999-12-31"}, "Choose a day within five years."),
        ({"minutes": "99999999999"}, "A day has 24 hours."),
        ({"start": "23:30"}, "It would go past midnight."),
        ({"day": "2026-11-23", "start": "08:00"}, "That is over by now."),
        ({"day": "2026-13-01"}, "There is no such day."),
        ({"minutes": "3"}, "Choose at least 5 minutes."),
        ({"minutes": "long"}, "Write a whole number."),
        ({"lead": ""}, "A group needs a facilitator."),
        ({"why": ""}, "Say why in a few words."),
        ({"scope": ""}, "Choose one."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    house: House, dora: Client, changed: dict[str, str], words: str
) -> None:
    series = a_series(house, a_group(house))
    said = _said(lead=str(house.staff["Ben"].id)) | changed
    answer = _deed(dora, f"/workspace/schedule/sessions/{_date(series).id}/change/", said)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not ScheduleVersion.objects.exists()


def test_cancelling_and_ending_need_a_reason_and_can_be_undone(house: House, dora: Client) -> None:
    series = a_series(house, a_group(house))
    address = f"/workspace/schedule/sessions/{_date(series).id}"
    assert _deed(dora, f"{address}/cancel/", {"cancel-why": " "}).status_code == 422
    assert _deed(dora, f"{address}/end/", {"end-why": "x", "end-last_on": "2026-11-01"}).status_code == 422
    _deed(dora, f"{address}/cancel/", {"cancel-why": "Burst pipe"})
    assert _date(series).state == State.CANCELLED
    _deed(dora, f"/workspace/schedule/versions/{ScheduleVersion.objects.get().id}/undo/")
    assert _date(series).state == State.PLANNED


def test_what_has_begun_is_not_changed_nor_is_its_weekly_time_from_it_on(house: House) -> None:
    series, ana = a_series(house, a_group(house)), house.participants["Ana"]
    take_seat(house.actors["Ben"], ana, series=series, from_on=TUESDAY)
    begun = Booking.objects.standing().filter(participant=ana, occurrence__on_day__lt=TUESDAY + timedelta(days=20))
    said = _said(lead=str(house.staff["Ben"].id), day="2026-12-16", scope="on")
    with clock.at(clock.now() + timedelta(days=20)):
        dora = _client(house, "Dora")
        address = f"/workspace/schedule/sessions/{_date(series).id}"
        for deed, more in (("change", {"scope": "on"}), ("change", {"scope": "once"}), ("cancel", {"cancel-why": "x"})):
            answer = _deed(dora, f"{address}/{deed}/", said | more)
            assert answer.status_code == 409 and "This session has begun." in answer.content.decode()
    assert begun.count() == 3 and not ScheduleVersion.objects.exists()


def test_a_weekly_time_does_not_end_on_a_day_that_is_over(house: House) -> None:
    series = a_series(house, a_group(house))
    with clock.at(clock.now() + timedelta(days=20)):
        dora = _client(house, "Dora")
        address = f"/workspace/schedule/sessions/{_date(series, TUESDAY + timedelta(days=21)).id}/end/"
        answer = _deed(dora, address, {"end-why": "x", "end-last_on": "2026-12-12"})
        assert answer.status_code == 422 and "That day is over." in answer.content.decode()
        assert not ScheduleVersion.objects.exists()
        assert _deed(dora, address, {"end-why": "x", "end-last_on": "2026-12-13"}).status_code == 302


def test_only_the_newest_versions_of_a_program_are_looked_through_for_a_dates_own(house: House, dora: Client) -> None:
    one = _date(a_series(house, a_group(house)))
    _deed(dora, f"/workspace/schedule/sessions/{one.id}/cancel/", {"cancel-why": "Burst pipe"})
    found, version = sessions.occurrence(house.actors["Dora"], one.id), ScheduleVersion.objects.get()
    assert queries.version_of(found) == version

    def some(since: int, until: int) -> None:
        with guard.writing():
            ScheduleVersion.objects.bulk_create(
                ScheduleVersion(
                    organization=house.organization, program_id=version.program_id, number=number, changes=[],
                    opposites=[], why="x",
                )
                for number in range(since, until)
            )  # fmt: skip

    some(2, 201)
    assert queries.version_of(found) == version
    some(201, 202)
    assert queries.version_of(found) is None


# --- What a move meets ---


def _check(client: Client, one: Occurrence, **asked: str) -> Any:
    answer = client.get(
        f"/workspace/schedule/sessions/{one.id}/check/", {"day": "2026-11-24", "start": "10:00", **asked}
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_check_names_room_and_leader_with_what_takes_them(house: House, dora: Client) -> None:
    oak = _oak(house)
    series = a_series(house, a_group(house), room=oak)
    a_series(house, a_group(house, "Process"), start=660, lead="Ben", room=oak)
    told = _check(dora, _date(series))
    assert told["when"] == "Tue 24 Nov, 10:00 to 11:30"
    assert [(one["kind"], one["refused"]) for one in told["now"]] == [("room", True), ("lead", True)]
    assert told["now"][0]["words"] == "Oak is taken by Process: Tue 24 Nov, 11:00 to 12:30."
    assert told["now"][1]["words"] == "Ben Okafor leads Process then: Tue 24 Nov, 11:00 to 12:30."
    assert re.fullmatch(r"the room is taken on \d later dates\.", told["later"][0]["words"])
    assert re.fullmatch(r"who leads it leads another group on \d later dates\.", told["later"][1]["words"])
    assert _check(dora, _date(series), start="07:00") == {"when": "Tue 24 Nov, 07:00 to 08:30", "now": [], "later": []}


def test_a_check_tells_who_is_elsewhere_and_whose_told_week_is_taken(house: House, dora: Client) -> None:
    series, other = a_series(house, a_group(house)), a_series(house, a_group(house, "Process"), start=660, lead="Cora")
    ana = house.participants["Ana"]
    for one in (series, other):
        take_seat(house.actors["Dora"], ana, series=one, from_on=TUESDAY)
    a_week(house, ana, Span(1, 11 * 60, 12 * 60))
    told = _check(dora, _date(series))["now"]
    assert told == [
        {"kind": "people", "words": "1 person who comes is in another session then: Ana Rivera.", "refused": True},
        {
            "kind": "told",
            "words": "1 person who comes has said that they can't come then: Ana Rivera.",
            "refused": False,
        },
    ]


def test_a_check_tells_of_closed_days_the_past_midnight_and_leave(house: House, dora: Client) -> None:
    one = _date(a_series(house, a_group(house)))
    close_day(house.actors["Dora"], house.organization, day=date(2026, 11, 25), name="Inventory")
    a_leave(house, "Ben", days_ahead=3)
    assert [said["kind"] for said in _check(dora, one, day="2026-11-25")["now"]] == ["closed"]
    assert [said["kind"] for said in _check(dora, one, day="2026-11-23", start="09:00")["now"]] == ["over"]
    assert [said["kind"] for said in _check(dora, one, start="23:30")["now"]] == ["midnight"]
    away = _check(dora, one, day="2026-11-26")["now"]
    assert away == [{"kind": "away", "words": "Ben Okafor is away then.", "refused": False}]


def test_a_check_reads_a_time_on_the_clock_that_it_was_told(house: House, dora: Client) -> None:
    one = _date(a_series(house, a_group(house)))
    assert [said["kind"] for said in _check(dora, one, start="22:00", clock="America/Denver")["now"]] == ["midnight"]
    assert dora.get(f"/workspace/schedule/sessions/{one.id}/check/", {"day": "x"}).status_code == 422
    assert _check(dora, one, start="07:00", clock="Nowhere/Land")["now"] == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"day": "9999-12-31"}, "Choose a day within five years."),
        ({"day": "0001-01-01"}, "Choose a day within five years."),
        ({"room": "019aaaaa-0000-7000-8000-000000000000"}, "Choose one of the list."),
        ({"minutes": "99999999999"}, "A day has 24 hours."),
    ],
)
def test_a_check_of_what_cannot_be_is_answered_in_words(
    house: House, dora: Client, asked: dict[str, str], words: str
) -> None:
    one = _date(a_series(house, a_group(house)))
    said = {"day": "2026-12-01", "start": "10:00", **asked}
    answer = dora.get(f"/workspace/schedule/sessions/{one.id}/check/", said)
    assert (answer.status_code, answer.json()) == (422, {"errors": [words]})


def test_only_a_director_asks_what_a_move_would_meet(house: House, ben: Client) -> None:
    one = _date(a_series(house, a_group(house)))
    assert (
        ben.get(f"/workspace/schedule/sessions/{one.id}/check/", {"day": "2026-11-24", "start": "10:00"}).status_code
        == 404
    )


def test_twelve_who_come_cost_a_check_no_more_queries_than_one(
    house: House, dora: Client, django_assert_max_num_queries: Any
) -> None:
    group = a_group(house, capacity=12)
    series = a_series(house, group)
    for number in range(12):
        person = a_participant(house, f"Person{number} Test", therapist=house.staff["Ben"], program=group.program)
        take_seat(house.actors["Dora"], person, series=series, from_on=TUESDAY)
    with django_assert_max_num_queries(22):
        _check(dora, _date(series))


# --- Weekly times ---


def _time(house: House, of: Any, **more: str) -> dict[str, str]:
    return {
        "group": str(of.id), "weekday": "3", "start": "13:00", "minutes": "", "room": "",
        "lead": str(house.staff["Ben"].id), "from_on": "2026-11-24", "until_on": "", "why": "A new group",
    } | more  # fmt: skip


def test_a_director_sets_a_weekly_time(house: House, dora: Client) -> None:
    oak, group = _oak(house), a_group(house)
    assert "Set a weekly time" in _text(dora, f"/workspace/schedule/times/?group={group.id}")
    answer = dora.post("/workspace/schedule/times/", _time(house, group, room=str(oak.id)), follow=True)
    page = re.sub(r"\s+", " ", answer.content.decode())
    assert answer.redirect_chain, answer.context["form"].errors
    assert "13:00 to 14:30" in page and "Undo" in page and "Opens Skills" in page
    series = Series.objects.get()
    assert (series.room, series.site_id, series.minutes) == (oak, oak.site_id, 90)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"lead": ""}, "A group needs a facilitator."),
        ({"start": "25:00"}, "A day has 24 hours."),
        ({"start": "23:00"}, "It would go past midnight."),
        ({"minutes": "0"}, "Choose at least 5 minutes."),
        ({"until_on": "2026-11-01"}, "It ends before it begins."),
        ({"weekday": ""}, "Choose a day."),
        ({"group": ""}, "Choose a group."),
    ],
)
def test_a_weekly_time_that_cannot_be_is_refused_beside_its_field(
    house: House, dora: Client, changed: dict[str, str], words: str
) -> None:
    answer = dora.post("/workspace/schedule/times/", _time(house, a_group(house), **changed))
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Series.objects.exists()


def test_a_new_program_has_a_running_week_with_one_form(house: House, dora: Client) -> None:
    program = set_up(house, a_site(house, "Lakeside", "Oak"))
    assert f"/workspace/schedule/times/{program.id}/" in _text(dora, WEEK)
    address = f"/workspace/schedule/times/{program.id}/"
    page = dora.get(address)
    form = page.context["form"]
    assert len(form.rows) > 5
    said = {"from_on": "2026-11-24"}
    for number, _row in enumerate(form.rows):
        lead, room = form[f"lead-{number}"].value(), form[f"room-{number}"].value()
        said |= {f"take-{number}": "on"} if lead else {}
        said |= {f"lead-{number}": lead, f"room-{number}": room}
    answer = dora.post(address, said)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Series.objects.filter(group__program=program).count() == sum(name.startswith("take") for name in said)
    assert f"/workspace/schedule/times/{program.id}/" not in _text(dora, WEEK)


def test_suggested_times_are_refused_beside_what_is_wrong_with_each(house: House, dora: Client) -> None:
    program = set_up(house, a_site(house, "Lakeside", "Oak"))
    address = f"/workspace/schedule/times/{program.id}/"
    assert dora.post(address, {"from_on": "2026-11-24"}).status_code == 422
    answer = dora.post(address, {"from_on": "2026-11-24", "take-0": "on"})
    assert answer.status_code == 422 and "A group needs a facilitator." in answer.content.decode()
    number = len(answer.context["form"].rows)
    ben = str(house.staff["Ben"].id)
    said = (
        {"from_on": "2026-11-24"}
        | {f"take-{one}": "on" for one in range(number)}
        | {f"lead-{one}": ben for one in range(number)}
    )
    answer = dora.post(address, said)
    told = [words for one in answer.context["form"].errors.values() for words in one]
    assert answer.status_code == 422 and any("This group is led by one of" in one for one in told)
    assert not Series.objects.exists()


# --- Closed days ---


def test_a_day_is_closed_and_opened_again(house: House, dora: Client, ben: Client) -> None:
    series = a_series(house, a_group(house))
    address = "/workspace/schedule/closures/"
    assert dora.post(address, {"day": "2026-11-01", "name": "Past"}).status_code == 422
    assert dora.post(address, {"day": "2026-11-24", "name": ""}).status_code == 422
    dora.post(address, {"day": "2026-11-24", "name": "Inventory", "site": ""})
    assert _date(series).state == State.CANCELLED
    page = _text(ben, address)
    assert "Inventory" in page and "1 session does not take place" in page and "Take it back" not in page
    dora.post(f"{address}{Closure.objects.get().id}/open/")
    assert _date(series).state == State.PLANNED and not Closure.objects.exists()


def test_a_day_that_is_over_stays_closed(house: House, dora: Client) -> None:
    close_day(house.actors["Dora"], house.organization, day=TUESDAY, name="Inventory")
    closure = Closure.objects.get()
    with clock.at(clock.now() + timedelta(days=3)):
        answer = _client(house, "Dora").post(f"/workspace/schedule/closures/{closure.id}/open/", follow=True)
    assert "That day is over." in answer.content.decode() and Closure.objects.exists()


def test_who_is_no_director_changes_nothing(house: House, ben: Client) -> None:
    one = _date(a_series(house, a_group(house)))
    said = _said(lead=str(house.staff["Ben"].id))
    assert ben.post(f"/workspace/schedule/sessions/{one.id}/change/", said).status_code == 403
    assert ben.post(f"/workspace/schedule/sessions/{one.id}/cancel/", {"cancel-why": "x"}).status_code == 403
    assert ben.get("/workspace/schedule/times/").status_code == 404
