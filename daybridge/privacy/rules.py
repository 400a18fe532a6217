from enum import StrEnum


class Purpose(StrEnum):
    """Why someone looks at a chart (HIPAA's treatment, payment and operations, and the person's own access)."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    OWN_RECORD = "own-record"
