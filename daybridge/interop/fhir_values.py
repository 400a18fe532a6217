"""Looking at parsed JSON without trusting it: every value is asked for by the type that FHIR R4 gives it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from daybridge.intake.rules import Place, When, clean_line
from daybridge.interop.json_text import Decimal
from daybridge.interop.refusals import CannotRead


class Unreadable(Exception):
    """One resource can't be read: `code` says why, at `place`. The rest of the bundle still can."""

    def __init__(self, code: str, place: Place, value: str = "") -> None:
        super().__init__(code)
        self.code, self.place, self.value = code, place, value


@dataclass(frozen=True)
class Concept:
    """A CodeableConcept or Coding: the sender's words and one code with its system."""

    text: str = ""
    system: str = ""
    code: str = ""
    codes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Thing:
    """A JSON object with its place in the file; asking for a value of the wrong type raises Unreadable."""

    raw: dict[str, Any] = field(repr=False)
    place: Place

    def has(self, name: str) -> bool:
        return self.raw.get(name) is not None

    def _typed(self, name: str, kind: type | tuple[type, ...], shape: str) -> Any:
        value = self.raw.get(name)
        if value is None:
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise Unreadable("wrong_shape", self.at(name), shape)
        return value

    def at(self, name: str) -> Place:
        """The place of one of its fields."""
        return self.place.at(f"{self.place.field}.{name}".lstrip("."))

    def text(self, name: str, *, most: int = 300) -> str:
        """One line of text, cleaned; empty when there is none."""
        value = self._typed(name, str, "text")
        if isinstance(value, Decimal):
            raise Unreadable("wrong_shape", self.at(name), "text")
        return clean_line(value or "", most=most)

    def exactly(self, name: str) -> str:
        """Text for comparing, never for showing."""
        return str(self._typed(name, str, "text") or "")

    def flag(self, name: str) -> bool:
        return bool(self._typed(name, bool, "flag"))

    def number(self, name: str) -> str:
        """A number as it was written; empty when there is none."""
        value = self._typed(name, (int, Decimal), "number")
        return "" if value is None else str(value)

    def one(self, name: str) -> "Thing | None":
        value = self._typed(name, dict, "object")
        return None if value is None else Thing(value, self.place.at(self.at(name).field))

    def many(self, name: str) -> list["Thing"]:
        value = self._typed(name, list, "list") or []
        at = self.at(name)
        if any(not isinstance(item, dict) for item in value if item is not None):
            raise Unreadable("wrong_shape", at, "object")
        return [Thing(item, at) for item in value if item is not None]

    def texts(self, name: str) -> list[str]:
        value = self._typed(name, list, "list") or []
        if any(not isinstance(item, str) or isinstance(item, Decimal) for item in value if item is not None):
            raise Unreadable("wrong_shape", self.at(name), "text")
        return [text for item in value if (text := clean_line(item or ""))]

    def when(self, name: str) -> When | None:
        """A date or time. Raises CannotRead, for the whole file, when there is no such date."""
        written = self._typed(name, str, "date")
        if written is None:
            return None
        try:
            return When.read(written.strip())
        except ValueError:
            raise CannotRead("impossible_date", place=self.at(name), value=written) from None

    def period(self, name: str) -> tuple[When | None, When | None]:
        found = self.one(name)
        return (found.when("start"), found.when("end")) if found else (None, None)

    def concept(self, name: str) -> Concept:
        """A CodeableConcept; an empty one when there is none."""
        found = self.one(name)
        return found.as_concept() if found else Concept()

    def concepts(self, name: str) -> list[Concept]:
        return [concept for found in self.many(name) if (concept := found.as_concept())]

    def as_concept(self) -> Concept:
        codings = self.many("coding")
        known = [(one.text("system"), one.text("code", most=60), one.text("display")) for one in codings]
        # Of several codes for the same thing the diagnosis code is the one that a payer will ask for.
        chosen = next((one for one in known if "icd-10" in one[0].lower()), known[0] if known else ("", "", ""))
        text = self.text("text") or next((display for _, _, display in known if display), "") or chosen[1]
        return Concept(text, chosen[0], chosen[1], frozenset(code for _, code, _ in known if code))

    def coding(self, name: str) -> Concept:
        """A single Coding."""
        found = self.one(name)
        if not found:
            return Concept()
        code = found.text("code", most=60)
        return Concept(found.text("display") or code, found.text("system"), code, frozenset({code} - {""}))

    def extension(self, url: str) -> "Thing | None":
        """An extension by its address."""
        return next((one for one in self.many("extension") if one.raw.get("url") == url), None)


@dataclass(frozen=True)
class Resource(Thing):
    """One entry's resource."""

    kind: str = ""
    full_url: str = ""

    @cached_property
    def id(self) -> str:
        value = self.raw.get("id")
        return value if isinstance(value, str) else ""

    @cached_property
    def contained(self) -> dict[str, "Resource"]:
        """The resources inside it, by their local id."""
        found = {}
        for inner in self.many("contained"):
            kind, local = inner.raw.get("resourceType"), inner.raw.get("id")
            if isinstance(kind, str) and isinstance(local, str):
                found[local] = Resource(
                    inner.raw, Place(self.place.entry, self.kind, f"contained {clean_line(kind, most=40)}"), kind
                )
        return found

    def check_understood(self) -> None:
        """Raises Unreadable for what could turn the meaning of the whole resource around."""
        if self.raw.get("modifierExtension"):
            raise Unreadable("modifier", self.at("modifierExtension"))
        if self.raw.get("implicitRules"):
            raise Unreadable("modifier", self.at("implicitRules"))
