"""Alerts, rules, facts and steps as a clinician would say them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from django.utils.translation import get_language, gettext_lazy, gettext_noop, ngettext, ngettext_lazy
from django.utils.translation import gettext as _

from daybridge.checkins.worksheets import diary_words, worksheets
from daybridge.measures import queries as measures
from daybridge.medications.sentences import effects_in_words
from daybridge.medications.watching.sentences import line_in_words, result_in_words
from daybridge.safety.concerns.rules import Danger
from daybridge.safety.concerns.sentences import DANGERS_FOR_STAFF
from daybridge.safety.models import Alert
from daybridge.safety.queries import causes
from daybridge.safety.rules import Rule
from daybridge.ui.words import day, span

# --- Facts -----------------------------------------------------------------------------------------------------------

_RUNS = ("mood", "sleep", "medicines")


def facts_in_words(facts: Iterable[dict[str, Any]]) -> list[str]:
    """One sentence for each kind of fact; the days of a run are told together."""
    facts = list(facts)
    said = []
    for code in _RUNS:
        days = [fact["on_day"] for fact in facts if fact["code"] == code]
        if days:
            said.append(_run(code, days))
    said.extend(_say(fact) for fact in facts if fact["code"] not in _RUNS)
    return said


def _run(code: str, days: Sequence[str]) -> str:
    count = len(days)
    words = {
        "mood": ngettext(
            "Mood at the bottom of the scale on %(count)d day: %(first)s.",
            "Mood at the bottom of the scale on %(count)d days in a row: %(first)s to %(last)s.",
            count,
        ),
        "sleep": ngettext(
            "Very little sleep on %(count)d night: %(first)s.",
            "Very little sleep on %(count)d nights in a row: %(first)s to %(last)s.",
            count,
        ),
        "medicines": ngettext(
            "No medicines taken on %(count)d day: %(first)s.",
            "No medicines taken on %(count)d days in a row: %(first)s to %(last)s.",
            count,
        ),
    }[code]
    first, last = day(date.fromisoformat(min(days))), day(date.fromisoformat(max(days)))
    return words % {"count": count, "first": first, "last": last}


_ANSWERS = {
    "thoughts-of-death": gettext_lazy("thoughts of death"),
    "suicidal-thoughts": gettext_lazy("thoughts of suicide"),
    "suicidal-thoughts-now": gettext_lazy("thoughts of suicide right now"),
    "suicidal-method": gettext_lazy("thoughts of a way"),
    "suicidal-intent": gettext_lazy("intent"),
    "suicidal-plan": gettext_lazy("a plan"),
    "suicidal-behavior-ever": gettext_lazy("a suicide attempt or preparation, ever"),
    "withdrawal-delirium": gettext_lazy("confusion or strong hallucinations in withdrawal"),
    "risk-question-declined": gettext_lazy("did not want to answer about suicide"),
    "suicidal-behavior-recent": gettext_lazy("a suicide attempt or preparation, in the last 3 months"),
}


_FACTS = {
    "urge": gettext_lazy("Urge %(value)s of 10 on %(day)s."),
    "danger_urge_at_least": gettext_lazy("%(marked)s: %(value)s of 5 on %(day)s."),
    "acted_on": gettext_lazy("%(marked)s, on %(day)s: it happened."),
    "silent_days": gettext_lazy("No check-in for %(value)s days; the last was about %(day)s."),
    "not_safe": gettext_lazy("Said they are not safe, on %(day)s."),
    "asked_for_contact": gettext_lazy("Asked for someone to contact them today, on %(day)s."),
    "missed_session": gettext_lazy("Missed a session on %(day)s."),
    "missed_sessions": gettext_lazy("Missed sessions on %(value)s days close together, the last on %(day)s."),
    "raised_by_staff": gettext_lazy("A colleague is worried about them, since %(day)s."),
    "side_effect_danger": gettext_lazy("A side effect that may be dangerous, on %(day)s: %(effects)s."),
    "side_effect_self_harm": gettext_lazy("Thoughts of hurting themselves, told as a side effect on %(day)s."),
    "side_effect_strong": gettext_lazy("A strong side effect on %(day)s: %(effects)s."),
    "medicine_call": gettext_lazy("Wants their prescriber to call about a side effect, on %(day)s: %(effects)s."),
    "doses_not_taken": ngettext_lazy(
        "A medicine skipped on %(value)s due day, up to %(day)s.",
        "A medicine skipped on %(value)s due days in a row, up to %(day)s.",
        "value",
    ),
    "medicine_ran_out": gettext_lazy("Ran out of a medicine, on %(day)s."),
    "injection_overdue": ngettext_lazy(
        "An injection was due on %(day)s, %(value)s day ago.",
        "An injection was due on %(day)s, %(value)s days ago.",
        "value",
    ),
    "result_line": gettext_lazy("%(result)s on %(day)s."),
    "screen_unexpected": gettext_lazy(
        "A drug screen read on %(day)s does not fit the medicines. Ask how they are and what helped before: nothing is held against them."
    ),
    "screen_unexpected_opioid": gettext_lazy(
        "A drug screen read on %(day)s found an opioid that no medicine explains. Ask how they are, offer naloxone, and say that tolerance falls fast."
    ),
    "message_urgent": gettext_lazy("A message was marked as urgent, on %(day)s. Read it: it is under Messages."),
    "peer_worried": gettext_lazy("A peer was worried about something they wrote in a peer space, on %(day)s."),
    "moderator_worried": gettext_lazy("A moderator of a peer space is worried about something they wrote, on %(day)s."),
    "supporter_worried": gettext_lazy("A supporter was worried on %(day)s. In danger right now: %(danger)s."),
    "score": gettext_lazy("%(of)s: %(value)s on %(day)s."),
    "risk-question-declined": gettext_lazy("%(of)s on %(day)s: they did not want to answer."),
    "score_so_far": gettext_lazy("%(of)s: at least %(value)s on %(day)s, with answers missing."),
    "reliable_deterioration": gettext_lazy("%(of)s is reliably worse: %(value)s on %(day)s."),
    "not_on_track": gettext_lazy("%(of)s shows no reliable gain yet: %(value)s on %(day)s."),
}
_OTHER_FACT = gettext_lazy("%(of)s answered %(value)s on %(day)s: %(what)s.")


class _Told(dict[str, Any]):
    """What a sentence may say of a fact: looked up where it does, and only there."""

    def __missing__(self, name: str) -> str:
        return _LOOKED_UP[name](self["fact"])


_LOOKED_UP: dict[str, Callable[[dict[str, Any]], str]] = {
    "day": lambda fact: day(date.fromisoformat(fact["on_day"])),
    "of": lambda fact: on_paper(fact.get("of", "")),
    "marked": lambda fact: marked_in_words(fact.get("of", "")),
    "result": lambda fact: result_in_words(fact.get("of", "")),
    "effects": lambda fact: effects_in_words(fact.get("of", "").split()) or _("in their own words"),
    "danger": lambda fact: str(DANGERS_FOR_STAFF[Danger(fact["of"])]),
    "what": lambda fact: str(_ANSWERS.get(fact["code"], fact["code"])),
}


def _say(fact: dict[str, Any]) -> str:
    choice = measures.choice_in_words(fact.get("of", ""), fact["value"]) if fact["code"] in _ANSWERS else ""
    value = f"{fact['value']} ({choice})" if choice else fact["value"]
    return str(_FACTS.get(fact["code"], _OTHER_FACT) % _Told(fact=fact, value=value))


def marked_in_words(of: str) -> str:
    """A target of a diary or an option of a worksheet, as its author read it; somebody's own words as they are."""
    language = get_language() or "en"
    options = {
        option.code: option.words
        for sheet in worksheets().values()
        for field in sheet.fields.values()
        for option in field.options
        if option.danger
    }
    if of in options:
        return options[of].said(language)
    known = diary_words().by_code.get(of)
    return known.words.said(language) if known else of


