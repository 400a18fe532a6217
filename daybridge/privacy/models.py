from datetime import date, timedelta
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.models import TenantModel
from daybridge.privacy import rules
from daybridge.privacy.rules import Part


class ShareQuerySet(models.QuerySet["Share"]):
    def live(self) -> "ShareQuerySet":
        """What is shared at this moment: not stopped, not run out, its supporter neither removed nor closed."""
        return self.filter(
            Q(supporter__account=None) | Q(supporter__account__is_active=True),
            ended_at=None,
            runs_out_at__gt=clock.now(),
            supporter__removed_at=None,
        )

    def seen_by(self, actor: Actor) -> "ShareQuerySet":
        """What this supporter may see at this moment; nothing for anybody else. Asked anew on every request."""
        if not actor.is_supporter or actor.account_id is None:
            return self.none()
        return self.live().filter(supporter__account_id=actor.account_id)


class Share(TenantModel):
    """One part of how a participant is that they let one supporter see, from one moment until another.

    A row is never changed but to end it: a new choice is a new row, so that the rows are the history.
    """

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="shares")
    participant_id: UUID
    supporter = models.ForeignKey("people.Supporter", models.PROTECT, related_name="shares")
    supporter_id: UUID
    part = models.CharField(max_length=16)
    since = models.DateTimeField(default=clock.now)
    runs_out_at = models.DateTimeField()
    #: Which wording of "what you share can be passed on" the participant read and ticked, on this screen at `since`.
    wording = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(part__in=[one.value for one in Part]), name="share_part_is_known"),
            models.CheckConstraint(
                condition=Q(runs_out_at__gt=F("since"))
                & Q(runs_out_at__lte=F("since") + timedelta(days=rules.MOST_DAYS + 2)),
                name="shared_for_a_year_at_most",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")), name="a_share_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(wording__gte=1), name="shared_after_the_warning_was_read"),
            models.UniqueConstraint(
                fields=["supporter", "part"], condition=Q(ended_at=None), name="one_open_share_of_a_part"
            ),
        ]
        indexes = [models.Index(fields=["participant", "-since"], name="shares_of_a_participant")]

    @property
    def until(self) -> date:
        """The last day of sharing, by the participant's clock."""
        return rules.last_day(self.runs_out_at, self.participant.time_zone)

    def __str__(self) -> str:
        return str(self.id)
