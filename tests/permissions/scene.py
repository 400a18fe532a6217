"""Ana's things, and those who must never get at them: what every action and every address is tried on."""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from daybridge.assessments.models import Assessment, LicensedReport, SignedAssessment
from daybridge.assessments.rules import Kind
from daybridge.assessments.tests.deeds import an_assessment
from daybridge.attendance.tests.deeds import again, end, minute, tap
from daybridge.contingency.models import Draw, Enrolment
from daybridge.contingency.tests.deeds import rewards
from daybridge.core import clock, tenancy
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from daybridge.intake import actions as intake
from daybridge.intake.models import Referral
from daybridge.intake.rules import PersonFacts, PersonName, State, When
from daybridge.intake.tests.referrals import a_referral
from daybridge.library.actions import assign as give_piece
from daybridge.library.models import Assigned
from daybridge.measures.models import Assignment
from daybridge.medications.models import Medicine, SideEffectEntry
from daybridge.medications.ordering.models import MedicineOrder
from daybridge.medications.precautions.models import AllergyStatement
from daybridge.medications.watching.models import LabResult
from daybridge.messaging.actions import announce, write_to_team
from daybridge.messaging.models import Announcement, Message, MessageFile
from daybridge.messaging.requests import receive
from daybridge.messaging.tests.deeds import a_message as a_word
from daybridge.messaging.tests.files import PDF
from daybridge.notes import on_file
from daybridge.notes.actions import begin_note, sign_group_note, write_own_note
from daybridge.notes.models import Draft, Note, OwnNote
from daybridge.notes.tests.deeds import a_draft, an_objective, fill, fill_part
from daybridge.notifications.actions import add_device, notify
from daybridge.notifications.models import Delivery, Notice, PushSubscription
from daybridge.notifications.reminders.actions import add_reminder
from daybridge.notifications.reminders.models import Reminder
from daybridge.notifications.tests.servers import ABrowser
from daybridge.peers.models import PeerMember, PeerPost, PeerSpace
from daybridge.peers.tests.deeds import a_space, joins, posts
from daybridge.people import actions as people
from daybridge.people.models import Account, Contact, Invitation, Participant, Staff, Supporter
from daybridge.plans.models import Objective, PlanDraft, PlanVersion
from daybridge.plans.tests.deeds import a_treatment
from daybridge.privacy import actions as privacy
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part
from daybridge.programs.apart.models import KeptApart
from daybridge.programs.attending.actions import make_calendar_link
from daybridge.programs.attending.models import Absence, CalendarLink, ChangeRequest
from daybridge.programs.availability.models import WeekTold
from daybridge.programs.calendar.actions import close_day
from daybridge.programs.calendar.models import Closure, Occurrence, Seat, Series
from daybridge.programs.families.actions import answer_date
from daybridge.programs.families.models import FamilyInvitation
from daybridge.programs.models import Episode, Group, Program, Room, Site, Track
from daybridge.programs.planning.actions import ask_for_place, change_seats
from daybridge.programs.planning.changes import GiveSeat
from daybridge.programs.planning.models import Proposal, ScheduleVersion
from daybridge.programs.rules import LevelOfCare
from daybridge.programs.setting_up import actions as setting_up
from daybridge.programs.staffing.models import Leave
from daybridge.safety import actions as safety
from daybridge.safety.concerns.actions import report_concern
from daybridge.safety.models import Alert, Holiday, OnCallShift, SafetyPlanVersion
from daybridge.safety.plan.actions import say_how_to_help
from daybridge.safety.radar.models import WorthALook
from daybridge.screens.models import LabReport, Screen
from daybridge.screens.tests.deeds import a_message, a_screen, an_oru
from daybridge.substances.rules import State as UseState
from daybridge.substances.tests.deeds import a_day, some_use
from daybridge.telehealth.actions import admit as admit_to_room
from daybridge.telehealth.actions import begin_connection
from daybridge.telehealth.models import RoomConnection, RoomGuest
from daybridge.telehealth.tests.deeds import knock
from daybridge.therapies.tests.deeds import an_outline, some_homework
from tests.cast import (
    MONDAY,
    House,
    a_change_request,
    a_dose,
    a_family_group,
    a_group,
    a_leave,
    a_look,
    a_medicine,
    a_pair,
    a_participant,
    a_plan,
    a_prescriber,
    a_result,
    a_series,
    a_sheet,
    a_side_effect,
    a_supporter,
    a_week,
    a_worksheet,
    an_absence,
    an_alert,
    an_allergy,
    an_entry,
    an_order,
    another_house,
    episode_of,
    make_house,
)

