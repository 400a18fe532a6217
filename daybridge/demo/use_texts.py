"""What is said and written in the play of use, of how things fit together, and of what to try."""

WANTS = {
    "en": (
        "I want my weekends back", "I don't know who I am without it", "Not at home, not around the kids",
        "I never want to wake up like that again", "I want to sleep without it",
    ),
    "es": (
        "Quiero recuperar mis fines de semana", "No sé quién soy sin eso", "En casa no, con los niños no",
        "No quiero volver a despertar así", "Quiero dormir sin eso",
    ),
}  # fmt: skip
DAYS = {
    "en": ("My sister's birthday", "Moved out of the flat", "Payday", "The game on TV"),
    "es": ("Cumpleaños de mi hermana", "Me mudé del departamento", "Día de pago", "El partido en la tele"),
}
AMOUNTS = {
    "alcohol": "Half a bottle of wine, more on weekends",
    "cannabis": "Two or three joints in the evening",
    "opioids": "Four to six pills a day",
    "methamphetamine": "A quarter gram over two days",
    "cocaine": "Half a gram on a Friday",
    "tobacco": "Half a pack",
}
#: Formulations: heading -> what it may say.
LOW = {
    "situations": ("Mornings, and Sunday evenings before the week", "Whenever a message stays unanswered"),
    "thoughts": ("“I let everybody down.”", "“What is the point of getting up?”"),
    "feelings": ("Sadness 80, guilt 70", "Empty, then ashamed of being empty"),
    "body": ("Heavy limbs, no appetite until noon", "Tired after ten hours in bed"),
    "behavior": ("Stays in bed, cancels, answers nobody", "Scrolls until three, sleeps until noon"),
    "beliefs": ("If I am not useful, nobody keeps me", "I must not need anything"),
    "early": ("Looked after younger siblings from nine on", "Praise came for grades only"),
    "strengths": ("A sister who calls daily; keeps appointments", "Writes down what helps and reads it again"),
    "keeps_going": (
        "Staying in bed brings relief for an hour and proof for the belief for a day",
        "Nobody is told, so nobody can help, so it seems that nobody would",
    ),
}
WORRY = LOW | {
    "situations": ("The bus, the checkout line, waiting for results", "Nights when the phone is silent"),
    "thoughts": ("“Something terrible will happen and I won't cope.”", "“They all see that I shake.”"),
    "feelings": ("Fear 85, then shame 60", "Dread from four in the morning on"),
    "body": ("Heart races, hands tingle, chest tight", "Holds their breath without noticing"),
    "behavior": ("Leaves at once; sends a brother to shop", "Checks the stove and the messages again and again"),
    "keeps_going": (
        "Leaving ends the fear at once, so it is never seen that it would have passed",
        "Checking calms for minutes and makes the next check more needed",
    ),
}
DUAL = LOW | {
    "situations": ("After arguments; Friday after work, with pay in the pocket", "Alone at home after nine"),
    "thoughts": ("“One will take the edge off.”", "“It is ruined anyway.”"),
    "behavior": (
        "Uses alone, hides it, sleeps through the next day; it ends the dread within minutes",
        "Goes by the shop although another way is shorter",
    ),
    "keeps_going": (
        "Low mood asks for relief, use gives it for an evening, and the day after is lower than the one before",
        "Poor sleep after use, tired days, more urge in the evening",
    ),
}
TARGETS = {
    "life": ("Thoughts of ending my life when alone at night", "Using alone: overdose"),
    "therapy": ("Misses Monday groups after a weekend with use", "We begin late and rush the diary"),
    "quality": ("Use on Fridays", "Arguments with the brother", "Rent two weeks behind"),
    "skills": ("Wait an urge out", "Ask for help before nine", "Say no at the door"),
}
HOMEWORK = (
    "One thought record after a hard moment, the one that weighs most",
    "Walk ten minutes after lunch on three days",
    "Take the other way home on Friday and call June from the bus",
    "Ride the bus two stops on Tuesday, stay until it gets easier",
    "Fill in the calendar on Sunday evening, gaps are fine",
)
AGREED = (
    "Friday pay goes to the account; call June before five",
    "Next time: message the team in the first ten minutes",
    "Leave the party with Sam at nine; the plan is on the phone",
)
FOOD = "Breakfast before ten, something warm once a day"
