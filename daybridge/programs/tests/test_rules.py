from datetime import date

from daybridge.programs.rules import day_of_program


def test_the_day_of_admission_is_the_first_day() -> None:
    assert [day_of_program(date(2026, 11, 20), date(2026, 11, day)) for day in (20, 21, 30)] == [1, 2, 11]
