"""Reporting a concern: lock the participant, raise the alert, add the row."""

from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import IdTaken, Invalid, NotYours, TooMany
from daybridge.people.access import is_current_supporter
from daybridge.people.models import Supporter
from daybridge.safety.actions import act_on_signal, asking
from daybridge.safety.concerns import queries, rules
from daybridge.safety.concerns.events import ConcernReported
from daybridge.safety.concerns.models import SupporterConcern
from daybridge.safety.concerns.rules import Danger
from daybridge.safety.concerns.sentences import words_error_in_words
from daybridge.safety.models import Alert


@action(allow=is_current_supporter)
def report_concern(actor: Actor, supporter: Supporter, *, concern_id: UUID, words: str, danger: str) -> ConcernReported:
    """A supporter tells the care team that they are worried: an alert, as urgent as their answer about danger.

    The form makes `concern_id`; a repeat has no second effect. Works without an open episode too. Raises Invalid for
    words that can't be saved, TooMany after `rules.MOST_IN_WINDOW` concerns in a day, IdTaken for the same id with
    something else in it.
    """
    words = rules.normalized(words)
    _refuse_errors(words, danger)
    asking.lock(supporter.participant_id)
    current = Supporter.objects.current().select_for_update(no_key=True, of=("self",))
    locked = current.select_related("participant").filter(id=supporter.id).first()
    if locked is None:
        raise NotYours()
    concern = SupporterConcern.objects.filter(id=concern_id).first()
    repeated = concern is not None
    if concern is None:
        concern = _add(actor, locked, concern_id, words, Danger(danger))
    elif (concern.supporter_id, concern.words, concern.danger) != (locked.id, words, danger):
        raise IdTaken()
    return ConcernReported(
        organization_id=concern.organization_id,
        subject_id=concern.id,
        participant_id=concern.participant_id,
        supporter_id=concern.supporter_id,
        danger=concern.danger,
        repeated=repeated,
    )


def _refuse_errors(words: str, danger: str) -> None:
    fields = {}
    if error := rules.words_error(words):
        fields["words"] = words_error_in_words(error)
    if danger not in set(Danger):
        fields["danger"] = _("Choose an answer.")
    if fields:
        raise Invalid(_("Please look at your entry again."), fields=fields)


def _add(actor: Actor, supporter: Supporter, concern_id: UUID, words: str, danger: Danger) -> SupporterConcern:
    if queries.count_in_window(supporter.id) >= rules.MOST_IN_WINDOW:
        raise TooMany(
            _(
                "You wrote 5 times in one day, so this can't be sent now. Please call instead. In danger, call 911. To talk to someone, call 988."
            )
        )
    participant = supporter.participant
    today = clock.today(participant.time_zone)
    act_on_signal(actor, participant, rules.signal_of_concern(concern_id=str(concern_id), on_day=today, danger=danger))
    concern = SupporterConcern(
        id=concern_id,
        organization_id=supporter.organization_id,
        participant=participant,
        supporter=supporter,
        alert=Alert.objects.still_open().get(participant=participant),
        words=words,
        danger=danger.value,
        saved_at=clock.now(),
    )
    rows.insert(concern)
    return concern
