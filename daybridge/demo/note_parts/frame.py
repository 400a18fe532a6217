"""What goes around a topic in the part that stands in everybody's record. Nobody is named or counted here."""

#: How a session opened and closed, by the family of its kind; "" for all.
OPENED: dict[str, tuple[str, ...]] = {
    "": (
        "The session opened with a short check-in round.", "After a brief grounding exercise the group reviewed the agreements.",
        "The check-in round asked for one word and one wish for the hour.", "Members arrived quiet and warmed up during the check-in.",
        "The group began with a look back at the last session.", "The hour opened with news that members wanted to share.",
        "The agreements were read again at the start.", "The group settled quickly after a noisy start in the hallway.",
        "Check-in showed a tired group after a long week.", "The session started a few minutes late because of the elevator.",
        "The opening round asked what had gone a little better than expected.", "Members put the past days on a scale in the check-in round.",
        "The opening round was short so that there was time for the exercise.", "The room was rearranged into a circle at the members' request.",
        "The group opened with a minute of quiet.", "A question left over from last time was taken up first.",
    ),
    "course": (
        "Home practice was reviewed first.", "The group began by trading what had become of the home practice.", "Practice from last time was gone through, with what got in the way.",
        "Sheets from last week were looked at in pairs.", "The review of home practice took longer than planned and was worth it.",
    ),
    "body": (
        "Pain and doctor's advice were asked about before anything was tried.", "Mats and chairs were set out and each person chose.", "The hour began slowly, with the lights turned down.",
        "Shoes came off, and a few slow breaths began the hour.",
    ),
    "open": (
        "The floor was open from the start.", "The round asked for something unfinished.", "Members took turns to say what they would like time for.", "The group took up a theme from the last session.",
    ),
}  # fmt: skip
MOOD_OF_GROUP: tuple[str, ...] = (
    "The mood was attentive throughout.", "Participation was uneven at first and evened out.", "Members were supportive of each other and gave each other room.",
    "There was humor, and it helped.", "The pace was slow and suited the topic.", "Attention dropped after the break and came back with the exercise.",
    "A disagreement about the exercise was talked through with respect.", "Feedback was given kindly and without advice.", "Questions were many and to the point.",
    "The group held a heavy moment well.", "Several hands went up at once, and turns were kept.", "The group was quieter than usual and worked with care.",
    "Examples came from everyday life and were easy to work with.", "Members encouraged each other to try.", "Energy was low at the start and better at the end.",
)  # fmt: skip
CLOSED: tuple[str, ...] = (
    "The hour closed with a round on what each takes home.", "Home practice was set and written on the board.", "The session ended with slow breathing.",
    "At check-out most named something they want to try.", "The sheet was handed out for the week.", "Plans for the weekend were said aloud at the end.",
    "The facilitator reminded the group of 988 and of the numbers for after hours.", "The group ended on time after a calm check-out.",
    "A last round asked for one word; tired and hopeful were heard most.", "Questions that were left go on the list for next time.",
    "Practice for the week was made small enough to be done.", "Members thanked each other and put the chairs back.",
    "The group closed by looking ahead to the next topic.", "At the end each person chose when to try it.",
)  # fmt: skip
#: What a facilitator does whatever the topic, by family.
DID: dict[str, tuple[str, ...]] = {
    "course": (
        "review of home practice", "modeling by the facilitator", "coaching during practice", "worksheet filled in together", "questions put so that members find their own answers",
        "home practice agreed on", "summary on the board", "examples from everyday life", "praise for each small step", "role-play",
    ),
    "body": ("guided practice", "choices offered at each step", "short talk on mind and body", "slow pace with pauses", "check on comfort before and after", "handout for home"),
    "open": (
        "open questions", "reflective listening", "summing up halfway", "support for feedback between members", "time kept so that all had a turn", "use of silence", "grounding at the end", "naming of strengths",
    ),
}  # fmt: skip
#: Which matters of life came up; `{theme}` and `{theme_too}` stand in the topic of an open group as well.
#: In a course they are what examples are taken from.
EXAMPLES: tuple[str, ...] = (
    "Examples came from {theme} and {theme_too}.", "With {theme} as the example, members gave each other a careful hearing.", "The step from the sheet to {theme} was worked out together.",
    "Members tried it on {theme} and on {theme_too}.", "Most examples were about {theme}.", "What makes it hard with {theme} was collected on the board.", "Several saw a use for it with {theme}.",
)  # fmt: skip
THEMES: tuple[str, ...] = (
    "Much of the hour went to {theme}; {theme_too} came up toward the end.", "From {theme} the group came to {theme_too}.", "Members found {theme} and {theme_too} to be closer than they had thought.",
    "Examples came from {theme} and {theme_too}.", "Talk of {theme} opened the way to {theme_too}.", "Some wished for more time on {theme}; {theme_too} was left for another day.",
    "With {theme} as the example, members gave each other a careful hearing.", "What had worked with {theme} was collected; {theme_too} had fewer answers.", "Feelings ran higher with {theme} than with {theme_too}.",
    "Members differed on {theme} and agreed on {theme_too}.", "Quiet set in when it came to {theme}, and nobody hurried it.", "Humor helped with {theme}; {theme_too} was handled with more care.",
)  # fmt: skip
