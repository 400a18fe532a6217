"""The heartbeat on its way: through the rules and the ladder, a job, the channel to open screens and its receipt there, and the mail server."""

from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import get_connection

from daybridge.core import clock, heartbeat, live, queue, tenancy
from daybridge.core.actors import Actor
from daybridge.core.events import Poke
from daybridge.core.queue import AFTER_TIMERS, every, job
from daybridge.safety import queries, rules
from daybridge.safety.actions import asking
from daybridge.safety.models import Alert
from daybridge.safety.rules import Finding, Step

log = structlog.get_logger()
#: How the beat is called where open screens are told; no screen shows it, the web process itself answers.
POKE = "heartbeat"
#: Whom the beat is about: no participant, so no care team either; on call and directors are the real ones.
_NOBODY = UUID(int=0)


@every("* * * * *", "safety.beat")
def beat(actor: Actor) -> None:
    """Ask the rules about someone who says they are not safe, as nobody did, and send the answer on as an alert is sent on."""
    rule = queries.rules_in_force()["not-safe"]
    finding = rules.finding_of_request(rule, request_id="heartbeat", on_day=clock.now().date())
    if rules.what_to_do(finding, open_alert=None, last_closed=None) is not Step.RAISE:
        raise AssertionError("The rules would not raise an alert for someone who is not safe.")
    _work_out_its_way(actor, finding)
    heartbeat.note(actor.organization_id, "rules")
    queue.defer("safety.beat_on", actor.organization_id)
    if settings.MAIL_IS_SET_UP:
        queue.defer_once("safety.beat_by_mail", actor.organization_id, once=str(actor.organization_id))


def _work_out_its_way(actor: Actor, finding: Finding) -> None:
    """Read all that an alert about this needs: the ladder, the calendar, who is on call. Nothing is kept, nobody is asked.

    Raises what reading it raises, and where the shipped ladder stands in for a site's own that can't be read any more: its
    alerts go out, and somebody must know. That nobody is there to be asked is no fault of the road.
    """
    own = queries.latest_ladder()
    if own and queries.calendar(actor.organization_id).ladder.edit != own.number:
        raise ValueError("The site's ladder can't be read; its alerts go by the shipped one.")
    cause = rules.caused([], finding)[0]
    alert = Alert(organization_id=actor.organization_id, causes=[cause.to_json()], level=cause.level)
    rules.next_asked(asking.way_of(alert, asking.circle(_NOBODY)), None)
    asking.start_clock(alert, finding.rule.clock)


@job("safety.beat_on")
def beat_on(actor: Actor) -> None:
    """The job that an alert's clock is: it came round. Then the way to the screens."""
    heartbeat.note(actor.organization_id, "jobs")
    live.send(Poke(POKE, actor.organization_id, (actor.organization_id,)))


@job("safety.beat_by_mail", priority=AFTER_TIMERS, retry=False)
def beat_by_mail(actor: Actor) -> None:
    """Whether the mail server takes us in; no mail is sent. While it doesn't, nothing is noted, and the next minute asks anew."""
    try:
        _knock(get_connection())
    except OSError as error:
        log.warning("the mail server does not take us in", error=type(error).__name__)
    else:
        heartbeat.note(actor.organization_id, "mail")


def _knock(server: Any) -> None:
    server.open()
    try:
        if connection := getattr(server, "connection", None):  # a backend that writes into a file has none
            connection.noop()
    finally:
        server.close()


def received(organization_id: UUID) -> None:
    """The receipt: a web process heard the beat where its open screens hear of alerts."""
    with tenancy.inside(organization_id):
        heartbeat.note(organization_id, "screens")
