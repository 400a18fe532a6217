"""How somebody was and how they took part, as it looked; what they said of it; the urge of the day."""

#: By affect: how they came in and how they were.
SEEN: dict[str, tuple[str, ...]] = {
    "bright": (
        "came in smiling and greeted people at the door", "was quick with a joke and quick to listen", "looked rested and sat up front",
        "spoke with more color in the voice than last time", "laughed easily during the first round", "was at ease from the start",
        "made eye contact all through the hour", "arrived early and set out chairs", "showed some pride in how the week went",
        "was talkative, and stopped to let others in", "had an open face and relaxed shoulders", "brought energy to the round",
        "was warm with others", "smiled when the good moment of the week was asked for",
        "seemed lighter, and said so", "leaned in when the exercise began",
    ),
    "even": (
        "was calm and on topic", "came in steady and settled quickly", "was attentive, with an even mood", "looked a little tired but present",
        "kept an even tone throughout", "was quiet at first and then found a rhythm", "arrived on time and got straight to work",
        "spoke slowly and to the point", "took notes and asked for the sheet", "was settled, feet on the floor, listening",
        "was matter-of-fact about the week", "followed closely and stayed with the exercise", "sat in the usual seat and joined in without fuss",
        "was relaxed enough to disagree politely", "described the days since the last session as ordinary", "seemed composed and unhurried",
        "gave a short, clear account at the check-in round",
    ),
    "anxious": (
        "came in tense and sat near the door", "kept one knee bouncing for the first half", "asked twice whether the time was right",
        "spoke fast and lost the thread once", "held the chair with both hands at the start", "checked the phone often until the breathing exercise",
        "apologized several times before speaking", "had a tight voice and shallow breath", "worried aloud about being called on",
        "sat on the edge of the seat at first", "rubbed both palms on the knees while others spoke", "looked to the door when voices rose",
        "came straight from a hard phone call and was still shaky", "picked at a paper cup and kept the coat on", "scanned the room before sitting",
        "stepped out once for air and came back",
    ),
    "low": (
        "came in slowly and sat down without taking the coat off", "spoke softly and looked tired", "had a heavy face and slow answers",
        "sighed often and looked at the floor", "called the week “gray”", "moved slowly and yawned through the first round",
        "looked as if there had been little sleep", "was slow to answer, with long pauses", "said that coming at all had taken everything",
        "leaned on one arm and spoke little above a whisper", "described days of doing only what had to be done", "kept the hood up at first",
        "had little to say about anything good", "seemed worn out and easily tired", "was dressed in the same sweater and said laundry felt too big",
        "rated the day low without going into why",
    ),
    "flat": (
        "showed little on the face whatever was spoken of", "answered in a monotone", "told a painful event as if reading a list",
        "gave short answers without change of tone", "sat still, with little movement of the hands", "said that nothing felt like much",
        "did not react to the humor in the room", "described feeling “switched off”", "spoke evenly even about hard things, with little color",
        "looked ahead and blinked little", "reported the week in four short sentences", "was hard to read today", "seemed far away until spoken to",
        "named no feeling when asked for one",
    ),
    "irritable": (
        "came in annoyed about the parking", "answered sharply in the first round and apologized for it", "rolled the eyes at the worksheet",
        "sat with arms crossed", "was short with the facilitator, then explained why", "pushed the chair back when the topic was named",
        "objected to the exercise as “one more list”", "complained of noise in the hallway", "sighed loudly at a long example",
        "was impatient with small talk", "spoke with an edge about the week", "had clenched hands during the first round",
        "asked why this had to be gone through again", "tapped a pen until asked about it",
    ),
    "tearful": (
        "teared up in the first round", "cried when the weekend came up, and stayed in the room", "wiped tears and asked to go on",
        "had wet eyes through the exercise", "wept briefly and was given time", "began to cry and did not hide it",
        "needed a pause with tissues before speaking", "spoke through tears", "cried quietly during the silence", "teared up at a kind remark",
        "left for a few minutes in tears and came back by choice", "choked up halfway through a sentence and finished it later",
    ),
}  # fmt: skip

