"""Files in: read whole or refused, then handed to the room they are for."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybridge.core import tenancy
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.intake import actions as intake
from daybridge.intake import queries as referrals
from daybridge.intake.events import ReferralReceived
from daybridge.interop.fhir_bundle import read_bundle
from daybridge.interop.json_text import megabytes
from daybridge.interop.refusals import CannotRead
from daybridge.people import queries as people

MEDIA_TYPE = "application/fhir+json"


def receive_bundle(actor: Actor, original: bytes, *, filename: str = "") -> ReferralReceived:
    """Read a FHIR bundle and take in the referral it is. Raises CannotRead, and then nothing of it was taken in.

    The same bytes again are the same referral (`repeated`), whoever sends them and whichever way.
    """
    reading = read_bundle(original, limit=settings.LARGEST_REFERRAL)
    return intake.receive_referral(
        actor,
        people.organization_of(actor),
        original=original,
        media_type=MEDIA_TYPE,
        facts=reading.facts,
        not_read=reading.not_read,
        filename=filename,
    )


def refer_file(organization: str, file: Path) -> str:
    """Take in a referral from the command line, for the only organization or the one named; says what came of it.

    The terminal is told counts and an address, never what the file says about someone.
    """
    with tenancy.at_the_door(tenancy.MACHINERY):
        found = people.organization_by_slug(organization)
    if found is None:
        raise NotYours(_("Say for which organization: add --organization and its short name."))
    original = _read_up_to_limit(file)
    with tenancy.inside(found.id):
        actor = Actor.system(found.id, "daybridge refer")
        received = receive_bundle(actor, original, filename=file.name)
        return _said(actor, received)


def _read_up_to_limit(file: Path) -> bytes:
    """The file's bytes; of one that is too large not even the first is kept."""
    limit = settings.LARGEST_REFERRAL
    if file.stat().st_size > limit:
        raise CannotRead("too_large", value=megabytes(limit))
    with file.open("rb") as opened:
        return opened.read(limit + 1)  # a file that grows meanwhile is refused by its length


def _said(actor: Actor, received: ReferralReceived) -> str:
    detail = referrals.referral_detail(actor, referrals.referral(actor, received.subject_id))
    missing, faults = len(detail.missing), len(detail.not_read)
    lines = [
        _("This file came in before; its referral is at %(address)s.") if received.repeated else _("The referral is at %(address)s."),
        ngettext("%(count)s entry could not be read.", "%(count)s entries could not be read.", faults) % {"count": faults} if faults else "",
        ngettext("%(count)s thing is missing for screening.", "%(count)s things are missing for screening.", missing) % {"count": missing} if missing else "",
    ]  # fmt: skip
    address = f"{settings.SITE}/referrals/{received.subject_id}/"
    return "\n".join(line for line in lines if line) % {"address": address}
