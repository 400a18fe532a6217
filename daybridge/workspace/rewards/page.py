"""What the pages of rewards show: how it stands, what there is to do, and the ledger line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from daybridge.contingency import on_file
from daybridge.contingency import queries as rewards
from daybridge.contingency.models import Draw, Enrolment, LedgerEntry, TargetTold
from daybridge.contingency.queries import Checked, Standing, Stock
from daybridge.contingency.rules import Deed, Ending, EvidenceKind, Funding, Kind, Protocol, Verdict
from daybridge.contingency.sentences import (
    DEEDS,
    ENDINGS,
    TONES,
    VERDICTS,
    beyond_in_words,
    check_in_words,
    days_in_words,
    dollars,
    earns_in_words,
    next_in_words,
    prize_in_words,
    target_in_words,
)
from daybridge.core.actors import Actor
from daybridge.people.models import Participant
from daybridge.programs.models import Program


def language() -> str:
    return (get_language() or "en")[:2]


@dataclass(frozen=True)
class ShownPrize:
    """A slip in words, with what became of it."""

    draw: Draw
    name: str
    worth: str
    cut: str
    state: str
    entry: LedgerEntry | None


@dataclass(frozen=True)
class ShownDay:
    """A target with what it brought, and every earlier telling of it."""

    on_day: date
    told: TargetTold
    words: str
    tone: str
    seen_by: str
    earned: str
    corrected: Sequence[tuple[TargetTold, str]]

    @property
    def screen_id(self) -> UUID | None:
        """The drug screen that shows it."""
        return self.told.evidence_id if self.told.evidence == EvidenceKind.SCREEN else None


@dataclass(frozen=True)
class Line:
    """A line of the ledger: when, what, how much, and who gave it to whom."""

    at: datetime
    on_day: date
    what: str
    amount: str
    more: str = ""


@dataclass(frozen=True)
class RewardsShown:
    """Somebody's rewards, for the eye."""

    standing: Standing
    name: str
    target: str
    test: str
    funding: str
    days: str
    next: str
    state: str
    waiting: Sequence[ShownPrize]
    won: Sequence[ShownPrize]
    history: Sequence[ShownDay]
    ledger: Sequence[Line]
    beyond: Sequence[str]
    bowl: Sequence[tuple[str, int, str]]
    checked: Checked | None
    faults: Sequence[str]

    @property
    def enrolment(self) -> Enrolment:
        return self.standing.enrolment

    @property
    def is_fishbowl(self) -> bool:
        return self.standing.protocol.kind == Kind.FISHBOWL

    @property
    def next_draw(self) -> tuple[date, int] | None:
        return next(iter(self.standing.open_draws), None)

    @property
    def left(self) -> str:
        return dollars(self.standing.left_cents)

    @property
    def cap(self) -> str:
        return dollars(self.standing.funding.cents)

    @property
    def won_in_all(self) -> str:
        return dollars(self.standing.won_cents)

    @property
    def balance(self) -> str:
        return dollars(self.standing.balance)

    @property
    def waiting_worth(self) -> str:
        return dollars(self.standing.to_hand_over_cents)


def shown(enrolment: Enrolment) -> RewardsShown:
    """How it stands, in the reader's language."""
    one = rewards.standing(enrolment)
    protocol, tongue = one.protocol, language()
    checked = rewards.checked(enrolment) if enrolment.ended_at else None
    return RewardsShown(
        one, protocol.name.said(tongue), protocol.target.said(tongue), protocol.test.said(tongue),
        one.funding.name.said(tongue), days_in_words(enrolment.weekdays), next_in_words(one), _state(one),
        [_prize(one, draw) for draw in one.to_hand_over],
        [_prize(one, draw) for draw in reversed(one.draws)],
        _history(one), _ledger(one),
        [beyond_in_words(day, amount, protocol.kind) for day, amount in sorted(one.beyond.items())],
        [(kind.name.said(tongue), kind.slips, dollars(kind.cents) if kind.cents else "") for kind in protocol.bowl],
        checked, [check_in_words(fault) for fault in checked.faults] if checked else [],
    )  # fmt: skip


def _state(one: Standing) -> str:
    enrolment = one.enrolment
    if enrolment.ended_at:
        return str(ENDINGS[Ending(enrolment.ending)])
    if enrolment.agreed_at is None:
        return _("waits for their yes")
    if one.paused:
        return _("paused")
    return _("all weeks are over") if one.is_over else _("takes part")


