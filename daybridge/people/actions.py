"""The deeds on organizations, people, care teams and invitations."""

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid, Refused
from daybridge.people import access
from daybridge.people.events import (
    AccountClosed,
    CareTeamJoined,
    CareTeamLeft,
    ContactAdded,
    ContactRemoved,
    HomeScreenChosen,
    InvitationAccepted,
    InvitationAnsweredWrongly,
    LanguageChosen,
    OrganizationFounded,
    ParticipantRegistered,
    PersonInvited,
    SignInChanged,
    StaffRegistered,
    SupporterAdded,
    SupporterRemoved,
    TimeZoneChanged,
)
from daybridge.people.models import (
    Account,
    CareTeamMember,
    Contact,
    Identifier,
    Invitation,
    Organization,
    Participant,
    Staff,
    Supporter,
    ZoneStay,
)
from daybridge.people.rules import HomeScreen, TeamRole, is_guessed, plain_word

INVITATION_LASTS = timedelta(days=7)
MOST_WRONG_ANSWERS = 5
MOST_CONTACTS = 12
MOST_SUPPORTERS = 12


@action(allow=access.nobody_but_the_system)
def found_organization(actor: Actor, organization: Organization) -> OrganizationFounded:
    """Set up an organization; the system does this within the new organization's own walls."""
    organization.save(force_insert=True)
    return OrganizationFounded(organization_id=organization.id, subject_id=organization.id)


@action(allow=access.manages_staff)
def register_staff(
    actor: Actor,
    organization: Organization,
    *,
    name: str,
    email: str,
    roles: Sequence[str],
    credentials: str = "",
    language: str = "en",
) -> StaffRegistered:
    """Add a member of staff; an invitation lets them sign in. Raises Refused for roles the actor may not give."""
    if not access.may_give_roles(actor, roles):
        raise Refused(_("Only a director can add someone who sees every participant."))
    staff = Staff.objects.create(
        organization=organization,
        name=name,
        email=email.strip().lower(),
        roles=sorted(roles),
        credentials=credentials,
        language=language,
    )
    return StaffRegistered(organization_id=organization.id, subject_id=staff.id)


@action(allow=access.works_intake)
def register_participant(
    actor: Actor,
    organization: Organization,
    *,
    given_name: str,
    family_name: str,
    born_on: date,
    chosen_name: str = "",
    pronouns: str = "",
    administrative_sex: str = "",
    language: str = "en",
    time_zone: str = "",
    phone: str = "",
    email: str = "",
    identifiers: Iterable[tuple[str, str]] = (),
) -> ParticipantRegistered:
    """Open a record for someone. `identifiers` are (system, value) pairs; one already known elsewhere is left out."""
    participant = Participant.objects.create(
        organization=organization,
        given_name=given_name,
        family_name=family_name,
        chosen_name=chosen_name,
        pronouns=pronouns,
        born_on=born_on,
        administrative_sex=administrative_sex,
        language=language,
        time_zone=time_zone or organization.time_zone,
        phone=phone,
        email=email.strip().lower(),
        record_number=_new_record_number(),
    )
    Identifier.objects.bulk_create(
        [
            Identifier(organization=organization, participant=participant, system=system, value=value)
            for system, value in dict.fromkeys(identifiers)
        ],
        ignore_conflicts=True,
    )
    return ParticipantRegistered(
        organization_id=organization.id, subject_id=participant.id, participant_id=participant.id
    )


def _new_record_number() -> str:
    """Says nothing about the person and can be read out: four and four of letters that are not mistaken."""
    letters = "23456789BCDFGHJKMNPQRSTVWXYZ"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(2))


@action(allow=access.treats_or_works_intake)
def join_care_team(actor: Actor, participant: Participant, *, staff: Staff, role: TeamRole | str) -> CareTeamJoined:
    """Give a member of staff a part in a participant's care; a new primary therapist takes over from the last.

    Raises Conflict (409) for somebody who can't be asked to care, and where it would leave nobody as primary therapist.
    """
    if not access.may_be_asked_to_care(staff):
        raise Conflict(_("Only somebody who treats people can be on a care team."))
    current = _current_team(participant)
    if role != TeamRole.PRIMARY:
        _keep_a_primary(current, staff)
    replaced = Q(staff=staff) | Q(role=TeamRole.PRIMARY) if role == TeamRole.PRIMARY else Q(staff=staff)
    current.filter(replaced).update(until=clock.now())
    member = CareTeamMember.objects.create(
        organization_id=participant.organization_id, participant=participant, staff=staff, role=role, since=clock.now()
    )
    return CareTeamJoined(
        organization_id=participant.organization_id,
        subject_id=member.id,
        participant_id=participant.id,
        staff_id=staff.id,
        role=str(role),
    )


