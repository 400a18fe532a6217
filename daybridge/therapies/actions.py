"""Writing an outline, and agreeing on what is tried until next time."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.core import rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.models import Participant
from daybridge.therapies import queries, rules
from daybridge.therapies.access import writes_therapy_of
from daybridge.therapies.events import HomeworkAgreed, OutlineWritten
from daybridge.therapies.models import Homework, Outline
from daybridge.therapies.rules import Kind


def _say(fault: str) -> str:
    words = {
        "empty": _("Write a few words."),
        "unknown": _("This isn't one of the choices."),
        "out-of-range": _("This number is outside the scale."),
        "too-long": _("This is too long. Please shorten it."),
        "unreadable": _("This answer can't be read."),
    }
    return words[fault]


@action(allow=writes_therapy_of)
def write_outline(
    actor: Actor, participant: Participant, *, kind: Kind, content: Mapping[str, str], is_shared: bool, based_on: int
) -> OutlineWritten:
    """Keep a new version, whole. `based_on`: the number of the one that was on the screen, 0 for none.

    The same once more is done once. Raises Invalid (422) for what can't be, Conflict (409) when a colleague has written meanwhile.
    """
    said = {heading: words.strip() for heading, words in content.items()}
    if faults := rules.faults_in(kind, said):
        raise Invalid(_("Part of this can't be saved."), fields={name: _say(one) for name, one in faults.items()})
    newest = queries.newest(participant.id, kind)
    if newest and (newest.content, newest.is_shared) == (said, is_shared):
        return _written(newest, repeated=True)
    made = Outline(
        organization_id=participant.organization_id, participant_id=participant.id, kind=kind, number=based_on + 1,
        content=said, is_shared=is_shared, made_by_id=actor.who,
    )  # fmt: skip
    if (newest.number if newest else 0) != based_on:
        raise _changed_meanwhile()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:  # a colleague's came in between
        raise _changed_meanwhile() from error
    return _written(made)


def _written(one: Outline, *, repeated: bool = False) -> OutlineWritten:
    return OutlineWritten(
        organization_id=one.organization_id, subject_id=one.id, participant_id=one.participant_id, kind=one.kind,
        number=one.number, is_shared=one.is_shared, repeated=repeated,
    )  # fmt: skip


def _changed_meanwhile() -> Conflict:
    return Conflict(_("A colleague changed this while you had it open. Look at it again."), code="changed-meanwhile")


@action(allow=writes_therapy_of)
def agree_on_homework(actor: Actor, participant: Participant, *, homework_id: UUID, said: str) -> HomeworkAgreed:
    """Write down what is tried until next time; its person reads it on their phone. Twice is once.

    Raises Invalid (422) for no words or too many.
    """
    if fault := rules.fault_in_homework(said):
        raise Invalid(_("Part of this can't be saved."), fields={"said": _say(fault)})
    row = Homework(
        id=homework_id, organization_id=participant.organization_id, participant_id=participant.id, said=said.strip(),
        made_by_id=actor.who,
    )  # fmt: skip
    kept, repeated = rows.add_once(row, same=("said",))
    return HomeworkAgreed(
        organization_id=kept.organization_id, subject_id=kept.id, participant_id=participant.id, repeated=repeated,
    )  # fmt: skip
