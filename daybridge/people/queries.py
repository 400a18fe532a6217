"""Looking people up. With an actor, what is not theirs is not found; without one, whoever calls has been let in already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from daybridge.core import clock, rows
from daybridge.core.actors import Actor, ActorKind
from daybridge.core.errors import NotYours
from daybridge.people.access import may_be_asked_to_care
from daybridge.people.models import (
    Account,
    CareTeamMember,
    Contact,
    Invitation,
    Organization,
    Participant,
    ParticipantQuerySet,
    Staff,
    Supporter,
    SupporterQuerySet,
    ZoneStay,
)
from daybridge.people.rules import TEAM_ORDER, Role, TeamRole


def organization_of(actor: Actor) -> Organization:
    """The actor's own organization."""
    found = rows.first(Organization, "id = %s", actor.organization_id)
    if found is None:
        raise Organization.DoesNotExist(actor.organization_id)
    return found


def actor_for(account: Account) -> tuple[Actor, Staff | Participant | Supporter] | None:
    """Who this account is within its organization (its walls already entered); None when they left."""
    participant = rows.first(Participant, "account_id = %s", account.id)  # most who ask
    if participant:
        return _actor(account, ActorKind.PARTICIPANT, participant.id, ()), participant
    staff = rows.first(Staff, "account_id = %s and is_active", account.id)
    if staff:
        return _actor(account, ActorKind.STAFF, staff.id, staff.roles), staff
    # Whoever supports several participants is known by the first of their rows, whatever has become of it since.
    supporter = rows.first(Supporter, "account_id = %s order by id", account.id)
    return (_actor(account, ActorKind.SUPPORTER, supporter.id, ()), supporter) if supporter else None


def _actor(account: Account, kind: ActorKind, person_id: UUID, roles: Iterable[str]) -> Actor:
    return Actor(
        kind=kind,
        organization_id=account.organization_id,
        account_id=account.id,
        person_id=person_id,
        roles=frozenset(roles),
    )


def participants(actor: Actor) -> ParticipantQuerySet:
    """The participants this actor may look at."""
    return Participant.objects.visible_to(actor)


def participant(actor: Actor, participant_id: UUID) -> Participant:
    """One participant by id. Raises NotYours. For a look at a chart use privacy.actions.open_chart, which is audited."""
    found = Participant.objects.visible_to(actor).filter(id=participant_id).first()
    if found is None:
        raise NotYours()
    return found


def known_participant(participant_id: UUID, organization_id: UUID) -> Participant:
    """A participant whom an event spoke of; what else is known of them is read when it is asked for."""
    return Participant.from_db("default", ["id", "organization_id"], [participant_id, organization_id])


def oneself(actor: Actor) -> Participant:
    """The participant who is acting."""
    if not actor.is_participant or actor.person_id is None:
        raise NotYours()
    return Participant.objects.get(id=actor.person_id)


def zones_lived(participant_ids: Iterable[UUID]) -> dict[UUID, list[tuple[datetime, str]]]:
    """Since when whoever has moved lived in which time zone, oldest first; who never moved is left out."""
    lived: dict[UUID, list[tuple[datetime, str]]] = {}
    found = ZoneStay.objects.filter(participant_id__in=list(participant_ids)).order_by("since")
    for participant_id, since, zone in found.values_list("participant_id", "since", "zone"):
        lived.setdefault(participant_id, []).append((since, zone))
    return lived


def staff_members(actor: Actor, *, role: str | None = None) -> QuerySet[Staff]:
    """The active staff of the actor's organization, by name."""
    may_see = actor.is_staff or actor.is_system
    found = Staff.objects.filter(is_active=True).order_by("name") if may_see else Staff.objects.none()
    return found.filter(roles__contains=[role]) if role else found


def carers(actor: Actor) -> list[Staff]:
    """Who may be asked about a participant, by name."""
    return [one for one in staff_members(actor) if may_be_asked_to_care(one)]


def staff_member(actor: Actor, staff_id: UUID) -> Staff:
    """One member of staff. Raises NotYours."""
    found = staff_members(actor).filter(id=staff_id).first()
    if found is None:
        raise NotYours()
    return found


@dataclass(frozen=True)
class TeamMember:
    """A part in someone's care, as it is shown."""

    staff_id: UUID
    account_id: UUID | None
    name: str
    role: str
    #: What they do here, whatever their part in this care is.
    roles: tuple[str, ...] = ()


def care_team(participant_id: UUID) -> tuple[TeamMember, ...]:
    """Who cares for a participant now: primary therapist first, then who covers, then the rest by time on the team."""
    order = Case(
        *(When(role=role, then=Value(place)) for place, role in enumerate(TEAM_ORDER)), output_field=IntegerField()
    )
    members = (
        CareTeamMember.objects.current()
        .filter(participant_id=participant_id, staff__is_active=True)
        .select_related("staff")
        .order_by(order, "since")
    )
    return tuple(
        TeamMember(m.staff_id, m.staff.account_id, str(m.staff), m.role, tuple(m.staff.roles)) for m in members
    )


def accounts_around(participant_id: UUID) -> tuple[UUID, ...]:
    """Whose screens should look again: the participant's phone, and the care team's."""
    own = Participant.objects.filter(id=participant_id).values_list("account_id", flat=True).first()
    return tuple(one for one in (own, *(member.account_id for member in care_team(participant_id))) if one)


