"""Jobs and timers, kept by procrastinate in PostgreSQL: a job deferred inside an action commits or vanishes with it.

A job may run twice (a worker can die after its work), so every job is written to be repeated safely. Each job's body runs
in one transaction inside its organization, as the system.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app as procrastinate_app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation

from daybridge.core import tenancy
from daybridge.core.actors import Actor

app: App = procrastinate_app
log = structlog.get_logger()

#: Tries again after 2, 4, 8 ... seconds; a job that cares for people is never given up within a day.
PATIENTLY = RetryStrategy(max_attempts=16, exponential_wait=2)
#: What takes a processor for a minute waits in a line of its own, with a worker of its own.
LONG_WORK = "long-work"
#: The priority of whatever takes its time, or can: an escalation that is due never stands in line behind it.
AFTER_TIMERS = -10


def job(
    name: str, *, priority: int = 0, retry: RetryStrategy | Literal[False] = PATIENTLY
) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Register `work(actor, **details)` as the job `name` (`room.verb`), run inside its organization.

    `retry` is False for what is asked anew anyway.
    """

    def decorate(work: Callable[..., object]) -> Callable[..., object]:
        def run(organization_id: str, **details: Any) -> None:
            with tenancy.inside(UUID(organization_id)):
                work(Actor.system(UUID(organization_id), name), **details)

        app.task(name=name, priority=priority, retry=retry)(run)
        return work

    return decorate


def long_job(name: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Register `work(actor, **details)` as a job that takes its time: in its own line, and in no transaction.

    It enters its organization (`tenancy.inside`) for each step, so what it says of itself on the way can be seen.
    """

    def decorate(work: Callable[..., object]) -> Callable[..., object]:
        def run(organization_id: str, **details: Any) -> None:
            work(Actor.system(UUID(organization_id), name), **details)

        app.task(name=name, queue=LONG_WORK, retry=PATIENTLY)(run)
        return work

    return decorate


def defer(name: str, organization_id: UUID, *, at: datetime | None = None, **details: Any) -> None:
    """Have a job done, at once or at a moment; it exists only if the present transaction commits."""
    app.configure_task(name, schedule_at=at).defer(organization_id=str(organization_id), **details)


def defer_once(name: str, organization_id: UUID, *, once: str, at: datetime | None = None, **details: Any) -> None:
    """Have a job done, at once or at a moment, unless one of that name with the same `once` waits already: for sweeps, which ask anew.

    Only for jobs without a retry: one that failed could not be put back beside another that waits by then.
    """
    wanted = app.configure_task(name, queueing_lock=f"{name} {once}", schedule_at=at)
    with suppress(AlreadyEnqueued), transaction.atomic():
        wanted.defer(organization_id=str(organization_id), **details)


def every(cron: str, name: str, *, priority: int = 0) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Register `work(actor)` to be done for each organization on a cron line (UTC)."""

    def decorate(work: Callable[..., object]) -> Callable[..., object]:
        job(name, priority=priority)(work)

        @app.periodic(cron=cron, periodic_id=name)
        @app.task(name=f"{name}:all", priority=priority, queueing_lock=f"{name}:all")
        def for_each_organization(timestamp: int) -> None:
            for organization_id in tenancy.organizations():
                defer(name, organization_id)

        return work

    return decorate


STALLED_AFTER = timedelta(seconds=30)


async def retry_stalled_jobs() -> int:
    """Put back the jobs of workers that died while doing them; returns how many."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER.total_seconds()))
    put_back = 0
    for one in stalled:
        with suppress(UniqueViolation):  # another like it waits; when that is done, this one is put back
            await app.job_manager.retry_job(one)
            log.warning("a stalled job is tried again", job=one.id, task=one.task_name)
            put_back += 1
    return put_back
