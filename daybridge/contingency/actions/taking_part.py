"""Who takes part: offered, agreed to in one's own words, paused, ended; and then the seed is shown."""

import hashlib
import secrets
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta

from django.utils.translation import gettext as _

from daybridge.contingency import on_file, queries
from daybridge.contingency.access import ends_rewards_of, gives_rewards_to
from daybridge.contingency.actions.drawing import draw_what_is_left
from daybridge.contingency.events import (
    RewardDaysChanged,
    RewardsAgreed,
    RewardsEnded,
    RewardsOffered,
    RewardsPaused,
    RewardsResumed,
)
from daybridge.contingency.models import MOST_WORD, MOST_WORDS, DrawSeed, Enrolment, Pausing, SeedShown
from daybridge.contingency.rules import Ending, Funding, Kind, Protocol, commitment_of
from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import is_participant_self
from daybridge.people.models import Participant
from daybridge.programs.models import Episode

_SEED_BYTES = 32


@action(allow=gives_rewards_to)
def offer_rewards(
    actor: Actor, participant: Participant, *, protocol: str, funding: str, weekdays: Collection[int]
) -> RewardsOffered:
    """Offer somebody to take part. A seed is made and kept unseen; its digest is what everybody sees from now on.

    Raises Conflict (409) where the program gives none or they have one already, Invalid (422) for terms that can't be.
    """
    episode = _stay_that_gives(participant)
    terms, pays = _terms(protocol, funding, weekdays, clock.today(participant.time_zone))
    seed = secrets.token_bytes(_SEED_BYTES) if terms.kind == Kind.FISHBOWL else b""
    made = Enrolment.objects.create(
        organization_id=participant.organization_id, participant=participant, episode=episode, program=episode.program,
        protocol_code=terms.code, protocol_version=terms.version, protocol_terms=terms.model_dump(mode="json"),
        funding_code=pays.code, funding_terms=pays.model_dump(mode="json"), weekdays=sorted(set(weekdays)),
        commitment=commitment_of(seed) if seed else "", offered_by_id=actor.who,
    )  # fmt: skip
    if seed:
        DrawSeed.objects.create(organization_id=made.organization_id, enrolment=made, seed=seed)
    return RewardsOffered(
        organization_id=made.organization_id, subject_id=made.id, participant_id=participant.id, protocol=terms.called,
        funding=pays.code, commitment=made.commitment,
    )  # fmt: skip


def _stay_that_gives(participant: Participant) -> Episode:
    Participant.objects.select_for_update(of=("self",), no_key=True).get(id=participant.id)
    episode = queries.open_episode(participant)
    if episode is None:
        raise Conflict(_("This person is in no program now."))
    if not queries.is_switched_on(episode.program_id):
        raise Conflict(_("This program gives no rewards. A director can switch them on."))
    if queries.current(participant.id):
        raise Conflict(_("They have an offer already, or take part."))
    return episode


def _terms(protocol: str, funding: str, weekdays: Collection[int], today: date) -> tuple[Protocol, Funding]:
    terms, pays = queries.signed_off(protocol), on_file.fundings().get(funding)
    if terms is None:
        said = _("Choose a protocol that is signed off.")
        raise Invalid(said, fields={"protocol": said})
    if pays is None or pays.from_on > today:
        raise Invalid(_("Choose who pays."), fields={"funding": _("Choose who pays.")})
    _refuse_other_days(terms, weekdays)
    return terms, pays


def _refuse_other_days(terms: Protocol, weekdays: Collection[int]) -> None:
    if len(set(weekdays)) != terms.days_a_week or not set(weekdays) <= set(range(7)):
        said = _("Choose %(days)s days of the week.") % {"days": terms.days_a_week}
        raise Invalid(said, fields={"weekdays": said})


@action(allow=is_participant_self)
def agree(actor: Actor, enrolment: Enrolment, *, word: str) -> RewardsAgreed:
    """Take part, on one's own phone, with a word of one's own that goes into every draw. Twice is once.

    Raises Invalid (422) without a word, Conflict (409) when the offer is gone.
    """
    return _agree(enrolment, word, witness=None)


@action(allow=gives_rewards_to)
def agree_in_person(actor: Actor, enrolment: Enrolment, *, word: str) -> RewardsAgreed:
    """Write down that somebody agreed in person, with the word that they said; never as their own doing."""
    return _agree(enrolment, word, witness=actor)


def _agree(enrolment: Enrolment, word: str, *, witness: Actor | None) -> RewardsAgreed:
    found = _locked(enrolment)
    word = _own_word(word) if found.commitment else ""
    repeated = found.agreed_at is not None
    if not repeated:
        found.word, found.agreed_at = word, clock.now()
        found.begun_on = clock.today(found.participant.time_zone)
        found.witnessed_by_id = witness.who if witness else None
        found.save(update_fields=["word", "agreed_at", "begun_on", "witnessed_by"])
    return RewardsAgreed(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id,
        word_digest=hashlib.sha256(found.word.encode()).hexdigest(), in_person=witness is not None, repeated=repeated,
    )  # fmt: skip


