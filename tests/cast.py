"""The cast, reached by the product's own actions so that impossible people cannot exist.

Ana is a participant, Ben her therapist, Cleo a therapist of another team, Dora the director, Ines works intake, Esi belongs
to another organization and treats Eli there.
"""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from time import time as machine_time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from daybridge.checkins.actions import ToldEntry, check_in, save_entry
from daybridge.checkins.events import CheckInSaved, EntrySaved
from daybridge.checkins.rules import Answers
from daybridge.core import clock, guard, tenancy
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from daybridge.measures.actions import keep_answers
from daybridge.measures.events import AnswersKept
from daybridge.measures.rules import Told, Way
from daybridge.medications import queries as medications
from daybridge.medications.actions import add_medicine, tell_dose, tell_side_effect
from daybridge.medications.events import DoseTold
from daybridge.medications.models import Medicine, SideEffectEntry
from daybridge.medications.ordering.actions import sign_order
from daybridge.medications.ordering.models import MedicineOrder
from daybridge.medications.ordering.rules import OrderText
from daybridge.medications.precautions.actions import state_allergy
from daybridge.medications.precautions.rules import Allergy
from daybridge.medications.rules import Details, Dose, SideEffect
from daybridge.medications.watching.actions import enter_result, override_warnings
from daybridge.medications.watching.models import LabResult, WarningOverride
from daybridge.medications.watching.queries import Proposed, warnings_of
from daybridge.people import actions as people
from daybridge.people.models import Account, Organization, Participant, Staff, Supporter
from daybridge.people.queries import actor_for
from daybridge.people.rules import TeamRole
from daybridge.privacy import actions as privacy
from daybridge.privacy.rules import Part
from daybridge.programs.actions import admit, open_program
from daybridge.programs.apart.actions import keep_apart
from daybridge.programs.apart.models import KeptApart
from daybridge.programs.apart.queries import pair_of
from daybridge.programs.attending.actions import ToldAbsence, ToldChange, ask_for_change, tell_absence
from daybridge.programs.attending.models import Absence, ChangeRequest
from daybridge.programs.availability.actions import tell_week
from daybridge.programs.availability.models import WeekTold
from daybridge.programs.availability.rules import Span, Week, Why
from daybridge.programs.calendar.actions import open_series
from daybridge.programs.calendar.models import Occurrence, Seat, Series
from daybridge.programs.calendar.rules import Weekly
from daybridge.programs.families.actions import ask_to_group
from daybridge.programs.families.models import FamilyInvitation
from daybridge.programs.models import Episode, Group, Program, Room, Site
from daybridge.programs.needs.actions import set_needs
from daybridge.programs.needs.models import NeedsSet
from daybridge.programs.needs.rules import Needs
from daybridge.programs.rules import Focus, Limit, Mode, Number, RulePack, pack_as_json
from daybridge.programs.staffing.actions import tell_leave
from daybridge.programs.staffing.models import Leave
from daybridge.programs.staffing.rules import Days, Reason
from daybridge.safety.actions import add_shift, ask_for_support
from daybridge.safety.models import Alert, OnCallShift, SafetyPlanVersion
from daybridge.safety.plan.actions import countersign_plan, sign_plan, write_plan
from daybridge.safety.plan.rules import Line, Section
from daybridge.safety.radar.actions import put_forward
from daybridge.safety.radar.jobs import read_people
from daybridge.safety.radar.models import WorthALook

PASSWORD = "a lamp in the harbour 7"
#: What Ana and Sam have agreed on.
WORD = "blue kettle"
MONDAY = datetime(2026, 11, 23, 20, tzinfo=UTC)


@dataclass
class House:
    """One organization with its people; `actors` maps a first name to who acts."""

    organization: Organization
    system: Actor
    programs: dict[str, Program] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    participants: dict[str, Participant] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)


def a_house(name: str = "Harbor Bridge") -> House:
    """An organization with nobody in it; the present transaction is then behind its walls."""
    organization = Organization(
        name=name,
        slug=name.lower().replace(" ", "-"),
        time_zone="America/Chicago",
        phone="555-0100",
        reply_hours="Monday to Friday, 8 am to 5 pm",
        reply_hours_es="De lunes a viernes, de 8 a 17 h",
    )
    house = House(organization, Actor.system(organization.id, "test"))
    tenancy.enter(organization.id)
    people.found_organization(house.system, organization)
    return house


