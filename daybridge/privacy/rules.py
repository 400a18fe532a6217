from enum import StrEnum


class Purpose(StrEnum):
    """Why someone looks at a chart (HIPAA's treatment, payment and operations, and the person's own access)."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    OWN_RECORD = "own-record"


#: A record is read from end to end each time: so often it may be taken out in so many hours.
MOST_EXPORTS, EXPORT_HOURS = 12, 1


def may_export_again(lately: int) -> bool:
    """Whether somebody who took their record out so often in the last hour may do it once more."""
    return lately < MOST_EXPORTS
