"""The house's template tags; each is described with an example in the room's README."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.ui import plots, words

register = template.Library()

_BUILT = Path(__file__).resolve().parents[2] / "static" / "built"

#: An alert's level as an icon (each a different shape) and a word.
LEVELS = {
    "urgent": ("octagon-alert", gettext_lazy("Urgent")),
    "same_day": ("triangle-alert", gettext_lazy("Same day")),
    "next_day": ("circle-alert", gettext_lazy("Next day")),
    "review": ("diamond", gettext_lazy("Review")),
}


@cache
def _manifest() -> dict[str, str]:
    """What the client's build made. Read once: a new build is served by a new process."""
    try:
        return dict(json.loads((_BUILT / "manifest.json").read_text()))
    except FileNotFoundError:
        return {}


@register.simple_tag
@cache
def built_url(name: str) -> str:
    """The address of a file of the built client."""
    return static(f"built/{_manifest().get(name, name)}")


@register.simple_tag
def built(name: str) -> SafeString:
    """The link or script of a file of the built client."""
    if name not in _manifest():
        said = _("The client is not built: run bin/demo, or npm run build.")
        return format_html('<p class="notice" data-tone="trouble">{}</p>', said)
    if name.endswith(".css"):
        return format_html('<link rel="stylesheet" href="{}">', built_url(name))
    return format_html('<script type="module" src="{}"></script>', built_url(name))


@register.simple_tag
@cache
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite, silent to a screen reader unless it has a label."""
    address = f"{built_url('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def level(name: str) -> SafeString:
    """An alert's level: a shape and a word, never colour alone."""
    return _level(name, get_language())


@cache
def _level(name: str, language: str) -> SafeString:
    shape, word = LEVELS[name]
    return format_html('<span class="level" data-level="{}">{}{}</span>', name, icon(shape), word)


@register.simple_tag
def pill(said: str, tone: str = "plain") -> SafeString:
    """A state in a word."""
    return format_html('<span class="pill" data-tone="{}">{}</span>', tone, said)


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    """When, in words, with the exact time for machines."""
    if at is None:
        return SafeString("")
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), words.moment(at))


@register.simple_tag
def exact_moment(at: datetime | None) -> str:
    """When, to be read years later."""
    return words.exact_moment(at)


@register.filter
def device(user_agent: str) -> str:
    """A browser and its machine, from what the browser calls itself."""
    return words.device(user_agent)


@register.filter
def day(on: date | datetime, shape: str = "short") -> str:
    """A day in words, in one of the shapes of `words.day`."""
    return words.day(on, shape)


@register.filter
def next_day(on: date) -> date:
    """The day after, for a page that shows what was before it."""
    return on + timedelta(days=1)


@register.simple_tag
def due(at: datetime | None, *, short: bool = False) -> SafeString:
    """A clock in words; its tone says whether it is long, soon or past."""
    if at is None:
        return SafeString("")
    now = clock.now()
    left = (at - now).total_seconds()
    tone = "late" if left < 0 else "soon" if left < 30 * 60 else "calm"
    said = words.time_left(at, now) if short else words.clock_words(at, now)
    stamp = at.isoformat(timespec="seconds")
    return format_html('<time class="due" data-tone="{}" datetime="{}">{}{}</time>', tone, stamp, icon("clock"), said)


@register.simple_tag
def hour(at: datetime) -> SafeString:
    """The hour on the viewer's clock, with the exact time for machines."""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), words.time_of_day(at))


@register.filter
def hours(minutes: int) -> str:
    """Minutes as hours, to the minute; nothing of it is "0"."""
    return words.hours_of(minutes) if minutes else "0"


@register.filter
def ago(at: datetime) -> str:
    """How long since, as a length of time."""
    return words.span(clock.now() - at)


@register.simple_tag(takes_context=True)
def here(context: Context, path: str) -> SafeString:
    """Marks the link to the place this page belongs to; `/workspace/` itself only exactly."""
    request = context.get("request")
    at = getattr(request, "path", "")
    is_here = at == path or (path != "/workspace/" and at.startswith(path))
    return SafeString('aria-current="page"') if is_here else SafeString("")


_GROUPED = {"RadioSelect", "CheckboxSelectMultiple"}
_TICKED = {"CheckboxInput"}