_ON_PAPER = {"ciwa-ar": "CIWA-Ar"}


def on_paper(said: str) -> str:
    """An instrument and its item or score, as they are written on paper: "PHQ-9, item 9"; "CIWA-AR total"."""
    code, _space, part = said.partition(" ")
    instrument = _ON_PAPER.get(code, code.upper())
    if part and part[0].isdigit():
        return _("%(instrument)s, item %(item)s") % {"instrument": instrument, "item": part}
    return f"{instrument} {part}".strip()


# --- Rules -----------------------------------------------------------------------------------------------------------


_CRITICAL = {
    "suicidal-now": gettext_lazy("Suicidal thoughts now, intent, a plan or an attempt"),
    "suicidal-thoughts": gettext_lazy("Thoughts of suicide"),
    "thoughts-of-death": gettext_lazy("Thoughts of death"),
    "suicidal-behavior-ever": gettext_lazy("A suicide attempt in the past"),
    "risk-question-declined": gettext_lazy("Did not want to answer about suicide"),
    "withdrawal-delirium": gettext_lazy("Confusion or hallucinations in withdrawal"),
}


_DANGERS = {
    "suicide": gettext_lazy("thoughts of suicide"),
    "self-harm": gettext_lazy("self-harm"),
    "use": gettext_lazy("substance use"),
    "leaving": gettext_lazy("leaving the program"),
}


