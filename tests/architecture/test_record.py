"""Whoever takes their record out takes out everything: no table about participants, no row and no column is forgotten."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from daybridge.companion.record import NOT_EXPORTED, SECTIONS, json_pieces
from daybridge.core.record import as_json
from daybridge.people.models import Organization, Participant
from tests.permissions.scene import Scene

#: Where the search begins. From staff on it does not go further: what points at them is about those who work here.
_SOMEBODY = ("people.Participant", "people.Account")
_NOT_FOLLOWED = ("people.Staff",)
#: A column that names somebody without being a foreign key.
_NAMES_SOMEBODY = ("participant_id", "participant_ids", "account_id", "person_id", "stored")


def _models() -> Iterator[type[models.Model]]:
    return (
        one for one in apps.get_models() if one._meta.managed and not one.__module__.startswith("daybridge.core.tests")
    )


def _points_at(model: type[models.Model], known: set[str]) -> bool:
    return any(
        field.is_relation and field.remote_field and field.remote_field.model._meta.label in known
        for field in model._meta.concrete_fields
    ) or any(field.name in _NAMES_SOMEBODY and not field.is_relation for field in model._meta.concrete_fields)


def tables_about_participants() -> set[str]:
    """Every table that points at a participant, at how they sign in, or at another such table."""
    known = set(_SOMEBODY)
    while True:
        found = {
            one._meta.label for one in _models() if _points_at(one, known) and one._meta.label not in _NOT_FOLLOWED
        }
        if found <= known:
            return known
        known |= found


def test_every_table_about_participants_is_in_their_record_or_says_why_not() -> None:
    exported = {table for section in SECTIONS for table in section.tables}
    for table in sorted(tables_about_participants()):
        assert table in exported or table in NOT_EXPORTED, (
            f"{table} points at participants and is in nobody's record. Put it into a section of its room's record.py "
            f"(docs/export.md says how), or into NOT_EXPORTED of daybridge/companion/record.py with the reason."
        )
    assert not exported & NOT_EXPORTED.keys()
    assert exported | NOT_EXPORTED.keys() <= {one._meta.label for one in _models()}, "a table that is gone"


def test_what_is_left_out_says_why() -> None:
    columns = {f"{one._meta.label}.{field.name}" for one in _models() for field in one._meta.concrete_fields}
    for section in SECTIONS:
        for column, why in section.left_out.items():
            assert column in columns and column.rpartition(".")[0] in section.tables and len(why) > 15, column
    assert all(len(why) > 40 for why in NOT_EXPORTED.values())


def test_every_section_has_a_code_and_tables_of_its_own() -> None:
    codes = [section.code for section in SECTIONS]
    tables = [table for section in SECTIONS for table in section.tables]
    assert len(codes) == len(set(codes)) and len(tables) == len(set(tables))


# --- Every row, every column -----------------------------------------------------------------------------------------


def _paths(model: type[models.Model], known: set[str], seen: tuple[str, ...] = ()) -> Iterator[str]:
    """How a row of a table leads to its participant: `participant`, `alert__participant`."""
    label = model._meta.label
    if label in _SOMEBODY or label in seen:
        return
    for field in model._meta.concrete_fields:
        if field.is_relation and field.remote_field.model._meta.label in known:
            target = field.remote_field.model
            if target._meta.label in _SOMEBODY:
                yield field.name
            else:
                yield from (f"{field.name}__{path}" for path in _paths(target, known, (*seen, label)))


def rows_about(participant: Participant, table: str) -> list[Any]:
    """Every row of a table that is about a participant, found without asking any room."""
    model, known = apps.get_model(table), tables_about_participants()
    if table == "people.Participant":
        return [participant]
    if table == "people.Account":
        return [participant.account] if participant.account else []
    found: dict[Any, Any] = {}
    for path in _paths(model, known):
        owner = participant.account_id if path.endswith(("user", "account")) else participant.id
        if owner:  # somebody without an account is no other person's missing one
            found |= {row.pk: row for row in model._base_manager.filter(**{path: owner})}
    return list(found.values())


def _objects(told: Any) -> Iterator[dict[str, Any]]:
    if isinstance(told, dict):
        yield told
        for value in told.values():
            yield from _objects(value)
    elif isinstance(told, list):
        for value in told:
            yield from _objects(value)


def exported(participant: Participant) -> dict[str, Any]:
    organization = Organization.objects.get(id=participant.organization_id)
    return json.loads("".join(json_pieces(participant, organization)))  # type: ignore[no-any-return]


def _by_id(section: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in _objects(section["rows"]):
        if "id" in one:
            found.setdefault(str(one["id"]), []).append(one)
    return found


def _missing(row: Any, told: list[dict[str, Any]], left_out: Any) -> list[str]:
    """The columns of a row that none of the objects with its id tells as they are."""
    missing = []
    for field in row._meta.concrete_fields:
        name = f"{row._meta.label}.{field.name}"
        if field.name in ("organization", "participant", "user") or name in left_out:
            continue
        value = as_json(getattr(row, field.attname))
        said = [one[field.name] for one in told if field.name in one]
        if not any(value in (each, each.get("id") if isinstance(each, dict) else None) for each in said):
            missing.append(name)
    return missing


def _faults(participant: Participant, told: dict[str, Any]) -> Iterator[str]:
    for section in SECTIONS:
        by_id = _by_id(told["sections"][section.code])
        for table in section.tables:
            for row in rows_about(participant, table):
                if section.is_not_yet(row):
                    if str(row.pk) in by_id:
                        yield f"a row of {table} is told of too early in the section {section.code}"
                elif str(row.pk) not in by_id:
                    yield f"a row of {table} is not in the section {section.code}"
                else:
                    yield from _missing(row, by_id[str(row.pk)], section.left_out)


@pytest.mark.parametrize("who", ["Ana", "Zoe", "Noor"])
def test_every_row_and_every_column_of_somebody_is_in_their_record(lived_scene: Scene, who: str) -> None:
    participant = lived_scene.house.participants[who]
    told = exported(participant)
    assert not list(_faults(participant, told))
    assert told["is_complete"] is True
    assert all(len(one["rows"]) == one["count"] for one in told["sections"].values())


def test_the_one_it_is_tried_on_has_something_in_every_table(lived_scene: Scene) -> None:
    """Otherwise the test above would say nothing about a table: let tests/lived.py fill it in."""
    record = exported(lived_scene.ana)
    for section in SECTIONS:
        assert record["sections"][section.code]["count"], section.code
        for table in section.tables:
            assert rows_about(lived_scene.ana, table), table


def test_nothing_of_anybody_else_is_in_it(lived_scene: Scene) -> None:
    zoe = lived_scene.house.participants["Zoe"]
    theirs = {
        str(row.pk) for section in SECTIONS for table in section.tables for row in rows_about(lived_scene.ana, table)
    }
    text = "".join(json_pieces(zoe, lived_scene.house.organization))
    long_ids = [one for one in theirs if len(one) > 30]
    assert len(long_ids) > 40 and not [one for one in long_ids if one in text]
