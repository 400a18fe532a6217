"""The entries of a bundle, and finding the one a reference means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from daybridge.interop.fhir_values import Node, first, node, nodes, words


@dataclass(frozen=True, kw_only=True, eq=False)
class Entry:
    """One resource and where it stands; a contained resource stands where its owner does."""

    resource: Node
    kind: str
    position: int
    full_url: str = ""

    @property
    def place(self) -> str:
        return f"entry {self.position}, {self.kind}"

    @property
    def id(self) -> str:
        return words(self.resource.get("id"))


@dataclass(frozen=True, kw_only=True)
class Entries:
    """All entries, with the ways a reference may name one."""

    listed: tuple[Entry, ...]
    by_address: Mapping[str, Entry] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Entry]:
        """The entries of these kinds, in the order of the file."""
        return [entry for entry in self.listed if entry.kind in kinds]

    def meant_by(self, reference: object, *, from_: Entry) -> Entry | None:
        """The entry a Reference points to, or None if it is not in the file."""
        address = words(node(reference).get("reference"))
        if address.startswith("#"):
            return _contained(from_, address[1:])
        if "?" in address:
            return self._by_condition(address)
        found = self.by_address.get(bare(address)) or self.by_address.get(tail(address))
        return found or self._by_identifier(kind_of(reference), node(reference).get("identifier"))

    def _by_condition(self, address: str) -> Entry | None:
        """`Practitioner?identifier=system|value`: the one entry with that identifier."""
        kind, _, query = address.partition("?")
        wanted = first(parse_qs(query).get("identifier", []))
        system, bar, value = wanted.rpartition("|")
        return self._by_identifier(kind.rsplit("/", 1)[-1], {"system": system, "value": value} if bar else None)

    def _by_identifier(self, kind: str, identifier: object) -> Entry | None:
        wanted = _pair(node(identifier))
        if not kind or not wanted[1]:
            return None
        return next((entry for entry in self.of(kind) if wanted in identifiers(entry.resource)), None)


def read_entries(listed: Iterable[Entry]) -> Entries:
    """Entries under every address they may be called by: full URL, and Type/id."""
    entries = tuple(listed)
    addresses: dict[str, Entry] = {}
    for entry in entries:
        named = f"{entry.kind}/{entry.id}" if entry.id else ""
        for address in (bare(entry.full_url), tail(entry.full_url), named):
            if address:
                addresses.setdefault(address, entry)
    return Entries(listed=entries, by_address=addresses)


def bare(address: str) -> str:
    """The address without its version."""
    return address.split("/_history/")[0]


def tail(address: str) -> str:
    """`Type/id`, the end of a web address; empty for anything else."""
    parts = bare(address).split("/")
    is_typed = len(parts) >= 2 and parts[-2][:1].isupper() and parts[-1] != ""
    return "/".join(parts[-2:]) if is_typed else ""


def kind_of(reference: object) -> str:
    """The kind of resource a Reference says it means, if it says so."""
    address = words(node(reference).get("reference"))
    by_condition = address.partition("?")[0].rsplit("/", 1)[-1] if "?" in address else ""
    return by_condition or tail(address).partition("/")[0] or words(node(reference).get("type")).rsplit("/", 1)[-1]


def identifiers(resource: Node) -> list[tuple[str, str]]:
    """(system, value) of each identifier that has a value."""
    return [pair for pair in map(_pair, nodes(resource.get("identifier"))) if pair[1]]


def _pair(identifier: Node) -> tuple[str, str]:
    return words(identifier.get("system")), words(identifier.get("value"))


def _contained(owner: Entry, wanted: str) -> Entry | None:
    for inner in nodes(owner.resource.get("contained")):
        if wanted and words(inner.get("id")) == wanted:
            return Entry(resource=inner, kind=words(inner.get("resourceType")), position=owner.position)
    return None
