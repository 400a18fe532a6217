from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from daybridge.checkins.worksheets import diary_words, worksheets
from daybridge.safety import rules
from daybridge.safety.rules import (
    Bounds,
    Cause,
    CriticalAnswer,
    DayEntry,
    Edit,
    Fact,
    Finding,
    Known,
    Level,
    MarkedDanger,
    OpenAlert,
    Rule,
    ScoreReached,
    Signal,
    Step,
    caused,
    due_after_growing,
    edited,
    faults_in_edit,
    finding_of_request,
    finding_of_silence,
    findings_in_answers,
    findings_in_diary,
    findings_in_entry,
    findings_in_scores,
    findings_in_signal,
    gravest,
    is_overdue,
    might_count,
    needs_history,
    rulebook,
    what_to_do,
)

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RULES = rulebook()


def _entry(days_ago: int, mood: int = 3, urge: int | None = None, name: str = "") -> DayEntry:
    return DayEntry(name or f"entry {days_ago}", MONDAY - timedelta(days=days_ago), mood, urge)


def _found(entry: DayEntry, *before: DayEntry) -> list[tuple[str, int]]:
    history = sorted([*before, entry], key=lambda one: one.on_day)
    return [(f.rule.code, f.gravity) for f in findings_in_entry(RULES.values(), entry, history)]


def _finding(code: str, gravity: int, mark: str) -> Finding:
    return Finding(RULES[code], gravity, mark, ())


def test_every_rule_names_its_source_its_date_and_its_clock_and_waits_for_a_sign_off() -> None:
    assert {"not-safe", "asked-for-contact", "urge-high", "mood-lowest", "no-entry", "suicidal-now"} <= set(RULES)
    assert all(rule.source and rule.since and rule.clock > timedelta(0) for rule in RULES.values())
    assert not any(rule.signed_off for rule in RULES.values())
    assert RULES["not-safe"].level is Level.URGENT and RULES["not-safe"].clock == timedelta(minutes=5)


def test_every_critical_code_of_the_instruments_we_ship_has_its_rule() -> None:
    from daybridge.measures.instruments import library

    asked = {one.code for found in library().values() for item in found.items for one in item.critical}
    named = {code for rule in RULES.values() for code in rule.answers}
    assert asked <= named


def test_every_score_that_a_rule_names_is_one_of_an_instrument_that_we_ship() -> None:
    from daybridge.measures.instruments import library

    for rule in RULES.values():
        if rule.instrument:
            assert rule.score in {score.code for score in library()[rule.instrument].scores}, rule.code


@pytest.mark.parametrize(("urge", "found"), [(None, []), (7, []), (8, [("urge-high", 8)]), (10, [("urge-high", 10)])])
def test_an_urge_of_eight_or_more_calls_for_someone(urge: int | None, found: list[object]) -> None:
    assert _found(_entry(0, urge=urge)) == found


def test_three_days_at_the_bottom_in_a_row_call_for_someone_and_two_do_not() -> None:
    assert _found(_entry(0, 1), _entry(1, 1)) == []
    assert _found(_entry(0, 1), _entry(1, 1), _entry(2, 1)) == [("mood-lowest", 3)]
    assert _found(_entry(0, 1), _entry(1, 1), _entry(3, 1)) == []
    assert _found(_entry(0, 2), _entry(1, 1), _entry(2, 1)) == []


def _slept(days_ago: int, hours: float | None, medicines: str | None = None) -> DayEntry:
    return DayEntry(f"night {days_ago}", MONDAY - timedelta(days=days_ago), 3, None, hours, medicines)


def test_three_short_nights_call_for_the_prescriber_and_a_night_untold_ends_the_run() -> None:
    assert _found(_slept(0, 3.5), _slept(1, 3), _slept(2, 2)) == [("sleep-short", 3)]
    assert _found(_slept(0, 4), _slept(1, 3), _slept(2, 2), _slept(3, 3)) == []
    assert _found(_slept(0, 3), _slept(1, None), _slept(2, 2), _slept(3, 3)) == []
    [finding] = findings_in_entry([RULES["sleep-short"]], _slept(0, 3.5), [_slept(n, 3.5) for n in (2, 1, 0)])
    assert {fact.value for fact in finding.facts} == {3} and finding.rule.who == "medical"


