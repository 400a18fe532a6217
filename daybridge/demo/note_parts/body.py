"""Workshops for body and mind, and groups without a set course, topic by topic."""

from daybridge.demo.note_parts.shape import Topic

TOPICS = {
    "being-here": Topic(
        "Being here",
        ("sitting or standing, eyes open or closed", "attention on breath, sounds and feet", "leave to stop at any time"),
        ("The group sat for a few minutes with attention on breath, sounds and feet.", "Two short sittings were held, with talk between them."),
        ("Eyes open was easier for several.", "Restlessness was welcomed as something to notice."),
        (
            "stayed with the feet rather than the breath, which felt safer", "kept eyes open and found the second sitting easier", "noticed {body} ease a little toward the end", "drifted to {worry} and came back a few times",
            "stopped early, as was agreed, and stayed with {body} until it eased", "!said that sounds work better than breath", "sat through {minutes} minutes",
        ),
        ("will sit for three minutes at {clock_early}", "will try it standing at {place}", "plans three minutes before bed"),
    ),
    "moving": Topic(
        "Moving",
        ("asking first about pain, pregnancy and doctor's advice", "soft moves on a chair or a mat", "ending in rest"),
        ("Soft moves were done on a chair or a mat, at each person's own pace.", "The hour ended lying or sitting in rest."),
        ("Leaving a move out was practiced as a skill.", "Some noticed how seldom they breathe out fully."),
        (
            "did {move} on the chair because of the back", "liked {move} best", "left out {move} and rested", "felt {body} loosen with {move}", "was stiff at first and moved more freely after {move}",
            "!said that the rest at the end was the hard part", "kept {move} small and watched the breath",
        ),
        ("will do {move} each morning", "will move for ten minutes on three days", "plans {move} after work"),
    ),
    "eating": Topic(
        "Eating in a rhythm",
        ("food and mood, without diets", "cheap, quick and enough", "planning three days"),
        ("Three days of meals were planned with what there is.", "Cheap and quick meals were collected."),
        ("Skipped meals and evening urges were linked by several.", "Weight was left out of it by agreement."),
        (
            "planned {meal} for breakfast", "skips lunch and feels it by {clock_late_evening}", "put {meal} and {meal} on the plan", "!told how mood drops without {meal} in the morning",
            "asked for meals that need no stove and wrote down {meal}", "saw that a short temper before dinner is often plain hunger", "chose {meal} for evenings when nothing seems possible",
        ),
        ("will eat at set times on three days", "will buy what is needed for {meal}", "plans {meal} for {day}"),
    ),
    "sleeping": Topic(
        "Sleeping",
        ("light, noise, phone and coffee", "a last half hour that is calm", "choosing one change"),
        ("The last hour before bed was looked at in detail.", "Each person chose one change for their nights."),
        ("The phone in bed was on most lists.", "Noise that nobody can change was met with practical ideas."),
        (
            "chose {sleep_step}", "described a last hour with the phone and {worry}", "is awake at {night_hour} on most nights", "planned a last half hour with {act}", "!told that {sleep_step} had helped for a while",
            "gave up coffee after noon last week and sleeps a bit longer", "found {sleep_step} possible and {sleep_step} not",
        ),
        ("will keep to {sleep_step} for a week", "will try {sleep_step} {by}", "plans to write down the times in bed until {day}"),
    ),
    "letting-go": Topic(
        "Letting go",
        ("where stress sits in the body", "tensing and letting go, from feet to face", "a word for the end of the day"),
        ("Muscles were tensed and let go from feet to face.", "Each person chose a word for the end of the day."),
        ("Letting go felt unsafe to some, and small parts were enough.", "Jaw and shoulders came up most."),
        (
            "found the stress in {body}", "felt warmth in the hands after letting go", "chose “done” as the word for the day's end", "stopped at the shoulders, where it got too much", "!said that the jaw had been tight for years",
            "yawned and felt {body} give way", "tensed more than was asked, felt {body}, and tried again",
        ),
        ("will tense and let go each night in bed", "will say the word when closing the front door", "plans the short form for {place}"),
    ),
    "open-week": Topic(
        "How the week went",
        ("an open round with time for each", "holding the group to its agreements", "showing what the stories have in common"),
        ("The round began with one hard and one good moment of the week.", "The group stayed with what was brought and gave feedback in turn."),
        ("Being a burden, and what one does not say at home, came up in several forms.", "What one shows outside and what is inside were told apart."),
        (
            "brought {trouble} and asked for listening, not advice", "said what helped with {trouble}: {act}", "felt {felt} while speaking of {trouble}, and stayed with it", "heard feedback on {trouble} and found part of it useful",
            "noticed {body} while others spoke of family", "!told the group about {trouble}", "!asked the others how they handle {push}",
        ),
        ("will tell {helper} about {trouble}", "will bring back how it went", "plans {act} for the evening"),
    ),
    "trust": Topic(
        "Trust and being seen",
        ("naming what happens in the room", "inviting feedback on how one comes across", "slowing down when it gets quick"),
        ("The group spoke of what makes it hard to be seen.", "Feedback was given in the form of what one noticed and felt."),
        ("Testing whether others stay was recognized by many.", "A silence was left to stand and used."),
        (
            "said that trust in {relative} went fast and comes back slowly", "was told of seeming distant when {feeling} comes up, and agreed in part", "let the silence stand and then named {feeling}", "!gave feedback on how {other} may have meant it", "saw the same distance with {relative}",
            "told apart being liked and being known", "named {thought} as what stands in the way of trust",
        ),
        ("will tell {close} one true thing", "will notice when distance comes up", "plans to ask {relative} how it comes across"),
    ),
    "loss": Topic(
        "Loss and what remains",
        ("making room for grief", "naming what remains", "closing with a grounding exercise"),
        ("Losses of different kinds were spoken of: people, work, health, time.", "The group ended with feet on the floor and a look at what remains."),
        ("Grief and anger were found close together.", "Some chose to listen, which was welcome."),
        (
            "spoke of a loss some years back and of the {felt} that stayed", "named {value} as what remains", "brought {joy} as something kept from before", "!said aloud what had not been said at the time",
            "felt {body} and used {cool}", "grieves the lost years more than anything, and {value} with them",
        ),
        ("will light a candle {by}", "will talk with {close} about it", "will set time aside for {joy}, in memory"),
    ),
    "change": Topic(
        "Changes at work and at home",
        ("an open round on what is changing", "sorting what can be decided now", "feedback in turns"),
        ("Changes ahead were laid out and sorted by what can be decided now.", "Members gave each other time and few answers."),
        ("Going back to work was on many minds.", "Good changes were found to be tiring, too."),
        (
            "has {hard_day} ahead and sorted what can be decided now", "spoke about {load} and what could be set down", "said what would make the change bearable: {joy}", "!asked the group what they had told {boss}",
            "put a decision about {worry} off until the facts are in", "named {feeling} at leaving the old routine",
        ),
        ("will make one call about it {by}", "will write a list with {helper}", "plans to bring it to the therapist"),
    ),
    "peer-path": Topic(
        "What helped me on the way",
        ("a peer specialist's own story, kept short", "an open round on what helped", "places to go between sessions"),
        ("The peer specialist told a piece of a long way, and the group added to it.", "Places and people outside the program were collected."),
        ("Hope was spoken of carefully.", "Setbacks were told as part of the way."),
        (
            "recognized much of it, {trouble} above all", "named {helper} and {act} as what helped so far", "asked how long it took, and was not put off by the answer", "!shared what had been learned from a setback", "wants to try a meeting near {meeting_place}",
            "named {value} as what keeps things going", "took down the address of a drop-in center",
        ),
        ("will go to one meeting {by}", "will stay in touch with the peer specialist", "plans time for {joy} with somebody from the meeting"),
    ),
    "peer-practical": Topic(
        "Getting by between sessions",
        ("sharing practical ways", "help with forms and rides", "a list that people add to"),
        ("Practical ways of getting through the week were traded.", "The list of rides, food and low-cost places grew."),
        ("Being asked for experience did members good.", "Forms were less frightening in company."),
        (
            "got help with a form, and with {worry}", "offered a tip about {place}", "traded ways of dealing with {load}", "!explained to the others how to ask for a payment plan", "wrote down two numbers for rides",
            "found that {act} is what others do, too",
        ),
        ("will call about the form {by}", "will try the food pantry", "plans to go with {helper}"),
    ),
    "load-down": Topic(
        "Putting the load down",
        ("finding where stress sits", "a round of slow breathing", "choosing what to put down this week"),
        ("The group looked for where stress sits and let some of it go with breath and movement.", "What can be put down this week was written on slips."),
        ("Work messages after hours came up.", "Permission to rest was a theme."),
        (
            "named {load} and felt it as {body}", "put {load} on a slip and set it aside for the evening", "tried {cool} and rated stress {mid_rate} after {high_rate}", "!said that rest has to be earned, and heard others doubt it",
            "found {act} to be enough for today", "noticed {body} only when it eased",
        ),
        ("will leave work messages until morning", "will use {cool} after work", "plans {act} right after coming home"),
    ),
}  # fmt: skip

#: Groups without a course of their own, and what they turn to.
OPEN: dict[str, tuple[str, ...]] = {
    "process": ("open-week", "trust", "loss", "change"),
    "peer": ("peer-path", "peer-practical"),
    "mindfulness": ("being-here", "letting-go"),
    "movement": ("moving",),
    "nutrition": ("eating",),
    "sleep": ("sleeping",),
    "stress": ("load-down", "letting-go"),
}
