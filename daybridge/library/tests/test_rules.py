"""What is said of a visit, and what a search finds."""

from typing import NamedTuple

from daybridge.library.pieces import shelf
from daybridge.library.rules import Helped, Visit, found, plain, visit_of


class _Line(NamedTuple):
    is_done: bool = False
    helped: str = ""


def test_a_visit_is_done_once_any_line_says_so_and_the_last_word_on_helping_holds() -> None:
    lines = [_Line(), _Line(is_done=True), _Line(helped=Helped.NO), _Line(helped=Helped.YES), _Line()]
    assert visit_of(lines) == Visit(is_done=True, helped="yes")


def test_a_visit_of_which_nothing_was_said_is_neither() -> None:
    assert visit_of([_Line()]) == Visit(is_done=False, helped="")


def test_a_search_minds_neither_accents_nor_capitals() -> None:
    assert plain("Pánico y SUEÑO") == "panico y sueno"
    assert "panic-feels-like-danger" in [one.code for one in found(shelf().values(), "PANICO", "es")]


def test_a_search_finds_titles_before_bodies_and_needs_every_word() -> None:
    codes = [one.code for one in found(shelf().values(), "sleep", "en")]
    assert codes[0] == "better-sleep" and "after-a-bad-night" in codes
    assert not found(shelf().values(), "sleep zeppelin", "en")


def test_an_empty_search_finds_everything() -> None:
    assert len(found(shelf().values(), "  ", "en")) == len(shelf())
