"""What people work on, in their own words, and how it goes; by what it is about."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Aim:
    """`said`: objectives in the person's own words. `well` and `hard`: how it goes on better and on worse days. `next`: what they take on."""

    said: tuple[str, ...]
    well: tuple[str, ...]
    hard: tuple[str, ...]
    next: tuple[str, ...]
    #: Words by which an objective that is not of this list is known to be about it.
    known_by: tuple[str, ...]
    of: Literal["all", "dual", "mind"] = "all"


AIMS: dict[str, Aim] = {
    "urge": Aim(
        (
            "Ride out an urge for 20 minutes without using, five days a week", "Call someone before I go near the old street", "Go through pay day without drinking",
            "Use my card of three things before I decide anything", "Pour out what is in the house and keep it that way", "Tell somebody within a day if I use",
            "Take another way home, every work day", "Get to two meetings a week and stay to the end", "Say no the first time I am offered, and leave",
            "Write down each urge: when, how strong, what I did",
        ),
        (
            "waited out {few} urges since {day}, with {act}", "took the other way home on {most} days", "called {helper} before it got strong", "got through pay day with the plan as written",
            "went to {low_days} meetings this week", "told {helper} of an urge on the same day", "used the card {when} and the urge passed in {long_minutes} minutes", "kept the house free of alcohol and asked guests to help with that",
            "left {place} when an offer came", "wrote down {few} urges, all in the early evening",
        ),
        (
            "had a close call {when} and told it here first", "finds evenings long without a drink", "has skipped the calls to {helper} this week", "was offered something {when} and took a while to leave",
            "has not been to a meeting since {day}", "feels the pull more when sleep is short", "thinks of {pull} more often than last week", "had thrown the card away and wrote a new one",
        ),
        ("will call {helper} by six each evening", "plans {act} for the hour after work", "will write down each urge until {day}", "wants to go to a meeting {by}", "will hand the bank card to {helper} on pay day"),
        ("urge", "using", "drink", "use ", "meeting", "sober", "substance", "alcohol", "offered"), "dual",
    ),
    "up": Aim(
        (
            "Be up and dressed by nine on five days", "Leave the house once a day, even for ten minutes", "Do one thing from my list before noon", "Shower every other day",
            "Get to group on time without being called", "Keep the kitchen so that I can cook in it", "Open the curtains first thing, seven days", "Do one thing a week that I used to like",
        ),
        (
            "was up by {clock_early} on {most} days", "left the house each day but one", "did one thing from the list before noon on {some} days", "opened the curtains first and found it less silly than feared",
            "got here without a call", "cooked {low_days} times this week", "made time for {joy}, for the first time in months", "had a morning shower on {some} days",
        ),
        (
            "stayed in bed until noon on {some} days", "got up only for group this week", "left the curtains closed since {day}", "sees the dishes as a measure of everything", "began {few} things and finished none",
            "needs two hours from waking to leaving", "found the list too long and stopped looking at it", "has slept in clothes on the couch since {day}",
        ),
        ("will put {chore} first and nothing after it", "plans to be up at {clock_early} on {low_days} days", "will leave the house for {minutes} minutes a day", "wants a shorter list, three lines at most", "will lay out clothes the night before"),
        ("up ", "dressed", "house", "shower", "list", "curtain", "kitchen", "noon", "bed"),
    ),
    "sleep": Aim(
        (
            "Sleep six hours on at least five nights", "Phone out of the bedroom by ten", "Get up at seven, whatever the night was like", "No naps after three", "If I lie awake, get up and sit in the kitchen for ten minutes",
            "No coffee after lunch", "Keep the light off at the same time all week",
        ),
        (
            "slept six hours or more on {some} nights", "kept the phone in the kitchen on {most} nights", "fell asleep before {clock_late} on {some} nights", "got up when awake at {night_hour} and slept again after",
            "has stayed with {sleep_step} since {day}", "woke rested {low_days} times this week", "notices that mornings are lighter after {sleep_step}",
        ),
        (
            "slept under five hours on {some} nights", "lay awake from {night_hour} on, {few} nights in a row", "fell back into naps after work", "took the phone to bed again", "dreamed badly {few} nights in a row", "dreads the night from dinner on",
            "was up with {worry} until late",
        ),
        ("will try {sleep_step} for four nights", "plans a fixed time to get up until {day}", "will move the phone to the kitchen {soon_night}", "wants to ask the prescriber about the nights", "will write worries down before bed"),
        ("sleep", "night", "nap", "coffee", "bedroom", "awake"),
    ),
    "worry": Aim(
        (
            "Take the bus alone twice a week", "Stay in the store until my list is done", "Keep worry to ten minutes at six o'clock", "Answer the phone when it rings, once a day", "Breathe slowly for five minutes before work",
            "Drive over the bridge once a week", "Open my mail on the day it comes", "Stay in a panic until it passes, without leaving",
        ),
        (
            "stayed with {feared} for {minutes} minutes", "kept worry to its time on {some} days", "opened the mail {low_days} times this week", "let a panic pass without leaving", "came by bus alone {low_days} times",
            "rated fear {low_rate} where it was {high_rate} in the first weeks", "answered the phone {when} and lived through it", "went into the store for {few} things and got them all",
        ),
        (
            "had {low_days} panics since {day}", "avoided {feared} all week", "checked the stove again and again", "left the line at the store before paying", "has a pile of unopened mail", "worries about {worry} from waking on",
            "asked {close} for reassurance many times a day", "canceled {low_days} appointments out of fear",
        ),
        ("will take one step toward {feared} {by}", "plans worry time at {clock_late_evening}", "will stay {minutes} minutes longer than feels right", "wants to open one letter a day", "will breathe slowly before picking up the phone"),
        ("bus", "store", "worry", "phone", "panic", "breathe", "mail", "fear", "anx", "drive"),
    ),
    "people": Aim(
        (
            "Ask for help once a week, before it is urgent", "Say no to one thing a week that I do not want", "Call my sister on Sundays and tell her how I am in truth", "Eat with my family at the table three evenings",
            "Answer messages within two days", "Tell one friend why I have been away", "Spend an hour with somebody who is good for me, every week",
        ),
        (
            "asked {ask_close}", "said no to {push} and kept to it", "called {close} and told how it is", "ate at the table on {some} evenings", "spent an hour with {helper}", "answered messages that had waited for weeks",
            "told {close} about the program", "was invited by {close} and went for an hour",
        ),
        (
            "has not answered {close} since {day}", "said yes to {push} again and regrets it", "feels that {close} is better off without calls", "ate alone all week", "had words with {relative} and has not called since", "wanted to ask for help and waited until it was urgent",
            "feels watched at home",
        ),
        ("will ask {ask_close}", "will answer {close} with two lines {soon}", "plans an hour with {helper} {by}", "wants to say no to {push} {by}", "will eat at the table on {day}"),
        ("ask", "say no", "call", "family", "friend", "message", "hour with", "partner"),
    ),
    "anger": Aim(
        (
            "Walk out before I shout, and come back within half an hour", "Notice anger at 4 of 10, not at 9", "No messages when I am angry; wait until morning", "Say what I need before I am furious", "Apologize within a day when I have been harsh",
        ),
        (
            "left the room {when} and came back calmer", "noticed anger at {low_rate} of 10", "left an angry message unsent until morning and deleted it", "apologized to {other} on the same day", "told {other} early what was needed", "used {cool} before answering {other}",
        ),
        (
            "shouted {when} and feels bad about it", "noticed the anger only when a door had slammed", "sent messages at night and regrets them", "has been on edge since {trouble}", "held it in with {other} and let it out at home", "feels provoked by {other} most days",
        ),
        ("will leave the room at the first sign of {body}", "will wait until morning before answering {other}", "plans {act} for when it climbs above 5", "wants to say sorry without explaining", "will rate anger three times a day"),
        ("anger", "angry", "shout", "furious", "harsh", "temper"),
    ),
    "self": Aim(
        (
            "Answer the hard voice once a day, in writing", "Finish one thought record a week", "Name one thing a day that I did all right", "Stop apologizing for being here", "Look in the mirror and say something fair, three mornings", "Let a compliment stand",
        ),
        (
            "finished a thought record on {thought}", "wrote: {fair}", "let a compliment stand {when}", "named one thing that went all right on {most} days", "caught {thought} and did not argue with it", "apologized less, which others noticed",
        ),
        (
            "heard {thought} most of the week", "could not find one thing that went all right", "tore up the thought record", "takes {trouble} as proof of being wrong", "apologized many times for taking up time", "compares with {relative} and comes off badly",
        ),
        ("will answer {thought} in writing {soon}", "will finish one thought record {by}", "wants to write one fair line each night", "plans to bring the hard voice to the individual session", "will read {fair} on the way home"),
        ("thought", "voice", "fair", "compliment", "apologiz", "mirror", "all right"),
    ),
    "ground": Aim(
        (
            "Use grounding when a memory comes, before I leave the room", "Sleep with the light off three nights", "Tell my therapist the same week when the bad dreams are back", "Be in a crowd for fifteen minutes with somebody I trust",
            "Know what day it is and where I am, out loud, when I drift",
        ),
        (
            "used {cool} when a memory came, and stayed", "was in a crowd for {long_minutes} minutes with {close}", "said day and place out loud {when}", "slept with the light off on {low_days} nights", "told of the bad dreams without going into them", "drifted for a moment and came back with {cool}",
        ),
        (
            "had bad dreams on {few} nights", "drifted off {when} and lost some minutes", "keeps all lights on at night", "was startled by a door and needed a while", "stays away from {place} since {day}", "left a crowd after {low_days} minutes",
        ),
        ("will use {cool} at the first sign of drifting", "plans {place} with {close}, for {minutes} minutes", "will keep a cold bottle by the bed", "wants to tell the therapist about the dreams", "will name five things in the room each evening"),
        ("ground", "memory", "light off", "dream", "crowd", "drift"),
    ),
    "body": Aim(
        (
            "Eat breakfast on five days", "Three meals a day, at set times", "Walk for twenty minutes on four days", "Drink water before coffee", "Get to the doctor about my back this month", "Cook twice a week",
        ),
        (
            "ate breakfast on {most} days", "walked {long_minutes} minutes on {some} days", "cooked {meal} {low_days} times", "has the appointment at the doctor's", "ate at set times since {day}", "feels steadier with {meal} in the morning",
        ),
        (
            "skipped meals on {some} days", "has no appetite and eats standing up", "walked once, on {day}, and then not again", "lives on coffee until late afternoon", "put off the doctor again", "has eaten little since {day}",
        ),
        ("will eat {meal} in the morning", "plans a walk of {minutes} minutes on {some} days", "will call the doctor {by}", "wants to cook {meal} {by}", "will put a glass of water next to the coffee"),
        ("eat", "meal", "walk", "water", "doctor", "cook", "breakfast"),
    ),
    "medicine": Aim(
        (
            "Take my medicine every morning and mark it", "Tell the nurse about side effects instead of stopping", "Have the refill a week before it runs out", "Ask my three questions at the next visit", "Keep the medicines in the box with days",
        ),
        (
            "took the medicine on all days but one", "told the nurse of a dry mouth and stayed on the medicine", "picked up the refill in time", "has the box with days next to the toothbrush", "asked the nurse {question} and got an answer",
        ),
        (
            "missed the medicine on {low_days} days", "does not like how mornings feel on the medicine", "nearly stopped the medicine and asked first", "ran short of tablets before {day}", "wonders about the medicine, {question}",
        ),
        ("will set an alarm for {clock_early}", "will ask {question} at the next visit", "plans to fill the box on Sundays", "wants to call the nurse {by}", "will mark each dose until {day}"),
        ("medicine", "refill", "dose", "side effect", "nurse", "box"),
    ),
    "work": Aim(
        (
            "Go back to work two days a week by the end of next month", "Talk to my manager about a later start", "Finish one module of my course", "Work on the job form for half an hour, twice a week", "Pay one bill on the day I get paid", "Make a plan for the month with what money there is",
        ),
        (
            "worked on the form for {long_minutes} minutes", "wrote two sentences for the talk with a manager", "paid a bill on the day", "finished part of the module", "looked at the budget with {helper}", "went by the old workplace to say hello",
        ),
        (
            "has not opened the form since {day}", "dreads the talk at work", "got behind with the course", "spent the money by {day}", "feels left behind by others of the same age", "was asked about the gap in the record and froze",
        ),
        ("will call about the form {by}", "will write down what to say at work", "plans half an hour for the form {by}", "wants to pay one bill {by}", "will ask {helper} to look over the budget"),
        ("work", "manager", "course", "module", "job", "bill", "money", "school", "class"),
    ),
}  # fmt: skip