def _prize(one: Standing, draw: Draw) -> ShownPrize:
    entry = one.entry_of(draw)
    cut = _("The slip says %(full)s; the cap left this much.") % {"full": dollars(draw.slip_cents)}
    state = str(DEEDS[Deed(entry.deed)]) if entry else _("waits") if draw.cents else ""
    return ShownPrize(
        draw, prize_in_words(draw), dollars(draw.cents) if draw.cents else "", cut if draw.cents < draw.slip_cents else "",
        state, entry,
    )  # fmt: skip


def _history(one: Standing) -> list[ShownDay]:
    """Every day with a target, the newest first."""
    found = []
    for day, told in reversed(one.held.items()):
        verdict, earned = Verdict(told.verdict), one.earned.get(day, 0)
        before = [
            (each, str(VERDICTS[Verdict(each.verdict)])) for each in one.targets if each.on_day == day and each != told
        ]
        brought = earns_in_words(earned, one.protocol.kind) if earned else ""
        found.append(
            ShownDay(day, told, str(VERDICTS[verdict]), TONES[verdict], target_in_words(told), brought, before)
        )
    return found


def _ledger(one: Standing) -> list[Line]:
    """Everything that was won and given, the newest first."""
    drawn = [
        Line(draw.drawn_at, draw.on_day, _("Drawn: %(prize)s") % {"prize": prize_in_words(draw)}, dollars(draw.cents))
        for draw in one.draws
    ]
    entries = [_line(entry) for entry in one.entries]
    return sorted([*drawn, *entries], key=lambda line: line.at, reverse=True)


def _line(entry: LedgerEntry) -> Line:
    words = str(DEEDS[Deed(entry.deed)])
    names = _("%(by)s to %(to)s") % {"by": entry.given_by, "to": entry.given_to} if entry.given_by else ""
    more = ". ".join(one for one in (entry.what, names) if one)
    return Line(entry.made_at, entry.for_day or entry.on_day, words, dollars(entry.cents), more)


# --- What there is to do ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToRecord:
    """A day whose attendance is taken and whose target nobody has written down."""

    on_day: date
    verdict: str
    words: str
    of: UUID


def to_record(one: Standing) -> list[ToRecord]:
    return [ToRecord(day, verdict.value, str(VERDICTS[verdict]), of) for day, verdict, of in rewards.to_record(one)]


def readings(one: Standing) -> list[tuple[str, str]]:
    """How a result that is read on the spot may have come out; none where the protocol takes no such evidence."""
    if EvidenceKind.POINT_OF_CARE not in one.protocol.evidence:
        return []
    return [(verdict.value, str(VERDICTS[verdict])) for verdict in Verdict]


def weekdays(chosen: Sequence[int] = ()) -> list[tuple[int, str, bool]]:
    return [(number, str(name), number in chosen) for number, name in WEEKDAYS.items()]


@dataclass(frozen=True)
class Offer:
    """What may be offered to somebody; `why_not` says what is missing for it."""

    protocols: Sequence[tuple[str, str]]
    fundings: Sequence[tuple[str, str]]
    why_not: str = ""


def offer(participant: Participant) -> Offer:
    episode, tongue = rewards.open_episode(participant), language()
    if episode is None:
        return Offer((), (), _("This person is in no program now."))
    if not rewards.is_switched_on(episode.program_id):
        return Offer((), (), _("This program gives no rewards. A director can switch them on."))
    protocols = [one.protocol for one in rewards.protocols() if one.sign_off]
    if not protocols:
        return Offer((), (), _("No protocol is signed off yet."))
    return Offer(
        [(one.code, _choice(one, tongue)) for one in protocols],
        [(one.code, _pays(one, tongue)) for one in on_file.fundings().values()],
    )


def _choice(one: Protocol, tongue: str) -> str:
    said = _("%(name)s: %(days)s days a week, %(weeks)s weeks")
    return said % {"name": one.name.said(tongue), "days": one.days_a_week, "weeks": one.weeks}


def _pays(one: Funding, tongue: str) -> str:
    said = _("%(name)s: up to %(dollars)s in %(months)s months")
    return said % {"name": one.name.said(tongue), "dollars": dollars(one.cents), "months": one.months}


