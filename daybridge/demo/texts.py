"""What people write in the demo: short, as someone would on a phone, in their own language."""

from daybridge.intake.rules import (
    PersonFacts,
    PersonName,
    PhoneFact,
    ProblemFact,
    ReferralFacts,
    Referrer,
    RequestFact,
    When,
)

#: A participant's notes by language, and by how the day was; `urge` for days with a strong pull to drink or use.
NOTES = {
    "en": {
        "low": (
            "Could not get out of bed until noon.",
            "Argued with my brother. Stayed in after.",
            "Heavy day. Did the breathing twice.",
            "Cried in the car before group. Went in anyway.",
            "Everything feels far away today.",
            "Missed the bus and then did not want to try again.",
            "Bad dream, then awake from 3.",
            "Did not want to write this. Writing it.",
        ),
        "even": (
            "Group helped more than I thought.",
            "Walked to the store and back.",
            "Tired, but I made dinner.",
            "Nervous about going back to work next month.",
            "Ok day. The afternoon dragged.",
            "Talked to my son on the phone.",
            "New dose since Monday. A bit dizzy in the morning.",
            "Said no to a party and did not feel strange about it.",
        ),
        "high": (
            "Laughed in group today.",
            "Slept well for once. Called my aunt.",
            "Proud of today. Small things done.",
            "First run since spring.",
            "Cooked for my sister and her kids.",
            "I asked for help before it got bad. That is new.",
        ),
        "urge": (
            "Drove past the old place. Did not stop.",
            "Wanted a drink all evening. Called Gus.",
            "Payday is hard. Gave my card to my partner.",
        ),
    },
    "es": {
        "low": (
            "No pude levantarme hasta el mediodía.",
            "Discutí con mi hermano y me quedé en casa.",
            "Día pesado. Respiré despacio dos veces.",
            "Lloré antes del grupo, pero entré.",
            "Otra vez desperté a las tres.",
            "No tenía ganas de escribir esto.",
        ),
        "even": (
            "El grupo me ayudó más de lo que pensaba.",
            "Caminé a la tienda y regresé.",
            "Con cansancio, pero hice la cena.",
            "Hablé con mi hijo por teléfono.",
            "La mañana bien, la tarde muy larga.",
            "Me dan nervios las llamadas del trabajo.",
        ),
        "high": (
            "Hoy me reí en el grupo.",
            "Por fin dormí bien. Llamé a mi tía.",
            "Cosas pequeñas, pero hechas.",
            "Cociné para toda la familia.",
            "Pedí ayuda a tiempo. Eso es nuevo.",
        ),
        "urge": (
            "Pasé cerca de la cantina y seguí de largo.",
            "Muchas ganas de tomar en la noche. Llamé a mi padrino.",
            "El viernes es difícil. Me fui a casa de mi tía.",
        ),
    },
}
#: What Luz writes to the care team about her sister.
CONCERN = (
    "Ana did not pick up for two days, and when she did she sounded flat. She says she isn't sleeping. I don't want to go "
    "behind her back, but I think someone should know."
)
#: What staff write down of a contact, by the rule that raised the alert.
CALLS = {
    "supporter-worried-unsure": (
        "Called to ask how things are. Slept badly this week, no thoughts of dying, eats with the family. Comes tomorrow.",
    ),
    "medicines-none": (
        "Had run out on Friday. Refill sent to the pharmacy on Fifth; picks it up this afternoon.",
        "Stopped because of the nausea. Prescriber calls this evening; not to take a double dose meanwhile.",
    ),
    "sleep-short": (
        "Three nights up until four. No racing thoughts, not spending. Prescriber sees them tomorrow.",
        "The baby was ill; nobody slept. Nothing to change, we look again on Monday.",
    ),
    "not-safe": (
        "Reached on the first ring. Alone at home, thoughts of ending their life, no plan or means at hand. Went through the "
        "safety plan step by step; sister is on her way and stays the night. Prescriber told. Calls again at 9 tonight.",
        "Talked for 25 minutes. Not in danger now. Moved the medicines to the neighbor while on the phone. 988 saved on "
        "the phone. Seen in person tomorrow at 9.",
    ),
    "asked-for-contact": (
        "Talked for ten minutes. Plan for tonight: sister comes by, phone in the kitchen, group tomorrow at ten.",
        "Wanted to know what to say to their manager. Wrote two sentences together. Calmer at the end.",
        "Worried about the new medicine. Nurse calls back today with the prescriber's answer.",
    ),
    "urge-high": (
        "Short call. The urge had passed after a walk. We meet before group tomorrow.",
        "Urge began after a message from an old friend. Number blocked together. Peer specialist calls tonight.",
        "At home with partner, has not used. Went through the first two steps of the plan. Naloxone is in the house.",
    ),
    "mood-lowest": (
        "They picked up at once. Low and tired but safe; asked directly, no thoughts of ending their life. Extra session "
        "on Thursday.",
        "Reached after lunch. Sleep is broken since the weekend. Told the prescriber; visit moved up to tomorrow.",
        "Talked about the anniversary this week. Safe. Chose one small thing for each evening.",
    ),
    "no-entry": (
        "Phone was broken, back now. Doing all right; was in group both days.",
        "Reached by phone. Had a cold and let it go. No pressure: one tap is enough on days like that.",
        "Says the questions feel like a test. Agreed on mood only for this week.",
    ),
}
MESSAGES = (
    "Left a message with the front desk number and 988.",
    "Left a message, no details. Try again in an hour.",
)
NO_ANSWER = ("Rang out. Try again after group.", "No answer twice, mailbox full.")
TEAM_REVIEW = "Three tries over two days and a note by mail. To the team's morning meeting."
WORRIES = (
    "Sat apart in group today and gave two people her books and her plants. Said it is sorting things out. I don't believe it.",
)
SECOND_LOOKS = (
    "Read it through. Safety plan was gone over, somebody is with them, and the next visit stands. Agreed.",
)
FOLLOW_UPS = (
    "Called as promised. Slept, ate, and will be in group.",
    "Reached at lunch. Doing better; the plan for the evenings still holds.",
)
CLOSINGS = (
    "",
    "Back to the usual plan. Primary therapist follows up in the next session.",
    "Plan for the next days written down together.",
    "Brought to the morning meeting.",
)
#: The line that the participant reads.
ANSWERS = {
    "en": (
        "Good to hear your voice. See you before group.",
        "Thank you for telling us. We will look at it together tomorrow.",
        "You did the right thing by asking. I am here until 5 today.",
        "I wrote down what we agreed. Call the front desk any time before that.",
    ),
    "es": (
        "Qué bueno escuchar su voz. Nos vemos antes del grupo.",
        "Gracias por avisarnos. Mañana lo vemos con calma.",
        "Hizo bien en pedirlo. Hoy estoy aquí hasta las cinco.",
        "Anoté lo que acordamos. Puede llamar a la recepción antes, si quiere.",
    ),
}

PHONE_REFERRALS = tuple(
    ReferralFacts(
        person=PersonFacts(
            names=(PersonName(given=given, family=family),), born_on=When(born), phones=(PhoneFact(phone),)
        ),
        referrer=Referrer(
            organization="Lakeside General Hospital", practitioner="Unit 4 West", phones=("555-0160",), known_by="phone"
        ),
        problems=(ProblemFact(problem),),
        requests=(RequestFact("Intensive outpatient program after discharge"),),
    )
    for given, family, born, phone, problem in (
        ("Moss", "Underhill", "1988-07-19", "555-0161", "Depression, first hospital stay"),
        ("Dale", "Overbrook", "1979-01-30", "555-0162", "Anxiety and alcohol use"),
    )
)

#: Why the demo's director chose her alert budget.
WHY_THE_BUDGET = "One person each morning is read with care; with three, nobody opened the list any more."
