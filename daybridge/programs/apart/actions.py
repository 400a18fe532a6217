"""Keeping two participants apart, and ending it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Invalid
from daybridge.programs.apart.access import may_know_of
from daybridge.programs.apart.events import PairEnded, PairKeptApart
from daybridge.programs.apart.models import KeptApart


@action(allow=may_know_of)
def keep_apart(actor: Actor, pair: KeptApart, *, why: str) -> PairKeptApart:
    """From now on these two get no seat in one session. What both sit in already stays: a person moves somebody.

    `pair` is made by `queries.pair_of`. Raises Invalid (422) without a reason, or for one person twice.
    """
    if pair.one_id == pair.other_id:
        raise Invalid(_("Choose somebody else."), fields={"other": _("This is the same person.")})
    if not why.strip():
        raise Invalid(_("Say why."), fields={"why": _("Say why in a few words.")})
    pair.why, pair.made_by_id, pair.made_at = why.strip()[:400], actor.who, clock.now()
    try:
        with transaction.atomic():
            pair.save(force_insert=True)
        repeated = False
    except IntegrityError:
        pair = KeptApart.objects.standing().get(one_id=pair.one_id, other_id=pair.other_id)
        repeated = True
    return PairKeptApart(organization_id=pair.organization_id, subject_id=pair.id, repeated=repeated)


@action(allow=may_know_of)
def end_apart(actor: Actor, pair: KeptApart) -> PairEnded:
    """They may sit in one session again."""
    pair = KeptApart.objects.select_for_update(of=("self",)).get(id=pair.id)
    repeated = pair.ended_at is not None
    if not repeated:
        pair.ended_at, pair.ended_by_id = clock.now(), actor.who
        pair.save(update_fields=["ended_at", "ended_by"])
    return PairEnded(organization_id=pair.organization_id, subject_id=pair.id, repeated=repeated)
