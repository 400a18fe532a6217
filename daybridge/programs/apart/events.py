from dataclasses import dataclass

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PairKeptApart(Event):
    """Names neither: the audit's line stands under no participant, and the pair's row says who they are."""

    words = "keeps two participants apart"


@dataclass(frozen=True, kw_only=True)
class PairEnded(Event):
    words = "ended keeping two participants apart"
