"""How well near-copies and names are found in notes, and how often wrongly: `python -m bench.notes_checks [--tune] [--quick]`.

Needs no database. Everything is made up from fragments below with a seed. Half of the fragments and of the seeds are for choosing
(`--tune`), the other half for what is reported: no topic, sentence or seed is in both. Three kinds of writers are told apart: `free`
puts things in their own words, `stock` has two or three sentences that go into nearly every line, `terse` writes eight to fourteen
words. Two notes written by hand, not from fragments, stand beside them.
"""

import argparse
import math
import os
import platform
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import combinations
from statistics import median

from daybridge.notes.rules import copying, naming
from daybridge.notes.rules.copying import Written, copies
from daybridge.notes.rules.naming import Person, names_in
from daybridge.people.rules import plain_word

HALVES = ("tuning", "held-out")
WRITERS = {"free": 0.5, "stock": 0.35, "terse": 0.15}
IN_A_GROUP, WEEKS_BEFORE = 12, 3
ROUNDS = int(os.environ.get("ROUNDS", "9"))

# --- What is said: [one|or another] is chosen, <list> is drawn from a list below, {...} is about whom it is. ---

LISTS = {
    half: {name: [one.strip() for one in words.split(",")] for name, words in lists.items()}
    for half, lists in {
        "en": {
            "kin": "mother, father, sister, older brother, wife, husband, partner, roommate, ex, grandmother, teenage son, daughter, landlord, supervisor, sponsor, neighbor, aunt, stepfather, best friend, caseworker",
            "felt": "ashamed, worn out, calmer, on edge, hopeful, numb, proud, irritated, scared, lonely, lighter, guilty, relieved, stuck, embarrassed, sad, keyed up, steady, foolish, overwhelmed, bored, grateful",
            "when": "on Saturday, last night, over the weekend, on the bus here, this morning, at Sunday dinner, during a break at work, on Tuesday, after the appointment, before bed, at the pharmacy, on payday, in the waiting room, while cooking",
            "n": "1, 2, 3, 4, 5, 6, 7, 8, 9",
            "times": "once, twice, three times, four times, most days, every evening, on five days, not at all, on two mornings",
            "matter": "money, chores, custody, the car, a missed call, dinner, rent, the phone bill, who picks up the children, an old debt, visiting hours, a text message, the dog, a school meeting, moving out, noise at night",
            "place": "the kitchen, the parking lot, church, the gym, the laundromat, a meeting, the corner store, the library, work, the park, the emergency room, court, the shelter, a cousin's house, the bus stop",
            "role": "quiet at first, talkative, tearful for a few minutes, restless, attentive, guarded, warm, tired, distracted by the phone, engaged, slow to join in",
        },
        "es": {
            "kin": "mamá, papá, hermana, esposo, esposa, hijo mayor, cuñada, jefe, vecina, abuela, suegra, hija, compañero de cuarto, padrino",
            "felt": "culpable, más tranquilo, nervioso, con esperanza, agotado, orgulloso, molesto, solo, aliviado, con miedo, triste, inquieto",
            "when": "el sábado, anoche, el fin de semana, esta mañana, en el autobús, el martes por la tarde, después del trabajo, antes de dormir, en la fila del banco",
            "n": "1, 2, 3, 4, 5, 6, 7, 8, 9",
            "times": "una vez, dos veces, tres veces, casi todos los días, cuatro noches, ninguna vez",
            "matter": "dinero, la renta, los niños, el carro, una llamada perdida, la comida, una deuda, la escuela, el teléfono",
            "place": "la iglesia, la cocina, el trabajo, el parque, la clínica, la tienda, casa de un primo, la corte",
            "role": "atento, callado al principio, participativo, inquieto, lloroso por un momento, cansado, reservado",
        },
    }.items()
}

#: What comes up in any group. Even lines are for tuning, odd ones are held out.
GENERAL = """
described [an argument|a fight|a row] with {their} <kin> about <matter> and came away feeling <felt>
said that the worst hour was <when>, when {they} sat in [the car|the dark|the hallway] and felt <felt>
brought up that {their} <kin> [has stopped calling|wants {them} home by eight|does not believe in treatment]
told the group about a dream of <place> and woke up <felt>
talked about going back to work part time and was <felt> about it
worried aloud that the insurance will end before {they} [is ready|has housing|sees the doctor]
noticed that {they} feels <felt> whenever <matter> comes up
remembered the first time {they} lied to {their} <kin>, at <place>
came in late because of <matter>; [settled within minutes|took a while to settle]
slept <n> hours <when> and blamed [the heat|the baby|the new medicine|coffee|street noise]
ate [one meal|toast and coffee|a proper supper] yesterday, the first in days
spent [an hour|the afternoon|most of Sunday] at <place> with {their} <kin> without drinking
turned down an invitation from {their} <kin> and was surprised to feel <felt>
asked how others tell [family|an employer|a new date] about being in a program
cried when speaking of {their} <kin>; said the crying helped
laughed about a mishap at <place> and said it was the first laugh in weeks
listened to a peer's story about <matter> and offered {their} own from <place>
gave a peer [the number of a food pantry|a ride home|a tip about the clinic's evening hours]
disagreed with a peer about <matter>, [kindly|bluntly], and they made up before the close
checked the clock often and said {they} had to be at <place> by noon
wants to write a letter to {their} <kin> but not send it
named three people {they} can call, among them {their} <kin>
has not opened the mail since <when> for fear of <matter>
walked to <place> instead of [buying pills|texting {their} dealer|going to the bar] <when>
reported that the new dose makes {them} [drowsy|queasy|less jumpy] and will ask the nurse
finished the paperwork for <matter> and showed it [with a grin|to the facilitator]
compared recovery to [learning to drive|fixing an old house|growing tomatoes] and others took it up
feels <felt> about turning forty next month
missed {their} daughter's recital and called it the low point
bought [a plant|running shoes|a notebook] and means to keep it alive until spring
has been [sober|clean|without self-harm] for <n> weeks and brought the chip to show
thinks that {their} <kin> drinks more than {they} does, which makes evenings hard
stayed [silent|in {their} coat|near the door] until the break and then spoke of <matter>
wondered whether anger is {their} way of not feeling <felt>
asked for the group's help with what to say to {their} <kin> <when>
drew a family tree on the board and stopped at {their} <kin>
planned to [cook with|call|apologize to|avoid] {their} <kin> before next session
said the rent is due and {they} would rather not think of <matter>
thanked two peers by name for calling <when>
counted <n> nights without a nightmare
got a job interview at <place>, felt <felt>, went anyway
let {their} <kin> read the safety plan <when>
lost {their} temper over <matter> and went for a walk before it grew
described shame as a wet coat and said it was <felt> work to take it off
plays the guitar again, mostly <when>
skipped two doses because of <matter> and told the nurse {themself}
gave feedback to a newcomer: come back, it gets less strange
is waiting to hear from housing and fills the time with [crosswords|long showers|errands]
would like to see {their} <kin> without talking about <matter>
sat beside a newcomer and explained the rules of the group
recognized {their} own story when a peer spoke of <place>
was <role>, then spoke about <matter> for some minutes
felt judged by {their} <kin> at <place> and said so here for the first time
went to <n> meetings near <place>, which left {them} <felt>
quit the second job and has time for <matter>
did not want to talk about <matter> today and said so plainly
reads to {their} daughter every night and calls it the anchor
burned the toast, forgot the keys, and still came: {they} called that a win
shared a photo of {their} <kin> and told how they met at <place>
is anxious about court on the [4th|11th|19th|27th] and has asked for a letter
""".strip().splitlines()