def teams_of(participant_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Who cares for each of these participants, in the order of `care_team`, for many at once; of whom nobody does, nobody."""
    order = {role: place for place, role in enumerate(TEAM_ORDER)}
    asked = list(participant_ids)
    members = CareTeamMember.objects.current().filter(participant_id__in=asked, staff__is_active=True)
    rows = members.order_by("since").values_list("participant_id", "staff_id", "role")
    teams: dict[UUID, list[UUID]] = {one: [] for one in asked}
    for participant_id, staff_id, _role in sorted(rows, key=lambda row: order[TeamRole(row[2])]):
        teams[participant_id].append(staff_id)
    return teams


def first_of_teams(participant_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who is asked first about each of these participants."""
    return {one: team[0] for one, team in teams_of(participant_ids).items() if team}


def caseload_of(staff_id: UUID) -> list[UUID]:
    """Whom a member of staff cares for now."""
    return list(CareTeamMember.objects.current().filter(staff_id=staff_id).values_list("participant_id", flat=True))


def without_team() -> list[UUID]:
    """Whom nobody cares for now, who are of staff."""
    cared_for = CareTeamMember.objects.current().filter(staff__is_active=True).values("participant_id")
    return list(Participant.objects.exclude(id__in=cared_for).values_list("id", flat=True))


def directors() -> tuple[TeamMember, ...]:
    """The organization's directors, longest here first."""
    found = Staff.objects.filter(is_active=True, roles__contains=[Role.DIRECTOR]).order_by("id")
    return tuple(TeamMember(s.id, s.account_id, str(s), "director", tuple(s.roles)) for s in found)


def primary_therapists(participant_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The primary therapist's name for each of these participants."""
    members = CareTeamMember.objects.current().filter(participant_id__in=participant_ids, role=TeamRole.PRIMARY)
    return {m.participant_id: m.staff.name for m in members.select_related("staff")}


def contacts(participant_id: UUID) -> QuerySet[Contact]:
    """Who a participant may call on a bad day."""
    return Contact.objects.filter(participant_id=participant_id, removed_at=None).order_by("id")


def own_contact(actor: Actor, contact_id: UUID) -> Contact:
    """One of the acting participant's contacts. Raises NotYours."""
    found = Contact.objects.filter(id=contact_id, participant_id=actor.who).first()
    if found is None:
        raise NotYours()
    return found


def supporters(participant_id: UUID) -> SupporterQuerySet:
    """Whom a participant shares with or has asked to, in the order they were added; those removed are left out."""
    return Supporter.objects.current().filter(participant_id=participant_id).select_related("account").order_by("id")


def own_supporter(actor: Actor, supporter_id: UUID) -> Supporter:
    """One of those whom the acting participant shares with. Raises NotYours."""
    mine = supporters(actor.who) if actor.is_participant else Supporter.objects.none()
    found = mine.select_related("account", "participant").filter(id=supporter_id).first()
    if found is None:
        raise NotYours()
    return found


def supported_by(actor: Actor) -> list[Supporter]:
    """The acting supporter's own rows, one for each participant who has not removed them, with the participant."""
    if not actor.is_supporter or actor.account_id is None:
        return []
    found = Supporter.objects.current().filter(account_id=actor.account_id, account__is_active=True)
    return list(found.select_related("participant__organization").order_by("id"))


def supporter_self(actor: Actor, supporter_id: UUID) -> Supporter:
    """One of the acting supporter's own rows. Raises NotYours."""
    found = next((one for one in supported_by(actor) if one.id == supporter_id), None)
    if found is None:
        raise NotYours()
    return found


def supporter_of(actor: Actor, participant: Participant, supporter_id: UUID) -> Supporter:
    """One of a participant's supporters, for whoever may look at the participant. Raises NotYours."""
    allowed = Participant.objects.visible_to(actor).filter(id=participant.id).exists()
    found = supporters(participant.id).select_related("account", "participant").filter(id=supporter_id).first()
    if found is None or not allowed:
        raise NotYours()
    return found


def open_links(participant_id: UUID) -> dict[UUID, Invitation]:
    """The links that a participant's supporters have not used yet, by supporter."""
    found = Invitation.objects.filter(supporter__participant_id=participant_id, used_at=None, withdrawn_at=None)
    return {one.supporter_id: one for one in found.filter(expires_at__gt=clock.now()) if one.supporter_id}


def invitation_by_digest(digest: bytes, *, is_answered: bool = False) -> Invitation | None:
    """The invitation a link belongs to, whatever its state; one that is being answered is answered by one at a time."""
    found = Invitation.objects.select_related("participant", "staff", "supporter__participant", "organization").filter(
        token_digest=digest
    )
    return (found.select_for_update(of=("self",)) if is_answered else found).first()


def participant_to_invite(actor: Actor, participant_id: UUID) -> Participant:
    """A participant whom this actor may invite: one they care for, or anyone for intake. Raises NotYours."""
    everyone = actor.has_role(Role.INTAKE)
    found = (Participant.objects.all() if everyone else participants(actor)).filter(id=participant_id).first()
    if found is None:
        raise NotYours()
    return found


def account(account_id: UUID) -> Account:
    """An account that was just made or is signed in."""
    return Account.objects.get(id=account_id)


def latest_invitation(participant_id: UUID) -> Invitation | None:
    return Invitation.objects.filter(participant_id=participant_id).order_by("-made_at").first()


def with_identifier(pairs: Iterable[tuple[str, str]]) -> QuerySet[Participant]:
    """Participants who carry one of these (system, value) identifiers."""
    found = Participant.objects.none()
    for system, value in pairs:
        found = found | Participant.objects.filter(identifiers__system=system, identifiers__value=value)
    return found.distinct()


def has_account(email: str) -> bool:
    """For the command line, at the sign-in door: whether an address signs someone in already."""
    return Account.objects.filter(email=email.strip().lower()).exists()


def organization_by_slug(slug: str) -> Organization | None:
    """For the command line: the organization of that short name, or the only one when none is named."""
    found = list(Organization.objects.filter(slug=slug) if slug else Organization.objects.all()[:2])
    return found[0] if len(found) == 1 else None
