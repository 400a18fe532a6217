"""A session of Ben's that is over, with what the notes of three people need; reached by the product's own deeds."""

from datetime import timedelta

from daybridge.attendance.tests.deeds import a_session, again, end, minute, tap
from daybridge.core import clock
from daybridge.notes import queries
from daybridge.notes.actions import begin_group_note, begin_note, sign_group_note, sign_note, write_cell
from daybridge.notes.models import Draft, Note
from daybridge.people.models import Participant
from daybridge.plans.actions import add_objective
from daybridge.plans.models import Objective
from daybridge.programs.calendar.models import Occurrence
from tests.cast import House

SHARED = {
    "topic": "Riding out an urge",
    "interventions": "Drew the wave of an urge on the board, paced breathing for five minutes.",
    "group": "The group compared what an urge feels like in the body and tried waiting for ten minutes.",
}
RESPONSES = (
    "Described the drive home past the old bar, and chose the longer road for Friday after talking it through.",
    "Found breathing hard at first, stayed with it, and noticed that the tightness in the chest eased a little.",
    "Listened more than spoke; wrote down two people to call when evenings get long, and read them out at the end.",
    "Asked how long such a wave lasts, doubted the answer, and agreed to time the next one with a kitchen clock.",
)


def an_objective(
    house: House, who: Participant, said: str = "Ride out an urge for 20 minutes", by: str = "Ben"
) -> Objective:
    added = add_objective(house.actors[by], who, said=said)
    return Objective.objects.get(id=added.subject_id)


def a_group_session(house: House, *names: str) -> Occurrence:
    """A session that is over: Ana and these were there from beginning to end; each has one objective."""
    session = a_session(house, *names)
    for given in ("Ana", *(name.split()[0] for name in names)):
        an_objective(house, house.participants[given])
        tap(house, session, house.participants[given], 0)
    end(house, session)
    return again(session)


def a_draft(house: House, session: Occurrence, by: str = "Ben") -> Draft:
    with minute(session, 95):
        begun = begin_group_note(house.actors[by], session)
    return queries.draft(house.actors[by], begun.subject_id)


def write(
    house: House,
    draft: Draft,
    code: str,
    said: str,
    who: Participant | None = None,
    *,
    by: str = "Ben",
    revision: int = -1,
) -> int:
    """Type something under a heading, from what stands there now unless a revision is told; the new revision."""
    known = queries.cells(draft).get((who.id if who else None, code))
    based_on = revision if revision >= 0 else known.revision if known else 0
    written = write_cell(house.actors[by], draft, code=code, said=said, revision=based_on, participant=who)
    return written.revision


def fill(house: House, draft: Draft, *, by: str = "Ben", **shared: str) -> list[Participant]:
    """Write all that has to be there, each person's part in words of its own; who they are."""
    for code, said in (SHARED | shared).items():
        write(house, draft, code, said, by=by)
    people = queries.people_of(draft)
    for number, one in enumerate(people):
        fill_part(house, draft, one, RESPONSES[number % len(RESPONSES)], by=by)
    return people


def fill_part(house: House, draft: Draft, who: Participant, response: str, *, by: str = "Ben") -> None:
    objective = Objective.objects.filter(participant=who, ended_at=None).order_by("number")[0]
    told = {"participation": "active", "affect": "even", "risk": "none", "response": response}
    for code, said in (told | {queries.OBJECTIVE: str(objective.id)}).items():
        write(house, draft, code, said, who, by=by)


def a_signed_group(house: House, *names: str) -> list[Note]:
    """The signed notes of a session of Ana and these, by whoever they are about."""
    session = a_group_session(house, *names)
    draft = a_draft(house, session)
    with minute(session, 100):
        sign_group_note(house.actors["Ben"], draft, participants=fill(house, draft))
    return list(Note.objects.filter(draft=draft).select_related("participant").order_by("participant__given_name"))


def a_signed_note(house: House, who: Participant, form: str = "contact", by: str = "Ben", **said: str) -> Note:
    """A note about one person, of the hour before now."""
    now = clock.now()
    begun = begin_note(
        house.actors[by], who, form=form, begins_at=now - timedelta(minutes=40), ends_at=now - timedelta(minutes=20)
    )
    draft = queries.draft(house.actors[by], begun.subject_id)
    for asked in queries.form_of(draft).own:
        words = said.get(asked.code) or (asked.choices[0].code if asked.choices else "Called about the appointment.")
        write(house, draft, asked.code, words, who, by=by)
    if queries.form_of(draft).needs_objective:
        write(house, draft, queries.OBJECTIVE, str(Objective.objects.filter(participant=who)[0].id), who, by=by)
    signed = sign_note(house.actors[by], draft)
    return Note.objects.get(id=signed.subject_id)