# --- At one look -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RewardsCard:
    """What a chart says of rewards at one look."""

    enrolment: Enrolment | None
    name: str = ""
    state: str = ""
    next: str = ""
    met: int = 0
    counted: int = 0
    draws: int = 0
    prizes: int = 0
    worth: str = ""
    balance: str = ""
    is_fishbowl: bool = True


def card(participant: Participant) -> RewardsCard | None:
    """Without an enrolment where nothing was offered yet; None where their program gives none."""
    enrolment = rewards.enrolments_of(participant.id).first()
    if enrolment is None:
        return RewardsCard(None) if rewards.gives_to(participant.id) else None
    one = rewards.standing(enrolment)
    return RewardsCard(
        enrolment, one.protocol.name.said(language()), _state(one), next_in_words(one) if enrolment.is_running else "",
        one.met, one.counted, len(one.open_draws) if enrolment.is_running else 0, len(one.to_hand_over),
        dollars(one.to_hand_over_cents), dollars(one.balance), one.protocol.kind == Kind.FISHBOWL,
    )  # fmt: skip


_WAITING_SHOWN = 8


@dataclass(frozen=True)
class RewardsWaiting:
    """Targets to write down and prizes to hand over; the first of them, and how many people."""

    people: Sequence[rewards.Waiting] = ()
    total: int = 0


def waiting(actor: Actor) -> RewardsWaiting:
    found = rewards.waiting(actor)
    return RewardsWaiting(found[:_WAITING_SHOWN], len(found))


# --- A program -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonRow:
    standing: Standing
    protocol: str
    state: str
    funding: str
    won: str
    left: str
    worth: str


@dataclass(frozen=True)
class ShownTerms:
    """A protocol as a director reads it before they sign it off."""

    one: rewards.ShownProtocol
    name: str
    target: str
    test: str
    rise: str
    bowl: Sequence[tuple[str, int, str]]
    on_average: str


@dataclass(frozen=True)
class ProgramRewards:
    program: Program
    is_on: bool
    people: Sequence[PersonRow]
    protocols: Sequence[ShownTerms]
    fundings: Sequence[tuple[str, str]]
    cabinet: Sequence[tuple[Stock, str, str]]

    @property
    def low(self) -> list[str]:
        return [name for stock, name, _worth in self.cabinet if stock.is_low]


def of_program(program: Program) -> ProgramRewards:
    tongue = language()
    return ProgramRewards(
        program, rewards.is_switched_on(program.id), [_row(one) for one in rewards.of_program(program)],
        [_terms(one, tongue) for one in rewards.protocols()],
        [(_pays(one, tongue), one.source) for one in on_file.fundings().values()],
        [(one, one.prize.name.said(tongue), dollars(one.prize.cents)) for one in rewards.cabinet(program)],
    )  # fmt: skip


def _row(one: Standing) -> PersonRow:
    tongue = language()
    return PersonRow(
        one, one.protocol.name.said(tongue), _state(one), one.funding.name.said(tongue), dollars(one.won_cents),
        dollars(one.left_cents), dollars(one.to_hand_over_cents),
    )  # fmt: skip


def _terms(one: rewards.ShownProtocol, tongue: str) -> ShownTerms:
    protocol, rise = one.protocol, one.protocol.escalation
    step = {
        "first": earns_in_words(rise.begins_with, protocol.kind), "step": earns_in_words(rise.step, protocol.kind),
        "most": earns_in_words(rise.most, protocol.kind), "reset": earns_in_words(rise.reset_to, protocol.kind),
    }  # fmt: skip
    said = _(
        "Begins with %(first)s, grows by %(step)s up to %(most)s. After one that was not met the next brings %(reset)s."
    )
    if rise.restores_after:
        said += " " + _("After %(many)s in a row it is back where it had been.")
    per_draw = sum(prize.slips * prize.cents for prize in protocol.bowl) // protocol.slips if protocol.bowl else 0
    return ShownTerms(
        one, protocol.name.said(tongue), protocol.target.said(tongue), protocol.test.said(tongue),
        said % (step | {"many": rise.restores_after}),
        [(prize.name.said(tongue), prize.slips, dollars(prize.cents) if prize.cents else "") for prize in protocol.bowl],
        dollars(per_draw) if per_draw else "",
    )  # fmt: skip
