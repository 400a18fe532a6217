"""The tables of peer spaces.

A row is about one person: whoever wrote it. Where it points at what a peer did, it holds a bare id and no foreign key, so that no join,
no export and no cascade leads from one person to another (ADR 38). Nothing here is ever deleted, so no such id goes stale.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.peers import rules
from daybridge.peers.rules import Deed, Encouragement, Kind, Reaction, State, Step, Why
from daybridge.programs.models import Called

MOST_REASON = 400


def _one_of(kind: type[StrEnum]) -> list[str]:
    return [one.value for one in kind]


class PeerSpace(Called, TenantModel):
    """A space for people of one program, or of one group of it. Staff open it and look after it."""

    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="+")
    program_id: UUID
    #: Whoever has a seat in it may join; nobody else. Empty: everybody in the program.
    group = models.ForeignKey("programs.Group", models.PROTECT, null=True, related_name="+", db_index=False)
    group_id: UUID | None
    name = models.CharField(max_length=60)
    name_es = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=300, blank=True)
    about_es = models.CharField(max_length=300, blank=True)
    #: Staff read every post before peers do.
    is_premoderated = models.BooleanField(default=False)
    #: So long somebody waits between two posts of theirs; 0 is no slow mode.
    slow_minutes = models.PositiveSmallIntegerField(default=0)
    #: By when somebody looks at what stands in the queue.
    look_hours = models.PositiveSmallIntegerField(default=24)
    alumni_may_stay = models.BooleanField(default=False)
    #: The version of its own rules that holds; 0 while it has none.
    rules_number = models.PositiveSmallIntegerField(default=0)
    opened_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"], condition=Q(closed_at=None), name="one_open_space_a_name"
            ),
            models.CheckConstraint(
                condition=Q(
                    slow_minutes__lte=rules.LONGEST_SLOW_MINUTES, look_hours__range=(1, rules.LONGEST_LOOK_HOURS)
                ),
                name="a_space_is_looked_at_within_a_week",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PeerRules(TenantModel):
    """One version of what a space asks for beyond what all agree to. Only ever added."""

    space = models.ForeignKey(PeerSpace, models.PROTECT, related_name="rules")
    space_id: UUID
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=1000)
    words_es = models.CharField(max_length=1000, blank=True)
    written_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "number"], name="one_version_of_rules_a_number")]


class PeerModerator(TenantModel):
    """Who of the staff reads along and looks after a space; participants are told so by name."""

    space = models.ForeignKey(PeerSpace, models.PROTECT, related_name="moderators")
    space_id: UUID
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    staff_id: UUID
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "staff"], condition=Q(until=None), name="a_moderator_once")
        ]


class PeerMember(TenantModel):
    """Somebody in a space, from joining until leaving. Its id is all that a peer's device ever gets of who they are.

    Whoever comes back is another row: nothing ties what they write then to what they wrote before.
    """

    space = models.ForeignKey(PeerSpace, models.PROTECT, related_name="members")
    space_id: UUID
    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    name = models.CharField(max_length=rules.LONGEST_NAME)
    name_key = models.CharField(max_length=rules.LONGEST_NAME * 2)
    avatar = models.CharField(max_length=12)
    #: What they agreed to: the product's wording, and the space's own rules.
    wording = models.PositiveSmallIntegerField()
    rules_number = models.PositiveSmallIntegerField()
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    #: When they last had the space open.
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "participant"], condition=Q(left_at=None), name="in_a_space_once"),
            models.UniqueConstraint(fields=["space", "name_key"], condition=Q(left_at=None), name="one_peer_a_name"),
            models.CheckConstraint(condition=Q(avatar__in=rules.AVATARS), name="avatars_are_known"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")), name="left_after_joining"
            ),
        ]

    def standing(self, space: PeerSpace) -> rules.Standing:
        return rules.Standing(
            self.wording, self.rules_number, self.paused_until, space.closed_at is None, space.rules_number
        )

    def __str__(self) -> str:
        return str(self.id)


class PeerStep(TenantModel):
    """Joining, agreeing, leaving: what was agreed to, and when. Only ever added."""

    member = models.ForeignKey(PeerMember, models.PROTECT, related_name="steps")
    member_id: UUID
    step = models.CharField(max_length=8)
    wording = models.PositiveSmallIntegerField()
    rules_number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(step__in=_one_of(Step)), name="steps_of_members_are_known")]


class PeerRound(TenantModel):
    """A check-in circle: one question, one short answer each, until it closes."""

    space = models.ForeignKey(PeerSpace, models.PROTECT, related_name="rounds")
    space_id: UUID
    asks = models.CharField(max_length=160)
    asks_es = models.CharField(max_length=160, blank=True)
    opened_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField(default=clock.now)
    closes_at: "models.Field[datetime, datetime]" = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="a_circle_closes_after_it_opens")
        ]


class PeerPost(TenantModel):
    """What somebody wrote in a space. Its words never change; its state does, and every move of staff is in `PeerModeration`."""

    space = models.ForeignKey(PeerSpace, models.PROTECT, related_name="posts")
    space_id: UUID
    member = models.ForeignKey(PeerMember, models.PROTECT, related_name="posts")
    member_id: UUID
    kind = models.CharField(max_length=9)
    #: The post that it replies to; a bare id.
    parent = models.UUIDField(null=True)
    round = models.ForeignKey(PeerRound, models.PROTECT, null=True, related_name="answers")
    round_id: UUID | None
    words = models.CharField(max_length=rules.MOST_WORDS, blank=True)
    #: A sentence of ours that was sent, in the language of whoever reads it.
    ready = models.CharField(max_length=12, blank=True)
    #: A question asked without a name: no peer learns even the chosen one.
    is_unnamed = models.BooleanField(default=False)
    state = models.CharField(max_length=10)
    at: "models.Field[Any, datetime]" = models.DateTimeField(default=clock.now)
    #: Of a question: when a member of staff said that it was answered in a session, with what.
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=rules.MOST_WORDS, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=_one_of(Kind)), name="kinds_of_posts_are_known"),
            models.CheckConstraint(condition=Q(state__in=_one_of(State)), name="states_of_posts_are_known"),
            models.CheckConstraint(
                condition=Q(kind="encourage", words="", ready__in=_one_of(Encouragement))
                | (~Q(kind="encourage") & ~Q(words="") & Q(ready="")),
                name="a_post_says_something",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["reply", "encourage"], parent__isnull=False)
                | (~Q(kind__in=["reply", "encourage"]) & Q(parent=None)),
                name="a_reply_replies_to_something",
            ),
            models.CheckConstraint(
                condition=Q(kind="answer", round__isnull=False) | (~Q(kind="answer") & Q(round=None)),
                name="an_answer_is_of_a_circle",
            ),
            models.CheckConstraint(
                condition=Q(is_unnamed=False) | Q(kind="question"), name="only_questions_go_without_a_name"
            ),
            models.UniqueConstraint(
                fields=["round", "member"], condition=~Q(state="taken_back"), name="one_answer_each_in_a_circle"
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-at"], name="posts_of_a_space"),
            models.Index(fields=["parent"], name="replies_to_a_post"),
        ]


class PeerReaction(TenantModel):
    """One gentle sign of somebody's to one post; empty when they took it back."""

    member = models.ForeignKey(PeerMember, models.PROTECT, related_name="reactions")
    member_id: UUID
    post = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=9, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "post"], name="one_reaction_each"),
            models.CheckConstraint(condition=Q(kind__in=["", *_one_of(Reaction)]), name="reactions_are_known"),
        ]


