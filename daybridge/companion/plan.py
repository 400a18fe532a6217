"""A participant's own safety plan as their phone shows and sends it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from daybridge.people.models import Participant
from daybridge.safety.models import SafetyPlanStep, SafetyPlanVersion
from daybridge.safety.plan import queries, rules
from daybridge.safety.plan.rules import Line, Mark, Section

_NO_NUL = r"^[^\x00]*$"
Words = Annotated[
    str,
    StringConstraints(min_length=1, max_length=rules.MOST_CHARACTERS, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"),
    AfterValidator(str.strip),  # after its length was looked at: what is described holds for what is sent
]
Relation = Annotated[
    str,
    StringConstraints(max_length=rules.MOST_RELATION_CHARACTERS, pattern=_NO_NUL),
    AfterValidator(str.strip),
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=rf"^({rules.PHONE})?$")]


class PlanLine(Schema, extra="forbid"):
    text: Words


class PlanPerson(Schema, extra="forbid"):
    text: Words
    relation: Relation = ""
    phone: Phone = ""


Lines = Annotated[list[PlanLine], Field(max_length=rules.MOST_LINES)]
People = Annotated[list[PlanPerson], Field(max_length=rules.MOST_LINES)]


#: How the API's description says that a plan has at least one line; the room's own rules keep it.
_SOME_LINE: list[Any] = [{"required": [one.value], "properties": {one.value: {"minItems": 1}}} for one in Section]


class PlanSections(Schema):
    """Every section of a safety plan; only who or where can be called has a number."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"anyOf": _SOME_LINE})

    signs: Lines = []
    steps: Lines = []
    places: People = []
    people: People = []
    professionals: People = []
    safer: Lines = []
    matters: Lines = []

    def as_rules_read(self) -> dict[Section, Sequence[Line]]:
        return {section: [Line(**one.model_dump()) for one in getattr(self, section.value)] for section in Section}


class PlanYes(Schema):
    """Who said yes to a version and when; the name of whoever is staff, empty for the participant's own."""

    by: str
    at: datetime


class PlanVersion(Schema):
    """One version. `written_by` is empty where the participant wrote it."""

    id: UUID
    number: int
    saved_at: datetime
    written_by: str
    sections: PlanSections
    signed: PlanYes | None
    agreed_in_person: PlanYes | None
    countersigned: PlanYes | None


class Plan(Schema):
    """What is in force, the draft beside it, and whether it is time for a look (`crisis`, `interval` or nothing)."""

    in_force: PlanVersion | None
    draft: PlanVersion | None
    is_due: str


def plan_of(participant: Participant) -> Plan:
    """The participant's own plan, whole."""
    standing = queries.standing_of(participant.id)
    return Plan(
        in_force=_version(standing.in_force),
        draft=_version(standing.draft),
        is_due=standing.review.why if standing.is_due and standing.review else "",
    )


def _version(version: SafetyPlanVersion | None) -> PlanVersion | None:
    if version is None:
        return None
    told = {
        section.value: [
            line if section in rules.WITH_PHONE else {"text": line["text"]} for line in version.sections[section.value]
        ]
        for section in Section
    }
    return PlanVersion(
        id=version.id,
        number=version.number,
        saved_at=version.saved_at,
        written_by=version.written_by.name if version.written_by else "",
        sections=PlanSections.model_validate(told),
        signed=_yes(queries.step_of(version, Mark.SIGNED)),
        agreed_in_person=_yes(queries.step_of(version, Mark.IN_PERSON)),
        countersigned=_yes(queries.step_of(version, Mark.COUNTERSIGNED)),
    )


def _yes(step: SafetyPlanStep | None) -> PlanYes | None:
    return PlanYes(by=step.staff.name if step.staff else "", at=step.at) if step else None
