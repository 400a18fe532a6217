"""Learning, around birth, and with the family, topic by topic."""

from daybridge.demo.note_parts.shape import Topic

TOPICS = {
    "what-it-is": Topic(
        "What it is called",
        ("what a diagnosis is and what it is not", "plain facts on how many live with it and get well", "what one would tell somebody close"),
        ("Names of conditions were put into plain words on the board.", "Members wrote what they would tell somebody close."),
        ("Relief at having a name for it and dislike of labels stood side by side.", "Questions about cause and blame took up much of the hour."),
        (
            "found words for what it is, for {close}", "asked whether it will come back and what lowers the odds", "wrote three lines for {relative}, and struck out the apology",
            "!said that a name for it explains the last years", "disliked the word and found another to use at home", "told “I have it” from “I am it,” with {thought} as the example",
        ),
        ("will read the three lines to {close}", "will ask the prescriber {question}", "plans to show the sheet to {relative}"),
    ),
    "stress": Topic(
        "Stress and the load",
        ("the picture of a bucket: what goes in, what lets it out", "drawing one's own", "choosing one tap to open"),
        ("Buckets were drawn, with what fills them and what lets some out.", "Each person chose one tap to open this week."),
        ("Some taps turned out to fill the bucket on the next day.", "That small things add up was recognized by all."),
        (
            "drew {load} and {load} as what fills the bucket", "marked {act} as a tap that works", "saw that {pull} lets some out and fills it again", "!told how full the bucket had been before coming here",
            "found {load} to be the larger half", "had many inflows and one tap, {joy}",
        ),
        ("will open one tap a day, {act} first", "will ask {helper} to take a bit of {load}", "plans {joy} as a tap to open this week"),
    ),
    "alarm": Topic(
        "The body's alarm",
        ("what happens in the body when the alarm is on", "why it stays loud after bad things", "turning it down together"),
        ("The group drew the alarm in the body and turned it down with feet on the floor.", "False alarms were told from real ones."),
        ("Being startled easily was less lonely once shared.", "Nobody was asked to tell what had happened, and this was said at the start."),
        (
            "knew the alarm by {body}", "brought the alarm down a little with {cool}", "named {feared} as what sets off a false alarm", "!said it is a relief that the body does this and not the mind alone",
            "felt both feet on the floor and the breath slow down", "marked {body} and {body} on the drawing",
        ),
        ("will feel the floor when the alarm is on", "will try {cool} at {place}", "plans to tell {close} what helps when it is loud"),
    ),
    "medicines": Topic(
        "Medicines",
        ("what medicines can do and can't", "side effects: tell, do not just stop", "writing questions for the next visit"),
        ("Questions for the next visit were written down and sorted.", "What medicines can do and cannot do was collected without speaking of anybody's own."),
        ("Stopping when one feels better was a common story.", "Side effects that nobody likes to mention were named in general terms."),
        (
            "wrote down {question}", "asked {question}, which goes to the prescriber", "named an alarm at {clock_early} as what helps not to forget", "!told of stopping alone last year and of what followed",
            "did not know {question} and wrote it on the card", "sorted worries into two questions for the visit",
        ),
        ("will ask {question} at the next visit", "will put the box next to the toothbrush", "plans to call the nurse about {question}"),
    ),
    "drink-and-drugs": Topic(
        "Drink, drugs and mood",
        ("what it gives at first and what it takes later", "stopping in a safe way", "naloxone: what it is and where to get it"),
        ("What use gives at first and takes later was written in two columns.", "Naloxone was shown and handed around."),
        ("That mood dips for weeks after stopping was new to some.", "People who do not use found the columns true for other habits."),
        (
            "wrote {gain} in the first column and {cost} in the second", "linked low mood on {day} to the evening before", "saw {pull} as an answer to {hunger}", "!asked how long mood takes to even out",
            "practiced with the naloxone trainer and will carry one", "counted {cost} as the highest price",
        ),
        ("will write down mood on two days and compare", "will pick up naloxone {by}", "plans to tell {helper} where the naloxone is kept"),
    ),
    "rights": Topic(
        "Your rights here",
        ("what is shared, and with whom", "how to say no, and how to say so later", "what is said in group stays in group"),
        ("What is shared with whom was looked at on paper.", "The group's own agreement was read and added to."),
        ("Worry about work and courts came up and was answered in general.", "Being able to take a consent back was new to many."),
        (
            "asked what {boss} could ever get to see", "looked at the consents given and wants to change one", "was relieved that family hears only what is allowed", "!told of an earlier place where things were passed on",
            "found the page on the phone where it is shown", "wants {relative} to know of visits, and of nothing else",
        ),
        ("will look at who can see what {soon}", "will talk with the therapist about what {relative} may know", "plans to change one consent {by}"),
    ),
    "sleep": Topic(
        "Sleep",
        ("what sleep does for mood", "one time to get up", "what to do when lying awake"),
        ("Nights were drawn as bars, and one change was picked.", "Myths about sleep were sorted out."),
        ("Lying awake and watching the clock was known to nearly all.", "Shift work and small children called for other answers."),
        (
            "wakes at {night_hour} and stays in bed with {worry}", "picked {sleep_step} as the one change", "drew {low_days} good nights in the last week", "!told how {sleep_step} had helped before",
            "saw that naps on days off move the whole night", "doubts {sleep_step} and prefers {sleep_step}",
        ),
        ("will try {sleep_step} until {day}", "will get up at {clock_early}, whatever the night was like", "plans {sleep_step} for a week and a note each morning"),
    ),
    "help": Topic(
        "Who can help",
        ("a list of people, places and lines", "what happens when one calls 988", "saving three numbers"),
        ("Lists were made of people, places and lines, by day and by night.", "What happens on a call to 988 was walked through."),
        ("Fear of being a burden was named by many.", "A short first sentence made calling easier."),
        (
            "saved {helper} and 988 in the phone", "wrote {helper} for the day and left the night open", "found a first sentence for a call: “Do you have five minutes?”", "!told of a call that had gone well {when}",
            "put {place} on the list as somewhere to go", "was surprised to have three names on the list, {helper} among them",
        ),
        ("will text {helper} just to say hi", "will ask {helper} whether a call at night is all right", "plans to put the list in the wallet"),
    ),
    # --- Around birth
    "mood": Topic(
        "Mood around birth",
        ("what is common around birth and what needs help today", "mood after birth as an illness, not a fault", "who asks how you are"),
        ("What is common after birth was told from what needs help on the same day.", "Members said whom they tell the truth about how they are."),
        ("Smiling for visitors was known to all.", "Guilt about not being happy was met with warmth."),
        (
            "said yes to “fine on the outside”", "knows {sign} from the weeks after the birth", "named {close} as somebody who really asks", "!told how {feeling} came where joy was expected",
            "wrote down the signs that call for help today", "felt less alone with {feeling}",
        ),
        ("will tell {close} how it is in truth", "will call the clinic when {sign} begins again", "plans to ask for one visit less {by}"),
    ),
    "body": Topic(
        "Your body",
        ("what changes and what heals", "medicines in pregnancy and while feeding: ask, do not just stop", "one kind thing for the body"),
        ("Changes of the body were named without comparing.", "Each person chose one kind thing for the body."),
        ("Pressure to be back to normal was named.", "Questions on medicines while feeding were collected for the prescriber."),
        (
            "spoke of {body} since the birth", "asked {question} while feeding", "chose {act} as a kind thing", "!said that the body feels borrowed", "allowed {act} without earning it first", "noticed harsh words for the body and changed one",
        ),
        ("will make time for {act}, for the body's sake", "will ask the prescriber {question}", "plans {minutes} minutes of rest before the dishes"),
    ),
    "sleep-in-pieces": Topic(
        "Rest in pieces",
        ("why sleep comes first", "sharing the night: who and when", "a safe place for the baby to sleep"),
        ("Nights were divided on paper: who and when.", "A safe sleeping place for the baby was gone through."),
        ("Handing over was harder than being tired.", "Pumping, bottles and work hours had to be fitted in."),
        (
            "planned one longer sleep with the help of {helper}", "wakes at {night_hour} even when the baby sleeps", "gave {day} night to {helper}", "!said that handing over feels like failing",
            "drew the night in three pieces, one of them for {helper}", "will nap when the baby naps, and leave {chore} for later",
        ),
        ("will have one longer sleep on two nights", "will ask {helper} for {day} night", "plans to leave {chore} and lie down"),
    ),
    "bond": Topic(
        "You and your baby",
        ("looks, voice and skin", "scary thoughts: say them here", "five minutes a day"),
        ("Small moments with the baby were described.", "Scary thoughts were spoken of in general, with what they are and are not."),
        ("That love may come slowly was heard with tears and relief.", "Phones during feeding were named without blame."),
        (
            "described one look of the baby {when}", "wrote down a scary thought and was told how common it is", "chose the bath as the five minutes", "!said that love comes in small bits",
            "hums while {chore} and the baby turns to it", "felt {feeling} at first and stayed with it",
        ),
        ("will take five minutes to look, talk and hold", "will tell the therapist when a scary thought comes back", "plans one feeding a day without the phone"),
    ),
    "partner": Topic(
        "With your partner or family",
        ("who does what now", "asking for one thing, clear and kind", "when home is not safe: who to talk to"),
        ("Who does what was laid out on cards.", "Requests were practiced, short and kind."),
        ("Expectations that nobody had spoken were found on both sides.", "Where to turn when home is not safe was on the table for all to take."),
        (
            "worked on asking {ask_close}", "saw {chore} and the nights all on one side", "named {feeling} about who does what", "!practiced asking without a list of old faults", "found words for asking {ask_close}", "moved one card to the side of {close}",
        ),
        ("will ask for one thing each day", "will ask {ask_close}", "plans a talk about the nights {by}"),
    ),
    "help-around": Topic(
        "Help around you",
        ("drawing one's village", "visits, food, rides, child care", "making one call in the session"),
        ("Each person drew a village and made one call.", "Offers of help were sorted by what they are good for."),
        ("Saying yes to help was the exercise.", "Some villages were far away, and calls counted."),
        (
            "drew a village with {helper} near and family far", "called {helper} from the room", "said yes to food on {day}", "!told of turning down help that was needed",
            "found three names for rides", "named {place} as part of the village",
        ),
        ("will say yes to one offer", "will ask {helper} for a ride", "plans one visit that ends after an hour"),
    ),
    # --- With the family
    "family-what-it-is": Topic(
        "What it is like",
        ("plain facts; it is nobody's fault", "what helps and what does not", "questions, with names left out"),
        ("Facts were given, and families asked questions without names.", "What helps and what does not was collected from both sides."),
        ("Fault and blame came up and were put down together.", "Worry at home often looks like control."),
        (
            "explained to {relative} what a bad morning is like", "heard from {relative} how frightening last winter was", "named what helps most: being asked, not told", "!corrected a myth in a calm voice",
            "let {relative} speak and did not defend", "felt {feeling} at hearing it from the other side",
        ),
        ("will tell {relative} one thing that helps", "will answer when {relative} asks how it is", "plans a walk with {relative} {by}"),
    ),
    "how-care-works": Topic(
        "How care works",
        ("a week in the program", "what each one chooses to share", "how families reach the team"),
        ("A week of the program was walked through.", "What is shared with family was talked about as a choice."),
        ("Families asked whom to call and when.", "Wish for privacy and wish to know were both heard."),
        (
            "chose what {relative} may hear about", "explained the week here to {relative}", "kept one matter private and said so kindly", "!answered a question about the schedule for the others", "agreed with {relative} on a word for bad days", "was at ease with {relative} in the room",
        ),
        ("will show {relative} the week on the phone", "will agree on one thing {relative} hears of", "plans to look at the consent with the therapist"),
    ),
    "listening": Topic(
        "Listening",
        ("saying back what one heard", "trying it in twos", "what it was like to be heard"),
        ("Listening was practiced in twos: say back, do not fix.", "Members told what it was like to be heard."),
        ("Not giving advice was the hardest part.", "Some were moved by hearing their own words said back."),
        (
            "said back what {relative} had told, nearly word for word", "gave advice, noticed it and went back to listening", "was heard for {minutes} minutes without a fix", "!asked {relative} to say it again, slower",
            "noticed {body} when hearing {relative} speak of the past year", "listened to {relative} and kept the answer back",
        ),
        ("will listen for ten minutes and only listen", "will ask {relative} to say back what was heard", "plans a talk without phones {by}"),
    ),
    "limits": Topic(
        "Kind limits",
        ("help that helps and help that hurts", "saying it short and calm", "keeping it"),
        ("Limits were written in one sentence and said calmly.", "Help that helps was told from help that hurts."),
        ("Keeping a limit was harder than setting it.", "Guilt came up on both sides."),
        (
            "set the limit “{limit}” in one sentence", "heard a limit from {relative} and took it without a fight", "told a limit from a punishment", "!said “{limit}” in a calm voice, second try",
            "agreed that “{limit}” is fair", "felt {feeling} at a limit and said so",
        ),
        ("will keep to “{limit}”", "will say the limit when all are calm", "plans to talk about “{limit}” with {relative}"),
    ),
    "safety": Topic(
        "In a crisis",
        ("asking about thoughts of death; asking does no harm", "pills and guns out of reach; 988 and 911", "naloxone at home"),
        ("What to do in a crisis was gone through step by step.", "Families practiced asking directly."),
        ("That asking does no harm was a relief.", "Locking things away was planned as help and not as distrust."),
        (
            "told {relative} what to say in a bad hour", "agreed that {relative} keeps the medicines", "showed {relative} the safety plan", "!said which question helps and which does not",
            "put 988 on the fridge list together with {relative}", "found it odd and good to speak of it openly",
        ),
        ("will put the numbers on the fridge", "will show {relative} where the plan is kept", "plans to hand over what is not needed in the house"),
    ),
    "own-care": Topic(
        "Your own care",
        ("an empty cup pours nothing", "groups for families nearby", "planning one hour"),
        ("Each person planned an hour of their own.", "Groups for families nearby were named."),
        ("Taking an hour felt selfish to many.", "Families and participants wished the same for each other."),
        (
            "planned {joy} while {relative} takes an hour", "wished {relative} an hour without worry", "named {joy} as care for themself", "!told {relative} “I am all right for an evening”", "saw that {relative} is tired, too", "planned an hour apart and an hour together",
        ),
        ("will spend the hour on {joy}", "will leave {relative} free on {day}", "plans {act} while the house is empty"),
    ),
}  # fmt: skip
