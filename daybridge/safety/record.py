"""What this room keeps about a participant: safety plans, what they asked for, alerts about them, what the radar pointed out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.safety import queries, sentences
from daybridge.safety.models import (
    JOINED,
    Alert,
    AlertStep,
    HelpAsked,
    SafetyPlanStep,
    SafetyPlanVersion,
    SupportRequest,
)
from daybridge.safety.plan import sentences as plan_sentences
from daybridge.safety.radar import sentences as radar_sentences
from daybridge.safety.radar.models import LookFeedback, RadarFinding, WorthALook
from daybridge.ui import words

_INSIDE = "It stands inside what it is a step of."


def _line(at: datetime, *said: Any) -> Line:
    """Something that was done: when, what, by whom."""
    return Line(words.exact_moment(at), ", ".join(str(one) for one in said if one))


# --- Safety plans ----------------------------------------------------------------------------------------------------


def _plans(participant: Participant) -> Iterable[SafetyPlanVersion]:
    steps = Prefetch("steps", SafetyPlanStep.objects.select_related("staff").order_by("at", "id"))
    found = SafetyPlanVersion.objects.filter(participant_id=participant.id).select_related("written_by")
    return in_portions(found.prefetch_related(steps).order_by("number"))


def _plan_as_json(one: SafetyPlanVersion) -> dict[str, Any]:
    return row_as_json(one) | {"steps": [row_as_json(step, without=["plan"]) for step in one.steps.all()]}


def _plan_in_words(one: SafetyPlanVersion) -> Told:
    return Told(
        _("Version %(number)s, %(moment)s") % {"number": one.number, "moment": words.exact_moment(one.saved_at)},
        (
            *(Line(part.title, "\n".join(map(_plan_line, part.lines))) for part in plan_sentences.parts(one.sections)),
            Line(_("Written by"), str(one.written_by) if one.written_by else _("you")),
            *(_line(step.at, plan_sentences.step_in_words(step.kind), step.staff) for step in one.steps.all()),
        ),
    )


def _plan_line(line: dict[str, str]) -> str:
    return ", ".join(filter(None, (line["text"], line.get("relation"), line.get("phone"))))


def _help_asked(participant: Participant) -> Iterable[HelpAsked]:
    found = HelpAsked.objects.filter(participant_id=participant.id).select_related("supporter")
    return in_portions(found.order_by("said_at", "id"))


def _help_in_words(one: HelpAsked) -> Told:
    said = "\n".join(one.ways) or _("nothing any more")
    return Told(words.exact_moment(one.said_at), (Line(_("Who"), one.supporter.name), Line(_("How to help"), said)))


# --- What they asked for ---------------------------------------------------------------------------------------------


def _requests(participant: Participant) -> Iterable[SupportRequest]:
    steps = Prefetch("alert__steps", AlertStep.objects.select_related("staff").order_by("at", "id"))
    found = SupportRequest.objects.filter(participant_id=participant.id).select_related("alert")
    return in_portions(found.prefetch_related(steps).order_by("made_at", "id"))


def _request_as_json(one: SupportRequest) -> dict[str, Any]:
    shown = queries.as_shown(one)
    read_at = shown.read_at.isoformat() if shown.read_at else None
    told = {"state": shown.state, "read_by": shown.read_by, "read_at": read_at, "answer": shown.answer}
    return row_as_json(one) | {"told": told}


def _request_in_words(one: SupportRequest) -> Told:
    shown = queries.as_shown(one)
    asked = {"contact": _("You asked your team to contact you"), "not_safe": _("You said you are not safe")}[one.kind]
    return Told(
        words.exact_moment(one.made_at),
        (
            Line("", asked),
            Line(_("Read by"), shown.read_by),
            Line(_("Read"), words.exact_moment(shown.read_at) if shown.read_at else _("not yet")),
            Line(_("Their answer"), shown.answer),
        ),
    )


# --- Alerts ----------------------------------------------------------------------------------------------------------


def _alerts(participant: Participant) -> Iterable[Alert]:
    steps = Prefetch("steps", AlertStep.objects.select_related("staff", "to_staff").order_by("at", "id"))
    found = Alert.objects.filter(participant_id=participant.id).prefetch_related(steps)
    named = found.select_related("owner", "taken_by", "ended_by", "second_look_by")
    return in_portions(named.order_by("raised_at", "id"))


def _alert_as_json(one: Alert) -> dict[str, Any]:
    return row_as_json(one) | {"steps": [row_as_json(step, without=["alert"]) for step in one.steps.all()]}


def _alert_in_words(one: Alert) -> Told:
    title = sentences.alert_in_words(one) if one.causes else one.rule
    outcome = _("It was joined with another one.") if one.outcome == JOINED else sentences.outcome_in_words(one.outcome)
    return Told(
        f"{words.exact_moment(one.raised_at)}: {title}",
        (
            Line(_("How soon"), sentences.level_in_words(one.level)),
            *(Line("", fact) for fact in sentences.facts_in_words(one.facts)),
            *(_step(step) for step in one.steps.all()),
            Line(_("What came of it"), outcome),
            Line(_("Closed"), words.exact_moment(one.closed_at) if one.closed_at else _("still open")),
        ),
    )


def _step(step: AlertStep) -> Line:
    passed_on = _("to %(name)s") % {"name": step.to_staff} if step.to_staff else ""
    outcome = sentences.outcome_in_words(step.outcome)
    return _line(step.at, sentences.step_in_words(step.kind), step.staff, passed_on, outcome, step.note)


# --- What the radar pointed out --------------------------------------------------------------------------------------


def _findings(participant: Participant) -> Iterable[RadarFinding]:
    return in_portions(RadarFinding.objects.filter(participant_id=participant.id).order_by("first_on", "id"))


def _finding_in_words(one: RadarFinding) -> Told:
    said = radar_sentences.in_words(one)
    until = words.day(one.ended_on, "dated") if one.ended_on else _("still so")
    return Told(
        f"{words.day(one.first_on, 'dated')}: {said.title}",
        (
            *(Line("", fact.words) for fact in said.inputs),
            Line(_("How it is counted"), said.rule),
            Line(_("Points"), str(one.points)),
            Line(_("Until"), until),
        ),
    )


def _looks(participant: Participant) -> Iterable[WorthALook]:
    said = Prefetch("feedback", LookFeedback.objects.select_related("staff").order_by("said_at", "id"))
    found = WorthALook.objects.filter(participant_id=participant.id).select_related("staff").prefetch_related(said)
    return in_portions(found.order_by("on_day", "id"))


def _look_as_json(one: WorthALook) -> dict[str, Any]:
    return row_as_json(one) | {"feedback": [row_as_json(said, without=["look"]) for said in one.feedback.all()]}


def _look_in_words(one: WorthALook) -> Told:
    known = dict(radar_sentences.said_in_words())
    lines = (_line(said.said_at, known[said.said], said.staff) for said in one.feedback.all())
    return Told(
        words.day(one.on_day, "dated"),
        (Line(_("Shown to"), str(one.staff)), Line(_("Points"), str(one.points)), *lines),
    )


SECTIONS = (
    Section(
        code="safety_plans",
        title=lazy("Your safety plan"),
        lede=lazy("Each version, and who signed it when."),
        tables=("safety.SafetyPlanVersion", "safety.SafetyPlanStep"),
        read=_plans,
        as_json=_plan_as_json,
        in_words=_plan_in_words,
        left_out={"safety.SafetyPlanStep.plan": _INSIDE},
    ),
    Section(
        code="help_asked",
        title=lazy("How your people can help"),
        lede=lazy("What you wrote for each person you share with, also what you wrote before."),
        tables=("safety.HelpAsked",),
        read=_help_asked,
        in_words=_help_in_words,
    ),
    Section(
        code="support_requests",
        title=lazy("When you asked for someone"),
        lede=lazy("What you asked for, who read it, and what they answered."),
        tables=("safety.SupportRequest",),
        read=_requests,
        as_json=_request_as_json,
        in_words=_request_in_words,
    ),
    Section(
        code="alerts",
        title=lazy("When your team was called"),
        lede=lazy("Times when something you told, or your silence, called someone of your team, and what they did."),
        tables=("safety.Alert", "safety.AlertStep"),
        read=_alerts,
        as_json=_alert_as_json,
        in_words=_alert_in_words,
        left_out={"safety.AlertStep.alert": _INSIDE},
    ),
    Section(
        code="findings",
        title=lazy("What changed against your usual days"),
        lede=lazy(
            "Fixed rules compare your days with your own earlier ones. Your team looks at it; nothing is decided by it."
        ),
        tables=("safety.RadarFinding",),
        read=_findings,
        in_words=_finding_in_words,
    ),
    Section(
        code="looks",
        title=lazy("When your therapist was asked to look"),
        lede=lazy("Days on which the rules above put you on the short list of someone of your team."),
        tables=("safety.WorthALook", "safety.LookFeedback"),
        read=_looks,
        as_json=_look_as_json,
        in_words=_look_in_words,
        left_out={"safety.LookFeedback.look": _INSIDE},
    ),
)
