"""What people read of their own scores."""

from decimal import Decimal

import pytest
from django.utils import translation

from daybridge.measures.instruments import library
from daybridge.measures.sentences import signed, trend_in_words

PHQ_9 = library()["phq-9"].scores[0]
PROTECTIVE = next(one for one in library()["bam-iop"].scores if one.code == "protective")


def _words(score, *values: int) -> str:  # type: ignore[no-untyped-def]
    return trend_in_words([Decimal(one) for one in values], score)


@pytest.mark.parametrize(
    ("values", "begins"),
    [
        ((), ""),
        ((18,), "This is your first one"),
        ((18, 18), "About the same"),
        ((18, 13), "About the same"),
        ((13, 18), "About the same"),
        ((18, 12), "Lower than when you started. On this scale lower means less trouble"),
        ((12, 18), "Higher than when you started. On this scale lower means less trouble"),
    ],
)
def test_a_trend_is_said_plainly_and_noise_is_no_trend(values: tuple[int, ...], begins: str) -> None:
    assert _words(PHQ_9, *values).startswith(begins)
    assert bool(_words(PHQ_9, *values)) == bool(values)


USE = next(one for one in library()["bam-iop"].scores if one.code == "use")


def test_a_step_for_the_worse_is_met_without_praise_however_it_began() -> None:
    assert _words(USE, 9, 2, 0, 6).startswith("Thank you for answering openly")
    assert _words(PHQ_9, 20, 4, 12).startswith("Thank you for answering openly")
    assert _words(PROTECTIVE, 4, 20, 11).startswith("Thank you for answering openly")
    assert _words(PHQ_9, 20, 4, 9).startswith("Lower than when you started")


def test_where_more_is_better_the_words_turn() -> None:
    assert "higher is better" in _words(PROTECTIVE, 8, 12) and _words(PROTECTIVE, 8, 12).startswith("Higher")
    assert _words(PROTECTIVE, 12, 8).startswith("Lower") and "your team" in _words(PROTECTIVE, 12, 8)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_names_a_band_or_a_diagnosis(language: str) -> None:
    bands = {word for band in PHQ_9.bands for word in (band.en.lower(), band.es.lower()) if word}
    with translation.override(language):
        said = [_words(PHQ_9, first, last).lower() for first in (0, 9, 27) for last in (0, 9, 27)]
    assert not [(one, band) for one in said for band in bands if band in one]
    assert not any(word in one for one in said for word in ("depress", "depres", "disorder", "trastorno"))


def test_a_change_is_read_with_its_sign() -> None:
    assert [signed(Decimal(one)) for one in ("4", "-6.50", "0")] == ["+4", "−6.5", "0"]
