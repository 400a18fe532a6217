"""What is going to happen and when: deeds in the order of their moments, whoever thought of them first."""

import heapq
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from typing import ParamSpec

from daybridge.core import clock

P = ParamSpec("P")


class Agenda:
    """Deeds waiting for their moment; two of the same moment are done in the order they were entered."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Callable[[], object]]] = []
        self._numbers = count()

    def enter(self, moment: datetime, deed: Callable[P, object], *about: P.args, **more: P.kwargs) -> None:
        """Have `deed(*about, **more)` done at `moment`."""
        waiting: Callable[[], object] = partial(deed, *about, **more)
        heapq.heappush(self._waiting, (moment, next(self._numbers), waiting))

    def live_until(self, end: datetime) -> None:
        """Do everything up to and including `end`, each at its own moment; deeds may enter further ones."""
        while self._waiting and self._waiting[0][0] <= end:
            moment, _, deed = heapq.heappop(self._waiting)
            with clock.at(moment):
                deed()
