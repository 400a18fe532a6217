"""For tests of two who do something at the same moment."""

import time

from django.db import connection


def until_somebody_waits(seconds: float = 10) -> None:
    """Come back as soon as another connection waits for a lock of this one."""
    patience = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < patience:
            cursor.execute("select 1 from pg_locks where not granted")
            if cursor.fetchone():
                return
            time.sleep(0.02)
