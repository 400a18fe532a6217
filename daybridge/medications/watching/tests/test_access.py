from types import SimpleNamespace
from uuid import uuid4

from daybridge.core.actors import Actor
from daybridge.medications.watching.access import enters_results_of


def test_the_machinery_enters_what_a_laboratory_sends() -> None:
    assert enters_results_of(Actor.system(uuid4(), "laboratory"), SimpleNamespace(participant_id=uuid4()))
