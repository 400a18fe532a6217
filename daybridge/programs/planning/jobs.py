"""Searching for a week: the engine in a process of its own, watched, told of, and ended when nobody wants it any more."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from queue import Empty, Queue
from typing import Any
from uuid import UUID

import structlog

from daybridge.core import alarms, tenancy
from daybridge.core.actors import Actor
from daybridge.core.queue import long_job
from daybridge.programs.planning import actions, gathering, queries
from daybridge.programs.planning.changes import to_json
from daybridge.programs.planning.models import Proposal
from daybridge.programs.planning.rules import State
from daybridge.programs.schedule import reading

log = structlog.get_logger()
#: How often the search is looked after, and how much longer than it was given it may take before it is ended.
_LOOK_EVERY_SECONDS, _GRACE_SECONDS = 0.5, 60
_ENGINE = (sys.executable, "-m", "daybridge.programs.schedule.searching")


@long_job("programs.search")
def search(actor: Actor, *, proposal_id: str) -> None:
    """Search until there is an answer, the time is over, or somebody cancelled; harmless when it runs twice."""
    wanted = UUID(proposal_id)
    with tenancy.inside(actor.organization_id):
        proposal = queries.for_machinery(wanted)
        try:
            gathered = gathering.gather_for(proposal)
            question = json.dumps(_question(proposal, gathered))
            reading.from_json(json.loads(question)["instance"])
        except reading.FaultyInstance as faulty:
            _give_up(actor, proposal, "not-sound", str(faulty.faults[0].path))
            return
        if actions.begin_search(actor, proposal, mark=gathered.mark).repeated:
            return
    keep(actor, wanted, gathered, _answer(actor, proposal, question))


def _give_up(actor: Actor, proposal: Proposal, why: str, about: str) -> None:
    """Say that it came to nothing. A broken rule or an unsound instance is our mistake: somebody has to hear of it."""
    log.error("a search came to nothing")
    if why != "no-answer":
        alarms.raise_alarm(actor.organization_id, kind="engine", about=f"{why}: {about}"[:160])
    actions.give_up(actor, proposal, why=why)


def _question(proposal: Proposal, gathered: gathering.Gathered) -> dict[str, Any]:
    return {
        "aim": proposal.aim,
        "instance": reading.to_json(gathered.instance),
        "person": str(proposal.participant_id) if proposal.participant_id else None,
        "may_move_others": proposal.may_move_others,
        "seconds": proposal.seconds,
    }


def keep(actor: Actor, wanted: UUID, gathered: gathering.Gathered, said: dict[str, Any]) -> None:
    with tenancy.inside(actor.organization_id):
        proposal = queries.for_machinery(wanted)
        if "answer" in said:
            actions.keep_found(
                actor, proposal, found=_with_changes(proposal, gathered, said["answer"]), mark=gathered.mark
            )
            return
        why = "wrong-week" if "wrong" in said else "no-answer"
        _give_up(actor, proposal, why, ", ".join(said.get("wrong", ())))


def _with_changes(proposal: Proposal, gathered: gathering.Gathered, found: dict[str, Any]) -> dict[str, Any]:
    """Each option with what it would change, so that it can be read without reckoning it anew."""
    for one in found["options"]:
        one["changes"] = to_json(gathered.changes_of(one, proposal))
    return found | {"told_nothing": [str(who) for who in gathered.told_nothing]}


def _answer(actor: Actor, proposal: Proposal, question: str) -> dict[str, Any]:
    """The last line of the engine; nothing where it was ended."""
    last: dict[str, Any] = {}
    for line in _lines(actor, proposal, question):
        if "progress" in line:
            with tenancy.inside(actor.organization_id):
                actions.note_progress(proposal, line["progress"])
        else:
            last = line
    return last


def _lines(actor: Actor, proposal: Proposal, question: str) -> Iterator[dict[str, Any]]:
    """What the engine says, as it says it; the process is gone when this ends, however it ends."""
    until = time.monotonic() + proposal.seconds + _GRACE_SECONDS
    engine = subprocess.Popen(_ENGINE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    said: Queue[str | None] = Queue()
    threading.Thread(target=_listen, args=(engine, question, said), daemon=True).start()
    try:
        while time.monotonic() < until and not _is_cancelled(actor, proposal.id):
            try:
                line = said.get(timeout=_LOOK_EVERY_SECONDS)
            except Empty:
                continue
            if line is None:
                return
            yield json.loads(line)
    finally:
        engine.kill()
        engine.wait()


def _listen(engine: "subprocess.Popen[str]", question: str, said: "Queue[str | None]") -> None:
    """Give it the question and pass on every line; None is its end."""
    assert engine.stdin and engine.stdout
    try:
        engine.stdin.write(question)
        engine.stdin.close()
    except BrokenPipeError:
        pass  # it is gone already; its end says so
    for line in engine.stdout:
        said.put(line)
    said.put(None)


def _is_cancelled(actor: Actor, proposal_id: UUID) -> bool:
    with tenancy.inside(actor.organization_id):
        return queries.for_machinery(proposal_id).state != State.SEARCHING
