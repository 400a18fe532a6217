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

NOTES = {
    "en": {
        "low": (
            "Could not get out of bed until noon.",
            "Argued with my brother. Stayed in after.",
            "Heavy day. Did the breathing twice.",
        ),
        "even": ("Group helped more than I thought.", "Walked to the store and back.", "Tired, but I made dinner."),
        "high": (
            "Laughed in group today.",
            "Slept well for once. Called my aunt.",
            "Proud of today. Small things done.",
        ),
    },
    "es": {
        "low": (
            "No pude levantarme hasta el mediodía.",
            "Discutí con mi hermano y me quedé en casa.",
            "Día pesado. Respiré despacio dos veces.",
        ),
        "even": (
            "El grupo me ayudó más de lo que pensaba.",
            "Caminé a la tienda y regresé.",
            "Cansancio, pero hice la cena.",
        ),
        "high": (
            "Hoy me reí en el grupo.",
            "Por fin dormí bien. Llamé a mi tía.",
            "Orgullo por hoy. Cosas pequeñas, hechas.",
        ),
    },
}
CALLS = (
    "Talked for ten minutes. Plan for tonight: sister comes by, phone in the kitchen, group tomorrow at ten.",
    "They picked up at once. Shaken but safe. We went through the first two steps of their plan together.",
    "Short call. The urge had passed after a walk. We meet before group tomorrow.",
)
MESSAGES = ("Left a message with the front desk number and 988.", "No answer twice. Text sent to call us back.")
ANSWERS = {
    "en": (
        "Good to hear your voice. See you before group.",
        "Thank you for telling us. We will look at it together tomorrow.",
    ),
    "es": ("Qué bueno escucharle. Nos vemos antes del grupo.", "Gracias por avisarnos. Mañana lo vemos con calma."),
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
