"""Whether a specimen can be relied on. Plain Python; the limits are data (`panels/default.yaml`), from the HHS mandatory guidelines for urine."""

from dataclasses import dataclass
from enum import StrEnum


class Validity(StrEnum):
    VALID = "valid"
    DILUTE = "dilute"
    INVALID = "invalid"


@dataclass(frozen=True)
class Limits:
    """Between which figures a specimen is a specimen, and where they are from."""

    temperature_f: tuple[float, float]
    minutes: int
    creatinine_dilute: float
    creatinine_least: float
    gravity_dilute: float
    gravity_least: float
    ph: tuple[float, float]
    source: str


@dataclass(frozen=True)
class Specimen:
    """What was measured of it; None where it was not. Temperature in degrees Fahrenheit, creatinine in mg/dL."""

    temperature_f: float | None = None
    minutes: int | None = None
    creatinine: float | None = None
    gravity: float | None = None
    ph: float | None = None
    has_oxidant: bool | None = None


def validity(specimen: Specimen, limits: Limits) -> tuple[Validity, tuple[str, ...]]:
    """How far a specimen can be relied on, and the codes of what speaks against it; what was not measured says nothing."""
    faults = _faults(specimen, limits)
    if faults:
        return Validity.INVALID, faults
    thin = _thin(specimen, limits)
    return (Validity.DILUTE, thin) if thin else (Validity.VALID, ())


def _faults(specimen: Specimen, limits: Limits) -> tuple[str, ...]:
    """A temperature that was taken late says nothing, so it speaks neither for nor against."""
    taken_in_time = specimen.minutes is None or specimen.minutes <= limits.minutes
    low, high = limits.temperature_f
    least, most = limits.ph
    found = {
        "temperature": specimen.temperature_f is not None
        and taken_in_time
        and not low <= specimen.temperature_f <= high,
        "creatinine": specimen.creatinine is not None and specimen.creatinine < limits.creatinine_least,
        "gravity": specimen.gravity is not None and specimen.gravity <= limits.gravity_least,
        "ph": specimen.ph is not None and not least <= specimen.ph < most,
        "oxidant": bool(specimen.has_oxidant),
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _thin(specimen: Specimen, limits: Limits) -> tuple[str, ...]:
    """Creatinine says it; the specific gravity, where it was measured, has to say so too."""
    is_low = specimen.creatinine is not None and specimen.creatinine < limits.creatinine_dilute
    is_light = specimen.gravity is None or specimen.gravity < limits.gravity_dilute
    return ("thin",) if is_low and is_light else ()