def a_program(house: House, name: str = "Adult day", focus: Focus = Focus.MENTAL_HEALTH) -> Program:
    opened = open_program(house.system, house.organization, name=name, focus=focus)
    house.programs[name] = Program.objects.get(id=opened.subject_id)
    return house.programs[name]


def a_staff_member(house: House, name: str, *roles: str) -> Staff:
    added = people.register_staff(
        house.system, house.organization, name=name, email=f"{name.split()[0].lower()}@example.org", roles=roles
    )
    staff = Staff.objects.get(id=added.subject_id)
    staff = _with_account(house, staff)
    house.staff[name.split()[0]] = staff
    return staff


def a_participant(
    house: House,
    name: str,
    *,
    therapist: Staff | None = None,
    covering: Staff | None = None,
    program: Program | None = None,
    admitted_days_ago: int = 10,
    with_account: bool = True,
    **details: object,
) -> Participant:
    """A registered participant; admitted too when a therapist is named."""
    given, family = name.split()
    born_on = details.pop("born_on", date(1990, 4, 12))
    registered = people.register_participant(
        house.system, house.organization, given_name=given, family_name=family, born_on=born_on,
        email=f"{given.lower()}@example.net", **details,
    )  # fmt: skip
    participant = Participant.objects.get(id=registered.subject_id)
    if with_account:
        participant = _with_account(house, participant)
    if therapist:
        program = program or next(iter(house.programs.values()), None) or a_program(house)
        admit(
            house.system, participant, program=program, primary_therapist=therapist, covering=covering,
            admitted_on=clock.today(participant.time_zone) - timedelta(days=admitted_days_ago),
        )  # fmt: skip
    house.participants[given] = participant
    return participant


def a_week(house: House, participant: Participant, *spans: Span, **said: object) -> WeekTold:
    """When the participant told that they can come: at work on Mondays, unless told."""
    week = Week(spans or (Span(0, 9 * 60, 17 * 60, Why.WORK),), **said)  # type: ignore[arg-type]
    actor = house.actors[participant.given_name]
    told = tell_week(actor, participant, week_id=new_id(), week=week, made_at=clock.now())
    return WeekTold.objects.get(id=told.subject_id)


def some_needs(house: House, participant: Participant, by: str = "Dora", **said: object) -> NeedsSet:
    """What a participant's week must hold, set by a director for the first time: eight hours and a skills group, unless told."""
    needs = Needs(**(said or {"minimum_minutes": 480, "kinds": {"skills": 1}}))  # type: ignore[arg-type]
    made = set_needs(house.actors[by], participant, needs=needs, why="As agreed", based_on=0)
    return NeedsSet.objects.get(id=made.subject_id)


def a_pair(house: House, one: Participant, other: Participant, by: str = "Dora") -> KeptApart:
    """Two participants whom a director keeps apart."""
    made = keep_apart(house.actors[by], pair_of(one, other), why="A court's order")
    return KeptApart.objects.select_related("one", "other").get(id=made.subject_id)


def a_leave(
    house: House, who: str = "Ben", *, days_ahead: int = 1, days: int = 1, reason: Reason = Reason.SICK
) -> Leave:
    """Somebody of the staff (by first name) says that they are away from a day on: tomorrow, unless told."""
    first = clock.today("America/Chicago") + timedelta(days=days_ahead)
    told = tell_leave(
        house.actors[who], house.staff[who], days=Days(first, first + timedelta(days=days - 1)), reason=reason
    )
    return Leave.objects.select_related("staff").get(id=told.subject_id)


def a_group(
    house: House, name: str = "Skills", *, capacity: int = 3, kind: str = "skills", mode: Mode = Mode.ROOM
) -> Group:
    """A group of the program that Ana is in."""
    with guard.writing():
        return Group.objects.create(
            organization=house.organization, program=house.programs["Dual diagnosis"], name=name, kind=kind, capacity=capacity,
            soft_capacity=capacity, minutes=90, mode=mode,
        )  # fmt: skip


def asks_for(house: House, minutes: int, program: str = "Dual diagnosis") -> None:
    """So many minutes a week are what the rules of a program ask for."""
    pack = RulePack(numbers={Limit.LEAST_WEEK_MINUTES: Number(minutes, "a made-up rule")})
    with guard.writing():
        Program.objects.filter(id=house.programs[program].id).update(rule_pack=pack_as_json(pack))


