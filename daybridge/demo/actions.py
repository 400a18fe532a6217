"""Living the demo program: ten weeks, day by day on the moved clock, through the product's own actions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from allauth.mfa.totp.internal.auth import TOTP

from daybridge.checkins.actions import check_in
from daybridge.checkins.rules import Answers
from daybridge.core import clock, tenancy
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from daybridge.demo import texts
from daybridge.demo.courses import Day, course
from daybridge.demo.people import ANA, FAMILY, GIVEN, SPANISH, STAFF, THERAPISTS, born_on
from daybridge.installation.home import CHECKOUT
from daybridge.intake.actions import receive_phone_referral
from daybridge.interop.actions import receive_bundle
from daybridge.people import actions as people
from daybridge.people import queries as who
from daybridge.people.models import Organization, Participant, Staff
from daybridge.programs import queries as programs
from daybridge.programs.actions import admit, discharge, open_program
from daybridge.programs.models import Program
from daybridge.programs.rules import EndReason, Focus
from daybridge.safety import actions as safety
from daybridge.safety import jobs as safety_jobs
from daybridge.safety import queries as alerts
from daybridge.safety.models import Alert

PASSWORD = "harbor lamp otter 42"  # noqa: S105 - the demo's, shown to whoever opens it
#: Known one-time-code secret of the demo's staff, so that the demo page can show the present code.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
ZONE = "America/Chicago"
SHARED = CHECKOUT.parent / "shared" / "data" / "fhir"
DAYS, PARTICIPANTS, SEED = 70, 48, 20261123
Say = Callable[[str], None]


@dataclass
class Life:
    """One participant's way through the program."""

    number: int
    starts: int
    ends: int | None
    days: list[Day]
    participant: Participant | None = None
    actor: Actor | None = None


@dataclass
class Stage:
    """Everything the play needs: the house, its people, chance, and today."""

    organization: Organization
    system: Actor
    chance: Random
    now: datetime
    programs: dict[Focus, Program] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    actors: dict[object, Actor] = field(default_factory=dict)


def live_demo(progress: Say = lambda _: None, *, participants: int = PARTICIPANTS, days: int = DAYS) -> None:
    """Make the demo organization and live it until now."""
    now = clock.now()
    stage = _open(now, days)
    chance = stage.chance
    lives = [_life(chance, number, days) for number in range(participants)]
    for day in range(days + 1):
        with tenancy.inside(stage.organization.id):
            _live_day(stage, lives, day, days)
        if day % 10 == 0:
            progress(f"Living the demo program: week {day // 7} of {days // 7}")
    with tenancy.inside(stage.organization.id):
        _leave_something_open(stage, lives)
        _refer(stage)
    progress("The demo program has been lived up to this minute")


def _open(now: datetime, days: int) -> Stage:
    organization = Organization(
        name="Harbor Bridge Center",
        slug="harbor-bridge",
        time_zone=ZONE,
        phone="555-0100",
        reply_hours="Monday to Friday, 8 am to 5 pm",
        reply_hours_es="De lunes a viernes, de 8 a 17 h",
    )
    stage = Stage(organization, Actor.system(organization.id, "demo"), Random(SEED), now)  # noqa: S311 - a play, not a secret
    with clock.at(now - timedelta(days=days, hours=6)), tenancy.inside(organization.id):
        people.found_organization(stage.system, organization)
        for focus, name, name_es in (
            (Focus.MENTAL_HEALTH, "Adult mental health", "Salud mental para personas adultas"),
            (Focus.DUAL_DIAGNOSIS, "Dual diagnosis", "Diagnóstico dual"),
        ):
            opened = open_program(stage.system, organization, name=name, focus=focus, name_es=name_es)
            stage.programs[focus] = programs.program(stage.system, opened.subject_id)
        for member in STAFF:
            _employ(stage, member.name, member.email, member.roles, member.credentials)
    return stage


