from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybridge.attendance.tests.deeds import a_session, end, tap
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.safety.actions import hand_over, take_alert
from daybridge.workspace import alert_cards, queries, timeline
from daybridge.workspace import board as boards
from daybridge.workspace.board import Filters
from daybridge.workspace.rules import Reason
from tests.cast import House, a_participant, an_alert, an_entry, asks_for, later

ZONE = "America/Chicago"


def the_board(actor: Actor, filters: Filters | None = None, *, page: int = 1) -> boards.Board:
    return boards.board(actor, filters or Filters(), page=page, today=clock.today(ZONE))


def names(board: boards.Board) -> list[str]:
    return [row.name for row in board.rows]


def test_a_therapist_sees_their_own_caseload_and_a_director_everyone(house: House) -> None:
    assert names(the_board(house.actors["Ben"])) == ["Ana Rivera"]
    assert names(the_board(house.actors["Cleo"])) == ["Zoe Hart"]
    assert sorted(names(the_board(house.actors["Dora"]))) == ["Ana Rivera", "Zoe Hart"]


def test_another_organizations_people_never_stand_on_a_board(house: House, elsewhere: House) -> None:
    assert "Eli Stone" not in names(the_board(house.actors["Dora"]))


def test_who_has_an_open_alert_stands_first(house: House) -> None:
    ben = house.staff["Ben"]
    a_participant(house, "Abel Adams", therapist=ben)
    an_alert(house, house.participants["Ana"], "not_safe")
    [first, second] = the_board(house.actors["Ben"]).rows
    assert (first.name, second.name) == ("Ana Rivera", "Abel Adams")
    assert [mark.level for mark in first.alerts] == ["urgent"]


def test_a_row_says_the_last_entry_and_draws_two_weeks_with_their_gaps(house: House) -> None:
    ana = house.participants["Ana"]
    an_entry(house, ana, mood=4, days_ago=2, urge=3)
    an_entry(house, ana, mood=2, urge=6)
    [row] = the_board(house.actors["Ben"]).rows
    assert row.moods[-3:] == [4, None, 2]
    assert row.urges is not None
    assert row.urges[-3:] == [3, None, 6]
    assert (row.last_words, row.reason) == ("low", Reason.LOW_MOOD)
    assert row.day_of_program == 11


def test_silence_counts_from_the_persons_own_day_of_setting_up(house: House) -> None:
    """Late in the evening in Chicago it is the next day already in UTC."""
    evening = clock.now().replace(hour=3) + timedelta(days=1)
    with clock.at(evening):
        a_participant(house, "Abel Adams", therapist=house.staff["Ben"], admitted_days_ago=0)
    with clock.at(evening + timedelta(days=3)):
        [abel] = [row for row in the_board(house.actors["Ben"]).rows if row.name == "Abel Adams"]
    assert (abel.reason, abel.why) == (Reason.QUIET, "No check-in for 2 full days")


def test_urges_are_drawn_only_where_they_are_asked(house: House) -> None:
    [row] = the_board(house.actors["Cleo"]).rows
    assert row.urges is None


def test_someone_without_the_app_is_not_called_silent(house: House) -> None:
    a_participant(house, "Noa New", therapist=house.staff["Ben"], with_account=False, admitted_days_ago=9)
    row = next(row for row in the_board(house.actors["Ben"]).rows if row.name == "Noa New")
    assert row.reason is Reason.NOT_SET_UP


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (lambda house: Filters(q="riv"), ["Ana Rivera"]),
        (lambda house: Filters(state="alerts"), ["Ana Rivera"]),
        (lambda house: Filters(program=house.programs["Adult day"].id), ["Zoe Hart"]),
        (lambda house: Filters(therapist=house.staff["Cleo"].id), ["Zoe Hart"]),
        (lambda house: Filters(q="nobody"), []),
        (lambda house: Filters(mine=True), []),
    ],
)
def test_filters_narrow_the_board(house: House, filters: Callable[[House], Filters], shown: list[str]) -> None:
    an_alert(house, house.participants["Ana"])
    assert names(the_board(house.actors["Dora"], filters(house))) == shown


def test_a_page_that_does_not_exist_is_the_last_one(house: House) -> None:
    board = the_board(house.actors["Dora"], page=99)
    assert (board.page, board.pages, len(board.rows)) == (1, 1, 2)


