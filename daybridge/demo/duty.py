"""Who is on call in the play: a week each, handed over with an acknowledgement, and a gap ahead that somebody must fill."""

from datetime import timedelta

from daybridge.core import clock
from daybridge.demo.stage import Stage
from daybridge.safety import actions as safety
from daybridge.safety import queries as net

#: A week each, in this order; the first of them has the week in which the demo opens.
_IN_TURN = ("Ben Okafor", "Cora Lindqvist", "Mateo Fuentes", "Tomas Reed")
_BACKUP = "Priya Sandhu"
_WEEKS_AHEAD = 1
_HOLIDAYS = (("Thanksgiving Day", 11, 26), ("Christmas Day", 12, 25), ("New Year's Day", 1, 1))


def fill_roster(stage: Stage) -> None:
    """The director fills the roster up to the end of next week, and closes the house on holidays."""
    dora, organization = stage.actor_named("Dora Quill"), stage.organization
    # The last day whose eight in the morning is past: then calls change hands.
    last = stage.days if stage.now >= stage.local(stage.days, 8) else stage.days - 1
    weekday = stage.local(last, 8).weekday()
    weeks = stage.days // 7 + 1
    for week in range(-weeks, _WEEKS_AHEAD + 1):
        monday = last - weekday + 7 * week
        safety.add_shift(
            dora, organization, staff=stage.staff[_IN_TURN[week % len(_IN_TURN)]], backup=stage.staff[_BACKUP],
            since=stage.local(monday, 8), until=stage.local(monday + 7, 8),
        )  # fmt: skip
    today = clock.day_of(stage.now, organization.time_zone)
    for name, month, day in _HOLIDAYS:
        on = today.replace(month=month, day=day)
        safety.add_holiday(dora, organization, day=on if on >= today else on.replace(year=on.year + 1), name=name)


def offer_next_week(stage: Stage) -> None:
    """Whoever has next week asks a colleague to take it; nobody has acknowledged it yet."""
    now, to = clock.now(), stage.staff[_IN_TURN[0]]
    shifts = net.roster(stage.organization.id).shifts
    shift = next((one for one in shifts if one.since > now and one.staff_id != to.id), None)
    if shift:
        safety.hand_over_shift(stage.actors[shift.staff_id], shift, to=to, note="My sister marries that weekend.")


#: How long before the play's present the shift is offered.
OFFERED_AGO = timedelta(hours=5)