def test_two_days_without_medicines_call_for_the_prescriber_and_some_of_them_do_not() -> None:
    none = [_slept(days_ago, None, "none") for days_ago in (1, 0)]
    assert _found(none[1], none[0]) == [("medicines-none", 2)]
    assert _found(none[1], _slept(1, None, "some")) == []


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        (_entry(0, 3, 4), False),
        (_entry(0, 3, 5), True),
        (_entry(0, 1), True),
        (_slept(0, 6), False),
        (_slept(0, 5.5), True),
        (_slept(0, None, "none"), True),
        (_slept(0, None, "some"), False),
    ],
)
def test_an_entry_outside_every_rules_bounds_needs_no_look_at_the_sites_rules(entry: DayEntry, counts: bool) -> None:
    assert might_count(RULES.values(), entry) is counts


def test_without_bounds_of_their_own_the_shipped_numbers_say_what_may_count() -> None:
    bare = [
        replace(rule, bounds=replace(rule.bounds, at_least=None, below=None))
        for rule in (RULES["urge-high"], RULES["sleep-short"])
    ]
    assert might_count(bare, _entry(0, 3, 8)) and not might_count(bare, _entry(0, 3, 7))
    assert might_count(bare, _slept(0, 3.5)) and not might_count(bare, _slept(0, 4))


def test_the_days_around_are_read_only_for_an_entry_that_belongs_to_a_run() -> None:
    assert needs_history(RULES.values(), _entry(0, 1)) and not needs_history(RULES.values(), _entry(0, 3, 9))


def test_an_entry_filled_in_later_can_complete_the_three_days() -> None:
    assert _found(_entry(1, 1), _entry(0, 1), _entry(2, 1), _entry(3, 1)) == [("mood-lowest", 4)]


def test_the_last_word_of_a_day_counts() -> None:
    lifted = DayEntry("later", MONDAY - timedelta(days=1), 3, None)
    assert _found(_entry(0, 1), _entry(2, 1), _entry(1, 1), _entry(0, 1)) == [("mood-lowest", 3)]
    assert _found(_entry(0, 1), _entry(2, 1), _entry(1, 1), lifted, _entry(0, 1)) == []


@pytest.mark.parametrize(("days_since", "gravity"), [(3, None), (4, 1), (6, 1), (7, 2)])
def test_three_full_silent_days_call_for_someone_and_again_after_three_more(
    days_since: int, gravity: int | None
) -> None:
    found = finding_of_silence(RULES["no-entry"], last_entry_on=MONDAY - timedelta(days=days_since), today=MONDAY)
    assert (found.gravity if found else None) == gravity


def _answer(code: str, value: int = 1, item: str = "9") -> CriticalAnswer:
    return CriticalAnswer(code, "phq-9", item, value, MONDAY)


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ([], []),
        (["thoughts-of-death"], ["thoughts-of-death"]),
        (["suicidal-method", "suicidal-thoughts"], ["suicidal-thoughts"]),
        (["suicidal-thoughts", "suicidal-plan"], ["suicidal-now", "suicidal-thoughts"]),
        (["suicidal-behavior-recent"], ["suicidal-now"]),
        (["suicidal-behavior-ever"], ["suicidal-behavior-ever"]),
        (["something-a-site-wrote"], ["suicidal-now"]),
    ],
)
def test_critical_answers_go_to_the_rule_that_names_them_and_an_unknown_one_to_the_gravest(
    codes: list[str], found: list[str]
) -> None:
    answers = [_answer(code) for code in codes]
    assert [f.rule.code for f in findings_in_answers(RULES.values(), answers, sheet_id="s")] == found


