"""Publishing versions and undoing them; asking the engine, and accepting what it found."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.queue import defer
from daybridge.people import access
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.programs.calendar.rules import HORIZON_DAYS
from daybridge.programs.models import Program
from daybridge.programs.planning import applying, gathering, queries, rules
from daybridge.programs.planning import changes as kept
from daybridge.programs.planning.access import may_decide
from daybridge.programs.planning.changes import Change
from daybridge.programs.planning.events import (
    ProposalAccepted,
    ProposalAsked,
    ProposalDeclined,
    ProposalFound,
    SchedulePublished,
    SearchBegun,
    SearchCancelled,
    SearchFailed,
)
from daybridge.programs.planning.models import Proposal, ScheduleVersion, SearchProgress
from daybridge.programs.planning.rules import Aim, State

#: Nobody plans further ahead, nor for longer, than the calendar stands.
MOST_DAYS = HORIZON_DAYS
#: So many questions of one house wait for the engine at most: it is there for all houses.
MOST_SEARCHES = 10

# --- Versions --------------------------------------------------------------------------------------------------------


@action(allow=access.is_director)
def publish(actor: Actor, program: Program, *, changes: Sequence[Change], why: str) -> SchedulePublished:
    """Do these changes, all or none, as a version of this program's week.

    Raises Invalid (422) without changes or a reason, and whatever the calendar's deeds raise: Conflict (409) in words.
    """
    return _publish(actor, _locked(program), changes, why=why)


@action(allow=access.treats_or_works_intake)
def change_seats(actor: Actor, participant: Participant, *, changes: Sequence[Change], why: str) -> SchedulePublished:
    """Give one person seats, or end some, as a version of their program's week. Raises what `publish` raises."""
    episode = programs.current_episode(participant.id)
    if episode is None:
        raise Conflict(_("This person is in no program now."))
    if not rules.are_of_one_person(changes, participant.id):
        raise Refused("Only the seats of this person are changed here.")
    program = _locked(programs.program(actor, episode.program_id))
    return _publish(actor, program, changes, why=why, participant_id=participant.id)


@action(allow=may_decide)
def undo(actor: Actor, version: ScheduleVersion, *, why: str = "") -> SchedulePublished:
    """Take a version back, as far as its days are still to come; that is a version, too, and can be taken back.

    Raises Conflict (409) in words when it was taken back already, or something came in its place.
    """
    program = _locked(version.program)
    if ScheduleVersion.objects.filter(undoes=version).exists():
        raise Conflict(_("This was taken back already."))
    today, now = clock.today(program.organization.time_zone), clock.now()
    back = [kept.from_today(one, today) for one in kept.from_json(version.opposites)]
    still = applying.without_who_left([one for one in back if one and not applying.is_out_of_reach(actor, one, now)])
    if not still:
        raise Conflict(_("Its days are over: there is nothing left to take back."))
    if version.undoes_id is None and (since := applying.seated_since(actor, still)):
        raise Conflict(_("%(who)s got a seat in it since. End that seat first.") % {"who": ", ".join(since[:5])})
    said = why.strip() or _("Took back version %(number)s") % {"number": version.number}
    return _publish(actor, program, still, why=said, undoes=version, participant_id=version.participant_id)


def _publish(
    actor: Actor, program: Program, made: Sequence[Change], *, why: str, undoes: ScheduleVersion | None = None,
    participant_id: UUID | None = None,
) -> SchedulePublished:  # fmt: skip
    """`program` is locked: one version after the other."""
    if not made:
        raise Invalid(_("There is nothing to change."))
    if not why.strip():
        raise Invalid(_("Say why."), fields={"why": _("Say why in a few words.")})
    opposites: list[Change] = []
    for one in made:
        opposites = [*applying.apply(actor, one), *opposites]
    if undoes and not opposites:
        raise Conflict(_("Its days are over: there is nothing left to take back."))
    last = ScheduleVersion.objects.filter(program=program).aggregate(last=Max("number"))["last"] or 0
    version = ScheduleVersion.objects.create(
        organization_id=program.organization_id, program=program, participant_id=participant_id, number=last + 1, changes=kept.to_json(list(made)),
        opposites=kept.to_json(opposites), why=why.strip()[:400], made_by_id=actor.who if actor.is_staff else None,
        undoes=undoes,
    )  # fmt: skip
    return SchedulePublished(
        organization_id=program.organization_id, subject_id=version.id, participant_id=participant_id, number=version.number, count=len(made),
        undoes=undoes.id if undoes else None, accounts=_everybody_here(actor),
    )  # fmt: skip


