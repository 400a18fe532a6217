import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from daybridge.core import guard
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.therapies import actions, queries
from daybridge.therapies.models import Homework, Outline
from daybridge.therapies.rules import Kind
from daybridge.therapies.tests.deeds import an_outline, some_homework
from tests.cast import House


def test_each_version_stands_and_the_newest_holds(house: House) -> None:
    ana = house.participants["Ana"]
    an_outline(house, thoughts="One")
    an_outline(house, thoughts="Two", based_on=1)
    assert an_outline(house, thoughts="Two", based_on=1).repeated
    assert [one.content for one in queries.versions(ana.id, Kind.FORMULATION)] == [
        {"thoughts": "Two"},
        {"thoughts": "One"},
    ]
    assert queries.newest(ana.id, Kind.TARGETS) is None


def test_what_a_colleague_wrote_meanwhile_is_not_written_over(house: House) -> None:
    an_outline(house, thoughts="One")
    with pytest.raises(Conflict):
        an_outline(house, thoughts="Mine", based_on=0)
    with pytest.raises(Conflict):
        an_outline(house, thoughts="Mine", based_on=7)
    assert Outline.objects.count() == 1


def test_only_what_holds_and_is_shared_is_shown_to_its_person(house: House) -> None:
    ana = house.participants["Ana"]
    an_outline(house, thoughts="One", is_shared=True)
    assert [one.number for one in queries.shared_with_them(ana.id)] == [1]
    an_outline(house, thoughts="Two", based_on=1)
    assert queries.shared_with_them(ana.id) == []


def test_an_outline_without_words_and_homework_without_words_are_refused(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        an_outline(house, thoughts=" ")
    assert refused.value.fields["situations"]
    with pytest.raises(Invalid):
        some_homework(house, " ")
    with pytest.raises(Refused):
        actions.agree_on_homework(house.actors["Cleo"], house.participants["Ana"], homework_id=new_id(), said="Walk")
    assert not Outline.objects.exists() and not Homework.objects.exists()


def test_homework_sent_twice_is_agreed_on_once(house: House) -> None:
    ana, made = house.participants["Ana"], new_id()
    for _ in range(2):
        actions.agree_on_homework(house.actors["Ben"], ana, homework_id=made, said="Walk to the pier")
    assert [one.said for one in queries.homework(ana.id)] == ["Walk to the pier"]


def test_what_was_written_can_not_be_changed(house: House) -> None:
    an_outline(house)
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with denied, transaction.atomic(), guard.writing(), connection.cursor() as cursor:
        cursor.execute("update therapies_outline set content = '{}'")