@register.inclusion_tag("ui/parts/field.html")
def field(
    bound: BoundField, *, rows: int | None = None, hint: str | None = None, always: bool = False
) -> dict[str, Any]:
    """A form's field with its label, hint and error, tied together; `hint=""` leaves the field's own hint out.

    `always` is for a field that is needed whenever it is shown, though the form can do without it.
    """
    widget = bound.field.widget
    widget.attrs.pop("placeholder", None)  # a label that disappears while typing is no label
    if rows:
        widget.attrs["rows"] = rows
    kind = type(widget).__name__
    shape = "group" if kind in _GROUPED else "tick" if kind in _TICKED else "line"
    return {
        "field": bound,
        "shape": shape,
        "hint": bound.help_text if hint is None else hint,
        "hidden": bound.is_hidden,
        "always": always,
    }


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: Any, *, title: str = "") -> dict[str, Any]:
    """Everything that keeps a form from being saved, each a link to its field; takes the focus. `title` for other words."""
    if not form or not form.is_bound:
        return {"errors": [], "general": [], "title": title}
    errors = [(form[name], errors) for name, errors in form.errors.items() if name != "__all__"]
    return {"errors": errors, "general": form.non_field_errors(), "title": title}


@register.simple_tag(name="sparkline")
def draw_sparkline(
    values: Sequence[float | None], *, low: float, high: float, title: str, hue: str = "mood"
) -> SafeString:
    """A small line of daily answers on its scale's own range. Written without a template: a board draws a hundred."""
    line = plots.sparkline(values, low=low, high=high)
    dots = "".join(f'<circle cx="{dot.x:g}" cy="{dot.y:g}" r="1.6"/>' for dot in line.lone)
    last = f'<circle class="last" cx="{line.last.x:g}" cy="{line.last.y:g}" r="2.6"/>' if line.last else ""
    path = f'<path d="{line.path}"/>' if line.path else ""
    return SafeString(
        f'<svg class="sparkline" data-hue="{hue}" viewBox="0 0 {line.width} {line.height}" width="{line.width}" '
        f'height="{line.height}" role="img" aria-label="{conditional_escape(title)}">{path}{dots}{last}</svg>'
    )


@register.inclusion_tag("ui/parts/mood_plot.html")
def mood_plot(plot: plots.MoodPlot) -> dict[str, Any]:
    """Mood over time, with a sentence that says what it shows and a table behind it."""
    return {"plot": plot}


@register.simple_tag
@cache
def bar(share: int, share_ahead: int = 0) -> SafeString:
    """How much of something is done, and how much is ahead, in percent. Words say it beside."""
    return SafeString(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-ground" width="100" height="6" rx="3"/>'
        f'<rect class="bar-ahead" width="{share_ahead}" height="6" rx="3"/>'
        f'<rect class="bar-part" width="{share}" height="6" rx="3"/></svg>'
    )


#: One shape for each way in which a session can go; a letter stands in it.
_SHAPES = {
    "there": '<rect x="1" y="1" width="13" height="13" rx="2"/>',
    "part": '<path d="M1 5 5 1h9v9l-4 4H1z"/>',
    "excused": '<circle cx="7.5" cy="7.5" r="6.5"/>',
    "missed": '<path d="M7.5.5 14.5 14H.5z"/>',
    "off": '<path d="M1 7.5 7.5 1 14 7.5 7.5 14z"/>',
}


@register.simple_tag
def strip(marks: Sequence[tuple[str, str]], title: str) -> SafeString:
    """Sessions in a row, each a shape with a letter, told in words to who does not see them."""
    drawn = "".join(_strip_mark(number, shape, letter) for number, (shape, letter) in enumerate(marks))
    width = 17 * len(marks)
    return SafeString(
        f'<svg class="session-strip" viewBox="0 0 {width} 15" width="{width}" height="15" role="img" '
        f'aria-label="{conditional_escape(title)}">{drawn}</svg>'
    )


@cache
def _strip_mark(number: int, shape: str, letter: str) -> str:
    return (
        f'<g data-shape="{shape}" transform="translate({17 * number} 0)">{_SHAPES[shape]}'
        f'<text x="7.5" y="11">{conditional_escape(letter)}</text></g>'
    )


_MARKS = 12


@register.simple_tag
def seats(taken: int, capacity: int) -> SafeString:
    """A mark for each seat, filled where it is taken; past a dozen seats a mark is more than one. Words say it beside."""
    marks = min(capacity, _MARKS)
    return _seats(marks, max(1 if taken else 0, taken * marks // capacity))


@cache
def _seats(marks: int, filled: int) -> SafeString:
    drawn = "".join(
        f'<rect x="{number * 6}.5" y="1" width="4.5" height="6" rx="1"{" data-taken" if number < filled else ""}/>'
        for number in range(marks)
    )
    return SafeString(f'<svg class="seats" viewBox="0 0 72 8" aria-hidden="true">{drawn}</svg>')
