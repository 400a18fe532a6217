"""A class means one thing: rules of two stylesheets for one name meet on pages that neither of them was written for."""

import re
from collections import defaultdict
from collections.abc import Iterator

from daybridge.installation.home import CHECKOUT

_STYLES = CHECKOUT / "daybridge" / "ui" / "styles"
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_ONE_CLASS = re.compile(r"\.([\w-]+)")


def _styled(css: str) -> Iterator[str]:
    """The classes that a stylesheet gives looks of their own, alone and on a screen."""
    inside: list[str] = []
    for head, sign in re.findall(r"([^{};]*)([{};])", _COMMENT.sub("", css)):
        if sign == "{":
            around, head = list(inside), head.strip()
            inside.append(head)
            is_top = all(one.startswith("@") and "print" not in one for one in around)
            if is_top and not head.startswith("@"):
                yield from (m[1] for one in head.split(",") if (m := _ONE_CLASS.fullmatch(one.strip())))
        elif sign == "}":
            inside.pop()


def test_what_is_styled_is_found() -> None:
    css = ".a, .b { & .c { color: red } } /* .d {} */ @media print { .e {} } @media (x) { .f {} } .g .h {} .i:hover {}"
    assert list(_styled(css)) == ["a", "b", "f"]


def test_a_class_is_styled_in_one_stylesheet() -> None:
    where: defaultdict[str, set[str]] = defaultdict(set)
    for sheet in _STYLES.glob("*.css"):
        for name in _styled(sheet.read_text()):
            where[name].add(sheet.name)
    assert {name: sheets for name, sheets in where.items() if len(sheets) > 1} == {}
    assert len(where) > 100
