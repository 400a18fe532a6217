"""Who is told, outside their screens, that something of safety's waits for them: and that it never says what."""

from datetime import timedelta

from daybridge.core import clock
from daybridge.notifications.models import Notice
from daybridge.safety import actions
from daybridge.safety.tests.test_plan import a_plan
from tests.cast import House, an_alert


def _told(house: House, kind: str) -> list[tuple[str, str]]:
    found = Notice.objects.filter(participant=house.participants["Ana"], kind=kind).order_by("id")
    return [(one.kind, one.link) for one in found]


def test_a_participant_is_told_when_their_team_wrote_to_them(house: House) -> None:
    ben, alert = house.actors["Ben"], an_alert(house, house.participants["Ana"])
    actions.take_alert(ben, alert)
    actions.answer_participant(ben, alert, words="I call you at three.")
    actions.answer_participant(ben, alert, words="I call you at four.")
    assert _told(house, "answer") == [("answer", "/companion/support/")], "a slip of the pen mended at once is one"
    with clock.at(clock.now() + timedelta(minutes=5)):
        actions.answer_participant(ben, alert, words="Talk soon.")
    assert len(_told(house, "answer")) == 2


def test_a_participant_is_told_of_a_plan_that_waits_for_them_and_not_of_their_own(house: House) -> None:
    ana = house.participants["Ana"]
    own = a_plan(house, ana, "Paint")
    assert not _told(house, "safety-plan-ready")
    a_plan(house, ana, "Paint. Call Luz", by="Ben", based_on=own.id)
    assert _told(house, "safety-plan-ready") == [("safety-plan-ready", "/companion/plan/")]