#: What is said and practised on one topic. The first five are for tuning, the others held out. With a star: what several people
#: of one group may well have done, so it is written of several in the same words; without: said by one person. A tilde: no subject.
TOPICS = {
    "paced breathing": """
*practised paced breathing with the group; rated urge <n> before and <n> after
*counted four in and six out for five minutes and felt <felt>
found the longer out-breath odd at first, then noticed warm hands
could not keep the count and switched to watching {their} hand on {their} belly
used paced breathing <when> when {their} <kin> raised {their} voice
breathed along with eyes open because closed eyes bring pictures of <place>
said the breathing is too slow for a real panic, tried it standing up and liked it more
set the phone to buzz at ten and four as a cue to breathe
taught the count to {their} <kin> <when>
*rated tension <n> of 10 on arrival and <n> of 10 at the end
yawned all through the exercise and took it as a sign of letting go
*will practise two minutes before each meal until Thursday
compared the rhythm with swimming laps at school
got dizzy, was shown to breathe less deeply, and finished the set
keeps a tally on the fridge: <n> rounds so far this week
""",
    "urge surfing": """
*drew the urge from <when> as a wave that peaked after <n> minutes
*rated the strongest urge of the week <n> of 10, at <place>
rode out a craving by [washing dishes|holding ice|walking the block] and watched it fall
noticed the urge first in the [jaw|chest|stomach|hands]
believed that an urge grows until it is fed; {their} own chart showed otherwise
named the trigger, <matter>, before the urge had a name
gave in <times>, each time within ten minutes of <matter>
watched the urge as if from the shore, in {their} own words
was <felt> that the wave came back after an hour, only smaller
*will log time, place and height of each urge until Monday
said surfing works at home and not at <place>
called {their} <kin> at the crest and hung up at <n> of 10
used the image of weather rather than waves
*practised urge surfing with a memory of <place>; from <n> down to <n>
asked what to do when two urges come at once
""",
    "thought records": """
*filled in a thought record about <matter> and found [mind reading|all-or-nothing thinking|a should]
wrote the hot thought, "I ruin things", and believed it <n> of 10
found <n> facts against the thought and only one for it
struggled to tell a thought from a feeling; <felt> came out as the thought
rewrote the thought as "it was one bad hour" and read it aloud
argued that the thought about {their} <kin> is simply true
*did the worksheet for <when> and left the last column empty
caught {themself} predicting the worst about <place>
noticed that evidence from {their} <kin> counts double in {their} mind
*~belief in the old thought went from <n> to <n>
helped a peer look for evidence, then used the same questions on {themself}
*will fill in one record a day, best before bed
laughed at how often the word always turned up
prefers to speak the columns into the phone
kept the record from <when> in {their} wallet to reread
""",
    "asking for what one needs": """
*role-played asking {their} <kin> for [a ride|quiet after ten|the money back] with DEAR MAN
left out the reinforce step and added it in the second try
spoke so softly in the role play that the group asked for a repeat
asked {their} supervisor for a later shift <when> and got it
*wrote a script for talking to {their} <kin> about <matter>
said no to {their} <kin> for the first time since spring and felt <felt>
keeps apologizing when asking; counted <n> sorries in one minute
stayed mindful when the partner in the role play changed the subject
*rated the request <n> of 10 in strength and {their} right to ask lower
thinks that asking is begging, a lesson from <place>
negotiated: two evenings off for one Saturday
*will ask for one small thing a day, beginning with <matter>
played the stubborn <kin> for a peer with relish
looked up while speaking, which {they} had set as a goal
~broken record worked <when> with the phone company
""",
    "sleep": """
*kept the sleep log on <n> nights; average was [five|six|seven] hours
moved the phone charger out of the bedroom and slept <felt>
lay awake over <matter> until two, then got up as agreed and read
gets up at seven even after bad nights and is <felt> about it
gave up naps, or nearly: <times> on the couch
wakes at four thinking of <place>
drinks the last coffee at noon now instead of five
found the bedtime window of six hours harsh and <felt>
uses the bed for bills and series, which was news to {them}
shares a room with {their} <kin>, who snores
*rated rest <n> of 10 on waking
*will set an alarm for going to bed
wrote worries on paper at eight in the evening and left them in a drawer
asked whether melatonin is fine with {their} medicine
*~nightmares about <place> came <times>
""",
    "relapse prevention": """
*mapped the lapse of <when> link by link, starting with <matter>
*named {their} <kin>'s garage as a high-risk place
listed early signs: skipped meals, [long showers|short answers|no music], staying up
saw that the decision fell at <place>, hours before the first drink
put <n> exits on the chain, the first at the bus stop
said that holidays with {their} <kin> are the steepest stretch
was <felt> to find boredom, not sadness, at the start of the chain
*wrote the emergency card and keeps it behind {their} license
shared the plan with {their} <kin> by phone during the break
*rated confidence for the weekend <n> of 10
~apparently irrelevant decision: took the long way home past <place>
will go to a meeting on Friday instead of the game
is not sure that {they} wants to stop for good and said it out loud
gave the chain a name, the Tuesday road
deleted two numbers while the group watched
""",
    "grounding": """
*named five things in sight and four to touch while speaking of <place>
*held the cold stone and came back from a blank within [a minute|two minutes]
~flashback to <place> <when>, lasted <n> minutes by the clock
~smell works faster than sight: carries [peppermint|coffee beans|lavender soap]
dissociated briefly when voices rose; came back with feet on the floor
*rated presence <n> of 10 at the start, <n> at the close
finds the counting childish and uses the names of rivers
*practised the 5-4-3-2-1 exercise at <place> with {their} <kin> beside {them}
~cold water on the wrists helped <when>
said that tiles in the bathroom are the safest thing to look at
noticed the drifting by {their} own silence
pressed {their} heels down so hard that the chair moved, and smiled
will put a textured ring on the key chain
asked the group to say {their} name if {they} goes far away
wrote the date on {their} hand <when> and looked at it <times>
""",
    "values and small steps": """
put being a [patient parent|reliable friend|good neighbor] at the top of the card sort
*chose one step: [call the school|clean the sink|walk to the river] by Sunday
noticed that <matter> takes the hours which {they} would give to music
*scored living by the value <n> of 10, importance <n> higher
spoke of {their} <kin> as the model for patience
found honesty in both piles and moved it back and forth
did the step from last week at <place> and felt <felt>
*scheduled <n> pleasant things and did half
*~mood was <n> before the walk and <n> after it
calls values a luxury while rent is open
wants to be remembered for the soup, not the shouting
~step was too big; cut it down with a peer's help
painted for ten minutes <when>, first since the hospital
wrote an obituary of {themself} at eighty and read two lines
will text a picture of the finished step to the group phone
""",
    "anger": """
*placed the week's anger on the thermometer: <n> on Monday, <n> today
~clenched fists came before the thought, about <matter>
*used time out with {their} <kin>: left for twenty minutes and came back as promised
shouted at {their} <kin> <when>, apologized within the hour
heard a put-down where there was none, as {they} put it after the video
feels strong when angry and small afterwards
named hurt under the anger about <place>
counted backwards from thirty by threes, reached nine
punched nothing this week, a first
is <felt> at {their} <kin> for telling the cousins
tried an opposite action: spoke slower and lower
believes that nobody listens to a calm person
*listed <n> warnings that {their} body gives, ears hot among them
*will leave the car keys with {their} <kin> when above seven
saw {their} father's face in {their} own anger
""",
    "medication and routine": """
*set up the weekly pill box and brought it filled
*took the evening dose <times>, late on the others
~tremor bothers {them} when signing at <place>
fears weight gain more than voices
tied the morning dose to brushing {their} teeth
ran out <when> and waited for <matter> to settle before the refill
asked if beer with lithium is dangerous and heard why
*cannot tell side effects from nerves; will log both for a week
~{their} <kin> hides the bottles, which feels <felt>
*rated the benefit <n> of 10, the bother <n>
remembers better since the alarm plays a song
was told years ago to take it for life and never asked why
switched to breakfast at the same hour, then everything else fell in line
is <felt> that the blood test was normal
carries the list of medicines in {their} phone case
""",
}