def _employ(stage: Stage, name: str, email: str, roles: tuple[str, ...], credentials: str) -> None:
    added = people.register_staff(
        stage.system, stage.organization, name=name, email=email, roles=roles, credentials=credentials
    )
    member = who.staff_member(stage.system, added.subject_id)
    _sign_up(stage, member, PASSWORD)
    assert member.account
    TOTP.activate(member.account, TOTP_SECRET)
    stage.staff[name] = member


def _sign_up(stage: Stage, person: Staff | Participant, password: str | None) -> Actor:
    token = people.new_invitation_token(stage.organization.id)
    if isinstance(person, Staff):
        people.invite_staff(stage.system, person, token=token)
    else:
        people.invite_participant(stage.system, person, token=token)
    invitation = who.invitation_by_digest(people.digest_of_token(token))
    assert invitation
    people.accept_invitation(stage.system, invitation, email=person.email, password=password)
    person.refresh_from_db()
    assert person.account
    known = who.actor_for(person.account)
    assert known
    stage.actors[person.id] = known[0]
    return known[0]


# --- Days ------------------------------------------------------------------------------------------------------------


def _life(chance: Random, number: int, days: int) -> Life:
    starts = days - 40 if number == 0 else chance.randint(0, max(1, days - 4))
    length = chance.randint(35, 60)
    ends = starts + length if number and starts + length < days and chance.random() < 0.8 else None
    return Life(number, starts, ends, course(chance, (ends or days) - starts + 1))


def _live_day(stage: Stage, lives: list[Life], day: int, days: int) -> None:
    at = stage.now - timedelta(days=days - day)
    for life in lives:
        if life.starts == day:
            with clock.at(_local(at, 9, life.number % 50)):
                _arrive(stage, life)
        elif life.ends == day and life.participant:
            with clock.at(_local(at, 16)):
                _leave(stage, life)
        if life.actor and life.starts < day and (life.ends is None or day < life.ends):
            moment = _local(at, 17 + life.number % 5, (life.number * 13) % 60)
            if moment <= stage.now:
                _check_in(stage, life, life.days[day - life.starts], moment)
    with clock.at(min(_local(at, 22), stage.now)):
        safety_jobs.find_silence(stage.system)
        _look_after(stage, is_last=day == days)


def _local(at: datetime, hour: int, minute: int = 0) -> datetime:
    day = at.astimezone(ZoneInfo(ZONE)).date()
    return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE))


def _arrive(stage: Stage, life: Life) -> None:
    given, family, email = _name(life.number)
    registered = people.register_participant(
        stage.system,
        stage.organization,
        given_name=given,
        family_name=family,
        born_on=born_on(life.number),
        email=email,
        language="es" if given in SPANISH else "en",
        pronouns=("she/her", "he/him", "they/them", "")[life.number % 4] if life.number else "she/her",
        phone=f"555-01{life.number:02d}",
    )
    person = who.participant(stage.system, registered.subject_id)
    dual = life.number % 5 < 2
    therapist = THERAPISTS[life.number % 3]
    admit(
        stage.system,
        person,
        program=stage.programs[Focus.DUAL_DIAGNOSIS if dual else Focus.MENTAL_HEALTH],
        primary_therapist=stage.staff[therapist],
        covering=stage.staff[THERAPISTS[(life.number + 1) % 3]],
        admitted_on=clock.today(ZONE),
    )
    life.participant = person
    life.actor = _sign_up(stage, person, PASSWORD if life.number == 0 else None)
    people.add_contact(
        life.actor,
        person,
        contact_id=new_id(),
        name=("Luz" if life.number % 2 else "Sam"),
        phone="555-0199",
        relation="",
    )


def _name(number: int) -> tuple[str, str, str]:
    if number == 0:
        return ANA
    given = GIVEN[number % len(GIVEN)]
    return given, FAMILY[(number * 3) % len(FAMILY)], f"p{number}@demo.example"


def _leave(stage: Stage, life: Life) -> None:
    assert life.participant
    episode = programs.current_episode(life.participant.id)
    assert episode
    reason = stage.chance.choice(
        (EndReason.COMPLETED, EndReason.COMPLETED, EndReason.STEPPED_DOWN, EndReason.LEFT_EARLY)
    )
    discharge(stage.system, episode, reason=reason, ended_on=clock.today(ZONE))


