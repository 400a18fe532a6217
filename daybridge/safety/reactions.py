"""What safety does about things that happened in rooms below it; wired in `daybridge.reactions`."""

from datetime import timedelta

from daybridge.attendance.events import ParticipantExcused, PresenceCorrected, SessionEnded
from daybridge.attendance.ledger import queries as ledger
from daybridge.checkins import queries as checkins
from daybridge.checkins.events import CheckInSaved, EntryKept
from daybridge.checkins.models import CheckIn
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.events import Event
from daybridge.measures import queries as measures
from daybridge.measures.events import AnswersKept, SheetFinished
from daybridge.measures.instruments import Instrument
from daybridge.measures.rules import ChangeKind, Verdict, verdicts
from daybridge.medications import queries as medications
from daybridge.medications.events import DoseTold, SideEffectTold
from daybridge.medications.rules import Reason, State
from daybridge.medications.watching.events import ResultEntered
from daybridge.messaging.events import MessageMarkedUrgent, MessageSent
from daybridge.notifications.actions import notify
from daybridge.peers.events import PeerWorriedAbout
from daybridge.people import queries as people
from daybridge.safety import actions, queries, rules
from daybridge.safety.events import ParticipantAnswered
from daybridge.safety.plan.events import SafetyPlanWritten
from daybridge.safety.rules import CriticalAnswer, DayEntry, Finding, MarkedDanger, ScoreReached, Signal
from daybridge.screens.events import ScreenUnexpected

_DAYS_AROUND = 30


def raise_alert_if_entry_calls_for_it(actor: Actor, event: CheckInSaved) -> None:
    """Hold a new check-in against the site's rules.

    They are read only when the entry lies within the bounds of some rule, and the days around it only when a rule asks
    for them: an ordinary check-in costs no query here.
    """
    entry = _as_rules_read(checkins.check_in(event.subject_id))
    if not rules.might_count(rules.rulebook().values(), entry):
        return
    in_force = queries.rules_in_force().values()
    history = _around(event) if rules.needs_history(in_force, entry) else [entry]
    findings = rules.findings_in_entry(in_force, entry, history)
    if findings:
        participant = people.participant(actor, event.about)
        for finding in findings:
            actions.act_on(actor, participant, finding)


def _around(event: CheckInSaved) -> list[DayEntry]:
    until = event.on_day + timedelta(days=_DAYS_AROUND)
    found = checkins.recent(event.about, until=until, days=2 * _DAYS_AROUND + 1)
    return [_as_rules_read(entry) for entry in found]


def _as_rules_read(entry: CheckIn) -> DayEntry:
    sleep = None if entry.sleep_hours is None else float(entry.sleep_hours)
    return DayEntry(str(entry.id), entry.on_day, entry.mood, entry.urge, sleep, entry.medicines)


def raise_alert_if_diary_calls_for_it(actor: Actor, event: EntryKept) -> None:
    """Hold what an entry marks of danger against the site's rules; an entry that marks none costs no query."""
    if not event.has_dangers:
        return
    told = checkins.dangers_told(event.subject_id)
    dangers = [
        MarkedDanger(one.danger, one.of, one.level, one.acted, told.on_day, f"diary {told.about}")
        for one in told.dangers
    ]
    _act_on(event, rules.findings_in_diary(queries.rules_in_force().values(), dangers))


# --- Measures --------------------------------------------------------------------------------------------------------


def raise_alert_if_answers_call_for_it(actor: Actor, event: AnswersKept) -> None:
    """Critical answers reach a human at once, long before the sheet is finished. Answers that are none cost no query."""
    if not event.has_critical:
        return
    answers = [
        CriticalAnswer(one.code, event.instrument, one.item, int(one.value), event.on_day)
        for one in measures.critical_answers(event.subject_id)
    ]
    in_force = queries.rules_in_force().values()
    _act_on(event, rules.findings_in_answers(in_force, answers, sheet_id=str(event.subject_id)))


def raise_alert_if_scores_call_for_it(actor: Actor, event: SheetFinished) -> None:
    """Scores and change are held against the rules once a sheet is finished.

    A reaction of its own: whatever may fail here, the sheet's critical answers were acted on.
    """
    _act_on(event, _in_scores(event, list(queries.rules_in_force().values())))


