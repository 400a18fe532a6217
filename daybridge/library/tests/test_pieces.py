"""The shipped pieces, what is wrong with a file, and a site's own folder."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from daybridge.library import pieces
from daybridge.library.pieces import (
    FOR_SUPPORTERS,
    SHIPPED,
    TOPICS,
    FaultyPiece,
    Piece,
    blocks,
    check,
    faults_in,
    read,
    shelf,
    shelf_for_supporters,
)
from daybridge.library.pieces.reading import LONGEST_SECONDS
from daybridge.privacy.rules import Part

SOUND = """\
code: our-clinic
version: 1
kind: article
title: {en: Our clinic, es: Nuestro centro}
minutes: 1
topics: [everyday]
body:
  en: |
    Come in by the blue door.
  es: |
    Entre por la puerta azul.
sources:
  - "Harbor Bridge Center. House rules. 2026."
"""
EXERCISE = """\
code: count-leaves
version: 1
kind: exercise
title: {en: Count leaves}
minutes: 1
topics: [mindfulness]
body:
  en: Look at a tree.
sources:
  - "Our own."
helps_with: [anxiety]
distress: {least: 0, most: 5}
steps:
  - do: ride
    seconds: 60
    words: {en: Count.}
    prompts:
      - {at: 0, words: {en: Start at the top.}}
      - {at: 30, words: {en: Go on.}}
