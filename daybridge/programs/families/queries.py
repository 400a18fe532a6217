"""Who is asked to which family group, on which dates, and who comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people.models import Supporter
from daybridge.privacy import queries as privacy
from daybridge.privacy.rules import Part
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.calendar.rules import State
from daybridge.programs.families.models import FamilyAnswer, FamilyInvitation
from daybridge.programs.models import Episode, Group
from daybridge.programs.on_file import kinds
from daybridge.programs.rules import Mode
from daybridge.programs.sentences import kind_in_words

#: So many dates ahead are shown.
DATES_SHOWN = 4
_WITH_PLACE = ("series__group", "series__site", "series__room", "series__organization", "other_room")


def family_kinds() -> list[str]:
    """The kinds of groups to which the people of a participant's may come."""
    return [code for code, one in kinds().items() if one.welcomes_supporters]


def groups_for(participant_id: UUID) -> list[Group]:
    """The family groups of the program that a participant is in now."""
    programs = Episode.objects.current().filter(participant_id=participant_id).values("program_id")
    found = Group.objects.still_open().filter(program__in=programs, kind__in=family_kinds())
    return list(found.order_by("name", "id"))


# --- For the participant and the team --------------------------------------------------------------------------------


def asked_of(participant_id: UUID) -> list[FamilyInvitation]:
    """Whom the team asks to which group, whether or not the participant agrees; the oldest first."""
    found = FamilyInvitation.objects.standing().filter(participant_id=participant_id)
    return list(found.select_related("group", "supporter", "asked_by").order_by("asked_at", "id"))


def invitation_of(participant_id: UUID, invitation_id: UUID) -> FamilyInvitation:
    """One that stands, of a participant whom the caller may look at. Raises NotYours."""
    found = next((one for one in asked_of(participant_id) if one.id == invitation_id), None)
    if found is None:
        raise NotYours()
    return found


# --- For the supporter -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FamilyDate:
    """A date of a family group as a supporter reads it: when, where, what they said. No names, and not the group's own name."""

    occurrence_id: UUID
    #: What kind of group it is, in words of ours: a group's own name may say what care is about.
    kind: str
    begins_at: datetime
    ends_at: datetime
    #: The clock of where it is.
    zone: str
    place: str
    is_by_video: bool
    #: Whether they may come by video, though others sit in a room.
    may_be_by_video: bool
    is_off: bool
    is_coming: bool | None

    @property
    def on_day(self) -> date:
        """The day on which it begins, on the clock of where it is."""
        return clock.day_of(self.begins_at, self.zone)


def dates_for(supporter: Supporter) -> list[FamilyDate]:
    """The next dates of the groups that a supporter is asked to, while the participant agrees; none after the sharing's last day."""
    shares = privacy.shares_now(supporter.participant_id)
    until = [s.runs_out_at for s in shares if s.supporter_id == supporter.id and s.part == Part.FAMILY_GROUPS]
    if not until:
        return []
    return _dates(list(FamilyInvitation.objects.agreed().filter(supporter=supporter)), before=until[0])


def dates_as_asked(supporter: Supporter) -> list[FamilyDate]:
    """The same dates for the participant, who looks at what the supporter would see."""
    return _dates(list(FamilyInvitation.objects.standing().filter(supporter=supporter)), before=None)


def _dates(invitations: Sequence[FamilyInvitation], *, before: datetime | None) -> list[FamilyDate]:
    ahead = _ahead().filter(series__group_id__in=[one.group_id for one in invitations])
    if before:
        ahead = ahead.filter(begins_at__lt=before)
    found = list(ahead.select_related(*_WITH_PLACE).order_by("begins_at", "id")[:DATES_SHOWN])
    said = _newest([one.id for one in invitations], [one.id for one in found])
    by_group = {one.group_id: one.id for one in invitations}
    return [_date(one, said.get((by_group[one.series.group_id], one.id))) for one in found]


def _ahead() -> QuerySet[Occurrence]:
    return Occurrence.objects.filter(ends_at__gt=clock.now())


def _date(one: Occurrence, is_coming: bool | None) -> FamilyDate:
    group, site = one.series.group, one.series.site
    where = [str(part) for part in (one.held_in, site, site.address if site else "") if part]
    return FamilyDate(
        occurrence_id=one.id,
        kind=kind_in_words(group.kind),
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        zone=zone_of(one.series),
        place=", ".join(where),
        is_by_video=group.mode == Mode.VIDEO,
        may_be_by_video=is_by_video(group),
        is_off=one.state != State.PLANNED,
        is_coming=is_coming,
    )


