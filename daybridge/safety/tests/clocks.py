"""The clocks as a worker has them come round: a sweep, and the jobs that it makes."""

from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from daybridge.core import queue
from daybridge.core.actors import Actor
from daybridge.safety import jobs


def escalate_overdue(actor: Actor) -> list[Exception]:
    """Pass on every alert whose clock has run out; what went wrong with single ones."""
    jobs.escalate_overdue(actor)
    return _work_off("safety.escalate_late")


def find_silence(actor: Actor) -> list[Exception]:
    """Look at everyone who may have gone quiet; what went wrong with single ones."""
    jobs.find_silence(actor)
    return _work_off("safety.look_for_silence")


def find_injections(actor: Actor) -> list[Exception]:
    """Look at everyone whose injection may be overdue; what went wrong with single ones."""
    jobs.find_injections(actor)
    return _work_off("safety.look_for_injections")


def _work_off(name: str) -> list[Exception]:
    waiting = list(ProcrastinateJob.objects.filter(task_name=name, status="todo").order_by("id").values("id", "args"))
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where id = any(%s)", [[one["id"] for one in waiting]])
    troubles = []
    for one in waiting:
        try:
            with transaction.atomic():
                queue.app.tasks[name](**one["args"])
        except Exception as trouble:
            troubles.append(trouble)
    return troubles
