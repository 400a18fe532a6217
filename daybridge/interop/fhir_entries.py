"""A bundle's entries, whom they are about, and what they point to."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from daybridge.intake.rules import NotRead, Place, clean_line
from daybridge.interop.fhir_values import Resource, Thing, Unreadable
from daybridge.interop.refusals import CannotRead

#: Where each resource says whom it is about, the FHIR R4 names.
_ABOUT = ("subject", "patient", "beneficiary")
F = TypeVar("F")
_REFERENCE = re.compile(
    r"(?:.*/)?(?P<kind>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9.\-]{1,64})(?:/_history/[^/]+)?\Z", re.DOTALL
)
_CONDITIONAL = re.compile(
    r"(?P<kind>[A-Z][A-Za-z]+)\?(?:[^#]*&)?identifier=(?P<system>[^|&]*)\|(?P<value>[^&]+)", re.DOTALL
)
_HISTORY = re.compile(r"/_history/[^/]+\Z")


@dataclass
class Entries:
    """Every resource of a bundle, found by its address; `not_read` collects what is left out and why."""

    resources: list[Resource] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)
    _by_address: dict[str, Resource] = field(default_factory=dict)
    #: "Practitioner/1", which two servers may both have.
    _by_alias: dict[str, list[Resource]] = field(default_factory=dict)
    _by_identifier: dict[tuple[str, str, str], Resource] = field(default_factory=dict)

    @classmethod
    def of(cls, bundle: Thing) -> "Entries":
        """Raises CannotRead for entries that are not entries, and for two contents under one address."""
        entries = cls()
        listed = bundle.raw.get("entry")
        if listed is None or listed == []:
            raise CannotRead("no_entries")
        if not isinstance(listed, list):
            raise CannotRead("wrong_shape", place=Place(None, "Bundle", "entry"), value="list")
        for number, raw in enumerate(listed, start=1):
            if not isinstance(raw, dict):
                raise CannotRead("wrong_shape", place=Place(number), value="object")
            entries._take(number, raw)
        return entries

    def _take(self, number: int, raw: dict[str, Any]) -> None:
        resource = raw.get("resource")
        request = raw.get("request")
        method = request.get("method") if isinstance(request, dict) else None
        if resource is None:
            self.leave_out("deleted" if method == "DELETE" else "empty_entry", Place(number))
            return
        if not isinstance(resource, dict):
            raise CannotRead("wrong_shape", place=Place(number, "", "resource"), value="object")
        kind = resource.get("resourceType")
        if not isinstance(kind, str) or not kind.strip():
            self.leave_out("no_kind", Place(number))
            return
        full_url = raw.get("fullUrl")
        address = full_url if isinstance(full_url, str) else ""
        found = Resource(resource, Place(number, clean_line(kind, most=60)), kind, address)
        if method in ("PATCH", "DELETE"):
            self.leave_out("deleted" if method == "DELETE" else "changes_only", found.place)
        elif self._is_new(found):
            self.resources.append(found)

    def _is_new(self, found: Resource) -> bool:
        """Put a resource under its address; one that was there already, word for word, is not taken twice."""
        local = found.id or re.split("[:/]", found.full_url)[-1]
        alias = f"{found.kind}/{local}" if local else ""
        address = found.full_url or alias
        known = self._by_address.get(address) if address else None
        if known is None:
            known = next((one for one in self._by_alias.get(alias, ()) if one.raw == found.raw), None)
        if known is not None:
            if known.kind != found.kind or known.raw != found.raw:
                code = "two_patients" if found.kind == "Patient" else "same_address"
                raise CannotRead(code, place=found.place)
            self._by_address.setdefault(address, known)
            return False
        self._list(found, address, alias)
        return True

    def _list(self, found: Resource, address: str, alias: str) -> None:
        if address:
            self._by_address[address] = found
        if alias:
            self._by_alias.setdefault(alias, []).append(found)
        for system, value in identifiers_of(found.raw):
            self._by_identifier.setdefault((found.kind, system, value), found)
            self._by_identifier.setdefault(("", system, value), found)

    def leave_out(self, code: str, place: Place, value: str = "") -> None:
        self.not_read.append(NotRead(code, place, value))

    def each(self, kinds: tuple[str, ...], read: Callable[[Resource], F | None]) -> list[F]:
        """What `read` makes of every resource of these kinds: each is read whole, or left out whole with the reason."""
        found = []
        for resource in self.of_kind(*kinds):
            try:
                resource.check_understood()
                fact = read(resource)
            except Unreadable as fault:
                self.leave_out(fault.code, fault.place, fault.value)
            else:
                found.extend([] if fact is None else [fact])
        return found

    def of_kind(self, *kinds: str) -> Iterator[Resource]:
        return (resource for resource in self.resources if resource.kind in kinds)

    # --- Following references

    def follow(self, reference: Thing | None, *, inside: Resource) -> Resource | None:
        """The resource that a Reference means, in the bundle or inside the resource; None when it is not there."""
        if reference is None:
            return None
        written = reference.exactly("reference")
        if written.startswith("#"):
            return inside.contained.get(written[1:])
        if written:
            return self._at(written, inside)
        identifier = reference.one("identifier")
        if identifier is None:
            return None
        key = (reference.exactly("type"), identifier.exactly("system"), identifier.exactly("value"))
        return self._by_identifier.get(key) if key[2] else None

    def _at(self, written: str, inside: Resource) -> Resource | None:
        address = _HISTORY.sub("", written)
        beside = f"{_server_of(inside)}/{address}"  # a relative address means the server that the entry itself is from
        if found := self._by_address.get(address) or self._by_address.get(beside):
            return found
        if conditional := _CONDITIONAL.match(written):
            return self._by_identifier.get((conditional["kind"], conditional["system"], conditional["value"]))
        match = _REFERENCE.match(written)
        if not match:
            return None
        # An address on another server may well be the same resource, but only where no entry says it lives elsewhere.
        candidates = self._by_alias.get(f"{match['kind']}/{match['id']}", [])
        return candidates[0] if len(candidates) == 1 and _may_be_at(candidates[0], address) else None

    # --- Whom it is about

    def the_patient(self) -> Resource:
        """The one person that the bundle is about. Raises CannotRead for none or two."""
        patients = list(self.of_kind("Patient"))
        if not patients:
            raise CannotRead("no_patient")
        if len(patients) > 1:
            raise CannotRead("two_patients", place=patients[1].place)
        return patients[0]

    def check_one_person(self, patient: Resource) -> None:
        """Raises CannotRead when anything in the bundle is about somebody else."""
        for resource in self.resources:
            for name in _ABOUT:
                reference = resource.raw.get(name)
                if isinstance(reference, dict) and self._is_other_patient(
                    Thing(reference, resource.place.at(name)), resource, patient
                ):
                    raise CannotRead("other_patient", place=resource.place.at(name))

    def _is_other_patient(self, reference: Thing, inside: Resource, patient: Resource) -> bool:
        try:
            found = self.follow(reference, inside=inside)
            written = reference.exactly("reference")
        except Unreadable:
            return False
        if found is not None:
            return found.kind == "Patient" and found is not patient and not written.startswith("#")
        match = _REFERENCE.match(written)
        return bool(match and match["kind"] == "Patient") or written.startswith("Patient?")

    def check_about(self, resource: Resource, patient: Resource, name: str) -> None:
        """Raises Unreadable when a resource does not say that it is about the patient."""
        reference = resource.one(name)
        if reference is None:
            raise Unreadable("about_nobody", resource.at(name))
        found = self.follow(reference, inside=resource)
        if found is not patient:
            raise Unreadable(
                "about_something_else", resource.at(name), found.kind if found else reference.text("reference")
            )


def _server_of(resource: Resource) -> str:
    """The address of the server an entry is from: its own address without kind and id."""
    return resource.full_url.rsplit("/", 2)[0] if "://" in resource.full_url else ""


def _may_be_at(found: Resource, address: str) -> bool:
    """Whether an entry can be what an absolute address means: the address is relative, or the entry's own ends alike."""
    if "://" not in address:
        return True
    return "://" not in found.full_url or found.full_url == address


def identifiers_of(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The (system, value) pairs of a resource, as far as they are such pairs."""
    listed = raw.get("identifier")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and isinstance(one.get("value"), str) and isinstance(one.get("system", ""), str):
            yield one.get("system", ""), one["value"]
