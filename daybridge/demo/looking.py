"""The setback radar in the play: its mornings, and what clinicians say of those who are put before them."""

from datetime import timedelta
from uuid import UUID

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.demo import texts
from daybridge.demo.people import DIRECTOR, THERAPISTS, ZONE
from daybridge.demo.stage import Stage, chance_of
from daybridge.programs import queries as programs
from daybridge.safety.radar import actions as radar
from daybridge.safety.radar import queries as looks
from daybridge.safety.radar.rules import Said

_BUDGET_CHOSEN_ON_DAY = 21
#: Whoever is put forward in the play's last days waits for whoever opens the demo.
_LEFT_ALONE_DAYS = 2
_ANSWERED = 0.75
_WORDS = (Said.USEFUL, Said.USEFUL, Said.SEEN, Said.NOT_USEFUL)


def read_the_night(stage: Stage) -> None:
    """What the worker does over night: the morning's lists are made; everybody is read for their new day."""
    day = stage.day_of(clock.now())
    everyone = list(programs.open_episodes(stage.system).values_list("participant_id", flat=True))
    radar.keep_findings(stage.system, stage.organization, readings=looks.readings(looks.stays(everyone)))
    radar.put_forward(stage.system, stage.organization, on_day=clock.today(ZONE))
    if day == _BUDGET_CHOSEN_ON_DAY:
        radar.choose_budget(stage.actor_named(DIRECTOR), stage.organization, per_day=1.0, why=texts.WHY_THE_BUDGET)
    if day <= stage.days - _LEFT_ALONE_DAYS:
        _plan_words(stage, day)


def _plan_words(stage: Stage, day: int) -> None:
    for actor in (stage.actor_named(name) for name in THERAPISTS):
        for card in looks.looks_for(actor, on_day=clock.today(ZONE)):
            chance = chance_of("look", card.look.participant.email, day)
            if card.look.id not in stage.put_forward and chance.random() < _ANSWERED:
                moment = clock.now() + timedelta(hours=chance.uniform(1.5, 8))
                stage.agenda.enter(moment, _say, actor, card.look.id, chance.choice(_WORDS))
            stage.put_forward.add(card.look.id)


def _say(actor: Actor, look_id: UUID, said: Said) -> None:
    radar.say_of_look(actor, looks.look(actor, look_id), said=said)
