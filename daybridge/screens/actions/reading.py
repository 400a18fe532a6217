"""A specimen and what was found in it; then the talk about it. Nothing here ends a treatment."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.medications import queries as medications
from daybridge.medications import rules as medicines
from daybridge.medications.queries import Listed
from daybridge.medications.rules import Details
from daybridge.medications.watching import rules as watching
from daybridge.screens import queries
from daybridge.screens.access import announces_screens_of, works_screens_of
from daybridge.screens.actions.stepping import about, cleaned, locked, step
from daybridge.screens.events import (
    ConfirmationAsked,
    ScreenCollected,
    ScreenResulted,
    ScreenTalked,
    ScreenUnexpected,
)
from daybridge.screens.models import LabReport, Said, Screen, ScreenResult, ScreenWords
from daybridge.screens.rules import (
    HAS_RESULTS,
    HAS_SPECIMEN,
    Method,
    Outcome,
    Specimen,
    Standing,
    State,
    Validity,
    book,
    judge,
    state_with_results,
    validity,
)

#: How far a laboratory's clock may go ahead: what it dated later would stand before every correction.
_MOST_AHEAD = timedelta(days=1)
_STATE_OF = {Validity.VALID: State.COLLECTED, Validity.DILUTE: State.DILUTE, Validity.INVALID: State.INVALID}


@dataclass(frozen=True, kw_only=True)
class Result:
    """One thing found, as it is kept."""

    analyte: str
    outcome: Outcome
    method: Method = Method.PRESUMPTIVE
    value: str = ""
    unit: str = ""
    is_correction: bool = False


@action(allow=works_screens_of)
def collect(
    actor: Actor, screen: Screen, *, collected_at: datetime, specimen: Specimen, observed_why: str = ""
) -> ScreenCollected:
    """Write down a specimen with what was measured of it, who took it, and why somebody watched, if so."""
    screen = locked(screen)
    if screen.state in HAS_SPECIMEN:
        raise Conflict(_("A specimen is written down already."))
    if collected_at > clock.now():
        words = _("This is still to come.")
        raise Invalid(words, fields={"collected_at": words})
    found, _why = validity(specimen, book().limits)
    screen.collected_at, screen.collected_by_id = collected_at, actor.who
    screen.observed_why = cleaned(observed_why, field="observed_why", most=200, needed=False)
    screen.specimen, screen.validity = asdict(specimen), found
    step(actor, screen, _STATE_OF[found])
    screen.save(update_fields=["collected_at", "collected_by", "observed_why", "specimen", "validity", "state"])
    return ScreenCollected(**about(screen), validity=found)  # type: ignore[arg-type]


@action(allow=announces_screens_of)
def keep_results(
    actor: Actor, screen: Screen, *, results: Sequence[Result], reported_at: datetime | None = None,
    report: LabReport | None = None,
) -> ScreenResulted:  # fmt: skip
    """Keep what was found, each beside the medicines of that day; what says something else than before is to be gone through anew.

    What is older, or less sure, than what is known is kept and calls for nobody. Raises Invalid (422), Conflict (409) without a specimen.
    """
    screen = locked(screen)
    if screen.state not in HAS_SPECIMEN:
        raise Conflict(_("Write the specimen down first."))
    known = book().analytes
    if not results or any(one.analyte not in known for one in results):
        raise Invalid(_("Write down at least one result."), fields={"results": _("Write down at least one result.")})
    before = _outcomes(queries.shown(screen).judged.values())
    reported_at = min(reported_at or clock.now(), clock.now() + _MOST_AHEAD)
    kept = {one.number for one in _kept(actor, screen, results, reported_at, report)}
    now = queries.shown(screen).judged
    counts = [one for one in now.values() if one.number in kept]
    if counts:  # else something newer, or surer, was known already
        state = state_with_results(
            State(screen.state),
            is_confirmed=any(one.method is Method.CONFIRMED for one in results),
            is_correction=any(one.is_correction for one in results),
        )
        step(actor, screen, state)
        if _outcomes(counts).items() - before.items():  # says something else: it is gone through anew
            screen.resulted_at, screen.talked_at = clock.now(), None
        screen.save(update_fields=["state", "resulted_at", "talked_at"])
    state = State(screen.state)
    unexpected = [one for one in counts if one.standing == Standing.UNEXPECTED]
    if not unexpected:
        return ScreenResulted(**about(screen), state=state)  # type: ignore[arg-type]
    is_opioid = any(known[one.analyte].is_opioid and one.outcome == Outcome.POSITIVE for one in unexpected)
    return ScreenUnexpected(**about(screen), state=state, is_opioid=is_opioid)  # type: ignore[arg-type]


def _outcomes(found: Iterable[ScreenResult]) -> dict[str, str]:
    return {one.analyte: one.outcome for one in found}


def _kept(
    actor: Actor, screen: Screen, results: Sequence[Result], reported_at: datetime, report: LabReport | None
) -> list[ScreenResult]:
    taken, known = _taken(screen), book().analytes
    last = ScreenResult.objects.filter(screen=screen).aggregate(last=Max("number"))["last"] or 0
    rows = []
    for number, one in enumerate(results, last + 1):
        judged = judge(known[one.analyte], one.outcome, one.method, taken)
        rows.append(
            ScreenResult(
                organization_id=screen.organization_id, screen=screen, number=number, analyte=one.analyte,
                method=one.method, outcome=one.outcome, value=one.value[:200], unit=one.unit[:40],
                standing=judged.standing, because=judged.reason, medicines=list(judged.medicines),
                is_correction=one.is_correction, reported_at=reported_at, report=report,
                made_by_id=actor.person_id if actor.is_staff else None,
            )
        )  # fmt: skip
    return ScreenResult.objects.bulk_create(rows)


def _taken(screen: Screen) -> dict[str, str]:
    """What was taken on the day of the specimen, by name with the words by which it may be known: brands, and what is in it."""
    assert screen.collected_at
    day = clock.day_of(screen.collected_at, screen.participant.time_zone)
    held = (_on_day(one, day) for one in medications.medicines_of(screen.participant))
    return {one.name: " ".join([one.name, *_ingredients(one.name)]) for one in held if one}


def _on_day(one: Listed, day: date) -> Details | None:
    """What was taken of a medicine on a day; one that is put on the list later was taken since it began, as its label says."""
    version = medicines.in_force(one.decided, day)
    first = one.decided[-1].details
    if version is None:
        return first if first and first.starts_on <= day else None
    return version.details


def _ingredients(name: str) -> list[str]:
    return [watching.named(code, "en") for code in sorted(watching.ingredients_of(name).ingredients)]


@action(allow=works_screens_of)
def ask_for_confirmation(actor: Actor, screen: Screen, *, words: str) -> ConfirmationAsked:
    """Ask the laboratory to look more closely, and why: before anything is built on a quick test."""
    screen = locked(screen)
    _words(actor, screen, Said.CONFIRM, cleaned(words, field="words"))
    return ConfirmationAsked(**about(screen))  # type: ignore[arg-type]


@action(allow=works_screens_of)
def talk_over(actor: Actor, screen: Screen, *, said: str, agreed: str) -> ScreenTalked:
    """Write down the talk about the results: what they say, and what was agreed. From then on they read them on the phone."""
    screen = locked(screen)
    if screen.state not in HAS_RESULTS and screen.state != State.INVALID:
        raise Conflict(_("There are no results yet."))
    _words(
        actor, screen, Said.TALKED, cleaned(said, field="said"), cleaned(agreed, field="agreed", needed=False)
    )  # fmt: skip
    screen.talked_at = clock.now()
    screen.save(update_fields=["talked_at"])
    return ScreenTalked(**about(screen))  # type: ignore[arg-type]


def _words(actor: Actor, screen: Screen, kind: Said, said: str, agreed: str = "") -> None:
    ScreenWords.objects.create(
        organization_id=screen.organization_id, screen=screen, kind=kind, said=said, agreed=agreed, staff_id=actor.who
    )