def test_critical_answers_of_one_sheet_are_one_finding_a_rule_and_worse_ones_weigh_more() -> None:
    answers = [_answer("suicidal-thoughts", 1, "2"), _answer("suicidal-method", 1, "3")]
    [finding] = findings_in_answers(RULES.values(), answers, sheet_id="s")
    assert (finding.gravity, finding.mark, [fact.of for fact in finding.facts]) == (
        2,
        "answers s",
        ["phq-9 2", "phq-9 3"],
    )
    assert findings_in_answers([], answers, sheet_id="s") == []


@pytest.mark.parametrize(
    ("value", "found"), [(7, []), (8, ["ciwa-moderate"]), (14, ["ciwa-moderate"]), (15, ["ciwa-severe"])]
)
def test_a_score_is_held_against_the_gravest_line_that_it_crosses(value: int, found: list[str]) -> None:
    scores = [ScoreReached("ciwa-ar", "total", value, MONDAY), ScoreReached("phq-9", "total", 27, MONDAY)]
    assert [f.rule.code for f in findings_in_scores(RULES.values(), scores, sheet_id="s")] == found


def test_a_signal_is_a_finding_of_each_rule_of_its_kind() -> None:
    [finding] = findings_in_signal(RULES.values(), Signal("missed_session", "group 7", MONDAY))
    assert (finding.rule.code, finding.gravity, finding.mark) == ("missed-session", 1, "missed_session group 7")
    assert findings_in_signal(RULES.values(), Signal("not_a_kind", "x", MONDAY)) == []


def _marked(danger: str, level: int, acted: bool = False) -> list[tuple[str, int]]:
    marked = MarkedDanger(danger, f"urge-{danger}", level, acted, MONDAY, "diary 1")
    found = findings_in_diary(RULES.values(), [marked])
    assert all(one.mark == f"diary 1 urge-{danger}" and one.facts[0].of == f"urge-{danger}" for one in found)
    return [(one.rule.code, one.gravity) for one in found]


@pytest.mark.parametrize(
    ("danger", "level", "acted", "found"),
    [
        ("suicide", 2, False, []),
        ("suicide", 3, False, [("diary-suicide", 3)]),
        ("suicide", 5, False, [("diary-suicide-strong", 5), ("diary-suicide", 5)]),
        ("suicide", 0, True, [("diary-suicide-acted", 1)]),
        ("self-harm", 4, False, []),
        ("self-harm", 5, True, [("diary-self-harm-acted", 1), ("diary-self-harm", 5)]),
        ("use", 5, False, [("diary-use", 5)]),
        ("leaving", 4, True, [("diary-leaving", 4)]),
    ],
)
def test_a_marked_danger_calls_for_what_its_rules_say(
    danger: str, level: int, acted: bool, found: list[tuple[str, int]]
) -> None:
    assert _marked(danger, level, acted) == found


def test_every_danger_that_a_diary_or_worksheet_can_mark_is_heard_when_it_is_acted_on_or_strongest() -> None:
    dangers = {target.danger for target in diary_words().targets} | {
        option.danger for sheet in worksheets().values() for field in sheet.fields.values() for option in field.options
    }
    assert {"suicide", "self-harm", "use", "leaving"} <= dangers
    assert all(_marked(danger, 5, True) for danger in dangers - {""})


def test_what_calls_for_a_human_in_a_diary_can_not_be_switched_off_by_a_site() -> None:
    acted = [rule for rule in RULES.values() if rule.kind == "acted_on"]
    assert acted and not any(rule.bounds.may_be_off for rule in acted)


def test_who_asks_is_always_heard() -> None:
    assert finding_of_request(RULES["not-safe"], request_id="r", on_day=MONDAY).mark == "request r"


# --- From finding to alert -------------------------------------------------------------------------------------------


def _open(code: str, gravity: int, marks: str, *, taken: bool = False, on_hand: bool = True) -> OpenAlert:
    return OpenAlert(RULES[code].level, {code: Known(dict.fromkeys(marks, gravity))}, taken, on_hand)


