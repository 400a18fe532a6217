"""The staff's pages: what is due, what is asked, what is entered."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.measures import instruments
from daybridge.measures.actions import askable, keep_answers
from daybridge.measures.charts import _drawn
from daybridge.measures.models import Assignment, Score, Sheet
from daybridge.measures.outcomes import _plain
from daybridge.measures.rules import Told, Way
from daybridge.programs.models import Episode
from tests.cast import House, a_participant, a_sheet, sign_in


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


@pytest.mark.parametrize("day", ["0001-01-01", "0026-11-27", "2025-10-08", "2026-11-24", "2062-11-20"])
def test_a_slip_in_the_year_is_said_beside_the_day_and_saves_nothing(ben: Client, house: House, day: str) -> None:
    answer = ben.post(f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/", _sheet(on_day=day))
    assert answer.status_code == 422 and not Sheet.objects.exists()
    assert "Look at the year" in answer.context["form"].errors["on_day"][0]
    assert "Oct. 9, 2025" in answer.content.decode()


def test_paper_from_the_year_before_somebody_came_can_be_entered(ben: Client, house: House) -> None:
    ben.post(f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/", _sheet(on_day="2025-10-09"))
    assert str(Sheet.objects.get().on_day) == "2025-10-09"


def test_paper_of_somebody_who_was_never_admitted_is_no_older_than_they_are(house: House) -> None:
    path = f"/measures/people/{a_participant(house, 'Eve Lind', born_on=date(2010, 5, 1)).id}/enter/phq-9/"
    dora = sign_in(house.staff["Dora"].account)  # type: ignore[arg-type]
    days = ("2010-04-30", "2010-05-01")
    assert [dora.post(path, _sheet(on_day=day)).status_code for day in days] == [422, 302]


@pytest.mark.parametrize("year", [1, 26])
def test_a_day_that_was_kept_with_a_slip_in_its_year_breaks_no_page(ben: Client, house: House, year: int) -> None:
    ana, made_at = house.participants["Ana"], datetime(year, 1, 2, tzinfo=UTC)
    told = Told(
        part_id=new_id(), sheet_id=new_id(), instrument="phq-9", version=1, way=Way.PAPER, begun_at=made_at,
        made_at=made_at, answers={str(item): 1 for item in range(1, 11)}, is_last=True,
    )  # fmt: skip
    keep_answers(house.actors["Ben"], ana, told=told)
    a_sheet(house, ana)
    for page in (f"people/{ana.id}/", f"sheets/{told.sheet_id}/", "outcomes/"):
        assert ben.get(f"/measures/{page}").status_code == 200


@pytest.mark.parametrize("changed", [{"item-1": "0"}, {"on_day": "2026-11-19"}, {"way": "interview"}])
def test_a_form_that_is_corrected_and_sent_again_stays_filled_and_can_be_saved_as_a_new_one(
    ben: Client, house: House, changed: dict[str, str]
) -> None:
    path, told = f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/", _sheet()
    ben.post(path, told)
    answer = ben.post(path, told | changed)
    assert answer.status_code == 409 and "was saved before" in answer.content.decode()
    assert Sheet.objects.count() == 1 and Score.objects.get().value == 18
    shown = answer.context["form"]
    again = {field.html_name: field.value() or "" for field in shown}
    assert again == told | changed | {name: again[name] for name in ("part_id", "sheet_id")}
    assert [ben.post(path, again).status_code for _ in range(2)] == [302, 302]
    assert Sheet.objects.count() == 2


def test_a_form_that_is_sent_twice_unchanged_is_saved_once_and_says_so(ben: Client, house: House) -> None:
    path, told = f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/", _sheet()
    pages = [ben.post(path, told, follow=True).content.decode() for _ in range(2)]
    assert all("is saved" in page and "was saved before" not in page for page in pages)
    assert Sheet.objects.count() == 1


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


def test_scores_are_read_with_what_they_mean_and_where_they_come_from(ben: Client, house: House) -> None:
    ana = house.participants["Ana"]
    path = f"/measures/people/{ana.id}/enter/phq-9/"
    low = {f"item-{item}": "0" for item in range(1, 10)}
    ben.post(path, _sheet(on_day="2026-11-14"))
    ben.post(path, _sheet(on_day="2026-11-21", **low))
    page = ben.get(f"/measures/people/{ana.id}/").content.decode()
    assert "Reliably better: 18 on" in page and "NCT05134103" in page and "−18 since the first" in page
    ben.post(path, _sheet(on_day="2026-11-22", **(low | {"item-2": "declined"})))
    page = ben.get(f"/measures/people/{ana.id}/").content.decode()
    assert "Reliably better: 18 on" not in page and "is not complete, so it has no score" in page
    assert page.count('<circle class="plot-moved"') == 2 and "better than the first" in page
    for sheet in Sheet.objects.all():
        assert page.count(f"/measures/sheets/{sheet.id}/") >= 2, "in the table and over the strip"
    last = Sheet.objects.get(on_day="2026-11-21")
    assert f'href="/measures/sheets/{last.id}/"><strong>0</strong>' in page, "the number leads to its answers"
    assert page.count("plot-gap") == 2, "the sheet that is not complete is a gap, in both sizes"


def test_a_sheet_shows_every_answer_and_that_a_person_heard_of_it(ben: Client, house: House) -> None:
    ben.post(f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/", _sheet(**{"item-3": "declined"}))
    page = ben.get(f"/measures/sheets/{Sheet.objects.get().id}/").content.decode()
    assert "2 · More than half the days" in page and "Declined to answer" in page
    assert "not complete" in page and "A person hears of this at once" in page


@pytest.mark.parametrize("code", sorted(askable()))
def test_every_instrument_can_be_entered_and_read(ben: Client, house: House, code: str) -> None:
    """Each of the house's instruments, whatever its file has and lacks: bands, lines, tables, numbers, levels."""
    ana, instrument = house.participants["Ana"], askable()[code]
    told = {
        f"item-{item.code}": str(item.number.least if item.number else instrument.answers_of(item)[0].value)
        for item in instrument.items
    }
    path = f"/measures/people/{ana.id}/enter/{code}/"
    head = {"part_id": new_id(), "sheet_id": new_id(), "on_day": "2026-11-20", "way": "interview"}
    assert ben.get(path).status_code == 200
    assert ben.post(path, head | told).status_code == 302
    assert ben.get(f"/measures/people/{ana.id}/").status_code == 200
    assert ben.get(f"/measures/sheets/{Sheet.objects.get().id}/").status_code == 200


