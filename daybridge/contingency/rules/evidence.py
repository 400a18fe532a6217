"""By what a target is seen, how it went, and what may become of a prize. Plain Python."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class EvidenceKind(StrEnum):
    """What somebody else saw or measured. What people tell of themselves is none of these, and never becomes one."""

    ATTENDANCE = "attendance"
    SCREEN = "screen"
    #: A nurse or a colleague reads the result where it is taken, and writes down what they read.
    POINT_OF_CARE = "point_of_care"


class Verdict(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    #: The test was refused, or nobody came and no excuse holds.
    REFUSED = "refused"
    #: Neither counts nor resets.
    EXCUSED = "excused"


#: These are one of the week's targets; who is excused has it still to come.
COUNTS = frozenset({Verdict.MET, Verdict.NOT_MET, Verdict.REFUSED})


@dataclass(frozen=True)
class Evidence:
    """What shows how a target went: its kind, the row that it stands in (a session, a screen), and the verdict.

    A point-of-care result stands in no other room: `reading` is what was read.
    """

    kind: EvidenceKind
    verdict: Verdict
    id: UUID | None = None
    reading: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it says where it comes from."""
        if self.kind == EvidenceKind.POINT_OF_CARE:
            return self.id is None and bool(self.reading.strip())
        return self.id is not None


class TargetFault(StrEnum):
    """Why a target can't be written down."""

    NOT_TAKEN = "not taken"
    NO_EVIDENCE = "no evidence"
    AHEAD = "ahead"
    OUTSIDE = "outside"
    PAUSED = "paused"
    OTHER_DAY = "other day"
    WEEK_IS_FULL = "week is full"
    #: A session is told otherwise by now.
    TOLD_OTHERWISE = "told otherwise"
    #: A drug screen shows how the day went, or will show it.
    HAS_SCREEN = "has screen"


class Deed(StrEnum):
    """What becomes of a prize, or of a voucher's money."""

    HANDED_OVER = "handed_over"
    DECLINED = "declined"
    KEPT = "kept"
    CREDITED = "credited"
    REDEEMED = "redeemed"


class Ending(StrEnum):
    """Why somebody takes part no more."""

    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    THEIR_WISH = "their_wish"
    LEFT_PROGRAM = "left_program"
    OTHER = "other"
