"""What laboratories send: kept byte for byte, matched to its order where that is certain, and to nobody where it is not."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from django.db.models import Q
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid, NotYours
from daybridge.medications.watching.actions import keep_sent_result
from daybridge.medications.watching.rules import TAKEN_BACK, Sent
from daybridge.people.models import Organization, Participant
from daybridge.screens.access import takes_messages, works_results, works_screens_of
from daybridge.screens.actions.reading import Result, keep_results
from daybridge.screens.actions.stepping import cleaned
from daybridge.screens.events import LabMessageTaken, LabReportSettled
from daybridge.screens.models import LabMessage, LabReport, Screen
from daybridge.screens.rules import HAS_SPECIMEN, Report, State, book, name_fits, sort_readings


@action(allow=takes_messages)
def take_message(
    actor: Actor, organization: Organization, *, original: bytes, sender: str, control_id: str, kind: str, answer: str,
    why: str, reports: Sequence[Report], way: str,
) -> LabMessageTaken:  # fmt: skip
    """Keep a message as it came, and its reports. The same message again is answered as the first time and changes nothing."""
    digest = sha256(original).hexdigest()
    organization = Organization.objects.select_for_update().get(id=organization.id)  # the same message twice at once
    known = LabMessage.objects.filter(sender=sender, control_id=control_id)
    same = known.filter(digest=digest).first()
    if same:
        return _told(same, repeated=True)
    if control_id and known.exists() and answer == "AA":
        answer, why, reports = "AE", "number_used", ()
    made = LabMessage.objects.create(
        organization=organization, sender=sender, control_id=control_id, kind=kind, original=original, digest=digest,
        answer=answer, why=why, way=way,
    )  # fmt: skip
    rows = [_taken_in(made, number, report) for number, report in enumerate(reports, 1)]
    matched = sum(row.settled_at is not None for row in rows)
    return _told(made, matched=matched, waiting=len(rows) - matched)


def _told(message: LabMessage, *, matched: int = 0, waiting: int = 0, repeated: bool = False) -> LabMessageTaken:
    return LabMessageTaken(
        organization_id=message.organization_id, subject_id=message.id, ack=message.answer, why=message.why,
        matched=matched, waiting=waiting, repeated=repeated,
    )  # fmt: skip


def _taken_in(message: LabMessage, number: int, report: Report) -> LabReport:
    is_screen = bool(sort_readings(report.readings, book()).found)
    participant, screen, waits_for = _whose(message, report, is_screen)
    row = LabReport.objects.create(
        organization_id=message.organization_id, message=message, number=number, says=report.to_json(),
        is_screen=is_screen, participant=participant, waits_for=waits_for,
    )  # fmt: skip
    if screen:
        _settle(Actor.system(message.organization_id, "laboratory"), row, screen)
    elif not is_screen and _was_attached(participant, report, message.sender):
        row.settled_at, row.waits_for = clock.now(), ""
        row.save(update_fields=["settled_at", "waits_for"])
        _pass_on(row, report)
    return row


def _whose(message: LabMessage, report: Report, is_screen: bool) -> tuple[Participant | None, Screen | None, str]:
    """Whose it is: by the order's number with the birth date beside it, or by record number, birth date and name together."""
    numbers = [one for one in (report.placer, report.filler) if one]
    ours = Screen.objects.filter(
        Q(order_number__in=numbers) | Q(lab_number__in=numbers), organization_id=message.organization_id
    )
    screens = list(ours.select_related("participant")[:2]) if numbers else []
    if len(screens) == 1:
        screen = screens[0]
        if report.person.born_on != screen.participant.born_on:
            return None, None, "birth_date"
        if screen.state not in HAS_SPECIMEN:
            return screen.participant, None, "no_specimen"
        return screen.participant, screen if is_screen else None, "" if is_screen else "other"
    participant = _by_person(message, report)
    if participant is None:
        return None, None, "nobody"
    if not is_screen:
        return participant, None, "other"
    of_day = _of_that_day(participant, report)
    return participant, of_day, "" if of_day else "no_order"


