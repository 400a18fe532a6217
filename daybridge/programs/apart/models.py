from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.models import TenantModel


class KeptApartQuerySet(models.QuerySet["KeptApart"]):
    def standing(self) -> "KeptApartQuerySet":
        """Those that hold now."""
        return self.filter(ended_at=None)


class KeptApart(TenantModel):
    """Two participants who must never sit in one session. Shown to neither, in nothing: ADR 25 says why."""

    #: In the order of their ids, so that a pair is one row whoever is named first.
    one = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    one_id: UUID
    other = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    other_id: UUID
    why = models.CharField(max_length=400)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_by_id: UUID
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    ended_by_id: UUID | None

    objects = KeptApartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="a_pair_is_of_two_in_order"),
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(ended_at=None), name="a_pair_is_kept_apart_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="somebody_ended_a_pair",
            ),
        ]