def _known(code: str, answered: dict[str, int]) -> OpenAlert:
    return OpenAlert(RULES[code].level, {code: Known(answered)}, was_taken=True)


@pytest.mark.parametrize(
    ("finding", "open_alert", "last_closed", "step"),
    [
        (_finding("urge-high", 8, "a"), None, None, Step.RAISE),
        (_finding("urge-high", 8, "a"), _open("urge-high", 8, "a"), None, Step.NOTHING),
        (_finding("urge-high", 8, "b"), _open("urge-high", 8, "a"), None, Step.ADD),
        (_finding("urge-high", 9, "b"), _open("urge-high", 8, "a"), None, Step.GROW),
        (_finding("mood-lowest", 4, "a"), _open("mood-lowest", 3, "a"), None, Step.GROW),
        (_finding("mood-lowest", 3, "a"), None, Known({"a": 3}), Step.NOTHING),
        (_finding("mood-lowest", 4, "a"), None, Known({"a": 3}), Step.RAISE),
        (_finding("urge-high", 8, "b"), None, Known({"a": 10}), Step.RAISE),
        (_finding("urge-high", 9, "a"), _open("urge-high", 8, "a"), None, Step.GROW),
        (_finding("suicidal-now", 1, "b"), _open("suicidal-now", 1, "a", taken=True), None, Step.GROW),
        (_finding("urge-high", 8, "b"), _open("thoughts-of-death", 1, "a"), None, Step.ADD),
        (_finding("urge-high", 8, "b"), _open("thoughts-of-death", 1, "a", taken=True), None, Step.GROW),
        (_finding("no-entry", 1, "b"), _open("thoughts-of-death", 1, "a", taken=True), None, Step.ADD),
        (_finding("ciwa-severe", 15, "b"), _open("urge-high", 9, "a"), None, Step.GROW),
        # Each fact is held against itself: graver ones of before don't hide that it is worse than it was.
        (_finding("urge-high", 9, "b"), _known("urge-high", {"a": 10, "b": 8}), None, Step.GROW),
        (_finding("urge-high", 8, "b"), _known("urge-high", {"a": 10, "b": 8}), None, Step.NOTHING),
        (_finding("urge-high", 9, "b"), None, Known({"a": 10, "b": 8}), Step.RAISE),
        (_finding("diary-suicide-strong", 5, "b"), _open("diary-suicide-strong", 5, "a", taken=True), None, Step.GROW),
        (_finding("diary-suicide-acted", 1, "b"), _open("diary-suicide-acted", 1, "a", taken=True), None, Step.GROW),
        (_finding("diary-suicide", 3, "b"), _open("diary-suicide", 3, "a", taken=True), None, Step.ADD),
        (_finding("not-safe", 1, "b"), _open("not-safe", 1, "a"), None, Step.GROW),
        (_finding("not-safe", 1, "a"), _open("not-safe", 1, "a"), None, Step.NOTHING),
        # Another rule joins the alert that is open: graver or as grave, it is taken anew; milder, it is added.
        (_finding("not-safe", 1, "b"), _open("urge-high", 9, "a", taken=True), None, Step.GROW),
        (_finding("mood-lowest", 3, "b"), _open("urge-high", 9, "a", taken=True), None, Step.GROW),
        (_finding("mood-lowest", 3, "b"), _open("urge-high", 9, "a"), None, Step.ADD),
        (_finding("suicidal-now", 1, "b"), _open("urge-high", 9, "a"), None, Step.GROW),
        (_finding("suicidal-now", 1, "b"), _open("urge-high", 9, "a", taken=True), None, Step.GROW),
        (_finding("urge-high", 9, "b"), _open("not-safe", 1, "a", taken=True), None, Step.ADD),
        (_finding("asked-for-contact", 1, "b"), _open("not-safe", 1, "a", taken=True), None, Step.GROW),
        # Somebody asks for somebody, again: whoever took it before is asked anew.
        (_finding("message-urgent", 1, "b"), _open("message-urgent", 1, "a", taken=True), None, Step.GROW),
        (_finding("message-urgent", 1, "b"), _open("not-safe", 1, "a", taken=True), None, Step.GROW),
        (_finding("message-urgent", 1, "a"), _open("message-urgent", 1, "a", taken=True), None, Step.NOTHING),
        (_finding("peer-worried", 1, "b"), _open("peer-worried", 1, "a", taken=True), None, Step.GROW),
        (_finding("moderator-worried", 1, "b"), _open("not-safe", 1, "a", taken=True), None, Step.GROW),
        (_finding("supporter-worried", 1, "b"), _open("not-safe", 1, "a", taken=True), None, Step.GROW),
        # What an earlier alert has answered does not join either, unless it is worse.
        (_finding("no-entry", 1, "b"), _open("urge-high", 9, "a"), Known({"b": 1}), Step.NOTHING),
        (_finding("no-entry", 2, "b"), _open("urge-high", 9, "a"), Known({"b": 1}), Step.ADD),
        # Nobody is on hand any more: it was ended, or taken long ago. Then whatever is new is looked at anew.
        (_finding("urge-high", 8, "b"), _open("urge-high", 9, "a", taken=True, on_hand=False), None, Step.GROW),
        (_finding("urge-high", 8, "a"), _open("urge-high", 9, "a", taken=True, on_hand=False), None, Step.NOTHING),
        (_finding("no-entry", 1, "b"), _open("not-safe", 1, "a", taken=True, on_hand=False), None, Step.GROW),
        (_finding("no-entry", 1, "b"), _open("not-safe", 1, "a", on_hand=False), None, Step.ADD),
    ],
)
def test_the_same_facts_never_raise_twice_and_worse_ones_do(
    finding: Finding, open_alert: OpenAlert | None, last_closed: Known | None, step: Step
) -> None:
    assert what_to_do(finding, open_alert=open_alert, last_closed=last_closed) is step


