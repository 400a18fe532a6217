"""What this room keeps about a participant: their part in rewards, and everything that was won. A seed only once it is shown."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.contingency.models import Draw, Enrolment, LedgerEntry, Pausing, TargetTold
from daybridge.contingency.rules import Deed, Ending, Verdict
from daybridge.contingency.sentences import (
    DEEDS,
    ENDINGS,
    VERDICTS,
    days_in_words,
    dollars,
    prize_in_words,
    target_in_words,
)
from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.ui import words


def _enrolments(participant: Participant) -> Iterable[Enrolment]:
    found = Enrolment.objects.filter(participant_id=participant.id)
    found = found.select_related("offered_by", "witnessed_by", "ended_by", "shown_seed")
    return in_portions(found.prefetch_related("pauses__made_by").order_by("offered_at", "id"))


def _enrolment_as_json(one: Enrolment) -> dict[str, Any]:
    shown = getattr(one, "shown_seed", None)
    return row_as_json(one) | {
        "pauses": [row_as_json(pause) for pause in one.pauses.all()],
        "shown_seed": row_as_json(shown) if shown else None,
    }


def _enrolment_in_words(one: Enrolment) -> Told:
    shown, language = getattr(one, "shown_seed", None), (get_language() or "en")[:2]
    return Told(
        one.protocol.name.said(language),
        (
            Line(_("Offered"), words.exact_moment(one.offered_at)),
            Line(_("Offered by"), str(one.offered_by)),
            Line(_("Agreed"), words.exact_moment(one.agreed_at)),
            Line(_("In person, seen by"), str(one.witnessed_by or "")),
            Line(_("Who pays"), one.funding.name.said(language)),
            Line(_("Days"), days_in_words(one.weekdays)),
            Line(_("Code of the draws"), one.commitment),
            Line(_("Own word"), one.word),
            Line(_("Seed of the draws"), shown.seed if shown else ""),
            *(Line(_("Paused"), _pause_in_words(pause)) for pause in one.pauses.all()),
            Line(_("Ended"), words.exact_moment(one.ended_at)),
            Line(_("How it ended"), f"{ENDINGS[Ending(one.ending)]} {one.ending_words}".strip() if one.ending else ""),
        ),
    )


def _pause_in_words(pause: Pausing) -> str:
    until = words.day(pause.until_on, "dated") if pause.until_on else ""
    return f"{words.day(pause.from_on, 'dated')} – {until} {pause.why}".strip()


def _targets(participant: Participant) -> Iterable[TargetTold]:
    found = TargetTold.objects.filter(enrolment__participant_id=participant.id).select_related("told_by")
    return in_portions(found.order_by("told_at", "id"))


def _target_in_words(one: TargetTold) -> Told:
    return Told(
        f"{words.day(one.on_day, 'dated')}: {VERDICTS[Verdict(one.verdict)]}",
        (
            Line(_("Seen by"), target_in_words(one)),
            Line(_("Written down by"), str(one.told_by or "")),
            Line(_("When"), words.exact_moment(one.told_at)),
            Line(_("Corrected because"), one.why),
        ),
    )


def _draws(participant: Participant) -> Iterable[Draw]:
    found = Draw.objects.filter(enrolment__participant_id=participant.id).select_related("enrolment", "drawn_with")
    return in_portions(found.order_by("drawn_at", "id"))


def _draw_in_words(one: Draw) -> Told:
    return Told(
        f"{words.day(one.on_day, 'dated')}: {prize_in_words(one)}",
        (
            Line(_("Number of the day"), str(one.number)),
            Line(_("Slip"), str(one.slip)),
            Line(_("Worth"), dollars(one.cents)),
            Line(_("Drawn"), words.exact_moment(one.drawn_at)),
        ),
    )


def _entries(participant: Participant) -> Iterable[LedgerEntry]:
    found = LedgerEntry.objects.filter(enrolment__participant_id=participant.id).select_related("given_by")
    return in_portions(found.order_by("made_at", "id"))


def _entry_in_words(one: LedgerEntry) -> Told:
    return Told(
        f"{words.day(one.on_day, 'dated')}: {DEEDS[Deed(one.deed)]}",
        (
            Line(_("Worth"), dollars(one.cents)),
            Line(_("What it was"), one.what),
            Line(_("Given by"), str(one.given_by or "")),
            Line(_("Given to"), one.given_to),
        ),
    )


SECTIONS = (
    Section(
        code="rewards",
        title=lazy("Rewards"),
        lede=lazy("What you agreed to, by which rules, and the seed of your draws once it is shown."),
        tables=("contingency.Enrolment", "contingency.Pausing", "contingency.SeedShown"),
        read=_enrolments,
        as_json=_enrolment_as_json,
        in_words=_enrolment_in_words,
    ),
    Section(
        code="reward-targets",
        title=lazy("Your targets"),
        lede=lazy("How each of them went, and by what it is seen."),
        tables=("contingency.TargetTold",),
        read=_targets,
        in_words=_target_in_words,
    ),
    Section(
        code="reward-draws",
        title=lazy("Your draws"),
        lede=lazy("Every slip that was drawn for you."),
        tables=("contingency.Draw",),
        read=_draws,
        in_words=_draw_in_words,
    ),
    Section(
        code="reward-ledger",
        title=lazy("Your prizes and vouchers"),
        lede=lazy("What was handed over, kept for later, credited or given out."),
        tables=("contingency.LedgerEntry",),
        read=_entries,
        in_words=_entry_in_words,
    ),
)