def _number_of_queries(deed: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        deed()
    return len(captured)


def _ten_more(house: House) -> None:
    given = ("Abe", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jon")
    for number, name in enumerate(given):
        person = a_participant(house, f"{name} Moss", therapist=house.staff["Ben"])
        an_entry(house, person, mood=1 + number % 5)
        an_alert(house, person)


@pytest.mark.parametrize("who", ["Ben", "Dora"])
def test_ten_more_rows_need_no_more_queries(house: House, who: str) -> None:
    actor, today = house.actors[who], clock.today(ZONE)
    an_entry(house, house.participants["Ana"])
    an_alert(house, house.participants["Ana"])
    pages: dict[str, Callable[[], object]] = {
        "board": lambda: the_board(actor),
        "today": lambda: queries.today(actor, on=today),
        "count": lambda: alert_cards.alert_count(actor),
    }
    before = {name: _number_of_queries(page) for name, page in pages.items()}
    _ten_more(house)
    after = {name: _number_of_queries(page) for name, page in pages.items()}
    assert after == before


def test_a_longer_history_needs_no_more_queries_for_a_chart(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    chart = open_chart(ben, ana.id, purpose=Purpose.TREATMENT)

    def look() -> object:
        return timeline.chart_page(ben, chart, show="", before=None)

    an_entry(house, ana)
    an_alert(house, ana)
    before = _number_of_queries(look)
    for days_ago in range(4):
        an_entry(house, ana, days_ago=days_ago)
    an_alert(house, ana, "not_safe")
    assert _number_of_queries(look) == before


def test_today_tells_who_has_not_checked_in(house: House) -> None:
    a_participant(house, "Abel Adams", therapist=house.staff["Ben"])
    an_entry(house, house.participants["Ana"])
    shown = queries.today(house.actors["Ben"], on=clock.today(ZONE))
    assert [one.standing.name for one in shown.quiet] == ["Abel Adams"]
    assert (shown.summary.people, shown.summary.checked_in_today) == (2, 1)
    assert shown.program is None


def test_the_number_of_low_moods_is_the_number_the_board_shows_for_it(house: House) -> None:
    ana = house.participants["Ana"]
    an_entry(house, ana, mood=1)
    an_alert(house, ana)  # an alert is why Ana stands first; her mood is low all the same
    shown = queries.today(house.actors["Ben"], on=clock.today(ZONE)).summary
    assert shown.low == the_board(house.actors["Ben"], Filters(state="low")).total == 1


def test_a_director_sees_census_and_clocks(house: House) -> None:
    an_alert(house, house.participants["Ana"], "not_safe")
    with clock.at(clock.now() + timedelta(minutes=6)):
        shown = queries.today(house.actors["Dora"], on=clock.today(ZONE)).program
    assert shown is not None
    assert {program.name: program.census for program in shown.programs} == {"Adult day": 1, "Dual diagnosis": 1}
    assert (shown.open_alerts, shown.late_alerts, shown.untaken_alerts) == (1, 1, 1)


def test_alerts_that_nobody_took_stand_before_those_in_hand(house: House) -> None:
    ben = house.actors["Ben"]
    taken = an_alert(house, house.participants["Ana"], "not_safe")
    take_alert(ben, taken)
    waiting = an_alert(house, house.participants["Ana"])
    cards = alert_cards.open_cards(ben, [taken, waiting])
    taken.refresh_from_db()
    assert [card.alert.id for card in alert_cards.open_cards(ben, [taken, waiting])] == [waiting.id, taken.id]
    assert cards[0].facts


def test_an_urgent_alert_passed_on_to_a_colleague_stays_on_my_page_until_someone_takes_it(house: House) -> None:
    ben, cora = house.actors["Ben"], house.actors["Cora"]
    alert = an_alert(house, house.participants["Ana"], "not_safe")
    hand_over(ben, alert, to=house.staff["Cora"], note="")
    [card] = queries.today(ben, on=clock.today(ZONE)).my_alerts
    assert (card.alert.id, card.is_mine, card.is_pressing) == (alert.id, False, True)
    take_alert(cora, alert)
    assert queries.today(ben, on=clock.today(ZONE)).my_alerts == []


def test_the_bell_counts_what_waits_and_what_is_mine(house: House) -> None:
    ben, cora = house.actors["Ben"], house.actors["Cora"]
    alert = an_alert(house, house.participants["Ana"], "not_safe")
    assert alert_cards.alert_count(ben) == alert_cards.alert_count(cora) == alert_cards.AlertCount(1, "urgent")
    assert alert_cards.alert_count(house.actors["Cleo"]).count == 0
    take_alert(ben, alert)
    assert alert_cards.alert_count(ben).count == 1
    assert alert_cards.alert_count(cora) == alert_cards.AlertCount(0, "none")


def test_a_timeline_pages_by_day_and_loses_nothing(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    start = clock.now()
    for back in range(45, -1, -1):
        with clock.at(start - timedelta(days=back)):
            an_entry(house, ana, mood=1 + back % 5)
    seen, before = [], None
    while True:
        page = timeline.timeline(ana, [], show="check_ins", before=before)
        seen += [one.on_day for _day, happenings in page.days for one in happenings]
        if page.older is None:
            break
        before = page.older
    today = clock.today(ZONE)
    assert seen == [today - timedelta(days=back) for back in range(46)]
    assert ben


def test_a_timeline_tells_what_happened_in_one_line(house: House) -> None:
    ana = house.participants["Ana"]
    an_entry(house, ana, mood=4)
    an_alert(house, ana)
    chart = open_chart(house.actors["Ben"], ana.id, purpose=Purpose.TREATMENT)
    page = timeline.chart_page(house.actors["Ben"], chart, show="", before=None)
    kinds = [one.kind for _day, happenings in page.timeline.days for one in happenings]
    assert sorted(kinds) == ["alerts", "check_ins", "milestones", "requests"]
    assert page.plot.days_with_an_entry == 1
    assert [words for look, words in page.looks] == ["for treatment"]


def test_referrals_wait_only_for_those_who_work_intake(house: House) -> None:
    today = clock.today(ZONE)
    assert queries.today(house.actors["Ben"], on=today).referrals is None
    assert queries.today(house.actors["Ines"], on=today).referrals == []


def test_the_board_tells_hours_against_the_plan_and_the_last_sessions_in_words_too(house: House) -> None:
    session = a_session(house)
    asks_for(house, 180)
    ana = house.participants["Ana"]
    tap(house, session, ana, 15)
    end(house, session)
    with clock.at(later(days=2)):
        board = the_board(house.actors["Ben"])
        [row] = [one for one in board.rows if one.participant_id == ana.id]
    assert row.hours and (row.hours.words, row.hours.share, row.hours.short) == (
        "1 h 15 min of 3 h",
        41,
        "1 h 45 min short",
    )
    assert row.strip and list(row.strip.marks) == [("part", "P")]
    assert row.strip.title == "The last session: there for a part 1. The newest: there for a part."
    assert [one.hours for one in the_board(house.actors["Cleo"]).rows] == [None]
