"""The laws of the house that no library checks, read from the code itself."""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from daybridge.core.actions import ACTIONS
from daybridge.core.events import EVENTS, FACT_TYPES

HOUSE = Path(__file__).parents[2] / "daybridge"
ROOMS = sorted(folder.name for folder in HOUSE.iterdir() if (folder / "__init__.py").exists())
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "managers", "service", "services", "data", "info", "misc"}
FORBIDDEN_WORDS = re.compile(r"\b(relapse|clean|dirty|abuse|non-compliant|recaída)\b", re.IGNORECASE)
#: Folders of a room that have public modules of their own.
PARTS_OF_ROOMS = {
    "attendance.afterwards",
    "attendance.ledger",
    "medications.ordering",
    "medications.precautions",
    "medications.reconciling",
    "medications.terminology",
    "safety.concerns",
    "safety.radar",
    "safety.plan",
    "medications.watching",
    "notifications.reminders",
    "programs.attending",
    "programs.apart",
    "programs.families",
    "programs.availability",
    "programs.calendar",
    "programs.planning",
    "programs.grid",
    "programs.hours",
    "programs.needs",
    "programs.setting_up",
    "programs.staffing",
    "programs.teaching",
}
PUBLIC = {
    "access",
    "changes",  # what a version of a week is made of
    "actions",
    "cells",  # what a note shows under each heading while it is written
    "events",
    "instruments",
    "models",
    "on_file",
    "printing",  # what was signed, on paper
    "proof",
    "queries",
    "record",
    "requests",
    "rules",
    "sentences",
    "worksheets",
}


def _modules(*, tests: bool = False) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(HOUSE.rglob("*.py")):
        parts = path.relative_to(HOUSE).parts
        if "migrations" in parts or ("tests" in parts) != tests:
            continue
        yield path, ast.parse(path.read_text())


def test_every_room_says_what_it_owns_and_what_it_never_does() -> None:
    for room in ROOMS:
        words = ast.get_docstring(ast.parse((HOUSE / room / "__init__.py").read_text())) or ""
        assert len(words) > 40 and re.search(r"\b(never|owns|knows|decides nothing)\b", words, re.IGNORECASE), room


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    named = {path.stem for path, _ in _modules()} | set(ROOMS)
    assert not named & FORBIDDEN_NAMES


def test_views_never_reach_for_rows_themselves() -> None:
    for path, tree in _modules():
        if path.name in ("views.py", "api.py"):
            reached = [
                node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects"
            ]
            assert not reached, f"{path.relative_to(HOUSE)}:{reached} uses .objects"


def test_every_action_names_who_may_and_takes_actor_and_subject() -> None:
    for path, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and any(_is_action(decorator) for decorator in node.decorator_list):
                assert node.args.args[0].arg == "actor", f"{path}:{node.name}"
                assert len(node.args.args) == 2, f"{path}:{node.name}: details are keyword-only"
                assert ast.get_docstring(node), f"{path}:{node.name} has no docstring"
    assert len(ACTIONS) > 20


