"""The audit: one plain insert per deed, sealed in batches into a signed hash chain that shows any tampering.

A batch is every entry of one organization up to a bound read while no insert was under way, so a seal can never miss an
entry that commits late. Seals are signed with the installation's Ed25519 key, and each head is also written to a file
outside the database, which shows a chain that was cut short.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction

from daybridge.core import clock, guard, rows, tenancy
from daybridge.core.actors import Actor
from daybridge.core.events import Event
from daybridge.core.models import AuditEntry, AuditSeal

FIRST_DIGEST = hashlib.sha256(b"daybridge audit").digest()
_PAGE = 5_000


def record(actor: Actor, event: Event) -> None:
    """Write down what an action did; called by `core.actions`, in the action's own transaction."""
    _write(actor, event.name(), event.subject_id, event.participant_id, event.facts())


def record_refusal(actor: Actor, deed: str, subject_id: UUID, participant_id: UUID | None) -> None:
    """Write down that someone was not let through."""
    with guard.writing():
        _write(actor, f"refused {deed}", subject_id, participant_id, {})


def _write(actor: Actor, deed: str, subject_id: UUID, participant_id: UUID | None, facts: dict[str, Any]) -> None:
    rows.add(
        AuditEntry(
            at=clock.now(),
            organization_id=actor.organization_id,
            actor_kind=actor.kind,
            account_id=actor.account_id,
            person_id=actor.person_id,
            reason=actor.reason,
            deed=deed,
            subject_id=subject_id,
            participant_id=participant_id,
            facts=facts,
        )
    )


# --- Sealing ---------------------------------------------------------------------------------------------------------


def settled_bound() -> int:
    """The highest entry number below which nothing can appear any more (its own short transaction)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select audit_settled_bound()")
        row = cursor.fetchone()
    return int(row[0])


def seal(organization_id: UUID, *, bound: int) -> AuditSeal | None:
    """Seal the organization's entries up to `bound` onto its chain; None when there is nothing new."""
    with tenancy.inside(organization_id), guard.writing():
        with connection.cursor() as cursor:  # one sealer at a time for each organization
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"seal {organization_id}"])
        last = AuditSeal.objects.filter(organization_id=organization_id).order_by("-number").first()
        number, after_id = (last.number + 1, last.up_to_id) if last else (1, 0)
        body, count = _digest_of_entries(organization_id, after_id, bound)
        if not count:
            return None
        digest = _link(bytes(last.digest) if last else FIRST_DIGEST, number, after_id, bound, count, body)
        new = AuditSeal.objects.create(
            organization_id=organization_id,
            number=number,
            after_id=after_id,
            up_to_id=bound,
            entries=count,
            digest=digest,
            signature=_private_key().sign(digest),
        )
    _write_head(new)
    return new


def _digest_of_entries(organization_id: UUID, after_id: int, up_to_id: int) -> tuple[bytes, int]:
    hashed, count = hashlib.sha256(), 0
    for entry in _entries(organization_id, after_id, up_to_id):
        hashed.update(_as_line(entry))
        count += 1
    return hashed.digest(), count


def _entries(organization_id: UUID, after_id: int, up_to_id: int) -> Iterator[AuditEntry]:
    while True:
        page = list(
            AuditEntry.objects.filter(organization_id=organization_id, id__gt=after_id, id__lte=up_to_id).order_by(
                "id"
            )[:_PAGE]
        )
        yield from page
        if len(page) < _PAGE:
            return
        after_id = page[-1].id


def _as_line(entry: AuditEntry) -> bytes:
    values = [
        entry.id,
        entry.at.isoformat(),
        str(entry.organization_id),
        entry.actor_kind,
        str(entry.account_id),
        str(entry.person_id),
        entry.reason,
        entry.deed,
        str(entry.subject_id),
        str(entry.participant_id),
        entry.facts,
    ]
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _link(previous: bytes, number: int, after_id: int, up_to_id: int, count: int, body: bytes) -> bytes:
    head = f"{number} {after_id} {up_to_id} {count}\n".encode()
    return hashlib.sha256(previous + head + body).digest()


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(settings.AUDIT_PRIVATE_KEY)