#: By participation: what they did in the group.
TOOK_PART: dict[str, tuple[str, ...]] = {
    "active": (
        "offered to go first", "asked a question that moved the group on", "gave a peer careful feedback", "volunteered for the exercise",
        "brought the conversation back to the topic twice", "spoke from experience without being asked", "shared at length and checked the time",
        "helped a quieter member into the round", "took the marker and wrote on the board", "answered a peer without giving advice",
        "raised a doubt that the group then worked on", "read the sheet aloud", "summed up the first part for all",
        "said what had not worked and why", "invited feedback and took it in",
    ),
    "prompted": (
        "spoke when invited, in a few full sentences", "needed a question to begin", "shared once the round came to them",
        "joined in after some encouragement", "passed at first and came back to it later", "answered direct questions openly",
        "took part when paired with one other person", "added an example on request", "warmed up once the exercise had begun",
        "spoke after a pause that the group allowed", "waited to be asked and then had a lot to say", "responded to a peer's question",
    ),
    "listening": (
        "took part mostly by listening", "nodded along and wrote on the sheet", "passed in the round and stayed attentive",
        "said a sentence at check-out and no more", "followed with eyes on whoever was speaking", "kept to the worksheet and filled it in",
        "chose to listen today", "did the exercise silently", "turned toward others as they spoke", "spoke only in the pair exercise",
        "stayed with the topic without speaking of their week", "thanked a peer at the end and said little else",
    ),
    "withdrawn": (
        "kept to the edge of the room", "passed in every round", "kept eyes on the floor for most of the hour", "did not take up the pen",
        "left the seat beside others empty", "gave one-word answers", "turned away from the circle when it was about the weekend",
        "said “not today” when invited", "kept headphones around the neck and looked at the clock", "declined the pair exercise",
        "stayed for the whole hour without joining in", "sat behind the table and drew lines on the sheet",
    ),
}  # fmt: skip

#: What is done for somebody who stayed withdrawn, and what came of it.
REACHED: tuple[str, ...] = (
    "Facilitator checked in afterwards; “it is just a lot this week,” was the answer.", "Took the sheet home and agreed to look at it {soon}.",
    "Said after group that {trouble} was on their mind.", "Was offered a short talk after group and took it; felt a bit better for it.",
    "Stayed behind for {minutes} minutes and spoke of {trouble}.", "Accepted a call from the therapist {soon}.",
    "Named {feeling} when asked in private, and agreed to say it in the individual session.", "Said at the door that being here was all that was possible today.",
    "Was thanked for staying and will try one round next time.", "Asked in the break, told of poor sleep and of {trouble}.",
    "Agreed to sit with the peer specialist before the next session.", "Wrote one line, {thought}, and handed it to the facilitator.",
    "Took up {cool} when it was offered and stayed in the room.", "Does not want to speak in the larger round yet; pairs are all right.",
    "Will tell the primary therapist about {trouble}; facilitator passes on that it came up.", "Said that the topic came too close today; this is taken up one to one.",
)  # fmt: skip