def _two_sheets(ben: Client, house: House) -> None:
    path = f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/"
    ben.post(path, _sheet(on_day="2026-11-14"))
    ben.post(path, _sheet(on_day="2026-11-21", **{f"item-{item}": "0" for item in range(1, 10)}))


def test_the_board_shows_the_last_score_its_change_and_a_flag(ben: Client, house: House) -> None:
    _two_sheets(ben, house)
    page = ben.get("/workspace/caseload/").content.decode()
    assert "PHQ-9" in page and "−18" in page and "recovered" in page


def test_outcomes_count_change_beyond_noise_and_tell_small_numbers_plainly(ben: Client, house: House) -> None:
    _two_sheets(ben, house)
    page = " ".join(ben.get("/measures/outcomes/").content.decode().split())
    assert "1 of 1" in page and "(100 %)" not in page
    assert "Patient Health Questionnaire" in page


def _lines(staff: Client, kind: str) -> list[str]:
    pieces: Any = staff.post(f"/measures/outcomes/{kind}.csv").streaming_content
    return b"".join(pieces).decode().splitlines()


def test_exports_hold_whom_one_cares_for_and_are_written_down(ben: Client, house: House) -> None:
    _two_sheets(ben, house)
    scores = _lines(ben, "scores")
    assert scores[0].startswith("record,instrument,version,day,way,score,value") and len(scores) == 3
    assert ",phq-9,1,2026-11-14,paper,total,18,0,27,moderately-severe,yes," in scores[1]
    answers = _lines(ben, "answers")
    assert len(answers) == 21 and ",phq-9,1,2026-11-14,paper,1,2,0,3," in answers[1]
    cleo = sign_in(house.staff["Cleo"].account)  # type: ignore[arg-type]
    assert len(_lines(cleo, "scores")) == 1
    assert AuditEntry.objects.filter(deed="measures.MeasuresExported").count() == 3
    assert ben.post("/measures/outcomes/everything.csv").status_code == 404