class PeerAway(TenantModel):
    """Whom somebody mutes (they see nothing of them) or blocks (neither sees anything of the other)."""

    member = models.ForeignKey(PeerMember, models.PROTECT, related_name="away")
    member_id: UUID
    other = models.UUIDField()
    is_block = models.BooleanField()
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "other", "is_block"], condition=Q(ended_at=None), name="kept_away_once"
            )
        ]


class PeerReport(TenantModel):
    """What somebody said about a peer's post, and after it perhaps that they are worried. No peer ever learns who; only ever added."""

    member = models.ForeignKey(PeerMember, models.PROTECT, related_name="reports")
    member_id: UUID
    post = models.UUIDField(db_index=True)
    why = models.CharField(max_length=10)
    words = models.CharField(max_length=MOST_REASON, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "post", "why"], name="a_post_is_reported_once_each"),
            models.CheckConstraint(
                condition=Q(why__in=[one.value for one in rules.REPORTED]), name="reports_are_known"
            ),
        ]


class PeerConcern(TenantModel):
    """A post that stands in the moderators' queue, with its clock: reported, to be read before peers do, or holding a name."""

    post = models.ForeignKey(PeerPost, models.PROTECT, related_name="concerns")
    post_id: UUID
    space = models.ForeignKey(PeerSpace, models.PROTECT, related_name="+", db_index=False)
    space_id: UUID
    why = models.CharField(max_length=10)
    raised_at: "models.Field[Any, datetime]" = models.DateTimeField(default=clock.now)
    due_at: "models.Field[datetime, datetime]" = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=11, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(settled_at=None), name="in_the_queue_once"),
            models.CheckConstraint(condition=Q(why__in=_one_of(Why)), name="concerns_are_known"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, outcome="")
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="a_concern_is_settled_with_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["space", "due_at"], condition=Q(settled_at=None), name="the_moderators_queue")]


class PeerModeration(TenantModel):
    """One deed of a moderator about a post or a member, with the reason. Only ever added."""

    space = models.ForeignKey(PeerSpace, models.PROTECT, related_name="moderation")
    space_id: UUID
    member = models.ForeignKey(PeerMember, models.PROTECT, related_name="moderation")
    member_id: UUID
    post = models.ForeignKey(PeerPost, models.PROTECT, null=True, related_name="moderation")
    post_id: UUID | None
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    deed = models.CharField(max_length=11)
    #: Of a warning: words to them. Else why, for colleagues; they may read it in their record.
    reason = models.CharField(max_length=MOST_REASON)
    #: Of a pause: until when.
    until = models.DateTimeField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(deed__in=_one_of(Deed)), name="deeds_of_moderators_are_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_moderator_says_why"),
        ]
        indexes = [models.Index(fields=["space", "-at"], name="moderation_of_a_space")]
