"""What made-up people write into their safety plans, in their own plain words."""

from random import Random

from daybridge.demo.people import Person
from daybridge.programs.rules import Focus
from daybridge.safety.plan.rules import Line, Section, Sections

_LINES = {
    "en": {
        Section.SIGNS: (
            "I stop opening the curtains",
            "I answer nobody for a day",
            "I lie awake after three in the morning",
            "I tell myself that it makes no difference",
            "I cancel things that I was looking forward to",
            "My chest gets tight and I can't sit still",
        ),
        Section.STEPS: (
            "Make tea and drink it standing at the window",
            "Walk once around the block, with music",
            "Cold water on my wrists, then count ten breaths",
            "Put the phone in the kitchen and go to bed",
            "Draw until the page is full",
            "Water the plants, one after the other",
        ),
        Section.SAFER: (
            "My medicines are in a box that my family keeps; I get a week at a time",
            "I don't drive when I feel like this",
            "Nothing sharp lies in the bathroom",
            "I don't stay alone on the nights after an argument",
        ),
        Section.MATTERS: (
            "Seeing my niece start school",
            "My dog, who waits at the door",
            "The garden I began this spring",
            "Finishing my certificate",
            "Sunday dinners with my family",
        ),
    },
    "es": {
        Section.SIGNS: (
            "Dejo las cortinas cerradas",
            "No le contesto a nadie en todo el día",
            "Me despierto a las tres y ya no duermo",
            "Me digo que todo da igual",
            "Cancelo lo que antes quería hacer",
            "Se me aprieta el pecho y no aguanto estar en un lugar",
        ),
        Section.STEPS: (
            "Preparar un té y tomarlo junto a la ventana",
            "Dar una vuelta a la manzana con música",
            "Agua fría en las muñecas y contar diez respiraciones",
            "Dejar el teléfono en la cocina y acostarme",
            "Dibujar hasta llenar la hoja",
            "Regar las plantas, una por una",
        ),
        Section.SAFER: (
            "Mi familia guarda mis medicinas; me da las de una semana",
            "No manejo cuando me siento así",
            "No dejo nada con filo en el baño",
            "No paso la noche sin compañía después de una pelea",
        ),
        Section.MATTERS: (
            "Ver a mi sobrina empezar la escuela",
            "Mi perro, que me espera en la puerta",
            "El jardín que empecé esta primavera",
            "Terminar mi certificado",
            "Las comidas de los domingos con mi familia",
        ),
    },
}
_WITHOUT_SUBSTANCES = {
    "en": "No alcohol at home; my sponsor poured it out with me",
    "es": "En casa no hay alcohol; lo tiramos juntos",
}
_PLACES = {
    "en": ("The public library, second floor", "The bench by the pier", "The gym on Fourth Street", "The community garden"),
    "es": ("La biblioteca, en el segundo piso", "La banca junto al muelle", "El gimnasio de la calle Cuarta", "El jardín comunitario"),
}  # fmt: skip
_COMPANY = {"en": ("Jo from the book club", "company", "555-0171"), "es": ("Chayo, del coro", "compañía", "555-0171")}
_CLINIC = {"en": ("Harbor Bridge Center", "my program"), "es": ("Harbor Bridge Center", "mi programa")}
_THERAPIST = {"en": "my therapist", "es": "mi terapeuta"}
#: What somebody adds to their plan on their own.
ADDED = {"en": "Call the front desk and ask for ten minutes", "es": "Llamar a la recepción y pedir diez minutos"}


def plan(person: Person, therapist: str, phone: str, focus: Focus, chance: Random) -> Sections:
    """A whole plan in someone's own language, with the people that they have."""
    language = person.language
    texts = {section: _some(lines, chance) for section, lines in _LINES[language].items()}
    if focus is Focus.DUAL_DIAGNOSIS:
        texts[Section.SAFER].append(Line(_WITHOUT_SUBSTANCES[language]))
    name, relation, number = person.supporter
    places = [Line(one) for one in chance.sample(_PLACES[language], 2)]
    return {
        **texts,
        Section.PLACES: [*places, Line(*_COMPANY[language])],
        Section.PEOPLE: [Line(name, relation, number)],
        Section.PROFESSIONALS: [
            Line(_CLINIC[language][0], _CLINIC[language][1], phone),
            Line(therapist, _THERAPIST[language], phone),
        ],
    }


def _some(lines: tuple[str, ...], chance: Random) -> list[Line]:
    return [Line(one) for one in chance.sample(lines, chance.randint(2, 3))]
