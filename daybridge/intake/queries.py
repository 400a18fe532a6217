"""Looking at referrals: the board, one referral with everything it says, and who it may be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.intake import rules, sentences
from daybridge.intake.models import Referral, ReferralDocument, ReferralQuerySet, ReferralStep
from daybridge.intake.rules import (
    Answered,
    KnownPerson,
    Likeness,
    NotRead,
    ObservationFact,
    Place,
    ProblemFact,
    ReferralFacts,
    State,
    from_json,
)
from daybridge.people import queries as people
from daybridge.people.access import works_intake
from daybridge.people.models import Participant, Staff
from daybridge.people.rules import Role
from daybridge.programs import queries as programs

_BOARD_ORDER = (State.RECEIVED, State.SCREENING, State.ACCEPTED, State.WAITING_LIST)
_MOST_CLOSED = 50
_MEASURED = frozenset({"vital-signs", "laboratory", "imaging", "procedure", "exam"})


# --- The board -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """A referral on the board."""

    id: UUID
    state: State
    name: str
    born_on: date | None
    came_by: str
    referrer: str
    received_at: datetime
    changed_at: datetime
    clock: str
    clock_tone: str
    due_at: datetime
    is_overdue: bool
    is_answered: bool
    reason: str
    is_protected: bool
    state_words: str
    state_tone: str


@dataclass(frozen=True)
class Column:
    state: State
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Board:
    """Open referrals by state, or the ones that ended last; who waits longest for an answer stands first."""

    columns: tuple[Column, ...]
    overdue: int
    unanswered: int

    @property
    def is_empty(self) -> bool:
        return not any(column.cards for column in self.columns)


def referral_board(actor: Actor) -> Board:
    """The referrals that are open and that this actor may see, by state."""
    found = _for_cards(Referral.objects.visible_to(actor).still_open())
    cards = [_card(referral) for referral in found.order_by("answer_due_at", "id")]
    columns = tuple(_column(state, cards) for state in _BOARD_ORDER)
    return Board(columns, sum(card.is_overdue for card in cards), sum(not card.is_answered for card in cards))


def closed_referrals(actor: Actor) -> tuple[Card, ...]:
    """The referrals that ended last, latest first."""
    found = _for_cards(Referral.objects.visible_to(actor).filter(state__in=rules.CLOSED))
    return tuple(_card(referral) for referral in found.order_by("-changed_at", "-id")[:_MOST_CLOSED])


def _for_cards(found: ReferralQuerySet) -> ReferralQuerySet:
    """Without the facts, which can be long: a card shows of them only who refers."""
    return found.defer("facts", "not_read").annotate(referrer=F("facts__referrer"))


def _column(state: State, cards: Iterable[Card]) -> Column:
    inside = [card for card in cards if card.state is state]
    inside.sort(key=lambda card: (card.is_answered, card.due_at if not card.is_answered else card.changed_at))
    return Column(state, str(sentences.STATES[state]), tuple(inside))


def _card(referral: Referral) -> Card:
    now, referrer = clock.now(), getattr(referral, "referrer", None) or {}
    stands = rules.answered(due_at=referral.answer_due_at, first_response_at=referral.first_response_at, now=now)
    return Card(
        id=referral.id,
        state=State(referral.state),
        name=referral.name,
        born_on=referral.born_on,
        came_by=referral.came_by,
        referrer=referrer.get("organization") or referrer.get("practitioner") or "",
        received_at=referral.received_at,
        changed_at=referral.changed_at,
        clock=sentences.clock_in_words(referral.answer_due_at, referral.first_response_at, now),
        clock_tone=sentences.clock_tone(referral.answer_due_at, referral.first_response_at, now),
        due_at=referral.answer_due_at,
        is_overdue=stands is Answered.OVERDUE,
        is_answered=referral.first_response_at is not None,
        reason=sentences.reason_in_words(referral.reason),
        is_protected=referral.is_about_substance_use,
        state_words=str(sentences.STATES[referral.state]),
        state_tone=sentences.TONES[State(referral.state)],
    )


# --- One referral ----------------------------------------------------------------------------------------------------


def referral(actor: Actor, referral_id: UUID) -> Referral:
    """One referral. Raises NotYours, whether or not it exists for others."""
    found = (
        Referral.objects.visible_to(actor)
        .select_related("participant", "episode__program")
        .prefetch_related(
            Prefetch("steps", ReferralStep.objects.select_related("staff").order_by("-at", "-id")),
            Prefetch("document", ReferralDocument.objects.defer("original")),
        )
        .filter(id=referral_id)
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def original_of(actor: Actor, referral_id: UUID) -> ReferralDocument:
    """The file a referral came as, with its bytes. Raises NotYours; one told by phone has none."""
    visible = Referral.objects.visible_to(actor).filter(id=referral_id).values("id")
    found = ReferralDocument.objects.filter(referral_id__in=visible).first()
    if found is None:
        raise NotYours()
    return found


@dataclass(frozen=True)
class Line:
    """A sentence with its place in the file."""

    words: str
    place: str = ""


@dataclass(frozen=True)
class Step:
    at: datetime
    words: str
    by: str
    outcome: str
    note: str


@dataclass(frozen=True)
class Detail:
    """A referral as its page shows it: everything in words, each with its place."""

    referral: Referral
    facts: ReferralFacts
    state: str
    state_tone: str
    clock: str
    clock_tone: str
    reason: str
    look_first: tuple[Line, ...]
    missing: tuple[str, ...]
    not_read: tuple[Line, ...]
    kinds_not_read: tuple[Line, ...]
    counted: tuple[str, ...]
    protected_by: tuple[Line, ...]
    steps: tuple[Step, ...]
    #: Observations in which someone answered or told something, and those that were measured.
    answers: tuple[ObservationFact, ...]
    measurements: tuple[ObservationFact, ...]
    is_reworded: bool
    may_decide: bool


def referral_detail(actor: Actor, found: Referral) -> Detail:
    """Everything a referral says, what it lacks, and what in its file was not read."""
    facts, now = found.told, clock.now()
    faults = [from_json(NotRead, fault) for fault in found.not_read]
    return Detail(
        referral=found,
        facts=facts,
        state=str(sentences.STATES[found.state]),
        state_tone=sentences.TONES[State(found.state)],
        clock=sentences.clock_in_words(found.answer_due_at, found.first_response_at, now),
        clock_tone=sentences.clock_tone(found.answer_due_at, found.first_response_at, now),
        reason=sentences.reason_in_words(found.reason),
        look_first=tuple(
            Line(sentences.concern_in_words(one), sentences.place_in_words(one.place))
            for one in rules.look_first(facts, on=now.date())
        ),
        missing=tuple(sentences.missing_in_words(one) for one in rules.missing_for_screening(facts)),
        not_read=tuple(_fault(one) for one in faults if one.code != "kind_not_read"),
        kinds_not_read=tuple(_fault(one) for one in faults if one.code == "kind_not_read"),
        counted=tuple(sentences.counted_in_words(one) for one in facts.counted),
        protected_by=tuple(_protection(facts)),
        steps=tuple(_step(step) for step in found.steps.all()),
        answers=tuple(one for one in facts.observations if one.kind not in _MEASURED),
        measurements=tuple(one for one in facts.observations if one.kind in _MEASURED),
        is_reworded=any(rules.in_our_words(text) != text for text in _texts(facts)),
        may_decide=works_intake(actor, found),
    )


def _texts(facts: ReferralFacts) -> Iterable[str]:
    yield from (one.text for one in facts.problems)
    yield from (one.text for one in facts.observations)
    yield from (one.text for one in facts.requests)
    yield from facts.stay.reasons if facts.stay else ()


def _fault(fault: NotRead) -> Line:
    return Line(sentences.not_read_in_words(fault), sentences.places_in_words(fault))


def _protection(facts: ReferralFacts) -> Iterable[Line]:
    """Why 42 CFR Part 2 is taken to cover it: the facts in our words, then further places of the file."""
    told: set[Place] = set()
    for text, place in rules.substance_use_facts(facts):
        told.add(place)
        yield Line(rules.in_our_words(text)[:160], sentences.place_in_words(place))
    entries = {place.entry for place in told}
    for place in facts.marked:
        if place.entry is None or place.entry not in entries:
            yield Line("", sentences.place_in_words(place))


def _step(step: ReferralStep) -> Step:
    outcome = (
        sentences.call_in_words(step.call_with, step.outcome)
        if step.kind == "call"
        else sentences.reason_in_words(step.outcome)
    )
    return Step(step.at, str(sentences.STEPS[step.kind]), step.staff.name if step.staff else "", outcome, step.note)


# --- Who it may be ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LikelyPerson:
    """Someone on record who may be the person referred, and why."""

    participant_id: UUID
    name: str
    born_on: date
    record_number: str
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class LikelyReferral:
    """Another open referral that may be about the same person."""

    id: UUID
    name: str
    received_at: datetime
    reasons: tuple[str, ...]


def likely_known_people(actor: Actor, found: Referral) -> list[LikelyPerson]:
    """People on record who may be the one referred: offered to intake with reasons, never joined by themselves."""
    if not works_intake(actor, found):
        return []
    likely = []
    for known in _who_to_compare(found):
        reasons = rules.likely_same_person(found.told.person, _known(known))
        if reasons:
            likely.append(
                LikelyPerson(known.id, known.name, known.born_on, known.record_number, *_for_and_against(reasons))
            )
    return likely


def likely_participant(actor: Actor, found: Referral, participant_id: UUID) -> Participant:
    """One of those who were offered as likely. Raises NotYours for anyone else."""
    if participant_id not in {known.participant_id for known in likely_known_people(actor, found)}:
        raise NotYours()
    return Participant.objects.get(id=participant_id)


def _who_to_compare(found: Referral) -> Iterable[Participant]:
    """Those with a number or nearly the birth date in common: a short list, whatever the size of the house."""
    pairs = [(one.system, one.value) for one in found.told.person.identifiers]
    candidates = {one.id: one for one in people.with_identifier(pairs).prefetch_related("identifiers")}
    born = Participant.objects.filter(_born_about(found)).prefetch_related("identifiers")
    return (candidates | {one.id: one for one in born}).values()


def _born_about(found: Referral) -> Q:
    """A birth date as told, with one slip, or somewhere in the month or year that is all the referral tells."""
    told = found.told.person.born_on
    if told is None:
        return Q(pk__in=())
    if told.day:
        return Q(born_on__in=rules.birth_dates_to_compare(told.day))
    year, *month = (int(part) for part in told.text.split("-"))
    return Q(born_on__year=year, born_on__month=month[0]) if month else Q(born_on__year=year)


def _known(participant: Participant) -> KnownPerson:
    return KnownPerson(
        given=participant.given_name,
        family=participant.family_name,
        chosen=participant.chosen_name,
        born_on=participant.born_on,
        identifiers=tuple((one.system, one.value) for one in participant.identifiers.all()),
    )


def _for_and_against(reasons: tuple[Likeness, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    told = [(one.speaks_for, sentences.likeness_in_words(one)) for one in reasons]
    return tuple(words for speaks, words in told if speaks), tuple(words for speaks, words in told if not speaks)


def likely_same_referrals(actor: Actor, found: Referral) -> list[LikelyReferral]:
    """Other open referrals that may be about the same person, so that nobody is called twice."""
    others = Referral.objects.visible_to(actor).still_open().exclude(id=found.id).filter(_born_about(found))
    likely = []
    for other in others.order_by("received_at"):
        known = KnownPerson(other.given_name, other.family_name, born_on=other.born_on)
        if reasons := rules.likely_same_person(found.told.person, known):
            likely.append(LikelyReferral(other.id, other.name, other.received_at, _for_and_against(reasons)[0]))
    return likely


# --- Who works here --------------------------------------------------------------------------------------------------


def intake_staff() -> QuerySet[Staff]:
    """Who takes in and decides about referrals: intake and directors with an account."""
    working = Staff.objects.filter(is_active=True, account_id__isnull=False)
    found = working.filter(Q(roles__contains=[Role.INTAKE]) | Q(roles__contains=[Role.DIRECTOR]))
    return found.select_related("account").order_by("id")


def intake_accounts() -> tuple[UUID, ...]:
    """The accounts whose screens show the board."""
    return tuple(intake_staff().values_list("account_id", flat=True))


def therapists(actor: Actor) -> list[Staff]:
    """Who can become a primary therapist or cover."""
    return list(people.staff_members(actor, role=Role.THERAPIST))


def referred_medicines(participant_id: UUID, *, after: datetime | None = None) -> list[tuple[str, str]]:
    """(what, how much) of the medicines that someone's newest referral says they take; for staff who were let look at them.

    `after`: only where it came in after that moment.
    """
    found = newest_referral_of(participant_id)
    if found is None or (after and found.received_at <= after):
        return []
    return [
        (one.text, sentences.dose_in_words(one.dose)) for one in found.told.medicines if one.status in _MAY_BE_TAKEN
    ]


def referred_allergies(participant_id: UUID) -> tuple[UUID | None, list[tuple[str, str, bool]]]:
    """The newest referral and (to what, what happens, whether it is grave) of the allergies it states; for staff who were let look."""
    found = newest_referral_of(participant_id)
    if found is None:
        return None, []
    return found.id, [(one.text, ", ".join(one.reactions), one.is_grave) for one in found.told.allergies]


_MAY_BE_TAKEN = ("active", "on_hold", "unknown")


@dataclass(frozen=True)
class ToldOf:
    """What a referral tells of one subject: one line for each fact, and where they stand in its file."""

    words: str
    places: str


@dataclass(frozen=True)
class ToldAtReferral:
    """What somebody's newest referral tells of them, by subject: reason, diagnoses, medicines, allergies, social."""

    received_at: datetime
    of: Mapping[str, ToldOf]


