"""Thoughts and actions, and healthy decisions, topic by topic."""

from daybridge.demo.note_parts.shape import Topic

TOPICS = {
    "circle": Topic(
        "How it hangs together",
        ("one day drawn as a circle on the board", "each drawing one of their own", "looking for where it could be broken"),
        ("A day was drawn as a circle of thought, feeling and deed; everybody then drew one.", "The group looked for the place where each circle could be broken."),
        ("Most found the deed easier to change than the thought.", "How fast one leads to the next surprised several members."),
        (
            "drew a circle from {thought} to {pull}", "saw that {pull} brings {feeling}, and {feeling} brings more of it", "broke the circle at the deed, with {act}",
            "placed {body} between the thought and the deed", "!explained the drawing of {trouble} and found the missing feeling, {felt}", "began the circle with {trouble} and needed help to find the thought",
        ),
        ("will draw one circle of a hard hour {soon}", "will try {act} at the point where the circle turns", "plans to look for the thought when {body} shows"),
    ),
    "quick-thoughts": Topic(
        "Quick thoughts",
        ("what a thought is, and that it may be wrong", "catching three from the morning", "rating belief from 0 to 100"),
        ("Members caught thoughts from the morning and rated how much they believed them.", "The group told thoughts from facts and feelings."),
        ("Questions that hide a thought (“what if”) were turned into statements.", "Some found belief higher at night than in the room."),
        (
            "caught {thought} from this morning and believed it {strong} percent", "turned a “what if” about {worry} into a plain thought",
            "found {thought} beneath the feeling of {feeling}", "wrote {thought}, belief {strong} by night and {weaker} by day", "mixed up thought and feeling at first and sorted them out",
            "!read out {thought} and heard how harsh it sounds",
        ),
        ("will write what went through the mind when mood drops", "will catch one quick thought a day, by {clock_late} at night", "plans to note belief in percent when thinking of {worry}"),
    ),
    "other-side": Topic(
        "The other side",
        ("for and against a thought, worked through together", "asking what one would tell a friend", "writing a thought that is fair"),
        ("A thought was worked through for and against, and then each took their own.", "The group asked what one would tell a friend in the same place."),
        ("It was easier to be fair to others than to oneself.", "A fair thought was told from a rosy one."),
        (
            "went from {strong} down to {weaker} percent on {thought}", "wrote {turn}", "found more against {thought} than expected",
            "wrote what a friend would hear about {trouble}, and softened", "!was told by the group what speaks against {thought}", "could not yet believe {fair}, and left it on the sheet",
        ),
        ("will finish one thought record {soon}", "will read {fair} when {feeling} comes", "plans to look for one thing against {thought}"),
    ),
    "small-steps": Topic(
        "Small steps",
        ("how mood follows what we do", "listing what used to be liked and what matters", "planning what, when, where and with whom"),
        ("Members listed what they used to like and planned one thing with day and hour.", "Plans were made smaller until they could not fail."),
        ("Waiting to feel like it was named as the trap.", "Several had forgotten things that they used to enjoy."),
        (
            "planned {step} {by}", "made the plan smaller, from a whole morning to {minutes} minutes", "remembered {joy} as something that used to lift the mood",
            "rated mood {low_rate} before and {mid_rate} after {act}", "!doubted that {joy} would do anything and planned it all the same", "picked {step} and asked {helper} to come along",
        ),
        ("will try {step} {by} and rate mood after it", "plans time for {joy} with {close}", "will do one planned thing a day; the first is {step}"),
    ),
    "go-near": Topic(
        "Go near what you fear",
        ("what staying away does to fear", "building a ladder of ten steps", "picking the first step, with the therapist informed"),
        ("Ladders were built and compared; steps that were too high were split.", "The group drew how fear falls when one stays."),
        ("Small habits of safety, such as always sitting by the door, were recognized.", "Some feared that fear would never fall; others told how it had."),
        (
            "built a ladder for {feared}, with looking at a picture of it as the lowest step", "put {feared} at {high_rate} and a shorter version at {low_rate}",
            "saw that avoiding {feared} has cost more each month", "split one step toward {feared} into three", "!told how staying with {feared} for {minutes} minutes had brought the fear down",
            "named carrying water and sitting by the door as ways of feeling safe",
        ),
        ("will take the first step toward {feared} three times", "will stay {minutes} minutes and write the fear down before and after", "plans to tell the therapist which step comes first"),
    ),
    "worry-time": Topic(
        "A time for worry",
        ("telling worries that can be solved from those that can't", "setting a time and a place for worry", "putting one down now"),
        ("Worries were sorted into those that can be solved and those that can't.", "Each person set a time and a place for worry and put one on paper until then."),
        ("That worry feels like taking care of people was said by several.", "The first reaction was that it cannot work; most agreed to try."),
        (
            "put worry about {worry} off to {clock_late_evening}", "sorted {worry} under what can be solved, {worry} under what can't", "set ten minutes at {place} for worry",
            "!said that it feels careless not to worry about {worry}", "made one phone call out of the worry about {worry}", "got {worry} out of the head for half the hour",
        ),
        ("will keep ten minutes a day for worry, at {place}", "will write worries on a pad and read them {soon}", "plans the one call that {worry} needs"),
    ),
    "old-rules": Topic(
        "Old rules",
        ("finding rules with “must” and “never”", "where they came from and what they cost", "writing a softer one"),
        ("Members named rules they grew up with and what keeping them costs.", "Softer versions were written and tried out loud."),
        ("Several rules had once kept people safe, and were given credit for it.", "Changing a rule felt disloyal to some."),
        (
            "named {rule} as a rule from childhood", "counted {cost} as the price of {rule}", "tried {soften}, with some doubt",
            "saw {rule} at work in {trouble}", "!told where {rule} came from", "left {rule} standing for now and softened one word of it",
        ),
        ("will live by {softer} on {day}", "will notice when {rule} speaks", "plans to try the softer rule with {other}"),
    ),
    "kind-words": Topic(
        "Kind words for you",
        ("listening to the hard voice", "answering as a friend would", "keeping one line on the phone"),
        ("The hard voice was written down and answered as a friend would.", "Members kept one line on their phone."),
        ("Kindness was mistaken for excuses, and the difference was worked out.", "Whose voice it is came up, and was left at that."),
        (
            "wrote down {thought} as what the hard voice says", "put {turn}", "found it easier to write to a friend than to themself",
            "!read one kind line aloud and had to look away", "saved {fair} on the phone", "heard {relative} in the hard voice",
        ),
        ("will read the line each morning", "will answer the hard voice once a day in writing", "plans to put {fair} on the mirror"),
    ),
    "pause": Topic(
        "Pause",
        ("fast and slow choices", "what rushes people", "finding one's own pause"),
        ("Fast and slow choices of the past week were laid side by side.", "Each person tried out a pause: a breath, a walk to the door, a glass of water."),
        ("Being rushed by others was named as often as being rushed from inside.", "Some said a pause feels like losing."),
        (
            "named {pull} as a choice that was made too fast", "found {hunger} behind the rush", "chose {act} as their pause", "!told of {push}, and of saying yes before thinking",
            "looked back at {trouble} and at what an hour's pause would have changed", "noticed {body} as the sign to pause",
        ),
        ("will wait an hour before one choice this week", "will use {act} as a pause before answering {other}", "plans to sleep on the decision about {worry}"),
    ),
    "steps": Topic(
        "Step by step",
        ("say it, list ways, weigh, pick, look back", "working one problem through together", "each starting on a problem of their own"),
        ("A problem was worked through on the board in five steps.", "The group listed ways without judging them, the odd ones too."),
        ("Stating the problem in one sentence took longest.", "Members noticed how early they throw out ideas."),
        (
            "brought {trouble} down to one sentence", "listed ways to deal with {worry}, and asking for help was the last", "picked one way to deal with {trouble}: {act} first, then a call",
            "threw out ideas too early and took one back in", "!took ideas from the group for {worry}", "weighed asking {helper} against waiting",
        ),
        ("will take {worry} through the five steps {soon}", "will try the chosen way with {other} and look back on {day}", "plans to list three more ways for {trouble}"),
    ),
    "weigh": Topic(
        "For and against",
        ("four boxes: doing it or not, good and bad", "filling in one that is hard", "reading it when an urge comes"),
        ("Four boxes were filled in, the good sides of the old way included.", "The group compared what helps today with what helps in a month."),
        ("Naming what the old way gives was new, and made the rest more honest.", "Costs were often carried by somebody at home."),
        (
            "wrote {gain} as what {pull} gives and {cost} as what it takes", "filled in the boxes for {pull} and was slow to write the good side", "weighed {pull} against {reason}",
            "!said that {gain} is real, and so is {cost}", "marked {reason} with a star", "left one box open and asked for time",
        ),
        ("will keep the four boxes in the phone case", "will read the boxes when {pull} is near", "plans to add what {close} would write"),
    ),
    "values": Topic(
        "What matters to me",
        ("sorting cards of what matters", "looking where the week shows it", "one step toward it"),
        ("Cards were sorted until a few were left.", "Members looked for traces of what matters in the past week."),
        ("What others want was told from what one wants.", "Some were sad to see how little of the week showed it."),
        (
            "kept {value} and {value} to the end", "found {value} in the week, in a small way", "put {value} aside as what others want",
            "!explained why {value} stayed on the table", "saw little of {value} in this week", "chose {step} as a step toward {value}",
        ),
        ("will try {step} for the sake of {value}", "plans {step} {by}", "will tell {close} what matters"),
    ),
    "people": Topic(
        "People around me",
        ("three circles: near, middle, far", "who could come nearer", "a kind way to step back"),
        ("Three circles were drawn, with people placed near, middle and far.", "The group practiced a kind way to step back."),
        ("Empty circles were met with care, and with ideas.", "Some had people in the middle who pull them down."),
        (
            "put {helper} nearer than expected", "moved somebody who is linked to {pull} to the outer circle", "found the near circle small and named {helper} for it",
            "!practiced a kind way to see less of {push}", "could not decide where {relative} belongs", "left an empty place in the near circle and said what it is for",
        ),
        ("will spend an hour with {helper} {by}", "will answer less fast to {push}", "plans time for {joy} with somebody from the middle circle"),
    ),
    "money-time": Topic(
        "Money and time",
        ("where it goes now", "must, want, save", "making a plan that is easy to keep"),
        ("A week of money and hours was laid out in three columns.", "Plans were made easy to keep, with an envelope or an alarm."),
        ("Pay day was named as the hardest day.", "Shame about debts eased when it was shared in general terms."),
        (
            "found that most money goes in the two days after pay day", "put {load} among the musts and had few wants", "moved {joy} into the week, for free",
            "!told of hiding bills and of opening one {when}", "planned {day}, hour by hour", "set a small sum aside for {joy}",
        ),
        ("will follow the plan until {day}", "will ask {helper} to hold the card on pay day", "plans to open one bill {soon}"),
    ),
}  # fmt: skip