@action(allow=access.treats_or_works_intake)
def leave_care_team(actor: Actor, participant: Participant, *, staff: Staff) -> CareTeamLeft:
    """End a member of staff's part in a participant's care. Raises Conflict (409) for the primary therapist, who is replaced."""
    current = _current_team(participant)
    _keep_a_primary(current, staff)
    member = current.filter(staff=staff).first()
    if member is None:
        raise Conflict(_("They are not on this care team."))
    member.until = clock.now()
    member.save(update_fields=["until"])
    return CareTeamLeft(
        organization_id=participant.organization_id,
        subject_id=member.id,
        participant_id=participant.id,
        staff_id=staff.id,
    )


def _current_team(participant: Participant) -> QuerySet[CareTeamMember]:
    """One team is changed by one person at a time."""
    Participant.objects.select_for_update().get(id=participant.id)
    return CareTeamMember.objects.current().filter(participant=participant)


def _keep_a_primary(current: QuerySet[CareTeamMember], staff: Staff) -> None:
    if current.filter(staff=staff, role=TeamRole.PRIMARY).exists():
        raise Conflict(_("Name another primary therapist first: everybody has one."))


# --- Invitations -----------------------------------------------------------------------------------------------------


def new_invitation_token(organization_id: UUID) -> str:
    """The secret part of a one-time link; its first part says behind whose walls to look for it."""
    return urlsafe_b64encode(organization_id.bytes + secrets.token_bytes(24)).decode().rstrip("=")


def organization_of_token(token: str) -> UUID | None:
    """The organization an invitation link claims to come from; None when it is not such a link at all."""
    try:
        decoded = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return UUID(bytes=decoded[:16]) if len(decoded) == 40 else None
    except ValueError:
        return None


