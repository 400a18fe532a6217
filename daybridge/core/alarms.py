"""Operational alarms: the machinery itself needs someone. Never about a participant."""

from uuid import UUID

from daybridge.core import clock, guard
from daybridge.core.models import Alarm


def raise_alarm(organization_id: UUID, *, kind: str, about: str) -> None:
    """Show that something is not working, once however often it is noticed."""
    with guard.writing():
        Alarm.objects.bulk_create(
            [Alarm(organization_id=organization_id, kind=kind, about=about)], ignore_conflicts=True
        )


def clear_alarm(organization_id: UUID, *, kind: str, about: str) -> None:
    """It works again."""
    with guard.writing():
        Alarm.objects.filter(organization_id=organization_id, kind=kind, about=about, cleared_at=None).update(
            cleared_at=clock.now()
        )


def open_alarms() -> list[Alarm]:
    """What is not working now in the organization being looked at, oldest first."""
    return list(Alarm.objects.filter(cleared_at=None).order_by("raised_at"))