def _by_person(message: LabMessage, report: Report) -> Participant | None:
    who = report.person
    if who.born_on is None:
        return None
    found = Participant.objects.filter(
        organization_id=message.organization_id, record_number__in=who.record_numbers, born_on=who.born_on
    )  # fmt: skip
    fitting = [
        one for one in found[:3] if name_fits(who, family=one.family_name, given=(one.given_name, one.chosen_name))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _of_that_day(participant: Participant, report: Report) -> Screen | None:
    """The one specimen of somebody that was collected within a day of what the report says; of two neither."""
    if report.collected_at is None:
        return None
    around = (report.collected_at - timedelta(hours=24), report.collected_at + timedelta(hours=24))
    found = list(Screen.objects.filter(participant=participant, collected_at__range=around)[:2])
    return found[0] if len(found) == 1 else None


def _settle(actor: Actor, row: LabReport, screen: Screen) -> None:
    """Give a report to a screen: its results are kept there, corrections as new versions."""
    report = Report.from_json(row.says)
    row.screen, row.participant, row.settled_at, row.waits_for = screen, screen.participant, clock.now(), ""
    row.settled_by_id = actor.person_id if actor.is_staff else None
    row.save(update_fields=["screen", "participant", "settled_at", "settled_by", "waits_for"])
    before = LabReport.objects.filter(screen=screen).exclude(id=row.id).values_list("says", flat=True)
    earlier = [one for says in before for one in Report.from_json(says).readings]
    sorted_out = sort_readings(report.readings, book(), earlier)
    results = [
        Result(
            analyte=one.analyte, outcome=one.outcome, method=one.method, value=one.value, unit=one.unit,
            is_correction=one.is_correction,
        )
        for one in sorted_out.found
    ]  # fmt: skip
    keep_results(actor, screen, results=results, reported_at=report.reported_at, report=row)
    _pass_on(row, report)
    if report.filler and not screen.lab_number:
        Screen.objects.filter(id=screen.id).update(lab_number=report.filler[:80])


def _pass_on(row: LabReport, report: Report) -> None:
    """Readings of tests that are watched beside medicines stand among those too; others stay where they came."""
    tests, person = book().test_by_code, row.participant
    assert person
    said_at = report.reported_at or row.message.received_at
    day = clock.day_of(report.collected_at or said_at, person.time_zone)
    for one in sort_readings(report.readings, book()).other:
        test = tests.get(one.code.upper())
        if test is None or not (one.value.strip() or one.status in TAKEN_BACK) or one.status == "I":
            continue
        sent = Sent(
            value=one.value[:200], unit=one.unit, usual=one.usual, flags=one.flags, status=one.status,
            order=report.filler or report.placer, report=str(row.id), reported_at=said_at.isoformat(),
            sender=row.message.sender,
        )  # fmt: skip
        laboratory = Actor.system(row.organization_id, "laboratory")
        taken_on = min(day, clock.today(person.time_zone))
        keep_sent_result(laboratory, person, test=test, sent=sent, taken_on=taken_on)


def _was_attached(participant: Participant | None, report: Report, sender: str) -> bool:
    """Whether somebody said before that this order's results are this person's: then its later word goes there too."""
    number = report.filler or report.placer
    if participant is None or not number:
        return False
    before = LabReport.objects.filter(participant=participant, screen=None, settled_at__isnull=False)
    before = before.filter(message__sender=sender)
    return before.filter(Q(says__filler=number) | Q(says__filler="", says__placer=number)).exists()


def _open(actor: Actor, report: LabReport) -> LabReport:
    """One without a place. What names somebody is given it by those who treat them. Raises NotYours, Conflict (409)."""
    row = LabReport.objects.select_for_update(of=("self",)).get(id=report.id)
    if row.participant_id is not None and not works_screens_of(actor, row):
        raise NotYours()
    if row.settled_at is not None:
        raise Conflict(_("Somebody has given it a place already."))
    return row


@action(allow=works_results)
def link_report(actor: Actor, report: LabReport, *, screen: Screen) -> LabReportSettled:
    """A person says which order a report belongs to. They must treat that participant."""
    row = _open(actor, report)
    if not works_screens_of(actor, screen):
        raise NotYours()
    if not row.is_screen:
        raise Invalid(
            _("These are no results of a drug screen."), fields={"screen": _("These are no results of a drug screen.")}
        )
    if State(screen.state) not in HAS_SPECIMEN:
        raise Conflict(_("Write the specimen down first."))
    _settle(actor, row, screen)
    return _settled(row)


@action(allow=works_results)
def attach_report(actor: Actor, report: LabReport, *, participant: Participant) -> LabReportSettled:
    """Other results are kept with a person as plain readings."""
    row = _open(actor, report)
    if not works_screens_of(actor, participant):
        raise NotYours()
    row.participant, row.settled_at, row.settled_by_id, row.waits_for = participant, clock.now(), actor.who, ""
    row.save(update_fields=["participant", "settled_at", "settled_by", "waits_for"])
    _pass_on(row, Report.from_json(row.says))
    return _settled(row)


@action(allow=works_results)
def set_report_aside(actor: Actor, report: LabReport, *, why: str) -> LabReportSettled:
    """It belongs to nobody here, or is of no use: put aside with a reason. The message stays as it came."""
    row = _open(actor, report)
    row.set_aside_why = cleaned(why, field="why", most=400)
    row.participant, row.settled_at, row.settled_by_id = None, clock.now(), actor.who
    row.save(update_fields=["set_aside_why", "participant", "settled_at", "settled_by"])
    return _settled(row, is_set_aside=True)


def _settled(row: LabReport, *, is_set_aside: bool = False) -> LabReportSettled:
    return LabReportSettled(
        organization_id=row.organization_id, subject_id=row.id, participant_id=row.participant_id,
        is_set_aside=is_set_aside,
    )  # fmt: skip