#: Their own words, by affect.
QUOTES: dict[str, tuple[str, ...]] = {
    "bright": (
        "Said: “I caught it before it got big.”", "Said: “I forgot that I can be funny.”", "Put it as: “It is still there, but it does not drive.”",
        "In their words: “I told the truth and nobody left.”", "Said: “First week in a long time that I liked some of it.”",
        "Said of the week: “Small things, but I did them.”", "Closed with: “I want to keep this.”", "Said: “My kid asked why I was singing.”",
    ),
    "even": (
        "Said: “It was not easy, but it was a plan.”", "Put it as: “Half of it worked, so I keep that half.”", "Said: “I can do this for ten minutes. Ten is fine.”",
        "In their words: “I usually go straight from zero to ninety.”", "Said: “I did not know there was a step in between.”",
        "Said: “It helps to see it on paper.”", "Remarked: “I do not have to decide that today.”", "Said: “I would not have thought of asking.”",
        "Closed with: “Same plan, one more week.”", "Said: “I still think it is odd, but I will try it.”",
    ),
    "anxious": (
        "Said: “My head is already at Friday.”", "Put it as: “It is like a smoke alarm with toast.”", "Said: “What if I freeze when it counts?”",
        "In their words: “I keep going over what I said.”", "Said: “My body goes before I do.”", "Said: “I can do it here. At home I am not sure.”",
        "Said: “I hate that my voice shakes, but I said it.”", "Closed with: “One thing. I will do one thing.”",
    ),
    "low": (
        "Said: “I am here. That is what I have today.”", "Put it as: “Everything takes two tries.”", "Said: “I do not see it yet, but I wrote it down.”",
        "In their words: “It is like walking in water.”", "Said: “I used to be someone who did things.”", "Said: “Nothing is wrong, and I am still tired.”",
        "Said: “I only got up because the ride was outside.”", "Closed with: “Ask me again on Thursday.”",
    ),
    "flat": (
        "Said: “I know the words. I do not feel them.”", "Put it as: “It is all the same distance.”", "Said: “Fine. I guess.”",
        "In their words: “Like somebody turned the sound down.”", "Said: “I would not know what I want.”", "Said: “I can say it. It does not do anything yet.”",
    ),
    "irritable": (
        "Said: “I am sick of working on it.”", "Put it as: “Everybody wants a piece of me.”", "Said: “I know I am short today. It is not you.”",
        "In their words: “I was fine until they told me to calm down.”", "Said: “Do not tell me to breathe. All right, I will breathe.”",
        "Said: “It is a stupid list, and the third one is true.”",
    ),
    "tearful": (
        "Said: “I thought I was done crying about that.”", "Put it as: “It comes up when people are nice.”", "Said: “I did not want to do this here, and it was all right.”",
        "In their words: “I miss who I was before.”", "Said: “I have not said that out loud.”", "Said: “It is not only sad. It is also relief.”",
    ),
}  # fmt: skip

#: Of the urge of the day, out of ten (`{urge}`): strong, and weak.
STRONG_URGE: tuple[str, ...] = (
    "came with an urge at {urge} of 10 since {when_noun}", "put the urge at {urge} of 10 and did not play it down",
    "told of an urge at {urge} of 10, with {pull} in mind", "reported a strong pull toward {pull}, {urge} of 10, and came to group instead",
    "said that {pull} had been on their mind all day, {urge} of 10", "rated the urge {urge} of 10 on arrival and lower by the end of the hour",
    "felt the urge climb to {urge} of 10 after {trouble}", "had an urge of {urge} of 10 on the way and called {helper} from the car",
    "named {hunger} behind an urge of {urge} of 10",
)  # fmt: skip
WEAK_URGE: tuple[str, ...] = (
    "reported hardly any urge, {urge} of 10", "had one short urge since the last session, {urge} of 10, and let it pass", "rated the urge {urge} of 10, lower than usual",
    "walked past {spot_place} without much pull, {urge} of 10", "put the urge at {urge} of 10 and was surprised by it",
)  # fmt: skip

#: What they bring to the hour, as it came up for those who spoke.
BROUGHT: tuple[str, ...] = (
    "brought up {trouble}", "spoke of {trouble}", "had {trouble} on their mind", "took {trouble} as the example to work on", "told of {trouble}",
    "came back to {trouble}", "mentioned {trouble} and the {felt} that came with it", "linked {body} to {trouble}",
    "told how {trouble} nearly led to {pull}", "has been going over {trouble} since {day}",
    "felt {felt} about {trouble}", "said that {trouble} still takes up most evenings", "worked on {trouble} rather than around it",
)  # fmt: skip
#: The same for those who mostly listened: on paper, in a pair, at the door.
BROUGHT_QUIETLY: tuple[str, ...] = (
    "wrote about {trouble} on the sheet", "put down {trouble} as the matter of the week", "in the pair exercise, told one other person of {trouble}",
    "wrote “{felt}” beside {trouble}", "said at the door that {trouble} weighs on them", "put {trouble} in writing and kept it folded",
    "marked {trouble} as the hardest part of the week", "showed the facilitator a line about {trouble}",
)  # fmt: skip

#: First weeks; and later ones, on better days.
NEW: tuple[str, ...] = (
    "is still getting to know the group", "asked how much one has to share here", "is new to groups and said so", "watched how others did it before trying",
    "was surprised that others know this too", "asked what happens with what is said here", "found the hour long but stayed", "kept close to the facilitator at first",
)  # fmt: skip
GROWN: tuple[str, ...] = (
    "speaks more freely than in the first weeks", "now names a feeling without a list", "asks for help sooner than at the start",
    "needs fewer reminders to use what was learned", "could hear a differing view without shutting down", "stays in the room where earlier a break was needed",
    "sees a longer stretch of steady days than in the first month", "has begun to think about the time after the program",
    "told a newer member what had helped", "recovered from a hard moment within the hour",
)  # fmt: skip

