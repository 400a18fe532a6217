"""What people of the play write to their peers, in the language they write."""

POSTS = {
    "en": (
        "Walked to the bus without my phone today. Ten quiet minutes. Odd and good.",
        "First payday in a long time that I still have money on Saturday.",
        "Could not sleep, got up, made tea, sat on the stairs. It passed around three.",
        "My brother asked how I am and I said it the way it is. Nothing fell down.",
        "Rough one. The kitchen smells of my old life when my neighbour cooks late.",
        "Cooked for three days. The box for tomorrow has my name on it.",
        "Skipped the party. Lay on the carpet with the cat. No regrets so far.",
        "Said no on the phone. My hands shook. I said it anyway.",
        "The breathing thing from Tuesday worked in a queue. Nobody noticed.",
        "Two weeks of mornings. I did not think I was a person for mornings.",
        "Sundays are long. What do you do with Sundays?",
        "I missed group and felt bad about it. Came today. Nobody made a face.",
    ),
    "es": (
        "Hoy caminé hasta el bus sin teléfono. Diez minutos de calma. Raro y bueno.",
        "No pude dormir. Me levanté, hice té y se me pasó.",
        "Dije que no por teléfono. Me temblaban las manos. Lo dije igual.",
        "Cociné para tres días. La caja de mañana lleva mi nombre.",
        "Los domingos son largos. ¿Qué hacen ustedes los domingos?",
    ),
}
REPLIES = {
    "en": (
        "Same stairs, other house. Glad it passed.",
        "I read this twice. Thank you for saying it.",
        "Sundays: laundry, then the long way to the bakery.",
        "That took something. Well done you.",
        "Mine was like that last week. This week is lighter.",
        "I keep a list on the fridge for hours like that.",
        "See you Tuesday.",
    ),
    "es": (
        "Gracias por decirlo.",
        "A mí me pasó igual la semana pasada. Esta va mejor.",
        "Nos vemos el martes.",
    ),
}
ANSWERS = {
    "en": (
        "Tired, and here.",
        "Better than Friday.",
        "Buzzing. Too much coffee.",
        "Flat, but I came.",
        "Calm for once.",
    ),
    "es": ("Con sueño, pero aquí.", "Mejor que el viernes.", "Con calma."),
}
QUESTIONS = (
    "What do I say at work when they ask where I am in the mornings?",
    "Does anybody tell their kids? How much?",
)
ANSWERED = "We talked about it in the skills group: a short true sentence is enough, and nobody is owed the rest."
#: Reported, and hidden with a kind word.
TOO_MUCH = "Had a slip on the weekend and it went the old way, all of it, hour by hour. Writing it down helps me."
HIDDEN = "Thank you for saying it. How it went hour by hour is hard to read for others: keep that for group or your therapist, and tell us how you are."
#: Reported, and waiting.
UNKIND = "Some of you only talk. Try doing something for once."