def is_by_video(group: Group) -> bool:
    """Whether one may come to a group from elsewhere."""
    return group.mode in (Mode.VIDEO, Mode.HYBRID)


def _newest(invitation_ids: Sequence[UUID], occurrence_ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], bool]:
    """(invitation, date) -> the newest word on whether they come."""
    found = FamilyAnswer.objects.filter(invitation_id__in=invitation_ids, occurrence_id__in=occurrence_ids)
    rows = found.order_by("said_at", "id").values_list("invitation_id", "occurrence_id", "is_coming")
    return {(invitation, occurrence): is_coming for invitation, occurrence, is_coming in rows}


def is_ahead(invitation: FamilyInvitation, occurrence: Occurrence) -> bool:
    """Whether a date is one of the group that somebody is asked to, takes place, is not over, and is still shared when it begins."""
    of_group = _ahead().filter(id=occurrence.id, series__group_id=invitation.group_id, state=State.PLANNED)
    agreed = FamilyInvitation.objects.agreed(for_moment=occurrence.begins_at).filter(id=invitation.id)
    return of_group.exists() and agreed.exists()


def asked_to(actor: Actor, supporter_id: UUID, occurrence_id: UUID) -> tuple[FamilyInvitation, Occurrence]:
    """What the acting supporter is asked to on a date. Raises NotYours, also once the participant agrees no longer."""
    occurrence = Occurrence.objects.filter(id=occurrence_id).select_related("series").first()
    if occurrence is None:
        raise NotYours()
    mine = FamilyInvitation.objects.seen_by(actor).filter(supporter_id=supporter_id)
    invitation = mine.filter(group_id=occurrence.series.group_id).first()
    if invitation is None:
        raise NotYours()
    return invitation, occurrence


def may_join(actor: Actor, occurrence: Occurrence) -> Supporter | None:
    """The video room asks here whether a supporter may come in to a session now, at the door and on every return.

    Their row, named as the participant calls them; None for whoever is not asked, is asked no longer, or whose participant has stopped
    it. A date that was called off or is over lets nobody in. It is no attendance: a guest has no minutes.
    """
    invitation = next((one for one in _asked(actor, occurrence) if is_ahead(one, occurrence)), None)
    return invitation.supporter if invitation else None


def may_stay(actor: Actor, occurrence: Occurrence) -> Supporter | None:
    """The same of who is in the room already: a session that runs over its time puts nobody out."""
    invitation = _asked(actor, occurrence).first()
    return invitation.supporter if invitation else None


def _asked(actor: Actor, occurrence: Occurrence) -> QuerySet[FamilyInvitation]:
    asked = FamilyInvitation.objects.seen_by(actor).filter(group_id=occurrence.series.group_id)
    return asked.select_related("supporter").order_by("id")


# --- For whoever leads the session -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Guest:
    """Somebody who is asked to a session, as its leader reads it: named as the participant calls them."""

    invitation_id: UUID
    name: str
    relation: str
    #: Whose guest they are.
    of_id: UUID
    of: str
    is_coming: bool | None


def guests(occurrence: Occurrence) -> list[Guest]:
    """Who is asked to a session beside the participants, those who come first. They have no seat and no minutes."""
    if occurrence.series.group.kind not in family_kinds():
        return []
    invitations = list(_invited(occurrence).select_related("supporter", "participant"))
    said = _newest([one.id for one in invitations], [occurrence.id])
    found = [
        Guest(
            one.id, one.supporter.name, one.supporter.relation, one.participant_id, one.participant.called,
            said.get((one.id, occurrence.id)),
        )
        for one in invitations
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.is_coming is not True, one.is_coming is False, one.name.casefold()))


def invitation_to(occurrence: Occurrence, invitation_id: UUID) -> FamilyInvitation:
    """By which somebody is a guest of a session. Raises NotYours."""
    found = _invited(occurrence).filter(id=invitation_id).first()
    if found is None:
        raise NotYours()
    return found


def _invited(occurrence: Occurrence) -> QuerySet[FamilyInvitation]:
    asked = FamilyInvitation.objects.agreed(for_moment=occurrence.begins_at)
    return asked.filter(group_id=occurrence.series.group_id).exclude(supporter__account=None)