def test_no_cell_of_an_export_is_a_formula() -> None:
    assert [_plain(cell) for cell in ("=1+1", "@x", "-x", "-3+1")] == ["'=1+1", "'@x", "'-x", "'-3+1"]
    assert [_plain(cell) for cell in ("-3", "-0.5", "18", "item-1")] == ["-3", "-0.5", "18", "item-1"]


def test_the_board_says_who_has_no_score_by_now(house: House) -> None:
    """Admitted weeks ago and never scored is not the same as nothing to say."""
    with clock.at(clock.now() + timedelta(days=20)):
        ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
        assert "no score" in ben.get("/workspace/caseload/").content.decode()


def test_a_measure_that_nobody_asks_weekly_does_not_hide_one_that_is_fine(ben: Client, house: House) -> None:
    """PCL-5 was asked once, PHQ-9 is answered: the board shows the PHQ-9 and no silence."""
    ana = house.participants["Ana"]
    pcl = {f"item-{item}": "2" for item in range(1, 21)}
    head = {"part_id": new_id(), "sheet_id": new_id(), "on_day": "2026-11-20", "way": "paper"}
    assert ben.post(f"/measures/people/{ana.id}/enter/pcl-5/", head | pcl).status_code == 302
    with clock.at(clock.now() + timedelta(days=20)):
        ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
        today = clock.today("America/Chicago").isoformat()
        ben.post(f"/measures/people/{ana.id}/enter/phq-9/", _sheet(on_day=today))
        page = ben.get("/workspace/caseload/").content.decode()
    row = page[page.index("Ana Rivera") :]
    assert "PHQ-9 <strong>18" in row[: row.index("</tr>")] and "no score" not in row[: row.index("</tr>")]


@pytest.fixture
def own_scale(tmp_path: Path) -> Iterator[Path]:
    """A site's own instrument, in the library for one test."""
    path = tmp_path / "my-scale.yaml"
    path.write_text(
        "code: my-scale\nversion: 1\nlicence: own\nsource: ours\nminutes: 1\nname: {en: My scale}\nwindow: {en: this week}\n"
        "choices: {often: [{value: 0, en: Never}, {value: 1, en: Often}]}\n"
        'items: [{code: "1", choices: often, en: Slept badly}, {code: "2", choices: often, en: Ate badly}]\n'
        'scores: [{code: total, en: Sum, items: ["1", "2"], low: 0, high: 2}]\n'
    )
    before = instruments._folders
    instruments.use_folder(tmp_path)
    yield path
    instruments._folders = before
    instruments._library.cache_clear()


def test_a_site_may_take_an_instrument_away_and_every_page_stands(ben: Client, house: House, own_scale: Path) -> None:
    ana = house.participants["Ana"]
    head = {"part_id": new_id(), "sheet_id": new_id(), "on_day": "2026-11-20", "way": "paper"}
    ben.post(f"/measures/people/{ana.id}/ask/", {"instrument": "my-scale"})
    assert (
        ben.post(f"/measures/people/{ana.id}/enter/my-scale/", head | {"item-1": "1", "item-2": "0"}).status_code == 302
    )
    ben.post(f"/measures/people/{ana.id}/enter/phq-9/", _sheet())
    own_scale.unlink()
    instruments._library.cache_clear()
    for path in ("/measures/", f"/measures/people/{ana.id}/", "/measures/outcomes/", "/workspace/caseload/"):
        assert ben.get(path).status_code == 200, path
    phone = sign_in(ana.account)  # type: ignore[arg-type]
    told = phone.get("/api/companion/measures").json()
    assert [one["instrument"] for one in told["trends"]] == ["phq-9"]
    assert any(",my-scale,1,2026-11-20,paper,total,1," in line for line in _lines(ben, "scores"))
    assert any(",my-scale,1,2026-11-20,paper,1,1," in line for line in _lines(ben, "answers"))
    assert ben.get(f"/measures/sheets/{head['sheet_id']}/").status_code == 404


