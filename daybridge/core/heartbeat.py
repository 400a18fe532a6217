"""The dead-man switch: every minute a heartbeat of each organization travels the road that an alert travels, and this judges it.

Each leg notes when the beat passed; silence is the signal, so nothing has to work for a stall to be seen, except who looks
(`watching`). What each leg proves:

- `rules`: the rules in force can be read and would raise an alert; the site's ladder, hours, holidays, roster and directors
  can be read, and an urgent alert's way and clock be worked out.
- `jobs`: a worker takes jobs of the priority of an alert's timer.
- `screens`: a web process hears of them, and would tell open screens.
- `mail`: the mail server lets us in.

Not proven: that a participant's own care team can be read, that a row of an alert can be written, that anybody stands on the
ladder, that a notice is not held up (they are sent after timers), that a mail arrives, and web push and text messages at
all, which have no leg.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from daybridge.core import clock, guard
from daybridge.core.models import Heartbeat

#: A beat comes every minute; one that is lost may be the machine catching its breath, a second one is not.
STALLED_AFTER = timedelta(seconds=100)
#: The legs in the order of the road: what has stalled, and everything behind it, is silent.
LEGS = ("rules", "jobs", "screens", "mail")
#: What the alarm on staff screens is called.
ALARM = "heartbeat"
#: When this process began: what went before is not held against a house that was down on purpose.
_BEGAN = clock.now()


@dataclass(frozen=True)
class Passed:
    """When the last beat passed each leg; None for one that none has passed yet. `mail` counts only where mail is set up."""

    since: datetime
    rules: datetime | None
    jobs: datetime | None
    screens: datetime | None
    mail: datetime | None
    has_mail: bool


def stalled_leg(passed: Passed, now: datetime, *, up_since: datetime) -> str:
    """The first leg that no beat has passed for too long; empty while all is well, and while the house has just come up."""
    legs = LEGS if passed.has_mail else LEGS[:-1]
    for leg in legs:
        last = getattr(passed, leg) or passed.since
        if now - max(last, up_since) > STALLED_AFTER:
            return leg
    return ""


def stalls() -> str:
    """The leg where the organization being looked at has stalled; empty while all is well or no beat was ever sent."""
    found = passed()
    return stalled_leg(found, clock.now(), up_since=_BEGAN) if found else ""


def note(organization_id: UUID, leg: str) -> None:
    """A beat has passed this leg now."""
    with guard.writing():
        Heartbeat.objects.get_or_create(organization_id=organization_id)
        Heartbeat.objects.filter(organization_id=organization_id).update(**{f"{leg}_at": clock.now()})


def passed() -> Passed | None:
    """How the beats of the organization being looked at have come; None before its first."""
    found = Heartbeat.objects.first()
    if found is None:
        return None
    return Passed(
        found.since, found.rules_at, found.jobs_at, found.screens_at, found.mail_at, has_mail=settings.MAIL_IS_SET_UP
    )