_SUPPORTER_WORRIED = {
    "yes": gettext_lazy("A supporter says they are in danger"),
    "not-sure": gettext_lazy("A supporter is worried (danger unclear)"),
}


class SaidRule(Protocol):
    """What a rule and a cause of an alert have in common: the kind, and the numbers its words need."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def at_least(self) -> int: ...
    @property
    def days(self) -> int: ...
    @property
    def below(self) -> int: ...
    @property
    def instrument(self) -> str: ...
    @property
    def score(self) -> str: ...
    @property
    def about(self) -> str: ...


def rule_in_words(rule: SaidRule) -> str:
    """A rule, or the cause of an alert as its rule was then, in a few words."""
    words = {
        "not_safe": _("Not safe right now"),
        "asked_for_contact": _("Asked for contact today"),
        "urge_at_least": _("Urge of %(at_least)s or more"),
        "lowest_mood_days": ngettext("Lowest mood", "Lowest mood %(days)s days in a row", rule.days),
        "danger_urge_at_least": _("Diary: %(about)s marked %(at_least)s or more of 5"),
        "acted_on": _("Diary: %(about)s happened"),
        "silent_days": ngettext("No check-in for %(days)s day", "No check-in for %(days)s days", rule.days),
        "medicines_not_taken_days": ngettext(
            "No medicines taken", "No medicines taken %(days)s days in a row", rule.days
        ),
        "short_sleep_days": ngettext(
            "Under %(below)s hours of sleep", "Under %(below)s hours of sleep %(days)s nights in a row", rule.days
        ),
        "side_effect_danger": _("A side effect that may be dangerous"),
        "side_effect_self_harm": _("Thoughts of self-harm with a medicine"),
        "side_effect_strong": _("A strong side effect"),
        "medicine_call": _("Wants their prescriber to call"),
        "doses_not_taken": ngettext(
            "A medicine skipped", "A medicine skipped on %(days)s due days in a row", rule.days
        ),
        "medicine_ran_out": _("Ran out of a medicine"),
        "injection_overdue": _("Injection overdue"),
        "result_line": line_in_words(rule.about),
        "screen_unexpected": _("A drug screen that was not expected"),
        "screen_unexpected_opioid": _("A drug screen that found an opioid"),
        "message_urgent": _("An urgent message"),
        "peer_worried": _("A peer is worried"),
        "moderator_worried": _("A moderator of a peer space is worried"),
        "supporter_worried": _SUPPORTER_WORRIED.get(rule.about, _("A supporter is worried")),
        "critical_answer": _CRITICAL.get(rule.code, _("A critical answer")),
        "score_at_least": _("%(of)s of %(at_least)s or more"),
        "reliable_deterioration": _("Reliably worse"),
        "not_on_track": _("Not on track"),
        "missed_session": _("Missed a session"),
        "missed_sessions": _("Missed sessions on %(at_least)s days within %(days)s"),
        "raised_by_staff": _("A colleague is worried"),
    }.get(rule.kind, rule.kind)
    numbers = {"at_least": rule.at_least, "days": rule.days, "below": rule.below}
    named = {"of": on_paper(f"{rule.instrument} {rule.score}"), "about": _DANGERS.get(rule.about, rule.about)}
    return words % {**numbers, **named}


def alert_in_words(alert: Alert) -> str:
    """Why an alert stands, in a few words: its gravest cause, and how many others there are."""
    first, *others = causes(alert)
    said = rule_in_words(first)
    if not others:
        return said
    more = ngettext("%(rule)s, and %(more)s more", "%(rule)s, and %(more)s more", len(others))
    return more % {"rule": said, "more": len(others)}


def answers_in_words(rule: Rule) -> str:
    """The critical answers that a rule names, in words."""
    return ", ".join(str(_ANSWERS.get(code, code)) for code in rule.answers)


def version_in_words(version: int, edit: int) -> str:
    """A rule's version: the rulebook's, and after the dot which of the site's own edits."""
    return f"{version}.{edit}" if edit else str(version)