#: Of the practice that was set, by how it went.
PRACTICE: dict[str, tuple[str, ...]] = {
    "done": (
        "brought the practice sheet filled in", "had done the home practice on most days", "reported doing the practice, with one example",
        "showed the notes from the week", "did the practice and found it shorter than feared", "had kept the log every day but one",
        "tried the practice {when} and again on {day}", "read out what the practice had brought",
    ),
    "partly": (
        "had tried the practice {low_days} times", "had begun the sheet and left half of it open", "did the practice until {day}, then lost track",
        "remembered the practice in the moment but not the writing", "had done the practice in the head, not on paper", "tried the practice once, with {close}",
    ),
    "not-done": (
        "had not come to the home practice", "left the sheet at home, untouched", "said that the week had no room for the practice",
        "had forgotten the practice and was hard on that", "had avoided the practice because of {trouble}", "did not see the point of the practice yet",
    ),
    "not-set": (),
}  # fmt: skip

#: What was done where risk was voiced: when, what was found, the steps.
RISK_WHEN: tuple[str, ...] = (
    "Said after group that thoughts of not being here had come {risk_when}", "Told the facilitator of wishing to be dead {risk_when}",
    "Voiced passing thoughts of dying {risk_when}", "Wrote on the sheet that life had not felt worth it {risk_when}, and spoke of it when asked",
    "Said quietly that death had seemed easier {risk_when}",
)  # fmt: skip
RISK_FOUND: tuple[str, ...] = (
    "asked directly, no plan and no intent", "no plan or intent on being asked", "no intent, no means at home", "asked in private: no plan, wants to live",
    "no plan or intent, glad to be asked", "asked openly: no plan, no earlier attempt", "no intent; thoughts passed after a call to {helper}", "no plan, means or intent when asked one by one",
    "speaks of wanting a rest, not to die", "no plan; wishes to stay for {reason}",
)  # fmt: skip
RISK_STEPS: tuple[str, ...] = (
    "Safety plan gone over together; {relative} stays tonight and the therapist was told.",
    "Went through the safety plan step by step and saved 988 in the phone; therapist sees them today.",
    "Screened, safety plan updated, medicines go to {relative}; therapist calls tonight.",
    "Primary therapist joined; safety plan and 988 reviewed, next visit tomorrow.",
    "Walked over to the therapist's office together; {relative} was called with consent and comes by.",
    "Safety plan opened on the phone and gone through; does not go home alone, therapist was told.",
    "Screened in private; {helper} picks them up, therapist sees them tomorrow at nine.",
    "Warning signs and steps of the safety plan reviewed; agreed to a call tonight, and 988 before that if needed.",
    "Therapist came over; safety plan gone over, {relative} keeps the medicines for now.",
    "Safety plan read through, steps for tonight chosen, therapist and prescriber told.",
)  # fmt: skip

