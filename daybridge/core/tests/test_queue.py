"""Jobs of workers that died."""

from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from procrastinate.exceptions import UniqueViolation

from daybridge.core import queue


def test_a_stalled_job_that_cannot_be_put_back_yet_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    put_back = []

    async def stalled(**_: Any) -> list[Any]:
        return [SimpleNamespace(id=number, task_name="some.job") for number in (1, 2)]

    async def retry(one: Any) -> None:
        if one.id == 1:
            raise UniqueViolation(constraint_name="procrastinate_jobs_queueing_lock_idx_v1", queueing_lock="some.job")
        put_back.append(one.id)

    monkeypatch.setattr(queue.app.job_manager, "get_stalled_jobs", stalled)
    monkeypatch.setattr(queue.app.job_manager, "retry_job", retry)
    assert async_to_sync(queue.retry_stalled_jobs)() == 1 and put_back == [2]
