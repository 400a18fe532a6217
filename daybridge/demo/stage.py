"""The house in which the demo lives: its organization, programs and staff, and how somebody comes to act in it."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.mfa.totp.internal.auth import TOTP

from daybridge.core import clock, tenancy
from daybridge.core.actors import Actor
from daybridge.demo.agenda import Agenda
from daybridge.demo.housing import open_programs
from daybridge.demo.people import STAFF, ZONE, StaffMember
from daybridge.people import actions as people
from daybridge.people import queries as who
from daybridge.people.models import Organization, Participant, Staff, Supporter
from daybridge.programs.models import Program
from daybridge.programs.rules import Focus

SEED = 20261123
SLUG = "harbor-bridge"
PASSWORD = "harbor lamp otter 42"  # noqa: S105 - the demo's, shown to whoever opens it
#: Known one-time-code secret of the demo's staff, so that the demo page can show the present code.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
#: What everybody agrees on with whom they share.
AGREED_WORD = "paper lantern"


@dataclass
class Stage:
    """Everything the play needs. `now` is when the demo is lived, and its last day's present."""

    organization: Organization
    system: Actor
    now: datetime
    days: int
    agenda: Agenda = field(default_factory=Agenda)
    programs: dict[Focus, Program] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    actors: dict[UUID, Actor] = field(default_factory=dict)
    #: Alerts whose answering is arranged already, and how often they had been raised then.
    arranged: dict[UUID, int] = field(default_factory=dict)
    #: People put before their clinicians whose seeing to is arranged already.
    put_forward: set[UUID] = field(default_factory=set)

    def actor_named(self, name: str) -> Actor:
        return self.actors[self.staff[name].id]

    def day_of(self, moment: datetime) -> int:
        """The play's day on which a moment falls, in the house's own zone."""
        return self.days - (clock.day_of(self.now, ZONE) - clock.day_of(moment, ZONE)).days

    def local(self, day: int, hour: float, zone: str = ZONE) -> datetime:
        """The moment when it is `hour` (17.5 is half past five) on the play's n-th day, for someone living in `zone`."""
        date = clock.day_of(self.now, ZONE) - timedelta(days=self.days - day)
        return datetime.combine(date, time(int(hour), int(hour * 60) % 60), ZoneInfo(zone))


def chance_of(*about: object) -> Random:
    """Chance that depends on the seed and on what it is about, never on the hour or on what happened before."""
    return Random(" ".join(map(str, (SEED, *about))))  # noqa: S311 - a play, not a secret


def open_house(now: datetime, days: int) -> Stage:
    """Found the organization, open its programs and employ its staff, the day before the first admission."""
    organization = Organization(
        name="Harbor Bridge Center",
        slug=SLUG,
        time_zone=ZONE,
        phone="555-0100",
        reply_hours="Monday to Friday, 8 am to 5 pm",
        reply_hours_es="De lunes a viernes, de 8 a 17 h",
    )
    stage = Stage(organization, Actor.system(organization.id, "demo"), now, days)
    with clock.at(stage.local(-1, 8)), tenancy.inside(organization.id):
        people.found_organization(stage.system, organization)
        stage.programs = open_programs(stage.system, organization)
        for member in STAFF:
            _employ(stage, member)
    return stage


def _employ(stage: Stage, member: StaffMember) -> None:
    added = people.register_staff(
        stage.system,
        stage.organization,
        name=member.name,
        email=member.email,
        roles=member.roles,
        credentials=member.credentials,
    )
    employed = who.staff_member(stage.system, added.subject_id)
    sign_up(stage, stage.system, employed, PASSWORD)
    assert employed.account
    TOTP.activate(employed.account, TOTP_SECRET)
    stage.staff[member.name] = employed


def sign_up(stage: Stage, host: Actor, person: Staff | Participant | Supporter, password: str | None) -> Actor:
    """Invite someone and have them accept; without a password they have an account and no way to sign in yet."""
    token = people.new_invitation_token(stage.organization.id)
    if isinstance(person, Staff):
        people.invite_staff(host, person, token=token)
    elif isinstance(person, Supporter):
        people.invite_supporter(host, person, token=token, word=AGREED_WORD)
    else:
        people.invite_participant(host, person, token=token)
    invitation = who.invitation_by_digest(people.digest_of_token(token))
    assert invitation
    people.accept_invitation(stage.system, invitation, email=person.email, password=password)
    person.refresh_from_db()
    assert person.account
    known = who.actor_for(person.account)
    assert known
    stage.actors[person.id] = known[0]
    return known[0]
