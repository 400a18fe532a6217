"""The staff's pages: what is due, what is asked, what is entered."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.measures.models import Assignment, Score, Sheet
from tests.cast import House, sign_in


@pytest.fixture
def ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


def _sheet(**changes: Any) -> dict[str, Any]:
    answers = {f"item-{item}": "2" for item in range(1, 10)} | {"item-10": "1"}
    return {"part_id": new_id(), "sheet_id": new_id(), "way": "paper", "on_day": "2026-11-20", **answers, **changes}


def test_what_is_due_is_there_for_those_one_cares_for(ben: Client, house: House) -> None:
    page = ben.get("/measures/").content.decode()
    assert "Ana Rivera" in page and "Zoe" not in page and "PHQ-9" in page


def test_what_is_late_says_so(house: House) -> None:
    with clock.at(clock.now() + timedelta(days=5)):
        ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
        assert "Overdue" in ben.get("/measures/").content.decode() or not Assignment.objects.filter(
            participant=house.participants["Ana"], until__gte=clock.today("America/Chicago")
        )


def test_paper_is_entered_for_its_day_and_counts_once(ben: Client, house: House) -> None:
    path, told = f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/", _sheet()
    assert [ben.post(path, told).status_code for _ in range(2)] == [302, 302]
    sheet = Sheet.objects.get()
    assert (sheet.way, str(sheet.on_day), sheet.entered_by) == ("paper", "2026-11-20", house.staff["Ben"])
    assert Score.objects.get().value == 18


def test_what_was_left_open_stays_open_and_gives_no_severity(ben: Client, house: House) -> None:
    path = f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/"
    ben.post(path, _sheet(**{"item-3": "", "item-4": "declined"}))
    assert (Score.objects.get().value, Score.objects.get().band) == (None, "")


def test_a_day_that_is_missing_keeps_what_was_entered(ben: Client, house: House) -> None:
    answer = ben.post(f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/", _sheet(on_day=""))
    assert answer.status_code == 422 and not Sheet.objects.exists()
    assert "checked" in answer.content.decode()


def test_a_critical_answer_is_told_to_who_enters_it(ben: Client, house: House) -> None:
    path = f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/"
    page = ben.post(path, _sheet(), follow=True).content.decode()
    assert "calls for a person" in page


def test_numbers_are_entered_within_their_range(ben: Client, house: House) -> None:
    path = f"/measures/people/{house.participants['Ana'].id}/enter/bam-r/"
    answer = ben.post(path, _sheet(**{"item-4": "31"}))
    assert answer.status_code == 422 and "30" in answer.content.decode()


def test_asking_for_one_more_and_taking_it_back(ben: Client, house: House) -> None:
    ana = house.participants["Ana"]
    assert ben.post(f"/measures/people/{ana.id}/ask/", {"instrument": "pcl-5"}).status_code == 302
    asked = Assignment.objects.get(instrument="pcl-5")
    assert "PCL-5" in ben.get(f"/measures/people/{ana.id}/").content.decode()
    ben.post(f"/measures/assignments/{asked.id}/withdraw/")
    assert "Taken back" in ben.get(f"/measures/people/{ana.id}/").content.decode()
    assert ben.post(f"/measures/people/{ana.id}/ask/", {"instrument": "cows"}).status_code == 422