def told_at_referral(participant_id: UUID) -> ToldAtReferral | None:
    """For staff who were let look at it, and for what follows from an admission. None where nobody was referred."""
    found = newest_referral_of(participant_id)
    if found is None:
        return None
    facts = found.told
    told = {
        "reason": _reasons(facts),
        "diagnoses": [(_diagnosis(one), one.place) for one in facts.problems if one.status != "resolved"],
        "medicines": [
            (_with(one.text, sentences.dose_in_words(one.dose)), one.place)
            for one in facts.medicines
            if one.status in _MAY_BE_TAKEN
        ],
        "allergies": [(_with(one.text, *one.reactions), one.place) for one in facts.allergies],
        "social": [
            (f"{one.text}: {sentences.value_in_words(one)}", one.place)
            for one in facts.observations
            if one.kind == "social-history"
        ],
    }
    return ToldAtReferral(found.received_at, {subject: _told_of(lines) for subject, lines in told.items() if lines})


def _reasons(facts: ReferralFacts) -> list[tuple[str, Place]]:
    stays = [one for one in (facts.stay, facts.visit) if one]
    told = [(reason, stay.place) for stay in stays for reason in stay.reasons]
    return told + [(_with(one.text, *one.reasons), one.place) for one in facts.requests]


def _diagnosis(one: ProblemFact) -> str:
    code = sentences.code_in_words(one.system, one.code)
    return _with(one.text, code, sentences.when_in_words(one.onset), _("In remission") * (one.status == "remission"))


