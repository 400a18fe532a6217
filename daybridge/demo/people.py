"""Plainly fictional people. Participants are named after birds, trees and weather, so that nobody is meant."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class StaffMember:
    name: str
    email: str
    roles: tuple[str, ...]
    credentials: str = ""


@dataclass(frozen=True)
class Sister:
    """Ana's, with whom she shares."""

    name: str
    email: str


@dataclass(frozen=True)
class Person:
    """A participant as the front desk would register them; `supporter` is (name, relation, phone)."""

    given_name: str
    family_name: str
    chosen_name: str
    pronouns: str
    born_on: date
    language: str
    zone: str
    phone: str
    email: str
    supporter: tuple[str, str, str]


STAFF = (
    StaffMember("Ben Okafor", "ben@demo.example", ("therapist",), "LCSW"),
    StaffMember("Cora Lindqvist", "cora@demo.example", ("therapist",), "LPC"),
    StaffMember("Mateo Fuentes", "mateo@demo.example", ("therapist",), "LMFT"),
    StaffMember("Dora Quill", "dora@demo.example", ("director",), "PhD"),
    StaffMember("Ines Vale", "ines@demo.example", ("intake",), "RN"),
    StaffMember("Priya Sandhu", "priya@demo.example", ("prescriber",), "MD"),
    StaffMember("Tomas Reed", "tomas@demo.example", ("nurse",), "RN"),
    StaffMember("Lena Brook", "lena@demo.example", ("peer",), "CPS"),
)
THERAPISTS = ("Ben Okafor", "Cora Lindqvist", "Mateo Fuentes")
INTAKE, PRESCRIBER, NURSE, PEER = "Ines Vale", "Priya Sandhu", "Tomas Reed", "Lena Brook"
DIRECTOR = "Dora Quill"
SISTER = Sister("Luz", "luz@demo.example")

ZONE = "America/Chicago"
_ZONES = (ZONE,) * 9 + ("America/New_York", ZONE, "America/Denver", ZONE, ZONE, "America/Los_Angeles", ZONE)
_PRONOUNS = ("she/her", "he/him", "they/them", "")

_ENGLISH = (
    "Wren Robin Linnet Rowan Hazel Aspen Willow Juniper Heron Lark Sorrel Clover Ivy Laurel Sage Finch Jay Ash Alder "
    "Marten Teal Fern Bryony Tamsin Corin Perry Linden Myrtle Olive Petra Garnet Jasper Opal Pearl Amber Flint"
).split()
_ENGLISH_FAMILY = (
    "Fallowfield Drizzle Thicket Brambling Larkspur Windrow Hollowell Stillwater Greenbank Northwind Applegarth "
    "Snowdrop Puddlemere"
).split()
_SPANISH = "Luz Paloma Jacinto Violeta Marisol Azucena Jazmín Rocío Alba Celeste Abril Coral".split()
_SPANISH_FAMILY = "Peñasco Riachuelo Valleverde Montealto Brisa Sotomar Nevado".split()
_SUPPORTERS = (
    ("June", "sister", "hermana"),
    ("Sam", "friend", "amistad"),
    ("Marco", "partner", "pareja"),
    ("Nell", "mother", "madre"),
    ("Gus", "sponsor", "padrino"),
    ("Pilar", "aunt", "tía"),
)


def person(number: int) -> Person:
    """The n-th participant. Number 0 is Ana, whose phone the demo opens; every fourth one writes Spanish."""
    if number == 0:
        return Person(
            "Ana", "Rivera", "", "she/her", date(1990, 4, 12), "en", ZONE, "555-0149", "ana@demo.example",
            ("Luz", "sister", "555-0150"),
        )  # fmt: skip
    spanish = number % 4 == 3
    given, family = _name(number, spanish)
    supporter, relation, relation_es = _SUPPORTERS[number % len(_SUPPORTERS)]
    return Person(
        given_name=given,
        family_name=family,
        chosen_name={5: "Bee", 22: "Ro"}.get(number, ""),
        pronouns=_PRONOUNS[(number * 7 // 3) % 4],
        born_on=born_on(number),
        language="es" if spanish else "en",
        zone=_ZONES[number % len(_ZONES)],
        phone=f"555-01{number % 50:02d}",
        email=f"p{number}@demo.example",
        supporter=(supporter, relation_es if spanish else relation, f"555-01{50 + number % 50:02d}"),
    )


def _name(number: int, spanish: bool) -> tuple[str, str]:
    """A given and a family name; the family names shift each time the given ones begin again, so pairs stay unlike."""
    given, family = (_SPANISH, _SPANISH_FAMILY) if spanish else (_ENGLISH, _ENGLISH_FAMILY)
    place = number // 4 if spanish else number - number // 4 - 1
    return given[place % len(given)], family[(place + place // len(given)) % len(family)]


def born_on(number: int) -> date:
    """A birth date for the n-th participant, between 19 and 61 years of age in 2026."""
    return date(1965 + (number * 7) % 42, 1 + (number * 5) % 12, 1 + (number * 11) % 28)
