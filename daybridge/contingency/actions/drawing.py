"""Drawing slips, one after the other and never again, and what becomes of the prizes."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.contingency import queries, rules
from daybridge.contingency.access import draws_for, gives_rewards_to
from daybridge.contingency.events import PrizeDrawn, PrizeSettled, VoucherRedeemed
from daybridge.contingency.models import MOST_WORDS, CabinetEntry, Draw, DrawSeed, Enrolment, LedgerEntry
from daybridge.contingency.queries import Standing
from daybridge.contingency.rules import Deed, Given
from daybridge.contingency.sentences import dollars
from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid


@action(allow=draws_for)
def draw(actor: Actor, enrolment: Enrolment, *, on_day: date, number: int) -> PrizeDrawn:
    """Draw the next slip: the n-th of a day. Told twice, it is the same slip.

    Raises Conflict (409) where another one is next, or nothing is earned.
    """
    found = Enrolment.objects.select_for_update(of=("self",)).get(id=enrolment.id)
    made = Draw.objects.filter(enrolment=found, on_day=on_day, number=number).first()
    repeated = made is not None
    if made is None:
        if not found.is_running:
            raise Conflict(_("They do not take part now. What was won stays theirs."), code="ended")
        standing = queries.standing(found)
        if standing.open_draws[:1] != [(on_day, number)]:
            raise Conflict(_("This draw is not the next one. Look again."), code="not-next")
        [made] = _drawn(standing, 1, drawn_with=actor.who if actor.is_staff else None)
    return PrizeDrawn(
        organization_id=found.organization_id, subject_id=made.id, participant_id=found.participant_id,
        on_day=on_day, number=number, slip=made.slip, prize=made.prize, cents=made.cents, repeated=repeated,
    )  # fmt: skip


def draw_what_is_left(enrolment: Enrolment) -> int:
    """Before the seed is shown all that was earned is drawn; how many that were. For the ending alone."""
    standing = queries.standing(enrolment)
    return len(_drawn(standing, len(standing.open_draws), drawn_with=None))


def _drawn(standing: Standing, most: int, *, drawn_with: UUID | None) -> list[Draw]:
    """The next slips, in their order; each worth what its slip says, up to what the cap leaves."""
    enrolment, protocol = standing.enrolment, standing.protocol
    if not most:
        return []
    seed = bytes(DrawSeed.objects.get(enrolment=enrolment).seed)
    given, made = list(standing.given), []
    for day, number in standing.open_draws[:most]:
        slip = rules.slip_of(
            seed, protocol=protocol.called, enrolment=enrolment.id, on_day=day, number=number, word=enrolment.word,
            slips=protocol.slips,
        )  # fmt: skip
        prize = protocol.prize_of(slip)
        cents = min(prize.cents, rules.left(standing.funding, given, standing.today))
        given.append(Given(standing.today, cents))
        made.append(Draw.objects.create(
            organization_id=enrolment.organization_id, enrolment=enrolment, on_day=day, number=number, slip=slip,
            prize=prize.code, slip_cents=prize.cents, cents=cents, drawn_on=standing.today, drawn_with_id=drawn_with,
        ))  # fmt: skip
    return made


@action(allow=gives_rewards_to)
def settle_prize(actor: Actor, draw: Draw, *, deed: Deed, what: str = "") -> PrizeSettled:
    """Hand a prize over, keep it for them until later, or write down that they did not want it. Told twice, it is once.

    Raises Conflict (409) for one that was given, or turned down, already.
    """
    if deed not in (Deed.HANDED_OVER, Deed.DECLINED, Deed.KEPT):
        raise Invalid(_("Choose one of these."), fields={"deed": _("Choose one of these.")})
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",)).select_related("participant").get(id=draw.enrolment_id)
    )
    last = LedgerEntry.objects.filter(draw=draw).order_by("-made_at", "-id").first()
    repeated = last is not None and last.deed == deed
    if not repeated:
        if (last and last.deed != Deed.KEPT) or not draw.cents:
            raise Conflict(_("This prize is not waiting any more."), code="settled")
        last = LedgerEntry.objects.create(
            organization_id=enrolment.organization_id, enrolment=enrolment, deed=deed, draw=draw, cents=draw.cents,
            full_cents=draw.cents, on_day=clock.today(enrolment.participant.time_zone), what=what.strip()[:MOST_WORDS],
            given_by_id=actor.who, given_to=enrolment.participant.name[:160],
        )  # fmt: skip
        if deed == Deed.HANDED_OVER:
            CabinetEntry.objects.create(
                organization_id=enrolment.organization_id, program_id=enrolment.program_id, prize=draw.prize,
                change=-1, is_count=False, made_by_id=actor.who,
            )  # fmt: skip
    assert last
    return PrizeSettled(
        organization_id=enrolment.organization_id, subject_id=draw.id, participant_id=enrolment.participant_id,
        deed=deed.value, cents=draw.cents, repeated=repeated,
    )  # fmt: skip


@action(allow=gives_rewards_to)
def redeem_voucher(actor: Actor, enrolment: Enrolment, *, entry_id: UUID, cents: int, what: str) -> VoucherRedeemed:
    """Give out something for a voucher's cents; never cash. Twice is once. Raises Invalid (422) for more than is there."""
    found = Enrolment.objects.select_for_update(of=("self",)).select_related("participant").get(id=enrolment.id)
    known = LedgerEntry.objects.filter(id=entry_id).first()
    given = (found.id, Deed.REDEEMED, cents, what.strip()[:MOST_WORDS])
    if known and (known.enrolment_id, known.deed, known.cents, known.what) != given:
        raise IdTaken()
    if not known:
        _refuse_to_give(queries.standing(found).balance, cents, what)
        rows.insert(LedgerEntry(
            id=entry_id, organization_id=found.organization_id, enrolment=found, deed=Deed.REDEEMED, cents=cents,
            full_cents=cents, on_day=clock.today(found.participant.time_zone), what=what.strip()[:MOST_WORDS],
            given_by_id=actor.who, given_to=found.participant.name[:160],
        ))  # fmt: skip
    return VoucherRedeemed(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id, cents=cents,
        repeated=known is not None,
    )  # fmt: skip


def _refuse_to_give(balance: int, cents: int, what: str) -> None:
    if not 0 < cents <= balance:
        said = _("There are %(dollars)s to give out. Write how much of it.") % {"dollars": dollars(balance)}
        raise Invalid(said, fields={"cents": said})
    if not what.strip():
        raise Invalid(
            _("Write what it is. It is never cash."), fields={"what": _("Write what it is. It is never cash.")}
        )
