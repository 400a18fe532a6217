"""What weeks must hold, when staff work and are away, and two who must not meet, in the play."""

from collections import defaultdict
from datetime import date, timedelta

from daybridge.core import clock
from daybridge.demo.lives import Life
from daybridge.demo.people import THERAPISTS, ZONE
from daybridge.demo.stage import Stage
from daybridge.programs.apart.actions import keep_apart
from daybridge.programs.apart.queries import pair_of
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.needs.actions import set_needs
from daybridge.programs.needs.rules import Needs
from daybridge.programs.rules import Focus, Hours
from daybridge.programs.staffing.actions import tell_leave, tell_staff_week
from daybridge.programs.staffing.queries import led_between
from daybridge.programs.staffing.rules import Days, Reason, StaffWeek

DIRECTOR = "Dora Quill"
_OPENS, _CLOSES, _WEEKDAYS = 8 * 60, 16 * 60 + 30, range(5)
_MORNINGS = tuple(Hours(day, 9 * 60, 12 * 60) for day in (0, 2, 4))
_EVENINGS = tuple(Hours(day, 17 * 60, 20 * 60) for day in (1, 3))
#: What is asked of people, in turn, and why: most go by the program's hours, some by their own.
_NEEDS = (
    (Needs(), "As the program asks, with the groups of the first plan."),
    (Needs(minimum_minutes=6 * 60, minimum_days=2, preferred=_EVENINGS), "Back at work: six hours, as agreed with the payer."),
    (Needs(preferred=_MORNINGS), "As the program asks; mornings, while the children are at school."),
    (Needs(minimum_minutes=10 * 60, minimum_days=4), "A setback last month: an hour more, and no long gaps."),
    (Needs(minimum_minutes=7 * 60 + 30, maximum_days=4), "Comes from far away: five sessions on four days at most."),
)  # fmt: skip
_KINDS = {
    Focus.MENTAL_HEALTH: ({"process": 1, "skills": 1}, {"skills": 1, "cbt": 1}, {"process": 1, "staying-well": 1}),
    Focus.DUAL_DIAGNOSIS: (
        {"process": 1, "triggers": 1},
        {"skills": 1, "staying-well": 1},
        {"process": 1, "skills": 1},
    ),
}
_COVERS = {"Ben Okafor": ("process", "skills"), "Cora Lindqvist": ("skills", "cbt", "triggers"),
           "Mateo Fuentes": ("process", "staying-well", "mindfulness"), "Lena Brook": ("peer",)}  # fmt: skip


def tell_hours(stage: Stage) -> None:
    """Everybody tells the hours they work; who leads evening groups stays for them, and one forgot to say so."""
    today = clock.today(ZONE)
    for name, staff in stage.staff.items():
        ends: dict[int, int] = defaultdict(lambda: _CLOSES)
        for one in led_between(staff, today, today + timedelta(days=13)):
            series = one.series
            ends[series.weekday] = max(ends[series.weekday], series.start + series.minutes)
        if name == THERAPISTS[2]:
            ends.pop(3, None)
        hours = tuple(Hours(day, _OPENS, ends[day]) for day in {*_WEEKDAYS, *ends})
        week = StaffWeek(tuple(sorted(hours)), 25 * 60 if name in THERAPISTS else 10 * 60, _COVERS.get(name, ()))
        tell_staff_week(stage.actor_named(name), staff, week=week, based_on=0)


def arrange(stage: Stage, life: Life) -> None:
    """Their therapist sets what their week must hold."""
    assert life.participant
    needs, why = _NEEDS[life.number % len(_NEEDS)]
    kinds = _KINDS[life.focus][life.number % 3]
    speaks = (
        ["es", "en"] if life.participant.language == "es" and life.number % 3 else []
    )  # most who speak Spanish speak both
    whole = Needs.from_json(needs.to_json() | {"kinds": kinds, "languages": speaks})
    set_needs(stage.actor_named(life.therapist), life.participant, needs=whole, why=why, based_on=0)


def end(stage: Stage, lives: list[Life]) -> None:
    """The present: one is sick this week, others are away soon, and two people must not meet."""
    today = clock.today(ZONE)
    _, cora, mateo = THERAPISTS
    _be_away(stage, cora, Days(_sick_on(stage, cora, today), _sick_on(stage, cora, today)), Reason.SICK)
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
    _be_away(stage, mateo, Days(monday + timedelta(days=10), monday + timedelta(days=14)), Reason.VACATION)
    training = monday + timedelta(days=2)
    _be_away(stage, THERAPISTS[0], Days(training, training, 9 * 60, 12 * 60), Reason.TRAINING)
    _keep_two_apart(stage, lives)


def _sick_on(stage: Stage, name: str, today: date) -> date:
    """A day of this week on which they lead something: tomorrow, today, or before."""
    monday = today - timedelta(days=today.weekday())
    days = [today + timedelta(days=1), *(today - timedelta(days=number) for number in range(7))]
    this_week = [day for day in days if monday <= day < monday + timedelta(days=7)]
    return next((day for day in this_week if led_between(stage.staff[name], day, day)), this_week[0])


def _be_away(stage: Stage, name: str, days: Days, reason: Reason) -> None:
    tell_leave(stage.actor_named(name), stage.staff[name], days=days, reason=reason)


def _keep_two_apart(stage: Stage, lives: list[Life]) -> None:
    """A director keeps two of one program apart who sit in no session together."""
    now = clock.now()
    there = [
        (
            life.participant,
            {one.id for one in calendar.sessions_of(life.participant.id, since=now, until=now + timedelta(weeks=8))},
        )
        for life in lives
        if life.participant and life.number and life.ends is None and life.focus is Focus.MENTAL_HEALTH
    ]
    for number, (one, theirs) in enumerate(there):
        for other, others in there[number + 1 :]:
            if not theirs & others:
                keep_apart(
                    stage.actor_named(DIRECTOR), pair_of(one, other), why="A protective order of the county court."
                )
                return
