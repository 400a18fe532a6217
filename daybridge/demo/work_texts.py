"""What people write on worksheets in the demo, in their own language: thought records, plans, triggers, fears."""

from typing import Any

#: Each a whole thought record; `feelings` with how strong they were and are.
THOUGHTS: dict[str, tuple[dict[str, Any], ...]] = {
    "en": (
        {
            "situation": "My sister did not answer my message all day.",
            "thoughts": [{"thought": "She is tired of me", "belief": 80}],
            "feelings": [{"feeling": "Sad", "strength": 70}, {"feeling": "Ashamed", "strength": 60}],
            "for-it": "She sounded short on Sunday.",
            "against-it": "She drove me to group last week. She works late on Tuesdays.",
            "balanced": "She may just be busy. I can ask her tomorrow.",
            "balanced-belief": 65,
            "feelings-now": [35, 30],
        },
        {
            "situation": "Dropped a plate in the kitchen at work.",
            "thoughts": [
                {"thought": "I can't do anything right", "belief": 90},
                {"thought": "They will let me go", "belief": 60},
            ],
            "feelings": [{"feeling": "Fear", "strength": 80}],
            "for-it": "It was my second one this month.",
            "against-it": "Nobody said a word. They gave me the Saturday shift.",
            "balanced": "One plate is one plate.",
            "balanced-belief": 80,
            "feelings-now": [40],
        },
        {
            "situation": "Woke at 3 and lay there.",
            "thoughts": [{"thought": "Tomorrow is ruined", "belief": 75}],
            "feelings": [{"feeling": "Hopeless", "strength": 65}],
        },
    ),
    "es": (
        {
            "situation": "Mi hermana no contestó en todo el día.",
            "thoughts": [{"thought": "Ya está cansada de mí", "belief": 80}],
            "feelings": [{"feeling": "Tristeza", "strength": 70}],
            "for-it": "El domingo me habló poco.",
            "against-it": "La semana pasada me llevó al grupo.",
            "balanced": "Puede que solo tenga mucho trabajo.",
            "balanced-belief": 65,
            "feelings-now": [35],
        },
    ),
}
ACTIVITIES = {
    "en": (
        "Walk to the river",
        "Call my aunt",
        "Cook something new",
        "Swim on Saturday",
        "Coffee with Gus",
        "Fix the bike",
    ),
    "es": ("Caminar al río", "Llamar a mi tía", "Cocinar algo nuevo", "Arreglar la bici"),
}
IN_THE_WAY = {"en": ("Rain", "Too tired after work", "Did not feel like it"), "es": ("Lluvia", "Mucho cansancio")}
TRIGGERS: dict[str, tuple[dict[str, Any], ...]] = {
    "en": (
        {
            "kind": "times", "trigger": "Friday after work, payday", "pull": 8, "signs": "I count my cash twice.",
            "plan": "Straight to the bus. Text Gus from the stop.", "avoid": "The corner by the old place",
            "call": "Gus", "sure": 7,
        },
        {
            "kind": "feelings", "trigger": "After a fight at home", "pull": 6, "signs": "Jaw tight, walking fast.",
            "plan": "Cold water, ten minutes outside, then call.", "call": "My aunt", "sure": 6,
        },
    ),
    "es": (
        {
            "kind": "people", "trigger": "Los amigos de antes", "pull": 7, "signs": "Empiezo a inventar excusas.",
            "plan": "Decir que tengo grupo y llamar a mi tía.", "call": "Mi tía", "sure": 6,
        },
    ),
}  # fmt: skip
FEARS = {
    "en": ("Ride the bus at rush hour", "Eat lunch with the others", "Stand in line at the store"),
    "es": ("Ir en autobús a la hora pico", "Comer con los demás"),
}
LEARNED = {"en": ("It went down by itself.", "Nobody looked at me."), "es": ("Bajó solo.", "Nadie me miraba.")}
COMFORTS = {
    "en": ({"kind": "music", "what": "The Sunday playlist"}, {"kind": "place", "what": "The bench by the river"}),
    "es": ({"kind": "music", "what": "Las canciones de mi abuela"},),
}
CHAIN: dict[str, dict[str, Any]] = {
    "en": {
        "behavior": "Bought a bottle on the way home", "vulnerable": "Slept four hours, no lunch.",
        "prompt": "The rent letter.",
        "links": [
            {"is": "thought", "link": "It will never be enough"}, {"is": "body", "link": "Chest tight"},
            {"is": "deed", "link": "Got off one stop early"},
        ],
        "soon": "Quiet for an hour.", "later": "Ashamed, hid it from my partner.",
        "skills": ["waited-an-urge-out", "asked-for-help"], "plan": "Open letters at group, not alone.",
        "repair": "Told my partner on Sunday.",
    },
    "es": {
        "behavior": "Compré una botella camino a casa", "vulnerable": "Dormí cuatro horas.",
        "prompt": "La carta del alquiler.",
        "links": [{"is": "thought", "link": "Nunca va a alcanzar"}, {"is": "deed", "link": "Bajé una parada antes"}],
        "skills": ["asked-for-help"], "plan": "Abrir las cartas en el grupo.",
    },
}  # fmt: skip
#: Exercises of the library, by code: what they are called.
COPED = {
    "slow-breathing": {"en": "Slow breathing", "es": "Respirar despacio"},
    "ride-the-urge": {"en": "Ride the urge", "es": "Pasar la ola"},
}
MEETINGS = {
    "en": (
        {"kind": "meeting", "where": "The Thursday evening one", "way": "there", "helped": 7},
        {
            "kind": "peer",
            "where": "Coffee with Gus",
            "way": "there",
            "helped": 8,
            "take-along": "One evening at a time",
        },
        {"kind": "meeting", "where": "Online, with the camera off", "way": "online", "helped": 5},
    ),
    "es": (
        {"kind": "meeting", "where": "La del jueves por la noche", "way": "there", "helped": 7},
        {"kind": "peer", "where": "Un café con Chayo", "way": "there", "helped": 8, "take-along": "Una noche a la vez"},
        {"kind": "meeting", "where": "En línea, con la cámara apagada", "way": "online", "helped": 5},
    ),
}
