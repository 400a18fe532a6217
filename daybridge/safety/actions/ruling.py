"""What a site decides about its rules and its ladder: by its director, within bounds, with the reason, never undone unseen."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import is_director
from daybridge.people.models import Organization
from daybridge.safety import queries, rules
from daybridge.safety.events import LadderEdited, RuleEdited, RuleSignedOff
from daybridge.safety.models import LadderEdit, RuleEdit, RuleSignOff
from daybridge.safety.rules import Edit
from daybridge.safety.sentences import fault_in_words


@action(allow=is_director)
def edit_rule(actor: Actor, organization: Organization, *, code: str, edit: Edit, why: str) -> RuleEdited:
    """Change a rule for this site. Raises Invalid with a sentence for each field outside the rule's bounds.

    The edit waits for a sign-off of its own; alerts that stand keep the rule they were raised by.
    """
    Organization.objects.select_for_update().get(id=organization.id)
    state = queries.rule_state(code)
    faults = {
        field: fault_in_words(fault, field, state.shipped)
        for field, fault in rules.faults_in_edit(state.shipped, edit).items()
    }
    if not why.strip():
        faults["why"] = _("Say why, for whoever reads this rule later.")
    if faults:
        raise Invalid(_("This rule can't be changed so."), fields=faults)
    number = (state.edits[0].number if state.edits else 0) + 1
    made = RuleEdit.objects.create(
        organization_id=organization.id,
        rule=code,
        number=number,
        version=state.shipped.version,
        level=edit.level,
        answer_within_minutes=edit.answer_within_minutes,
        is_on=edit.is_on,
        at_least=edit.at_least,
        days=edit.days,
        below=edit.below,
        why=why.strip(),
        made_at=clock.now(),
        made_by_id=actor.who,
    )
    return RuleEdited(organization_id=organization.id, subject_id=made.id, rule=code, number=number)


@action(allow=is_director)
def sign_off_rule(actor: Actor, organization: Organization, *, code: str, version: int, number: int) -> RuleSignedOff:
    """Sign a rule off as it stands: the one that was read. Raises Conflict when it was changed since."""
    state = queries.rule_state(code)
    if (state.rule.version, state.rule.edit) != (version, number):
        raise Conflict(_("This rule was changed since you opened the page. Read it again, then sign."), code="changed")
    signed, is_new = RuleSignOff.objects.get_or_create(
        organization_id=organization.id,
        rule=code,
        version=version,
        number=number,
        defaults={"signed_at": clock.now(), "signed_by_id": actor.who},
    )
    return RuleSignedOff(
        organization_id=organization.id, subject_id=signed.id, rule=code, version=version, number=number,
        repeated=not is_new,
    )  # fmt: skip


@action(allow=is_director)
def edit_ladder(actor: Actor, organization: Organization, *, ladder: Mapping[str, Any], why: str) -> LadderEdited:
    """Change who is asked about alerts, for how long, by which ways, and the working hours. Raises Invalid saying what can't be."""
    Organization.objects.select_for_update().get(id=organization.id)
    if not why.strip():
        raise Invalid(_("Say why."), fields={"why": _("Say why, for whoever reads this rule later.")})
    try:
        rules.ladder(ladder)
    except ValueError as error:
        raise Invalid(_("The ladder can't be so: %(why)s") % {"why": error}) from error
    latest = queries.latest_ladder()
    number = (latest.number if latest else 0) + 1
    made = LadderEdit.objects.create(
        organization_id=organization.id, number=number, ladder=dict(ladder), why=why.strip(), made_at=clock.now(),
        made_by_id=actor.who,
    )  # fmt: skip
    return LadderEdited(organization_id=organization.id, subject_id=made.id, number=number)
