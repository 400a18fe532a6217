"""How a site begins, from the command line: an organization, its first program, and a link for its first director."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext as _

from daybridge.core import tenancy
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import actions as people
from daybridge.people import queries
from daybridge.people.models import Organization
from daybridge.people.rules import Role
from daybridge.programs.actions import open_program
from daybridge.programs.rules import Focus


def found_site(
    *, name: str, time_zone: str, phone: str, reply_hours: str, program: str, focus: Focus, director: str, email: str
) -> str:
    """Found an organization, all or nothing; answers the one-time link with which its first director signs up.

    Raises Invalid for what can't be, Conflict where an organization of that short name or that address is here already.
    """
    slug = slugify(name)
    _check(slug=slug, time_zone=time_zone, email=email, told=(phone, reply_hours, program, director))
    with tenancy.at_the_door(tenancy.MACHINERY):
        if queries.organization_by_slug(slug):
            raise Conflict(_("An organization called %(slug)s is here already.") % {"slug": slug})
    with tenancy.at_the_door(tenancy.SIGN_IN):
        if queries.has_account(email):
            raise Conflict(_("This e-mail address already signs someone in. Use another one."))
    organization = Organization(name=name, slug=slug, time_zone=time_zone, phone=phone, reply_hours=reply_hours)
    system = Actor.system(organization.id, "daybridge found")
    with tenancy.inside(organization.id):
        people.found_organization(system, organization)
        open_program(system, organization, name=program, focus=focus)
        added = people.register_staff(system, organization, name=director, email=email, roles=[Role.DIRECTOR])
        token = people.new_invitation_token(organization.id)
        people.invite_staff(system, queries.staff_member(system, added.subject_id), token=token)
    return f"{settings.SITE}/join/{token}/"


def _check(*, slug: str, time_zone: str, email: str, told: tuple[str, ...]) -> None:
    if not slug or not all(one.strip() for one in told):
        raise Invalid(_("Every name, number and text needs something in it."))
    if time_zone not in available_timezones():
        raise Invalid(_("There is no time zone %(zone)s; write one such as America/Chicago.") % {"zone": time_zone})
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("%(email)s is no e-mail address.") % {"email": email}) from None