def note_progress(proposal: Proposal, progress: Mapping[str, Any]) -> None:
    """Say how far a search is. Machinery's own table, so no deed: it says nothing of anybody."""
    fields = {name: progress[name] for name in ("aim", "value", "bound", "seconds")}
    SearchProgress.objects.update_or_create(
        proposal=proposal, defaults={"organization_id": proposal.organization_id, **fields}
    )


def _locked(program: Program) -> Program:
    """One version after the other."""
    return Program.objects.select_for_update(of=("self",)).select_related("organization").get(id=program.id)


def _everybody_here(actor: Actor) -> tuple[UUID, ...]:
    return tuple(one.account_id for one in people.staff_members(actor) if one.account_id)


# --- Proposals -------------------------------------------------------------------------------------------------------


@action(allow=access.treats_or_works_intake)
def ask_for_place(
    actor: Actor, participant: Participant, *, from_on: date, until_on: date | None = None
) -> ProposalAsked:
    """Ask the engine for weeks that fit one person from a day on, for good or, where shifts alternate, for some weeks.

    Raises Conflict for who is in no program, Invalid (422) for days that can't be.
    """
    episode = programs.current_episode(participant.id)
    if episode is None:
        raise Conflict(_("This person is in no program now."))
    return _ask(
        actor, programs.program(actor, episode.program_id), Aim.PLACE, from_on, until_on, participant=participant
    )


@action(allow=access.is_director)
def ask_for_week(
    actor: Actor,
    program: Program,
    *,
    aim: Aim,
    from_on: date,
    until_on: date | None = None,
    may_move_others: bool = False,
) -> ProposalAsked:
    """Ask the engine to repair a program's week after a change, or to plan it anew; for some days, or for good.

    Raises Invalid (422) for days that can't be.
    """
    return _ask(actor, program, aim, from_on, until_on, may_move_others=may_move_others)


def _ask(
    actor: Actor, program: Program, aim: Aim, from_on: date, until_on: date | None, *,
    participant: Participant | None = None, may_move_others: bool = False,
) -> ProposalAsked:  # fmt: skip
    program = _locked(program)
    today = clock.today(program.organization.time_zone)
    if not today <= from_on <= today + timedelta(days=MOST_DAYS):
        raise Invalid(_("Check the date."), fields={"from_on": _("Choose a day in the next eight weeks.")})
    if until_on and not from_on <= until_on <= today + timedelta(days=MOST_DAYS):
        raise Invalid(
            _("Check the date."), fields={"until_on": _("Choose a day after the first, in the next eight weeks.")}
        )
    asked = Proposal(
        organization_id=program.organization_id, program=program, aim=aim, participant=participant, from_on=from_on,
        until_on=until_on, may_move_others=may_move_others, seconds=rules.SECONDS[aim],
        asked_by_id=actor.who if actor.is_staff else None,
    )  # fmt: skip
    known = queries.same_question(asked)
    if known is None:
        if queries.searches_about(asked):
            raise Conflict(_("Something is being looked for already. Wait for it, or stop it."))
        if queries.searches_of_house(program.organization_id) >= MOST_SEARCHES:
            raise Conflict(_("Many weeks are being looked for just now. Try again in some minutes."))
        asked.save(force_insert=True)
        defer("programs.search", program.organization_id, proposal_id=str(asked.id))
    found = known or asked
    return ProposalAsked(
        organization_id=program.organization_id, subject_id=found.id, participant_id=found.participant_id,
        program_id=program.id, aim=aim, from_on=from_on, repeated=known is not None,
    )  # fmt: skip


@action(allow=access.nobody_but_the_system)
def begin_search(actor: Actor, proposal: Proposal, *, mark: str) -> SearchBegun:
    """The engine has begun; `mark` is that of what it was told. One that begins anew after a worker's end is the same search."""
    proposal = _for_change(proposal)
    goes_on = proposal.state in (State.WAITING, State.SEARCHING)
    if goes_on:
        _set(proposal, State.SEARCHING, mark=mark)
    return SearchBegun(**_of(proposal), repeated=not goes_on)