STOCK = """
{N} was engaged and attentive throughout the session.
{They} denied thoughts of harming self or others.
Continues to benefit from the structure of the group.
{They} participated on {their} own and supported peers.
No safety concerns were voiced or observed.
Was able to identify triggers and coping skills.
Affect was congruent with the content discussed.
Will practise the skill at home before next session.
{N} arrived on time and stayed for the full session.
{They} was oriented, cooperative and neatly dressed.
Was receptive to feedback from peers and staff.
Progress toward the goal is ongoing.
""".strip().splitlines()

GENERAL_ES = """
habló de una discusión con su <kin> por <matter> y salió sintiéndose <felt>
contó que <when> pensó en <place> y no fue
dijo que duerme <n> horas y que despierta pensando en <matter>
se mostró <role> y después habló de su <kin>
preguntó cómo explican los demás el programa a la familia
quiere llamar a su <kin> antes del viernes
lloró al hablar de <place>; dijo que le hizo bien
agradeció a dos compañeros que le llamaron <when>
se siente <felt> cuando se habla de <matter>
trajo los papeles de <matter> y pidió ayuda para leerlos
recordó la primera vez que mintió a su <kin>
lleva <n> semanas sin consumir y lo dijo en voz alta
cocinó <when> para su <kin> por primera vez en meses
tiene cita en <place> y va <felt>
no quiso hablar de <matter> y lo dijo con calma
escuchó a un compañero y ofreció lo que a él le sirvió en <place>
olvidó la pastilla <times> y avisó a la enfermera
se rió de un tropiezo en <place>
busca trabajo de medio tiempo y espera respuesta
su <kin> leyó el plan de seguridad <when>
comparó la recuperación con aprender a manejar
salió a caminar en lugar de ir a <place>
siente que la gente de <place> lo juzga
tiene miedo de perder <matter> si falta otra vez
llegó tarde por <matter> y tardó en entrar en confianza
mostró una foto de su <kin> tomada en <place>
se enojó con un compañero por <matter> y lo arreglaron antes del cierre
comió apenas <when> y culpó al calor
quisiera estudiar de noche y le da pena decirlo en casa
volvió a tocar la guitarra <when>
rompió una promesa a su <kin> y se siente <felt>
regaló a un compañero el dato de un banco de comida
dibujó a su familia en la pizarra y se detuvo en su <kin>
espera la audiencia del día 15 y duerme mal por eso
no ha abierto el correo desde hace <n> días por miedo a <matter>
pidió que le hablaran más despacio y el grupo lo hizo
habló del pueblo donde nació y de lo que allí se callaba
piensa que su <kin> toma más y lo dice sin rodeos
compró una libreta y escribe cada noche dos renglones
quiere pedir perdón a su <kin> pero todavía no sabe cómo
soñó con <place> y despertó <felt>
rezó <when> en vez de pelear por <matter>
cuida a un sobrino por las tardes y eso lo ancla
faltó a <place> y no avisó; le pesa
""".strip().splitlines()

TOPICS_ES = {
    "respiración": """
*practicó la respiración pausada con el grupo; ganas de consumir de <n> a <n>
contó cuatro al inhalar y seis al exhalar y se sintió <felt>
no pudo seguir la cuenta y puso la mano en el abdomen
usó la respiración <when> cuando su <kin> alzó la voz
respiró con los ojos abiertos porque cerrados ve <place>
*~tensión de <n> al llegar y de <n> al final
le enseñó el ejercicio a su <kin>
*practicará dos minutos antes de comer
dijo que sentado le cuesta y de pie le funciona
puso una alarma a las diez como señal
""",
    "prevención de recaídas": """
*dibujó la cadena de la recaída de <when>, que empezó con <matter>
nombró <place> como lugar de riesgo
*anotó señales tempranas: no comer, contestar corto, desvelarse
*~confianza para el fin de semana de <n> sobre 10
guardó la tarjeta de emergencia detrás de su licencia
vio que la decisión ocurrió en <place>, horas antes
irá a una reunión el viernes en vez de al partido
borró dos números frente al grupo
se dio cuenta de que el aburrimiento va primero
compartió el plan con su <kin> por teléfono
""",
}
STOCK_ES = """
{N} estuvo atento y participó en toda la sesión.
Negó pensamientos de hacerse daño o de dañar a otros.
Practicará la habilidad en casa antes de la próxima sesión.
No se observaron riesgos durante el grupo.
Recibió bien los comentarios de sus compañeros.
Sigue avanzando hacia su objetivo.
""".strip().splitlines()
OBJECTIVES = {
    "en": (
        "Objective 2, fewer panic attacks: <n> this week, <n> last week.",
        "Goal: go <n> days without using; reached <n>.",
        "Working on calling {their} sponsor before an urge turns into a plan; called <times>.",
        "Objective 1: attend all scheduled groups. Came to <n> of 9.",
        "Goal is to say what {they} needs to {their} <kin> without shouting; managed <times>.",
        "Objective 3: sleep seven hours on five nights. Slept seven hours on <n>.",
    ),
    "es": (
        "Objetivo 1: no consumir durante <n> días; llegó a <n>.",
        "Objetivo 2: menos ataques de pánico; <n> esta semana, <n> la anterior.",
    ),
}
#: Two notes of one evening each, written by hand from beginning to end: nothing here comes from the fragments.
BY_HAND = (
    """Said she slept better once she stopped arguing with the alarm. Tried paced breathing twice at the sink, urge from 7 to 4.
Mostly listened. When asked, he described the breathing as boring but "better than the alternative", and rated his urge 5 of 10.
Came in upset about a letter from the court and needed the first exercise to settle; by the end she could read it to the group.
Practised paced breathing with his eyes open. Told a peer that counting in Spanish helps him keep the rhythm.
Did not practise at home because the children were sick. Urge stayed at 3 all week, which surprised her.
Spoke about his brother's wedding, where there will be an open bar, and asked who else has got through one sober.
Felt dizzy in the second round and stopped. We went over breathing less deeply; she finished the third without trouble.
Reported using the skill in the car outside the liquor store and driving home. Urge 9 before, 6 after. Proud, and tired.
Quiet today. Stayed after group to say that his mother is back in hospital and he would rather not talk about it yet.
Gave the group her own name for the exercise, "slow tide", and two others took it up. Rated urge 2 of 10.
Argued that breathing is for anxiety and not for urges; tried it anyway and allowed that it buys a few minutes.
First session. Introduced himself, practised paced breathing along with everyone, and asked what happens if he misses a day.""",
    """Chain went back to Thursday lunch, when her manager changed the roster. Found two places where a phone call would have broken it.
Had no lapse to map, so he took the near miss at the bowling alley. Others noticed that he never told his wife where he was.
Denied use since the 9th. Says weekends are fine; it is Monday afternoons that scare her.
Wrote only the last three links. Became irritable when asked about the night before and took a break in the hallway.
Recognized skipped meals as the first link, three weeks running. Will eat before the two o'clock bus.
Helped the newcomer with the worksheet more than with his own. Said, when this was pointed out, that it is easier.
Relapsed on Saturday and told the group before anybody asked. Ashamed, relieved to have said it. Will see the nurse today.
Her chain and last month's are nearly the same except that this time she left after one drink. Called that progress, and so did the group.
Believes he cannot plan around his cousin, who lives in the house. Open to asking the caseworker about the sober home.
Listened closely and took notes. Her one comment, that boredom is a feeling too, moved the discussion along.
Confidence for the long weekend 4 of 10. Named the fishing trip as the danger and a Saturday meeting as the exit.
Left fifteen minutes early for a doctor's appointment. Before that, put his old phone with the numbers in it on the table.""",
)

# --- One line of a note ---


@dataclass(frozen=True)
class Whom:
    """Somebody of a group as lines are made of them."""

    key: str
    given: str
    family: str
    is_she: bool

    @property
    def names(self) -> tuple[str, ...]:
        return (self.given, self.family)