def an_absence(
    house: House, participant: Participant, occurrence: Occurrence | None = None, *, reason: str = "sick",
    note: str = "", first_on: date | None = None, last_on: date | None = None,
) -> Absence:  # fmt: skip
    """The participant tells that they will not come: to this session, or on days."""
    first = first_on or (occurrence.on_day if occurrence else clock.today(participant.time_zone))
    told = ToldAbsence(
        id=new_id(), made_at=clock.now(), reason=reason, note=note, occurrence=occurrence, first_on=first,
        last_on=last_on or first,
    )  # fmt: skip
    saved = tell_absence(house.actors[participant.given_name], participant, told=told)
    return Absence.objects.get(id=saved.subject_id)


def a_change_request(
    house: House, participant: Participant, seat: Seat | None = None, better: str = "Mornings", note: str = ""
) -> ChangeRequest:
    """The participant asks for other times: than those of a seat, or in all."""
    told = ToldChange(id=new_id(), made_at=clock.now(), better=better, note=note, seat=seat)
    asked = ask_for_change(house.actors[participant.given_name], participant, told=told)
    return ChangeRequest.objects.get(id=asked.subject_id)


def a_site(house: House, name: str = "Lakeside", *rooms: str, capacity: int = 12) -> Site:
    with guard.writing():
        site = Site.objects.create(organization=house.organization, name=name, time_zone="America/Chicago")
        for room in rooms:
            Room.objects.create(organization=house.organization, site=site, name=room, capacity=capacity)
    return site


def a_series(
    house: House, group: Group, weekday: int = 1, start: int = 9 * 60, *, lead: str = "Ben", room: Room | None = None
) -> Series:
    """A group's weekly time from today on: Tuesdays at nine, unless told."""
    weekly = Weekly(weekday, start, group.minutes, clock.today("America/Chicago"))
    opened = open_series(
        house.actors["Dora"], group, weekly=weekly, lead=house.staff[lead], room=room, site=room.site if room else None
    )
    return Series.objects.select_related("group").get(id=opened.subject_id)


def a_supporter(
    house: House, participant: Participant, name: str = "Sam Ortiz", *parts: Part, days: int = 90, joins: bool = True
) -> Supporter:
    """Someone the participant shares these parts with, who has joined unless told; how they are, unless parts are named."""
    actor, first = house.actors[participant.given_name], name.split()[0]
    email = f"{first.lower()}@example.com"
    added = people.add_supporter(actor, participant, name=name, relation="brother", email=email)
    supporter = Supporter.objects.select_related("participant").get(id=added.subject_id)
    until = clock.today(participant.time_zone) + timedelta(days=days)
    privacy.share(actor, supporter, parts=parts or [Part.HOW_I_AM], until=until, has_read=True)
    token = people.new_invitation_token(house.organization.id)
    people.invite_supporter(actor, supporter, token=token, word=WORD)
    if joins:
        people.accept_invitation(house.system, supporter.invitations.get(), email=email, password=PASSWORD)
        supporter.refresh_from_db()
        known = actor_for(supporter.account)
        assert known
        house.actors[first] = known[0]
    return supporter


def a_family_group(
    house: House, supporter: Supporter, *, by: str = "Ben", series: Series | None = None
) -> FamilyInvitation:
    """Staff ask a supporter to a family group that meets on Thursdays at six, unless another is given; shared or not is the participant's."""
    series = series or a_series(house, a_group(house, "Families", kind="family", mode=Mode.HYBRID), 3, 18 * 60)
    asked = ask_to_group(house.actors[by], supporter, group=series.group)
    return FamilyInvitation.objects.select_related("group", "supporter", "participant").get(id=asked.subject_id)


def _with_account(house: House, person):  # type: ignore[no-untyped-def]
    invite = people.invite_staff if isinstance(person, Staff) else people.invite_participant
    token = people.new_invitation_token(house.organization.id)
    invite(house.system, person, token=token)
    invitation = person.invitations.get()
    people.accept_invitation(house.system, invitation, email=person.email, password=PASSWORD)
    person.refresh_from_db()
    known = actor_for(person.account)
    assert known
    house.actors[(person.name if isinstance(person, Staff) else person.given_name).split()[0]] = known[0]
    return person