@action(allow=access.nobody_but_the_system)
def keep_found(actor: Actor, proposal: Proposal, *, found: dict[str, Any], mark: str) -> ProposalFound:
    """Keep what the engine found for what has this `mark`; nothing where it was cancelled, or begun anew, meanwhile."""
    proposal = _for_change(proposal)
    is_wanted = proposal.state == State.SEARCHING and proposal.mark == mark
    if is_wanted:
        _set(proposal, State.READY, found=found, ended_at=clock.now())
    return ProposalFound(**_of(proposal), options=len(found["options"]), repeated=not is_wanted)


@action(allow=access.nobody_but_the_system)
def give_up(actor: Actor, proposal: Proposal, *, why: str) -> SearchFailed:
    """The search came to nothing: `why` is a code (`wrong-week`, `no-answer`, `not-sound`)."""
    proposal = _for_change(proposal)
    is_open = proposal.state in (State.WAITING, State.SEARCHING)
    if is_open:
        _set(proposal, State.FAILED, ended_at=clock.now())
    return SearchFailed(**_of(proposal), why=why, repeated=not is_open)


@action(allow=may_decide)
def cancel_search(actor: Actor, proposal: Proposal) -> SearchCancelled:
    """Stop looking. The engine ends within a second."""
    proposal = _for_change(proposal)
    is_open = proposal.state in (State.WAITING, State.SEARCHING)
    if is_open:
        _set(proposal, State.CANCELLED, ended_at=clock.now())
    return SearchCancelled(**_of(proposal), repeated=not is_open)


@action(allow=may_decide)
def accept(actor: Actor, proposal: Proposal, *, option: int, why: str) -> ProposalAccepted:
    """Put one of the weeks that were found in force, as a version.

    Raises Conflict (409) when the calendar or people's lives changed so that it would break a rule now, Invalid (422) for an
    option that is none.
    """
    proposal = _for_change(proposal)
    if proposal.state == State.ACCEPTED and proposal.version_id:
        return ProposalAccepted(**_of(proposal), version_id=proposal.version_id, repeated=True)
    if proposal.state != State.READY or not proposal.found:
        raise Conflict(_("This proposal is not open any more."))
    if not 0 <= option < len(proposal.found["options"]):
        raise Invalid(_("Choose one of the weeks that were found."))
    program = _locked(proposal.program)
    made = still_possible(proposal, option)
    if proposal.participant_id and not rules.are_of_one_person(made, proposal.participant_id):
        if not access.is_director(actor, proposal):
            raise Conflict(_("This week moves other people too, so a director accepts it."))
        published = _publish(actor, program, made, why=why)
    else:
        published = _publish(actor, program, made, why=why, participant_id=proposal.participant_id)
    _set(proposal, State.ACCEPTED, version_id=published.subject_id)
    return ProposalAccepted(**_of(proposal), version_id=published.subject_id)


def still_possible(proposal: Proposal, option: int) -> list[Change]:
    """The changes of an option, as they were shown, none of them before today.

    Raises Conflict (409) when its days are over, or it would break a rule that today's week keeps.
    """
    assert proposal.found
    chosen = proposal.found["options"][option]
    today = clock.today(proposal.program.organization.time_zone)
    made = [still for one in kept.from_json(chosen["changes"]) if (still := kept.from_today(one, today))]
    if proposal.until_on and proposal.until_on < today:
        raise Conflict(_("The days that this was found for are over. Ask again."))
    now = gathering.gather_for(proposal)
    if now.mark != proposal.mark and rules.breaks_more(now.instance, made, chosen):
        raise Conflict(_("The week has changed since this was found, and it does not fit any more. Ask again."))
    return made


@action(allow=may_decide)
def decline(actor: Actor, proposal: Proposal) -> ProposalDeclined:
    """Leave the week as it is."""
    proposal = _for_change(proposal)
    is_open = proposal.state == State.READY
    if is_open:
        _set(proposal, State.DECLINED)
    return ProposalDeclined(**_of(proposal), repeated=not is_open)


def _for_change(proposal: Proposal) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",)).select_related("program__organization", "asked_by")
    return found.get(id=proposal.id)


def _set(proposal: Proposal, state: State, **fields: Any) -> None:
    proposal.state = state
    for name, value in fields.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["state", *fields])


def _of(proposal: Proposal) -> dict[str, Any]:
    watching = (proposal.asked_by.account_id,) if proposal.asked_by and proposal.asked_by.account_id else ()
    return {
        "organization_id": proposal.organization_id, "subject_id": proposal.id, "participant_id": proposal.participant_id,
        "accounts": watching,
    }  # fmt: skip
