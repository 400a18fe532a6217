"""Files in: read whole or refused, then handed to the room they are for."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from daybridge.core import tenancy
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.intake import actions as intake
from daybridge.intake.events import ReferralReceived
from daybridge.interop.fhir_bundle import read_bundle
from daybridge.interop.refusals import CannotRead
from daybridge.people import queries as people
from daybridge.people.models import Organization


def receive_bundle(actor: Actor, organization: Organization, *, original: bytes, filename: str) -> ReferralReceived:
    """Read a FHIR bundle and open a referral from it. Raises CannotRead, and then nothing was imported."""
    reading = read_bundle(original, limit=settings.LARGEST_REFERRAL)
    return intake.receive_referral(
        actor,
        organization,
        original=original,
        filename=filename,
        media_type="application/fhir+json",
        facts=reading.facts,
        not_read=reading.not_read,
    )


@dataclass(frozen=True)
class Told:
    """What the command line says about a file."""

    referral_id: UUID
    repeated: bool

    def __str__(self) -> str:
        known = "This file was received before. " if self.repeated else ""
        return f"{known}The referral is at {settings.SITE}/referrals/{self.referral_id}/"


def refer_file(organization_slug: str, path: Path) -> Told:
    """Receive a file from the command line, for the only organization or the one named."""
    with tenancy.at_the_door(tenancy.MACHINERY):
        organization = people.organization_by_slug(organization_slug)
    if organization is None:
        raise NotYours("Say for which organization, with --organization and its short name.")
    if path.stat().st_size > settings.LARGEST_REFERRAL:
        raise CannotRead("too_large", value=str(settings.LARGEST_REFERRAL // 2**20))
    with tenancy.inside(organization.id):
        actor = Actor.system(organization.id, "daybridge refer")
        received = receive_bundle(actor, organization, original=path.read_bytes(), filename=path.name)
    return Told(received.subject_id, received.repeated)
