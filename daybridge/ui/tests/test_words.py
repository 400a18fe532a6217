from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from daybridge.core import clock
from daybridge.ui import words


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130 Mobile Safari/537.36", "Samsung Internet, Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.6; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Mac"),
        ("", "Another device"),
    ],
)  # fmt: skip
def test_a_device_is_called_as_its_owner_would_know_it(user_agent: str, said: str) -> None:
    assert words.device(user_agent) == said


@pytest.mark.parametrize(
    ("language", "shape", "said"),
    [
        ("en", "short", "Mon 9 Nov"),
        ("en", "full", "Monday, 9 November 2026"),
        ("es", "short", "lun 9 nov"),
        ("es", "full", "lunes, 9 de noviembre de 2026"),
        ("es", "plain", "9 de noviembre de 2026"),
    ],
)
def test_a_day_is_written_as_its_language_writes_it(language: str, shape: str, said: str) -> None:
    with translation.override(language):
        assert words.day(date(2026, 11, 9), shape) == said


def test_a_moment_of_another_year_names_it() -> None:
    with clock.at(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        assert words.moment(datetime(2025, 1, 2, 9, 5, tzinfo=UTC)) == "Thu 2 Jan 2025, 09:05"
        assert words.moment(datetime(2026, 11, 22, 9, 5, tzinfo=UTC)) == "yesterday 09:05"


@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(said: str) -> None:
    assert words.cell(said) == f"'{said}" and words.cell(f"x{said}") == f"x{said}"
