"""What participants write down is kept once, and what calls for a human is an alert in the same transaction."""

from datetime import date, timedelta
from typing import Any

import pytest

from daybridge.checkins import queries
from daybridge.checkins.actions import ToldEntry, check_in, save_entry, set_diary
from daybridge.checkins.events import EntrySaved
from daybridge.checkins.models import CheckIn, Entry
from daybridge.checkins.rules import Answers, Mark, Watched
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid
from daybridge.core.ids import new_id
from daybridge.programs.actions import discharge
from daybridge.programs.models import Episode
from daybridge.programs.rules import EndReason
from daybridge.safety.models import Alert
from tests.cast import House, an_entry, episode_of, later

SUICIDE = Watched("urge-suicide", "urge", danger="suicide", on_check_in=True)
USE = Watched("urge-use", "urge", danger="use", on_check_in=True)
OWN = Watched("own-1", "urge", own="Gamble")
ASKS = dict.fromkeys(("anxiety", "urge", "sleep", "medicines", "note"), True)


def _told(worksheet: str = "thought-record", **changes: Any) -> ToldEntry:
    answers = {"situation": "On the bus"} if worksheet == "thought-record" else {}
    said = {"id": new_id(), "worksheet": worksheet, "version": 1, "answers": answers, "made_at": clock.now()}
    return ToldEntry(**{"on_day": date(2026, 11, 23), **said, **changes})


def _save(house: House, told: ToldEntry) -> EntrySaved:
    return save_entry(house.actors["Ana"], house.participants["Ana"], told=told)


def _set_up(house: House, *targets: Watched, based_on: int = 0, **asks: bool) -> None:
    set_diary(
        house.actors["Ben"],
        house.participants["Ana"],
        asks={**ASKS, **asks},
        targets=targets,
        skills=[],
        based_on=based_on,
    )


def _page(house: House, marks: dict[str, dict[str, object]], **changes: Any) -> EntrySaved:
    return _save(house, _told("diary", answers={"marks": marks, "skills": ["slow-breathing"]}, **changes))


# --- Kept once -------------------------------------------------------------------------------------------------------


def test_a_worksheet_is_saved_once_however_often_the_phone_sends_it(house: House) -> None:
    told = _told()
    first, again = _save(house, told), _save(house, told)
    assert (first.repeated, again.repeated, Entry.objects.count()) == (False, True, 1)
    assert first.saved_at == again.saved_at


def test_a_correction_is_an_entry_of_its_own_and_the_last_one_made_holds(house: House) -> None:
    first = _save(house, _told(answers={"situation": "On the bus"}))
    with clock.at(later(days=6)):
        _save(house, _told(about=first.subject_id, on_day=date(2026, 11, 29), answers={"situation": "On the train"}))
        (entry,) = queries.entries_of(house.participants["Ana"].id, since=date(2026, 11, 1))
    assert (entry.answers["situation"], entry.on_day, entry.about) == ("On the train", first.on_day, first.subject_id)
    assert Entry.objects.count() == 2


def test_a_correction_that_overtook_its_entry_still_holds(house: House) -> None:
    root, soon = new_id(), clock.now() + timedelta(minutes=5)
    with clock.at(later(minutes=6)):
        _save(house, _told(about=root, made_at=soon, answers={"situation": "Second"}))
        _save(house, _told(id=root, made_at=soon - timedelta(minutes=4), answers={"situation": "First"}))
    (entry,) = queries.entries_of(house.participants["Ana"].id, since=date(2026, 11, 1))
    assert entry.answers == {"situation": "Second"}


def test_a_correction_days_later_does_not_doubt_a_right_clock(house: House) -> None:
    first = _save(house, _told())
    with clock.at(later(days=6)):
        _save(house, _told(about=first.subject_id, made_at=clock.now()))
    assert Entry.objects.count() == 2
    assert not Entry.objects.filter(clock_was_wrong=True).exists()


def test_an_entry_goes_on_with_one_of_its_own_worksheet_only(house: House) -> None:
    first = _save(house, _told())
    with pytest.raises(Conflict):
        _save(house, _told("comfort", answers={"what": "The sea"}, about=first.subject_id))


