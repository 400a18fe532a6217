from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part


class FamilyInvitationQuerySet(models.QuerySet["FamilyInvitation"]):
    def standing(self) -> "FamilyInvitationQuerySet":
        """Those that nobody ended, of a group that is still held, with a supporter who was not removed."""
        return self.filter(ended_at=None, group__is_open=True, supporter__removed_at=None)

    def agreed(self, *, for_moment: datetime | None = None) -> "FamilyInvitationQuerySet":
        """Those that stand and that the participant agrees to at this moment; for a later one, too, where it is told."""
        shared = Share.objects.live().filter(part=Part.FAMILY_GROUPS, supporter_id=OuterRef("supporter_id"))
        if for_moment:
            shared = shared.filter(runs_out_at__gt=for_moment)
        return self.standing().filter(Exists(shared))

    def seen_by(self, actor: Actor) -> "FamilyInvitationQuerySet":
        """Those that the acting supporter may know of at this moment; nothing for anybody else."""
        if not actor.is_supporter or actor.account_id is None:
            return self.none()
        return self.agreed().filter(supporter__account_id=actor.account_id)


class FamilyInvitation(TenantModel):
    """Staff ask somebody of a participant's to a family group. Seen by them while the participant shares that part, see `agreed`."""

    group = models.ForeignKey("programs.Group", models.PROTECT, related_name="+", db_index=False)
    group_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    supporter = models.ForeignKey("people.Supporter", models.PROTECT, related_name="+", db_index=False)
    supporter_id: UUID
    asked_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    asked_by_id: UUID
    asked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    objects = FamilyInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supporter", "group"], condition=Q(ended_at=None), name="asked_to_a_group_once"
            ),
        ]
        indexes = [models.Index(fields=["group"], name="asked_to_a_group")]


class FamilyAnswer(TenantModel):
    """Whether a supporter comes on a date. Rows are only ever added; the newest holds."""

    invitation = models.ForeignKey(FamilyInvitation, models.PROTECT, related_name="answers", db_index=False)
    invitation_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, related_name="+", db_index=False)
    occurrence_id: UUID
    is_coming = models.BooleanField()
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["occurrence", "invitation", "-said_at"], name="who_comes_on_a_date")]
