"""What participants do between sessions in the play: the diary that was set up with them, worksheets, setbacks told."""

from datetime import timedelta
from random import Random
from typing import Any

from daybridge.checkins import queries as checkins
from daybridge.checkins.actions import ToldEntry, save_entry, set_diary
from daybridge.checkins.events import EntrySaved
from daybridge.checkins.rules import QUESTIONS, Watched, watched
from daybridge.checkins.worksheets import Target, diary_words
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo import answering, work_texts
from daybridge.demo.courses import QUIET_DAYS, Day
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage, chance_of
from daybridge.programs import queries as programs
from daybridge.programs.rules import Focus

_DIARY, _THOUGHT, _ACTIVITY, _NIGHT, _WELL = 0.55, 0.1, 0.22, 0.5, 0.25
_TELLS_OF_A_SETBACK, _TELLS_OF_A_SMALL_ONE = 0.5, 0.25
_KEPT_TO_ONESELF = 0.4
_MEETING = 0.05


def arrange(stage: Stage, life: Life) -> None:
    """Enter when somebody's therapist sets up the diary with them, and when they think about what pulls at them."""
    chance = chance_of("diary", life.number)
    stage.agenda.enter(clock.now() + timedelta(days=chance.uniform(1.5, 4)), _set_up, stage, life, chance)
    for number, told in enumerate(work_texts.TRIGGERS[life.person.language]):
        moment = clock.now() + timedelta(days=7 + 4 * number, hours=chance.uniform(0, 6))
        stage.agenda.enter(moment, _write, life, "trigger-plan", told)
    for number, told in enumerate(work_texts.COMFORTS[life.person.language]):
        stage.agenda.enter(clock.now() + timedelta(days=3 + number, hours=1), _write, life, "comfort", told)


def _set_up(stage: Stage, life: Life, chance: Random) -> None:
    if not (life.participant and checkins.diary_of(life.participant.id).number == 0):
        return
    site = {one.code: one for one in diary_words().targets}
    codes = ["urge-self-harm" if life.number % 4 == 0 else "urge-avoid", "sadness", "shame", "joy"]
    if life.number % 7 == 0:
        codes.insert(0, "urge-suicide")
    if life.focus is Focus.DUAL_DIAGNOSIS:
        codes.insert(0, "urge-drink" if life.number % 2 else "urge-use")
    targets = [_watched(site[code], life) for code in codes]
    if life.number % 6 == 0:
        own = "Call my ex" if life.person.language == "en" else "Llamar a mi ex"
        targets.append(Watched("own-1", "urge", own))
    asks = dict.fromkeys(QUESTIONS, True) | {"urge": life.focus is Focus.DUAL_DIAGNOSIS}
    set_diary(stage.actor_named(life.therapist), life.participant, asks=asks, targets=targets, skills=[], based_on=0)


def _watched(target: Target, life: Life) -> Watched:
    """A feeling that some of them want to keep an eye on stands in the check-in, too."""
    return watched(target, on_check_in=target.code == "sadness" and life.number % 3 == 0)


def work(stage: Stage, life: Life, day: int, lived: Day) -> None:
    """A day's pages: the diary on most days, a worksheet now and then, the night before, what was told of a setback."""
    if not (life.actor and life.participant):
        return
    chance = chance_of("work", life.number, day)
    language = life.person.language
    in_peace = day >= stage.days - QUIET_DAYS
    acted = False
    if lived.in_setback and not in_peace and life.focus is Focus.DUAL_DIAGNOSIS:
        acted = chance.random() < (_TELLS_OF_A_SETBACK if lived.urge >= 6 else _TELLS_OF_A_SMALL_ONE)
    if acted:
        _write(life, "setback", {"what": "used"})
        stage.agenda.enter(clock.now() + timedelta(days=2), _write, life, "chain-analysis", work_texts.CHAIN[language])
    if chance.random() < _DIARY:
        _write_page(life, lived, chance, in_peace=in_peace)
    if chance.random() < _THOUGHT:
        shared = chance.random() > _KEPT_TO_ONESELF
        _write(life, "thought-record", chance.choice(work_texts.THOUGHTS[language]), is_shared=shared)
    if chance.random() < _ACTIVITY:
        _plan_something(stage, life, lived, chance)
    if life.number % 3 == 0 and chance.random() < _NIGHT:
        _write(life, "sleep-diary", _night(lived, chance))
    if life.number % 2 == 0 and chance.random() < _WELL:
        minutes = 5 * chance.randint(0, 9)
        meals = "regular" if lived.mood >= 3 else "irregular"
        _write(life, "wellness-day", {"movement": minutes, "meals": meals, "quiet": 5 * chance.randint(0, 3)})
    if lived.mood <= 2 and chance.random() < 0.4:
        before, (code, called) = chance.randint(6, 9), chance.choice(list(work_texts.COPED.items()))
        told = {"exercise": called[language], "exercise-code": code, "before": before}
        _write(life, "coping", told | {"after": max(0, before - chance.randint(0, 4))})
    if life.number % 5 == 3 and chance.random() < 0.08:
        _face_a_fear(life, chance)
    if life.focus is Focus.DUAL_DIAGNOSIS and chance.random() < _MEETING:
        told = chance.choice(work_texts.MEETINGS[language])
        _write(life, "peer-support", told, is_shared=chance.random() > _KEPT_TO_ONESELF)
    answering.arrange(stage)


