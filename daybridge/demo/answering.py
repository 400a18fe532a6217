"""How staff answer alerts: taken, tried, reached, written down, closed; sometimes late, and then passed on."""

from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.demo import texts
from daybridge.demo.people import ZONE
from daybridge.demo.stage import Stage, chance_of
from daybridge.safety import actions as safety
from daybridge.safety import queries as alerts
from daybridge.safety.models import Alert
from daybridge.safety.rules import Level

#: Minutes after which staff take an alert: soonest, latest, and how many of a hundred are taken only after its clock.
_TAKEN_AFTER = {
    Level.URGENT: (1, 4, 0),
    Level.SAME_DAY: (8, 95, 14),
    Level.NEXT_DAY: (60, 420, 8),
    Level.REVIEW: (60, 420, 0),
}
_ON_CALL = (time(7, 45), time(22, 45))


def arrange(stage: Stage, *, leave_alone: bool = False) -> None:
    """Enter who answers the alerts that are new, and when; their clocks are watched as the worker would watch them."""
    for alert in alerts.open_alerts(stage.system).filter(taken_at=None).prefetch_related("steps"):
        times_raised = sum(step.kind in ("raised", "grew") for step in alert.steps.all())
        if stage.arranged.get(alert.id) == times_raised:
            continue
        stage.arranged[alert.id] = times_raised
        stage.agenda.enter(alert.due_at, _pass_on, stage, alert)
        if not leave_alone:
            _plan_answer(stage, alert)


def _plan_answer(stage: Stage, alert: Alert) -> None:
    chance = _chance_about(stage, alert)
    soonest, latest, late_of_a_hundred = _TAKEN_AFTER[Level(alert.level)]
    taken_at = clock.now() + timedelta(minutes=chance.uniform(soonest, latest))
    if chance.random() * 100 < late_of_a_hundred:
        taken_at = alert.due_at + timedelta(minutes=chance.uniform(10, 45))
    if alert.level != Level.URGENT:
        taken_at = _when_somebody_is_there(taken_at, chance)
    stage.agenda.enter(taken_at, _answer, stage, alert, chance)


def _chance_about(stage: Stage, alert: Alert) -> Random:
    return chance_of("alert", alert.participant.email, alert.rule, stage.day_of(alert.raised_at))


def _when_somebody_is_there(moment: datetime, chance: Random) -> datetime:
    """The moment itself while someone is on call, otherwise early in the morning after."""
    begins, ends = _ON_CALL
    local = moment.astimezone(ZoneInfo(ZONE))
    if begins <= local.time() <= ends:
        return moment
    day = local.date() + timedelta(days=local.time() > ends)
    return datetime.combine(day, begins, ZoneInfo(ZONE)) + timedelta(minutes=chance.uniform(5, 60))


def _pass_on(stage: Stage, alert: Alert) -> None:
    """What the alert's timer does: nothing when somebody took it, the next person's turn otherwise."""
    now = alerts.alert(stage.system, alert.id)
    if now.closed_at or now.taken_at:
        return
    if now.due_at <= clock.now():
        safety.escalate(stage.system, now)
        now.refresh_from_db()
    stage.agenda.enter(now.due_at, _pass_on, stage, alert)


def _answer(stage: Stage, alert: Alert, chance: Random) -> None:
    """Whoever it is with takes it and rings; a message first, sometimes, and an hour until the next try."""
    now = alerts.alert(stage.system, alert.id)
    actor = stage.actors.get(now.owner_id) if now.owner_id else None
    if now.closed_at or now.ended_at or actor is None:
        return
    safety.take_alert(actor, now)
    wait = timedelta(minutes=chance.uniform(2, 9))
    if alert.level != Level.URGENT and chance.random() < 0.25:
        result, notes = chance.choice((("left_message", texts.MESSAGES), ("no_answer", texts.NO_ANSWER)))
        safety.log_contact(actor, now, result=result, note=chance.choice(notes))
        wait = timedelta(minutes=chance.uniform(30, 80))
    stage.agenda.enter(clock.now() + wait, _reach, stage, alert, actor, chance)


