"""The skills course, topic by topic."""

from daybridge.demo.note_parts.shape import Topic

TOPICS = {
    "noticing": Topic(
        "Just notice",
        ("three breaths together at the start", "noticing and naming sounds, thoughts and feelings", "planning when to try it at home"),
        ("The group sat through three slow breaths and then named what had come up.", "Members named a sound, a thought and a feeling in turn, without explaining them."),
        ("Several found that thoughts came faster as soon as nothing was to be done.", "That noticing does not mean approving had to be said more than once."),
        (
            "noticed {thought} pass by during the three breaths", "named {body} first, and {feeling} only after a while",
            "found the silence long and stayed with the sound of the fan", "got lost in {trouble} twice and came back to the breath",
            "!said that noticing {feeling} made it louder at first", "wrote down {body} and {feeling} as what was there",
        ),
        ("will stop for one minute a day while {chore}", "will try noticing {soon}, at {place}", "chose the wait for the bus as the minute to notice"),
    ),
    "one-thing": Topic(
        "One thing at a time",
        ("drinking a glass of water and doing nothing else", "looking at what pulls the mind away", "a way of coming back without scolding oneself"),
        ("Each person drank a glass of water slowly, without talking.", "The group listed what pulls the mind away and practiced coming back."),
        ("Phones were named as the strongest pull.", "Members laughed at how hard one glass of water can be."),
        (
            "noticed {worry} come up before the glass was half empty", "tasted the water and felt {body} ease a little",
            "told that {chore} is usually done while going over {trouble}", "lost the thread {few} times and came back each time",
            "!found one thing at a time easier with hands than with thoughts", "picked {chore} as the one thing to do whole",
        ),
        ("will practice with {chore}, from start to end and with nothing else on", "plans to keep the phone away while {chore}, on {few} days", "will eat one meal at the table {soon}"),
    ),
    "no-judging": Topic(
        "Leave judging out",
        ("sorting lines into facts and verdicts", "telling a hard day in facts only", "looking at what judging does to anger and shame"),
        ("The group sorted lines into facts and verdicts and argued about some of them.", "A hard day was told once with verdicts and once in facts only."),
        ("Words such as “lazy” and “should” came up again and again.", "Several noticed that the facts alone were easier to bear."),
        (
            "put {thought} on the side of the verdicts after some doubt", "told {trouble} once more in facts, and the voice slowed down",
            "noticed that “should” stood in every other sentence of the story", "!defended a verdict about {other} and then took it back halfway",
            "rewrote a line about the self as two facts", "found it easier to leave judging out with others than with themself",
        ),
        ("will say one verdict a day once more as a fact", "will put {trouble} on paper in facts only {soon}", "plans to catch the word “should” on {few} days"),
    ),
    "stop": Topic(
        "Stop first",
        ("defining what a hard moment is", "practicing stop, step back, look, go on", "making a card for the pocket"),
        ("The group walked through the steps standing up, with a hand raised at “stop”.", "Cards were made and read to a partner."),
        ("Members spoke of how short the moment before acting is.", "The difference between a problem and a hard moment took some time."),
        (
            "walked {trouble} through the steps and found the stop before {pull}", "chose “hold on” as the word for the card",
            "placed the moment to stop where {body} begins", "!described going from {feeling} to {pull} in under a minute", "practiced the step back standing up and felt silly and calmer",
            "put {act} on the card for after the stop", "named the talk with {other} as where stopping is hardest",
        ),
        ("will carry the card and say the word once a day", "will step back at the first sign of {body}", "plans to stop before answering {other} {soon}"),
    ),
    "cool-down": Topic(
        "Cool the body down",
        ("how the body sounds the alarm, and who should ask a nurse first", "trying cold water, slow breath, tensing and letting go", "rating the feeling before and after"),
        ("Each way was tried for a few minutes, with a rating before and after.", "Bowls of cold water stood on the table; those with a heart condition used the breath instead."),
        ("Most ratings went down; a few did not, and that was looked at as well.", "Members were surprised by how fast the body answers."),
        (
            "tried {cool} and went from {high_rate} to {low_rate}", "rated {feeling} {high_rate} before and {mid_rate} after {cool}",
            "found {cool} of little use and {cool} better", "felt {body} let go while trying {cool}", "did not like {cool}, and said so",
            "went from {high_rate} to {mid_rate} with {cool} while thinking of {trouble}",
        ),
        ("will use {cool} when {feeling} gets above 7", "will try {cool} once a day while calm", "keeps {cool} for the talk with {other}"),
    ),
    "ride-it-out": Topic(
        "Ride it out",
        ("drawing an urge as a wave", "riding one out in the mind together", "a list for ten minutes"),
        ("The group drew an urge as a wave and marked where it breaks.", "An urge was ridden out in the mind, with the facilitator counting the minutes."),
        ("That an urge falls by itself was doubted by some and confirmed by others.", "Ideas for ten minutes were collected on the board."),
        (
            "drew the pull toward {pull} with its top at {minutes} minutes", "stayed with {body} until it eased, for the first time without acting",
            "chose {act} and {act} to fill ten minutes", "!told how waiting {minutes} minutes had taken the edge off the pull toward {pull}",
            "felt the urge rise at the picture and come down by the end of the exercise", "marked {hunger} as what starts the wave",
        ),
        ("will wait {minutes} minutes when drawn to {pull} and write how it went", "will fill the first ten minutes with {act}", "plans {act} for the hour when it is strongest"),
    ),
    "name-it": Topic(
        "Name what you feel",
        ("what feelings are for", "words beyond good and bad", "one story from what happened to what was done"),
        ("The group collected words beyond good and bad and put them in order of strength.", "A story was taken apart: what happened, what was felt, what was done."),
        ("Anger was often found to have something softer beneath it.", "Some said that at home only anger had been allowed."),
        (
            "started with “bad” and arrived at {feeling}", "found {feeling} beneath the anger about {trouble}", "linked {body} to {feeling} for the first time",
            "circled {feeling} and {feeling} on the list", "!told the story of {trouble} from what happened to what was done", "noticed that {feeling} comes before the pull toward {pull}",
        ),
        ("will name one feeling each night and what set it off", "will ask “what is under it” when angry with {other}", "plans to text one feeling word a day to {helper}"),
    ),
    "check-facts": Topic(
        "Check the facts",
        ("sorting what was seen from what was made of it", "checking one situation of the week together", "what to do if the feeling fits"),
        ("The group took a situation of the week and sorted what was seen from what was made of it.", "Members asked each other for the camera view."),
        ("It came as news that a feeling can fit the facts and still be too strong.", "Reading minds was the most common thing found."),
        (
            "checked {thought} against what was really said", "found that {felt} fit the facts of {trouble}, though not its strength",
            "brought {trouble} down from {high_rate} to {mid_rate} by going through what is known", "saw that {other} had said less than was heard",
            "!asked the group for the camera view of {trouble}", "wrote two facts against {thought} and left one line empty",
        ),
        ("will check the facts before answering {other}", "will write the facts about {trouble} {soon}", "plans to ask {other} instead of guessing"),
    ),
    "opposite": Topic(
        "Do the opposite",
        ("what fear, anger and low mood ask us to do", "finding the opposite, all the way", "planning one for the week"),
        ("The group named what each feeling asks for and found its opposite.", "Half-hearted and whole-hearted versions were acted out."),
        ("That the opposite of anger can be as small as a lower voice was taken up.", "Members asked when it is right to follow the feeling instead."),
        (
            "chose {step} as the opposite of {pull}", "named {feeling} and what it asks for, and chose a small opposite", "practiced a lower voice for the talk with {other}",
            "!said that going all the way is the hard part", "saw hiding as what {felt} asks for after {trouble}", "tried sitting up and looking around when {feeling} came",
        ),
        ("will try {step} {by}, though low mood says no", "plans the opposite of {pull}: {act}", "will stay in the room for {minutes} minutes when {feeling} says leave"),
    ),
    "ask": Topic(
        "Ask for what you need",
        ("what gets in the way of asking", "say what is so, say what you feel, ask", "practice in pairs"),
        ("Requests were practiced in pairs and sharpened with feedback.", "The group collected what gets in the way of asking."),
        ("Fear of owing something afterwards was named more than fear of a no.", "Shorter requests were found to work better."),
        (
            "worked out how to ask {ask}", "!practiced asking {ask} and dropped the apology on the second try",
            "wrote {thought} as what gets in the way of asking", "found the words for asking {ask} and looked up while saying them",
            "cut a long explanation down to asking {ask}", "chose {helper} as the person to ask",
        ),
        ("will ask {ask}", "will write the request down before calling {other}", "plans to ask {ask}, and to stop there"),
    ),
    "say-no": Topic(
        "Say no",
        ("when no is hard", "three ways to say it", "practice with somebody who pushes"),
        ("Three ways of saying no were tried, with a partner who pushed.", "The group looked at when a no costs more than it saves."),
        ("Guilt after a no was common, and most said that it passes within a day.", "Members helped each other find shorter words."),
        (
            "practiced a no to {push}, second time without a reason", "!said no to {push} in the exercise, with a steady voice",
            "named guilt as what comes after a no, and how long it stays", "saw that every yes to {push} is followed by {pull}",
            "chose “that does not work for me” for {push}", "gave in to the push in the exercise and tried again",
        ),
        ("will say no to {push} {by}", "will say “I will think about it” before any yes", "plans to practice the words with {helper}"),
    ),
    "both-sides": Topic(
        "Two sides at once",
        ("hearing all or nothing", "saying it with “and” in place of “but”", "using it on a fight of the week"),
        ("Sentences with “but” were said again with “and”.", "A fight of the week was told from both sides."),
        ("Some felt that seeing the other side means giving in, which was talked through.", "“Always” and “never” were caught several times, with humor."),
        (
            "said the quarrel with {other} again with “and” in place of “but”", "caught “always” in the story of {trouble}",
            "found something true on the side of {other}", "!held on to being right about {trouble}, then named one thing on the other side",
            "wrote: “I am trying, and I need to do more”", "saw love and {feeling} toward {relative} as both true",
        ),
        ("will say what is true on the side of {close} first", "will listen for “always” and “never” until {day}", "plans one talk with {other} that begins with what is true for both"),
    ),
}  # fmt: skip