def an_entry(
    house: House, participant: Participant, *, mood: int = 3, days_ago: int = 0, entry_id: UUID | None = None,
    made_at: datetime | None = None, **answers: object,
) -> CheckInSaved:  # fmt: skip
    """A check-in that the participant makes now about a day."""
    return check_in(
        house.actors[participant.given_name],
        participant,
        entry_id=entry_id or new_id(),
        on_day=clock.today(participant.time_zone) - timedelta(days=days_ago),
        made_at=made_at or clock.now(),
        answers=Answers(mood=mood, **answers),  # type: ignore[arg-type]
    )


def a_worksheet(
    house: House, participant: Participant, worksheet: str = "thought-record", **changes: object
) -> EntrySaved:
    """A worksheet that the participant fills in and shares; a thought record unless another is named."""
    answers = {"situation": "On the bus, late", "balanced": "It was one bus."} if worksheet == "thought-record" else {}
    said = {"id": new_id(), "worksheet": worksheet, "version": 1, "answers": answers, "made_at": clock.now()}
    told = ToldEntry(**{**said, "on_day": clock.today(participant.time_zone), "is_shared": True, **changes})  # type: ignore[arg-type]
    return save_entry(house.actors[participant.given_name], participant, told=told)


def a_sheet(house: House, participant: Participant, **answers: object) -> AnswersKept:
    """A finished PHQ-9 that the participant answers now on their phone: every item 1 but the ninth, unless told."""
    told = Told(
        part_id=new_id(), sheet_id=new_id(), instrument="phq-9", version=1, way=Way.PHONE, begun_at=clock.now(),
        made_at=clock.now(), answers={str(item): 1 for item in range(1, 11)} | {"9": 0} | answers, is_last=True,
    )  # fmt: skip
    return keep_answers(house.actors[participant.given_name], participant, told=told)


def an_alert(house: House, participant: Participant, kind: str = "contact") -> Alert:
    """An open alert, raised because the participant asked for someone."""
    asked = ask_for_support(
        house.actors[participant.given_name], participant, request_id=new_id(), kind=kind, made_at=clock.now()
    )
    return Alert.objects.get(requests=asked.subject_id)


def a_look(house: House, participant: Participant) -> WorthALook:
    """The participant put before their clinician, because their last day fell far under four days like each other."""
    for days_ago in range(4, 0, -1):
        with clock.at(clock.now() - timedelta(days=days_ago)):
            an_entry(house, participant, mood=4, anxiety=2)
    an_entry(house, participant, mood=1, anxiety=9)
    read_people(house.system, participant_ids=[str(participant.id)])
    put_forward(house.system, house.organization, on_day=clock.today(house.organization.time_zone))
    return WorthALook.objects.get(participant=participant)


def a_plan(
    house: House, participant: Participant, *steps: str, by: str = "", based_on: UUID | None = None
) -> SafetyPlanVersion:
    """A draft of a safety plan with these lines under "What I can do", written by the participant or `by` first name."""
    written = write_plan(
        house.actors[by or participant.given_name],
        participant,
        version_id=new_id(),
        based_on=based_on,
        sections={Section.STEPS: [Line(one) for one in steps or ("Walk to the pier",)]},
        made_at=clock.now(),
    )
    return SafetyPlanVersion.objects.get(id=written.subject_id)


def an_agreed_plan(
    house: House, participant: Participant, *steps: str, clinician: str = "Ben", **more: object
) -> SafetyPlanVersion:
    """A plan in force: the participant signed it on their phone, then a clinician did."""
    plan = a_plan(house, participant, *steps, **more)  # type: ignore[arg-type]
    sign_plan(house.actors[participant.given_name], plan, step_id=new_id(), made_at=clock.now())
    countersign_plan(house.actors[clinician], plan)
    return plan


# --- Medicines -------------------------------------------------------------------------------------------------------


def a_prescriber(house: House, name: str = "Priya Sandhu", *, of: str = "Ana", role: str = "prescriber") -> Staff:
    """A prescriber (or nurse) on a participant's care team."""
    staff = a_staff_member(house, name, role)
    people.join_care_team(house.system, house.participants[of], staff=staff, role=TeamRole.MEMBER)
    return staff