#: Who tries. Cleo treats others, Zoe is another participant, Dev administers, Esi runs another organization. Sam is Ana's
#: brother: she shares her mood with him, and her plan no longer.
STRANGERS = ("Cleo", "Zoe", "Dev", "Esi", "Sam")
#: Words that stand only in what is Ana's. None of them may ever be in an answer to a stranger.
ANAS_WORDS = (
    "Rivera",
    "ana@example.net",
    "seven quiet herons",
    "Tía Luz",
    "555-0177",
    "Heronine",
    "Noor Haddad",
    "Haddad-Quist",
)


@dataclass(frozen=True)
class Scene:
    """Harbor Bridge on a day when Ana has one of everything, and Elm Court beside it."""

    house: House
    elsewhere: House
    ana: Participant
    invited: Participant
    alert: Alert
    referral: Referral
    invitation: Invitation
    token: str
    contact: Contact
    entry_id: Any
    passkey: Authenticator
    newcomer: Staff
    sheet_id: Any
    worksheet_id: Any
    #: Ben is on call, and has offered the shift to Cora.
    shift: OnCallShift
    holiday: Holiday
    look: WorthALook
    plan: SafetyPlanVersion
    given: Assigned
    #: Priya's to change; Ana told of a dose and a side effect.
    medicine: Medicine
    dose_id: Any
    side_effect: SideEffectEntry
    result: LabResult
    supporter: Supporter
    #: Zoe has asked Sam, too.
    second_link: Invitation
    week: WeekTold
    series: Series
    seat: Seat
    occurrence: Occurrence
    #: Ben is away tomorrow.
    leave: Leave
    #: Ana and Zoe must not meet. Dora alone treats both, so that nobody else may ever hear of it.
    pair: KeptApart
    #: Set up from a template, at a site with a room.
    program: Program
    #: Of Ana's session, which Ben led: signed, with a line about her.
    note: Note
    #: Ben's own, behind its door.
    own_note: OwnNote

    def actor(self, name: str) -> Actor:
        """Who acts, by first name; `system` is the system."""
        if name == "system":
            return self.house.system
        return (self.elsewhere if name == "Esi" else self.house).actors[name]

    @property
    def notice(self) -> Notice:
        return Notice.objects.filter(participant=self.ana, key="wall").get()

    @property
    def bens_notice(self) -> Notice:
        return Notice.objects.filter(staff=self.house.staff["Ben"], key="wall").get()

    @property
    def reminder(self) -> Reminder:
        return Reminder.objects.get(participant=self.ana)

    @property
    def device(self) -> PushSubscription:
        return PushSubscription.objects.get(participant=self.ana)

    @property
    def delivery(self) -> Delivery:
        return Delivery.objects.filter(notice=self.notice).order_by("id")[0]

    @property
    def episode(self) -> Episode:
        return episode_of(self.ana)

    @property
    def site(self) -> Site:
        return self.program.sites.get()

    @property
    def room(self) -> Room:
        return Room.objects.get(site=self.site)

    @property
    def track(self) -> Track:
        return Track.objects.filter(program=self.program).order_by("code")[0]

    @property
    def group(self) -> Group:
        return Group.objects.filter(program=self.program).order_by("name")[0]

    @property
    def change_request(self) -> ChangeRequest:
        return ChangeRequest.objects.get(participant=self.ana)

    @property
    def calendar_link(self) -> CalendarLink:
        return CalendarLink.objects.get(participant=self.ana)

    @property
    def absence(self) -> Absence:
        return Absence.objects.get(participant=self.ana)

    @property
    def version(self) -> ScheduleVersion:
        return ScheduleVersion.objects.get()

    @property
    def proposal(self) -> Proposal:
        return Proposal.objects.get()

    @property
    def closure(self) -> Closure:
        return Closure.objects.get()

    @property
    def held(self) -> Occurrence:
        """Ana's session that is over."""
        return again(Occurrence.objects.earliest("begins_at"))

    @property
    def draft(self) -> Draft:
        """Of a call with Ana; begun by Ben."""
        return Draft.objects.select_related("participant", "occurrence").get(form="contact")

    @property
    def guest(self) -> RoomGuest:
        """Ana at the door of the room of her next session on video."""
        found = RoomGuest.objects.select_related("room__occurrence__series__group", "participant")
        return found.filter(participant=self.ana).first() or knock(self.house, self.occurrence)

    @property
    def connection(self) -> RoomConnection:
        """Ana's, in that room: Ben has let her in."""
        guest = self.guest
        with minute(self.occurrence, 1):
            admit_to_room(self.house.actors["Ben"], guest)
            begin_connection(self.house.actors["Ana"], guest, connection_id=new_id())
        return RoomConnection.objects.select_related("guest__room__occurrence", "guest__participant").latest("began_at")

    @property
    def objective(self) -> Objective:
        return Objective.objects.filter(participant=self.ana).order_by("number")[0]

    @property
    def screen(self) -> Screen:
        """What Ben has ordered for Ana."""
        return Screen.objects.select_related("participant").get(participant=self.ana)

    @property
    def message(self) -> Message:
        """What Ana wrote to her team."""
        return Message.objects.select_related("participant").get(participant=self.ana, staff=None, number=1)

    @property
    def announcement(self) -> Announcement:
        """To everybody in Ana's program."""
        return Announcement.objects.get()

    @property
    def message_file(self) -> MessageFile:
        """What came with it."""
        return MessageFile.objects.get(participant=self.ana)

    @property
    def lab_report(self) -> LabReport:
        """A result that waits for a person."""
        return LabReport.objects.get(settled_at=None)

    @property
    def treatment(self) -> PlanVersion:
        """What Ben has signed of Ana's treatment plan."""
        return PlanVersion.objects.select_related("participant", "episode").get(participant=self.ana)

    @property
    def treatment_draft(self) -> PlanDraft:
        """The next version, begun by Ben."""
        return PlanDraft.objects.select_related("participant", "episode").get(participant=self.ana, closed_at=None)

    @property
    def assessment(self) -> Assessment:
        """Ana's, while it is filled."""
        found = Assessment.objects.select_related("participant", "episode")
        return found.get(participant=self.ana, kind=Kind.ASSESSMENT, closed_at=None)

    @property
    def worksheet_of_level(self) -> SignedAssessment:
        return SignedAssessment.objects.select_related("participant").get(participant=self.ana)

    @property
    def licensed_report(self) -> LicensedReport:
        return LicensedReport.objects.get(participant=self.ana)

    @property
    def order(self) -> MedicineOrder:
        """Priya's, for Ana's medicine."""
        return MedicineOrder.objects.select_related("participant", "medicine").get(participant=self.ana)

    @property
    def statement_id(self) -> Any:
        """That Ana can't take something."""
        return AllergyStatement.objects.get(participant=self.ana).id

    @property
    def enrolment(self) -> Enrolment:
        """Ana takes part in rewards."""
        return Enrolment.objects.select_related("participant", "program").get(participant=self.ana)

    @property
    def prize(self) -> Draw:
        return Draw.objects.select_related("enrolment__participant").get(enrolment__participant=self.ana)

    @property
    def space(self) -> PeerSpace:
        """Ana is Fern there; Ben looks after it."""
        return PeerSpace.objects.select_related("program").get(name="Evenings")

    @property
    def peer(self) -> PeerMember:
        """Ana, as peers know her."""
        return PeerMember.objects.select_related("space", "participant").get(
            participant=self.ana, space=self.space, left_at=None
        )

    @property
    def peer_post(self) -> PeerPost:
        return PeerPost.objects.select_related("space", "member").filter(member=self.peer).earliest("at")

    @property
    def share(self) -> Share:
        return Share.objects.live().get(supporter=self.supporter, part=Part.HOW_I_AM)

    @property
    def family_invitation(self) -> FamilyInvitation:
        """Ben asked Sam to the family group, and Ana agrees."""
        return FamilyInvitation.objects.select_related("participant", "supporter", "group").get(participant=self.ana)

    @property
    def family_date(self) -> Occurrence:
        found = Occurrence.objects.select_related("series__group", "series__lead", "cover")
        return found.filter(series__group=self.family_invitation.group).earliest("begins_at")

    def account(self, name: str) -> Account:
        """With what somebody signs in, by first name."""
        house = self.elsewhere if name == "Esi" else self.house
        person: Any = self.supporter if name == "Sam" else house.staff.get(name) or house.participants[name]
        return person.account  # type: ignore[no-any-return]

    @property
    def assignment(self) -> Assignment:
        return Assignment.objects.filter(participant=self.ana).order_by("id")[0]