def test_an_item_that_the_file_dropped_does_not_close_the_sheet(ben: Client, house: House, own_scale: Path) -> None:
    ana = house.participants["Ana"]
    head = {"part_id": new_id(), "sheet_id": new_id(), "on_day": "2026-11-20", "way": "paper"}
    ben.post(f"/measures/people/{ana.id}/enter/my-scale/", head | {"item-1": "1", "item-2": "0"})
    words = own_scale.read_text().replace(', {code: "2", choices: often, en: Ate badly}', "").replace(', "2"]', "]")
    own_scale.write_text(words.replace("high: 2", "high: 1").replace("version: 1", "version: 2"))
    instruments._library.cache_clear()
    page = ben.get(f"/measures/sheets/{head['sheet_id']}/").content.decode()
    assert "Slept badly" in page and "version 1" in page
    assert ben.get(f"/measures/people/{ana.id}/").status_code == 200


@pytest.mark.parametrize(
    ("code", "drawn"),
    [
        ("phq-9", ["total"]),
        ("pcl-5", ["total"]),
        ("bam-iop", ["use", "risk", "protective", "progress"]),
        ("wai-sr", ["total", "task", "bond", "goal"]),
        ("basis-24", ["overall"]),
    ],
)
def test_a_profile_is_drawn_whole_and_a_total_stands_for_its_parts(code: str, drawn: list[str]) -> None:
    assert [one.code for one in _drawn(instruments.library()[code])] == drawn


def test_a_profile_without_a_total_is_never_one_of_its_scores() -> None:
    assert len(_drawn(instruments.library()["promis-29"])) == 8


def _behind(house: House) -> str:
    program = Episode.objects.get(participant=house.participants["Ana"]).program_id
    return f"/measures/outcomes/{program}/phq-9/total/"


def test_a_line_of_the_outcomes_leads_to_its_people_and_their_answers(ben: Client, house: House) -> None:
    _two_sheets(ben, house)
    path = _behind(house)
    assert f'href="{path}"' in ben.get("/measures/outcomes/").content.decode()
    page = " ".join(ben.get(path).content.decode().split())
    assert "1 person with two scores" in page and "−18" in page and "Ana Rivera" in page and "Zoe" not in page
    assert all(f"/measures/sheets/{sheet.id}/" in page for sheet in Sheet.objects.all())
    assert "Too few people" in page and "plot-bar" not in page
    assert ben.get(path.replace("phq-9", "phq-2")).status_code == 404


def test_a_colleague_sees_nobody_elses_people_behind_the_outcomes(ben: Client, house: House) -> None:
    _two_sheets(ben, house)
    cleo = sign_in(house.staff["Cleo"].account)  # type: ignore[arg-type]
    page = cleo.get(_behind(house)).content.decode()
    assert "Ana" not in page and "0 people with two scores" in " ".join(page.split())


def test_enough_people_get_a_picture(house: House) -> None:
    """Ten with a pair: the spread is drawn; django-zeal sees that nobody is asked for one by one."""
    ben = house.staff["Ben"]
    program = Episode.objects.get(participant=house.participants["Ana"]).program
    for letter in "ABCDEFGHIJ":
        someone = a_participant(house, f"{letter}lex Many", therapist=ben, program=program)
        for days in (6, 0):
            with clock.at(clock.now() - timedelta(days=days)):
                a_sheet(house, someone)
    page = sign_in(ben.account).get(_behind(house)).content.decode()  # type: ignore[arg-type]
    assert page.count("plot-bar") == 2 and page.count("within noise") >= 10


def test_who_got_worse_since_their_best_is_shown_by_that_change(ben: Client, house: House) -> None:
    """18, 0, 9 would read "−9, worse"; what the flag holds against is the best score."""
    path = f"/measures/people/{house.participants['Ana'].id}/enter/phq-9/"
    for day, answer in (("2026-11-14", "2"), ("2026-11-18", "0"), ("2026-11-21", "1")):
        ben.post(path, _sheet(on_day=day, **{f"item-{item}": answer for item in range(1, 10)}))
    page = ben.get("/workspace/caseload/").content.decode()
    row = page[page.index("Ana Rivera") :]
    row = row[: row.index("</tr>")]
    assert "<strong>9</strong>" in row and "+9" in row and "worse" in row and "−9" not in row
    assert f"/measures/people/{house.participants['Ana'].id}/" in row