def test_an_id_that_is_someone_elses_is_refused(house: House) -> None:
    theirs = save_entry(house.actors["Zoe"], house.participants["Zoe"], told=_told())
    with pytest.raises(Conflict):
        _save(house, _told(id=theirs.subject_id))


def test_answers_that_cannot_be_are_refused_and_named(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        _save(house, _told(answers={}))
    assert set(refused.value.fields) == {"situation"}
    with pytest.raises(Conflict):
        _save(house, _told("no-such-worksheet"))
    with pytest.raises(Invalid):
        _save(house, _told("diary", answers={"marks": 3}))


def _discharge(house: House, ended_on: date = date(2026, 11, 23)) -> None:
    episode = episode_of(house.participants["Ana"])
    discharge(house.actors["Ben"], episode, reason=EndReason.COMPLETED, ended_on=ended_on)


def test_what_is_written_after_a_stay_is_refused(house: House) -> None:
    _discharge(house)
    with clock.at(later(days=1)):
        with pytest.raises(Conflict):
            _save(house, _told(on_day=date(2026, 11, 24)))
        with pytest.raises(Conflict):
            an_entry(house, house.participants["Ana"])


def test_what_a_phone_kept_over_the_discharge_belongs_to_the_stay_and_raises_its_alert(house: House) -> None:
    _set_up(house, SUICIDE)
    stay = episode_of(house.participants["Ana"])
    page = {"answers": {"marks": {"urge-suicide": {"level": 4}}, "skills": []}, "made_at": clock.now()}
    told, word = _told("diary", **page), _told()
    with clock.at(later(hours=3)):
        _discharge(house)
    with clock.at(later(days=2)):
        saved = _save(house, told)
        assert (saved.episode_id, Alert.objects.filter(closed_at=None).count()) == (stay.id, 1)
        assert _save(house, told).repeated
        assert _save(house, word).episode_id == stay.id
        checked = an_entry(house, house.participants["Ana"], days_ago=2, made_at=clock.now() - timedelta(days=2))
        assert checked.episode_id == stay.id


def test_what_says_of_danger_is_never_refused_for_a_stay_that_ended(house: House) -> None:
    _set_up(house, SUICIDE)
    stay = episode_of(house.participants["Ana"])
    _discharge(house)
    with clock.at(later(days=9)):
        saved = _page(house, {"urge-suicide": {"level": 4}}, on_day=date(2026, 12, 2), made_at=clock.now())
        assert (saved.episode_id, Alert.objects.filter(closed_at=None).count()) == (stay.id, 1)


def test_something_may_be_planned_a_week_ahead_and_a_thought_record_not(house: House) -> None:
    ahead = date(2026, 11, 28)
    plan = _save(house, _told("activity-plan", answers={"what": "Walk"}, on_day=ahead))
    assert (plan.on_day, _save(house, _told(on_day=ahead)).on_day) == (ahead, date(2026, 11, 23))


# --- Kept or shared --------------------------------------------------------------------------------------------------


def test_what_is_kept_is_read_by_nobody_else_and_sharing_can_be_taken_back(house: House) -> None:
    ana = house.participants["Ana"].id
    since = date(2026, 11, 1)
    first = _save(house, _told(is_shared=False))
    assert queries.shared_entries_of(ana, since=since) == []
    with clock.at(later(minutes=1)):
        _save(house, _told(about=first.subject_id, is_shared=True, made_at=clock.now()))
        assert len(queries.shared_entries_of(ana, since=since)) == 1
    with clock.at(later(minutes=2)):
        _save(house, _told(about=first.subject_id, is_shared=False, made_at=clock.now()))
        assert queries.shared_entries_of(ana, since=since) == []
        assert queries.shared_entry(ana, first.subject_id) is None


def test_what_the_team_always_reads_cannot_be_kept_from_it_by_a_phone(house: House) -> None:
    assert _save(house, _told("setback", answers={"what": "other"}, is_shared=False)).is_shared


def test_sharing_is_taken_back_on_a_phone_whose_clock_is_slow_too(house: House) -> None:
    ana, slow = house.participants["Ana"].id, clock.now() - timedelta(hours=2)
    first = _save(house, _told(made_at=clock.now()))
    _save(house, _told(about=first.subject_id, is_shared=False, made_at=slow))
    assert queries.shared_entries_of(ana, since=clock.now().date() - timedelta(days=3)) == []
    assert queries.shared_entry(ana, first.subject_id) is None


# --- Diaries ---------------------------------------------------------------------------------------------------------


def test_a_clinician_says_what_the_check_in_asks_and_a_colleagues_change_is_not_overwritten(house: House) -> None:
    _set_up(house, USE, OWN, anxiety=False)
    diary = queries.diary_of(house.participants["Ana"].id)
    assert (diary.number, diary.asks["anxiety"], [one.code for one in diary.targets]) == (
        1,
        False,
        ["urge-use", "own-1"],
    )
    with pytest.raises(Conflict):
        _set_up(house, based_on=0)
    with pytest.raises(Invalid):
        _set_up(house, Watched("made-up", "urge"), based_on=1)


def test_what_an_older_phone_asked_is_kept_and_what_nobody_ever_asked_is_refused(house: House) -> None:
    _set_up(house, OWN)
    _set_up(house, USE, based_on=1)
    _page(house, {"own-1": {"level": 3}})
    with pytest.raises(Conflict):
        _page(house, {"own-2": {"level": 3}})
    with pytest.raises(Invalid):
        _page(house, {"own-1": {"level": 6}})


def test_marks_in_a_check_in_stand_on_the_card_beside_those_of_the_diary(house: House) -> None:
    _set_up(house, USE)
    ana = house.participants["Ana"]
    check_in(
        house.actors["Ana"], ana, entry_id=new_id(), on_day=date(2026, 11, 23), made_at=clock.now(),
        answers=Answers(mood=3), marks={"urge-use": Mark(0, True)},
    )  # fmt: skip
    _page(house, {"urge-use": {"level": 2}})
    told = queries.told_of(ana.id, since=date(2026, 11, 20), until=date(2026, 11, 23))
    assert {one.marks["urge-use"].level for one in told} == {0, 2}
    assert set(queries.setbacks_told(ana.id, since=date(2026, 11, 1))) == {date(2026, 11, 23)}
    assert CheckIn.objects.get().marks == {"urge-use": {"level": 0, "acted": True}}


def _check_in_with(house: House, minutes: int = 0, **marks: Mark) -> None:
    with clock.at(later(minutes=minutes)):
        check_in(
            house.actors["Ana"], house.participants["Ana"], entry_id=new_id(), on_day=date(2026, 11, 23),
            made_at=clock.now(), answers=Answers(mood=3, urge=7),
            marks={name.replace("_", "-"): mark for name, mark in marks.items()},
        )  # fmt: skip


def test_of_a_changed_check_in_each_marks_last_word_counts(house: House) -> None:
    _set_up(house, USE, SUICIDE)
    _check_in_with(house, urge_use=Mark(2, True), urge_suicide=Mark(1))
    assert set(queries.setbacks_told(house.participants["Ana"].id, since=date(2026, 11, 1))) == {date(2026, 11, 23)}
    _check_in_with(house, minutes=1, urge_use=Mark(2, False))
    _check_in_with(house, minutes=2)
    ana, day = house.participants["Ana"].id, date(2026, 11, 23)
    [told] = queries.told_of(ana, since=day, until=day)
    assert told.marks == {"urge-use": Mark(2, False), "urge-suicide": Mark(1)}
    assert not queries.setbacks_told(ana, since=date(2026, 11, 1)), "tapped by mistake and changed is no setback"


def test_what_the_check_in_asks_is_kept_whatever_the_stay_is_for(house: House) -> None:
    with guard.writing():
        Episode.objects.filter(id=episode_of(house.participants["Ana"]).id).update(substance_use_focus=False)
    _set_up(house)
    _check_in_with(house)
    assert CheckIn.objects.get().urge == 7


def test_of_two_wellness_days_of_one_date_the_later_one_holds(house: House) -> None:
    for minutes, answers in enumerate(({"movement": 10}, {"movement": 40}, {"quiet": 5})):
        with clock.at(later(minutes=minutes)):
            _save(house, _told("wellness-day", answers=answers, made_at=clock.now()))
    day = date(2026, 11, 23)
    [lived] = queries.lived_days(house.participants["Ana"].id, since=day, until=day)
    assert lived.movement == 40


def test_something_done_that_somebody_is_alerted_of_is_a_setback_too(house: House) -> None:
    bet = Watched("own-1", "action", own="Bought pills", danger="use")
    _set_up(house, bet)
    _page(house, {"own-1": {"acted": True}})
    assert queries.setbacks_told(house.participants["Ana"].id, since=date(2026, 11, 1)) == {date(2026, 11, 23): [bet]}


def test_an_urge_in_ones_own_words_that_was_acted_on_is_no_setback(house: House) -> None:
    _set_up(house, OWN)
    _page(house, {"own-1": {"level": 0, "acted": True}})
    assert not queries.setbacks_told(house.participants["Ana"].id, since=date(2026, 11, 1))


# --- What calls for a human ------------------------------------------------------------------------------------------


def _alerts(house: House) -> list[tuple[str, str]]:
    return [(alert.rule, alert.level) for alert in Alert.objects.filter(participant=house.participants["Ana"])]


@pytest.mark.parametrize(
    ("marks", "raised"),
    [
        ({"urge-suicide": {"level": 2}}, []),
        ({"urge-suicide": {"level": 3}}, [("diary-suicide", "same_day")]),
        ({"urge-suicide": {"level": 5}}, [("diary-suicide-strong", "urgent")]),
        ({"urge-suicide": {"level": 0, "acted": True}}, [("diary-suicide-acted", "urgent")]),
        ({"urge-use": {"level": 4, "acted": False}}, []),
        ({"urge-use": {"level": 1, "acted": True}}, [("diary-use-acted", "next_day")]),
        ({"own-1": {"level": 5, "acted": True}}, []),
    ],
)
def test_a_diary_page_raises_what_the_sites_rules_say(
    house: House, marks: dict[str, dict[str, object]], raised: list[tuple[str, str]]
) -> None:
    _set_up(house, SUICIDE, USE, OWN)
    _page(house, marks)
    assert _alerts(house) == raised


def test_the_same_marks_in_a_check_in_raise_the_same(house: House) -> None:
    _set_up(house, SUICIDE)
    check_in(
        house.actors["Ana"], house.participants["Ana"], entry_id=new_id(), on_day=date(2026, 11, 23), made_at=clock.now(),
        answers=Answers(mood=4), marks={"urge-suicide": Mark(5)},
    )  # fmt: skip
    assert _alerts(house) == [("diary-suicide-strong", "urgent")]


def test_a_setback_in_three_taps_reaches_a_person(house: House) -> None:
    _save(house, _told("setback", answers={"what": "hurt-myself"}))
    assert _alerts(house) == [("diary-self-harm-acted", "same_day")]


def test_a_milder_correction_takes_nothing_back_and_a_graver_one_is_heard(house: House) -> None:
    _set_up(house, SUICIDE)
    first = _page(house, {"urge-suicide": {"level": 3}})
    with clock.at(later(minutes=3)):
        _page(house, {"urge-suicide": {"level": 0}}, about=first.subject_id, made_at=clock.now())
        assert _alerts(house) == [("diary-suicide", "same_day")]
        _page(house, {"urge-suicide": {"level": 5}}, about=first.subject_id, made_at=clock.now())
    assert _alerts(house) == [("diary-suicide-strong", "urgent")]


def test_a_danger_that_is_gone_from_the_diary_is_still_heard_from_an_older_phone(house: House) -> None:
    _set_up(house, SUICIDE)
    _set_up(house, based_on=1)
    _page(house, {"urge-suicide": {"level": 5}})
    assert _alerts(house) == [("diary-suicide-strong", "urgent")]


def test_dangers_are_told_by_the_words_of_the_diary(house: House) -> None:
    from daybridge.safety.sentences import facts_in_words, marked_in_words

    fact = {"code": "danger_urge_at_least", "on_day": "2026-11-23", "value": 4, "of": "urge-use"}
    assert facts_in_words([fact])[0].startswith("Urge to use: 4 of 5")
    assert facts_in_words([fact | {"code": "acted_on", "of": "Call my ex"}])[0].startswith("Call my ex, on")
    assert marked_in_words("hurt-myself") == "I hurt myself"
