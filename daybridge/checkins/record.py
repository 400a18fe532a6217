"""What this room keeps about a participant: check-ins, worksheets and diary pages in all their versions, what they are asked."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.checkins import sentences
from daybridge.checkins.models import CheckIn, DiarySetup, Entry, GoneThrough
from daybridge.checkins.queries import ever_watched
from daybridge.checkins.rules import Watched
from daybridge.checkins.worksheets import diary_words, worksheets
from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.ui import words

# --- Check-ins -------------------------------------------------------------------------------------------------------


def _check_ins(participant: Participant) -> Iterable[CheckIn]:
    found = CheckIn.objects.filter(participant_id=participant.id)
    return _with_targets(participant, in_portions(found.order_by("on_day", "made_at", "id")))


def _with_targets(participant: Participant, found: Iterable[Any]) -> Iterable[Any]:
    """Each row with what its author's diaries ever asked (`asked`), which gives its marks their words."""
    asked = ever_watched(participant.id)
    for one in found:
        one.asked = asked
        yield one


def _check_in_in_words(one: Any) -> Told:
    of_ten = _("%(value)s of %(most)s")
    marks = sentences.page_in_words({"marks": one.marks}, one.asked) if one.marks else []
    return Told(
        words.day(one.on_day, "dated"),
        (
            Line(_("Mood"), sentences.mood(one.mood)),
            Line(_("Anxiety"), "" if one.anxiety is None else of_ten % {"value": one.anxiety, "most": 10}),
            Line(_("Urge"), "" if one.urge is None else of_ten % {"value": one.urge, "most": 10}),
            Line(_("Hours of sleep"), "" if one.sleep_hours is None else f"{one.sleep_hours.normalize():f}"),
            Line(_("Medicines taken that day"), sentences.MEDICINES.get(one.medicines or "", "")),
            *(Line(label, said) for label, said in marks),
            Line(_("What happened"), one.note),
            Line(_("Written"), words.exact_moment(one.made_at)),
        ),
    )


# --- Worksheets and diary pages --------------------------------------------------------------------------------------


def _entries(participant: Participant) -> Iterable[Any]:
    found = Entry.objects.filter(participant_id=participant.id).order_by("on_day", "made_at", "id")
    return _with_targets(participant, in_portions(found))


def _entry_in_words(one: Any) -> Told:
    sheet = worksheets().get(one.worksheet)
    if one.worksheet == "diary":
        name, said = _("Diary"), sentences.page_in_words(one.answers, one.asked)
    elif sheet:
        name, said = sheet.name.said(get_language() or "en"), sentences.answers_in_words(sheet, one.answers)
    else:  # the site has taken its file away; what was written stays
        name, said = one.worksheet, [(code, str(answer)) for code, answer in one.answers.items()]
    return Told(
        f"{words.day(one.on_day, 'dated')}: {name}",
        (
            *(Line(label, answer) for label, answer in said),
            Line(_("Who may read it"), _("you and your team") if one.is_shared else _("only you")),
            Line("", "" if one.about == one.id else _("A later version of something you wrote before.")),
            Line(_("Written"), words.exact_moment(one.made_at)),
        ),
    )


# --- What they are asked ---------------------------------------------------------------------------------------------


def _setups(participant: Participant) -> Iterable[DiarySetup]:
    found = DiarySetup.objects.filter(participant_id=participant.id).select_related("set_by")
    return in_portions(found.order_by("number"))


def _setup_in_words(one: DiarySetup) -> Told:
    language, site = get_language() or "en", diary_words()
    asks = [str(sentences.QUESTIONS[code]) for code, is_asked in one.asks.items() if is_asked]
    targets = [Watched(**target).said(site, language) for target in one.targets]
    return Told(
        words.exact_moment(one.set_at),
        (
            Line(_("Set up by"), str(one.set_by) if one.set_by else ""),
            Line(_("Your check-in asks"), ", ".join([_("Mood"), *asks])),
            Line(_("Your diary asks"), ", ".join(targets)),
            Line(_("Skills it lists"), ", ".join(sentences.skills_in_words(one.skills)) or _("all")),
        ),
    )


# --- What was looked at together -------------------------------------------------------------------------------------


def _gone_through(participant: Participant) -> Iterable[GoneThrough]:
    found = GoneThrough.objects.filter(participant_id=participant.id).select_related("staff")
    return in_portions(found.order_by("at", "id"))


def _gone_through_in_words(one: GoneThrough) -> Told:
    return Told(
        words.day(one.on_day, "dated"),
        (
            Line("", _("A page that you wrote.") if one.about else _("A setback that you told of.")),
            Line(_("With"), str(one.staff)),
            Line(_("Where"), _("in session") if one.in_session else _("outside a session")),
            Line(_("What you agreed on"), one.agreed),
            Line(_("When"), words.exact_moment(one.at)),
        ),
    )


SECTIONS = (
    Section(
        code="check_ins",
        title=lazy("Your check-ins"),
        lede=lazy("Each one that you sent, also those for one and the same day."),
        tables=("checkins.CheckIn",),
        read=_check_ins,
        in_words=_check_in_in_words,
    ),
    Section(
        code="entries",
        title=lazy("Your diary and worksheets"),
        lede=lazy("All that you wrote, in each version. What you kept to yourself is in here too: it is yours."),
        tables=("checkins.Entry",),
        read=_entries,
        in_words=_entry_in_words,
    ),
    Section(
        code="diary_setups",
        title=lazy("What you are asked"),
        lede=lazy("How your team set up your check-in and your diary, each time."),
        tables=("checkins.DiarySetup",),
        read=_setups,
        as_json=row_as_json,
        in_words=_setup_in_words,
    ),
    Section(
        code="gone_through",
        title=lazy("What you looked at together"),
        lede=lazy("Pages and setbacks that somebody of your team went through with you."),
        tables=("checkins.GoneThrough",),
        read=_gone_through,
        in_words=_gone_through_in_words,
    ),
)
