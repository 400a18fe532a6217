import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from daybridge.checkins.models import CheckIn
from daybridge.core import audit, clock, tenancy
from daybridge.demo import queries
from daybridge.demo.actions import live_demo
from daybridge.library import queries as library
from daybridge.library.models import Assigned, Opened
from daybridge.library.pieces import shelf
from daybridge.people import queries as who
from daybridge.people.models import Account, Participant, Staff
from daybridge.programs import queries as programs
from daybridge.programs.apart import queries as apart
from daybridge.programs.apart.models import KeptApart
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.hours import queries as hours
from daybridge.programs.models import Episode
from daybridge.safety import queries as net
from daybridge.safety.models import Alert, AlertStep
from daybridge.safety.plan import queries as plans
from daybridge.safety.plan.rules import Need
from tests.cast import House, sign_in

AFTERNOON = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@contextmanager
def _lived(at: datetime = AFTERNOON, *, participants: int, days: int) -> Iterator[list[str]]:
    """A small demo, lived at that moment; behind its walls."""
    said: list[str] = []
    with clock.at(at):
        live_demo(said.append, participants=participants, days=days)
        (organization_id,) = tenancy.organizations()
        with tenancy.inside(organization_id):
            yield said


@pytest.mark.full
def test_ten_weeks_leave_something_on_every_screen(really_commits: None) -> None:
    """Lived once for all that is looked at: living is what takes time."""
    with _lived(participants=24, days=70) as said:
        assert any("week" in sentence for sentence in said)
        _alerts_open_taken_answered_and_passed_on()
        _most_have_a_plan()
        _pieces_were_given()
        _the_whole_net()
        _people_here_and_gone()
        _groups_meet_and_people_have_seats()
        _a_directors_week_has_something_of_everything()
        _only_shown_sign_ins()
    _its_audit_verifies()
    _its_page_shows_its_people_and_the_present_code()


def _most_have_a_plan() -> None:
    """Most have a plan in force, some only a draft, and some are due."""
    here = [one.participant_id for one in Episode.objects.current()]
    found = list(plans.standings(here).values())
    assert sum(one.in_force is not None for one in found) > 0.7 * len(found)
    assert any(one.draft and not one.in_force for one in found)
    assert any(one.draft and one.in_force and not one.draft.written_by_id for one in found)
    assert {Need.INTERVAL} <= {one.need for one in found}
    ana = Participant.objects.get(email="ana@demo.example")
    hers = plans.standings([ana.id])[ana.id]
    assert hers.in_force and [step.kind for step in hers.in_force.steps.all()][:2] == ["countersigned", "signed"]


def _pieces_were_given() -> None:
    """Clinicians have given things to read, and people have said what helped."""
    assert Assigned.objects.count() > 12 and Opened.objects.filter(way="assigned").exists()
    suggested = Opened.objects.filter(way="suggested")
    assert suggested.exclude(helped="").exists() and not Opened.objects.filter(made_at__gt=clock.now()).exists()
    assert set(Assigned.objects.values_list("code", flat=True)) <= set(shelf())
    readings = [library.reading(one) for one in Participant.objects.values_list("id", flat=True)]
    assert any(given.opened_at is None for reading in readings for given in reading.given)
    assert any(given.helped for reading in readings for given in reading.given)


def _alerts_open_taken_answered_and_passed_on() -> None:
    waiting = Alert.objects.still_open().filter(taken_at=None)
    urgent = waiting.get(level="urgent")
    assert urgent.due_at > clock.now() and urgent.rule == "not-safe"
    talked_with = Alert.objects.still_open().exclude(taken_at=None).get(participant__given_name="Ana")
    assert talked_with.reached_at and talked_with.answer
    assert Alert.objects.exclude(closed_at=None).exclude(reached_at=None).count() > 3
    assert AlertStep.objects.filter(kind="escalated", alert__in=waiting).exists()


def _the_whole_net() -> None:
    """A second look that waits, one that was made, follow-ups, outreach with attempts, a roster with a gap ahead."""
    dora = who.actor_for(Account.objects.get(staff__name="Dora Quill"))
    assert dora
    waiting = Alert.objects.to_be_looked_at_again().get()
    assert waiting.outcome == "plan_made" and waiting in net.second_looks(dora[0])
    made = AlertStep.objects.filter(kind="looked_again").select_related("alert")
    assert made and all(one.staff_id != one.alert.ended_by_id for one in made)
    assert Alert.objects.exclude(follow_up_on=None).exclude(followed_up_at=None).exists()
    kinds = {cause["kind"] for alert in net.outreach(dora[0]) for cause in alert.causes}
    assert {"raised_by_staff", "silent_days"} <= kinds
    roster = net.roster(dora[0].organization_id)
    assert roster.now and roster.gaps and roster.gaps[0][0] > clock.now() and roster.offered


