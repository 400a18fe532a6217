"""A session of one of the demo's people as the server keeps it, for journeys that are not about signing in.

A one-time code works once and a new one comes every 30 seconds: a journey need not wait for it. Run in a process of its own, for that of
the tests has another database: `python -m tests.journeys.signed_in ben@demo.example 0` prints the session's key.
"""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from daybridge.installation import schema


def session_of(home: Path, email: str, *, minutes_ago: int = 0) -> str:
    """The key of a new session in which this person has proved themselves twice, so many minutes ago."""
    env = {**os.environ, "DAYBRIDGE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "daybridge.settings"}
    command = [sys.executable, "-m", "tests.journeys.signed_in", email, str(minutes_ago)]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def main() -> None:
    schema.set_up_django("app")
    from django.conf import settings

    from daybridge.core import tenancy
    from daybridge.people.models import Account
    from tests.cast import proved

    settings.ALLOWED_HOSTS = ["*"]
    (organization_id,) = tenancy.organizations()
    with tenancy.inside(organization_id):
        client = proved(Account.objects.get(email=sys.argv[1]), ago=timedelta(minutes=int(sys.argv[2])))
    sys.stdout.write(client.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    main()
