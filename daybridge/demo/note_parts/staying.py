"""Staying well, and managing triggers, topic by topic."""

from daybridge.demo.note_parts.shape import Topic

TOPICS = {
    "signs": Topic(
        "My early signs",
        ("how a setback begins before it shows", "finding signs in body, thoughts and deeds", "asking who sees them first"),
        ("Signs were collected under body, thoughts and deeds, and each person chose their own.", "The group talked about who sees a change before one does."),
        ("Feeling too sure of oneself was named as a sign as well.", "Being told by family that it shows was seen as help by some and as control by others."),
        (
            "named {sign} and {sign} as early signs", "found {sign} to be the first to come, days before anything shows", "put {sign} under deeds and {body} under body",
            "!told that {relative} sees {sign} first", "recognized {sign} from the week before the last setback", "wrote three signs, the last one {sign}",
        ),
        ("will show the list to {helper} {soon}", "will look out for {sign} until {day}", "plans to ask {close} what they notice first"),
    ),
    "risky-spots": Topic(
        "Risky spots",
        ("places, people, hours and feelings that make it hard", "rating them and picking the top ones", "staying away, or going in with a plan"),
        ("Risky spots were written down and rated.", "For the top ones the group made plans: stay away, or go in with a plan."),
        ("Hours turned out to be as risky as places.", "Members helped each other find ways around."),
        (
            "rated {spot} highest, {high_rate} of 10", "named {spot} and {spot}", "made a plan for {spot}: {act}, and a way out", "!said that {spot} cannot be avoided and planned for it",
            "linked {spot} with {pull}", "found {hunger} to be what makes {spot} risky", "took {spot} off the week with the help of {helper}",
        ),
        ("will go around {spot} this week", "will call {helper} before {spot}", "plans {act} for the hour of {spot}"),
    ),
    "small-choices": Topic(
        "Small choices",
        ("walking “it just happened” back", "finding the first fork", "choosing a new way at that fork"),
        ("A setback was walked back, choice by choice, to its first fork.", "Members looked for forks in the past week."),
        ("The first fork lay earlier than most had thought.", "Small reasons such as “I was just passing by” were recognized with a smile."),
        (
            "walked the last setback back to skipping lunch and saying yes to {push}", "found the first fork at {spot}", "saw {sign} as the fork that was missed", "!told how a different way home had changed the evening",
            "named {hunger} at the first fork, and {act} as the other way", "went from “it just happened” to four small choices",
        ),
        ("will look for one fork until {day}", "will take the other way at {spot}", "plans {act} for the moment of the first fork"),
    ),
    "urges": Topic(
        "When an urge comes",
        ("wait, move, call: trying each", "what has helped", "a card with three things"),
        ("Waiting, moving and calling were each tried in the room.", "Each person wrote a card with things for the first ten minutes."),
        ("Calling was felt to be the hardest of the ways.", "That an urge is no order was repeated in members' own words."),
        (
            "put {act} and a call to {helper} on the card", "chose {act} first because calling still feels hard", "!told of waiting {minutes} minutes with the urge for {pull}",
            "tried moving and felt {body} ease", "named {hunger} as what to look at before anything else", "made a practice call to {helper} and got the mailbox",
        ),
        ("will use the card even for a small urge", "will save {helper} under favorites", "plans {act} for the first ten minutes"),
    ),
    "saying-no": Topic(
        "When someone offers",
        ("first words, eyes, feet", "trying it with each other", "what to say the second time"),
        ("Offers were played in pairs, with a first and a second no.", "The group worked on words, look and leaving."),
        ("Leaving first and explaining later was new to some.", "Offers from family were the hardest."),
        (
            "found “no thanks, I am driving” for {spot}", "!said no twice in the exercise and walked off", "laughed the offer off the first time and tried again in earnest",
            "named {spot} as where an offer will come", "practiced leaving without a reason", "planned what to hold in the hand at {spot}",
        ),
        ("will say the words aloud three times {soon}", "will tell {helper} before going to {spot}", "plans to park so that leaving is easy"),
    ),
    "after": Topic(
        "After a setback",
        ("the thought “now it does not matter”", "the first day: safe, tell someone, come back", "what it teaches"),
        ("The first day after a setback was planned: be safe, tell somebody, come back.", "The group spoke of the thought “now it does not matter”."),
        ("Shame was named as what makes one setback into many.", "Members told what had helped them come back."),
        (
            "named {helper} as the first to be told after a setback", "recognized {thought} as what keeps a setback going", "planned the first day: sleep, food, a call to {helper}",
            "!told of coming back after the last setback, and of being met kindly", "saw that hiding for days came from {feeling}", "wants to tell somebody sooner when {sign} begins",
        ),
        ("will write to {helper} who gets told first, and how", "will keep the first-day plan in the wallet", "plans to come to group after a setback, whatever it was"),
    ),
    "balance": Topic(
        "Musts and wants",
        ("counting musts and wants", "what used to fill that place", "putting one want into each day"),
        ("Musts and wants of a week were counted.", "The group collected joys that cost little."),
        ("Several had no want on their page at all.", "Rest was counted as a must by the end."),
        (
            "counted many musts and hardly any wants", "put {joy} into the week", "saw that {pull} used to fill the place of {joy}", "!said that joy without a reason feels wrong",
            "named {load} as what crowds out the rest", "found {joy} again on an old list",
        ),
        ("will make time for {joy} {by}", "will have one want a day, of {minutes} minutes", "plans time for {joy} with {close}"),
    ),
    "plan": Topic(
        "My plan to stay well",
        ("signs, spots, ten minutes and people on one page", "reading it to a partner", "deciding who gets a copy"),
        ("Plans were written on one page and read to a partner.", "Members decided who gets a copy."),
        ("The line about people was the last to be filled in.", "Some were proud to hold a page of their own."),
        (
            "wrote a page with {sign} at the top", "put {helper} and {act} on the page", "has everything on the page except who gets a copy", "!read the plan to a partner and changed the line on {spot}",
            "added {spot} after hearing the page read back", "kept the plan to five lines, as it will be read in a hurry",
        ),
        ("will give a copy to {helper} {soon}", "will put the page on the inside of the closet door", "plans to go through it with the therapist"),
    ),
    "map": Topic(
        "My map",
        ("people, places, things and hours that set it off", "drawing the map, with colors for how strong", "leaving one thing out this week"),
        ("Maps were drawn, with colors for how strong each thing is.", "Each person chose one thing to leave out this week."),
        ("Smells and songs were on more maps than expected.", "Some things on the map are also loved, and that was spoken of."),
        (
            "drew {spot} in red", "put {spot} and an old song on the map", "added {hunger}, which is no place at all", "!showed the map and asked what others do about {spot}",
            "colored {other} half red, half green", "left {spot} out of this week", "was surprised by how much of the map lies on one street",
        ),
        ("will add two things to the map by {day}", "will take another way than past {spot}", "plans to show the map to {helper}"),
    ),
    "inside": Topic(
        "From inside",
        ("hungry, angry, alone, tired", "finding which one is one's own", "what it asks for in truth"),
        ("The group went through hungry, angry, alone and tired, and what each asks for.", "Each person found the one that sets them off most."),
        ("Good moods were found to be risky as well.", "Being tired was underrated by most."),
        (
            "named {hunger} as the strongest from inside", "found that being tired comes first and {pull} second", "asked what {hunger} wants in truth: {act}", "!told how {hunger} nearly led to {pull} {when}",
            "ticked all four for {day}", "noticed {body} as the form that {feeling} takes",
        ),
        ("will ask the four questions at noon and at night", "will eat before {spot}", "plans {act} against {hunger}"),
    ),
    "chain": Topic(
        "The chain",
        ("one chain on the board, link by link", "each writing one", "cutting it at the weakest link"),
        ("An urge was followed back link by link on the board.", "Each person wrote a chain and marked the weakest link."),
        ("The links of an ordinary day mattered more than the big event.", "Working backwards was easier than forwards."),
        (
            "followed {pull} back to {hunger} and a night of little sleep", "marked {sign} as the weakest link", "wrote a chain from {trouble} to the pull toward {pull}", "!read out the chain and found the link where {act} fits",
            "got stuck between {feeling} and {pull}, and found {thought} there", "cut the chain at {spot}",
        ),
        ("will write one chain this week", "will put {act} at the weakest link", "plans to go through the chain with the therapist"),
    ),
    "first-ten": Topic(
        "The first ten minutes",
        ("why an urge does not last", "move, drink water, breathe, call", "trying two of them now"),
        ("Two ways to fill ten minutes were tried in the room.", "The group drew how an urge rises and falls."),
        ("Water and cold air were favored; calling was put off.", "Ten minutes felt long until they were over."),
        (
            "tried {cool} and then {act}", "felt the pull toward {pull} come down from {high_rate} to {mid_rate}", "put {act} first and a call to {helper} second", "!told that {act} had worked {when}",
            "found that {cool} works better than sitting still", "wrote a list for ten minutes, with {act} twice on it by mistake and on purpose",
        ),
        ("will try one thing from the list each day", "will keep {act} for {spot}", "plans to put shoes by the door for the first ten minutes"),
    ),
    "make-room": Topic(
        "Change the room",
        ("what is in sight and what is at hand", "what goes and what comes", "who can help carry it out"),
        ("Rooms were drawn, with what is in sight and at hand.", "Each person chose what goes and what comes in its place."),
        ("Giving things away in company was easier than alone.", "Some live in homes that are not theirs to change, and looked for one corner."),
        (
            "wants things that lead to {pull} out of {room}", "drew {room} and saw what is at hand first", "chose a chair in {room} as a place for {act}", "!asked how others had dealt with {room}",
            "named {helper} to help carry things out", "found one shelf in {room} that is theirs to change",
        ),
        ("will change one thing in {room} {by}", "will ask {helper} to come along for it", "plans to put a lamp and a book where the television was"),
    ),
    "hard-days": Topic(
        "Hard days ahead",
        ("pay days, feast days, days of loss", "planning one hour by hour", "who is with you"),
        ("A hard day ahead was planned hour by hour.", "The group spoke of feast days and days of loss."),
        ("Anniversaries were on several lists.", "Being alone on such a day was the greatest worry."),
        (
            "planned {hard_day} hour by hour, with {act} in the worst hour", "named {hard_day} as the hard day ahead", "has {close} for the morning and nobody yet for the night", "!spoke of what that day was like last year",
            "put {joy} and an early night into a day of loss", "planned pay day: the bill first, then straight to {place}",
        ),
        ("will tell {helper} the plan for that day", "will be at {place} in the hardest hour", "plans to leave the dinner by eight"),
    ),
}  # fmt: skip
