"""Beside a journey's demo: a medicine that was put on somebody's list some days ago, for a journey has no days to wait.

Run in a process of its own, for that of the tests has another database: `python -m tests.journeys.listed_before ID NAME DAYS`.
"""

import os
import subprocess
import sys
from pathlib import Path

from daybridge.installation import schema


def listed_before(home: Path, participant_id: str, name: str, *, days: int) -> None:
    """Priya puts a medicine on the list of somebody on whose care team she is, so many days ago; daily at eight."""
    env = {**os.environ, "DAYBRIDGE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "daybridge.settings"}
    command = [sys.executable, "-m", "tests.journeys.listed_before", participant_id, name, str(days)]
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=120)


def main(participant_id: str, name: str, days: str) -> None:
    schema.set_up_django("app")
    from datetime import time, timedelta

    from daybridge.core import clock, tenancy
    from daybridge.people.models import Participant
    from tests.cast import a_medicine
    from tests.journeys.sessions_now import house_of

    (organization_id,) = tenancy.organizations()
    with tenancy.inside(organization_id):
        someone = Participant.objects.get(id=participant_id)
        began = clock.today(someone.time_zone) - timedelta(days=int(days))
        a_medicine(
            house_of(organization_id), someone, days_ago=int(days), name=name, amount="50 mg, 1 tablet",
            times=(time(8),), starts_on=began,
        )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