def _is_action(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "action"


def test_only_actions_write() -> None:
    """`.save()`, `.create()`, `.update()` and their kin stand only in actions and in core's own bookkeeping."""
    may_write = {"actions.py", "audit.py", "alarms.py", "heartbeat.py", "reacting.py"}
    on_managers = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update"}
    for path, tree in _modules():
        if path.name in may_write or {"installation", "actions"} & set(path.parts):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                receiver, verb = ast.unparse(node.func.value), node.func.attr
                is_write = verb in ("save", "delete") and receiver not in (
                    "router",
                    "session",
                )  # a browser's, Django's own
                is_write |= verb in on_managers and ("objects" in receiver or "filter(" in receiver)
                assert not is_write, f"{path.relative_to(HOUSE)}:{node.lineno} writes outside an action"


def test_rooms_meet_through_their_public_modules_only() -> None:
    """`core`, `ui` and `installation` are there for all; what stands above the rooms wires them together."""
    # The play keeps the worker's clocks itself.
    may = {
        ("demo", "interop.hl7_receiving"),  # a laboratory speaks to the play as to any house
        ("demo", "safety.jobs"),
        ("demo", "measures.jobs"),
        ("demo", "safety.radar.jobs"),
        ("demo", "notifications.reminders.sending"),
        ("demo", "programs.planning.jobs"),
    }
    for path, tree in _modules():
        room, *inside = path.relative_to(HOUSE).parts
        for node in ast.walk(tree):
            if inside and isinstance(node, ast.ImportFrom) and (node.module or "").startswith("daybridge."):
                for name in node.names:
                    other, module, *more = [*str(node.module).split(".")[1:], name.name, ""]
                    if f"{other}.{module}" in PARTS_OF_ROOMS:
                        other_module, module = f"{other}.{module}.{more[0]}", more[0]
                    else:
                        other_module = f"{other}.{module}"
                    is_foreign = other in ROOMS and other not in (room, "core", "ui", "installation")
                    is_public = module in PUBLIC or (room, other_module) in may
                    assert is_public or not is_foreign, f"{path.relative_to(HOUSE)}:{node.lineno}"


def test_events_carry_ids_codes_and_times_and_no_free_text() -> None:
    import dataclasses
    import typing

    for name, event in EVENTS.items():
        for field in dataclasses.fields(event):
            hint = typing.get_type_hints(event)[field.name]
            kinds = set(typing.get_args(hint)) or {hint}
            assert kinds <= {*FACT_TYPES, Ellipsis}, f"{name}.{field.name} may not be {hint}"
            assert field.name not in ("note", "words", "text", "answer", "name"), f"{name}.{field.name}"


def test_every_poke_is_heard_by_some_screen() -> None:
    """A name that no script listens for would leave its screens as they are until they look by themselves."""
    heard = "".join(path.read_text() for path in (HOUSE.parent / "client").glob("*/live.ts"))
    poked = {name for path, _ in _modules() for name in re.findall(r'Poke\("([a-z-]+)"', path.read_text())}
    assert {"alerts", "referrals"} <= poked
    assert all(f'"{name}"' in heard for name in poked), poked


def test_time_is_asked_of_the_clock_only() -> None:
    asked = re.compile(r"datetime\.now\(|timezone\.now\(|date\.today\(|datetime\.utcnow\(")
    allowed = {HOUSE / "core" / "clock.py"}
    for path, _ in _modules():
        if path not in allowed and "installation" not in path.parts:
            assert not asked.search(path.read_text()), path.relative_to(HOUSE)


def test_every_table_of_an_organization_points_at_it_by_name() -> None:
    from daybridge.core.models import TenantModel

    for model in apps.get_models():
        if model.__module__.startswith("daybridge.") and issubclass(model, TenantModel):
            for field in model._meta.concrete_fields:
                if field.is_relation and field.remote_field.model._meta.app_label != model._meta.app_label:
                    source = (HOUSE / model._meta.app_label / "models.py").read_text()
                    source += inspect.getsource(sys.modules[model.__module__])
                    assert (
                        f'"{field.remote_field.model._meta.label}"'.lower() in source.lower()
                        or field.name == "organization"
                    )


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, before + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield before + str(entry.pattern)


PUBLIC_PAGES = (
    "accounts/", "join/", "i18n/", "demo/", "companion/sw.js", "companion/manifest.webmanifest", "api/openapi.json", "notices/sw.js",
)  # fmt: skip


def test_every_page_demands_a_sign_in_or_is_on_the_short_public_list(client: object, db: None) -> None:
    """A stranger gets a sign-in page, a refusal or nothing; never a page."""
    placeholder = "01a209fe-7200-77ec-bc35-da4d22b6cdd3"
    for pattern in sorted(set(patterns(get_resolver()))):
        if pattern.startswith(PUBLIC_PAGES) or pattern == "":
            continue
        address = "/" + re.sub(r"<[^>]+>", placeholder, pattern).rstrip("$").replace("^", "")
        for ask in (client.get, client.post):  # type: ignore[attr-defined]
            answer = ask(address)
            assert answer.status_code in (302, 401, 403, 404, 405), f"{address} says {answer.status_code} to a stranger"
            if answer.status_code == 302:
                assert "/accounts/login/" in answer["Location"], address


@pytest.mark.parametrize("folder", ["templates"])
def test_no_screen_uses_a_word_that_shames(folder: str) -> None:
    for path in HOUSE.rglob(f"{folder}/**/*.html"):
        assert not FORBIDDEN_WORDS.search(path.read_text()), path.relative_to(HOUSE)


def test_no_template_holds_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|\sstyle=|\son(click|load|submit|change)=", re.I
    )
    for path in HOUSE.rglob("templates/**/*.html"):
        assert not inline.search(path.read_text()), path.relative_to(HOUSE)


def test_templates_stand_in_a_folder_named_after_their_room() -> None:
    for path in HOUSE.glob("*/templates/*"):
        room = path.relative_to(HOUSE).parts[0]
        if room != "ui":
            assert path.name == room, path.relative_to(HOUSE)