def test_an_alert_keeps_why_it_stands_gravest_first_and_reads_it_back() -> None:
    causes = caused([], _finding("urge-high", 8, "a"))
    causes = caused(causes, _finding("not-safe", 1, "b"))
    causes = caused(causes, _finding("urge-high", 9, "c"))
    assert [(cause.rule, cause.answered) for cause in causes] == [
        ("not-safe", {"b": 1}), ("urge-high", {"a": 8, "c": 9}),
    ]  # fmt: skip
    assert [Cause.from_json({**cause.to_json(), "of a later version": 1}) for cause in causes] == causes
    assert [cause.code for cause in causes] == ["not-safe", "urge-high"]
    assert causes[1].clock == timedelta(hours=4)


@pytest.mark.parametrize(
    ("first", "then", "named"),
    [
        ("asked-for-contact", "diary-self-harm-acted", "diary-self-harm-acted"),
        ("asked-for-contact", "diary-suicide", "diary-suicide"),
        ("diary-self-harm", "asked-for-contact", "diary-self-harm"),
        ("diary-suicide", "mood-lowest", "diary-suicide"),
        ("diary-suicide-strong", "not-safe", "not-safe"),
        ("diary-use", "diary-leaving", "diary-use"),
    ],
)
def test_of_one_level_danger_to_life_names_the_alert_whatever_came_first(first: str, then: str, named: str) -> None:
    causes = caused(caused([], _finding(first, 1, "a")), _finding(then, 1, "b"))
    assert {RULES[first].level, RULES[then].level} == {causes[0].level}
    assert causes[0].rule == named


def test_a_cause_of_an_earlier_version_is_read_with_its_one_gravity_for_all_facts() -> None:
    [cause] = caused([], _finding("urge-high", 8, "a"))
    stored = {name: value for name, value in cause.to_json().items() if name != "gravities"}
    assert Cause.from_json({**stored, "marks": ["a", "b"], "gravity": 9}).answered == {"a": 9, "b": 9}


