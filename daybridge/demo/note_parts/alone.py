"""An individual session and a medication visit: how somebody was, what was done, how it is understood, what comes next."""

#: By affect: how they were in an individual session.
SEEN: dict[str, tuple[str, ...]] = {
    "bright": (
        "Came in smiling and had a list of things to tell.", "Looked rested, with an easy voice and a full range of affect.", "Was warm and open, with humor where it fit.",
        "Spoke with energy and stayed on the subject.", "Seemed lighter than two weeks ago; eye contact steady.", "Was cheerful without hurry, and realistic about the days ahead.",
    ),
    "even": (
        "Arrived on time, calm and to the point.", "Mood even, speech unhurried, thoughts in order.", "Was settled and thoughtful, with a good range of affect.",
        "Somewhat tired but engaged all through the hour.", "Came prepared, with the diary in hand.", "Spoke plainly about the week, with good and bad in it.", "Was attentive and disagreed where it mattered.",
    ),
    "anxious": (
        "Came in tense, talking fast, and slowed down over the hour.", "Sat on the edge of the chair, with shallow breath at the start.", "Was restless and asked several times for reassurance.",
        "Hands were busy throughout; thoughts circled around the days ahead.", "Looked worried and apologized for small things.", "Was on guard at first and eased after a few minutes of breathing.",
    ),
    "low": (
        "Was slow to begin, with a soft voice and long pauses.", "Looked tired; affect low, answers short but honest.", "Came in late and worn out, glad to sit.", "Spoke of little that gave any lift; moved slowly.",
        "Mood low, tearful once, otherwise contained.", "Was heavy and self-critical, and stayed to the end.",
    ),
    "flat": (
        "Affect flat; told hard things without change of voice.", "Gave short answers and little expression.", "Seemed far away at times and came back when called.", "Voice and face showed little; content was clear.",
        "Described feeling nothing much, in even tones.",
    ),
    "irritable": (
        "Was short at the start and said why.", "Came in annoyed and could laugh about it by the end.", "Impatient with questions that had been asked before.", "Spoke with an edge about home and about the program.",
        "Tense jaw, clipped answers; softer once the reason was out.",
    ),
    "tearful": (
        "Cried early in the hour and wished to go on.", "Tearful through much of the session, able to speak.", "Was in tears on arrival after a hard call.", "Wept when kindness from others came up.",
        "Held back tears at first and then let them come.",
    ),
}  # fmt: skip
#: What came up, as sentences.
TOLD: tuple[str, ...] = (
    "Spoke mainly of {trouble}.", "The week was shaped by {trouble}.", "Brought {trouble}, and with it {felt} and {body}.", "Wanted to talk about {trouble} first.", "Told of {trouble} and of wanting to hide afterwards.",
    "Described how {trouble} nearly led to {pull}.", "Named {sign} as a change since the last session.", "Reported {sign} again, for the first time in weeks.", "Is thinking about {worry}.",
    "Went over {trouble} in detail and found where it turned.", "Had used {cool} {when}, with some effect.", "Said that {helper} had noticed a difference.", "Mentioned {hunger} as the hardest part of the day.",
    "Came back to {thought} several times.", "Found {spot} harder than expected.", "Looked back at the groups of the week; the one on asking for help stayed most.",
)  # fmt: skip
#: What the therapist did, by what the objective is about; "" for all.
DID: dict[str, tuple[str, ...]] = {
    "": (
        "Reviewed the diary and the check-ins together", "Reflected talk of change and left the choice with them", "Went over the week's measures and what they may mean", "Looked at the objective and made the next step smaller",
        "Gave time to {trouble} before turning to the plan", "Named strengths that showed in the story", "Agreed on an agenda at the start and kept to it", "Took a short break for grounding in the middle",
    ),
    "urge": ("Followed an evening back link by link", "Weighed for and against, with the good sides of the old way included", "Practiced riding out an urge in the session", "Went through naloxone and where it is kept"),
    "up": ("Planned the mornings in half hours", "Worked with activity and mood ratings", "Made the list shorter and put the easiest first"),
    "sleep": ("Went through the sleep log and set one time to get up", "Planned what to do when awake at {night_hour}", "Agreed on the phone's place at night"),
    "worry": ("Built the next step of the ladder and tried part of it in the building", "Sorted worries and gave them a time", "Practiced slow breathing with the feared picture in mind"),
    "people": ("Practiced the request in role-play, both sides", "Drew the circle of people and who could come nearer", "Wrote the message together and left it unsent until the evening"),
    "anger": ("Looked for the point where anger is at 4 of 10", "Practiced leaving and coming back", "Found the hurt beneath the anger and put it into a sentence"),
    "self": ("Worked through a thought record on {thought}", "Answered the hard voice from an empty chair", "Looked at {rule} and what keeping it costs"),
    "ground": ("Practiced grounding with the senses and planned its use", "Explained what the body does after hard events, without going into them", "Planned how to leave a crowd without running"),
    "body": ("Linked meals and mood with the help of the log", "Planned three days of meals", "Made the call to the doctor's office together"),
    "medicine": ("Went through what gets in the way of taking the medicine", "Prepared questions for the prescriber", "Tied the morning dose to an existing habit"),
    "work": ("Broke the form into four parts and did the first", "Practiced what to say at work, and what need not be said", "Went through the month's money without blame"),
}  # fmt: skip
GOING: dict[str, tuple[str, ...]] = {
    "well": (
        "Moving toward the objective; steps are small and kept.", "Gains of the past weeks hold under strain.", "More able to notice and to act early than at admission.", "Uses skills outside of sessions and can say which.",
        "Progress is steady, with setbacks shorter than before.", "Insight has turned into deeds this week.", "Recovers faster from hard moments; supports are being used.", "Closer to the objective than two weeks ago.",
    ),
    "hard": (
        "Little movement toward the objective this week, and open about it.", "Setback in mood; the skills are known and hard to reach.", "Withdrawal has grown and is named as such.", "Strain at home outweighs what has been gained for now.",
        "Symptoms are up since the last session; attendance holds.", "Stuck between wishing for change and fearing it.", "Sleep and mood pull each other down at present.", "Harder days after some better ones; what helped then is written down.",
    ),
}  # fmt: skip
LINKED: dict[str, tuple[str, ...]] = {
    "dual": (
        "Low mood and urges rise together in the evenings.", "Use had been the way to quiet worry; nothing has fully taken its place yet.", "Shame is the link between a hard talk and an urge.", "Steady days and steady sleep go together.",
        "Urges follow loneliness more than stress.", "Telling somebody early is the step that makes the difference.",
    ),
    "mind": (
        "Avoiding brings relief on the day and cost on the next.", "Activity goes before mood, which is beginning to be seen.", "Harsh self-talk follows each unfinished task.", "Worry does the work of planning and wears out.",
        "Being with others lifts mood more than is expected beforehand.", "Sleep is the first thing to slip and the best early sign.",
    ),
}  # fmt: skip
NEEDED: dict[str, tuple[str, ...]] = {
    "well": (
        "Several sessions a week still give the structure that holds this.", "Gains are new; less care now would come too early.", "Fewer hours can be looked at in the next review.", "Needs practice in daily life with quick feedback, which groups give.",
        "Support at home is thin, so frequent contact is still called for.", "Step down is a fair question for the team in the coming weeks.",
    ),
    "hard": (
        "Daily life is impaired enough to need several sessions a week.", "Weekly visits would not be enough at present.", "Safe at this level of care with the supports that are in place.", "Needs close follow-up; the prescriber is told of the change.",
        "Present hours are needed; more will be looked at if this lasts.", "Frequent contact prevents that a bad day turns into a bad week.",
    ),
}  # fmt: skip
NEXT: tuple[str, ...] = (
    "Therapist will check in by message before the weekend.", "Next session as scheduled; diary to be brought.", "Therapist talks with the prescriber about sleep.", "Safety plan to be read again next time.", "Family session to be offered.",
    "To be taken up in group on {weekday}.", "We look at the measure again in a week.", "Agenda for next time: {worry}.", "Therapist sends the sheet to the phone.", "Next session in one week, same hour.",
    "Peer specialist to come along to a first meeting.", "Case manager is asked about transport.",
)  # fmt: skip

