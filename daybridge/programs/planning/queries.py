"""Looking at proposals and versions, and at what the engine has to be told."""

from uuid import UUID

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.rules import Role
from daybridge.programs.models import Episode, Group, Room
from daybridge.programs.planning.access import may_decide
from daybridge.programs.planning.models import Proposal, ScheduleVersion
from daybridge.programs.planning.rules import OPEN

# --- What the engine has to be told ----------------------------------------------------------------------------------


def participants_in(program_id: UUID) -> list[Participant]:
    """Who is in a program now."""
    here = Episode.objects.current().filter(program_id=program_id).values("participant_id")
    return list(Participant.objects.filter(id__in=here).order_by("id"))


def open_groups(program_id: UUID) -> list[Group]:
    return list(
        Group.objects.still_open().filter(program_id=program_id).select_related("site", "room__site").order_by("id")
    )


def open_rooms(organization_id: UUID) -> list[Room]:
    return list(Room.objects.still_open().filter(organization_id=organization_id).order_by("site_id", "name"))


# --- Proposals and versions ------------------------------------------------------------------------------------------


def proposal(actor: Actor, proposal_id: UUID) -> Proposal:
    """One that this actor may decide about. Raises NotYours."""
    found = Proposal.objects.filter(id=proposal_id).select_related(
        "program__organization", "participant", "asked_by", "version", "progress"
    ).first()  # fmt: skip
    if found is None or not may_decide(actor, found):
        raise NotYours()
    return found


def for_machinery(proposal_id: UUID) -> Proposal:
    """One that a job was asked about."""
    return Proposal.objects.select_related("program__organization", "participant", "asked_by").get(id=proposal_id)


def proposals_of(actor: Actor, program_id: UUID, most: int = 20) -> list[Proposal]:
    """The newest of a program, for whoever may decide about all of them."""
    found = Proposal.objects.filter(program_id=program_id) if actor.has_role(Role.DIRECTOR) else Proposal.objects.none()
    return list(found.select_related("participant", "asked_by").order_by("-asked_at", "-id")[:most])


def open_for(participant_id: UUID) -> Proposal | None:
    """What is being looked for, or was found and waits, for somebody."""
    return Proposal.objects.filter(participant_id=participant_id, state__in=OPEN).order_by("-asked_at").first()


def same_question(asked: Proposal) -> Proposal | None:
    """One that asks the same and waits for the engine or is with it."""
    of = (
        Proposal.objects.filter(participant_id=asked.participant_id) if asked.participant_id else Proposal.objects.all()
    )
    return of.filter(
        program_id=asked.program_id, aim=asked.aim, from_on=asked.from_on,
        until_on=asked.until_on, may_move_others=asked.may_move_others, state__in=OPEN[:2],
    ).first()  # fmt: skip


def versions_of(program_id: UUID, most: int = 50) -> list[ScheduleVersion]:
    """The published versions of a program's week, the newest first."""
    found = ScheduleVersion.objects.filter(program_id=program_id)
    related = ("made_by", "undoes", "undone_by", "proposal")
    return list(found.select_related(*related).order_by("-number")[:most])


def versions_for(participant_id: UUID, most: int = 10) -> list[ScheduleVersion]:
    """The newest versions that are of one person's seats alone."""
    found = ScheduleVersion.objects.filter(participant_id=participant_id).select_related("made_by", "undone_by")
    return list(found.order_by("-made_at", "-number")[:most])


def version(actor: Actor, version_id: UUID) -> ScheduleVersion:
    """One version that this actor may decide about. Raises NotYours."""
    found = ScheduleVersion.objects.filter(id=version_id).select_related("program__organization", "made_by").first()
    if found is None or not may_decide(actor, found):
        raise NotYours()
    return found


def people_named(actor: Actor, ids: set[UUID]) -> dict[UUID, Participant]:
    """Those of these whom this actor may look at."""
    return {one.id: one for one in people.participants(actor).filter(id__in=ids)}