def test_a_rule_that_was_made_milder_never_makes_an_open_alert_milder() -> None:
    causes = caused([], _finding("urge-high", 8, "a"))
    milder = replace(RULES["urge-high"], level=Level.NEXT_DAY, answer_within_minutes=1440)
    [cause] = caused(causes, Finding(milder, 9, "b", ()))
    assert (cause.level, cause.answer_within_minutes) == (Level.SAME_DAY, 1440)


def test_the_gravest_level_wins() -> None:
    assert gravest(["review", "same_day", "next_day"]) is Level.SAME_DAY


def test_growing_never_gives_an_alert_that_nobody_took_more_time() -> None:
    fresh = NOON + timedelta(hours=1)
    assert due_after_growing(fresh, due=NOON, was_taken=False) == NOON
    assert due_after_growing(fresh, due=NOON, was_taken=True) == fresh


def test_a_clock_runs_out_at_its_moment_and_never_once_taken() -> None:
    assert is_overdue(due=NOON, was_taken=False, now=NOON)
    assert not is_overdue(due=NOON, was_taken=False, now=NOON - timedelta(seconds=1))
    assert not is_overdue(due=NOON, was_taken=True, now=NOON + timedelta(days=1))


# --- The rulebook and a site's edits ---------------------------------------------------------------------------------

