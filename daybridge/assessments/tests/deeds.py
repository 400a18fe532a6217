"""An assessment, a worksheet and a page for leaving about Ana, reached by the product's own deeds."""

from datetime import timedelta

from daybridge.assessments import actions, queries
from daybridge.assessments.actions import Typed
from daybridge.assessments.models import Assessment, SignedAssessment
from daybridge.assessments.rules import Kind, Takes
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from tests.cast import House

PDF = b"%PDF-1.4\nseven quiet herons\n%%EOF\n"
FORMS = {Kind.ASSESSMENT: "biopsychosocial", Kind.LEVEL: "six-dimensions-4", Kind.LEAVING: "leaving"}


def begun(house: House, kind: Kind = Kind.ASSESSMENT, *, by: str = "Ben", who: str = "Ana") -> Assessment:
    """What is open of a kind, begun if nobody has."""
    done = actions.begin_assessment(house.actors[by], house.participants[who], form=FORMS[kind])
    return queries.assessment(house.actors[by], done.subject_id)


def enough_for(one: Assessment, participant: Participant, **said: str) -> dict[str, str]:
    """An answer to everything that has to be answered."""
    today = clock.today(participant.time_zone)
    told = {}
    for asked in one.form.asks:
        if asked.takes is Takes.CHOICE:
            told[asked.code] = next(
                (code for code in ("iop", "1", "completed") if code in asked.codes), min(asked.codes)
            )
        elif asked.takes is Takes.WORDS:
            told[asked.code] = f"Words of {asked.code}"
    told |= {"last-on": today.isoformat(), "stay": "ends", "to-level": "op", "safety-plan": "yes"}
    told |= {"week-on": (today + timedelta(days=5)).isoformat(), "month-on": (today + timedelta(days=20)).isoformat()}
    asked_for = {asked.code for asked in one.form.asks}
    return {code: words for code, words in (told | said).items() if code in asked_for}


def written(house: House, kind: Kind = Kind.ASSESSMENT, *, by: str = "Ben", **said: str) -> Assessment:
    """Filled so that it can be signed."""
    one = begun(house, kind, by=by)
    now = queries.answers(one).staff
    typed = [
        Typed(code, words, now[code].revision if code in now else 0)
        for code, words in enough_for(one, house.participants["Ana"], **said).items()
    ]
    actions.write_answers(house.actors[by], one, typed=typed)
    return one


def mark(one: Assessment) -> str:
    """Of the document as somebody sees it now."""
    again = Assessment.objects.get(id=one.id)
    return queries.shown_mark(again, queries.answers(again))


def signed(house: House, kind: Kind = Kind.ASSESSMENT, *, by: str = "Ben", **said: str) -> SignedAssessment:
    one = written(house, kind, by=by, **said)
    actions.sign_assessment(house.actors[by], one, shown=mark(one))
    found = queries.signed_of(one)
    assert found
    return found


def an_assessment(house: House) -> Assessment:
    """Ana's, with something of hers on both sides; beside it a signed worksheet and a report from elsewhere."""
    one, ben, ana = begun(house), house.actors["Ben"], house.participants["Ana"]
    actions.write_answer(house.actors["Ana"], one, code="feelings", said="seven quiet herons", revision=0)
    actions.write_answer(ben, one, code="feelings", said="Speaks of seven quiet herons", revision=0)
    signed(house, Kind.LEVEL, **{"not-lower": "seven quiet herons"})
    actions.attach_report(ben, ana, report_id=new_id(), title="Report of the herons", made_on=None, original=PDF)
    return one