def _check_in(stage: Stage, life: Life, day: Day, moment: datetime) -> None:
    chance = stage.chance
    if not day.entries or life.actor is None or life.participant is None:
        return
    note = ""
    if chance.random() < 0.35:
        mood = "low" if day.mood <= 2 else "even" if day.mood == 3 else "high"
        note = chance.choice(texts.NOTES[life.participant.language][mood])
    with clock.at(moment):
        check_in(
            life.actor,
            life.participant,
            entry_id=new_id(),
            on_day=clock.today(life.participant.time_zone),
            made_at=moment - timedelta(seconds=chance.randint(1, 20)),
            answers=Answers(
                mood=day.mood,
                anxiety=day.anxiety,
                urge=day.urge,
                sleep_hours=day.sleep_hours,
                medicines=day.medicines,
                note=note,
            ),
        )


def _refer(stage: Stage) -> None:
    """Two people wait to be screened: from real bundles where the shared data lies beside the checkout, else by phone."""
    files = sorted(SHARED.glob("Gilberto_Orosco*.json")) + sorted(SHARED.glob("Milan_Beatty*.json"))
    for minutes, file in zip((150, 25), files, strict=False):
        with clock.at(stage.now - timedelta(minutes=minutes)):
            receive_bundle(stage.system, file.read_bytes(), filename=file.name)
    for minutes, told in zip((150, 25)[len(files) :], texts.PHONE_REFERRALS, strict=False):
        with clock.at(stage.now - timedelta(minutes=minutes)):
            receive_phone_referral(stage.system, stage.organization, referral_id=new_id(), facts=told)


# --- Alerts ----------------------------------------------------------------------------------------------------------


def _look_after(stage: Stage, *, is_last: bool) -> None:
    """Staff answer the day's alerts; about one in eight is not taken in time and passed on first."""
    for alert in list(alerts.open_alerts(stage.system)):
        if is_last and alert.participant_id and stage.chance.random() < 0.5:
            continue
        if stage.chance.random() < 0.12 and alert.due_at < clock.now():
            with clock.at(alert.due_at):
                safety.escalate(stage.system, alert)
            alert.refresh_from_db()
        _answer(stage, alert)


def _answer(stage: Stage, alert: Alert) -> None:
    actor = stage.actors.get(alert.owner_id)
    if actor is None:
        return
    chance = stage.chance
    if alert.taken_at is None:
        safety.take_alert(actor, alert)
    if chance.random() < 0.2:
        safety.log_contact(actor, alert, result="left_message", note=chance.choice(texts.MESSAGES))
    safety.log_contact(actor, alert, result="reached", note=chance.choice(texts.CALLS))
    language = alert.participant.language
    safety.answer_participant(actor, alert, words=chance.choice(texts.ANSWERS[language]))
    safety.close_alert(actor, alert, outcome=chance.choice(("talked", "plan_made")))


def _leave_something_open(stage: Stage, lives: list[Life]) -> None:
    """Now: somebody waits for a call, and one alert has been taken and answered but not closed."""
    here = [life for life in lives if life.participant and life.actor and life.ends is None]
    waiting, answered = here[-1], here[0]
    for life, minutes, kind in ((waiting, 35, "contact"), (answered, 70, "contact")):
        assert life.actor and life.participant
        with clock.at(stage.now - timedelta(minutes=minutes)):
            safety.ask_for_support(life.actor, life.participant, request_id=new_id(), kind=kind, made_at=clock.now())
    assert answered.participant
    alert = next(
        one
        for one in alerts.alerts_of(answered.participant.id)
        if one.closed_at is None and one.rule == "asked-for-contact"
    )
    actor = stage.actors[alert.owner_id]
    with clock.at(stage.now - timedelta(minutes=50)):
        safety.take_alert(actor, alert)
        safety.log_contact(actor, alert, result="reached", note=texts.CALLS[2])
        safety.answer_participant(actor, alert, words=texts.ANSWERS[answered.participant.language][0])
