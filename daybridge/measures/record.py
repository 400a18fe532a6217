"""What this room keeps about a participant: the questionnaires they were asked, their answers as they came, the scores."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.measures import queries
from daybridge.measures.charts import answer_in_words
from daybridge.measures.instruments import Instrument, in_language, library
from daybridge.measures.models import Assignment, Score, Sheet, SheetPart
from daybridge.measures.sentences import occasion_in_words, score_in_words, way_in_words
from daybridge.measures.sheets import read_kept
from daybridge.people.models import Participant
from daybridge.ui import words

_SAID = {"declined": lazy("Declined to answer"), "na": lazy("Does not apply")}


# --- What was answered -----------------------------------------------------------------------------------------------


def _sheets(participant: Participant) -> Iterable[Sheet]:
    found = Sheet.objects.filter(participant_id=participant.id).select_related("entered_by", "assignment")
    return in_portions(found.prefetch_related("parts", "scores").order_by("on_day", "begun_at", "id"))


def _sheet_as_json(one: Sheet) -> dict[str, Any]:
    parts = sorted(one.parts.all(), key=lambda part: part.saved_at)
    return row_as_json(one) | {
        "name": queries.name_of(one.instrument),
        "answers": [{"item": item, "asked": asked, "said": said} for item, asked, said in _answers(one)],
        "parts": [row_as_json(part, without=["sheet"]) for part in parts],
        "scores": [row_as_json(score, without=["sheet"]) for score in one.scores.all()],
    }


def _sheet_in_words(one: Sheet) -> Told:
    later = [_late_in_words(one, part) for part in queries.came_later(one)] if one.finished_at else []
    return Told(
        f"{words.day(one.on_day, 'dated')}: {queries.name_of(one.instrument)}",
        (
            *(Line(asked, said) for _item, asked, said in _answers(one)),
            *later,
            *(Line(_("Score: %(name)s") % {"name": _score_name(score)}, _score(score)) for score in one.scores.all()),
            Line(_("Answered"), way_in_words(one.way)),
            Line(_("Entered by"), str(one.entered_by) if one.entered_by else ""),
            Line(_("Finished"), words.exact_moment(one.finished_at) if one.finished_at else _("not finished")),
        ),
    )


def _answers(one: Sheet) -> list[tuple[str, str, str]]:
    """(item, what was asked, what was said). The words of a licensed instrument are those that the site has loaded, or none."""
    return _in_words(library().get(one.instrument), queries.answers_as_kept(one))


def _in_words(known: Instrument | None, kept: Mapping[str, str]) -> list[tuple[str, str, str]]:
    answers = read_kept(known, kept) if known else {}
    said = []
    for code, value in kept.items():
        item = known.by_code.get(code) if known else None
        plain = str(_SAID.get(value, value))
        asked = in_language(item, queries.language()) if item else ""
        told = answer_in_words(known, item, answers[code]) if known and item and code in answers else plain
        said.append((code, asked or _("Question %(number)s") % {"number": code}, told or plain))
    return said


def _late_in_words(one: Sheet, part: SheetPart) -> Line:
    said = "; ".join(
        f"{asked}: {answer}" for _item, asked, answer in _in_words(library().get(one.instrument), part.answers)
    )
    return Line(_("Came later, on %(moment)s") % {"moment": words.exact_moment(part.made_at)}, said)


def _score_name(one: Score) -> str:
    figures = _figures(one)
    return in_language(figures, queries.language()) if figures else one.score


def _score(one: Score) -> str:
    figures = _figures(one)
    band = queries.band_in_words(figures, one) if figures else one.band or one.level
    value = "" if figures and figures.how == "level" else score_in_words(one.shown)
    return ", ".join(filter(None, (value, band)))


def _figures(one: Score) -> Any:
    known = library().get(one.instrument)
    return next((figures for figures in known.scores if figures.code == one.score), None) if known else None


# --- What was asked --------------------------------------------------------------------------------------------------


def _assignments(participant: Participant) -> Iterable[Assignment]:
    found = Assignment.objects.filter(participant_id=participant.id).select_related("assigned_by")
    return in_portions(found.order_by("due_on", "id"))


def _assignment_in_words(one: Assignment) -> Told:
    return Told(
        f"{queries.name_of(one.instrument)}: {occasion_in_words(one.occasion)}",
        (
            Line(_("From"), words.day(one.due_on, "dated")),
            Line(_("Until"), words.day(one.until, "dated")),
            Line(_("Asked by"), str(one.assigned_by) if one.assigned_by else ""),
            Line(_("Taken back"), words.exact_moment(one.withdrawn_at)),
        ),
    )


SECTIONS = (
    Section(
        code="sheets",
        title=lazy("Your questionnaires"),
        lede=lazy("Your answers, and the scores that came of them. A score is a tool for a talk, not a verdict."),
        tables=("measures.Sheet", "measures.SheetPart", "measures.Score"),
        read=_sheets,
        as_json=_sheet_as_json,
        in_words=_sheet_in_words,
        left_out=dict.fromkeys(("measures.SheetPart.sheet", "measures.Score.sheet"), "They stand inside their sheet."),
    ),
    Section(
        code="assignments",
        title=lazy("Questionnaires you were asked for"),
        lede=lazy("Which ones, and for when."),
        tables=("measures.Assignment",),
        read=_assignments,
        in_words=_assignment_in_words,
    ),
)