def clock_in_words(minutes: int) -> str:
    """How soon somebody must have taken it."""
    return _("within %(span)s") % {"span": span(timedelta(minutes=minutes))}


def level_in_words(level: str) -> str:
    return {
        "urgent": _("Urgent"),
        "same_day": _("Same day"),
        "next_day": _("Next day"),
        "review": _("Review"),
    }[level]


def who_in_words(who: str) -> str:
    """A rung of the ladder, or the ladder that a rule uses."""
    return {
        "care-team": _("primary therapist first"),
        "primary": _("primary therapist"),
        "medical": _("prescriber or nurse"),
        "cover": _("who covers"),
        "team": _("care team"),
        "on-call": _("on call"),
        "director": _("director"),
    }[who]


def channel_in_words(channel: str) -> str:
    return {"in_app": _("in Daybridge"), "push": _("push"), "email": _("e-mail"), "sms": _("text message")}[channel]


def fault_in_words(fault: str, field: str, rule: Rule) -> str:
    """Why an edit of a rule is refused, with the bound it crossed."""
    bounds = rule.bounds
    low, high = getattr(bounds, field, None) or (0, 0) if field in rule.numbers else (0, 0)
    words = {
        "too-mild": _("This rule may not be milder than “%(mildest)s”."),
        "too-long": _("This rule's clock may be %(most)s at most."),
        "never-off": _("This rule can't be switched off."),
        "out-of-range": _("Choose a number from %(low)s to %(high)s."),
    }[fault]
    most = span(timedelta(minutes=bounds.most_minutes))
    return words % {"mildest": level_in_words(bounds.mildest), "most": most, "low": low, "high": high}