def _people_here_and_gone() -> None:
    """Some are here, some have left; some checked in today, some did not."""
    here = set(Episode.objects.current().values_list("participant_id", flat=True))
    today = CheckIn.objects.filter(on_day=clock.today("America/Chicago")).values_list("participant_id", flat=True)
    assert set(today) & here and here - set(today)
    assert Episode.objects.exclude(ended_on=None).exists()
    assert not CheckIn.objects.filter(clock_was_wrong=True).exists()
    assert CheckIn.objects.exclude(note="").filter(participant__language="es").exists()


def _groups_meet_and_people_have_seats() -> None:
    """Most who are here have a week of sessions; the weeks ahead are on the calendar; nobody is in two places."""
    here = list(Episode.objects.current().values_list("participant_id", flat=True))
    ahead = {one: calendar.sessions_of(one, since=clock.now(), until=clock.now() + timedelta(days=7)) for one in here}
    assert sum(len(sessions) >= 3 for sessions in ahead.values()) > 0.7 * len(here)
    assert Occurrence.objects.filter(begins_at__gt=clock.now() + timedelta(days=45)).exists()


def _a_directors_week_has_something_of_everything() -> None:
    """Some fall short, some do not; seats are free; somebody is away while they lead; two are kept apart and share nothing."""
    dora = who.actor_for(Account.objects.get(staff__name="Dora Quill"))
    assert dora
    organization = who.organization_of(dora[0])
    monday = hours.monday_of(organization, "")
    cards = [hours.hours_card(dora[0], organization, one.id, monday) for one in programs.programs(dora[0])]
    assert all(card.short and card.free and card.leads for card in cards) and any(card.whole for card in cards)
    leads = [lead for card in cards for lead in card.leads]
    assert any(lead.away for lead in leads) and all(lead.most_minutes for lead in leads)
    pair = KeptApart.objects.standing().select_related("one", "other").get()
    assert not apart.shared_sessions(pair, clock.now())


def _only_shown_sign_ins() -> None:
    """Only the sign-ins that are shown have passwords."""
    with_password = {one.email for one in Account.objects.all() if one.has_usable_password()}
    assert with_password == {one.email for one in queries.cast()} and len(with_password) == 10


def _its_audit_verifies() -> None:
    (organization_id,) = tenancy.organizations()
    assert audit.seal(organization_id, bound=audit.settled_bound())
    assert audit.verify(organization_id).faults == ()


@pytest.mark.full
@pytest.mark.parametrize("hour", [3, 6, 14, 23])
def test_the_demo_can_be_lived_at_any_hour(really_commits: None, hour: int) -> None:
    with _lived(AFTERNOON.replace(hour=hour, minute=40), participants=12, days=24):
        rules = sorted(Alert.objects.still_open().filter(taken_at=None).values_list("rule", flat=True))
        assert {"asked-for-contact", "not-safe", "urge-high"} <= set(rules)
        assert Participant.objects.count() == 12
        ben = Staff.objects.get(name="Ben Okafor")
        assert net.roster(ben.organization_id).now[0] == ben.id, "also on a Monday before eight"
        his = Occurrence.objects.filter(series__lead=ben, begins_at__lte=clock.now(), ends_at__gt=clock.now())
        assert his.count() == 1, "also where his first of the day begins within the hour"


def _its_page_shows_its_people_and_the_present_code() -> None:
    page = Client().get("/demo/").content.decode()
    assert "ben@demo.example" in page and "ana@demo.example" in page
    assert re.search(r">(\d{6})<", page)
    alone = Client().get("/demo/?part=code").content.decode()
    assert re.search(r">(\d{6})<", alone) and "<html" not in alone
    assert "dora@demo.example" in queries.sign_ins()


def test_the_page_shows_nobody_of_an_organization_that_is_not_the_demos(house: House) -> None:
    assert queries.cast() == []
    tenancy.enter(house.organization.id)
    account = Account.objects.get(staff__name="Ben Okafor")
    answer = sign_in(account).get("/demo/")
    assert answer.status_code == 200 and "@" not in answer.content.decode().split("<main")[1]
