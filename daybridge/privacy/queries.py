"""Who looked, who took a record out, and what is shared: with whom, what of, until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import AuditEntry
from daybridge.core.record import AT_ONCE
from daybridge.people.models import Staff, Supporter
from daybridge.privacy.events import ChartOpened, DocumentOpened, RecordExported, SharedPartOpened
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part

#: So long a page stays open to which a look belongs.
_A_LOOK_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Look:
    at: datetime
    by: str
    purpose: str


def looks_at_chart(participant_id: UUID, *, most: int = 50) -> list[Look]:
    """The latest looks at a participant's chart by staff, newest first; a person with the chart open may see them."""
    entries = AuditEntry.objects.filter(participant_id=participant_id, deed=ChartOpened.name()).order_by("-id")[:most]
    names = {s.id: str(s) for s in Staff.objects.filter(id__in={e.person_id for e in entries if e.person_id})}
    return [
        Look(entry.at, names.get(entry.person_id, ""), entry.facts.get("purpose", ""))
        for entry in entries
        if entry.person_id in names
    ]


def has_looked_lately(actor: Actor, participant_id: UUID) -> bool:
    """Whether a look of theirs at somebody was written down in the last hour."""
    found = AuditEntry.objects.filter(participant_id=participant_id, deed=ChartOpened.name(), person_id=actor.person_id)
    last = found.order_by("-id").values_list("at", flat=True).first()
    return last is not None and last > clock.now() - _A_LOOK_LASTS


# --- One's own record ------------------------------------------------------------------------------------------------

_LOOKS = {ChartOpened.name(): "chart", DocumentOpened.name(): "document"}


@dataclass(frozen=True)
class Access:
    """Somebody looked at a record, or its person took it out: `chart`, `document`, `page` or `json`."""

    id: int
    at: datetime
    what: str
    person_id: UUID | None
    by: str
    purpose: str


def accesses(participant_id: UUID) -> Iterator[Access]:
    """Every look of staff at somebody's record and every export of their own, oldest first."""
    found = AuditEntry.objects.filter(participant_id=participant_id, deed__in=[*_LOOKS, RecordExported.name()])
    names: dict[UUID | None, str] = {one.id: str(one) for one in Staff.objects.all()}
    for entry in found.order_by("id").iterator(chunk_size=AT_ONCE):
        what = _LOOKS.get(entry.deed) or entry.facts["shape"]
        if entry.deed == RecordExported.name() or entry.person_id in names:
            by = names.get(entry.person_id, "")
            yield Access(entry.id, entry.at, what, entry.person_id, by, entry.facts.get("purpose", ""))


def exports_since(participant_id: UUID, *, hours: int) -> int:
    """How often somebody took their record out in the last hours."""
    since = clock.now() - timedelta(hours=hours)
    deed = RecordExported.name()
    return AuditEntry.objects.filter(participant_id=participant_id, deed=deed, at__gte=since).count()


def last_exports(participant_id: UUID, *, most: int = 5) -> list[Access]:
    """When somebody last took their own record out, the latest first."""
    found = AuditEntry.objects.filter(participant_id=participant_id, deed=RecordExported.name()).order_by("-id")
    return [Access(one.id, one.at, one.facts["shape"], one.person_id, "", "") for one in found[:most]]


@dataclass(frozen=True)
class SupporterLook:
    """A supporter looked at a part: `by` as the participant calls them."""

    at: datetime
    by: str
    supporter_id: UUID
    part: str


def looks_of_supporters(participant_id: UUID, *, most: int | None = 30) -> list[SupporterLook]:
    """The latest looks at what a participant shares, newest first, by whoever was or is their supporter."""
    entries = AuditEntry.objects.filter(participant_id=participant_id, deed=SharedPartOpened.name())
    names = dict(Supporter.objects.filter(participant_id=participant_id).values_list("id", "name"))
    return [
        SupporterLook(entry.at, names[supporter_id], supporter_id, str(entry.facts["part"]))
        for entry in entries.order_by("-id")[:most]
        if (supporter_id := UUID(str(entry.facts["supporter_id"]))) in names
    ]


def shares_now(participant_id: UUID) -> list[Share]:
    """What a participant shares at this moment, with those who have not joined yet too, by supporter."""
    found = Share.objects.live().filter(participant_id=participant_id).select_related("participant", "supporter")
    return sorted(found, key=_as_offered)


def shares_before(participant_id: UUID, *, most: int = 12) -> list[Share]:
    """What a participant shared and shares no more, the last begun first."""
    live = Share.objects.live().filter(participant_id=participant_id).values("id")
    found = Share.objects.filter(participant_id=participant_id).exclude(id__in=live)
    return list(found.select_related("participant", "supporter").order_by("-since", "id")[:most])


def shared_with(actor: Actor) -> list[Share]:
    """What is shared with the acting supporter at this moment, by whom."""
    return sorted(Share.objects.seen_by(actor).select_related("participant", "supporter"), key=_as_offered)


_ORDER = [one.value for one in Part]


def _as_offered(share: Share) -> tuple[UUID, int]:
    """By supporter, and the parts in the order in which they are offered."""
    return share.supporter_id, _ORDER.index(share.part)