def some_details(**said: object) -> Details:
    """Twice a day since ten days ago, unless said otherwise."""
    usual: dict[str, object] = {
        "name": "Sertraline", "amount": "50 mg, 1 tablet", "form": "tablet", "how_often": "daily",
        "times": (time(8), time(20)), "starts_on": clock.today("America/Chicago") - timedelta(days=10),
    }  # fmt: skip
    return Details(**{**usual, **said})  # type: ignore[arg-type]


def a_medicine(
    house: House, participant: Participant, *, days_ago: int = 10, by: str = "Priya", due_on: date | None = None,
    **said: object,
) -> Medicine:  # fmt: skip
    """A medicine that was put on the list some days ago."""
    medicine_id = new_id()
    with clock.at(clock.now() - timedelta(days=days_ago)):
        details = some_details(**said)
        add_medicine(house.actors[by], participant, medicine_id=medicine_id, details=details, due_on=due_on)
    return Medicine.objects.select_related("participant").get(id=medicine_id)


def an_allergy(house: House, participant: Participant, substance: str, *, by: str = "Ben", **said: Any) -> UUID:
    """An allergy that somebody told their therapist of."""
    told = Allergy(**{"kind": "allergy", "told_by": "themselves", "substance": substance, **said})
    return state_allergy(house.actors[by], participant, statement_id=new_id(), said=told).subject_id


def an_order(house: House, medicine: Medicine, *, by: str = "Priya", **said: Any) -> MedicineOrder:
    """A signed order for a medicine on the list."""
    usual = {
        "kind": "start",
        "drug": "Sertraline",
        "amount": "50 mg, 1 tablet",
        "directions": "One each morning",
        "quantity": "30",
    }
    signed = sign_order(house.actors[by], medicine, order_id=new_id(), text=OrderText(**{**usual, **said}))
    return MedicineOrder.objects.select_related("participant", "signed_by", "medicine").get(id=signed.subject_id)


def a_result(
    house: House, participant: Participant, test: str = "lithium-level", value: str | None = "0.8", unit: str = "mmol/L",
    *, days_ago: int = 0, by: str = "Priya", result_id: UUID | None = None, **said: object,
) -> LabResult:  # fmt: skip
    """What was measured some days ago, entered now."""
    result_id = result_id or new_id()
    enter_result(
        house.actors[by], participant, result_id=result_id, test=test, value=Decimal(value) if value else None, unit=unit,
        taken_on=clock.today(participant.time_zone) - timedelta(days=days_ago), **said,  # type: ignore[arg-type]
    )  # fmt: skip
    return LabResult.objects.select_related("participant").get(id=result_id)


def go_on_over_a_warning(house: House, participant: Participant, *, by: str = "Priya") -> WarningOverride:
    """Lithium and ibuprofen stand on the list, and the prescriber said why."""
    a_medicine(house, participant, by=by, name="Lithium", amount="300 mg")
    other = a_medicine(house, participant, by=by, name="Ibuprofen", amount="400 mg")
    details = medications.listed(participant, other.id).details
    found = warnings_of(participant, Proposed(other.id, details)).warnings
    override_warnings(
        house.actors[by], other, warnings=[one for one in found if one.stops], why="For three days, level on Friday"
    )
    return WarningOverride.objects.get(medicine=other)


def a_dose(
    house: House, medicine: Medicine, state: str = "taken", *, days_ago: int = 0, slot: time | None = time(8),
    entry_id: UUID | None = None, made_at: datetime | None = None, **said: object,
) -> DoseTold:  # fmt: skip
    """What the participant tells now of a dose of some day."""
    day = clock.today(medicine.participant.time_zone) - timedelta(days=days_ago)
    dose = Dose(medicine_id=medicine.id, due_on=day, slot=slot, state=state, **said)  # type: ignore[arg-type]
    actor = house.actors[medicine.participant.given_name]
    return tell_dose(
        actor, medicine.participant, entry_id=entry_id or new_id(), dose=dose, made_at=made_at or clock.now()
    )


def a_side_effect(
    house: House, participant: Participant, *what: str, strength: str = "mild", entry_id: UUID | None = None,
    medicine: Medicine | None = None, **said: object,
) -> SideEffectEntry:  # fmt: skip
    """What the participant tells now of a side effect."""
    medicine_id = medicine.id if medicine else None
    told = SideEffect(medicine_id=medicine_id, what=what or ("nausea",), strength=strength, **said)  # type: ignore[arg-type]
    saved = tell_side_effect(
        house.actors[participant.given_name], participant, entry_id=entry_id or new_id(), told=told, made_at=clock.now()
    )
    return SideEffectEntry.objects.get(id=saved.subject_id)