def _write(life: Life, worksheet: str, answers: dict[str, Any], **more: Any) -> EntrySaved | None:
    """A page as the phone would send it; nothing once they have left."""
    if not (life.actor and life.participant) or programs.current_episode(life.participant.id) is None:
        return None
    told = ToldEntry(
        id=new_id(),
        worksheet=worksheet,
        version=1,
        on_day=clock.today(life.person.zone),
        made_at=clock.now(),
        answers=answers,
        **more,
    )
    return save_entry(life.actor, life.participant, told=told)


def _write_page(life: Life, lived: Day, chance: Random, *, in_peace: bool) -> None:
    assert life.participant
    marks: dict[str, Any] = {}
    for target in checkins.diary_of(life.participant.id).targets:
        level = _level(target, lived, chance)
        if target.danger:
            level = min(level, 2 if in_peace or target.danger == "suicide" else 4)
        marks[target.code] = {"level": level} | ({"acted": False} if target.kind == "urge" else {})
    skills = [skill.code for module in diary_words().modules for skill in module.skills]
    used = chance.sample(skills, chance.randint(0, 2 if lived.mood <= 2 else 4))
    _write(life, "diary", {"marks": marks, "skills": used, "is_moment": chance.random() < 0.15})


def _level(target: Watched, lived: Day, chance: Random) -> int:
    hardness = (5 - lived.mood) + chance.gauss(0, 0.8)
    felt = 5 - hardness if target.code in ("joy", "calm") else hardness
    if target.danger == "use":
        felt = lived.urge / 2
    if target.danger in ("suicide", "self-harm"):
        felt -= 2
    return min(5, max(0, round(felt)))


def _plan_something(stage: Stage, life: Life, lived: Day, chance: Random) -> None:
    """Planned today; tomorrow most come back to it, and some plans stay open."""
    language = life.person.language
    plan = {"what": chance.choice(work_texts.ACTIVITIES[language]), "at": f"{chance.randint(9, 18):02}:00"}
    saved = _write(life, "activity-plan", plan)
    if saved is None or chance.random() < 0.2:
        return
    done = chance.choices(("all", "some", "not-yet"), (60, 20, 20))[0]
    how = {"done": done, "mastery": chance.randint(3, 9), "pleasure": chance.randint(2, 9)}
    if done == "not-yet":
        how = {"done": done, "in-the-way": chance.choice(work_texts.IN_THE_WAY[language])}
    moment = clock.now() + timedelta(hours=chance.uniform(18, 26))
    stage.agenda.enter(moment, _go_on, life, "activity-plan", plan | how, saved)


def _go_on(life: Life, worksheet: str, answers: dict[str, Any], saved: EntrySaved) -> None:
    _write(life, worksheet, answers, about=saved.subject_id)


def _night(lived: Day, chance: Random) -> dict[str, Any]:
    """A night about as long as the check-in says, with the hours in bed that it took."""
    asleep = round(lived.sleep_hours * 60 / 5) * 5
    awake = 5 * chance.randint(0, 12)
    falling = 5 * chance.randint(1, 12)
    to_bed = 22 * 60 + 30 + 5 * chance.randint(0, 18)
    up = to_bed + asleep + awake + falling + 10
    quality = ("very-poor", "poor", "fair", "good", "very-good")[lived.mood - 1]
    return {
        "to-bed": _clock(to_bed), "up": _clock(up), "falling-asleep": falling, "awake": awake,
        "times-awake": chance.randint(0, 4), "rest": quality,
    }  # fmt: skip


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _face_a_fear(life: Life, chance: Random) -> None:
    language = life.person.language
    peak = 5 * chance.randint(11, 18)
    told = {"step": chance.choice(work_texts.FEARS[language]), "before": peak - 15, "peak": peak, "minutes": 20}
    _write(life, "exposure-step", told | {"after": peak - 30, "learned": chance.choice(work_texts.LEARNED[language])})