def _write_head(seal: AuditSeal) -> None:
    line = f"{seal.organization_id} {seal.number} {bytes(seal.digest).hex()}\n"
    with settings.AUDIT_HEADS_FILE.open("a") as file:
        file.write(line)


# --- Verifying -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What verifying one organization's audit found; `faults` are sentences, empty when nothing was changed."""

    organization_id: UUID
    entries: int
    seals: int
    unsealed: int
    oldest_unsealed_at: datetime | None
    faults: tuple[str, ...]
    #: Whether the heads outside the database were there to compare with; without them a chain cut short stays unnoticed.
    has_heads: bool = True

    @property
    def is_sealing_late(self) -> bool:
        """Whether entries have waited for their seal longer than ten minutes: sealing has stopped."""
        return bool(self.oldest_unsealed_at and clock.now() - self.oldest_unsealed_at > timedelta(minutes=10))


def verify_all() -> list[Verdict]:
    """The verdict on every organization, those included that only the heads outside the database still know of."""
    here = tenancy.organizations()
    sealed = {UUID(owner) for owner, _, _ in _heads()}
    return [verify(one) for one in [*here, *sorted(sealed.difference(here))]]


def verify(organization_id: UUID) -> Verdict:
    """Read the organization's whole audit again and prove that nothing sealed was changed, removed or reordered."""
    with tenancy.inside(organization_id):
        seals = list(AuditSeal.objects.filter(organization_id=organization_id).order_by("number"))
        faults = [*_chain_faults(organization_id, seals), *_head_faults(organization_id, seals)]
        last_id = seals[-1].up_to_id if seals else 0
        unsealed = AuditEntry.objects.filter(organization_id=organization_id, id__gt=last_id).order_by("id")
        oldest = unsealed.first()
        return Verdict(
            organization_id=organization_id,
            entries=sum(seal.entries for seal in seals),
            seals=len(seals),
            unsealed=unsealed.count(),
            oldest_unsealed_at=oldest.at if oldest else None,
            faults=tuple(faults),
            has_heads=not seals or settings.AUDIT_HEADS_FILE.exists(),
        )


def _chain_faults(organization_id: UUID, seals: Iterable[AuditSeal]) -> Iterator[str]:
    public_key = Ed25519PublicKey.from_public_bytes(settings.AUDIT_PUBLIC_KEY)
    previous, number, after_id = FIRST_DIGEST, 1, 0
    if AuditEntry.objects.filter(organization_id=organization_id, id__lte=after_id).exists():
        yield "There are entries before the first one, where none is ever written and nothing is sealed."
    for seal in seals:
        where = f"Seal {seal.number} (entries {seal.after_id + 1} to {seal.up_to_id})"
        if (seal.number, seal.after_id) != (number, after_id):
            yield f"{where}: the chain is broken, seal {number} was expected here."
        body, count = _digest_of_entries(organization_id, seal.after_id, seal.up_to_id)
        if count != seal.entries:
            yield f"{where}: {seal.entries} entries were sealed, {count} are there now."
        expected = _link(previous, seal.number, seal.after_id, seal.up_to_id, seal.entries, body)
        if expected != bytes(seal.digest):
            yield f"{where}: an entry was changed, removed, added or reordered after it was sealed."
        try:
            public_key.verify(bytes(seal.signature), bytes(seal.digest))
        except InvalidSignature:
            yield f"{where}: the signature is not this installation's."
        previous, number, after_id = bytes(seal.digest), seal.number + 1, seal.up_to_id


def _head_faults(organization_id: UUID, seals: list[AuditSeal]) -> Iterator[str]:
    digests = {seal.number: bytes(seal.digest).hex() for seal in seals}
    for owner, number, digest in _heads():
        if owner == str(organization_id) and digests.get(int(number)) != digest:
            yield f"Seal {number} was written to {settings.AUDIT_HEADS_FILE.name} but is not in the database as it was."


def _heads() -> Iterator[tuple[str, str, str]]:
    """Organization, number and digest of every seal that was written down outside the database."""
    if settings.AUDIT_HEADS_FILE.exists():
        for line in settings.AUDIT_HEADS_FILE.read_text().splitlines():
            owner, number, digest = line.split()
            yield owner, number, digest