#: Where the rules of the shipped rulebook come from, as it says it.
SOURCES = frozenset(
    [
        gettext_noop(
            "Site policy: confusion or severe hallucinations in withdrawal are seen at once, whatever the total"
        ),
        gettext_noop(
            "ASQ toolkit: a refusal counts as a positive screen; site policy for the other questions about suicide"
        ),
        gettext_noop("Site policy: someone who says they are not safe is contacted by a person at once"),
        gettext_noop("Site policy: who marks that they acted on thoughts of suicide is contacted by a person at once"),
        gettext_noop(
            "Site policy: the strongest mark for thoughts of suicide is answered like a critical answer of a measure"
        ),
        gettext_noop(
            "Site policy: thoughts of suicide marked from the middle of the scale on call for a person the same day; many diaries mark lower ones daily, and the therapist reads those in session"
        ),
        gettext_noop("Site policy: who hurt themselves hears from a person the same day"),
        gettext_noop("Site policy: the strongest urge to hurt oneself calls for a person the same day"),
        gettext_noop(
            "Site policy: who tells of a setback hears a friendly word within a day; tolerance falls quickly, so overdose risk is talked over (SAMHSA, Overdose Prevention and Response Toolkit)"
        ),
        gettext_noop("Site policy: the strongest urge to use calls for a friendly word within a day"),
        gettext_noop("Site policy: a strong wish to leave the program is talked over before somebody stays away"),
        gettext_noop("Site policy: who asks for someone today hears from someone today"),
        gettext_noop("Site policy: a strong urge calls for a friendly word the same day"),
        gettext_noop("Site policy: three days at the bottom of the mood scale call for a person"),
        gettext_noop("Site policy: three nights of under four hours may be the start of a mood episode"),
        gettext_noop(
            "Site policy: who has taken no medicines for two days hears from a prescriber or nurse within a day"
        ),
        gettext_noop("Site policy: after three days of silence someone asks how they are"),
        gettext_noop(
            "FDA medication guides: trouble breathing, swelling of the face or throat, fainting, a seizure, or high fever with stiff muscles need help at once"
        ),
        gettext_noop(
            "FDA boxed warnings of antidepressants: new thoughts of self-harm are told to the care team at once"
        ),
        gettext_noop("Site policy: a strong side effect is answered by a prescriber or nurse the same day"),
        gettext_noop("Site policy: who asks for their prescriber to call hears from someone the same day"),
        gettext_noop(
            "Site policy: who skips a medicine on two due days in a row hears from a prescriber or nurse within a day"
        ),
        gettext_noop("Site policy: who has run out of a medicine hears from a prescriber or nurse within a day"),
        gettext_noop(
            "Site policy: when the window of an injection has closed without one, a prescriber or nurse calls within a day"
        ),
        gettext_noop(
            "Site policy: a result that was not expected is talked over within one business day, without a penalty; what it was for, medicines for opioid or alcohol use, and the level of care are looked at"
        ),
        gettext_noop(
            "Site policy: a message that its writer or a colleague marked as urgent is taken by a person within the hour, out of hours by who is on call"
        ),
        gettext_noop(
            "Site policy: what a peer reports out of worry is looked at the same day by the care team of whoever wrote it"
        ),
        gettext_noop(
            "Site policy: what a moderator hands on is answered by the care team within two hours of the site's day"
        ),
        gettext_noop("Site policy: when a supporter says that someone is in danger now, a person looks at it at once"),
        gettext_noop(
            "Site policy: when a supporter can't tell whether someone is in danger, the care team finds out the same day"
        ),
        gettext_noop("Site policy: what a supporter is worried about is read within one business day"),
        gettext_noop(
            "Site policy: an opioid that was not expected is talked over within one business day, with naloxone offered and falling tolerance named (SAMHSA, Overdose Prevention and Response Toolkit)"
        ),
        gettext_noop(
            "Columbia triage guide for the C-SSRS screener (items 4, 5, behavior within 3 months); ASQ toolkit (item 5): immediate contact by a person"
        ),
        gettext_noop(
            "Columbia triage guide (items 2 and 3) and ASQ toolkit (non-acute positive): clarifying assessment within 24 hours"
        ),
        gettext_noop("PHQ-9 item 9 of 1 or more calls for a suicide risk assessment the same day"),
        gettext_noop(
            "Columbia triage guide: lifetime-only behavior is a moderate risk; clarifying assessment within 24 hours"
        ),
        gettext_noop("COWS bands: 25 and more is moderately severe withdrawal"),
        gettext_noop("COWS bands: 13 to 24 is moderate withdrawal; nurse or prescriber the same day"),
        gettext_noop(
            "CIWA-Ar: 15 and more is severe alcohol withdrawal; the bands differ by publication, so the site decides"
        ),
        gettext_noop(
            "CIWA-Ar: 8 to 14 is moderate alcohol withdrawal; the bands differ by publication, so the site decides"
        ),
        gettext_noop("VA guide to the BAM: any use is worth a conversation, without blame, within one business day"),
        gettext_noop("ASRM: 12 and more is a marked elevation of mood; prescriber the same day"),
        gettext_noop("Altman 1997: an ASRM of 6 or more is likely mania or hypomania"),
        gettext_noop(
            "Joint Commission CTS.03.01.09: measures are used to review the plan; a reliable worsening is reviewed within 7 days"
        ),
        gettext_noop(
            "Joint Commission CTS.03.01.09: measures are used to review the plan; no reliable gain by the week the instrument names is reviewed within 7 days"
        ),
        gettext_noop(
            "Evernorth outlines for IOP review: outreach after a no-show; that it is the same day, and how soon, is site policy"
        ),
        gettext_noop(
            "Site policy: who misses sessions on two days within a week is talked over by the team; Evernorth outlines for IOP review ask about no-show outreach"
        ),
        gettext_noop("Site policy: what a colleague is worried about is looked at the same day"),
        gettext_noop(
            "Lithium above 1.5 mmol/L can be poisoning (FDA label of lithium): call, ask about symptoms, hold the next dose until a prescriber has decided"
        ),
        gettext_noop("ANC below 1,000: clozapine is held (FDA label of clozapine), fever is an emergency"),
        gettext_noop("ANC of 1,000 to 1,499: counted three times a week (FDA label of clozapine)"),
        gettext_noop(
            "QTc of 500 ms or more: a dangerous rhythm is near (FDA labels; Krantz and others 2009 for methadone, which is not stopped unseen)"
        ),
        gettext_noop("Sodium below 125 mmol/L can bring seizures (FDA label of carbamazepine)"),
        gettext_noop("Platelets below 100: bleeding is likelier (FDA label of valproate)"),
        gettext_noop(
            "ALT of three times the upper limit or more (120 U/L here): a prescriber decides the same day (FDA labels; SAMHSA TIP 49)"
        ),
        gettext_noop(
            "Upper blood pressure of 180 or more: measured again and answered the same day (ACC and AHA 2017)"
        ),
        gettext_noop("Site policy: an alert goes from whoever treats the person to cover, on-call and director"),
    ]
)