@dataclass(frozen=True)
class Line:
    """Sentences in which only the person is open: {N}, {they} and the like."""

    sentences: tuple[str, ...]
    language: str
    writer: str

    def of(self, whom: Whom) -> str:
        said = ["she", "her", "her", "herself"] if whom.is_she else ["he", "his", "him", "himself"]
        words = dict(zip(("they", "their", "them", "themself"), said, strict=True))
        words |= {word.capitalize(): one.capitalize() for word, one in words.items()}
        text = " ".join(self.sentences).format(N=whom.given, **words)
        return _of_a_woman(text) if self.language == "es" and whom.is_she else text


def _of_a_woman(spanish: str) -> str:
    changed = re.sub(
        r"\b(tranquil|nervios|agotad|orgullos|molest|sol|aliviad|inquiet|atent|callad|participativ|lloros|cansad|reservad|sentad)o\b",
        r"\1a",
        spanish,
    )
    return changed.replace("El paciente", "La paciente").replace(" a él ", " a ella ")


_GIVEN = "Ana Ben Carla Darnell Elena Farah Gus Hanna Imani Jorge Kayla Luis Mia Noor Omar Paula Quinn Rosa Sam Tyrell Uma Vince Wendy Xavier Yara Zoe".split()
_FAMILIES = (
    "Ruiz Okafor Larsen Brooks Castillo Haddad Petrov Silva Ito Moreno Novak Jensen Ali Flores Webb Cohen".split()
)
_SHES = frozenset("Ana Carla Elena Farah Hanna Imani Kayla Mia Noor Paula Rosa Uma Wendy Yara Zoe".split())


def a_group(chance: random.Random, count: int = IN_A_GROUP) -> list[Whom]:
    given = chance.sample(_GIVEN, count)
    return [Whom(f"p{place}", name, chance.choice(_FAMILIES), name in _SHES) for place, name in enumerate(given)]


def filled(chance: random.Random, fragment: str, language: str) -> str:
    chosen = re.sub(r"\[([^]]+)]", lambda found: chance.choice(found[1].split("|")), fragment)
    return re.sub(r"<(\w+)>", lambda found: chance.choice(LISTS[language][found[1]]), chosen)


@dataclass(frozen=True)
class Session:
    """What one evening's lines are made from."""

    half: str
    language: str
    writer: str
    topic: tuple[str, ...]
    general: tuple[str, ...]
    stock: tuple[str, ...]
    is_american: bool


def _half_of(lines: Sequence[str], half: str) -> tuple[str, ...]:
    return tuple(lines[HALVES.index(half) :: 2])