#: Name -> why this person may, although they have no part in Ana's care.
May = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Example:
    """An action's example: on what of Ana's it is tried, who does it in earnest, and who else may and why."""

    on: Callable[[Scene], Any]
    by: str
    may: May = field(default_factory=dict)


@pytest.fixture
def scene(request: pytest.FixtureRequest, db: None, now: datetime) -> Scene:
    """Ana with an entry, an alert, a contact, a referral; Noor, invited and without an account."""
    if "lived_scene" in request.fixturenames:
        return request.getfixturevalue("lived_scene")  # type: ignore[no-any-return]
    return scene_of(request.getfixturevalue("kept_scene"))


@pytest.fixture(scope="session")
def kept_scene(keep_world: Any) -> bytes:
    """The scene, made once in a test process; each test unpickles its own."""
    with keep_world("scene"), clock.at(MONDAY):
        return pickle.dumps(make_scene())


def scene_of(kept: bytes) -> Scene:
    scene: Scene = pickle.loads(kept)
    tenancy.enter(scene.house.organization.id)
    return scene


def make_scene() -> Scene:
    with clock.at(MONDAY - timedelta(milliseconds=1)):
        house = make_house()
        elsewhere = another_house(house)
    ana, ines = house.participants["Ana"], house.actors["Ines"]
    entry = an_entry(house, ana, mood=2, note="seven quiet herons")
    contact_id = new_id()
    people.add_contact(house.actors["Ana"], ana, contact_id=contact_id, name="Tía Luz", phone="555-0177")
    invited = a_participant(
        house, "Noor Haddad-Quist", therapist=house.staff["Ben"], with_account=False, born_on=date(1984, 1, 9)
    )
    token = people.new_invitation_token(house.organization.id)
    people.invite_participant(ines, invited, token=token)
    referral = a_referral(house, State.SCREENING, person=_ana_as_referred())
    intake.link_known_person(ines, referral, participant=ana)
    referral.refresh_from_db()
    added = people.register_staff(
        house.system, house.organization, name="Gil Moreno", email="gil@example.org", roles=["nurse"]
    )
    passkey = _a_passkey(ana.account)
    add_device(house.actors["Ana"], ana, **ABrowser("https://fcm.googleapis.com").told)
    a_treatment(house)
    an_assessment(house)
    a_worksheet(house, ana, "setback", answers={"what": "withdrew", "note": "seven quiet herons"})
    some_use(house)
    a_day(house, UseState.USED, amount="seven quiet herons")
    an_outline(house)
    some_homework(house)
    rewards(house)
    a_screen(house)
    a_message(house, an_oru())
    a_word(house, "The seven quiet herons are back", file=receive(PDF, name="seven quiet herons.pdf"))
    a_word(house, "Greet the seven quiet herons", by="Ben")
    announce(
        house.actors["Dora"],
        house.programs["Dual diagnosis"],
        announcement_id=new_id(),
        words="Seven quiet herons at noon",
    )
    write_to_team(house.actors["Ben"], ana, message_id=new_id(), words="Who feeds the seven quiet herons?")
    posts(house, joins(house, a_space(house, moderator="Ben")).space, said="Fed the seven quiet herons")
    notify(house.system, house.staff["Ben"], kind="alert", key="wall", link="/workspace/")
    notify(house.system, ana, kind="answer", key="wall", link="/companion/")
    add_reminder(
        house.actors["Ana"], ana, purpose="own", at=time(9), days=range(7), own_words="feed the seven quiet herons"
    )
    return Scene(
        house, elsewhere, ana, invited, an_alert(house, ana), referral, Invitation.objects.get(participant=invited),
        token, Contact.objects.get(id=contact_id), entry.subject_id, passkey, Staff.objects.get(id=added.subject_id),
        a_sheet(house, ana).subject_id,
        a_worksheet(house, ana).subject_id,
        _a_shift(house), _a_holiday(house),
        a_look(house, ana),
        a_plan(house, ana, "Count seven quiet herons"),
        _a_given_piece(house, ana),
        *_medicines(house, ana),
        _a_brother(house, ana), _asked_by_zoe(house),
        a_week(house, ana, note="seven quiet herons"),
        *_a_seat(house, ana),
        a_leave(house),
        a_pair(house, ana, house.participants["Zoe"]),
        _a_program(house),
        *_notes(house, ana),
    )  # fmt: skip