def _own_word(told: str) -> str:
    """As it goes into the draws: in one way of writing, without what can't be seen."""
    kept = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFC", told))
    word = " ".join(kept.split())
    if not word or len(word) > MOST_WORD:
        said = _("Write a word or a number of your own, up to %(most)s characters.") % {"most": MOST_WORD}
        raise Invalid(said, fields={"word": said})
    return word


@action(allow=gives_rewards_to)
def change_days(actor: Actor, enrolment: Enrolment, *, weekdays: Collection[int]) -> RewardDaysChanged:
    """Have attendance count on other days of the week from now on. Raises Invalid (422) for too many or too few."""
    found = _locked(enrolment)
    _refuse_other_days(found.protocol, weekdays)
    chosen = sorted(set(weekdays))
    repeated = chosen == found.weekdays
    if not repeated:
        found.weekdays = chosen
        found.save(update_fields=["weekdays"])
    return RewardDaysChanged(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id,
        weekdays=" ".join(map(str, chosen)), repeated=repeated,
    )  # fmt: skip


@action(allow=gives_rewards_to)
def pause_rewards(actor: Actor, enrolment: Enrolment, *, why: str) -> RewardsPaused:
    """Have no targets from today on, such as in a hospital; what was reached stays, and the days are given back at the end."""
    found = _locked(enrolment)
    if found.agreed_at is None:
        raise Conflict(_("They have not agreed yet."))
    if not why.strip():
        raise Invalid(_("Say why."), fields={"why": _("Say why.")})
    known = found.pauses.filter(until_on=None).first()
    one = known or Pausing.objects.create(
        organization_id=found.organization_id, enrolment=found, from_on=clock.today(found.participant.time_zone),
        why=why.strip()[:MOST_WORDS], made_by_id=actor.who,
    )  # fmt: skip
    return RewardsPaused(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id,
        from_on=one.from_on, repeated=known is not None,
    )  # fmt: skip


@action(allow=gives_rewards_to)
def resume_rewards(actor: Actor, enrolment: Enrolment) -> RewardsResumed:
    """Go on after a pause, where it was left. Raises Conflict (409) when there is none."""
    found = _locked(enrolment)
    pause = found.pauses.filter(until_on=None).first()
    if pause is None:
        raise Conflict(_("There is no pause."))
    yesterday = clock.today(found.participant.time_zone) - timedelta(days=1)
    pause.until_on = max(pause.from_on, yesterday)
    pause.save(update_fields=["until_on"])
    return RewardsResumed(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id,
        until_on=pause.until_on,
    )  # fmt: skip


@action(allow=ends_rewards_of)
def end_rewards(actor: Actor, enrolment: Enrolment, *, ending: Ending, words: str = "") -> RewardsEnded:
    """End an offer, or somebody's part in it. What was earned is drawn first; then the seed is shown. Harmless when it runs twice.

    The participant may leave, or say no, at any time, without a reason. Prizes that wait stay theirs.
    """
    found = Enrolment.objects.select_for_update(of=("self",)).select_related("participant").get(id=enrolment.id)
    repeated, drawn = found.ended_at is not None, 0
    if not repeated:
        if found.agreed_at and found.commitment:
            drawn = draw_what_is_left(found)
            seed = DrawSeed.objects.get(enrolment=found)
            SeedShown.objects.create(
                organization_id=found.organization_id, enrolment=found, seed=bytes(seed.seed).hex()
            )
        found.ended_at, found.ended_by_id = clock.now(), actor.person_id if actor.is_staff else None
        found.ending = _ending(actor, found, ending)
        found.ending_words = words.strip()[:MOST_WORDS]
        found.save(update_fields=["ended_at", "ended_by", "ending", "ending_words"])
        found.pauses.filter(until_on=None).update(until_on=clock.today(found.participant.time_zone))
    return RewardsEnded(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id,
        ending=found.ending, draws_left=drawn, repeated=repeated,
    )  # fmt: skip


def _ending(actor: Actor, enrolment: Enrolment, told: Ending) -> Ending:
    """Whose own word it is says how it ended."""
    if enrolment.agreed_at is None:
        return Ending.DECLINED if actor.is_participant else Ending.WITHDRAWN
    return Ending.THEIR_WISH if actor.is_participant else told


def _locked(enrolment: Enrolment) -> Enrolment:
    found = Enrolment.objects.select_for_update(of=("self",)).select_related("participant").get(id=enrolment.id)
    if found.ended_at is not None:
        raise Conflict(_("This is ended. What was won stays theirs."), code="ended")
    return found
