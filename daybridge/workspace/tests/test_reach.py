"""What a chart says of how reminders reach somebody."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.notifications.actions import add_device, mark_shown, set_preferences
from daybridge.notifications.models import Notice
from daybridge.notifications.reminders import actions, jobs
from daybridge.notifications.tests.servers import ABrowser, answering
from tests.cast import House, local, sign_in


def chart(house: House) -> str:
    ben: Client = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    page = ben.get(f"/workspace/people/{house.participants['Ana'].id}/").content.decode()
    return " ".join(page[page.index('id="reach-title"') :].split())


def test_whoever_has_no_reminders_has_a_panel_that_says_so(house: House) -> None:
    assert "No reminders in the last 30 days." in chart(house)


@pytest.mark.parametrize("is_seen", [True, False])
def test_staff_see_counts_and_never_what_for(house: House, settings: Any, is_seen: bool) -> None:
    ana, actor = house.participants["Ana"], house.actors["Ana"]
    with answering() as service, answering() as texts:
        settings.PUSH_HOSTS = (service.address,)
        settings.SMS = {**settings.SMS, "url": texts.address}
        add_device(actor, ana, **ABrowser(service.address).told)
        set_preferences(actor, ana, channels={"own": ["push", "email", "sms"]}, quiet=None)
        actions.add_reminder(actor, ana, purpose="medicines", at=time(9), days=range(7), own_words="blue pills")
        with clock.at(local(24, 9)):
            jobs.remind(house.system)
            jobs.send(house.system)
            if is_seen:
                mark_shown(house.system, Notice.objects.get(reminder__isnull=False), channel="push")
            actions.pause_reminders(actor, ana, until=local(28, 9).date())
            shown = chart(house)
    count = "1 of 1 (100 %)" if is_seen else "0 of 1 (0 %)"
    assert f"Shown: {count}. Opened: 0." in shown and "They have paused them until" in shown
    assert "no address" in shown and "blue pills" not in shown and "edicines" not in shown.split("</section>")[0]
    with clock.at(local(24, 9) + timedelta(days=31)):
        assert "No reminders in the last 30 days." in chart(house)
