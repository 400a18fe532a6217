from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.attendance.afterwards.rules import HIGHEST, LOWEST, Practice, Question
from daybridge.core import clock
from daybridge.core.models import TenantModel


class ToldAfterwards(TenantModel):
    """Something a participant tells of a session that is over. Only ever added, with an id that the phone makes; the newest holds."""

    occurrence = models.ForeignKey("programs.Occurrence", models.PROTECT, related_name="+", db_index=False)
    occurrence_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+", db_index=False)
    participant_id: UUID
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


def _a_rating() -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(null=True)


class SessionRating(ToldAfterwards):
    """How a session was for somebody, 0 to 10 each; all empty where they took back what they had said."""

    room = _a_rating()
    mattered = _a_rating()
    belonged = _a_rating()
    together = _a_rating()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{one}": None}) | Q(**{f"{one}__range": (LOWEST, HIGHEST)}), name=f"a_rating_of_{one}"
            )
            for one in Question
        ]
        indexes = [models.Index(fields=["occurrence", "participant"], name="ratings_of_a_session")]

    @property
    def ratings(self) -> dict[Question, int | None]:
        return {one: getattr(self, one) for one in Question}


class PracticeTold(ToldAfterwards):
    """What became of a session's practice."""

    said = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Practice])
    #: Which topic's practice it was; a curriculum may change later.
    topic = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(said__in=[one.value for one in Practice]), name="a_practice_is_known")
        ]
        indexes = [models.Index(fields=["occurrence", "participant"], name="practice_of_a_session")]