def _a_program(house: House) -> Program:
    dora = house.actors["Dora"]
    opened = setting_up.open_site(dora, house.organization, name="Harbor Street", time_zone="America/Chicago")
    site = Site.objects.get(id=opened.subject_id)
    setting_up.add_room(dora, site, name="Cypress room", capacity=12)
    made = setting_up.set_up_program(
        dora, house.organization, template="dual-diagnosis", name="Both at once", level_of_care=LevelOfCare.IOP,
        rule_pack="us-commercial-iop", sites=[site],
    )  # fmt: skip
    return Program.objects.get(id=made.subject_id)


def _a_given_piece(house: House, ana: Participant) -> Assigned:
    given = give_piece(house.actors["Ben"], ana, code="better-sleep", note="For the seven quiet herons")
    return Assigned.objects.get(id=given.subject_id)


def _medicines(house: House, ana: Participant) -> tuple[Medicine, Any, SideEffectEntry, LabResult]:
    a_prescriber(house)
    medicine = a_medicine(house, ana, name="Heronine", purpose="seven quiet herons")
    an_allergy(house, ana, "Feathers of seven quiet herons")
    an_order(house, medicine, note="For the seven quiet herons")
    dose = a_dose(house, medicine, "skipped", note="seven quiet herons")
    effect = a_side_effect(house, ana, words="seven quiet herons")
    return medicine, dose.subject_id, effect, a_result(house, ana, "alt", "70", "U/L", note="seven quiet herons")


