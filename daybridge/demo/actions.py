"""Living the demo program: ten weeks, day by day on the moved clock, through the product's own actions."""

from collections.abc import Callable
from datetime import timedelta

from daybridge.core import clock, tenancy
from daybridge.demo import attending, duty, ending, holding, hours, meeting, reminding, rewarding, scheduling
from daybridge.demo import days as everyday
from daybridge.demo.lives import think_out
from daybridge.demo.stage import open_house

DAYS, PARTICIPANTS = 70, 48
Say = Callable[[str], object]


def live_demo(progress: Say = lambda _: None, *, participants: int = PARTICIPANTS, days: int = DAYS) -> None:
    """Make the demo organization and live it until now; `progress` is told a sentence for each week."""
    progress("Opening Harbor Bridge Center, a program that is made up")
    stage = open_house(clock.now(), days)
    with clock.at(stage.local(-1, 12)), tenancy.inside(stage.organization.id):
        duty.fill_roster(stage)
        scheduling.set_times(stage)
        hours.tell_hours(stage)
        rewarding.set_up(stage)
        meeting.open_spaces(stage)
    lives = think_out(participants, days)
    ending.plan_ending(stage, lives)
    for day in range(days + 1):
        with tenancy.inside(stage.organization.id):
            everyday.plan_day(stage, lives, day)
            stage.agenda.live_until(min(stage.local(day + 1, 0) - timedelta(seconds=1), stage.now))
        if day and day % 7 == 0:
            progress(f"Living the demo program: week {day // 7} of {days // 7}")
    with tenancy.inside(stage.organization.id):
        scheduling.change_weeks_ahead(stage)
        reminding.end(stage, lives)
        attending.end(stage, lives)
        ending.say_not_safe(stage, lives)
        hours.end(stage, lives)
        scheduling.look_for_weeks(stage, lives)
        holding.hold_one_now(stage, lives)
    progress("The demo program has been lived up to this minute")
