"""A supporter tells the care team that they are worried: who may, which alert it raises, and what goes where."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from daybridge.core import clock, guard
from daybridge.core.errors import IdTaken, Invalid, Refused, TooMany
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.notifications.models import Delivery, Notice
from daybridge.people import actions as people
from daybridge.people.models import Supporter
from daybridge.privacy import actions as privacy
from daybridge.privacy.rules import Part
from daybridge.programs.actions import discharge
from daybridge.safety import actions, queries, sentences
from daybridge.safety.concerns import queries as concerns
from daybridge.safety.concerns.actions import report_concern
from daybridge.safety.concerns.events import ConcernReported
from daybridge.safety.concerns.models import SupporterConcern
from daybridge.safety.concerns.rules import MOST_CHARACTERS
from daybridge.safety.models import Alert
from tests.architecture.test_record import exported
from tests.cast import House, a_supporter, an_alert, episode_of

WORDS = "She has not slept since Sunday and cries a lot."


def _report(
    house: House,
    supporter: Supporter,
    *,
    danger: str = "not-sure",
    words: str = WORDS,
    concern_id: UUID | None = None,
    by: str = "Sam",
) -> ConcernReported:
    return report_concern(house.actors[by], supporter, concern_id=concern_id or new_id(), words=words, danger=danger)


@pytest.fixture
def sam(house: House) -> Supporter:
    return a_supporter(house, house.participants["Ana"])


@pytest.mark.parametrize(
    ("danger", "rule", "level", "minutes"),
    [
        ("yes", "supporter-worried-danger", "urgent", 15),
        ("not-sure", "supporter-worried-unsure", "same_day", 240),
        ("no", "supporter-worried", "next_day", 1440),
    ],
)
def test_each_answer_about_danger_raises_its_alert(
    house: House, sam: Supporter, danger: str, rule: str, level: str, minutes: int
) -> None:
    _report(house, sam, danger=danger)
    alert = Alert.objects.get()
    assert (alert.rule, alert.level, alert.answer_within_minutes) == (rule, level, minutes)
    assert alert.owner == house.staff["Ben"]
    [shown] = concerns.of_alerts([alert.id])[alert.id]
    assert (shown.by, shown.relation, shown.words) == ("Sam Ortiz", "brother", WORDS)
    assert SupporterConcern.objects.get().danger == danger
    assert sentences.alert_in_words(alert) and sentences.facts_in_words(alert.facts)


def test_the_same_form_sent_twice_is_saved_once(house: House, sam: Supporter) -> None:
    one = new_id()
    assert [_report(house, sam, concern_id=one).repeated for _ in range(2)] == [False, True]
    assert (SupporterConcern.objects.count(), Alert.objects.count()) == (1, 1)
    assert Alert.objects.get().steps.count() == 1


def test_other_words_under_the_same_id_are_never_taken_as_saved(house: House, sam: Supporter) -> None:
    one = new_id()
    _report(house, sam, concern_id=one)
    for changes in ({"words": "Now she is gone."}, {"danger": "yes"}):
        with pytest.raises(IdTaken):
            _report(house, sam, concern_id=one, **changes)
    kim = a_supporter(house, house.participants["Ana"], "Kim Ortiz")
    with pytest.raises(IdTaken):
        _report(house, kim, concern_id=one, by="Kim")
    assert SupporterConcern.objects.count() == 1


def test_a_concern_joins_the_alert_that_is_open_and_it_is_taken_anew(house: House, sam: Supporter) -> None:
    alert = an_alert(house, house.participants["Ana"])
    actions.take_alert(house.actors["Ben"], alert)
    with clock.at(clock.now() + timedelta(minutes=20)):
        _report(house, sam, danger="yes")
    alert = Alert.objects.get()
    assert (alert.level, alert.taken_at) == ("urgent", None)
    assert [one.rule for one in queries.causes(alert)] == ["supporter-worried-danger", "asked-for-contact"]
    assert SupporterConcern.objects.get().alert == alert


def test_two_concerns_of_one_day_stand_beside_each_other(house: House, sam: Supporter) -> None:
    for words in (WORDS, "She left at night."):
        _report(house, sam, words=words)
    alert = Alert.objects.get()
    assert len(alert.facts) == len(concerns.of_alerts([alert.id])[alert.id]) == 2


# --- Who may -----------------------------------------------------------------------------------------------------------


def test_only_the_supporter_themself_may(house: House, sam: Supporter) -> None:
    a_supporter(house, house.participants["Ana"], "Kim Ortiz")
    for name in house.actors.keys() - {"Sam"}:
        with pytest.raises(Refused):
            _report(house, sam, by=name)
    with pytest.raises(Refused):
        report_concern(house.system, sam, concern_id=new_id(), words=WORDS, danger="no")
    assert not SupporterConcern.objects.exists()


def test_it_is_theirs_with_nothing_shared_and_after_a_stay_until_they_are_removed(house: House, sam: Supporter) -> None:
    ana = house.participants["Ana"]
    privacy.stop_sharing(house.actors["Ana"], sam)
    _report(house, sam)
    discharge(house.actors["Ben"], episode_of(ana), ended_on=clock.today(ana.time_zone), reason="completed")
    _report(house, sam, words="Again.")
    people.remove_supporter(house.actors["Ana"], Supporter.objects.get(id=sam.id))
    with pytest.raises(Refused):
        _report(house, sam, words="And again.")
    assert SupporterConcern.objects.count() == 2


def test_a_closed_account_reports_nothing(house: House, sam: Supporter) -> None:
    people.close_account(house.actors["Sam"], sam.account)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        _report(house, sam)


def test_five_a_day_for_each_participant(house: House, sam: Supporter) -> None:
    first = new_id()
    _report(house, sam, concern_id=first)
    for number in range(4):
        _report(house, sam, words=f"Worry {number}")
    with pytest.raises(TooMany, match="911"):
        _report(house, sam, words="The sixth")
    assert _report(house, sam, concern_id=first).repeated, "what was saved is saved, however often it is sent"
    with clock.at(clock.now() + timedelta(days=1)):
        _report(house, sam, words="The next day")
    assert SupporterConcern.objects.count() == 6


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"words": "  \r\n"}, "words"), ({"words": "x" * (MOST_CHARACTERS + 1)}, "words"), ({"danger": ""}, "danger")],
)
def test_what_is_empty_or_too_long_is_refused_beside_its_field(
    house: House, sam: Supporter, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        _report(house, sam, **changes)
    assert list(refused.value.fields) == [field]
    assert not Alert.objects.exists()


# --- What goes where ---------------------------------------------------------------------------------------------------


def test_the_notice_and_the_audit_have_none_of_the_words_and_the_participant_is_told_nothing(
    house: House, sam: Supporter
) -> None:
    before = set(Notice.objects.values_list("id", flat=True))
    _report(house, sam, danger="yes")
    told = Notice.objects.exclude(id__in=before)
    assert set(told.values_list("staff_id", "kind")) == {(house.staff["Ben"].id, "alert")}
    stored = json.dumps(
        [*told.values(), *Delivery.objects.values(), *AuditEntry.objects.values("deed", "facts")], default=str
    )
    alert = Alert.objects.get()
    stored += json.dumps([alert.facts, alert.causes, *alert.steps.values("facts", "note")])
    assert "slept" not in stored and "Sam Ortiz" not in stored and "brother" not in stored
    ana = house.participants["Ana"]
    assert not queries.told_to(ana.id) and not queries.shows_reading(alert)


def test_the_participants_own_record_says_that_a_supporter_was_worried_and_not_who_or_what(
    house: House, sam: Supporter
) -> None:
    _report(house, sam)
    sections = exported(house.participants["Ana"])["sections"]
    [alert] = sections["alerts"]["rows"]
    assert alert["rule"] == "supporter-worried-unsure"
    assert "slept" not in json.dumps(sections) and "Sam Ortiz" not in json.dumps(sections["alerts"])


def test_the_supporter_learns_that_it_was_read_and_only_once_somebody_has_it(house: House, sam: Supporter) -> None:
    _report(house, sam)
    alert = Alert.objects.get()
    assert [one.is_read for one in concerns.sent_by(sam)] == [False]
    with clock.at(clock.now() + timedelta(minutes=5)):
        actions.take_alert(house.actors["Ben"], alert)
    with clock.at(clock.now() + timedelta(minutes=10)):
        _report(house, sam, words="And now she is out.")
        assert [one.is_read for one in concerns.sent_by(sam)] == [False, True], "what was read stays read"


# --- The table ---------------------------------------------------------------------------------------------------------


def test_the_database_itself_keeps_a_concern_as_it_was_and_for_ones_own_participant(
    house: House, sam: Supporter
) -> None:
    _report(house, sam)
    with pytest.raises(DatabaseError), transaction.atomic(), guard.writing():
        SupporterConcern.objects.update(words="Nothing")
    with pytest.raises(DatabaseError), transaction.atomic(), guard.writing():
        SupporterConcern.objects.all().delete()
    concern = SupporterConcern.objects.get()
    concern.id, concern.participant = new_id(), house.participants["Zoe"]
    with pytest.raises(IntegrityError, match="concern_of_own_supporter"), transaction.atomic(), guard.writing():
        concern.save(force_insert=True)
    concern.participant, concern.words = house.participants["Ana"], ""
    with pytest.raises(IntegrityError, match="a_concern_has_words"), transaction.atomic(), guard.writing():
        concern.save(force_insert=True)


def test_a_supporter_of_two_reports_about_the_one_they_chose(house: House, sam: Supporter) -> None:
    asked = a_supporter(house, house.participants["Zoe"], "Sam Hart", Part.PROGRESS, joins=False)
    with pytest.raises(Refused):
        _report(house, asked)
