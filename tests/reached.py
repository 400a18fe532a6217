"""Which branches of rules, and of who may, are reached by the tests that were made for them: a plugin of the whole run.

What other tests come past does not count. Each test process leaves its part; `coverage combine` and `report` read them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import xdist
from coverage import Coverage

CHECKOUT = Path(__file__).parents[1]
_reached = Coverage(data_suffix=True, config_file=str(CHECKOUT / "pyproject.toml"))
_reached.start()  # modules are read while the tests are collected, and their own lines run then


def _is_made_for_them(path: Path) -> bool:
    is_of_a_room = path.parent.name == "tests" and path.is_relative_to(CHECKOUT / "daybridge")
    is_of_rules = path.name.startswith("test_rules") or path.name == "test_access.py"
    return (is_of_a_room and is_of_rules) or path == CHECKOUT / "tests" / "walls" / "test_actions.py"


def pytest_sessionstart(session: pytest.Session) -> None:
    if xdist.is_xdist_controller(session):  # it runs no tests
        _reached.stop()


def pytest_collection_finish() -> None:
    _reached.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Watch this test with its setting up, if it is one of those."""
    if not _is_made_for_them(item.path):
        return (yield)
    _forget_what_others_read()
    _reached.start()
    try:
        return (yield)
    finally:
        _reached.stop()


def _forget_what_others_read() -> None:
    """What a rule keeps once it was read (a rulebook) is read again, or the reading would be another test's."""
    for name, module in list(sys.modules.items()):
        if name.startswith("daybridge.") and "rules" in name:
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


def pytest_sessionfinish() -> None:
    _reached.save()
