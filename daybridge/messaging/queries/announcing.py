"""What was announced, to whom, and who has read it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.messaging.access import groups_led_by
from daybridge.messaging.models import (
    Announcement,
    AnnouncementReading,
    AnnouncementTo,
)
from daybridge.people.models import Participant
from daybridge.people.rules import Role
from daybridge.programs import queries as programs
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Series
from daybridge.programs.models import Group, Program


def members_of(to: Program | Group) -> list[Participant]:
    """Who is in a program now, or has a seat in a group from now on and is in a program."""
    here = Participant.objects.filter(id__in=programs.in_a_program())
    if isinstance(to, Program):
        return list(here.filter(episodes__program=to, episodes__ended_on=None).distinct())
    series = list(Series.objects.filter(group=to).select_related("site", "organization"))
    if not series:
        return []
    today = min(clock.today(calendar.zone_of(one)) for one in series)
    seated = calendar.seats_in([one.id for one in series], today, today + timedelta(days=14))
    return list(here.filter(id__in=list(seated)))


def may_be_told(actor: Actor) -> list[Program | Group]:
    """The programs and groups that somebody may announce something to, by name."""
    led = groups_led_by(actor.who)
    is_director = actor.has_role(Role.DIRECTOR)
    open_programs = list(programs.programs(actor))
    groups = Group.objects.still_open().filter(program__in=open_programs).select_related("program").order_by("name")
    return [*(open_programs if is_director else ()), *(one for one in groups if is_director or one.id in led)]


def told_by(announcement_id: UUID) -> list[Participant]:
    """Whom an announcement went to."""
    return list(
        Participant.objects.filter(
            id__in=AnnouncementTo.objects.filter(announcement_id=announcement_id).values("participant_id")
        )
    )


@dataclass(frozen=True)
class Said:
    """An announcement as staff see it: how many it went to, and how many have read it."""

    announcement: Announcement
    went_to: int
    read: int


def announcements(actor: Actor, *, most: int = 50) -> list[Said]:
    """The newest announcements: a director's all, anybody else's their own and those to groups that they lead."""
    found = Announcement.objects.select_related("staff", "program", "group").order_by("-sent_at", "-id")
    if not actor.has_role(Role.DIRECTOR):
        found = found.filter(Q(staff_id=actor.who) | Q(group_id__in=groups_led_by(actor.who)))
    counted = found.annotate(count_to=Count("went_to", distinct=True), count_read=Count("readings", distinct=True))
    return [Said(one, one.count_to, one.count_read) for one in counted[:most]]


@dataclass(frozen=True)
class Heard:
    """An announcement as one of those it went to reads it."""

    announcement: Announcement
    is_read: bool


def announcements_to(participant_id: UUID, *, most: int = 20) -> list[Heard]:
    """What was announced to a participant, newest first."""
    read = set(
        AnnouncementReading.objects.filter(participant_id=participant_id).values_list("announcement_id", flat=True)
    )
    found = Announcement.objects.filter(went_to__participant_id=participant_id)
    newest = found.select_related("staff", "program", "group").order_by("-sent_at", "-id")[:most]
    return [Heard(one, one.id in read) for one in newest]


def announcements_unread_by(participant_id: UUID) -> int:
    read = AnnouncementReading.objects.filter(participant_id=participant_id).values("announcement_id")
    return AnnouncementTo.objects.filter(participant_id=participant_id).exclude(announcement_id__in=read).count()