def _reach(stage: Stage, alert: Alert, actor: Actor, chance: Random) -> None:
    now = _mine_again(stage, alert, actor)
    if now.closed_at or now.ended_at:
        return
    if alert.rule == "no-entry" and chance.random() < 0.2:
        safety.log_contact(actor, now, result="no_answer", note=chance.choice(texts.NO_ANSWER))
        _close_later(stage, alert, actor, "not_reached_team_review", texts.TEAM_REVIEW, minutes=15)
        return
    safety.log_contact(
        actor, now, result="reached", note=chance.choice(texts.CALLS.get(alert.rule, texts.CALLS["asked-for-contact"]))
    )
    if alert.rule in ("asked-for-contact", "not-safe") or chance.random() < 0.5:
        safety.answer_participant(actor, now, words=chance.choice(texts.ANSWERS[alert.participant.language]))
    outcome = "plan_made" if alert.level == Level.URGENT else chance.choice(("talked", "talked", "plan_made"))
    _close_later(stage, alert, actor, outcome, chance.choice(texts.CLOSINGS), minutes=chance.uniform(8, 40))


def _close_later(stage: Stage, alert: Alert, actor: Actor, outcome: str, note: str, *, minutes: float) -> None:
    moment = clock.now() + timedelta(minutes=minutes)
    stage.agenda.enter(moment, _close, stage, alert, actor, outcome, note)


def _close(stage: Stage, alert: Alert, actor: Actor, outcome: str, note: str) -> None:
    """End it; an urgent one gets its second look from whoever is asked, within the hour or two."""
    now = _mine_again(stage, alert, actor)
    if now.closed_at or now.ended_at:
        return
    chance = _chance_about(stage, alert)
    if now.reached_at is None:  # not yet, or it has grown since: somebody rings before it is ended
        result = "no_answer" if outcome == "not_reached_team_review" else "reached"
        safety.log_contact(
            actor,
            now,
            result=result,
            note=chance.choice(texts.CALLS["asked-for-contact"]) if result == "reached" else "",
        )
    in_days = chance.choice((0, 0, 0, 1, 2)) or (1 if now.level == Level.URGENT else 0)
    follow_up_on = clock.today(ZONE) + timedelta(days=in_days) if in_days else None
    safety.close_alert(actor, now, outcome=outcome, note=note, follow_up_on=follow_up_on)
    moment = _when_somebody_is_there(clock.now() + timedelta(minutes=chance.uniform(30, 110)), chance)
    if now.level == Level.URGENT:
        stage.agenda.enter(moment, _look_again, stage, alert)
    if follow_up_on:
        call_at = datetime.combine(follow_up_on, time(10), ZoneInfo(ZONE)) + timedelta(minutes=chance.uniform(0, 300))
        stage.agenda.enter(call_at, _follow_up, stage, alert, actor, chance)


def _look_again(stage: Stage, alert: Alert) -> None:
    now = alerts.alert(stage.system, alert.id)
    actor = stage.actors.get(now.owner_id) if now.owner_id else None
    if now.ended_at and not now.closed_at and actor:
        safety.look_again(actor, now, agrees=True, note=texts.SECOND_LOOKS[0])


def _follow_up(stage: Stage, alert: Alert, actor: Actor, chance: Random) -> None:
    """The call that was promised, if it is still to be made."""
    now = alerts.alert(stage.system, alert.id)
    if now.closed_at and now.follow_up_on and not now.followed_up_at:
        safety.follow_up(actor, now, result="reached", note=chance.choice(texts.FOLLOW_UPS))


def _mine_again(stage: Stage, alert: Alert, actor: Actor) -> Alert:
    """The alert as it is now; one that grew worse meanwhile is taken anew."""
    now = alerts.alert(stage.system, alert.id)
    if not now.taken_at and not now.closed_at:
        safety.take_alert(actor, now)
    return now