def a_session(chance: random.Random, half: str) -> Session:
    language = "es" if chance.random() < 0.15 else "en"
    writer = chance.choices(list(WRITERS), list(WRITERS.values()))[0]
    topics = list((TOPICS if language == "en" else TOPICS_ES).values())
    mine = topics[: len(topics) // 2] if half == "tuning" else topics[len(topics) // 2 :]
    general = _half_of(GENERAL if language == "en" else GENERAL_ES, half)
    stock = chance.sample(_half_of(STOCK if language == "en" else STOCK_ES, half), 3)
    topic = tuple(chance.choice(mine).strip().splitlines())
    return Session(half, language, writer, topic, general, tuple(stock), chance.random() < 0.5)


_SUBJECTS = {"en": ("{N} ", "{They} ", "Client ", "", ""), "es": ("{N} ", "", "", "El paciente ")}


def _sentence(chance: random.Random, session: Session, fragments: Sequence[str]) -> str:
    join = chance.choice(("; ", ", y " if session.language == "es" else ", and ", ". "))
    subject = "" if "~" in fragments[0] else chance.choice(_SUBJECTS[session.language])
    said = f"{subject}{join.join(filled(chance, one.lstrip('*~'), session.language) for one in fragments)}."
    said = said.replace(" de el ", " del ").replace(" a el ", " al ")
    said = re.sub(r"(^|[.] )(\{?[a-záéíóú])", lambda found: found[1] + found[2].upper(), said)
    return said.replace("practised", "practiced").replace("practise", "practice") if session.is_american else said


def a_line(chance: random.Random, session: Session, *used: set[str]) -> Line:
    """What is written of one person, 8 to 45 words. `used`: what others of the group and this person said, not said again."""
    said_by_one = {one for one in (*session.topic, *session.general) if one[0] != "*"}
    while True:
        spent = set().union(*used)
        topic, general = ([one for one in some if one not in spent] for some in (session.topic, session.general))
        general = general if len(general) > 2 else list(session.general)
        if session.writer == "terse":
            drawn = [
                [one]
                for one in chance.sample([chance.choice(topic), *chance.sample(general, 2)], chance.choice((1, 2)))
            ]
        else:
            drawn = [chance.sample(topic, chance.choice((1, 1, 2)))]
            others = chance.sample(general, min(chance.choice((0, 1, 1, 2, 2, 3)), len(general)))
            drawn += [others[:2], others[2:]] if chance.random() < 0.5 else [[one] for one in others]
            drawn = chance.sample([one for one in drawn if one], len([one for one in drawn if one]))
        said = [_sentence(chance, session, one) for one in drawn]
        if session.writer == "stock":
            said = [*said, *chance.sample(session.stock, chance.choice((1, 1, 2)))]
            if chance.random() < 0.3:
                said = [said[-1], *said[:-1]]
        length = len(" ".join(said).split())
        own_words = any(one[0] != "*" for some in drawn for one in some) or session.writer == "terse"
        if own_words and 8 <= length <= (14 if session.writer == "terse" else 45):
            for one in used:
                one |= said_by_one & {fragment for some in drawn for fragment in some}
            return Line(tuple(said), session.language, session.writer)


def weeks_of(chance: random.Random, session: Session, used: set[str]) -> list[Line]:
    """What is honestly written of one person in four weeks on one objective: half of the lines say the objective again."""
    objective = chance.choice(OBJECTIVES[session.language])
    lines: list[Line] = []
    own: set[str] = set()
    for week in range(WEEKS_BEFORE + 1):
        line = a_line(chance, session, own, *([used] if week == WEEKS_BEFORE else []))
        if chance.random() < 0.5 and session.writer != "terse":
            line = replace(line, sentences=(filled(chance, objective, session.language), *line.sentences[:3]))
        lines.append(line)
    return lines


# --- What is done to a copy. Each takes the words with the person still open, and says None where it can't be done to them. ---

Edit = Callable[[random.Random, str, Session], "str | None"]
_CLAUSE = re.compile(r"(?<=[.;])\s+|(?<=,) (?:and|y) ")
_SYNONYMS = dict(
    pair.split("=")
    for pair in """said=stated|told=informed|group=peers|felt=was feeling|described=recounted|talked=spoke|asked=inquired|wants=hopes|will=plans to|noticed=observed
helped=assisted|argument=disagreement|about=regarding|found=discovered|rated=scored|used=applied|worked=was effective|first=initial|before=prior to|after=following|kept=maintained
planned=intended|reported=mentioned|practised=rehearsed|practiced=rehearsed|thinks=believes|surprised=astonished|home=house|every=each|worried=fretted|evening=night|hours=hrs
shared=showed|listened=paid attention|peer=group member|named=identified|feels=is feeling|gave=offered|tried=attempted|session=group|engaged=involved|attentive=focused|denied=did not report
thoughts=ideas|continues=keeps on|participated=took part|supported=encouraged|identify=recognize|close=end|started=began|minutes=min|weeks=wks|week=seven days|called=phoned|walked=strolled
spoke=talked|wrote=put down|back=again|small=little|brought=carried|strongest=highest|during=in|with=alongside|without=not|when=as|because=since|like=such as|down=lower|through=throughout
read=went through|set=put|hard=difficult|times=occasions|looked=glanced|own=personal|came=arrived|went=proceeded|drinking=using alcohol|drink=beverage|craving=urge|urge=craving
habló=platicó|dijo=comentó|contó=relató|siente=percibe|quiere=desea|usó=aplicó|practicó=ensayó|grupo=sesión|discusión=pelea|después=luego|antes=previamente|recordó=evocó
lloró=derramó lágrimas|trabajo=empleo|ayuda=apoyo|compañero=integrante|sintiéndose=sintiéndose muy|casa=hogar|noches=madrugadas|nombró=señaló|anotó=apuntó|familia=parientes|miedo=temor""".replace(
        "\n", "|"
    ).split("|")
)
_AMERICAN = dict(
    pair.split("=")
    for pair in "practised=practiced practise=practice recognised=recognized apologise=apologize apologizing=apologising apologized=apologised neighbour=neighbor behaviour=behavior programme=program".split()
)
_OTHER_SPELLING = _AMERICAN | {american: british for british, american in _AMERICAN.items()}
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DIAS = "lunes martes miércoles jueves viernes sábado domingo".split()


def _clauses(text: str) -> list[str]:
    return _CLAUSE.split(text)


def _length(text: str) -> int:
    return len(text.split())


def _fresh(chance: random.Random, session: Session) -> str:
    return _sentence(chance, session, [chance.choice(session.general)])


def _exchanged(chance: random.Random, text: str, session: Session) -> str:
    return text


def _open_words(text: str, shortest: int = 4) -> list[int]:
    return [place for place, word in enumerate(text.split()) if "{" not in word and len(word) >= shortest]


def _one_word(chance: random.Random, text: str, session: Session) -> str | None:
    words = text.split()
    place = chance.choice(_open_words(text))
    words[place] = chance.choice("garden bright seldom quarrel kettle window agreed harbor sincere movie".split())
    return " ".join(words)


def _one_number(chance: random.Random, text: str, session: Session) -> str | None:
    numbers = list(re.finditer(r"\d+", text))
    if not numbers:
        return None
    one = chance.choice(numbers)
    return text[: one.start()] + str(int(one[0]) % 9 + 1) + text[one.end() :]


def _dropped(first: bool) -> Edit:
    def edit(chance: random.Random, text: str, session: Session) -> str | None:
        clauses = _clauses(text)
        left = " ".join(clauses[1:] if first else clauses[:-1])
        return left if _length(left) >= max(8, _length(text) / 2) else None

    return edit


def _added(first: bool) -> Edit:
    def edit(chance: random.Random, text: str, session: Session) -> str | None:
        fresh = _fresh(chance, session)
        return None if _length(fresh) > _length(text) else f"{fresh} {text}" if first else f"{text} {fresh}"

    return edit


def _reordered(chance: random.Random, text: str, session: Session) -> str | None:
    clauses = _clauses(text)
    turned = chance.sample(clauses, len(clauses))
    return " ".join(turned) if turned != clauses else None


def _synonyms(chance: random.Random, text: str, session: Session) -> str | None:
    words = text.split()
    known = [place for place, word in enumerate(words) if word.strip(".,;").lower() in _SYNONYMS]
    count = round(len(words) * chance.uniform(0.1, 0.2))
    if len(known) < count or not count:
        return None
    for place in chance.sample(known, count):
        bare = words[place].strip(".,;").lower()
        words[place] = words[place].lower().replace(bare, _SYNONYMS[bare])
    return " ".join(words)


def _typos(chance: random.Random, text: str, session: Session) -> str | None:
    words = text.split()
    places = _open_words(text)
    for place in chance.sample(places, min(len(places), max(1, round(len(words) / chance.choice((8, 12, 16)))))):
        word, at = words[place], chance.randrange(1, len(words[place]) - 1)
        words[place] = chance.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
    return " ".join(words)


def _one_of_three(chance: random.Random, text: str, session: Session) -> str | None:
    clauses = _clauses(text)
    place = chance.randrange(len(clauses))
    if len(clauses) < 3 or _length(clauses[place]) > _length(text) * 0.45:
        return None
    clauses[place] = _fresh(chance, session)
    return " ".join(clauses)


def _spelling(chance: random.Random, text: str, session: Session) -> str | None:
    changed = re.sub(r"\w+", lambda found: _OTHER_SPELLING.get(found[0].lower(), found[0]), text)
    return changed if changed != text else None


def _dates(chance: random.Random, text: str, session: Session) -> str | None:
    days = _DIAS if session.language == "es" else _DAYS
    other = re.sub(rf"\b({'|'.join(days)})\b", lambda found: days[(days.index(found[0]) + 3) % 7], text)
    other = re.sub(r"\d+", lambda found: str(int(found[0]) + 1) if chance.random() < 0.4 else found[0], other)
    stamp = (
        f"El {chance.choice(days)}, "
        if session.language == "es"
        else f"On {chance.choice(days)} 11/{chance.randrange(1, 30)}, "
    )
    return other if other != text else stamp + text


def _two(chance: random.Random, text: str, session: Session) -> str | None:
    one, other = chance.sample([edit for name, edit in EDITS.items() if name != "two of these"], 2)
    once = one(chance, text, session)
    return other(chance, once, session) if once else None


EDITS: dict[str, Edit] = {
    "name and pronouns only": _exchanged,
    "one word": _one_word,
    "one number": _one_number,
    "clause dropped at the start": _dropped(True),
    "clause dropped at the end": _dropped(False),
    "clause added at the start": _added(True),
    "clause added at the end": _added(False),
    "clauses in another order": _reordered,
    "synonyms for 10 to 20 %": _synonyms,
    "typing errors": _typos,
    "one sentence of three new": _one_of_three,
    "British or American": _spelling,
    "last week's, dates changed": _dates,
    "two of these": _two,
}

# --- The corpus ---


@dataclass(frozen=True)
class Note:
    """An honest note of twelve with three earlier weeks of each, and beside it copies planted in it: (edit, original, copy)."""

    writer: str
    language: str
    texts: list[Written]
    before: list[tuple[str, Written]]
    planted: list[tuple[str, Written, Written]]


def a_note(seed: int, half: str) -> Note:
    chance = random.Random(f"{half} {seed}")
    session = a_session(chance, half)
    people, used = a_group(chance, IN_A_GROUP + 1), set[str]()
    copier = people.pop()
    texts, before, lines = [], [], []
    for whom in people:
        *earlier, now = weeks_of(chance, session, used)
        lines.append(now)
        texts.append(Written(whom.key, now.of(whom), whom.names))
        before += [
            (whom.key, Written(f"{whom.key}-{week}", one.of(whom), whom.names)) for week, one in enumerate(earlier)
        ]
    planted = []
    for name in EDITS:
        for _ in range(20):
            place = chance.randrange(len(lines))
            open_text = " ".join(lines[place].sentences)
            changed = EDITS[name](chance, open_text, session)
            if changed:
                whom = people[place] if name.startswith("last week") else copier
                copy = Written("copy", replace(lines[place], sentences=(changed,)).of(whom), whom.names)
                planted.append((name, texts[place], copy))
                break
    return Note(session.writer, session.language, texts, before, planted)


# --- Shared parts and who is in the group ---

_PLAIN_GIVEN = "Ana Ben Carla Darnell Elena Farah Gus Hanna Imani Jorge Kayla Luis Mia Noor Omar Paula Quinn Rosa Sam Tyrell Uma Vince Wendy Xavier Yara Zoe Li Bo Jo Ty".split()
_ACCENTED = "José Mónica Raúl Inés Ángel Sofía Andrés Lucía Héctor Zoë René Begoña".split()
_DOUBLE = "María José|Ana Lucía|Mary Ann|Juan Pablo|Jean-Luc|Anne-Marie|Billie Jo".split("|")
_PLAIN_FAMILY = "Ruiz Okafor Larsen Castillo Haddad Petrov Silva Ito Novak Jensen Ali Webb Cohen Nguyen Patel Schmidt Owens Delgado Kim Bianchi".split()
_ODD_FAMILY = (
    "García-López|de la Cruz|O'Brien|Smith-Jones|Peña|Muñoz|D'Angelo|van Dyke|Ibáñez|Núñez Rey|St. James".split("|")
)
_ORDINARY_FAMILY = "Young Brooks Rivers Price King Strong Flores Long Day Woods Cook Walker".split()
_CHOSEN = "Jules Ace Robbie Skye Kit Dani Mel Tito Ray Sunny".split()

#: Ordinary names as what they are, too: words. Even lines are for tuning, odd ones are held out.
AS_WORDS = {
    "Hope": "We hope to finish the chain next week.|Hope was the theme of the reading.|Hope and fear were put on two ends of the board.|Several hope for housing before winter.",
    "Grace": "The grace period for late homework was explained.|Grace under pressure was named as a goal by many.|A reading on grace closed the hour.|Grace is a word that the group disliked.",
    "Joy": "Joy in small things was the exercise.|The wheel has joy opposite sadness.|What brings joy was asked around the circle.|Joy is on the feelings wheel.",
    "Faith": "Faith was discussed with care for those who have none.|Many keep faith with a sponsor.|Loss of faith in doctors came up.|The Faith Center lends its hall on Sundays.",
    "Mark": "Members were asked to mark the highest urge.|Mark the date: no group on Friday.|At the halfway mark there was a stretch.|A check mark stood for each day.",
    "Will": "Will power and skill were told apart.|The group will meet in the big room.|Some spoke of writing a will.|Will anybody want more? was the last question.",
    "May": "In May the program moves to the new building.|This may be hard to practise alone.|May is Mental Health Month; a walk was announced.|The next open house is May 14.",
    "June": "The picnic is on June 6.|Since June there are two groups.|June brings a new schedule.|From the first of June parking is free.",
    "April": "April showers, said the warm-up card.|The schedule holds until April.|In early April the clinic was closed.|Group rules of April 2026 were read out.",
    "August": "August was named as the hardest month by some.|The heat of August kept three away.|By August the course is over.|An august silence followed, someone joked.",
    "Art": "Art therapy filled the second half.|Collages and other art were hung on the wall.|Art is not graded here, it was repeated.|The Art Room was free.",
    "Robin": "A robin at the window was used for noticing.|Round robin check-in opened the hour.|Robin eggs, blue, served in the five senses exercise.|The robin came back, to laughter.",
    "Rowan": "The rowan tree outside was the focus of the eyes.|Leaves of rowan and oak were passed around.|Rowan berries were the object of mindfulness.|A walk to the rowan closed the hour.",
    "Ash": "Ash Wednesday was on the minds of some.|An ash tray in a photo led to talk of smoking.|Ash from the fires made for coughs.|The ash tree was struck by lightning.",
    "Rose": "Rose, thorn and bud was the check-in.|Voices rose and a pause was called.|A rose was passed for mindfulness of smell.|Tension rose from 3 to 6 across the room.",
    "Chance": "Everybody had a chance to speak.|Chance was told apart from choice.|A second chance was the topic of the film.|By chance the heating failed.",
    "Luz": "La luz de la vela sirvió para la atención plena.|Se apagó la luz y hubo risas.|Luz y sombra fue el tema del dibujo.|Mirar la luz de la ventana ayudó a varios.",
    "Paz": "Se habló de la paz en casa.|Paz no es lo mismo que silencio, se dijo.|Varios buscan paz por la noche.|La Paz fue nombrada como ciudad natal.",
    "Julio": "En julio no hay grupo de noche.|El 4 de julio fue un día de riesgo para varios.|Desde julio se reúnen dos veces.|A fines de julio cambia el salón.",
    "Sol": "El sol entraba por la ventana.|Salir al sol fue una tarea.|Sol y caminata fueron las propuestas.|Se dibujó un sol de fortalezas.",
}
#: Shared parts of any group, with what may be taken for a name, initials or a number.
NEUTRAL = """
Facilitator opened with a one-minute breathing exercise and read the group rules.
Topic was urge surfing; a wave was drawn on the board and parts of it were named.
Chain analysis of a made-up lapse, worked out in pairs, then compared.
Members compared AA, NA and SMART meetings near the clinic.
PHQ-9 of the group fell from 14 to 11 on average; GAD-7 stayed at 9.
Met 12:30-1:45 in room 555; started at 12:35 because of the fire drill.
Co-led by {staff}, OT, with {staff} of the day program.
The crisis line 988 and the warm line 1-800-555-0199 were written on the board.
Handout 7A of DBT Skills Training was used, pages 231-240.
Group discussed shame in general, without naming anyone outside.
Two role plays of saying no; the second went slower and better.
Discussion of HALT and PLEASE skills; OK to pass was repeated.
{staff}, RN, answered questions on missed doses and ER visits.
Mood was low at the start and lighter at the end, as rated 4 and 7 of 10.
The Serenity Prayer was declined by some and accepted by others.
A film scene was shown; members named body cues such as a tight jaw.
Next session is 11/30/2026 at 10 A.M. in the ED annex, U.S. holidays excepted.
CBT triangle, then a thought record on "I always fail".
Attendance 11 of 12; 3 joined by video from home.
Members practised DEAR MAN with one request each.
Everyone rated urges: 5, 5, 5, 0, 2, 4, 6, 3 of 10.
Se practicó la respiración pausada y se revisaron las reglas del grupo.
Se habló de señales tempranas, sin nombres; varios pidieron más tiempo.
The HR office, PT and the VA were named as places to ask for help.
Ground rules: what is said here stays here; phones off until 11:15.
The 4-7-8 breath was tried for 3 rounds, 2-3 minutes each.
Psychoeducation on sleep: window, light, caffeine after 2 P.M.
Scores 55, 50, 14 and 2 on the worksheet were explained.
Dr. {staff}'s video on the limbic system was watched for 10 minutes.
Group ended with one word each; most were about being tired.
""".strip().splitlines()
#: Where somebody is told; {name} stands for it.
TELLING = """
The group thanked {name} for the honest check-in.
When {name} cried, the room fell silent for a while.
Others gave feedback to {name} on the role play.
It was agreed that {name} brings the worksheet on Monday.
A disagreement with {name} about the rules was settled.
El grupo escuchó a {name} y agradeció la confianza.
During the break {name} and a peer made coffee.
Laughter followed what {name} had drawn on the board.
A peer paired with {name} for the exercise.
The example of {name} was used for the chain.
Feedback from {name} helped others to speak.
The facilitator asked {name} to read the rules.
""".strip().splitlines()
FIRST = """
{name} said the wave image helps.
{name} opened the check-in and set the tone.
{name} was tearful and stayed with it.
{name} drew the chain on the board.
{name} told of a lapse at a wedding.
{name} fell asleep during the film.
{name} shared a poem about winter.
{name} and two others left early.
{name} will lead the warm-up on Friday.
{name} sat outside until the noise was over.
{name} can't stand the humming of the lamp.
{name} noticed tension in the jaw.
""".strip().splitlines()

_PHONES = (
    "({0}) {1}-{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "{0} {1} {2}", "{0}{1}{2}", "+1 {0} {1} {2}", "1-{0}-{1}-{2}", "{1}-{2}", "{1}{2}", "{1} {2}", "{0}/{1}-{2}", "{1}.{2}",
)  # fmt: skip


def members(chance: random.Random) -> list[Person]:
    """Twelve people of all kinds of names, three with names that are words; no name twice."""
    given = [
        *chance.sample(_PLAIN_GIVEN, 4),
        *chance.sample(_ACCENTED, 2),
        *chance.sample(_DOUBLE, 2),
        *chance.sample(list(AS_WORDS), 4),
    ]
    family = [*chance.sample(_PLAIN_FAMILY, 6), *chance.sample(_ODD_FAMILY, 4), *chance.sample(_ORDINARY_FAMILY, 2)]
    chance.shuffle(family)
    chosen = chance.sample(_CHOSEN, 3) + [""] * 9
    chance.shuffle(chosen)
    phones = [
        f"({chance.randrange(201, 990)}) {chance.randrange(220, 990)}-{chance.randrange(10_000):04}" for _ in given
    ]
    return [Person(f"p{place}", *one) for place, one in enumerate(zip(given, family, chosen, phones, strict=True))]


def _without_accents(name: str) -> str:
    return "".join(plain_word(sign) if not sign.isascii() else sign for sign in name)


def _phone(chance: random.Random, person: Person) -> str:
    return chance.choice(_PHONES).format(*re.findall(r"\d+", person.phone))


def _first_initial(person: Person) -> tuple[str, str]:
    return _without_accents(person.given)[0].upper(), _without_accents(person.family)[0].upper()


def ways_of_telling(chance: random.Random, person: Person) -> Iterator[tuple[str, str, bool]]:
    """(kind, how somebody is written, whether it begins a sentence). Kinds with a star are known to be out of reach."""
    given, is_word = person.given.split()[0].split("-")[0], person.given in AS_WORDS
    first, last = _first_initial(person)
    if is_word:
        yield "name that is a word, within", given, False
        yield "name that is a word, first", given, True
        yield "name that is a word, 's", f"{given}'s advice", False
        yield "*name that is a word, small", given.lower(), False
    else:
        yield "given name", given, chance.random() < 0.5
        yield "given name, small", given.lower(), False
        yield "*misspelt", given[0] + given[2:] + given[1] + "h", False
    if person.given in _ACCENTED:
        yield "without its accent", _without_accents(given).lower() if not is_word else given, False
    if person.family in _PLAIN_FAMILY:
        yield "family name", f"{chance.choice(('Mr. ', 'Ms. ', ''))}{person.family}", chance.random() < 0.5
        yield "family name, 's", f"{person.family}'s", False
    if person.family in _ORDINARY_FAMILY:
        yield "family name that is a word", f"{chance.choice(('Mr. ', 'Ms. ', ''))}{person.family}", False
    if person.family in _ODD_FAMILY:
        yield "odd family name, whole", _without_accents(person.family), False
        yield "odd family name, a part", max(re.split(r"\W", _without_accents(person.family)), key=len), False
    if person.given in _DOUBLE:
        yield (
            "double name, whole",
            chance.choice((person.given, person.given.replace(" ", "-"), _without_accents(person.given))),
            False,
        )
    if person.chosen:
        yield "chosen name", person.chosen, False
    yield (
        "*A.A." if first + last in naming._DOTTED else "A.R.",
        chance.choice((f"{first}.{last}.", f"{first}. {last}.")),
        False,
    )
    yield "*AA" if first + last in naming._ACRONYMS else "AR", first + last, chance.random() < 0.3
    yield "Ana R.", f"{given} {last}.", chance.random() < 0.3
    yield "telephone", _phone(chance, person), False


@dataclass(frozen=True)
class Shared:
    """A shared part: what is in it (kind, key of who is told; empty for an honest one)."""

    kind: str
    key: str
    said: str
    people: list[Person] = field(repr=False)


def shared_parts(seed: int, half: str) -> Iterator[Shared]:
    """For one group: twelve honest shared parts, and one for each way in which each of three people may be told."""
    chance = random.Random(f"names {half} {seed}")
    people = members(chance)
    taken = {
        part for one in people for name in (one.given, one.family) for part in re.split(r"\W", _without_accents(name))
    }
    staff = [name for name in (*_PLAIN_GIVEN, *_PLAIN_FAMILY) if name not in taken]

    def plain(count: int, with_words: int) -> list[str]:
        ours = [one.given for one in people if one.given in AS_WORDS]
        said = chance.sample(_half_of(NEUTRAL, half), count)
        said += [chance.choice(_half_of(AS_WORDS[name].split("|"), half)) for name in chance.sample(ours, with_words)]
        return [one.replace("{staff}", chance.choice(staff)) for one in chance.sample(said, len(said))]

    for _ in range(IN_A_GROUP):
        yield Shared("", "", " ".join(plain(chance.choice((2, 3, 4)), chance.choice((0, 1, 1, 2)))), people)
    for person in chance.sample(people, 3):
        for kind, name, is_first in ways_of_telling(chance, person):
            said = plain(2, 0)
            sentence = chance.choice(_half_of(FIRST if is_first else TELLING, half)).replace("{name}", name)
            said.insert(chance.randrange(3), sentence)
            yield Shared(kind, person.key, " ".join(said), people)


# --- What is measured, and what else was tried ---

Words = tuple[str, ...]


def _share_in_stretches(shortest: int) -> Callable[[Words, Words, Counter[str]], float]:
    """Words of the shorter text in stretches that both have."""

    def share(one: Words, other: Words, common: Counter[str]) -> float:
        shorter, longer = sorted((one, other), key=lambda words: (len(words), words))
        runs = {longer[at : at + shortest] for at in range(len(longer) - shortest + 1)}
        held: set[int] = set()
        for at in range(len(shorter) - shortest + 1):
            if shorter[at : at + shortest] in runs:
                held.update(range(at, at + shortest))
        return len(held) / len(shorter)

    return share


def _in_order(one: Words, other: Words, common: Counter[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _any_order(one: Words, other: Words, common: Counter[str]) -> float:
    return sum((Counter(one) & Counter(other)).values()) / min(len(one), len(other))


def _weighed(one: Words, other: Words, common: Counter[str]) -> float:
    """The same, words that many of the session have counting less."""

    def weight(words: Counter[str]) -> float:
        return sum(math.log((IN_A_GROUP + 2) / max(1, common[word])) * count for word, count in words.items())

    lighter = min(weight(Counter(one)), weight(Counter(other)))
    return weight(Counter(one) & Counter(other)) / lighter if lighter else 0.0


MEASURES: dict[str, Callable[[Words, Words, Counter[str]], float]] = {
    "in stretches of 2 (used)": _share_in_stretches(2),
    "in stretches of 3": _share_in_stretches(3),
    "in stretches of 4": _share_in_stretches(4),
    "in order (difflib ratio)": _in_order,
    "in any order": _any_order,
    "in any order, weighed by session": _weighed,
    "best of difflib and stretches": lambda one, other, common: max(
        _in_order(one, other, common), MEASURES["in stretches of 3"](one, other, common)
    ),
}


@dataclass
class Measured:
    """Shares by one measure: honest pairs, the highest of each honest note (writer, evening, weeks), planted copies (edit, writer)."""

    honest: list[float] = field(default_factory=list)
    notes: list[tuple[str, float, float]] = field(default_factory=list)
    planted: list[tuple[str, str, str, float]] = field(default_factory=list)

    def recall(self, like: float, of: str = "") -> float:
        some = [share for edit, writer, language, share in self.planted if of in ("", edit, writer, language)]
        return sum(share >= like for share in some) / len(some) if some else math.nan

    def false_pairs(self, like: float) -> float:
        return sum(share >= like for share in self.honest) / len(self.honest)

    def false_notes(self, like: float, writer: str = "", *, evening: bool = True, weeks: bool = True) -> float:
        some = [
            (by_evening * evening, by_weeks * weeks) for who, by_evening, by_weeks in self.notes if writer in ("", who)
        ]
        return sum(max(both) >= like for both in some) / len(some)


def measured(notes: Sequence[Note], measure: Callable[[Words, Words, Counter[str]], float]) -> Measured:
    found = Measured()

    def share(one: Words, other: Words, common: Counter[str]) -> float:
        return measure(one, other, common) if min(len(one), len(other)) >= copying.FEWEST_WORDS else 0.0

    for note in notes:
        words = {one.key: copying._read(one).words for one in note.texts}
        common = Counter(word for some in words.values() for word in set(some))
        evening = [share(words[one], words[other], common) for one, other in combinations(words, 2)]
        weeks = [share(words[key], copying._read(one).words, common) for key, one in note.before]
        found.honest += evening + weeks
        found.notes.append((note.writer, max(evening), max(weeks)))
        for edit, original, copy in note.planted:
            found.planted.append(
                (
                    edit,
                    note.writer,
                    note.language,
                    share(copying._read(original).words, copying._read(copy).words, common),
                )
            )
    return found


def tuned(notes: Sequence[Note]) -> Iterator[str]:
    """For each measure the highest threshold that still finds 96.5 % (1.5 points of room), and what it costs: chosen on the tuning half only."""
    yield f"Tuning half, {len(notes)} notes: the highest threshold that still finds 96.5 % of the copies"
    yield f"{'measure':34} {'from':>5} {'found':>7} {'false pairs':>12} {'notes with a false warning':>27}"
    for name, measure in MEASURES.items():
        found = measured(notes, measure)
        like = max(step / 100 for step in range(30, 100) if found.recall(step / 100) >= 0.965)
        yield f"{name:34} {like:5.2f} {found.recall(like):7.1%} {found.false_pairs(like):12.2%} {found.false_notes(like):27.1%}"


def reported(notes: Sequence[Note], half: str) -> Iterator[str]:
    """What `copies` itself finds at the threshold in use."""
    found, like = measured(notes, MEASURES["in stretches of 2 (used)"]), copying.LIKE
    _agrees(notes, found)
    yield f"{half}, {len(notes)} notes of {IN_A_GROUP}, {len(found.honest)} honest pairs, {len(found.planted)} copies; near-copy from {like}"
    yield f"  copies found {found.recall(like):.1%}; honest pairs warned of {found.false_pairs(like):.2%}"
    for writer in ("", *WRITERS):
        yield (
            f"  {writer or 'all writers':12} copies found {found.recall(like, writer):6.1%}; honest notes with any warning {found.false_notes(like, writer):6.1%} "
            f"(within the evening {found.false_notes(like, writer, weeks=False):.1%}, against earlier weeks {found.false_notes(like, writer, evening=False):.1%})"
        )
    yield f"  copies found in English {found.recall(like, 'en'):.1%}, in Spanish {found.recall(like, 'es'):.1%}"
    counted = Counter(edit for edit, *_ in found.planted)
    for edit in EDITS:
        yield f"  {edit:30} {found.recall(like, edit):7.1%} of {counted[edit]}"


def _agrees(notes: Sequence[Note], found: Measured) -> None:
    """The measure above and the product's own function say the same of every note and copy."""
    for note, (_, evening, weeks) in zip(notes, found.notes, strict=True):
        warned = bool(copies(note.texts, note.before))
        assert warned == (max(evening, weeks) >= copying.LIKE), note.texts
    said = (bool(copies([original, replace(copy, key="copy")])) for note in notes for _, original, copy in note.planted)
    assert list(said) == [share >= copying.LIKE for *_, share in found.planted]


def by_hand() -> Iterator[str]:
    for text in BY_HAND:
        texts = [copying._read(Written(str(place), line)).words for place, line in enumerate(text.splitlines())]
        shares = {
            name: max(measure(*pair, Counter()) for pair in combinations(texts, 2))
            for name, measure in list(MEASURES.items())[:5]
        }
        yield f"  a note written by hand, {len(texts)} lines; most alike: " + ", ".join(
            f"{name} {share:.2f}" for name, share in shares.items()
        )
    whole = [copying._read(Written("", text)).words for text in BY_HAND]
    yield f"  the two as two long texts of {len(whole[0])} and {len(whole[1])} words: {MEASURES['in stretches of 2 (used)'](*whole, Counter()):.2f}"


def all_the_same() -> Iterator[str]:
    """One line given to everybody, names exchanged: weighing by the session would not see it."""
    people, pairs = a_group(random.Random(1)), IN_A_GROUP * (IN_A_GROUP - 1) // 2
    lines = [a_line(random.Random(seed), a_session(random.Random(seed), "held-out")) for seed in range(20)]
    full = sum(
        len(copies([Written(whom.key, line.of(whom), whom.names) for whom in people])) == pairs for line in lines
    )
    yield f"  one line for all twelve: {full} of {len(lines)} notes have all {pairs} pairs shown"


# --- Names ---


def names_reported(groups: int, half: str) -> Iterator[str]:
    told, found, wrong, parts = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for seed in range(groups):
        for one in shared_parts(seed, half):
            said = names_in(one.said, one.people)
            told[one.kind] += 1
            found[one.kind] += any(who.key == one.key for who in said)
            if not one.kind:
                kind = (
                    "a name of the group stands there as a word"
                    if _has_word_name(one)
                    else "no name of the group stands there"
                )
                parts[kind] += 1
                wrong[kind] += bool(said)
    within = [kind for kind in told if kind and not kind.startswith("*")]
    yield f"{half}, {groups} groups: told in a shared part {sum(told[one] for one in within)} times, found {sum(found[one] for one in within) / sum(told[one] for one in within):.1%}"
    yield f"  honest shared parts with a warning {sum(wrong.values()) / sum(parts.values()):.1%} of {sum(parts.values())}"
    for kind in sorted(parts):
        yield f"    where {kind}: {wrong[kind] / parts[kind]:.1%} of {parts[kind]}"
    for kind in sorted(filter(None, told), key=lambda one: one.replace("*", "~")):
        yield f"  {kind.replace('*', 'out of reach: '):44} {found[kind] / told[kind]:7.1%} of {told[kind]}"


def _has_word_name(one: Shared) -> bool:
    words = set(re.findall(r"\w+", one.said.lower()))
    return any(person.given.lower() in words for person in one.people if person.given in AS_WORDS)


# --- Time ---


def times() -> Iterator[str]:
    """Processor time, for the machine is shared. Fourteen people: 91 pairs and three earlier texts of each; names in a shared part."""
    note = a_note(4, "held-out")
    chance = random.Random(3)
    texts = [*note.texts, *(Written(f"more-{place}", note.texts[place].said[::-1]) for place in range(2))]
    before = [*note.before, *((one.key, one) for one in texts[12:] for _ in range(WEEKS_BEFORE))]
    words = [copying._read(one).words for one in texts]
    long_words = [
        " ".join(chance.choices("the of and urge said group felt then was with".split(), k=1500))[:8000]
        for _ in range(14)
    ]
    long = [Written(str(place), said) for place, said in enumerate(long_words)]
    part = next(one for one in shared_parts(3, "held-out"))
    people = [*part.people, *members(random.Random(9))[:2]]
    deeds: dict[str, Callable[[], object]] = {
        "copies, 14 people, 91 pairs and 42 earlier": lambda: copies(texts, before),
        "floor: only reading the 56 texts into words": lambda: [
            plain_word(word) for one in (*texts, *(old for _, old in before)) for word in one.said.split()
        ],
        "the 91 pairs with difflib": lambda: [
            _in_order(one, other, Counter()) for one, other in combinations(words, 2)
        ],
        "names, 14 people, one shared part": lambda: names_in(part.said, people),
        "copies, 14 texts of 8,000 characters from ten words": lambda: copies(long),
        "names, 8,000 characters": lambda: names_in(long[0].said, people),
    }
    for what, deed in deeds.items():
        took = []
        for _ in range(ROUNDS):
            began = time.process_time()
            deed()
            took.append(time.process_time() - began)
        yield f"  {what:54} {median(took) * 1000:8.2f} ms (longest {max(took) * 1000:.2f})"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tune", action="store_true", help="compare measures and thresholds on the tuning half")
    asked.add_argument("--quick", action="store_true", help="a tenth of the corpus")
    words = asked.parse_args()
    notes, groups = (40, 20) if words.quick else (250, 150)
    if words.tune:
        tuning = [a_note(seed, "tuning") for seed in range(notes)]
        _say("Near-copies", *tuned(tuning), *reported(tuning, "tuning"))
        _say("Names", *names_reported(groups, "tuning"))
        return
    held_out = [a_note(seed, "held-out") for seed in range(notes)]
    load = os.getloadavg()[0]
    _say(f"{platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}")
    _say("Near-copies", *reported(held_out, "held-out"), *by_hand(), *all_the_same())
    _say("Names", *names_reported(groups, "held-out"))
    _say(f"Processor time, medians of {ROUNDS}", *times())


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
