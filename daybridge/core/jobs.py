"""Regular work of the house itself: sealing the audit, trying failed reactions again, reviving stalled jobs."""

from uuid import UUID

from daybridge.core import audit, reacting, tenancy
from daybridge.core.actors import Actor
from daybridge.core.queue import PATIENTLY, app, job, retry_stalled_jobs


@job("core.retry_reaction")
def retry_reaction(actor: Actor, *, failure_id: str) -> None:
    reacting.retry(actor, UUID(failure_id))


@app.periodic(cron="* * * * *", periodic_id="core.seal_audit")
@app.task(name="core.seal_audit", retry=PATIENTLY, queueing_lock="core.seal_audit")
def seal_audit(timestamp: int) -> None:
    """Seal every organization's new entries onto its chain."""
    bound = audit.settled_bound()
    for organization_id in tenancy.organizations():
        audit.seal(organization_id, bound=bound)


@app.periodic(cron="* * * * *", periodic_id="core.retry_stalled")
@app.task(name="core.retry_stalled", queueing_lock="core.retry_stalled")
async def retry_stalled(timestamp: int) -> None:
    """Put back the jobs of workers that died."""
    await retry_stalled_jobs()