def episode_of(participant: Participant) -> Episode:
    return Episode.objects.current().get(participant=participant)


@pytest.fixture
def now() -> Iterator[datetime]:
    """A Monday afternoon in Chicago."""
    with clock.at(MONDAY):
        yield MONDAY


@pytest.fixture
def house(request: pytest.FixtureRequest, db: None, now: datetime) -> House:
    """Harbor Bridge with Ana, her therapist Ben who is covered by Cora, Cleo of another team, Dora and Ines."""
    if scene := _fuller_world(request):
        return scene.house  # type: ignore[no-any-return]
    house: House = pickle.loads(request.getfixturevalue("kept_house"))
    tenancy.enter(house.organization.id)
    return house


@pytest.fixture(scope="session")
def kept_house(keep_world: Any) -> bytes:
    """The house, made once in a test process; each test unpickles its own people."""
    # A moment before what the tests do, so that whatever they make sorts after it.
    with keep_world("house"), clock.at(MONDAY - timedelta(milliseconds=1)):
        return pickle.dumps(make_house())


def _fuller_world(request: pytest.FixtureRequest) -> Any:
    """The scene in which this test plays, if it asks for one (`tests.permissions.scene`, `tests.lived`)."""
    return next(
        (request.getfixturevalue(name) for name in ("lived_scene", "scene") if name in request.fixturenames), None
    )


def make_house() -> House:
    house = a_house()
    a_program(house, "Adult day")
    a_program(house, "Dual diagnosis", Focus.DUAL_DIAGNOSIS)
    ben = a_staff_member(house, "Ben Okafor", "therapist")
    cora = a_staff_member(house, "Cora Lindqvist", "therapist")
    cleo = a_staff_member(house, "Cleo Marsh", "therapist")
    a_staff_member(house, "Dora Quill", "director")
    a_staff_member(house, "Ines Vale", "intake")
    a_staff_member(house, "Dev Anand", "administrator")
    a_participant(house, "Ana Rivera", therapist=ben, covering=cora, program=house.programs["Dual diagnosis"])
    a_participant(house, "Zoe Hart", therapist=cleo, program=house.programs["Adult day"])
    return house


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, house: House) -> House:
    """Another organization, where Esi treats Eli."""
    if scene := _fuller_world(request):
        return scene.elsewhere  # type: ignore[no-any-return]
    return another_house(house)


def another_house(house: House) -> House:
    """Made beside the first; afterwards the transaction is within the first again."""
    other = a_house("Elm Court")
    esi = a_staff_member(other, "Esi Mensah", "therapist", "director", "intake")
    a_participant(other, "Eli Stone", therapist=esi, born_on=date(1990, 4, 12))
    tenancy.enter(house.organization.id)
    return other


def sign_in(account: Account, *, twice: bool = True) -> Client:
    """A browser signed in as this account; staff have proved themselves twice."""
    client = Client()
    with guard.writing():
        tenancy.enter(account.organization_id, door=tenancy.SIGN_IN)
        client.force_login(account)
        session = client.session
        session.update({"seen_at": clock.now().timestamp(), "idle_seconds": 900, "second_factor": twice})
        session.save()
    tenancy.enter(account.organization_id)
    return client


def proved(account: Account | None, *, ago: timedelta = timedelta(0)) -> Client:
    """A browser signed in as this account, whose owner showed so long ago that it is them."""
    assert account
    client = sign_in(account)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": machine_time() - ago.total_seconds()}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return client


# --- Time and duty ---------------------------------------------------------------------------------------------------


def local(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment of 2026 by the site's own clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("America/Chicago")).astimezone(UTC)


def later(**time: float) -> datetime:
    return clock.now() + timedelta(**time)


def a_shift(house: House, who: str, since: datetime, until: datetime, backup: str | None = None) -> OnCallShift:
    """Dora puts someone (by first name) on call."""
    added = add_shift(
        house.actors["Dora"], house.organization, staff=house.staff[who], since=since, until=until,
        backup=house.staff[backup] if backup else None,
    )  # fmt: skip
    return OnCallShift.objects.get(id=added.subject_id)
