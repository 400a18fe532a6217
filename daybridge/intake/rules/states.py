"""Where a referral stands and where it may go from there."""

from enum import StrEnum


class State(StrEnum):
    RECEIVED = "received"
    SCREENING = "screening"
    ACCEPTED = "accepted"
    WAITING_LIST = "waiting_list"
    DECLINED = "declined"
    ADMITTED = "admitted"
    WITHDRAWN = "withdrawn"


#: Declined and withdrawn can be opened again, because people make mistakes; an admission is undone by a discharge.
MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.SCREENING, State.DECLINED, State.WITHDRAWN}),
    State.SCREENING: frozenset({State.ACCEPTED, State.WAITING_LIST, State.DECLINED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.ADMITTED, State.WAITING_LIST, State.DECLINED, State.WITHDRAWN}),
    State.WAITING_LIST: frozenset({State.SCREENING, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
    State.DECLINED: frozenset({State.SCREENING}),
    State.WITHDRAWN: frozenset({State.SCREENING}),
    State.ADMITTED: frozenset(),
}

CLOSED = frozenset({State.DECLINED, State.ADMITTED, State.WITHDRAWN})


def may_move(present: State, to: State) -> bool:
    """Whether a referral in one state may go to another."""
    return to in MOVES[present]


class DeclineReason(StrEnum):
    """Why a referral is declined; the referrer is told, with another way."""

    HIGHER_LEVEL = "higher_level"
    LOWER_LEVEL = "lower_level"
    OTHER_NEED = "other_need"
    NOT_COVERED = "not_covered"
    NO_PLACE = "no_place"
    OUT_OF_REACH = "out_of_reach"
    SAID_NO = "said_no"
    NOT_REACHED = "not_reached"


class WaitingReason(StrEnum):
    """What a person on the waiting list waits for."""

    PLACE = "place"
    AUTHORIZATION = "authorization"
    RECORDS = "records"
    LEAVING_HOSPITAL = "leaving_hospital"
    LATER_START = "later_start"
    WAY_TO_COME = "way_to_come"


class WithdrawReason(StrEnum):
    """Who took a referral back, or why it should not have come."""

    REFERRER = "referrer"
    PERSON = "person"
    SENT_IN_ERROR = "sent_in_error"
    SAME_AS_ANOTHER = "same_as_another"


class CallWith(StrEnum):
    """Who was called, or who called."""

    REFERRER = "referrer"
    PERSON = "person"
    CONTACT = "contact"
    PAYER = "payer"


class CallResult(StrEnum):
    REACHED = "reached"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
