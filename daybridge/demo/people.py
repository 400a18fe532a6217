"""Plainly fictional people. Names are of birds, trees and weather, so that nobody is meant."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class StaffMember:
    name: str
    email: str
    roles: tuple[str, ...]
    credentials: str = ""


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

#: The participant whose phone the demo opens.
ANA = ("Ana", "Rivera", "ana@demo.example")
GIVEN = (
    "Wren Robin Linnet Rowan Hazel Aspen Willow Juniper Heron Lark Sorrel Clover Ivy Laurel Sage Finch Jay Ash Alder "
    "Marten Teal Fern Bryony Tamsin Corin Perry Linden Myrtle Olive Petra Garnet Jasper Opal Pearl Ruby Amber Flint "
    "Luz Paloma Jacinto Violeta Marisol Azucena Jazmín Rocío Alba Celeste Abril"
).split()
FAMILY = (
    "Fallowfield Drizzle Thicket Marsh Brambling Larkspur Windrow Hollowell Stillwater Greenbank Northwind Applegarth "
    "Peñasco Riachuelo Valleverde Montealto Brisa Sotomar Alameda Arroyo"
).split()
SPANISH = frozenset(GIVEN[-11:])


def born_on(number: int) -> date:
    """A birth date for the n-th participant, between 19 and 61 years of age in 2026."""
    return date(1965 + (number * 7) % 42, 1 + (number * 5) % 12, 1 + (number * 11) % 28)
