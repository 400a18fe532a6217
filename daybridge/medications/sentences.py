"""Medicines, doses and side effects in words, for staff and for the person."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybridge.medications.rules import Counts, Details, HowOften, Nearness
from daybridge.ui.words import day


def form_in_words(form: str) -> str:
    return {
        "tablet": _("tablet"),
        "capsule": _("capsule"),
        "liquid": _("liquid"),
        "film": _("film under the tongue"),
        "patch": _("patch"),
        "inhaler": _("inhaler or spray"),
        "injection": _("injection"),
        "implant": _("implant"),
        "other": _("other"),
    }[form]


def route_in_words(route: str) -> str:
    """By which way it comes into the body; empty where nobody said."""
    return {
        "": "",
        "oral": _("by mouth"),
        "sublingual": _("under the tongue"),
        "transdermal": _("through the skin"),
        "inhaled": _("breathed in"),
        "intranasal": _("into the nose"),
        "intramuscular": _("into a muscle"),
        "subcutaneous": _("under the skin"),
        "topical": _("on the skin"),
        "other": _("another way"),
    }[route]


def how_often_in_words(how_often: str) -> str:
    """A way of taking, as a form offers it."""
    return {
        "daily": _("Every day"),
        "weekdays": _("On some days of the week"),
        "interval": _("Every so many days"),
        "as_needed": _("As needed"),
        "injection": _("Injection or implant that staff give, every so many days"),
    }[how_often]


def weekday_in_words(number: int) -> str:
    """A day of the week, Monday is 0."""
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))[number]


def when_in_words(details: Details) -> str:
    """When it is taken, in one line: "Every day at 08:00 and 20:00"."""
    times = _listed([clock_time(one) for one in details.times])
    match details.how_often:
        case HowOften.DAILY:
            return _("Every day at %(times)s") % {"times": times}
        case HowOften.WEEKDAYS:
            days = _listed([weekday_in_words(one) for one in details.weekdays])
            return _("%(days)s at %(times)s") % {"days": days, "times": times}
        case HowOften.INTERVAL:
            return _("Every %(count)s days at %(times)s") % {"count": details.every_days, "times": times}
        case HowOften.INJECTION:
            said = _("Injection every %(count)s days") % {"count": details.every_days}
            if not details.window_days:
                return said
            window = ngettext(
                "%(count)s day early or late is all right",
                "up to %(count)s days early or late is all right",
                details.window_days,
            )
            return f"{said}, {window % {'count': details.window_days}}"
    return _("Only when needed")


def clock_time(at: time) -> str:
    return at.strftime("%H:%M")


def _listed(said: Sequence[str]) -> str:
    *most, last = said or [""]
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def step_in_words(step: str) -> str:
    return {"added": _("Added"), "changed": _("Changed"), "stopped": _("Stopped")}[step]


def note_in_words(kind: str, done_on: date | None, due_on: date | None) -> str:
    """A refill or an injection that was noted."""
    done = _("Refill picked up on %(day)s.") if kind == "refill" else _("Injection given on %(day)s.")
    due = _("Next refill by %(day)s.") if kind == "refill" else _("Next injection on %(day)s.")
    said = [words % {"day": day(on)} for words, on in ((done, done_on), (due, due_on)) if on]
    return " ".join(said)


def due_in_words(kind: str, due_on: date, near: str, *, today: date) -> str:
    """When a refill or an injection is due, and how near that is."""
    said = _("Refill by %(day)s") if kind == "refill" else _("Injection on %(day)s")
    said %= {"day": day(due_on)}
    late = (today - due_on).days
    if near == Nearness.OVERDUE:
        over = ngettext("%(count)s day overdue", "%(count)s days overdue", late) % {"count": late}
        return f"{said}: {over}"
    return _("%(due)s: due now") % {"due": said} if near == Nearness.OPEN else said


def state_in_words(state: str) -> str:
    """What became of a dose; `unsaid` is a gap, and `later` has not come yet."""
    return {
        "taken": _("Taken"),
        "late": _("Late"),
        "skipped": _("Skipped"),
        "cleared": _("Undo"),
        "unsaid": _("No entry"),
        "later": _("Still to come"),
    }[state]


def reason_in_words(reason: str) -> str:
    return {
        "": _("no reason given"),
        "forgot": _("forgot"),
        "side_effects": _("side effects"),
        "ran_out": _("ran out"),
        "did_not_want": _("did not want to"),
        "felt_better": _("felt better"),
        "told_to": _("was told to"),
        "other": _("another reason"),
    }[reason]


def effect_in_words(effect: str) -> str:
    """A side effect, as staff read it."""
    return {
        "nausea": _("upset stomach"),
        "sleepy": _("sleepy or slowed down"),
        "no_sleep": _("trouble sleeping"),
        "dizzy": _("dizzy"),
        "headache": _("headache"),
        "restless": _("restless, can't sit still"),
        "shaky": _("shaky hands"),
        "dry_mouth": _("dry mouth"),
        "constipated": _("constipation"),
        "hungry": _("more hungry, or gaining weight"),
        "sexual": _("sexual problems"),
        "skin": _("rash or itching"),
        "breathing": _("trouble breathing, or a swollen face or throat"),
        "collapse": _("fainting, a seizure or chest pain"),
        "stiff_fever": _("high fever with stiff muscles"),
        "self_harm": _("thoughts of hurting themselves"),
    }.get(effect, effect)


def effects_in_words(effects: Iterable[str]) -> str:
    return ", ".join(effect_in_words(one) for one in effects)


def strength_in_words(strength: str) -> str:
    return {"mild": _("mild"), "medium": _("medium"), "strong": _("strong")}[strength]


def counts_in_words(counts: Counts) -> str:
    """Doses of the last two weeks as counts; never a share, never a verdict."""
    if not counts.due:
        return _("No dose was due in the last 14 days.")
    said = ngettext(
        "Told as taken: %(taken)s of %(due)s dose", "Told as taken: %(taken)s of %(due)s doses", counts.due
    ) % {"taken": counts.in_all_taken, "due": counts.due}
    more = [
        words % {"count": count}
        for words, count in (
            (_("%(count)s of them late"), counts.late),
            (_("%(count)s skipped"), counts.skipped),
            (_("%(count)s without an entry"), counts.unsaid),
        )
        if count
    ]
    return ", ".join([said, *more]) + "."


def fault_in_words(field: str, fault: str) -> str:
    """Why a form is refused, beside its field."""
    words = {
        "missing": {
            "name": _("Write what it is called."),
            "amount": _("Write how much, as it stands on the label."),
            "times": _("Write at least one time, for example 08:00."),
            "weekdays": _("Choose at least one day."),
            "due_on": _("Name a day."),
        },
        "too-many": {"times": _("At most 12 times a day.")},
        "too-far": {"starts_on": _("Choose a day at most 30 days ahead.")},
        "out-of-range": {
            "every_days": _("Write a number of days: 2 to 90, for an injection 2 to 200."),
            "window_days": _("Write fewer days than there are between two injections."),
            "done_on": _("Choose a day in the last 30 days, today at the latest."),
            "due_on": _("Choose a day after the last one, and within a year."),
        },
        "too-long": {},
        "unknown": {},
    }[fault]
    general = {"too-long": _("This is too long. Please shorten it."), "unknown": _("This isn't one of the choices.")}
    return words.get(field) or general.get(fault) or _("This can't be.")


# --- What the phone asks ---------------------------------------------------------------------------------------------


def reasons() -> list[tuple[str, str]]:
    """Why a dose was late or skipped, in the person's own words."""
    return [
        ("", _("I'd rather not say")),
        ("forgot", _("I forgot")),
        ("side_effects", _("Side effects")),
        ("ran_out", _("I ran out of it")),
        ("did_not_want", _("I didn't want to")),
        ("felt_better", _("I felt better")),
        ("told_to", _("I was told to")),
        ("other", _("Something else")),
    ]


def effects() -> list[tuple[str, str]]:
    """Common side effects, in the person's own words."""
    return [
        ("nausea", _("Upset stomach")),
        ("sleepy", _("Sleepy, slowed down")),
        ("no_sleep", _("Trouble sleeping")),
        ("dizzy", _("Dizzy")),
        ("headache", _("Headache")),
        ("restless", _("Restless")),
        ("shaky", _("Shaky hands")),
        ("dry_mouth", _("Dry mouth")),
        ("constipated", _("Constipation")),
        ("hungry", _("More hungry")),
        ("sexual", _("Sex is harder")),
        ("skin", _("Rash or itching")),
    ]


def dangers() -> list[tuple[str, str]]:
    """What needs help at once, in the person's own words."""
    return [
        ("breathing", _("Trouble breathing, or a swollen face or throat")),
        ("collapse", _("I fainted, had a seizure, or my chest hurts")),
        ("stiff_fever", _("High fever with stiff muscles")),
        ("self_harm", _("Thoughts of hurting myself")),
    ]


def strengths() -> list[tuple[str, str]]:
    return [("mild", _("A little")), ("medium", _("In between")), ("strong", _("A lot"))]