def source_in_words(source: str) -> str:
    """Where a rule comes from, in the viewer's language; what is not of the shipped rulebook stands as it was written."""
    return _(source) if source in SOURCES else source


# --- Steps -----------------------------------------------------------------------------------------------------------


def step_in_words(kind: str) -> str:
    """A step of an alert's history."""
    return {
        "raised": _("Raised"),
        "grew": _("Raised again: the facts are worse"),
        "added": _("More facts"),
        "worried": _("What worries a colleague"),
        "joined": _("Alerts of this person were joined into this one"),
        "escalated": _("Nobody took it in time: passed on"),
        "taken": _("Read and taken"),
        "asked_after": _("No call logged yet: reminded"),
        "taken_over": _("Taken over from a colleague"),
        "handed_over": _("Handed over"),
        "reached": _("Reached the participant"),
        "left_message": _("Left a message"),
        "no_answer": _("No answer"),
        "answered": _("Wrote to the participant"),
        "ended": _("Ended; waits for a second look"),
        "looked_again": _("Second look: agreed, closed"),
        "disagreed": _("Second look: more to do, open again"),
        "no_follow_up": _("No follow-up needed any more"),
        "closed": _("Closed"),
        "reopened": _("Opened again"),
    }[kind]


def outcome_in_words(outcome: str) -> str:
    return {
        "talked": _("Talked it through"),
        "plan_made": _("Made a plan together"),
        "seen_in_person": _("Seen in person"),
        "emergency_services": _("Emergency services are with them"),
        "no_need": _("No need: it was answered elsewhere"),
        "not_reached_team_review": _("Not reached: the team reviews what to do"),
    }.get(outcome, outcome)
