"""One assessment, filled by both, signed by both; what was signed never changes, and nothing is filled in silently."""

import pytest
from django.db import DatabaseError, connection, transaction

from daybridge.assessments import actions, queries
from daybridge.assessments.actions import Typed
from daybridge.assessments.models import Assessment, SectionSignature
from daybridge.assessments.rules import Fault, Kind
from daybridge.assessments.tests.deeds import begun, mark, signed, written
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, IdTaken, Invalid, NotYours, Refused
from daybridge.core.ids import new_id
from daybridge.intake import actions as intake
from daybridge.intake.rules import AllergyFact, Dose, MedicineFact, ObservationFact, Place, ProblemFact, State
from daybridge.intake.tests.referrals import a_referral
from daybridge.programs.actions import discharge
from daybridge.programs.models import Program
from daybridge.programs.rules import EndReason
from tests.cast import House, episode_of


def _ana(house: House) -> Assessment:
    found = queries.open_one(house.participants["Ana"].id, Kind.ASSESSMENT)
    assert found
    return found


def test_an_admission_begins_an_assessment_that_the_participant_can_fill(house: House) -> None:
    one = _ana(house)
    assert one.begun_by is None and one.form_code == "biopsychosocial" and one.number == 1
    assert queries.waits_for(one.participant_id) and len(queries.own_sections(one)) > 5
    again = actions.begin_assessment(house.actors["Ben"], house.participants["Ana"], form="biopsychosocial")
    assert again.repeated and again.subject_id == one.id


def test_each_writes_on_a_side_of_their_own(house: House) -> None:
    one = _ana(house)
    assert actions.write_answer(house.actors["Ana"], one, code="feelings", said="Grey days", revision=0).revision == 1
    assert actions.write_answer(house.actors["Ben"], one, code="feelings", said="Low", revision=0).revision == 1
    sides = queries.answers(one)
    assert (sides.theirs["feelings"].said, sides.staff["feelings"].said) == ("Grey days", "Low")
    assert set(sides.theirs) == {"feelings"}
    for code in ("understanding", "not-there"):
        with pytest.raises(Invalid):
            actions.write_answer(house.actors["Ana"], one, code=code, said="x", revision=0)
    for who in ("Cleo", "Zoe"):
        with pytest.raises(Refused):
            actions.write_answer(house.actors[who], one, code="feelings", said="x", revision=0)


def test_two_who_write_do_not_overwrite_each_other_and_twice_is_once(house: House) -> None:
    one, ben, dora = _ana(house), house.actors["Ben"], house.actors["Dora"]
    actions.write_answer(ben, one, code="feelings", said="Low", revision=0)
    with pytest.raises(Conflict, match="colleague"):
        actions.write_answer(dora, one, code="feelings", said="Flat", revision=0)
    assert actions.write_answer(ben, one, code="feelings", said="Low", revision=0).repeated
    done = actions.write_answers(
        dora, one, typed=[Typed("feelings", "Flat", 0), Typed("health", "Well", 0), Typed("none", "x", 0)]
    )
    assert (done.written, done.left) == (1, 2)
    assert queries.said_on(queries.answers(one).staff) == {"feelings": "Low", "health": "Well"}
    with pytest.raises(Invalid):
        actions.write_answer(ben, one, code="health", said="x" * 8001, revision=1)


def test_a_participant_signs_a_section_as_it_stands_and_new_words_need_a_new_signature(house: House) -> None:
    one, ana = _ana(house), house.actors["Ana"]
    with pytest.raises(Invalid, match="Write something first"):
        actions.sign_section(ana, one, signature_id=new_id(), section="emotional", made_at=clock.now())
    actions.write_answer(ana, one, code="feelings", said="Grey days", revision=0)
    step = new_id()
    actions.sign_section(ana, one, signature_id=step, section="emotional", made_at=clock.now())
    assert actions.sign_section(ana, one, signature_id=step, section="emotional", made_at=clock.now()).repeated
    assert [own.section.code for own in queries.own_sections(one) if own.is_signed] == ["emotional"]
    actions.write_answer(ana, one, code="feelings", said="Better days", revision=1)
    assert not any(own.is_signed for own in queries.own_sections(one))
    with pytest.raises(IdTaken):
        actions.sign_section(ana, one, signature_id=step, section="emotional", made_at=clock.now())
    actions.sign_section(ana, one, signature_id=new_id(), section="emotional", made_at=clock.now())
    assert SectionSignature.objects.count() == 2
    for who in ("Ben", "Zoe"):
        with pytest.raises(Refused):
            actions.sign_section(
                house.actors[who], one, signature_id=new_id(), section="emotional", made_at=clock.now()
            )


def test_it_is_signed_whole_as_it_was_shown_and_does_not_change(house: House) -> None:
    one = _ana(house)
    actions.write_answer(house.actors["Ana"], one, code="feelings", said="Grey days", revision=0)
    with pytest.raises(Invalid) as refused:
        actions.sign_assessment(house.actors["Ben"], one, shown=mark(one))
    assert "not answered yet" in refused.value.fields["assessment"]
    shown = mark(one)
    one = written(house)
    with pytest.raises(Conflict, match="changed while you looked"):
        actions.sign_assessment(house.actors["Ben"], one, shown=shown)
    actions.sign_assessment(house.actors["Ben"], one, shown=mark(one))
    made = queries.signed_of(one)
    assert made and queries.is_whole(made) and made.told["theirs"] == {"feelings": "Grey days"}
    for deed in (
        lambda: actions.write_answer(house.actors["Ben"], one, code="feelings", said="x", revision=1),
        lambda: actions.write_answer(house.actors["Ana"], one, code="feelings", said="x", revision=1),
        lambda: actions.sign_assessment(house.actors["Ben"], one, shown=mark(one)),
    ):
        with pytest.raises(Conflict, match="signed or was left"):
            deed()
    actions.add_to_signed(house.actors["Ben"], made, said=" Her sister called. ")
    with pytest.raises(Invalid):
        actions.add_to_signed(house.actors["Ben"], made, said=" ")
    again = queries.signed_of(one)
    assert again and queries.is_whole(again) and [added.said for added in again.addenda.all()] == ["Her sister called."]


