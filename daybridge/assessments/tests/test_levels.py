"""Somebody's way between levels of care: a line for each step, only added; whoever leaves takes everything along."""

from datetime import date

import pytest

from daybridge.assessments import actions, queries
from daybridge.assessments.models import LevelChange, LicensedReport
from daybridge.assessments.rules import LARGEST_REPORT, Change, Kind, Level
from daybridge.assessments.tests.deeds import PDF, begun, mark, signed, written
from daybridge.core import clock
from daybridge.core.errors import Conflict, IdTaken, Invalid, NotYours, Refused
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.programs.actions import admit, discharge
from daybridge.programs.models import Episode, Program
from daybridge.programs.rules import EndReason
from tests.cast import House, a_medicine, a_prescriber, episode_of, local


def _way(house: House) -> list[tuple[str, str, str]]:
    """Oldest first."""
    found = queries.level_history(house.participants["Ana"].id)
    return [(one.kind, one.from_level, one.to_level) for one in reversed(found)]


def _change(house: House, kind: Change, to_level: Level, reason: str = "Worse at night", **more: object) -> object:
    ana = house.participants["Ana"]
    told = {"change_id": new_id(), "on_day": clock.today(ana.time_zone)} | more
    return actions.change_level(
        house.actors["Ben"],
        ana,
        kind=kind,
        to_level=to_level,
        reason=reason,
        **told,  # type: ignore[arg-type]
    )


def test_a_stay_begins_at_the_level_of_its_program_and_each_step_is_a_line(house: House) -> None:
    sheet = signed(house, Kind.LEVEL)
    _change(house, Change.CONTINUED, Level.INTENSIVE, signed=sheet)
    _change(house, Change.STEP_UP, Level.PARTIAL)
    assert _way(house) == [
        ("admission", "none", "iop"), ("continued", "iop", "iop"), ("step_up", "iop", "php"),
    ]  # fmt: skip
    assert queries.level_now(episode_of(house.participants["Ana"])) is Level.PARTIAL
    assert AuditEntry.objects.filter(deed="assessments.LevelChanged").count() >= 3


