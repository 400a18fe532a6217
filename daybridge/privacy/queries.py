"""Who looked: the trace that looks at a chart leave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.models import AuditEntry
from daybridge.people.models import Staff
from daybridge.privacy.events import ChartOpened


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