def digest_of_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@action(allow=access.treats_or_works_intake)
def invite_participant(actor: Actor, participant: Participant, *, token: str) -> PersonInvited:
    """Make a one-time link for a participant; links made before stop working."""
    if participant.account_id:
        raise Conflict(_("They have already set up how they sign in."))
    Invitation.objects.filter(participant=participant, used_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
    invitation = _make_invitation(participant.organization_id, token, participant=participant)
    return PersonInvited(
        organization_id=participant.organization_id, subject_id=invitation.id, participant_id=participant.id
    )


@action(allow=access.may_invite_staff)
def invite_staff(actor: Actor, staff: Staff, *, token: str) -> PersonInvited:
    """Make a one-time link for a member of staff; links made before stop working."""
    if staff.account_id:
        raise Conflict(_("They have already set up how they sign in."))
    Invitation.objects.filter(staff=staff, used_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
    invitation = _make_invitation(staff.organization_id, token, staff=staff)
    return PersonInvited(organization_id=staff.organization_id, subject_id=invitation.id, staff_id=staff.id)


@action(allow=access.is_participant_self)
def invite_supporter(actor: Actor, supporter: Supporter, *, token: str, word: str) -> PersonInvited:
    """Make a one-time link for someone to share with; links made before stop working.

    Whoever opens it must know `word`, which the two have agreed on some other way than the link is sent. Raises Invalid for
    a word that a stranger would guess.
    """
    if supporter.account_id or supporter.removed_at:
        raise Conflict(_("This person needs no link any more."))
    if is_guessed(word, _known_of(supporter)):
        raise Invalid(
            _("Choose another word."),
            fields={
                "word": _("Choose a word of at least 6 letters or numbers. It must not be a name or a birth date.")
            },
        )
    Invitation.objects.filter(supporter=supporter, used_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
    invitation = _make_invitation(
        supporter.organization_id, token, supporter=supporter, word=make_password(plain_word(word))
    )
    return PersonInvited(
        organization_id=supporter.organization_id,
        subject_id=invitation.id,
        participant_id=supporter.participant_id,
        supporter_id=supporter.id,
    )


def _known_of(supporter: Supporter) -> list[str]:
    """What somebody who knows the two would try first."""
    one = supporter.participant
    names = [one.given_name, one.family_name, one.chosen_name, supporter.name, supporter.relation, supporter.email]
    names += [f"{one.given_name}{one.family_name}", *supporter.name.split(), supporter.email.split("@")[0]]
    return names + [one.born_on.strftime(shape) for shape in ("%Y%m%d", "%m%d%Y", "%d%m%Y", "%m%d%y", "%d%m%y")]


def knows_word(invitation: Invitation, word: str) -> bool:
    """Whether this is the word that the participant and their supporter agreed on."""
    return check_password(plain_word(word), invitation.word)


def _make_invitation(
    organization_id: UUID,
    token: str,
    *,
    participant: Participant | None = None,
    staff: Staff | None = None,
    supporter: Supporter | None = None,
    word: str = "",
) -> Invitation:
    return Invitation.objects.create(
        organization_id=organization_id,
        participant=participant,
        staff=staff,
        supporter=supporter,
        word=word,
        token_digest=digest_of_token(token),
        made_at=clock.now(),
        expires_at=clock.now() + INVITATION_LASTS,
    )


@action(allow=access.nobody_but_the_system)
def count_wrong_answer(actor: Actor, invitation: Invitation) -> InvitationAnsweredWrongly:
    """Someone holding the link did not know what only its owner knows, or tried somebody else's address; after five the link
    stops working."""
    invitation.wrong_answers += 1
    if invitation.wrong_answers >= MOST_WRONG_ANSWERS:
        invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["wrong_answers", "withdrawn_at"])
    return InvitationAnsweredWrongly(
        organization_id=invitation.organization_id,
        subject_id=invitation.id,
        participant_id=invitation.participant_id,
        wrong_answers=invitation.wrong_answers,
    )


@action(allow=access.nobody_but_the_system)
def accept_invitation(actor: Actor, invitation: Invitation, *, email: str, password: str | None) -> InvitationAccepted:
    """Make the account that the link was for. Without a password the person goes on to add a passkey.

    The address counts as verified only when it is the one on record; another one is verified by e-mail first.
    """
    invitation = _still_open(invitation)
    person = invitation.participant or invitation.staff or invitation.supporter
    assert person is not None
    account = _account_again(person, email, password) if isinstance(person, Supporter) else None
    if account is None:
        account = _make_account(person.organization_id, email, password)
        EmailAddress.objects.create(
            user=account, email=account.email, primary=True, verified=account.email == person.email.lower()
        )
    if isinstance(person, Supporter):
        _join(person, account, language=get_language() or "en")
    else:
        person.account = account
        person.save(update_fields=["account"])
    return _accepted(invitation, account.id)


@action(allow=access.is_invited_supporter)
def accept_as_supporter(actor: Actor, invitation: Invitation, *, word: str) -> InvitationAccepted:
    """Somebody who supports another participant already takes a second link with the account they have."""
    invitation = _still_open(invitation)
    supporter = invitation.supporter
    assert supporter and actor.account_id
    if not knows_word(invitation, word):
        raise Refused(_("That is not the word."))
    if Supporter.objects.current().filter(participant=supporter.participant, account_id=actor.account_id).exists():
        raise Conflict(_("You already see what this person shares."))
    account = Account.objects.get(id=actor.account_id)
    _join(supporter, account, language=Supporter.objects.get(id=actor.who).language)
    return _accepted(invitation, account.id)


def _still_open(invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(id=invitation.id)
    if invitation.used_at or invitation.withdrawn_at or invitation.expires_at <= clock.now():
        raise Conflict(_("This link has been used or has run out. Ask for a new one."))
    return invitation


def _join(supporter: Supporter, account: Account, *, language: str) -> None:
    supporter.account, supporter.joined_at, supporter.language = account, clock.now(), language
    supporter.save(update_fields=["account", "joined_at", "language"])


def _accepted(invitation: Invitation, account_id: UUID) -> InvitationAccepted:
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    supported = invitation.supporter.participant_id if invitation.supporter else None
    return InvitationAccepted(
        organization_id=invitation.organization_id,
        subject_id=invitation.id,
        participant_id=invitation.participant_id or supported,
        account_id=account_id,
        supporter_id=invitation.supporter_id,
    )


def _account_again(supporter: Supporter, email: str, password: str | None) -> Account | None:
    """The account that a supporter closed, opened again by a new invitation to the address on record; None where there is none.

    Nothing of before comes back with it: whoever shared with it then has to ask anew, and its passkeys and codes are gone.
    """
    asked_at = email.strip().lower()
    closed = Account.objects.filter(
        organization_id=supporter.organization_id,
        email=asked_at,
        is_active=False,
        blocked_at=None,
        supports__isnull=False,
    )
    account = closed.select_for_update(of=("self",)).first() if asked_at == supporter.email.lower() else None
    if account is None:
        return None
    if password is not None:
        _check_password(password, account)
    account.supports.filter(removed_at=None).update(removed_at=clock.now())
    Authenticator.objects.filter(user_id=account.id).delete()
    account.set_password(password)
    account.is_active = True
    account.save(update_fields=["password", "is_active"])
    return account


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(_("Choose another password."), fields={"password": " ".join(error.messages)}) from error


def _make_account(organization_id: UUID, email: str, password: str | None) -> Account:
    account = Account(organization_id=organization_id, email=email.strip().lower())
    if password is not None:
        _check_password(password, account)
    if Account.objects.filter(email=account.email).exists():
        raise Invalid(
            _("This address can't be used here."),
            fields={"email": _("This address can't be used here. Use another one, or ask the front desk.")},
        )
    account.set_password(password)
    account.save(force_insert=True)
    return account


# --- A participant's own things --------------------------------------------------------------------------------------


@action(allow=access.is_participant_self)
def add_contact(
    actor: Actor, participant: Participant, *, contact_id: UUID, name: str, phone: str, relation: str = ""
) -> ContactAdded:
    """Keep someone to call on a bad day. The phone makes `contact_id`; a repeat changes nothing."""
    own = Contact.objects.filter(participant=participant)
    contact = Contact(
        id=contact_id,
        organization_id=participant.organization_id,
        participant=participant,
        name=name,
        relation=relation,
        phone=phone,
    )
    repeated = own.filter(id=contact_id).exists()
    if not repeated and own.filter(removed_at=None).count() >= MOST_CONTACTS:
        raise Conflict(_("You have saved as many people as fit. Remove one first."))
    if not repeated and not rows.add(contact, unless_known=True):  # someone else's, perhaps behind other walls
        raise IdTaken()
    return ContactAdded(
        organization_id=participant.organization_id,
        subject_id=contact_id,
        participant_id=participant.id,
        repeated=repeated,
    )


@action(allow=access.is_participant_self)
def remove_contact(actor: Actor, contact: Contact) -> ContactRemoved:
    """Take someone off the list; removing twice is the same as once."""
    repeated = contact.removed_at is not None
    if not repeated:
        contact.removed_at = clock.now()
        contact.save(update_fields=["removed_at"])
    return ContactRemoved(
        organization_id=contact.organization_id,
        subject_id=contact.id,
        participant_id=contact.participant_id,
        repeated=repeated,
    )


@action(allow=access.treats_or_is_participant_self)
def change_time_zone(actor: Actor, participant: Participant, *, zone: str) -> TimeZoneChanged:
    """From now on they live in `zone` (an IANA name); where they lived before is kept. Raises Invalid for one that is none."""
    if zone not in available_timezones():
        raise Invalid(_("There is no time zone %(zone)s; write one such as America/Chicago.") % {"zone": zone})
    participant = Participant.objects.select_for_update().get(id=participant.id)
    now, repeated = clock.now(), participant.time_zone == zone
    if not repeated:
        known = ZoneStay.objects.filter(participant=participant)
        if not known.exists():
            _note_stay(participant, since=min(participant.registered_at, now - timedelta(seconds=1)))
        participant.time_zone = zone
        participant.save(update_fields=["time_zone"])
        _note_stay(participant, since=now)
    return TimeZoneChanged(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id,
        zone=zone, since=now, repeated=repeated,
    )  # fmt: skip


def _note_stay(participant: Participant, *, since: datetime) -> None:
    ZoneStay.objects.create(
        organization_id=participant.organization_id, participant=participant, zone=participant.time_zone, since=since
    )


@action(allow=access.is_participant_self)
def add_supporter(
    actor: Actor, participant: Participant, *, name: str, email: str, relation: str = ""
) -> SupporterAdded:
    """Keep someone to share with. They see nothing before they have joined, and then only what is shared."""
    own = Supporter.objects.current().filter(participant=participant)
    email = email.strip().lower()
    if email in (participant.email.lower(), participant.account.email if participant.account else ""):
        raise Invalid(_("Check the address."), fields={"email": _("This is your own address.")})
    if own.filter(email=email).exists():
        raise Invalid(
            _("Check the address."), fields={"email": _("You have already added somebody with this address.")}
        )
    if own.count() >= MOST_SUPPORTERS:
        raise Conflict(_("You have saved as many people as fit. Remove one first."))
    added = Supporter.objects.create(
        organization_id=participant.organization_id,
        participant=participant,
        name=name,
        relation=relation,
        email=email,
        language=participant.language,
        added_at=clock.now(),
    )
    return SupporterAdded(
        organization_id=participant.organization_id, subject_id=added.id, participant_id=participant.id
    )


@action(allow=access.is_participant_self)
def remove_supporter(actor: Actor, supporter: Supporter) -> SupporterRemoved:
    """Take someone off; from the next request on they see nothing, and an open link to them stops working."""
    repeated = supporter.removed_at is not None
    if not repeated:
        supporter.removed_at = clock.now()
        supporter.save(update_fields=["removed_at"])
        Invitation.objects.filter(supporter=supporter, used_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
    return SupporterRemoved(
        organization_id=supporter.organization_id,
        subject_id=supporter.id,
        participant_id=supporter.participant_id,
        repeated=repeated,
    )


# --- A supporter's own things ----------------------------------------------------------------------------------------


@action(allow=access.closes_supporters_account)
def close_account(actor: Actor, account: Account) -> AccountClosed:
    """A supporter wants no account any more, or must be kept out: nobody signs in with it, and nothing is shown to anybody with it."""
    repeated = _close(account, is_blocked=actor.is_system)
    return AccountClosed(organization_id=account.organization_id, subject_id=account.id, repeated=repeated)


@action(allow=access.treats_participant_of)
def block_supporter(actor: Actor, supporter: Supporter) -> AccountClosed:
    """Staff close the account of a supporter who may do harm. No invitation reopens it, and nobody else's sharing reaches them either.

    Raises Conflict for a supporter who has not joined: there is no account, and removing them is the participant's.
    """
    account = supporter.account
    if account is None:
        raise Conflict(_("They have no account here."))
    repeated = _close(account, is_blocked=True)
    return AccountClosed(
        organization_id=account.organization_id,
        subject_id=account.id,
        participant_id=supporter.participant_id,
        repeated=repeated,
    )


def _close(account: Account, *, is_blocked: bool) -> bool:
    """Whether nothing changed: it was closed before, for good where that is asked."""
    account = Account.objects.select_for_update(of=("self",)).get(id=account.id)
    if not account.is_active and (account.blocked_at or not is_blocked):
        return True
    account.is_active = False
    account.blocked_at = clock.now() if is_blocked else account.blocked_at
    account.save(update_fields=["is_active", "blocked_at"])
    return False


# --- Everybody's own -------------------------------------------------------------------------------------------------


def _is_self(actor: Actor, person: Participant | Staff | Supporter) -> bool:
    return actor.person_id == person.id


@action(allow=_is_self)
def choose_language(actor: Actor, person: Participant | Staff | Supporter, *, language: str) -> LanguageChosen:
    """Show everything in this language from now on: `en` or `es`."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("That language isn't available."))
    person.language = language
    person.save(update_fields=["language"])
    return LanguageChosen(
        organization_id=person.organization_id,
        subject_id=person.id,
        participant_id=person.id if isinstance(person, Participant) else None,
        language=language,
    )


@action(allow=access.is_participant_self)
def choose_home_screen(actor: Actor, participant: Participant, *, look: str) -> HomeScreenChosen:
    """Have the phone's home screen show the companion under this name and picture: `daybridge`, `notes` or `journal`."""
    if look not in set(HomeScreen):
        raise Invalid(_("That picture isn't available."))
    participant.home_screen = look
    participant.save(update_fields=["home_screen"])
    return HomeScreenChosen(
        organization_id=participant.organization_id,
        subject_id=participant.id,
        participant_id=participant.id,
        look=look,
    )


def _is_own_account(actor: Actor, account: Account) -> bool:
    return actor.account_id == account.id or actor.is_system


@action(allow=_is_own_account)
def note_sign_in(actor: Actor, account: Account, *, what: str) -> SignInChanged:
    """Write a sign-in, a sign-out or a change of password or passkey into the audit; allauth has done it already."""
    return SignInChanged(organization_id=account.organization_id, subject_id=account.id, what=what)
