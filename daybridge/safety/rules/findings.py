"""From answers, days, scores and signals to findings: a rule that holds, with its facts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from daybridge.checkins.rules import LOWEST_MOOD, Medicines
from daybridge.safety.rules.book import Rule


@dataclass(frozen=True)
class Fact:
    """One discrete fact behind an alert: what, on which day, which value; `of` is the instrument it is from."""

    code: str
    on_day: date
    value: int
    of: str = ""


@dataclass(frozen=True)
class Finding:
    """A rule that holds. `gravity` only grows when the facts are worse; `mark` names these facts and no others."""

    rule: Rule
    gravity: int
    mark: str
    facts: tuple[Fact, ...]


# --- Check-ins -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DayEntry:
    """What the rules read of one check-in."""

    id: str
    on_day: date
    mood: int
    urge: int | None
    sleep_hours: float | None = None
    medicines: str | None = None


def might_count(shipped: Iterable[Rule], entry: DayEntry) -> bool:
    """Whether any site's rules could find something in this entry: the bounds of the shipped ones say how far they go."""
    return any(_might(rule, entry) for rule in shipped)


def _might(rule: Rule, entry: DayEntry) -> bool:
    match rule.kind:
        case "urge_at_least":
            return entry.urge is not None and entry.urge >= _lowest(rule)
        case "lowest_mood_days":
            return entry.mood == LOWEST_MOOD
        case "medicines_not_taken_days":
            return entry.medicines == Medicines.NONE
        case "short_sleep_days":
            return entry.sleep_hours is not None and entry.sleep_hours < _highest(rule)
    return False


def _lowest(rule: Rule) -> int:
    return rule.bounds.at_least[0] if rule.bounds.at_least else rule.at_least


def _highest(rule: Rule) -> int:
    return rule.bounds.below[1] if rule.bounds.below else rule.below


def needs_history(rules: Iterable[Rule], entry: DayEntry) -> bool:
    """Whether a rule asks for the days around an entry: only an entry that belongs to a run itself can complete one."""
    return any(rule.kind in _IN_RUN and _IN_RUN[rule.kind](rule, entry) for rule in rules)


#: Whether a day's last entry belongs to the run that a rule counts.
_IN_RUN: dict[str, Callable[[Rule, DayEntry], bool]] = {
    "lowest_mood_days": lambda rule, entry: entry.mood == LOWEST_MOOD,
    "medicines_not_taken_days": lambda rule, entry: entry.medicines == Medicines.NONE,
    "short_sleep_days": lambda rule, entry: entry.sleep_hours is not None and entry.sleep_hours < rule.below,
}
_FACT_OF_RUN = {"lowest_mood_days": "mood", "medicines_not_taken_days": "medicines", "short_sleep_days": "sleep"}


def findings_in_entry(rules: Iterable[Rule], entry: DayEntry, history: Sequence[DayEntry]) -> list[Finding]:
    """What a new entry calls for. `history` is the person's entries in order of day and making, the new one included."""
    found = []
    for rule in rules:
        if rule.kind == "urge_at_least" and entry.urge is not None and entry.urge >= rule.at_least:
            fact = Fact("urge", entry.on_day, entry.urge)
            found.append(Finding(rule, entry.urge, f"urge {entry.id}", (fact,)))
        if rule.kind in _IN_RUN:
            found.extend(_finding_in_run(rule, entry.on_day, history))
    return found


def _finding_in_run(rule: Rule, day: date, history: Sequence[DayEntry]) -> list[Finding]:
    run = _run(day, history, lambda entry: _IN_RUN[rule.kind](rule, entry))
    if len(run) < rule.days:
        return []
    code = _FACT_OF_RUN[rule.kind]
    facts = tuple(Fact(code, entry.on_day, _value(code, entry)) for entry in run)
    return [Finding(rule, len(run), f"{code} from {run[0].on_day}", facts)]


def _value(code: str, entry: DayEntry) -> int:
    """What a fact of a run says: the mood, whole hours of sleep (rounded down), or that no medicines were taken."""
    return {"mood": entry.mood, "sleep": int(entry.sleep_hours or 0)}.get(code, 0)


def _run(day: date, history: Sequence[DayEntry], belongs: Callable[[DayEntry], bool]) -> list[DayEntry]:
    """The unbroken days around `day`, in order, whose last word belongs; empty if `day` itself does not."""
    last_word = {entry.on_day: entry for entry in history}
    run: list[DayEntry] = []
    for step in (timedelta(days=-1), timedelta(days=1)):
        at = day if step < timedelta(0) else day + step
        while (entry := last_word.get(at)) and belongs(entry) and (run or at == day):
            run.append(entry)
            at += step
    return sorted(run, key=lambda entry: entry.on_day)


# --- Diaries ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MarkedDanger:
    """An urge of a person's diary that is about a danger: how strong (0 to 5), and whether it was acted on.

    `of` is the target's code or the person's own words for it; `mark` names the entry, and its corrections too.
    """

    danger: str
    of: str
    level: int
    acted: bool
    on_day: date
    mark: str


