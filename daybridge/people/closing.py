"""Closing a supporter's account for them, from the command line: who must be kept out at once."""

from django.utils.translation import gettext as _

from daybridge.core import tenancy
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries
from daybridge.people.actions import close_account
from daybridge.people.models import Account


def close_supporters_account(organization: str, email: str) -> str:
    """Nobody signs in with this address again, from the next request on; a line in the audit says so.

    Of the only organization or the one named. Raises NotYours where it is no address of a supporter's there.
    """
    with tenancy.at_the_door(tenancy.MACHINERY):
        found = queries.organization_by_slug(organization)
    if found is None:
        raise NotYours(_("Say for which organization: add --organization and its short name."))
    with tenancy.inside(found.id):
        account = Account.objects.filter(email__iexact=email.strip(), supports__isnull=False).first()
        if account is None:
            raise NotYours("No supporter signs in with this address.")
        done = close_account(Actor.system(found.id, "daybridge close-supporter"), account)
    return "It was closed already." if done.repeated else "It is closed. Nobody signs in with it from now on."
