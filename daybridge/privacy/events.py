from dataclasses import dataclass

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ChartOpened(Event):
    words = "looked at a chart"
    purpose: str


@dataclass(frozen=True, kw_only=True)
class DocumentOpened(Event):
    words = "opened a document"
    purpose: str


@dataclass(frozen=True, kw_only=True)
class RecordExported(Event):
    words = "took out their own record"
    #: `page` or `json`
    shape: str