def _with(*parts: Any) -> str:
    return ", ".join(str(part) for part in parts if part)


def _told_of(lines: list[tuple[str, Place]]) -> ToldOf:
    words = dict.fromkeys(rules.in_our_words(text) for text, _place in lines)
    places = dict.fromkeys(filter(None, (sentences.place_in_words(place) for _text, place in lines)))
    return ToldOf("\n".join(words), "; ".join(list(places)[:6]))


def newest_referral_of(participant_id: UUID) -> Referral | None:
    """The newest referral about somebody on record; for staff who were let look at it, and for what follows from an admission."""
    return Referral.objects.from_others().filter(participant_id=participant_id).order_by("-received_at").first()


# --- Coming back -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReturnRequest:
    """A participant's request to come back, as they see it: nothing of what staff wrote about it."""

    referral: Referral
    state: State
    asked_at: datetime
    #: None once somebody answered.
    answer_due_at: datetime | None
    is_open: bool
    can_cancel: bool


def return_request(actor: Actor) -> ReturnRequest | None:
    """The acting participant's newest request since they left, or the open referral that somebody else sent about them."""
    stay = programs.episodes_of(actor.who).first() if actor.is_participant else None
    if stay is None or stay.ended_on is None:
        return None
    since = Referral.objects.filter(participant_id=actor.who, received_at__date__gte=stay.ended_on)
    referral = (
        since.still_open().order_by("-received_at").first()
        or since.filter(came_by="app").order_by("-received_at").first()
    )
    if referral is None:
        return None
    due = None if referral.first_response_at else referral.answer_due_at
    is_theirs = referral.came_by == "app"
    return ReturnRequest(
        referral,
        State(referral.state),
        referral.received_at,
        due,
        referral.is_open,
        can_cancel=is_theirs and referral.is_open,
    )
