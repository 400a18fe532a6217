"""The play's last hours, told from its present backwards so that they are the same at whatever hour it is lived."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from daybridge.checkins.rules import Medicines
from daybridge.core.ids import new_id
from daybridge.demo import answering, days, duty, texts
from daybridge.demo.courses import Day
from daybridge.demo.lives import Life, Part
from daybridge.demo.people import INTAKE
from daybridge.demo.stage import Stage
from daybridge.installation.home import CHECKOUT
from daybridge.intake.actions import receive_phone_referral
from daybridge.intake.rules import ReferralFacts
from daybridge.interop.actions import receive_bundle
from daybridge.safety import actions as safety
from daybridge.safety import queries as alerts
from daybridge.safety.models import Alert

#: Real bundles, beside a developer's checkout only; they are no part of the product.
_BUNDLES = CHECKOUT.parent / "shared" / "data" / "fhir"
_BUNDLE_NAMES = ("Omar_Abernathy*.json", "Milan_Beatty*.json")
_REFERRED_MINUTES_AGO = (150, 25)
_HARD = Day(
    entries=True, told_late=False, in_setback=True,
    mood=1, anxiety=8, urge=5, sleep_hours=3.5, medicines=Medicines.SOME,
)  # fmt: skip
_STRONG_URGE = Day(
    entries=True, told_late=False, in_setback=True,
    mood=2, anxiety=7, urge=8, sleep_hours=5.0, medicines=Medicines.ALL,
)  # fmt: skip
_ASKED_MINUTES_AGO = {Part.ASKS: 35, Part.UNANSWERED: 190}
_ENTERED_MINUTES_AGO = {Part.STRONG_URGE: (95, _STRONG_URGE), Part.HARD_DAYS: (40, _HARD)}


def plan_ending(stage: Stage, lives: list[Life]) -> None:
    """Enter what each part does in the last hours."""
    for life in lives:
        if life.part is Part.ANSWERED:
            _ask(stage, life, 70)
            stage.agenda.enter(_ago(stage, 50), _answer_and_leave_open, stage, life)
        elif life.part in _ASKED_MINUTES_AGO:
            _ask(stage, life, _ASKED_MINUTES_AGO[life.part])
        elif life.part in _ENTERED_MINUTES_AGO:
            minutes, lived = _ENTERED_MINUTES_AGO[life.part]
            stage.agenda.enter(_ago(stage, minutes), days.enter_day, stage, life, stage.days, lived, leave_alone=True)
        elif life.part in _BY_STAFF:
            for minutes, deed in _BY_STAFF[life.part]:
                stage.agenda.enter(_ago(stage, minutes), deed, stage, life)
    stage.agenda.enter(stage.now - duty.OFFERED_AGO, duty.offer_next_week, stage)
    for minutes, (receive, source) in zip(_REFERRED_MINUTES_AGO, _referrals(), strict=True):
        stage.agenda.enter(_ago(stage, minutes), receive, stage, source)


def _ago(stage: Stage, minutes: float) -> datetime:
    return stage.now - timedelta(minutes=minutes)


def _ask(stage: Stage, life: Life, minutes_ago: float) -> None:
    stage.agenda.enter(_ago(stage, minutes_ago), days.ask, stage, life, "contact", leave_alone=True)


def _answer_and_leave_open(stage: Stage, life: Life) -> None:
    """Their therapist has taken it, talked with them and written a line; it is not closed yet."""
    assert life.participant
    alert = next(
        one for one in alerts.alerts_of(life.participant.id) if not one.closed_at and one.rule == "asked-for-contact"
    )
    actor = stage.actor_named(life.therapist)
    safety.take_alert(actor, alert)
    safety.log_contact(actor, alert, result="reached", note=texts.CALLS["asked-for-contact"][0])
    safety.answer_participant(actor, alert, words=texts.ANSWERS[life.person.language][0])


def _say_not_safe_earlier(stage: Stage, life: Life) -> None:
    days.ask(stage, life, "not_safe", leave_alone=True)


def _answer_and_end(stage: Stage, life: Life) -> None:
    """It was answered and ended; another clinician has not looked at it yet."""
    alert = _open_alert(life)
    if alert and alert.owner_id:
        actor = stage.actors[alert.owner_id]
        safety.take_alert(actor, alert)
        safety.log_contact(actor, alert, result="reached", note=texts.CALLS["not-safe"][0])
        safety.answer_participant(actor, alert, words=texts.ANSWERS[life.person.language][0])
        safety.close_alert(actor, alert, outcome="plan_made", note=texts.CLOSINGS[0])


def _try_once(stage: Stage, life: Life) -> None:
    """Whoever is asked about the silence has tried once and left a message."""
    alert = _open_alert(life)
    if alert and alert.owner_id and not alert.taken_at:
        actor = stage.actors[alert.owner_id]
        safety.take_alert(actor, alert)
        safety.log_contact(actor, alert, result="left_message", note=texts.MESSAGES[0])


def _worry(stage: Stage, life: Life) -> None:
    """Their therapist saw something in group that the team should look at today."""
    assert life.participant
    safety.raise_by_staff(stage.actor_named(life.therapist), life.participant, worry_id=new_id(), note=texts.WORRIES[0])
    answering.arrange(stage, leave_alone=True)


def _open_alert(life: Life) -> Alert | None:
    assert life.participant
    return next((one for one in alerts.alerts_of(life.participant.id) if not one.closed_at and not one.ended_at), None)


_BY_STAFF: dict[Part, tuple[tuple[int, Callable[[Stage, Life], None]], ...]] = {
    Part.SECOND_LOOK: ((120, _say_not_safe_earlier), (117, _answer_and_end)),
    Part.SILENT: ((20, _try_once),),
    Part.WORRY: ((60, _worry),),
}


def say_not_safe(stage: Stage, lives: list[Life]) -> None:
    """The last deed of all, in the very minute the demo opens: its clock is still running when somebody looks."""
    for life in lives:
        if life.part is Part.NOT_SAFE:
            days.ask(stage, life, "not_safe", leave_alone=True)


# --- Referrals -------------------------------------------------------------------------------------------------------


def _referrals() -> list[tuple[Callable[[Stage, Any], None], Path | ReferralFacts]]:
    """Two people wait to be screened: from real bundles where these are at hand, else by phone."""
    files = [file for name in _BUNDLE_NAMES for file in sorted(_BUNDLES.glob(name))[:1]]
    calls = texts.PHONE_REFERRALS[len(files) :]
    return [*((_receive_file, file) for file in files), *((_receive_call, told) for told in calls)]


def _receive_file(stage: Stage, file: Path) -> None:
    receive_bundle(stage.system, file.read_bytes(), filename=file.name)


def _receive_call(stage: Stage, told: ReferralFacts) -> None:
    ines = stage.actor_named(INTAKE)
    receive_phone_referral(ines, stage.organization, referral_id=new_id(), facts=told)
