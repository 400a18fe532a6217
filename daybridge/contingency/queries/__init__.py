"""Looking at rewards. Nothing here reads a seed before it is shown."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch, QuerySet, Sum

from daybridge.attendance.models import Attendance
from daybridge.attendance.rules import State
from daybridge.contingency import on_file, rules
from daybridge.contingency.models import (
    CabinetEntry,
    Draw,
    Enrolment,
    LedgerEntry,
    Pausing,
    ProtocolSignOff,
    RewardsSwitch,
    SeedShown,
    TargetTold,
)
from daybridge.contingency.rules import (
    COUNTS,
    Day,
    Deed,
    Drawn,
    EvidenceKind,
    Fault,
    Funding,
    Given,
    Kind,
    Pause,
    Prize,
    Protocol,
    Target,
    Verdict,
)
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs.models import Episode, Program


@dataclass(frozen=True)
class Standing:
    """How it stands for somebody: everything that was told, and what follows from it, reckoned now."""

    enrolment: Enrolment
    today: date
    targets: Sequence[TargetTold]
    draws: Sequence[Draw]
    entries: Sequence[LedgerEntry]
    pauses: Sequence[Pausing]
    #: What counts towards the cap of this funding source, of earlier enrolments too.
    given: Sequence[Given]

    @cached_property
    def protocol(self) -> Protocol:
        return self.enrolment.protocol

    @cached_property
    def funding(self) -> Funding:
        return self.enrolment.funding

    @cached_property
    def held(self) -> dict[date, TargetTold]:
        """Day -> what stands for it, in order."""
        return {one.on_day: one for one in self.targets}

    @cached_property
    def days(self) -> list[Day]:
        told = [Target(day, Verdict(one.verdict)) for day, one in self.held.items()]
        return rules.reckon(self.protocol.escalation, told, self.protocol.days_a_week)

    @cached_property
    def earned(self) -> dict[date, int]:
        return {one.on_day: one.earned for one in self.days}

    @property
    def next_earns(self) -> int:
        """What the next target that is met earns: draws, or a voucher's cents."""
        return self.days[-1].next_earns if self.days else self.protocol.escalation.begins_with

    @cached_property
    def drawn(self) -> Counter[date]:
        return Counter(one.on_day for one in self.draws)

    @cached_property
    def credits(self) -> list[LedgerEntry]:
        return [one for one in self.entries if one.deed == Deed.CREDITED]

    @cached_property
    def credited(self) -> Counter[date]:
        """Day -> cents that were credited for it, as they would be without the cap."""
        found: Counter[date] = Counter()
        for one in self.credits:
            assert one.for_day
            found[one.for_day] += one.full_cents
        return found

    @property
    def open_draws(self) -> list[tuple[date, int]]:
        """Draws that are earned and not made: (day, number), in the one order in which they may be made."""
        if self.protocol.kind != Kind.FISHBOWL:
            return []
        return [
            (day, number)
            for day, earned in sorted(self.earned.items())
            for number in range(self.drawn[day] + 1, earned + 1)
        ]

    @property
    def beyond(self) -> dict[date, int]:
        """Day -> what was drawn or credited for it beyond what it comes to since a correction. It stays theirs."""
        had = self.drawn if self.protocol.kind == Kind.FISHBOWL else self.credited
        return {day: count - self.earned.get(day, 0) for day, count in had.items() if count > self.earned.get(day, 0)}

    @cached_property
    def _last_entries(self) -> dict[UUID, LedgerEntry]:
        return {one.draw_id: one for one in self.entries if one.draw_id}

    def entry_of(self, draw: Draw) -> LedgerEntry | None:
        """What became of a prize last."""
        return self._last_entries.get(draw.id)

    @property
    def to_hand_over(self) -> list[Draw]:
        """Prizes that wait, those kept for later too."""
        return [one for one in self.draws if one.cents and self._waits(one)]

    def _waits(self, draw: Draw) -> bool:
        entry = self.entry_of(draw)
        return entry is None or entry.deed == Deed.KEPT

    @property
    def to_hand_over_cents(self) -> int:
        return sum(one.cents for one in self.to_hand_over)

    @property
    def balance(self) -> int:
        """Cents of vouchers that are credited and not redeemed."""
        redeemed = sum(one.cents for one in self.entries if one.deed == Deed.REDEEMED)
        return sum(one.cents for one in self.credits) - redeemed

    @property
    def won_cents(self) -> int:
        """All that was won, whatever became of it."""
        return sum(one.cents for one in self.draws) + sum(one.cents for one in self.credits)

    @property
    def left_cents(self) -> int:
        """What the funding source still lets them have today."""
        return rules.left(self.funding, self.given, self.today)

    @property
    def paused(self) -> Pausing | None:
        return next((one for one in self.pauses if one.until_on is None), None)

    @property
    def as_pauses(self) -> list[Pause]:
        return [Pause(one.from_on, one.until_on) for one in self.pauses]

    @property
    def last_on(self) -> date:
        """The last day on which a target may be met."""
        begun_on = self.enrolment.begun_on or self.today
        return rules.last_day(begun_on, self.protocol.weeks, self.as_pauses, self.today)

    @property
    def is_over(self) -> bool:
        return self.today > self.last_on

    @property
    def met(self) -> int:
        return sum(one.verdict == Verdict.MET for one in self.held.values())

    @property
    def counted(self) -> int:
        return sum(one.verdict in COUNTS for one in self.held.values())


