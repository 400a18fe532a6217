"""Why a person's week cannot be, as data: a smallest set of reasons, and the cheapest changes that would make it possible.

Nothing here names another person. A seat that is withheld because two people must not meet reads exactly like a full group, and
no change is ever offered that would undo it.
"""

from collections import Counter
from dataclasses import replace

from daybridge.programs.schedule import checker
from daybridge.programs.schedule.explanation import Change, Explanation, Reason, Relaxation
from daybridge.programs.schedule.fit import Barrier, barriers, holding, seats_in, shortfalls_of, way_of, weight_of
from daybridge.programs.schedule.instance import DAY, Comes, Instance, Person, Session, Span, Staff
from daybridge.programs.schedule.model import WeekModel
from daybridge.programs.schedule.placing import present
from daybridge.programs.schedule.solving import Limits, run

#: What each change costs whom it touches; what is not here is never offered: age and a chosen gender-specific group.
COSTS = {"seat": 2, "video": 3, "way": 4, "time": 3, "held": 4, "track": 5, "language": 6, "plan": 12}
#: What would have to change for a barrier to fall.
_CHANGE_FOR: dict[Barrier, str] = {
    "time": "time",
    "mode": "way",
    "reach": "video",
    "language": "language",
    "track": "track",
}
_NOT_MORE_THAN = 3


def explain(instance: Instance, person_id: str, limits: Limits) -> Explanation:
    """Why this person has no whole week beside the seats that the others have, and what would give them one."""
    person = instance.person[person_id]
    bans = _Bans(instance, person)
    best = _best_week(person, bans.open_sessions(), limits)
    short = shortfalls_of(person, best)
    if not short:
        return Explanation(person_id, (), ())
    facts = tuple(
        Reason(what if what in ("minutes", "days", "gap") else "kind", what, *numbers)
        for what, numbers in short.items()
    )
    return Explanation(
        person_id,
        (*facts, *_smallest_set(person, bans, limits)),
        tuple(_cheapest(instance, person, bans, short, limits)),
    )


class _Bans:
    """For each session that is closed to a person: the reasons, of which every one would have to fall."""

    def __init__(self, instance: Instance, person: Person) -> None:
        self.instance, self.person = instance, person
        self._sitting: dict[str, set[str]] = {}
        for other, sessions in present(instance).items():
            for session in sessions if other != person.id else ():
                self._sitting.setdefault(session, set()).add(other)
        self.reasons = {s.id: self._of(s) for s in instance.sessions}
        self.changes = {s.id: self._changes(s) for s in instance.sessions}

    def _of(self, session: Session) -> frozenset[Reason]:
        found = {self._reason(barrier, session) for barrier in barriers(self.person, session)}
        if self._has_no_seat(session):
            found.add(Reason("no_seat", session.id, given=self._places(session), span=session.span))
        if not self._is_held(session):
            found.add(Reason("not_held", session.id, span=session.span))
        return frozenset(found)

    @staticmethod
    def _reason(barrier: Barrier, session: Session) -> Reason:
        """Barriers of one kind are one reason, whatever the session: "other groups are in Spanish" is said once."""
        about = {
            "language": session.language,
            "track": session.track or "",
            "reach": session.site or "",
            "gender_group": session.gender or "",
        }
        return Reason(barrier, about.get(barrier, ""))

    def _changes(self, session: Session) -> frozenset[Change] | None:
        """What would open this session to them; None when nothing may."""
        made = set()
        for barrier in barriers(self.person, session):
            if barrier not in _CHANGE_FOR:
                return None
            code = _CHANGE_FOR[barrier]
            about = {"language": session.language, "track": session.track or "", "way": self._other_way()}.get(
                code, session.id
            )
            made.add(Change(code, about, session.span if about == session.id else None))
        if self._has_no_seat(session):
            if self._is_withheld(session) or self._places(session) < session.capacity:
                return None  # a larger room is not to be had by asking
            made.add(Change("seat", session.id, session.span))
        if not self._is_held(session):
            made.add(Change("held", session.id, session.span))
        return frozenset(made)

    def _other_way(self) -> str:
        """How this person does not take part yet."""
        return Comes.IN_PERSON.value if self.person.comes == Comes.VIDEO else Comes.VIDEO.value

    def _places(self, session: Session) -> int:
        return seats_in(self.instance, session, session.rooms)

    def _is_withheld(self, session: Session) -> bool:
        return bool(self._sitting.get(session.id, set()) & self.instance.kept_apart.get(self.person.id, frozenset()))

    def _has_no_seat(self, session: Session) -> bool:
        return self._is_withheld(session) or len(self._sitting.get(session.id, ())) >= self._places(session)

    def _is_held(self, session: Session) -> bool:
        possible = holding(self.instance, session, designing=False)
        return possible.is_possible

    def open_sessions(self, lifted: frozenset[Reason] = frozenset()) -> list[Session]:
        """What this person could choose from if these reasons fell."""
        return [_bare(self.person, self.instance.session[s]) for s, why in self.reasons.items() if why <= lifted]

    def all_but_time(self) -> frozenset[Reason]:
        """Every reason but their own hours, their age and the group that they chose, which nobody argues with."""
        every = frozenset(reason for why in self.reasons.values() for reason in why)
        return frozenset(reason for reason in every if reason.code not in ("time", "age", "gender_group"))