def _a_brother(house: House, ana: Participant) -> Supporter:
    """Sam, who saw Ana's plan until she chose to share her mood alone; he comes to the family group that Ben asked him to."""
    sam = a_supporter(house, ana, "Sam Ortiz", Part.HOW_I_AM, Part.SAFETY_PLAN)
    until = clock.today(ana.time_zone) + timedelta(days=30)
    privacy.share(house.actors["Ana"], sam, parts=[Part.HOW_I_AM, Part.FAMILY_GROUPS], until=until, has_read=True)
    say_how_to_help(house.actors["Ana"], sam, told="Walk with me to the seven quiet herons")
    asked = a_family_group(house, sam)
    first = Occurrence.objects.filter(series__group=asked.group).earliest("begins_at")
    answer_date(house.actors["Sam"], asked, occurrence=first, is_coming=True)
    privacy.open_shared(house.actors["Sam"], sam.id, Part.HOW_I_AM)
    report_concern(
        house.actors["Sam"], sam, concern_id=new_id(), words="She talks of seven quiet herons all night", danger="no"
    )
    return sam


def _asked_by_zoe(house: House) -> Invitation:
    asked = a_supporter(house, house.participants["Zoe"], "Sam Hart", joins=False)
    return asked.invitations.get()


def _a_seat(house: House, ana: Participant) -> tuple[Series, Seat, Occurrence]:
    series = a_series(house, a_group(house, "Quiet herons"))
    given = GiveSeat(series_id=series.id, participant_id=ana.id, from_on=series.from_on)
    change_seats(house.actors["Ben"], ana, changes=[given], why="For the seven quiet herons")
    ask_for_place(house.actors["Ben"], ana, from_on=series.from_on)
    make_calendar_link(house.actors["Ana"], ana, shows_names=False)
    a_change_request(house, ana, better="Later, for the seven quiet herons")
    later = Occurrence.objects.filter(series=series).latest("begins_at")
    an_absence(house, ana, later, note="seven quiet herons")
    close_day(house.actors["Dora"], house.organization, day=date(2027, 7, 4), name="A holiday")
    return series, Seat.objects.get(), Occurrence.objects.filter(series=series).earliest("begins_at")