def test_the_same_change_sent_twice_is_once_and_its_id_is_nobody_elses(house: House) -> None:
    one = new_id()
    _change(house, Change.HOLD, Level.INTENSIVE, change_id=one)
    assert _change(house, Change.HOLD, Level.INTENSIVE, change_id=one).repeated  # type: ignore[attr-defined]
    zoe = house.participants["Zoe"]
    with pytest.raises((IdTaken, Refused)):
        actions.change_level(
            house.actors["Dora"], zoe, change_id=one, kind=Change.HOLD, to_level=Level.INTENSIVE, reason="x",
            on_day=clock.today(zoe.time_zone),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "level", "reason", "field"),
    [
        (Change.STEP_UP, Level.OUTPATIENT, "x", "to_level"),
        (Change.CONTINUED, Level.PARTIAL, "x", "to_level"),
        (Change.HOLD, Level.INTENSIVE, " ", "reason"),
        (Change.DISCHARGE, Level.NONE, "x", "kind"),
        (Change.HOLD, Level.INTENSIVE, "x" * 401, "reason"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    house: House, kind: Change, level: Level, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        _change(house, kind, level, reason)
    assert field in refused.value.fields and LevelChange.objects.filter(decided_by__isnull=False).count() == 0


def test_the_page_for_leaving_begins_with_the_list_of_medicines_and_ends_the_stay(house: House) -> None:
    a_prescriber(house)
    a_medicine(house, house.participants["Ana"])
    one = begun(house, Kind.LEAVING)
    medicines = queries.answers(one).staff["medicines"]
    assert medicines.said and medicines.source["from"] == "list" and not medicines.is_confirmed
    one = written(house, Kind.LEAVING, **{"to-level": "op", "reason": "completed", "why": "Goals reached"})
    episode = episode_of(house.participants["Ana"])
    actions.end_stay(house.actors["Ben"], one, shown=mark(one))
    episode.refresh_from_db()
    assert episode.ended_on and episode.end_reason == EndReason.COMPLETED
    assert _way(house)[-1] == ("discharge", "iop", "op") and len(_way(house)) == 2
    made = queries.signed_of(one)
    assert made and [visit.is_in_time for visit in queries.follow_ups_of(made)] == [True, True]
    with pytest.raises(Conflict):
        actions.end_stay(house.actors["Ben"], one, shown=mark(one))


def test_less_care_in_the_same_stay_ends_nothing(house: House) -> None:
    one = written(house, Kind.LEAVING, stay="goes_on", reason="stepped_down")
    actions.end_stay(house.actors["Ben"], one, shown=mark(one))
    assert _way(house)[-1] == ("step_down", "iop", "op") and episode_of(house.participants["Ana"]).ended_on is None


@pytest.mark.parametrize(
    "said",
    [{"stay": "goes_on"}, {"reason": "stepped_down", "to-level": "php"}, {"last-on": "2020-01-01"}, {"why": " "}],
)
def test_a_page_for_leaving_that_does_not_fit_ends_nothing_and_is_still_open(
    house: House, said: dict[str, str]
) -> None:
    one = written(house, Kind.LEAVING, **said)
    with pytest.raises(Invalid):
        actions.end_stay(house.actors["Ben"], one, shown=mark(one))
    assert queries.open_one(one.participant_id, Kind.LEAVING) and len(_way(house)) == 1


def test_each_kind_of_page_is_signed_by_its_own_deed(house: House) -> None:
    leaving, sheet = written(house, Kind.LEAVING), written(house, Kind.LEVEL)
    with pytest.raises(Conflict):
        actions.sign_assessment(house.actors["Ben"], leaving, shown=mark(leaving))
    with pytest.raises(Conflict):
        actions.end_stay(house.actors["Ben"], sheet, shown=mark(sheet))


def test_a_stay_that_ends_without_that_page_has_its_last_line_too_and_who_comes_back_is_seen_to(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    episode = episode_of(ana)
    discharge(ben, episode, reason=EndReason.TRANSFERRED, ended_on=episode.admitted_on)
    assert _way(house)[-1] == ("transfer", "iop", "none")
    with pytest.raises(Conflict):
        _change(house, Change.HOLD, Level.NONE)
    admit(
        house.actors["Ines"], ana, program=Program.objects.get(id=episode.program_id), primary_therapist=house.staff["Ben"],
        admitted_on=clock.today(ana.time_zone),
    )  # fmt: skip
    assert _way(house)[-1] == ("readmission", "none", "iop")
    again = Episode.objects.get(participant=ana, ended_on=None)
    assert actions.note_admission(house.system, again).repeated
    assert actions.note_end(house.system, Episode.objects.get(id=episode.id)).repeated


def test_what_an_earlier_stay_left_open_asks_nobody_any_more(house: House) -> None:
    ben, ana = house.actors["Ben"], house.participants["Ana"]
    old = {kind: begun(house, kind) for kind in (Kind.ASSESSMENT, Kind.LEAVING)}
    episode = episode_of(ana)
    discharge(ben, episode, reason=EndReason.OTHER, ended_on=clock.today(ana.time_zone))
    assert queries.open_one(ana.id, Kind.ASSESSMENT) == old[Kind.ASSESSMENT]  # it may still be finished
    admit(
        house.actors["Ines"], ana, program=Program.objects.get(id=episode.program_id), primary_therapist=house.staff["Ben"],
        admitted_on=clock.today(ana.time_zone),
    )  # fmt: skip
    assert queries.open_one(ana.id, Kind.LEAVING) is None
    new = queries.open_one(ana.id, Kind.ASSESSMENT)
    assert new and new != old[Kind.ASSESSMENT] and queries.waits_for(ana.id)
    signed(house)
    assert queries.open_one(ana.id, Kind.ASSESSMENT) is None and not queries.waits_for(ana.id)
    assert not queries.card(ana).is_open


def test_a_worksheet_asks_why_where_fitting_and_actual_level_differ(house: House) -> None:
    one = written(house, Kind.LEVEL, recommended="php", actual="iop", **{"why-differ": " "})
    with pytest.raises(Invalid) as refused:
        actions.sign_assessment(house.actors["Ben"], one, shown=mark(one))
    assert "Why the two differ" in refused.value.fields["assessment"]


# --- Licensed reports ------------------------------------------------------------------------------------------------


def _attach(house: House, original: bytes = PDF, **more: object) -> object:
    told = {"report_id": new_id(), "title": "Report of May", "made_on": None} | more
    return actions.attach_report(
        house.actors["Ben"],
        house.participants["Ana"],
        original=original,
        **told,  # type: ignore[arg-type]
    )


def test_a_report_is_kept_byte_for_byte_once_and_read_by_who_assesses(house: House) -> None:
    _attach(house)
    assert _attach(house, title="Again").repeated  # type: ignore[attr-defined]
    kept = LicensedReport.objects.get()
    assert bytes(queries.report(house.actors["Ben"], kept.id).original) == PDF and kept.size == len(PDF)
    for who in ("Cleo", "Ana", "Ines"):
        with pytest.raises(NotYours):
            queries.report(house.actors[who], kept.id)
    with pytest.raises(IdTaken):
        _attach(house, PDF + b"\n", report_id=kept.id)


@pytest.mark.parametrize(
    ("original", "more", "field"),
    [
        (b"", {}, "file"),
        (b"<html>%PDF-1.4 %%EOF", {}, "file"),
        (b"%PDF-1.4 cut off", {}, "file"),
        (b"%PDF-" + b"0" * LARGEST_REPORT + b"%%EOF", {}, "file"),
        (PDF, {"title": " "}, "title"),
        (PDF, {"made_on": date(2026, 11, 25)}, "made_on"),  # in Chicago it is the evening of the day before
    ],
    ids=["nothing", "a page", "cut off", "huge", "no title", "to come"],
)
def test_what_is_no_report_is_refused_in_words(
    house: House, original: bytes, more: dict[str, object], field: str
) -> None:
    with clock.at(local(24, 20)), pytest.raises(Invalid) as refused:
        _attach(house, original, **more)
    assert field in refused.value.fields and not LicensedReport.objects.exists()