def _act_on(event: AnswersKept | EntryKept, found: list[Finding]) -> None:
    if not found:
        return
    system = Actor.system(event.organization_id, "answers, scores and diaries")  # whoever typed them in may see less
    participant = people.participant(system, event.about)
    for finding in found:
        actions.act_on(system, participant, finding)


def _in_scores(event: SheetFinished, in_force: list[rules.Rule]) -> list[Finding]:
    """What the finished sheet's scores call for, and what they say together with those before.

    A score that was prorated reaches a line like any other, to be on the safe side, and so does one with answers missing as
    soon as the known ones reach it; of change neither says anything.
    """
    totals = measures.totals(event.about, event.instrument)
    own = [one for one in totals if one.sheet_id == event.subject_id]
    reached = [
        ScoreReached(event.instrument, one.score, int(one.shown), one.on_day) for one in own if one.shown is not None
    ]
    if len(reached) < len(own):
        reached += [
            ScoreReached(event.instrument, code, int(floor), event.on_day, is_whole=False)
            for code, floor in measures.floors(event.subject_id).items()
        ]
    found = rules.findings_in_scores(in_force, reached, sheet_id=str(event.subject_id))
    for signal in _signals_of_change(event, totals):
        found += rules.findings_in_signal(in_force, signal)
    return found


_SIGNAL_OF = {ChangeKind.WORSE: "reliable_deterioration", ChangeKind.NOT_ON_TRACK: "not_on_track"}


def _signals_of_change(event: SheetFinished, totals: list[measures.Total]) -> list[Signal]:
    """Worse beyond noise, or no gain by the week that the file names, within the present episode, as the chart says it.

    Each is said once, and a worsening again when it has become as much worse once more: not every week anew.
    """
    asked, began = measures.instrument(event.instrument), event.admitted_on
    if began is None:
        return []
    return [
        _signal(asked, judged.code, verdict)
        for judged in asked.scores
        if judged.change
        for verdict in verdicts(
            judged, measures.line_of(judged, totals, since=began), began_on=began, today=max(event.on_day, began)
        )
        if verdict.kind in _SIGNAL_OF and verdict.now.value is not None and verdict.since.value is not None
    ]


def _signal(asked: Instrument, score: str, verdict: Verdict) -> Signal:
    assert verdict.now.value is not None and verdict.since.value is not None
    moved = abs(verdict.now.value - verdict.since.value)
    return Signal(
        _SIGNAL_OF[verdict.kind],
        f"{asked.code} {score} since {verdict.since.on_day}",
        verdict.now.on_day,
        value=int(verdict.now.value),
        of=f"{asked.code} {score}",
        gravity=max(1, int(moved / verdict.line)) if verdict.kind is ChangeKind.WORSE else 1,
    )


# --- Medicines -------------------------------------------------------------------------------------------------------


def raise_alert_if_side_effect_calls_for_it(actor: Actor, event: SideEffectTold) -> None:
    """A danger, a strong side effect or the wish for a call reaches a human in the transaction in which it was told."""
    signals = rules.signals_in_side_effect(
        entry_id=str(event.subject_id),
        on_day=event.on_day,
        what=event.what,
        strength=event.strength,
        wants_call=event.wants_call,
    )
    _act_on_signals(event, signals)


def raise_alert_if_dose_calls_for_it(actor: Actor, event: DoseTold) -> None:
    """Only a dose that was skipped can call for someone; any other costs no query here."""
    if event.state != State.SKIPPED:
        return
    assert event.participant_id is not None
    medicine_id = str(event.medicine_id)
    signals = []
    participant = people.participant(actor, event.participant_id)
    run = medications.run_of_skipped(participant, event.medicine_id, event.due_on)
    if run:
        signals.append(
            rules.signal_of_skipped_days(
                medicine_id=medicine_id, first_on=run.first_on, last_on=run.last_on, days=run.days
            )
        )
    if event.reason == Reason.RAN_OUT:
        signals.append(rules.signal_of_ran_out(medicine_id=medicine_id, on_day=event.due_on))
    _act_on_signals(event, signals)


