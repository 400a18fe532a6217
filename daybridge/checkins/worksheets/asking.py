"""A worksheet as it is put before the person who fills it in: in their language; JSON."""

from typing import Any

from daybridge.checkins.worksheets.definition import Asked, Column, Worksheet


def as_asked(worksheet: Worksheet, language: str) -> dict[str, Any]:
    """Everything a phone needs to ask with no network."""
    return {
        "code": worksheet.code,
        "version": worksheet.version,
        "place": worksheet.place,
        "icon": worksheet.icon,
        "minutes": worksheet.minutes,
        "name": worksheet.name.said(language),
        "lede": worksheet.lede.said(language),
        "is_kept_or_shared": worksheet.is_kept_or_shared,
        "title_field": worksheet.title_field,
        "open_until": worksheet.open_until,
        "days_ahead": worksheet.days_ahead,
        "leads_to": worksheet.leads_to,
        "steps": [
            {
                "title": step.title.said(language),
                "hint": step.hint.said(language) if step.hint else "",
                "fields": [_asked(field, language) for field in step.fields],
            }
            for step in worksheet.steps
        ],
    }


def _asked(field: Asked, language: str) -> dict[str, Any]:
    return _column(field, language) | {
        "is_required": field.is_required,
        "columns": [_column(column, language) for column in field.columns],
        "most_rows": field.most_rows,
        "rows": field.rows,
        "column": field.column,
    }


def _column(column: Column, language: str) -> dict[str, Any]:
    said = {name: words.said(language) if (words := getattr(column, name)) else "" for name in ("hint", "low", "high")}
    return said | {
        "code": column.code,
        "kind": column.kind,
        "label": column.label.said(language),
        "is_long": column.is_long,
        "least": column.least,
        "most": column.most,
        "step": column.step,
        "unit": column.unit,
        "options": [{"code": option.code, "words": option.words.said(language)} for option in column.options],
        "options_from": column.options_from,
    }
