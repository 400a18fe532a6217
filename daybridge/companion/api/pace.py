"""How fast one phone may write: a brake on a loop that runs away or a session that was stolen, kept in this process's memory."""

from collections import Counter
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.errors import TooMany

#: A phone that was offline for a month has some hundreds of entries to send.
MOST_AN_HOUR = 2_000
#: Asking for somebody, and answers that a human may have to hear of at once, are never braked.
FREE = ("/support-requests", "/answers")


class Pace:
    """The writes of this hour, by account."""

    def __init__(self) -> None:
        self._hour, self._written = 0, Counter[UUID]()

    def note(self, account_id: UUID, path: str) -> None:
        """Count one more write. Raises TooMany (429) past what an hour may hold; the phone sends it again later."""
        if path.endswith(FREE):
            return
        hour = int(clock.now().timestamp() // 3600)
        if hour != self._hour:
            self._hour, self._written = hour, Counter()
        self._written[account_id] += 1
        if self._written[account_id] > MOST_AN_HOUR:
            raise TooMany(_("That is more than one phone sends. It waits here and goes out later."))
