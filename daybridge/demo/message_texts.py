"""What people of the play write to their therapist, and what they are answered."""

WELCOME = {
    "en": "Hi {name}, this is where you can write to your whole team. I answer first, on weekdays. See you in group.",
    "es": "Hola, {name}. Aquí puede escribirle a todo su equipo. Yo respondo primero, entre semana. Nos vemos en el grupo.",
}
THANKS = {
    "en": ("Thank you!", "That helps, thanks.", "Okay, will do. Thank you.", "Great, see you then."),
    "es": ("¡Gracias!", "Eso me ayuda, gracias.", "Está bien, así lo hago. Gracias.", "Muy bien, nos vemos."),
}
TALKS = {
    "en": (
        (
            "My boss moved my shift on Thursday. Can I come to the evening group that day?",
            "Yes. I put you in the evening group on Thursday. Tell me if your shifts change again.",
        ),
        (
            "I tried the cold water you showed us when it got loud at home. It took the edge off.",
            "Well done for trying it in the middle of that. Let's talk on Tuesday about what came before.",
        ),
        (
            "Slept four hours again. Is there something I should do differently?",
            "Sorry, that is hard. Keep getting up at the same time today and skip the nap. We look at your sleep diary together tomorrow.",
        ),
        (
            "My daughter has a fever, so I have to stay home today. Is there a way to join on video?",
            "Yes, join from Today on your phone. I hope she feels better soon.",
        ),
        (
            "I had a rough talk with my dad and wanted to leave the house and drink. I called my cousin instead.",
            "I'm glad you called him, and that you told me. Are you okay for tonight? I can call you at five.",
        ),
        (
            "Do I need to bring the letter for my school on Monday?",
            "Please do. If you forget it, a photo of it works too.",
        ),
        (
            "The new pill makes me queasy in the morning.",
            "Thank you for saying so. Try it with breakfast; I have passed it on to Priya, and she will get back to you.",
        ),
        (
            "I finished the worksheet about Sunday. It was harder than I thought, but I did it.",
            "That took courage. I read it, and would like to go through it with you on Wednesday.",
        ),
    ),
    "es": (
        (
            "Mi jefe me cambió el turno del jueves. ¿Puedo ir ese día al grupo de la tarde?",
            "Sí. Le puse en el grupo de la tarde del jueves. Avíseme si le cambian otra vez el turno.",
        ),
        (
            "Probé lo del agua fría cuando hubo gritos en casa. Me bajó un poco.",
            "Qué bien que lo probó en ese momento. El martes vemos qué pasó antes.",
        ),
        (
            "Dormí otra vez cuatro horas. ¿Hago algo distinto?",
            "Lo siento, es duro. Levántese a la misma hora y hoy no duerma siesta. Mañana vemos juntos su diario de sueño.",
        ),
        (
            "Mi hija tiene fiebre y hoy me quedo en casa. ¿Puedo entrar por video?",
            "Sí, entre desde Hoy en su teléfono. Que se mejore pronto.",
        ),
        (
            "Tuve una pelea con mi papá y quería irme a tomar. Mejor llamé a mi primo.",
            "Me alegra que le llamó y que me lo cuenta. ¿Está bien para esta noche? Puedo llamarle a las cinco.",
        ),
        (
            "¿Tengo que llevar la carta de la escuela el lunes?",
            "Sí, por favor. Si se le olvida, también sirve una foto.",
        ),
        (
            "La pastilla nueva me da náuseas en la mañana.",
            "Gracias por decirlo. Tómela con el desayuno; ya le avisé a Priya y ella le responde.",
        ),
        (
            "Terminé la hoja sobre el domingo. Costó más de lo que pensé, pero lo hice.",
            "Eso pide valor. La leí, y el miércoles me gustaría verla con usted.",
        ),
    ),
}
ANNOUNCEMENTS = (
    "The kitchen is closed on Friday, so bring something to eat. / El viernes la cocina está cerrada: traigan algo de comer.",
    "The evening group meets in the other room this week: follow the signs. / Esta semana el grupo de la tarde es en la otra sala: sigan los letreros.",
    "We are closed on the last Thursday of the month. On that day 988 and the safety plan are there as always. / El último jueves del mes cerramos. Ese día el 988 y el plan de seguridad están como siempre.",
)
AMONG_STAFF = (
    (
        "Can you take the call on Thursday at four? I am in the review.",
        "Yes. I read the last note and will ask about the sister.",
    ),
    ("Quieter in group than last week. Did you see that too?", "I did. I sit beside them on Wednesday."),
    ("They would like to bring their cousin to the family group.", "Good idea. I put it on the list for Monday."),
)
