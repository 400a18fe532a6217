"""What this room keeps about a participant: who they are, how they sign in, whom they may call, who cares for them."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import CareTeamMember, Contact, Invitation, Participant, Supporter
from daybridge.people.rules import TeamRole
from daybridge.people.sentences import LANGUAGES, SEXES, TEAM_ROLES
from daybridge.ui import words

_OPENS_DOORS = "It lets somebody in, or is made from what does; no copy of it may lie about."
_HIDDEN = {"people.Account.password": _OPENS_DOORS, "mfa.Authenticator.data": _OPENS_DOORS,
           "usersessions.UserSession.session_key": _OPENS_DOORS, "usersessions.UserSession.data": _OPENS_DOORS,
           "people.Invitation.token_digest": _OPENS_DOORS, "people.Invitation.word": _OPENS_DOORS}  # fmt: skip


def _without(label: str) -> list[str]:
    return [name.removeprefix(f"{label}.") for name in _HIDDEN if name.startswith(f"{label}.")]


# --- Who they are ----------------------------------------------------------------------------------------------------


def _oneself(participant: Participant) -> Iterable[Participant]:
    return Participant.objects.filter(id=participant.id).prefetch_related("identifiers", "zone_stays")


def _self_as_json(one: Participant) -> dict[str, Any]:
    return row_as_json(one) | {
        "identifiers": [row_as_json(other) for other in one.identifiers.all()],
        "time_zones": [row_as_json(stay) for stay in one.zone_stays.all()],
    }


def _self_in_words(one: Participant) -> Told:
    return Told(
        one.name,
        (
            Line(_("Chosen name"), one.chosen_name),
            Line(_("Pronouns"), one.pronouns),
            Line(_("Birth date"), words.day(one.born_on, "plain")),
            Line(_("Sex on record"), SEXES.get(one.administrative_sex, one.administrative_sex)),
            Line(_("Language"), LANGUAGES.get(one.language, one.language)),
            Line(_("Time zone"), one.time_zone),
            *(
                Line(_("Time zone since %(when)s") % {"when": words.exact_moment(stay.since)}, stay.zone)
                for stay in one.zone_stays.all()
            ),
            Line(_("Phone"), one.phone),
            Line(_("E-mail"), one.email),
            Line(_("Record number"), one.record_number),
            Line(_("On record since"), words.exact_moment(one.registered_at)),
            *(Line(_("Number at %(place)s") % {"place": other.system}, other.value) for other in one.identifiers.all()),
        ),
    )


# --- How they sign in ------------------------------------------------------------------------------------------------


def _ways_in(participant: Participant) -> Iterable[Any]:
    own = Q(participant_id=participant.id) | Q(supporter__participant_id=participant.id)
    yield from Invitation.objects.filter(own).select_related("supporter").order_by("made_at")
    if participant.account:
        yield participant.account
        for model in (EmailAddress, Authenticator, UserSession):
            yield from model.objects.filter(user_id=participant.account_id).order_by("pk")


def _way_in_as_json(one: Any) -> dict[str, Any]:
    told = row_as_json(one, without=[*_without(one._meta.label), "user"])
    return {"kind": one._meta.model_name} | told


def _way_in_in_words(one: Any) -> Told:
    if isinstance(one, Invitation):
        return Told(
            _("Invitation"),
            (
                Line(_("With"), one.supporter.name if one.supporter else ""),
                Line(_("Made"), words.exact_moment(one.made_at)),
                Line(_("Used"), words.exact_moment(one.used_at)),
                Line(_("Taken back"), words.exact_moment(one.withdrawn_at)),
                Line(_("Ran until"), words.exact_moment(one.expires_at)),
            ),
        )
    if isinstance(one, EmailAddress):
        return Told(_("E-mail address"), (Line("", one.email),))
    if isinstance(one, Authenticator):
        said = (
            Line(_("Since"), words.exact_moment(one.created_at)),
            Line(_("Last used"), words.exact_moment(one.last_used_at)),
        )
        return Told(str(one), said)
    if isinstance(one, UserSession):
        return Told(
            words.device(one.user_agent),
            (
                Line(_("Signed in"), words.exact_moment(one.created_at)),
                Line(_("Last seen"), words.exact_moment(one.last_seen_at)),
                Line(_("Network address"), one.ip),
            ),
        )
    return Told(_("Your sign-in"), (Line(_("E-mail"), one.email), Line(_("Since"), words.exact_moment(one.created_at))))


# --- Whom they may call, who cares for them --------------------------------------------------------------------------


def _contacts(participant: Participant) -> Iterable[Contact]:
    return in_portions(Contact.objects.filter(participant_id=participant.id).order_by("id"))


def _contact_in_words(one: Contact) -> Told:
    return Told(
        one.name,
        (
            Line(_("Who they are to you"), one.relation),
            Line(_("Phone"), one.phone),
            Line(_("Added"), words.exact_moment(one.added_at)),
            Line(_("Removed"), words.exact_moment(one.removed_at)),
        ),
    )


_THEIRS = {
    "people.Supporter.account": "It is another person's sign-in.",
    "people.Supporter.language": "It is another person's choice.",
}


def _supporters(participant: Participant) -> Iterable[Supporter]:
    return in_portions(Supporter.objects.filter(participant_id=participant.id).order_by("id"))


def _supporter_as_json(one: Supporter) -> dict[str, Any]:
    return row_as_json(one, without=[name.rsplit(".", 1)[1] for name in _THEIRS])


def _supporter_in_words(one: Supporter) -> Told:
    return Told(
        one.name,
        (
            Line(_("Who they are to you"), one.relation),
            Line(_("E-mail"), one.email),
            Line(_("Added"), words.exact_moment(one.added_at)),
            Line(_("Joined"), words.exact_moment(one.joined_at)),
            Line(_("Removed"), words.exact_moment(one.removed_at)),
        ),
    )


def _team(participant: Participant) -> Iterable[CareTeamMember]:
    found = CareTeamMember.objects.filter(participant_id=participant.id).select_related("staff")
    return in_portions(found.order_by("since", "id"))


def _member_in_words(one: CareTeamMember) -> Told:
    return Told(
        str(one.staff),
        (
            Line(_("Part in your care"), TEAM_ROLES[TeamRole(one.role)]),
            Line(_("From"), words.exact_moment(one.since)),
            Line(_("Until"), words.exact_moment(one.until)),
        ),
    )


SECTIONS = (
    Section(
        code="identity",
        title=lazy("Who you are"),
        lede=lazy("What your program keeps to know you and to reach you."),
        tables=("people.Participant", "people.Identifier", "people.ZoneStay"),
        read=_oneself,
        as_json=_self_as_json,
        in_words=_self_in_words,
    ),
    Section(
        code="sign_in",
        title=lazy("How you sign in"),
        lede=lazy("Your address, your passkeys and codes, and the devices that are signed in. No password is in here."),
        tables=("people.Account", "people.Invitation", "account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession"),
        read=_ways_in,
        as_json=_way_in_as_json,
        in_words=_way_in_in_words,
        left_out=_HIDDEN,
    ),
    Section(
        code="contacts",
        title=lazy("People you can call"),
        lede=lazy("Those you added, and those you removed again."),
        tables=("people.Contact",),
        read=_contacts,
        in_words=_contact_in_words,
    ),
    Section(
        code="supporters",
        title=lazy("People I share with"),
        lede=lazy("Those you asked, and those you removed again."),
        tables=("people.Supporter",),
        read=_supporters,
        as_json=_supporter_as_json,
        in_words=_supporter_in_words,
        left_out=_THEIRS,
    ),
    Section(
        code="care_team",
        title=lazy("Who cares for you"),
        lede=lazy("Your team now, and those who were on it."),
        tables=("people.CareTeamMember",),
        read=_team,
        in_words=_member_in_words,
    ),
)  # fmt: skip
