"""What a program decides about rewards: its director signs protocols off, switches them on, counts the cabinet, reports."""

from django.db.models import Max
from django.utils.translation import gettext as _

from daybridge.contingency import on_file, queries
from daybridge.contingency.events import CabinetCounted, ProtocolSignedOff, RewardsExported, RewardsSwitched
from daybridge.contingency.models import CabinetEntry, ProtocolSignOff, RewardsSwitch
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import is_director
from daybridge.people.models import Organization
from daybridge.programs.models import Program

_MOST_THERE = 9_999


@action(allow=is_director)
def sign_off_protocol(actor: Actor, organization: Organization, *, code: str, digest: str) -> ProtocolSignedOff:
    """Sign a protocol off as it stood on the screen (`digest`), as medical director. Raises Conflict (409) when its file was changed."""
    protocol = on_file.protocols().get(code)
    if protocol is None or on_file.digest_of(protocol) != digest:
        raise Conflict(
            _("This protocol was changed since you opened the page. Read it again, then sign."), code="changed"
        )
    signed, is_new = ProtocolSignOff.objects.get_or_create(
        organization_id=organization.id, code=code, digest=digest,
        defaults={"version": protocol.version, "signed_by_id": actor.who},
    )  # fmt: skip
    return ProtocolSignedOff(
        organization_id=organization.id, subject_id=signed.id, code=code, version=protocol.version, digest=digest,
        repeated=not is_new,
    )  # fmt: skip


@action(allow=is_director)
def switch_rewards(actor: Actor, program: Program, *, is_on: bool) -> RewardsSwitched:
    """Let a program offer rewards, or offer them to nobody new: who takes part goes on. Harmless when it runs twice."""
    Program.objects.select_for_update(no_key=True).get(id=program.id)
    repeated = queries.is_switched_on(program.id) == is_on
    if not repeated:
        last = RewardsSwitch.objects.filter(program=program).aggregate(last=Max("number"))["last"] or 0
        RewardsSwitch.objects.create(
            organization_id=program.organization_id, program=program, number=last + 1, is_on=is_on, made_by_id=actor.who
        )
    return RewardsSwitched(
        organization_id=program.organization_id, subject_id=program.id, is_on=is_on, repeated=repeated
    )


@action(allow=is_director)
def count_cabinet(actor: Actor, program: Program, *, prize: str, there: int) -> CabinetCounted:
    """Write down how many of a kind of prize lie in the cabinet. Raises Invalid (422) for what can't be there."""
    if not 0 <= there <= _MOST_THERE:
        raise Invalid(_("Write how many there are."), fields={"there": _("Write how many there are.")})
    if prize not in {one.prize.code for one in queries.cabinet(program)}:
        raise Invalid(_("There is no such prize."), fields={"there": _("There is no such prize.")})
    Program.objects.select_for_update(no_key=True).get(id=program.id)
    change = there - queries.stock_of(program.id, prize)
    CabinetEntry.objects.create(
        organization_id=program.organization_id, program=program, prize=prize, change=change, is_count=True,
        made_by_id=actor.who,
    )  # fmt: skip
    return CabinetCounted(organization_id=program.organization_id, subject_id=program.id, prize=prize, there=there)


@action(allow=is_director)
def export_rewards(actor: Actor, program: Program, *, month: str, with_record_numbers: bool) -> RewardsExported:
    """Write down that a director takes out a file of a month (`2026-11`) for whoever pays."""
    return RewardsExported(
        organization_id=program.organization_id, subject_id=program.id, month=month,
        with_record_numbers=with_record_numbers,
    )  # fmt: skip