def test_the_database_lets_nobody_change_what_was_signed(house: House) -> None:
    made = signed(house)
    for table, column in (("signedassessment", "content"), ("levelchange", "reason"), ("sectionsignature", "said")):
        with pytest.raises(DatabaseError), guard.writing(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"update assessments_{table} set {column} = {column}")
    assert queries.is_whole(made)


def test_a_new_version_in_the_same_stay_goes_on_from_what_was_signed(house: House) -> None:
    made = signed(house, feelings="Low")
    one = begun(house)
    assert one.number == 2 and one.id != made.assessment_id
    answer = queries.answers(one).staff["feelings"]
    assert answer.said == "Low" and answer.is_confirmed and answer.source == {}


def test_an_assessment_keeps_the_questions_that_it_was_filled_with(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = signed(house)
    monkeypatch.setattr("daybridge.assessments.on_file._own", None)
    assert queries.form_of(made).ask("feelings") and made.told["template"]["version"] == 1


def test_what_is_left_is_open_no_more_and_leaving_twice_is_once(house: House) -> None:
    one = _ana(house)
    assert not actions.leave_assessment(house.actors["Ben"], one).repeated
    assert actions.leave_assessment(house.actors["Ben"], one).repeated
    assert queries.open_one(one.participant_id, Kind.ASSESSMENT) is None
    with pytest.raises(Invalid):
        actions.begin_assessment(house.actors["Ben"], house.participants["Ana"], form="nothing")


# --- Filled in from a referral ---------------------------------------------------------------------------------------


def _admitted_from_referral(house: House) -> Assessment:
    ines, ana = house.actors["Ines"], house.participants["Ana"]
    discharge(house.actors["Ben"], episode_of(ana), reason=EndReason.OTHER, ended_on=episode_of(ana).admitted_on)
    place = Place(14, "Condition", "code")
    told = a_referral(
        house, State.ACCEPTED,
        problems=(ProblemFact("Alcohol abuse", "icd10", "F10.1", place=place), ProblemFact("Old flu", status="resolved")),
        medicines=(MedicineFact("Sertraline", Dose(text="50 mg a day")), MedicineFact("Aspirin", status="stopped")),
        allergies=(AllergyFact("Penicillin", ("rash",)),),
        observations=(ObservationFact("Housing", "with her sister", kind="social-history"),),
    )  # fmt: skip
    with guard.writing():
        type(told).objects.filter(id=told.id).update(identity="known", participant=ana)
    told.refresh_from_db()
    intake.admit_referred(
        ines, told, person=None, program=Program.objects.first(), primary_therapist=house.staff["Ben"],
        admitted_on=clock.today(ana.time_zone),
    )  # fmt: skip
    return _ana(house)


def test_what_a_referral_tells_is_filled_in_with_its_source_and_waits_to_be_confirmed(house: House) -> None:
    one, ben = _admitted_from_referral(house), house.actors["Ben"]
    staff = queries.answers(one).staff
    assert staff["medicines"].said == "Sertraline, 50 mg a day" and staff["allergies"].said == "Penicillin, rash"
    assert staff["daily-life"].said == "Housing: with her sister"
    assert "abuse" not in staff["diagnoses"].said and "Old flu" not in staff["diagnoses"].said
    assert staff["diagnoses"].source["places"] == "entry 14, Condition.code"
    assert not any(one.is_confirmed for one in staff.values())
    lacking = {lack.code for lack in queries.missing_in(one, queries.answers(one)) if lack.fault is Fault.UNCONFIRMED}
    assert lacking == set(staff)
    actions.confirm_answer(ben, one, code="medicines")
    assert actions.confirm_answer(ben, one, code="medicines").repeated
    actions.write_answer(ben, one, code="allergies", said="Penicillin: rash in 2019", revision=1)
    staff = queries.answers(one).staff
    assert staff["medicines"].is_confirmed and staff["allergies"].is_confirmed and not staff["diagnoses"].is_confirmed
    assert staff["medicines"].source["from"] == "referral", "where it came from stays"
    with pytest.raises(Conflict):
        actions.confirm_answer(ben, one, code="home")


def test_who_comes_back_begins_with_the_earlier_assessment_to_be_confirmed(house: House) -> None:
    signed(house, feelings="Low")
    one = _admitted_from_referral(house)
    assert one.number == 2
    answer = queries.answers(one).staff["feelings"]
    assert answer.said == "Low" and not answer.is_confirmed and answer.source["from"] == "earlier"


def test_only_clinicians_who_treat_them_look_at_it(house: House) -> None:
    one = _ana(house)
    assert queries.assessment(house.actors["Ben"], one.id) == one
    for who in ("Cleo", "Ines", "Ana"):
        with pytest.raises(NotYours):
            queries.assessment(house.actors[who], one.id)
    with pytest.raises(NotYours):
        queries.assessment(house.actors["Ben"], new_id())


def test_the_card_of_the_chart_costs_two_queries(house: House, django_assert_num_queries: object) -> None:
    ana = house.participants["Ana"]
    signed(house)
    with django_assert_num_queries(2):  # type: ignore[operator]
        card = queries.card(ana)
    assert card.signed_on == clock.today(ana.time_zone) and not card.is_open and card.level == "iop"
    assert card.since and card.since <= clock.today("UTC")