def _whole(found: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """With all that a standing is made from, in a number of queries that does not grow."""
    return found.select_related("participant", "program", "offered_by", "witnessed_by", "ended_by").prefetch_related(
        Prefetch("targets", TargetTold.objects.select_related("told_by").order_by("on_day", "number")),
        Prefetch("draws", Draw.objects.select_related("drawn_with").order_by("on_day", "number")),
        Prefetch("entries", LedgerEntry.objects.select_related("given_by", "draw").order_by("made_at", "id")),
        Prefetch("pauses", Pausing.objects.select_related("made_by").order_by("from_on", "id")),
    )


def standings_of(enrolments: QuerySet[Enrolment]) -> list[Standing]:
    """How it stands for each of these."""
    found = list(_whole(enrolments))
    given = _given({one.participant_id for one in found})
    return [
        Standing(
            one, clock.today(one.participant.time_zone), list(one.targets.all()), list(one.draws.all()),
            list(one.entries.all()), list(one.pauses.all()), given.get((one.participant_id, one.funding_code), ()),
        )
        for one in found
    ]  # fmt: skip


def standing(enrolment: Enrolment) -> Standing:
    [found] = standings_of(Enrolment.objects.filter(id=enrolment.id))
    return found


def _given(participant_ids: Collection[UUID]) -> dict[tuple[UUID, str], list[Given]]:
    """(participant, funding source) -> what they had and when, in every enrolment; what was not wanted is not had."""
    found: dict[tuple[UUID, str], list[Given]] = {}
    who = ("enrolment__participant_id", "enrolment__funding_code")
    drawn = Draw.objects.filter(enrolment__participant__in=participant_ids, cents__gt=0)
    drawn = drawn.exclude(entries__deed=Deed.DECLINED)
    credited = LedgerEntry.objects.filter(enrolment__participant__in=participant_ids, deed=Deed.CREDITED)
    rows = [*drawn.values_list(*who, "drawn_on", "cents"), *credited.values_list(*who, "on_day", "cents")]
    for participant_id, funding, day, cents in rows:
        found.setdefault((participant_id, funding), []).append(Given(day, cents))
    return found


# --- One person ------------------------------------------------------------------------------------------------------


def enrolments_of(participant_id: UUID) -> QuerySet[Enrolment]:
    """All of somebody's, the newest first."""
    return Enrolment.objects.filter(participant_id=participant_id).order_by("-offered_at", "-id")


def current(participant_id: UUID) -> Enrolment | None:
    """What was offered to somebody, or what they take part in, now."""
    return enrolments_of(participant_id).filter(ended_at=None).select_related("participant", "program").first()


def enrolment(actor: Actor, enrolment_id: UUID) -> Enrolment:
    """One of somebody whom this actor may look at. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = Enrolment.objects.filter(id=enrolment_id, participant_id__in=visible)
    one = found.select_related("participant", "program").first()
    if one is None:
        raise NotYours()
    return one


def prize(actor: Actor, draw_id: UUID) -> Draw:
    """A prize of somebody whom this actor may look at. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = Draw.objects.filter(id=draw_id, enrolment__participant_id__in=visible)
    one = found.select_related("enrolment__participant", "enrolment__program").first()
    if one is None:
        raise NotYours()
    return one


def attended(participant_id: UUID, *, since: date, until: date) -> dict[date, tuple[Verdict, UUID]]:
    """Day -> how it went by the sessions of that day, and the session that shows it; days with an open session are left out."""
    rows = Attendance.objects.filter(participant_id=participant_id, on_day__range=(since, until))
    rows = rows.order_by("on_day", "id")
    told = [(one.on_day, State(one.state), one.occurrence_id) for one in rows]
    return {
        day: (verdict, next(of for on, state, of in told if on == day and _shows(state, verdict)))
        for day, verdict in rules.days_of_attendance((day, state) for day, state, _of in told).items()
    }


def _shows(state: State, verdict: Verdict) -> bool:
    shown_by = {Verdict.NOT_MET: {State.NO_SHOW}, Verdict.MET: {State.PRESENT}}
    return state in shown_by.get(verdict, {State.EXCUSED, State.CANCELLED})


#: Targets are written down so many days late at most without somebody looking for them.
LOOKS_BACK = timedelta(days=14)


def to_record(one: Standing) -> list[tuple[date, Verdict, UUID]]:
    """Agreed days of the last two weeks, today's too, whose attendance is taken and whose target nobody has written down."""
    enrolment = one.enrolment
    if not enrolment.is_running or one.paused or EvidenceKind.ATTENDANCE not in one.protocol.evidence:
        return []
    assert enrolment.begun_on
    since = max(enrolment.begun_on, one.today - LOOKS_BACK)
    found = attended(enrolment.participant_id, since=since, until=min(one.today, one.last_on))
    return [(day, verdict, of) for day, (verdict, of) in sorted(found.items()) if _is_due(one, day)]


# --- What waits ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """Somebody with something to do for them: targets of days, draws, prizes."""

    participant: Participant
    targets: int
    draws: int
    prizes: int
    #: Targets of the last week that were told anew by what followed, such as a laboratory's later word.
    changed: int = 0


def waiting(actor: Actor) -> list[Waiting]:
    """Whom this actor cares for and whose target is to be written down, or whose prize is to be handed over."""
    mine = Enrolment.objects.filter(
        ended_at=None, agreed_at__isnull=False, participant__in=people.participants(actor).values("id")
    ).order_by("participant__given_name", "id")
    standings = standings_of(mine)
    due = _targets_due(standings)
    found = [
        Waiting(
            one.enrolment.participant, due[one.enrolment.participant_id], len(one.open_draws), len(one.to_hand_over),
            _changed(one),
        )
        for one in standings
    ]  # fmt: skip
    return [one for one in found if one.targets or one.prizes or one.changed]


def _changed(one: Standing) -> int:
    since = clock.now() - timedelta(days=7)
    told = [target for target in one.held.values() if target.number > 1 and target.told_by_id is None]
    return sum(target.told_at > since for target in told)


def _targets_due(standings: Sequence[Standing]) -> Counter[UUID]:
    """Participant -> how many targets could be written down, for many people in one query."""
    by_person = {
        one.enrolment.participant_id: one
        for one in standings
        if not one.paused and EvidenceKind.ATTENDANCE in one.protocol.evidence
    }
    since = min((one.today for one in by_person.values()), default=clock.today("UTC")) - LOOKS_BACK
    rows = Attendance.objects.filter(participant__in=by_person, on_day__gte=since)
    sessions: dict[UUID, list[tuple[date, State]]] = {}
    for who, day, state in rows.values_list("participant_id", "on_day", "state"):
        sessions.setdefault(who, []).append((day, State(state)))
    days = {who: rules.days_of_attendance(sessions.get(who, ())) for who in by_person}
    return Counter({who: sum(_is_due(one, day) for day in days[who]) for who, one in by_person.items()})


def _is_due(one: Standing, day: date) -> bool:
    begun_on, enrolment = one.enrolment.begun_on, one.enrolment
    assert begun_on
    is_theirs = max(begun_on, one.today - LOOKS_BACK) <= day <= min(one.today, one.last_on)
    is_theirs = is_theirs and day.weekday() in enrolment.weekdays and day not in one.held
    return is_theirs and not any(pause.holds(day) for pause in one.as_pauses)


# --- A program -------------------------------------------------------------------------------------------------------


def is_switched_on(program_id: UUID) -> bool:
    found = RewardsSwitch.objects.filter(program_id=program_id).order_by("-number").first()
    return found is not None and found.is_on


def gives_to(participant_id: UUID) -> bool:
    """Whether the program that somebody is in gives rewards."""
    newest = RewardsSwitch.objects.filter(
        program__episodes__participant=participant_id, program__episodes__ended_on=None
    )
    found = newest.order_by("-number").first()
    return found is not None and found.is_on


@dataclass(frozen=True)
class ShownProtocol:
    protocol: Protocol
    digest: str
    sign_off: ProtocolSignOff | None


def protocols() -> list[ShownProtocol]:
    """Every protocol on file, and who signed it off as it stands."""
    signed = {(one.code, one.digest): one for one in ProtocolSignOff.objects.select_related("signed_by")}
    found = [(one, on_file.digest_of(one)) for one in on_file.protocols().values()]
    return [ShownProtocol(one, digest, signed.get((one.code, digest))) for one, digest in found]


def signed_off(code: str) -> Protocol | None:
    """A protocol that may be offered; None where there is none, or nobody has signed it off as it stands."""
    return next((one.protocol for one in protocols() if one.protocol.code == code and one.sign_off), None)


def of_program(program: Program) -> list[Standing]:
    """Everybody who takes part in a program, or to whom it was offered, by name."""
    found = Enrolment.objects.filter(program=program, ended_at=None)
    return standings_of(found.order_by("participant__given_name", "participant__family_name", "id"))


@dataclass(frozen=True)
class Stock:
    """How many of a kind of prize lie in the cabinet."""

    prize: Prize
    there: int

    @property
    def is_low(self) -> bool:
        return self.there < self.prize.keep


def cabinet(program: Program) -> list[Stock]:
    """Of every kind of prize that somebody's protocol, or one that may be offered, has."""
    there = dict(
        CabinetEntry.objects.filter(program=program)
        .values("prize")
        .annotate(all=Sum("change"))
        .values_list("prize", "all")
    )
    running = [one.protocol for one in Enrolment.objects.filter(program=program, ended_at=None)]
    offered = [one.protocol for one in protocols() if one.sign_off]
    kinds = {prize.code: prize for one in (*running, *offered) for prize in one.bowl if prize.cents}
    return [Stock(one, there.get(code, 0)) for code, one in kinds.items()]


def stock_of(program_id: UUID, code: str) -> int:
    found = CabinetEntry.objects.filter(program_id=program_id, prize=code).aggregate(all=Sum("change"))["all"]
    return found or 0


def month_of(program: Program, month: date) -> tuple[list[Draw], list[LedgerEntry]]:
    """What was drawn, and what was given, credited or declined in a month that begins on this day."""
    end = (month + timedelta(days=32)).replace(day=1)
    with_whom = ("enrolment__participant", "enrolment__program")
    draws = Draw.objects.filter(enrolment__program=program, drawn_on__gte=month, drawn_on__lt=end)
    entries = LedgerEntry.objects.filter(enrolment__program=program, on_day__gte=month, on_day__lt=end)
    return (
        list(draws.select_related(*with_whom).order_by("drawn_at", "id")),
        list(entries.select_related(*with_whom, "draw").order_by("made_at", "id")),
    )


def open_episode(participant: Participant) -> Episode | None:
    return Episode.objects.filter(participant=participant, ended_on=None).select_related("program").first()


# --- Checking --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Checked:
    """Draws that were made again from the seed that was shown, and what is not as it was promised."""

    seed: str
    draws: int
    faults: Sequence[Fault]


def checked(enrolment: Enrolment) -> Checked | None:
    """None until the seed is shown."""
    shown = SeedShown.objects.filter(enrolment=enrolment).first()
    if shown is None:
        return None
    draws = [Drawn(*row) for row in enrolment.draws.values_list("on_day", "number", "slip")]
    protocol = enrolment.protocol
    faults = rules.faults_in_draws(
        draws, seed=bytes.fromhex(shown.seed), commitment=enrolment.commitment, protocol=protocol.called,
        enrolment=enrolment.id, word=enrolment.word, slips=protocol.slips,
    )  # fmt: skip
    return Checked(shown.seed, len(draws), faults)


def to_check(enrolment: Enrolment) -> dict[str, object]:
    """All that an outsider needs to make every draw again (docs/contingency.md); the seed is empty until it is shown."""
    shown = SeedShown.objects.filter(enrolment=enrolment).first()
    draws = enrolment.draws.order_by("on_day", "number").values_list("on_day", "number", "slip")
    return {
        "enrolment": str(enrolment.id),
        "protocol": enrolment.protocol.called,
        "slips": enrolment.protocol.slips,
        "commitment": enrolment.commitment,
        "word": enrolment.word,
        "seed": shown.seed if shown else "",
        "draws": [[day.isoformat(), number, slip] for day, number, slip in draws],
    }


def enrolment_anywhere(enrolment_id: UUID) -> Enrolment | None:
    """For the command line, behind the walls that are entered."""
    return Enrolment.objects.filter(id=enrolment_id).first()
