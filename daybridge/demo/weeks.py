"""When people can come, in the play: most tell it on their first days, and their therapist goes through it with them."""

from datetime import timedelta

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage
from daybridge.programs.availability.actions import confirm_week, tell_week
from daybridge.programs.availability.models import WeekTold
from daybridge.programs.availability.rules import Span, Way, Week, Why

_WEEKDAYS = range(5)


def _spans(days: range | tuple[int, ...], start: float, end: float, why: Why) -> tuple[Span, ...]:
    return tuple(Span(day, int(start * 60), int(end * 60), why) for day in days)


#: What people's weeks look like: a job by day, one with alternating shifts, school, small children, hardly anything.
_WEEKS = (
    Week(_spans(_WEEKDAYS, 8, 16.5, Why.WORK), way=Way.EITHER),
    Week(_spans(_WEEKDAYS, 6, 14, Why.WORK), other=_spans(_WEEKDAYS, 9, 16.5, Why.WORK), way=Way.EITHER),
    Week(_spans((0, 1, 3), 9, 12.5, Why.SCHOOL), way=Way.IN_PERSON),
    Week(_spans(_WEEKDAYS, 7, 8.5, Why.CARE) + _spans(_WEEKDAYS, 15, 16.5, Why.CARE)),
    Week(_spans((2,), 10, 12, Why.OTHER)),
)


def arrange(stage: Stage, life: Life) -> None:
    """Four of five tell their week within two days; of those most are gone through in the next session."""
    if life.number % 5 == 4 or not (life.actor and life.participant):
        return
    told_at = clock.now() + timedelta(hours=3 + life.number % 40)
    stage.agenda.enter(told_at, _tell, life)
    if life.number % 3 != 2:
        stage.agenda.enter(told_at + timedelta(days=1, hours=2), _confirm, stage, life)


def week_of(life: Life) -> Week:
    """What their week is like, whether they have told it yet or not."""
    week = _WEEKS[life.number % len(_WEEKS)]
    if week.other is None:
        return week
    today = clock.today(life.person.zone)
    return Week(week.taken, week.other, today - timedelta(days=today.weekday()), way=week.way)


def _tell(life: Life) -> None:
    assert life.actor and life.participant
    tell_week(life.actor, life.participant, week_id=new_id(), week=week_of(life), made_at=clock.now())


def _confirm(stage: Stage, life: Life) -> None:
    assert life.participant
    told = WeekTold.objects.filter(participant=life.participant).order_by("-made_at").first()
    if told:
        confirm_week(stage.actor_named(life.therapist), told)
