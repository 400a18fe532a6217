"""Posts that wait in a queue for longer than the space promises."""

from datetime import timedelta

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.queue import every
from daybridge.notifications.actions import notify
from daybridge.peers import queries
from daybridge.peers.reactions import queue_link

#: A worker that was away for less than this misses none of them.
_LOOKS_BACK = timedelta(days=1)


@every("*/5 * * * *", "peers.call_for_late")
def call_for_late(actor: Actor) -> None:
    """The directors hear, once, of each post whose clock has run out with nobody's answer."""
    now = clock.now()
    for concern in queries.late_concerns(since=now - _LOOKS_BACK, until=now):
        for director in queries.directors(actor):
            notify(
                actor, director, kind="work-waiting", key=f"peers late {concern.id}", link=queue_link(concern.post_id)
            )
