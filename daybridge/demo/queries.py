"""How to sign in to the demo."""

import time
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.utils.translation import gettext

from daybridge.core import tenancy
from daybridge.core.actors import Actor
from daybridge.demo.people import SISTER, STAFF, person
from daybridge.demo.stage import PASSWORD, SLUG, TOTP_SECRET
from daybridge.people import queries as people
from daybridge.people.sentences import roles_in_words

_CODE_LASTS_SECONDS = 30


@dataclass(frozen=True)
class SignIn:
    who: str
    role: str
    email: str
    password: str
    needs_code: bool

    @property
    def role_in_words(self) -> str:
        own = {"participant": gettext("Participant"), "supporter": gettext("Supporter")}
        return own.get(self.role) or roles_in_words([self.role])


def cast() -> list[SignIn]:
    """The ready-made sign-ins, a participant's, her sister's and the staff's; none where the demo's organization is not there.

    Leaves the present transaction at the sign-in door, where a page for anybody stands.
    """
    ana = person(0)
    there = _addresses_there()
    known = [SignIn(f"{ana.given_name} {ana.family_name}", "participant", ana.email, PASSWORD, needs_code=False)]
    known.append(SignIn(SISTER.name, "supporter", SISTER.email, PASSWORD, needs_code=False))
    known += [SignIn(one.name, one.roles[0], one.email, PASSWORD, needs_code=True) for one in STAFF]
    return [one for one in known if one.email in there]


def _addresses_there() -> set[str]:
    with tenancy.at_the_door(tenancy.MACHINERY):
        found = people.organization_by_slug(SLUG)
    there: set[str] = set()
    if found:
        with tenancy.inside(found.id):
            system = Actor.system(found.id, "demo sign-ins")
            there.update(people.staff_members(system).values_list("email", flat=True))
            for ana in people.participants(system).filter(email=person(0).email):
                there.add(ana.email)
                joined = people.supporters(ana.id).exclude(account=None)
                there.update(joined.values_list("email", flat=True))
    with tenancy.at_the_door(tenancy.SIGN_IN):
        return there


def present_code() -> tuple[str, int]:
    """The one-time code that the demo's staff need now, and for how many seconds it is good."""
    now = int(time.time())  # one-time codes follow the real clock
    code = format_hotp_value(hotp_value(TOTP_SECRET, now // _CODE_LASTS_SECONDS))
    return code, _CODE_LASTS_SECONDS - now % _CODE_LASTS_SECONDS


def sign_ins() -> str:
    """The first of each kind for the terminal: a participant, a supporter, a therapist, the director."""
    by_role: dict[str, SignIn] = {}
    for one in cast():
        by_role.setdefault(one.role, one)
    shown = [by_role[role] for role in ("participant", "supporter", "therapist", "director") if role in by_role]
    if not shown:
        return "The demo program has not been lived here, so it has no sign-ins.\n"
    lines = [f"  {one.role:<12} {one.email:<22} {one.password}" for one in shown]
    return "\n".join(["Sign in as", *lines, f"  Staff also need a one-time code: {settings.SITE}/demo/ shows it.", ""])