def _notes(house: House, ana: Participant) -> tuple[Note, OwnNote]:
    """Ben holds the first session that Ana sits in, and writes of it; a call with her waits to be written."""
    ben = house.actors["Ben"]
    occurrence = again(Occurrence.objects.earliest("begins_at"))
    an_objective(house, ana, "Feed the seven quiet herons")
    tap(house, occurrence, ana, 0)
    end(house, occurrence)
    draft = a_draft(house, again(occurrence))
    people = fill(house, draft)
    fill_part(house, draft, ana, "Told of the seven quiet herons by the lake and of the walk back home at dusk.")
    with minute(occurrence, 100):
        sign_group_note(ben, draft, participants=people)
    said = {one.code: "seven quiet herons" for one in on_file.forms()["psychotherapy"].asks}
    own = write_own_note(ben, ana, form="psychotherapy", said=said, on_day=date(2026, 11, 23))
    begin_note(ben, ana, form="contact", begins_at=clock.now() - timedelta(hours=2), ends_at=clock.now())
    return Note.objects.get(), OwnNote.objects.get(id=own.subject_id)


def _a_shift(house: House) -> OnCallShift:
    added = safety.add_shift(
        house.actors["Dora"], house.organization, staff=house.staff["Ben"], since=clock.now(),
        until=clock.now() + timedelta(hours=12),
    )  # fmt: skip
    shift = OnCallShift.objects.get(id=added.subject_id)
    safety.hand_over_shift(house.actors["Ben"], shift, to=house.staff["Cora"])
    return shift


def _a_holiday(house: House) -> Holiday:
    added = safety.add_holiday(house.actors["Dora"], house.organization, day=date(2026, 12, 25), name="Christmas")
    return Holiday.objects.get(id=added.subject_id)


def _a_passkey(account: Account | None) -> Authenticator:
    """A passkey as a phone would have registered it, without a phone."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    credential = AttestedCredentialData.create(b"\0" * 16, b"anas-phone", ES256.from_cryptography_key(key))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(sha256(b"localhost"), flags, 0, credential)
    told = {
        "clientDataJSON": websafe_encode(CollectedClientData.create("webauthn.create", b"c", "http://localhost")),
        "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
    }
    data = {"id": websafe_encode(b"anas-phone"), "rawId": websafe_encode(b"anas-phone"), "type": "public-key"}
    return WebAuthn.add(account, "Ana's phone", data | {"response": told}).instance  # type: ignore[no-any-return]


def _ana_as_referred() -> PersonFacts:
    return PersonFacts(names=(PersonName("Ana", "Rivera", use="official"),), born_on=When("1990-04-12"))


def enter(scene: Scene, name: str) -> None:
    """Stand behind the walls of this person's organization."""
    tenancy.enter((scene.elsewhere if name == "Esi" else scene.house).organization.id)