# --- Medication visit
SINCE: dict[str, tuple[str, ...]] = {
    "well": (
        "Reports more good days than bad since the last visit.", "Sleeps six to seven hours and wakes rested on most days.", "Appetite is back to usual.", "Energy is better in the mornings; afternoons still sag.", "Worry takes up less of the day.",
        "Has found time for {joy}.", "Concentrates long enough to read and to follow group.", "Says {close} has noticed a change.", "Feels steadier and less on edge.", "Mood is even, with dips that pass within hours.",
    ),
    "hard": (
        "Tells of a harder stretch, with {trouble} in it.", "Sleeps four to five hours and wakes at {night_hour}.", "Eats little and without appetite.", "Has low energy and needs hours to get going.", "Worry is there from waking on.",
        "Finds it hard to follow in group.", "Has pulled back from {close}.", "Feels restless in the evening and worn out by day.", "Enjoys little at present.", "Mood has been low on most days.",
    ),
}  # fmt: skip
SINCE_URGE: dict[str, tuple[str, ...]] = {
    "well": ("Urges are fewer and shorter.", "Reports no use since the last visit.", "Urges come mainly on {day} evenings and pass.", "Is less drawn to {pull}."),
    "hard": ("Urges are stronger, mostly from {hunger}.", "Thinks of {pull} daily and has told the therapist.", "Urges wake up at night with poor sleep.", "Had a close call {when} and spoke of it openly."),
}  # fmt: skip
EFFECTS: dict[str, tuple[str, ...]] = {
    "as-agreed": (
        "Finds that {medicine} takes the edge off.", "Notices a steadier mood on {medicine}.", "Takes {medicine} with breakfast without trouble.", "Feels {medicine} helps more with worry than with mood.", "Is satisfied with {medicine} so far.",
        "Cannot yet say whether {medicine} helps.",
    ),
    "hard": (
        "Has noticed little from {medicine} yet.", "Is not sure that {medicine} does anything.", "Feels {medicine} helps a little with worry and less with mood.", "Takes {medicine} daily and waits for it to work.",
        "Finds the mornings on {medicine} slow.",
    ),
    "some-missed": (
        "Forgets {medicine} on days off, when the routine is missing.", "Missed {medicine} while staying with {relative}.", "Left {medicine} out on {low_days} mornings because of an upset stomach.", "Loses track of {medicine} when sleep is turned around.",
    ),
    "stopped": ("Stopped {medicine} after some days because of how it felt, and said so here.", "Ran out of {medicine} and did not call.", "Stopped {medicine} when things were going better."),
    "none-prescribed": ("Takes no medicine and wanted to talk about whether one would help.", "Takes no medicine at present and prefers to wait.", "Has no medicine prescribed; came to talk about sleep."),
}  # fmt: skip
SIDE: tuple[str, ...] = (
    "Dry mouth, easier with water and gum.", "Mild nausea in the first hour.", "No side effects reported.", "Some sleepiness until mid-morning.", "Headache on {low_days} days, gone without treatment.",
    "Slight tremor of the hands when holding a cup.", "A bit dizzy on standing up quickly.", "Sweats more at night than before.", "No side effects on asking one by one.", "Vivid dreams, not frightening.",
)  # fmt: skip
MENTAL: tuple[str, ...] = (
    "Awake and oriented; dressed for the weather; {manner}.", "Cooperative, {manner}; thinking in order, no voices or fixed ideas.", "{Manner}; speech normal in rate and volume; attention good.", "Eye contact steady; {manner}; memory for the week intact.",
    "{Manner}; no restlessness or slowing to be seen; judgment sound.", "Neatly dressed, {manner}; thoughts to the point.", "{Manner}; no signs of intoxication or withdrawal.", "Alert, {manner}; insight good into what helps.",
)  # fmt: skip
MANNER: dict[str, tuple[str, ...]] = {
    "bright": ("mood good, affect warm", "cheerful, within measure", "open, with ready smile"),
    "even": ("mood even, affect full", "calm and matter-of-fact", "mood “all right,” affect in keeping"),
    "anxious": ("mood anxious, affect tense", "tense, with quick speech that slows on request", "mood worried, affect in keeping"),
    "low": ("mood low, affect subdued", "mood “down,” affect in keeping", "subdued, with slow answers"),
    "flat": ("mood “nothing much,” affect flat", "affect flat, little movement of the face", "affect blunted"),
    "irritable": ("mood irritable, affect tense", "on edge but cooperative", "mood “annoyed,” affect in keeping"),
    "tearful": ("mood sad, tearful at times", "tearful, able to go on", "mood low, affect tearful"),
}  # fmt: skip
RESULTS: tuple[str, ...] = (
    "Blood pressure {pressure}, pulse {pulse}.", "Weight unchanged since the last visit; blood pressure {pressure}.", "Blood pressure {pressure}; laboratory results of this month within range.", "Pulse {pulse}, regular; blood pressure {pressure}.",
    "Blood pressure {pressure}; next laboratory tests due next month.",
)  # fmt: skip
CHANGES: dict[str, tuple[str, ...]] = {
    "as-agreed": (
        "{Medicine} unchanged: it helps and is well tolerated.", "{Medicine} unchanged; more time is needed to judge it.", "No change today; the gain of the past weeks is to be kept.", "No change: sleep comes first, and habits are tried before medicine.",
    ),
    "hard": (
        "{Medicine} unchanged for now: too early to judge; seen again soon.", "No change today; sleep and safety first, with an earlier visit.", "{Medicine} unchanged; the team looks at hours and supports before the dose.",
        "No change before laboratory results are back; {medicine} goes on as it is.",
    ),
    "some-missed": ("{Medicine} unchanged; regular taking first, then a look at the dose.", "No change today; a box with days and an alarm instead.", "{Medicine} unchanged, moved to the time of day that is easiest to keep."),
    "stopped": ("{Medicine} is not restarted today; wishes and other ways were weighed and are decided next visit.", "Start again with {medicine} as before, after talking through what had made it hard."),
    "none-prescribed": ("No medicine started, by shared decision.", "No medicine for now; to be looked at again with the next measure."),
}  # fmt: skip
AGREED: tuple[str, ...] = (
    "Went through what to expect and what to call about; questions answered.", "Knows not to stop on their own and to call the nurse first.", "Benefits, risks and other ways were talked through; prefers to go on.", "Asked {question}; answered.",
    "Will call the same day in case of rash, fever or thoughts of death; 988 is known.", "No alcohol with it, and why, was explained.", "Knows what to do about a missed dose.", "Agreed to write down sleep until the next visit.",
)  # fmt: skip
AGREED_DUAL: tuple[str, ...] = (
    "Naloxone is at home and {helper} knows how to use it.",
    "Naloxone was offered and taken along.",
    "Went through how tolerance drops after a break and what that means for overdose.",
)
NEXT_VISIT: dict[str, tuple[str, ...]] = {
    "well": ("In two weeks.", "In four weeks, earlier if needed.", "In three weeks, by video.", "In two weeks, with the nurse for blood pressure.", "In three weeks; calls before if side effects stay."),
    "hard": ("In one week.", "In one week, by video; nurse calls in between.", "In five days, earlier if needed.", "In ten days; calls before if it gets worse.", "In one week, together with the therapist."),
}  # fmt: skip
#: Of who has hard days: that it was asked.
ASKED: tuple[str, ...] = (
    "Asked directly: no thoughts of death.", "No thoughts of ending their life on being asked; safety plan is at hand.", "Asked about thoughts of suicide; none.", "Asked about safety: feels safe, and knows 988.",
    "No wish to die on direct question; would call {helper} first.",
)  # fmt: skip