_BOUNDS = """
[bounds.urgent]
most_minutes = 15
mildest = "urgent"
may_be_off = false
"""
_ROW = """
[[rule]]
code = "x"
kind = "not_safe"
level = "urgent"
answer_within_minutes = 5
version = 1
since = 2026-01-01
source = "s"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"not_safe"', '"guess"', "no rule looks at"),
        ('"not_safe"', '"silent_days"', "needs days"),
        ('"not_safe"', '"score_at_least"', "needs instrument, score, at_least"),
        ('source = "s"', 'source = ""', "no source"),
        ('source = "s"', 'source = "s"\nwho = "nobody"', "no ladder"),
        ("_minutes = 5", "_minutes = 0", "outside its own bounds: answer_within_minutes"),
        ("_minutes = 5", "_minutes = 16", "outside its own bounds: answer_within_minutes"),
        ('level = "urgent"', 'level = "soon"', "can't be read"),
        ('level = "urgent"', 'level = "same_day"', "can't be read"),
        ('source = "s"', 'sauce = "s"', "can't be read"),
    ],
)
def test_a_rulebook_with_a_rule_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    wrong = tmp_path / "rules.toml"
    wrong.write_text(_BOUNDS + _ROW.replace(old, new))
    with pytest.raises(ValueError, match=f"Rule x.*{said}"):
        rulebook(wrong)


def test_a_rulebook_with_one_code_twice_is_refused(tmp_path: Path) -> None:
    twice = tmp_path / "rules.toml"
    twice.write_text(_BOUNDS + _ROW + _ROW)
    with pytest.raises(ValueError, match="twice"):
        rulebook(twice)


def _edit(rule: Rule, **said: object) -> Edit:
    as_it_is = {"level": rule.level, "answer_within_minutes": rule.answer_within_minutes, **rule.numbers}
    return Edit(**{**as_it_is, **said})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "said", "faults"),
    [
        ("not-safe", {"answer_within_minutes": 3}, {}),
        ("not-safe", {"answer_within_minutes": 16}, {"answer_within_minutes": "too-long"}),
        ("not-safe", {"answer_within_minutes": 0}, {"answer_within_minutes": "too-long"}),
        ("not-safe", {"level": Level.SAME_DAY}, {"level": "too-mild"}),
        ("not-safe", {"is_on": False}, {"is_on": "never-off"}),
        ("thoughts-of-death", {"answer_within_minutes": 1441}, {"answer_within_minutes": "too-long"}),
        ("thoughts-of-death", {"level": Level.NEXT_DAY}, {"level": "too-mild"}),
        ("urge-high", {"is_on": False, "at_least": 7, "level": Level.URGENT}, {}),
        ("urge-high", {"at_least": 4}, {"at_least": "out-of-range"}),
        ("urge-high", {"at_least": None}, {"at_least": "out-of-range"}),
        ("no-entry", {"days": 8}, {"days": "out-of-range"}),
    ],
)
def test_a_site_may_edit_a_rule_within_its_bounds_only(code: str, said: dict[str, object], faults: object) -> None:
    assert faults_in_edit(RULES[code], _edit(RULES[code], **said)) == faults


def test_an_edit_holds_while_the_rulebook_allows_it_and_the_shipped_rule_stands_when_it_does_not() -> None:
    rule = RULES["urge-high"]
    mine = edited(rule, _edit(rule, at_least=6, number=2))
    assert (mine.at_least, mine.edit, mine.code) == (6, 2, "urge-high")
    stricter = replace(rule, bounds=replace(rule.bounds, at_least=(7, 10)))
    assert edited(stricter, _edit(rule, at_least=6)) is stricter
    assert edited(rule, None) is rule


def test_bounds_of_a_rule_go_before_those_of_its_level() -> None:
    assert RULES["no-entry"].bounds == Bounds(most_minutes=4320, mildest=Level.REVIEW, may_be_off=True, days=(2, 7))


# --- Medicines -------------------------------------------------------------------------------------------------------


def test_each_thing_in_a_side_effect_is_a_signal_of_its_own() -> None:
    said = {"entry_id": "e", "on_day": date(2026, 11, 23)}
    signals = rules.signals_in_side_effect(
        **said,
        what=["self_harm", "breathing", "nausea"],
        strength="strong",
        wants_call=True,  # type: ignore[arg-type]
    )
    assert [one.kind for one in signals] == [
        "side_effect_danger", "side_effect_self_harm", "side_effect_strong", "medicine_call",
    ]  # fmt: skip
    assert {one.of for one in signals} == {"breathing nausea self_harm"} and {one.value for one in signals} == {3}
    assert rules.signals_in_side_effect(**said, what=["nausea"], strength="medium", wants_call=False) == []  # type: ignore[arg-type]


def test_a_rule_that_counts_days_holds_from_so_many_on() -> None:
    rule = rules.rulebook()["doses-not-taken"]
    said = {"medicine_id": "m", "first_on": date(2026, 11, 22), "last_on": date(2026, 11, 23)}
    one, two, three = (rules.signal_of_skipped_days(days=days, **said) for days in (1, 2, 3))  # type: ignore[arg-type]
    assert rules.findings_in_signal([rule], one) == []
    [found] = rules.findings_in_signal([rule], two)
    assert found.facts == (Fact("doses_not_taken", date(2026, 11, 23), 2),) and found.gravity == 2
    [again] = rules.findings_in_signal([rule], three)
    assert (again.mark, again.gravity) == (found.mark, found.gravity)  # three days are no news after two


def test_signals_of_running_out_and_of_an_overdue_injection_name_what_they_are_about() -> None:
    out = rules.signal_of_ran_out(medicine_id="m", on_day=date(2026, 11, 23))
    assert (out.kind, out.mark) == ("medicine_ran_out", "m 2026-11-23")
    late = rules.signal_of_injection_overdue(medicine_id="m", due_on=date(2026, 11, 1), days_since=8)
    assert (late.mark, late.value, late.gravity) == ("m 2026-11-01", 8, 2)


def test_a_result_goes_to_the_rule_about_its_line() -> None:
    signal = rules.signal_of_result(
        result_id="r", on_day=date(2026, 11, 23), line="lithium-high", of="lithium-level 1.7"
    )
    [found] = rules.findings_in_signal(rules.rulebook().values(), signal)
    assert (found.rule.code, found.facts[0].of) == ("result-lithium-high", "lithium-level 1.7")
    others = [rule for rule in rules.rulebook().values() if rule.kind == "result_line"]
    assert len({rule.about for rule in others}) == len(others) == 8


def test_every_line_of_a_test_has_a_rule() -> None:
    from daybridge.medications.watching.rules import tests

    lines = {line.code for test in tests().values() for line in test.lines}
    assert lines == {rule.about for rule in rules.rulebook().values() if rule.kind == "result_line"}