def findings_in_diary(rules: Iterable[Rule], dangers: Sequence[MarkedDanger]) -> list[Finding]:
    """What marks of a diary call for, rule by rule. Of two lines about one danger that were crossed, both are found."""
    found = []
    for rule in rules:
        for one in dangers:
            if rule.about != one.danger:
                continue
            if rule.kind == "acted_on" and one.acted:
                found.append(_finding_of_danger(rule, one, 1))
            if rule.kind == "danger_urge_at_least" and one.level >= rule.at_least:
                found.append(_finding_of_danger(rule, one, one.level))
    return found


def _finding_of_danger(rule: Rule, one: MarkedDanger, value: int) -> Finding:
    return Finding(rule, value, f"{one.mark} {one.of}", (Fact(rule.kind, one.on_day, value, one.of),))


# --- Silence and requests --------------------------------------------------------------------------------------------


def finding_of_silence(rule: Rule, *, last_entry_on: date, today: date) -> Finding | None:
    """Whether full days without an entry since `last_entry_on` (or since entries became due) reach the rule's number."""
    silent = (today - last_entry_on).days - 1
    if silent < rule.days:
        return None
    return Finding(
        rule, silent // rule.days, f"silent since {last_entry_on}", (Fact("silent_days", last_entry_on, silent),)
    )


def finding_of_request(rule: Rule, *, request_id: str, on_day: date) -> Finding:
    """What someone asked for themselves always counts."""
    return Finding(rule, 1, f"request {request_id}", (Fact(rule.kind, on_day, 1),))


# --- Measures --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CriticalAnswer:
    """An answer of which its instrument's file says that a human hears of it, whatever the score."""

    code: str
    instrument: str
    item: str
    value: int
    on_day: date


def findings_in_answers(rules: Iterable[Rule], answers: Iterable[CriticalAnswer], *, sheet_id: str) -> list[Finding]:
    """What critical answers of one sheet call for: one finding a rule, at once, long before the sheet is finished.

    A code that no rule names goes to the gravest rule about critical answers: an unknown danger is never dropped.
    """
    asking = [rule for rule in rules if rule.kind == "critical_answer"]
    if not asking:
        return []
    by_rule: dict[str, list[CriticalAnswer]] = {}
    for answer in answers:
        named = [rule for rule in asking if answer.code in rule.answers]
        for rule in named or [min(asking, key=lambda rule: rule.clock)]:
            by_rule.setdefault(rule.code, []).append(answer)
    return [_finding_of_answers(rule, by_rule[rule.code], sheet_id) for rule in asking if rule.code in by_rule]


def _finding_of_answers(rule: Rule, answers: Sequence[CriticalAnswer], sheet_id: str) -> Finding:
    facts = tuple(Fact(one.code, one.on_day, one.value, f"{one.instrument} {one.item}") for one in answers)
    return Finding(rule, sum(one.value for one in answers), f"answers {sheet_id}", facts)


@dataclass(frozen=True)
class ScoreReached:
    """A score of a finished sheet; where answers are missing, what the known ones come to already (`is_whole` is False).

    No label is made from one that could not be had; that a line is reached can be known all the same.
    """

    instrument: str
    score: str
    value: int
    on_day: date
    is_whole: bool = True


def findings_in_scores(rules: Iterable[Rule], scores: Iterable[ScoreReached], *, sheet_id: str) -> list[Finding]:
    """What the scores of a finished sheet call for; of several lines of one score that were crossed, the gravest."""
    found: dict[tuple[str, str], Finding] = {}
    held = sorted((rule for rule in rules if rule.kind == "score_at_least"), key=lambda rule: rule.at_least)
    for score in scores:
        for rule in held:
            if (rule.instrument, rule.score) == (score.instrument, score.score) and score.value >= rule.at_least:
                fact = Fact(
                    "score" if score.is_whole else "score_so_far",
                    score.on_day,
                    score.value,
                    f"{score.instrument} {score.score}",
                )
                found[rule.instrument, rule.score] = Finding(
                    rule, score.value, f"score {sheet_id} {score.score}", (fact,)
                )
    return list(found.values())


# --- Signals ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signal:
    """Something another room noticed, of a kind that a rule names: a missed session, a deterioration, a colleague's word.

    `mark` names what was noticed and nothing else: the same signal twice has no second effect, unless its `gravity` grew.
    `value` is 1 where the kind has no number; `of` names the instrument and its score, where there is one,
    and `about` what a rule of its kind must be about.
    """

    kind: str
    mark: str
    on_day: date
    value: int = 1
    of: str = ""
    gravity: int = 1
    about: str = ""


def findings_in_signal(rules: Iterable[Rule], signal: Signal) -> list[Finding]:
    """What a signal calls for by the rules of its kind; where a rule counts days, `value` is how many there are."""
    fact = Fact(signal.kind, signal.on_day, signal.value, signal.of)
    return [
        Finding(rule, signal.gravity, f"{signal.kind} {signal.mark}", (fact,))
        for rule in rules
        if rule.kind == signal.kind and rule.about == signal.about and (not rule.days or signal.value >= rule.days)
    ]