def raise_alert_if_result_calls_for_it(actor: Actor, event: ResultEntered) -> None:
    """A recent result beyond a line reaches a human in the transaction in which it was entered; any other costs no query here."""
    if event.line:
        of = f"{event.test} {event.reads}"
        signal = rules.signal_of_result(result_id=str(event.subject_id), on_day=event.taken_on, line=event.line, of=of)
        _act_on_signals(event, [signal])


def _act_on_signals(event: Event, signals: list[Signal]) -> None:
    if not signals:
        return
    assert event.participant_id is not None
    system = Actor.system(event.organization_id, "medicines")
    participant = people.participant(system, event.participant_id)
    for signal in signals:
        actions.act_on_signal(system, participant, signal)


# --- Drug screens ----------------------------------------------------------------------------------------------------


def raise_alert_if_screen_calls_for_it(actor: Actor, event: ScreenUnexpected) -> None:
    """A result that nobody expected calls for a friendly word, never for a penalty."""
    assert event.participant_id is not None
    system = Actor.system(event.organization_id, "screens")
    today = clock.today(people.participant(system, event.participant_id).time_zone)
    kind = "screen_unexpected_opioid" if event.is_opioid else "screen_unexpected"
    _act_on_signals(event, [Signal(kind, str(event.subject_id), today)])


# --- Messages --------------------------------------------------------------------------------------------------------


def raise_alert_if_message_is_urgent(actor: Actor, event: MessageSent | MessageMarkedUrgent) -> None:
    """What was marked as urgent reaches a human by the ladder, with the message; any other costs no query here."""
    if isinstance(event, MessageSent) and not event.is_urgent:
        return
    system = Actor.system(event.organization_id, "messages")
    today = clock.today(people.participant(system, event.about).time_zone)
    _act_on_signals(event, [Signal("message_urgent", str(event.subject_id), today)])


# --- Peer spaces -----------------------------------------------------------------------------------------------------


def raise_alert_if_peer_calls_for_it(actor: Actor, event: PeerWorriedAbout) -> None:
    """A peer or a moderator is worried about whoever wrote a post: it reaches a human like any other worry."""
    kind = "peer_worried" if event.is_by_peer else "moderator_worried"
    _act_on_signals(event, [Signal(kind, str(event.worry_id), event.on_day)])


# --- Sessions --------------------------------------------------------------------------------------------------------


def raise_alert_if_sessions_were_missed(
    actor: Actor, event: SessionEnded | PresenceCorrected | ParticipantExcused
) -> None:
    """Who did not come and had not said so is looked for the same day; a session that everybody came to costs no query here."""
    if not event.missing:
        return
    system, in_force = Actor.system(event.organization_id, "sessions"), list(queries.rules_in_force().values())
    around = timedelta(days=max((rule.days for rule in in_force if rule.kind == "missed_sessions"), default=0))
    known = ledger.missed(event.missing, first=event.on_day - around, last=event.on_day + around)
    for participant_id in event.missing:
        participant = people.participant(system, participant_id)
        this = rules.Missed(event.on_day, str(event.occurrence_id))
        actions.act_on_signal(system, participant, rules.signal_of_missed_session(this))
        missed = [rules.Missed(day, str(one)) for one, day in known.get(participant_id, ())]
        for finding in rules.findings_in_misses(in_force, missed, around=event.on_day):
            actions.act_on(system, participant, finding)


# --- Telling the participant -----------------------------------------------------------------------------------------


def tell_of_answer(actor: Actor, event: ParticipantAnswered) -> None:
    """Their team wrote to them: they need not look again and again to find that out."""
    _tell(event, kind="answer", key=f"{event.subject_id} {clock.now():%Y-%m-%dT%H:%M}", link="/companion/support/")


def tell_of_plan(actor: Actor, event: SafetyPlanWritten) -> None:
    """A clinician wrote a version of their safety plan: it waits to be read and signed."""
    if event.is_by_staff:
        _tell(event, kind="safety-plan-ready", key=f"{event.subject_id} {event.number}", link="/companion/plan/")


def _tell(event: Event, *, kind: str, key: str, link: str) -> None:
    assert event.participant_id is not None
    system = Actor.system(event.organization_id, kind)
    notify(system, people.participant(system, event.participant_id), kind=kind, key=key, link=link)