def _bare(person: Person, session: Session) -> Session:
    """The session with nothing left but its hours, its kind, and the way in which this person would come."""
    way = way_of(person, session)
    return Session(
        session.id, session.group, session.kind, session.span, capacity=1, soft_capacity=1, facilitators=("anyone",),
        site=session.site if way == "in_person" else None, is_on_video=way != "in_person",
    )  # fmt: skip


def _alone(person: Person, sessions: list[Session]) -> Instance:
    whole_week = (Span(0, 7 * DAY),)
    free = replace(
        person, comes=Comes.EITHER, languages=("en",), track=None, gender_groups=(), gender_specific_kinds=(), free=whole_week,
        present=(), knows=(), preferred=(),
    )  # fmt: skip
    return Instance("alone", (free,), tuple(sessions), staff=(Staff("anyone", whole_week),))


def _best_week(person: Person, sessions: list[Session], limits: Limits) -> list[Session]:
    model = WeekModel(_alone(person, sessions), (person.id,))
    done = run(model.cp, "alone", sum(model.shortfall), limits, seconds=2, workers=1, report=False)
    if done.value is None:
        return []
    chosen = model.seats(done.value)[person.id]
    return [session for session in sessions if session.id in chosen]


def _smallest_set(person: Person, bans: _Bans, limits: Limits) -> list[Reason]:
    """Reasons that together make the week impossible and of which none could be left out (a deletion filter)."""
    lifted: frozenset[Reason] = frozenset()
    every = bans.all_but_time()
    if shortfalls_of(person, _best_week(person, bans.open_sessions(every), limits)):
        held = sum(s.span.minutes for s in _best_week(person, bans.open_sessions(every), limits))
        return [Reason("time", needed=person.minimum_minutes, given=held)]
    order = Counter(reason for why in bans.reasons.values() for reason in why & every)
    for reason in sorted(every, key=lambda one: (one.code == "no_seat", -order[one], one.code, one.about)):
        tried = lifted | {reason}
        if shortfalls_of(person, _best_week(person, bans.open_sessions(tried), limits)):
            lifted = tried
    return sorted(every - lifted, key=lambda one: (one.code, one.about))


