"""What people write between sessions, in words: for staff who read it, and for the person themselves."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from daybridge.checkins.rules import STRONGEST, Watched, read_page
from daybridge.checkins.worksheets import Asked, Column, Worksheet, diary_words

#: The five moods, 1 to 5.
MOODS = (
    gettext_lazy("very low"),
    gettext_lazy("low"),
    gettext_lazy("in between"),
    gettext_lazy("good"),
    gettext_lazy("very good"),
)
MEDICINES = {"all": gettext_lazy("all"), "some": gettext_lazy("some"), "none": gettext_lazy("none")}
#: What a check-in may ask beyond mood.
QUESTIONS = {
    "anxiety": gettext_lazy("Anxiety"),
    "urge": gettext_lazy("Urge"),
    "sleep": gettext_lazy("Sleep"),
    "medicines": gettext_lazy("Medicines"),
    "note": gettext_lazy("What happened"),
}


def mood(value: int) -> str:
    return str(MOODS[value - 1])


def said_in_words(column: Column, answer: Any) -> str:
    """One answer of a worksheet in words; empty where nothing was said."""
    if answer is None or answer == "":
        return ""
    language = get_language() or "en"
    options = {option.code: option.words.said(language) for option in column.options}
    known = diary_words().by_code
    if column.options_from:
        options |= {code: one.words.said(language) for code, one in known.items()}
    if column.kind == "choices":
        return ", ".join(options.get(one, one) for one in answer)
    if column.kind == "choice":
        return options.get(answer, str(answer))
    if column.kind == "level":
        return (
            f"{answer} {column.unit}".strip()
            if column.unit
            else _("%(value)s of %(most)s") % {"value": answer, "most": column.most}
        )
    return str(answer)


def answers_in_words(sheet: Worksheet, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Everything that was said on a worksheet, field by field: (what was asked, what was said)."""
    language = get_language() or "en"
    said = [
        (field.label.said(language), _field_in_words(sheet, field, answers))
        for field in sheet.fields.values()
        if answers.get(field.code) not in (None, "", [])
    ]
    unknown = [(code, str(answer)) for code, answer in answers.items() if code not in sheet.fields and answer]
    return said + unknown


def _field_in_words(sheet: Worksheet, field: Asked, answers: Mapping[str, Any]) -> str:
    answer = answers[field.code]
    if field.kind == "rows":
        rows = ([said_in_words(column, row.get(column.code)) for column in field.columns] for row in answer)
        return "\n".join(", ".join(filter(None, row)) for row in rows)
    if field.kind == "again":
        return again_in_words(sheet, field, answers)
    return said_in_words(field, answer)


def again_in_words(sheet: Worksheet, field: Asked, answers: Mapping[str, Any]) -> str:
    """Each row's first words with how it was and how it is: "Shame 80 → 40"."""
    first = sheet.fields[field.rows].columns[0].code
    said = [
        f"{row.get(first, '')} {row.get(field.column, '')} → {value}"
        for row, value in zip(answers.get(field.rows, []), answers[field.code], strict=False)
        if value is not None
    ]
    return ", ".join(said)


def page_in_words(answers: Mapping[str, Any], asked: Mapping[str, Watched]) -> list[tuple[str, str]]:
    """A page of the diary, or the marks of a check-in: what was watched and how it was, the skills, the note."""
    page = read_page(answers)
    if page is None:
        return [("", str(answers))]
    words, language = diary_words(), get_language() or "en"
    said = []
    for code, mark in page.marks.items():
        target = asked.get(code) or Watched(code, "")
        said.append((target.said(words, language), mark_in_words(mark)))
    if page.skills:
        said.append((_("Skills used"), ", ".join(skills_in_words(page.skills))))
    moment = [("", _("About one moment"))] if page.is_moment else []
    return [*moment, *said, (_("Note"), page.note)]


def skills_in_words(codes: Iterable[str]) -> list[str]:
    known, language = diary_words().by_code, get_language() or "en"
    return [known[code].words.said(language) if code in known else code for code in codes]


def acted_in_words(danger: str) -> str:
    """What the person themself taps when they acted on it; empty where "acted on it" says it well."""
    words = {"suicide": _("I did something to end my life"), "self-harm": _("I hurt myself")}
    return str(words.get(danger, ""))


def mark_in_words(mark: Any) -> str:
    """How strong, whether it was acted on: "3 of 5, acted on it"."""
    parts = []
    if mark.level is not None:
        parts.append(_("%(value)s of %(most)s") % {"value": mark.level, "most": STRONGEST})
    if mark.acted is not None:
        parts.append(_("acted on it") if mark.acted else _("did not act on it"))
    return ", ".join(parts)