"""
SHIPPED_PIECES = [read(path) for path in sorted(SHIPPED.glob("*.yaml"))]
SUPPORTERS_ARTICLES = [read(path) for path in sorted(FOR_SUPPORTERS.glob("*.yaml"))]
_SHAMING = re.compile(
    r"\b(relapse\w*|clean|dirty|abuse\w*|addicts?|alcoholics?|junkie|non-compliant|recaíd\w*|adict\w*)\b", re.I
)


def _said(piece: Piece, language: str) -> str:
    """Everything that a participant reads of a piece but its sources."""
    said = [piece.title, piece.body, *(one.because for one in piece.suggest_when)]
    for step in piece.steps:
        said += [step.words, *(prompt.words for prompt in getattr(step, "prompts", ()))]
    return "\n".join(getattr(one, language) for one in said)


def _kind(kind: str) -> list[Piece]:
    return [one for one in SHIPPED_PIECES if one.kind == kind]


@pytest.mark.parametrize("piece", [*SHIPPED_PIECES, *SUPPORTERS_ARTICLES], ids=lambda piece: piece.code)
def test_a_shipped_piece_speaks_both_languages_and_neither_shames_nor_doses(piece: Piece) -> None:
    assert piece.has_spanish, "a missing translation fails the build"
    for language in ("en", "es"):
        said = _said(piece, language)
        assert not _SHAMING.search(said), _SHAMING.search(said)
        assert not re.search(r"\d+ ?(mg|ml|mcg|milligram|miligramo)", said, re.I), "no dosing advice"
        assert not re.search(r"\b(DBT|Linehan|Seeking Safety|TIPP?|ACCEPTS|DEAR ?MAN)\b", said), "licensed teaching"
        if piece.heavy:
            assert "988" in said or "911" in said, "what is hard to read says whom to call"


@pytest.mark.parametrize("piece", [*_kind("article"), *SUPPORTERS_ARTICLES], ids=lambda piece: piece.code)
def test_a_shipped_article_is_short(piece: Piece) -> None:
    for language in ("en", "es"):
        assert 120 <= len(getattr(piece.body, language).split()) <= 300, language


@pytest.mark.parametrize("piece", _kind("exercise"), ids=lambda piece: piece.code)
def test_a_shipped_exercise_ends_within_five_minutes(piece: Piece) -> None:
    assert piece.seconds <= LONGEST_SECONDS and piece.minutes <= 5


def test_the_shelf_has_something_for_every_topic_and_an_exercise_for_every_degree_of_distress() -> None:
    assert {one.topics[0] for one in SHIPPED_PIECES} == set(TOPICS)
    exercises = [one.distress for one in _kind("exercise") if one.distress]
    assert all(sum(fit.least <= degree <= fit.most for fit in exercises) >= 3 for degree in range(11))


def test_naloxone_and_withdrawal_say_to_call_911_and_that_alone_can_be_dangerous() -> None:
    here = shelf()
    assert (
        "Call 911" in here["overdose-and-naloxone"].body.en and "Llame al 911" in here["overdose-and-naloxone"].body.es
    )
    assert (
        "life threatening" in here["stopping-safely"].body.en
        and "puede costar la vida" in here["stopping-safely"].body.es
    )
    assert "Call your prescriber first" in here["medicines-basics"].body.en


def test_a_body_becomes_headings_paragraphs_and_lists() -> None:
    assert blocks("One\ntwo.\n\n## Then\n- a\n  b\n- c\n## Last\nEnd.") == [
        {"is": "paragraph", "words": "One two."},
        {"is": "heading", "words": "Then"},
        {"is": "list", "lines": ["a b", "c"]},
        {"is": "heading", "words": "Last"},
        {"is": "paragraph", "words": "End."},
    ]


# --- Faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("kind: article", "kind: poem", 3, "kind"),
        ("version: 1\n", "", 1, "version: this is missing."),
        ("topics: [everyday]", "topics: [zeppelins]", 6, "topics.1"),
        ("minutes: 1", "minutes: 1\nmood: 3", 6, "mood: an article's file has no such key here."),
        ("blue door.", "[blue door](https://example.org).", 8, "Only paragraphs"),
        ("blue door.", "**blue** door.", 8, "Only paragraphs"),
        ("azul.", "<b>azul</b>.", 10, "Only paragraphs"),
        ("minutes: 1", "minutes: 1\nhelps_with: [anxiety]", 6, "Only an exercise has this."),
        ("minutes: 1", "minutes: 1\nminutes: 2", 6, "`minutes` is said twice."),
        ("sources:", "suggest_when:\n  - when: {}\n    because: {en: x}\nsources:", 13, "say what was entered"),
    ],
)
def test_what_is_wrong_is_said_at_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    path = tmp_path / "piece.yaml"
    path.write_text(SOUND.replace(old, new, 1))
    with pytest.raises(FaultyPiece) as faulty:
        read(path)
    assert any(fault.line == line and said in fault.words for fault in faulty.value.faults), faulty.value


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("helps_with: [anxiety]\n", "", "helps_with"),
        ("distress: {least: 0, most: 5}\n", "", "distress"),
        ("{least: 0, most: 5}", "{least: 6, most: 5}", "The least is more than the most."),
        ("seconds: 60", "seconds: 20", "The last prompt comes after the end."),
        ("{at: 0,", "{at: 5,", "Prompts go up in time from 0."),
        ("do: ride", "do: dance", "steps.1"),
        ("    seconds: 60\n", "    seconds: 60\n    speed: 2\n", "no such key"),
    ],
)
def test_what_is_wrong_with_an_exercise_is_said(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "piece.yaml"
    path.write_text(EXERCISE.replace(old, new, 1))
    with pytest.raises(FaultyPiece, match=re.escape(said)):
        read(path)


def test_an_exercise_without_steps_or_longer_than_five_minutes_is_none(tmp_path: Path) -> None:
    path = tmp_path / "piece.yaml"
    path.write_text(EXERCISE[: EXERCISE.index("steps:")])
    with pytest.raises(FaultyPiece, match="An exercise has steps"):
        read(path)
    second = "  - do: wait\n    seconds: 250\n    words: {en: Rest.}\n"
    path.write_text(EXERCISE + second)
    with pytest.raises(FaultyPiece, match="take 310 seconds"):
        read(path)


# --- A site's own folder ---------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    before = pieces.folders()
    pieces.use_folder(tmp_path)
    yield tmp_path
    pieces.use_folder(before[-1])


def test_a_sites_own_piece_is_on_the_shelf_and_takes_the_place_of_one_with_its_code(folder: Path) -> None:
    (folder / "ours.yaml").write_text(SOUND)
    (folder / "sleep.yaml").write_text(SOUND.replace("our-clinic", "better-sleep"))
    assert shelf()["our-clinic"].has_spanish
    assert shelf()["better-sleep"].title.en == "Our clinic" and "saying-no" in shelf()


def test_a_file_that_cannot_be_read_keeps_nothing_else_off_the_shelf(folder: Path) -> None:
    (folder / "odd.yaml").write_text('code: "\\UFFFFFFFF"\n')
    (folder / "round.yaml").symlink_to(folder / "round.yaml")
    (folder / "ours.yaml").write_text(SOUND)
    assert "our-clinic" in shelf() and "better-sleep" in shelf()
    assert {path.name for path in faults_in(folder)} == {"odd.yaml", "round.yaml"}


def test_a_sites_version_of_a_heavy_piece_stays_heavy(folder: Path) -> None:
    path = folder / "ours.yaml"
    path.write_text(SOUND.replace("our-clinic", "when-you-think-about-dying"))
    with pytest.raises(FaultyPiece, match="heavy: true"):
        check(path)
    assert shelf()["when-you-think-about-dying"].heavy
    path.write_text(SOUND.replace("our-clinic", "when-you-think-about-dying") + "heavy: true\n")
    assert check(path).heavy


def test_a_piece_in_english_only_is_told_as_such(folder: Path) -> None:
    (folder / "ours.yaml").write_text(EXERCISE)
    told = pieces.as_told(shelf()["count-leaves"], "es")
    assert not told["is_in_language"] and told["title"] == "Count leaves"
    assert told["steps"][0]["prompts"][0] == {"at": 0, "words": "Start at the top."}
    assert pieces.as_told(shelf()["count-leaves"], "en")["is_in_language"]


def test_the_shelfs_mark_changes_with_any_word() -> None:
    here = dict(shelf())
    mark, told = pieces.shelf_as_json(here.values(), {}, "en")
    assert mark.encode() in told and pieces.shelf_as_json(here.values(), {}, "en")[0] == mark
    changed = here["better-sleep"].model_copy(update={"minutes": 3})
    assert pieces.shelf_as_json([*here.values(), changed], {}, "en")[0] != mark
    assert pieces.shelf_as_json(here.values(), {}, "es")[0] != mark


# --- For supporters --------------------------------------------------------------------------------------------------

_USE = re.compile(r"\b(drink\w*|beer|drug (use|problem)|urges?|beber|bebida|consum\w*|ganas)\b", re.I)


def test_what_everybody_reads_takes_nobody_for_somebody_who_uses() -> None:
    everybody = [one for one in SUPPORTERS_ARTICLES if not one.about_use]
    assert len(everybody) == 9 and len(SUPPORTERS_ARTICLES) == 12
    spoken_of = {one.code for one in everybody for said in (_said(one, "en"), _said(one, "es")) if _USE.search(said)}
    assert spoken_of <= {"first-aid-for-an-overdose"}, "first aid names a drink, as it names a pain pill"
    assert {one.topics[0] for one in everybody} <= {
        "help",
        "relationships",
        "low-mood",
        "setbacks",
        "safety",
        "everyday",
    }


def test_articles_for_supporters_go_with_parts_that_there_are_and_none_about_use_with_any() -> None:
    assert {part for one in SUPPORTERS_ARTICLES for part in one.goes_with} <= set(Part)
    assert not any(one.goes_with for one in SUPPORTERS_ARTICLES if one.about_use)


def test_a_sites_own_article_for_supporters_stands_with_theirs_alone(folder: Path) -> None:
    own = folder / "supporters"
    own.mkdir()
    (own / "ours.yaml").write_text(SOUND)
    (own / "walk.yaml").write_text(EXERCISE)
    home = own / "home.yaml"
    home.write_text(SOUND.replace("our-clinic", "a-home-that-helps"))
    (folder / "use.yaml").write_text(SOUND + "about_use: true\n")
    assert "our-clinic" in shelf_for_supporters() and "our-clinic" not in shelf()
    assert shelf_for_supporters()["a-home-that-helps"].about_use, "no file of a site's tells it to everybody"
    assert {path.name for path in faults_in(folder)} == {"walk.yaml", "home.yaml", "use.yaml"}
    home.write_text(home.read_text() + "about_use: true\n")
    assert check(home).about_use
    assert not shelf().keys() & {one.code for one in SUPPORTERS_ARTICLES}