def _cheapest(
    instance: Instance, person: Person, bans: _Bans, short: dict[str, tuple[int, int]], limits: Limits
) -> list[Relaxation]:
    """Up to three of the cheapest sets of changes, each tried on the whole instance before it is offered."""
    possible = {s: changes for s, changes in bans.changes.items() if changes is not None}
    model = WeekModel(_alone(person, [_bare(person, instance.session[s]) for s in possible]), (person.id,))
    model.cp.add(sum(model.shortfall) == 0)
    made = {
        change: model.cp.new_bool_var("")
        for change in sorted({c for changes in possible.values() for c in changes}, key=_order)
    }
    for session, changes in possible.items():
        for change in changes:
            model.cp.add_implication(model.seat[person.id][session], made[change])
    found: list[Relaxation] = []
    for _ in range(3 * _NOT_MORE_THAN):
        cost = sum(COSTS[change.code] * var for change, var in made.items())
        done = run(model.cp, "changes", cost, limits, seconds=2, workers=1, report=False)
        if done.value is None or done.level is None or len(found) == _NOT_MORE_THAN:
            break
        chosen = [change for change, var in made.items() if done.value(var)]
        model.cp.add(sum(made[change] for change in chosen) <= len(chosen) - 1)
        relaxed = Relaxation(done.level.value, tuple(sorted(chosen, key=_order)))
        if len(chosen) <= _NOT_MORE_THAN + 1 and works(instance, person.id, relaxed, limits):
            found.append(relaxed)
    plan = Relaxation(COSTS["plan"] + weight_of(short) // 30, (Change("plan", "", None),))
    return sorted([*found, plan], key=lambda one: one.cost)[: _NOT_MORE_THAN + 1]


def _order(change: Change) -> tuple[str, str]:
    return change.code, change.about


def works(instance: Instance, person_id: str, relaxation: Relaxation, limits: Limits) -> bool:
    """Whether the person has a whole week in the changed instance, the others where they are; the checker looks at it too."""
    changed = instance
    for change in relaxation.changes:
        changed = changed_by(changed, person_id, change)
    model = WeekModel(changed, (person_id,), kept=present(changed))
    done = run(model.cp, "trial", sum(model.shortfall), limits, seconds=2, workers=1, report=False)
    if done.value is None or done.level is None or done.level.value > 0:
        return False
    seats = model.seats(done.value)
    mine = {person_id, *seats[person_id]}
    return not any(wrong.subject in mine for wrong in checker.violations(changed, seats, model.openings(done.value)))


def changed_by(instance: Instance, person_id: str, change: Change) -> Instance:
    """The instance as it would be."""
    person = instance.person[person_id]
    if change.code in ("language", "track", "plan"):
        return instance if change.code == "plan" else _in_other_groups(instance, person, change)
    if change.code == "way":
        return _with_person(instance, replace(person, comes=Comes.EITHER))
    session = instance.session[change.about]
    if change.code == "time":
        way = max((person.travel.get(session.site or "", 0), 0))
        free = Span(max(0, session.span.start - way), session.span.end + way)
        return _with_person(instance, replace(person, free=_joined((*person.free, free))))
    if change.code == "video":
        instance = _with_person(instance, replace(person, comes=_also_by_video(person)))
        return _with_session(instance, replace(session, is_on_video=True))
    if change.code == "seat":
        return _with_session(instance, replace(session, capacity=session.capacity + 1))
    extra = Staff(f"anyone-for-{session.id}", (Span(0, 7 * DAY),), (session.credential,) if session.credential else ())
    held = replace(session, is_candidate=False, facilitators=(extra.id,), rooms=session.rooms[:1])
    return replace(_with_session(instance, held), staff=(*instance.staff, extra))


def _also_by_video(person: Person) -> Comes:
    return person.comes if person.comes == Comes.VIDEO else Comes.EITHER


def _in_other_groups(instance: Instance, person: Person, change: Change) -> Instance:
    if change.code == "language":
        return _with_person(instance, replace(person, languages=(*person.languages, change.about)))
    sessions = tuple(replace(s, track=None) if s.track == change.about else s for s in instance.sessions)
    return replace(instance, sessions=sessions)


def _with_person(instance: Instance, person: Person) -> Instance:
    return replace(instance, people=tuple(person if one.id == person.id else one for one in instance.people))


def _with_session(instance: Instance, session: Session) -> Instance:
    return replace(instance, sessions=tuple(session if one.id == session.id else one for one in instance.sessions))


def _joined(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Stretches that touch are one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