#: How the hour ended for them, by affect.
_WELL: tuple[str, ...] = (
    "left with the sheet folded in a pocket", "stayed on to help put the chairs back", "asked for a second copy of the sheet for {close}", "ended the hour calmer than at the start",
    "could name what to do differently next time", "took the feedback without defending", "thanked the group for its patience", "wants more of this kind of practice",
    "seemed surprised by how simple it was", "checked out with “hopeful”", "checked out with “tired, but good”", "made a note on the phone at the end", "kept working on it into the break",
    "showed good understanding of the exercise", "could say in plain words what it is for", "was able to use it with little help", "needs more practice before it comes by itself",
    "tied it to the objective without being prompted", "rated the hour {high_rate} of 10 for usefulness", "asked for time on it in the individual session", "was clear about what is still hard: {spot}",
    "looked relieved once it was said", "doubted that it works at home and agreed to test it {by}", "found it useful for {spot}",
)  # fmt: skip
_HEAVY: tuple[str, ...] = (
    "left as quietly as they came", "accepted a check-in call {by}", "could not yet say what would help", "checked out with “tired”", "checked out with “heavy, but here”",
    "was a little less tense at the end", "stayed to the end, which had been in doubt", "seemed relieved that nothing more was expected", "would like to go on with it one to one",
    "took the sheet without promising anything", "found little comfort in it today", "let a kind remark stand", "needed the steps repeated once", "lost track toward the end and was helped back",
    "can name it and not yet change it", "was glad of the break", "rated the hour {low_rate} of 10 and said why", "chose to leave the sheet here until next time", "has little hope for it at home, with {trouble} in the way",
    "is willing to try only the smallest part: {act}",
)  # fmt: skip
ENDED: dict[str, tuple[str, ...]] = {
    "bright": _WELL,
    "even": _WELL,
    "low": _HEAVY,
    "flat": _HEAVY,
    "tearful": (*_HEAVY, "was steadier after a while and stayed", "had dry eyes by the end and looked worn out"),
    "anxious": (
        "let go of the chair by the end", "breathed more slowly after the exercise", "asked once more whether it was done right", "checked out with “wound up, less than before”",
        "asked for the handout to have something to hold on to", "did not need to leave the room this time", "was visibly calmer by the end", "still kept an eye on the clock",
        "let the shoulders down after a while", "worries that it will not work {by}", "used {cool} on the side and was steadier for it", "could stay with it for {minutes} minutes at a time",
        "checked out with “{feeling}, but all right”", "asked for time on it in the individual session",
    ),
    "irritable": (
        "softened once the reason was out", "took back a sharp word", "checked out with “done for today”", "admitted that part of it was useful", "cooled off by the break", "stayed in spite of wanting to leave",
        "found one line on the sheet to agree with", "named {hunger} as what is behind the temper today", "was able to say what had been too much: {load}", "let feedback stand, with folded arms", "asked to be left alone for a moment, and came back",
        "would rather talk about {trouble} one to one",
    ),
}  # fmt: skip
#: What they take on, whatever the topic.
PLANS: tuple[str, ...] = (
    "will try it first with {close}", "wants to practice it {by}, at {place}", "will tell {helper} about it {by}", "plans to use it when it comes to {trouble}", "will bring the sheet back filled in",
    "would like to come back to it in the individual session", "will put the sheet up in {room}", "plans to try it at the first sign of {body}", "will begin {by} and not before", "will do it together with {close}",
    "wants to try it at {spot} first", "will write down what happened {by}", "plans {act} first and this second", "will set an alarm as a reminder, at {clock_late_evening}", "will read the sheet again {soon}",
    "plans to skip it on bad days and do it on the others", "will show {close} what was done today", "leaves open whether to try it before {day}", "will tell the group how it went", "plans to try it the next time {feeling} is above 5",
    "will keep the note in the phone case", "wants to leave {spot} out of it for now", "will ask {close} to remind them of it", "plans one try {by}, and then to look at it again",
)  # fmt: skip
#: What people did in a group that is open, beside what its theme asks for.
IN_OPEN: tuple[str, ...] = (
    "used the time for {trouble} and asked for no advice", "named {feeling} where it used to be “stress”", "said what {other} does not get to hear", "stayed with {felt} instead of making a joke", "heard feedback about {push} and took part of it",
    "noticed {body} when the talk turned to family", "linked {trouble} to older hurts, without going into them", "named {value} as what is missing at present", "saw {thought} in the story of the week", "put into words what {trouble} has cost: {cost}",
    "found {helper} in the story, who had been left out of it", "let a silence stand after speaking of {trouble}", "asked how others deal with {spot}", "spoke of {worry} and was relieved to be understood", "noticed wanting to fix it for others and held back",
    "gave a careful answer to a peer from experience with {load}", "named one thing that went right, {act}", "admitted to {pull} as the way out that comes to mind first", "told apart what {other} said and what was felt",
    "came to see {grief} as something to grieve, not to solve", "thought about asking {ask}", "wrote “{feeling}” on the sheet and folded it", "wrote down {thought} without reading it out", "kept a list of what others do about {worry}",
    "felt less alone with {trouble}", "felt {body} ease while others spoke", "thought about {relative} for most of the hour, as came out at the end", "sat with {felt} and did not leave", "marked {load} on the sheet as too much",
)  # fmt: skip
