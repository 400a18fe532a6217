"""Looking at the library: the shelf, what somebody was given, and what they said of what they opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, override

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.library import pieces, rules
from daybridge.library.models import Assigned, AssignedQuerySet, Opened
from daybridge.library.pieces import Piece, in_language
from daybridge.library.sentences import helped_in_words, topics_in_words, way_in_words
from daybridge.people import queries as people

#: A phone orders exercises by what helped within this time.
REMEMBERED = timedelta(days=90)
MOST_VISITS = 300


def piece(code: str) -> Piece:
    """One article or exercise. Raises NotYours."""
    found = pieces.shelf().get(code)
    if found is None:
        raise NotYours()
    return found


def language() -> str:
    """The viewer's language, as pieces have their words: `en` or `es`."""
    return (get_language() or "en")[:2]


def title_of(code: str) -> str:
    """What a piece is called in the viewer's language; its code where the site took its file away."""
    known = pieces.shelf().get(code)
    return in_language(known.title, language()) if known else code


def by_topic(wanted: str = "") -> list[tuple[str, Sequence[Piece]]]:
    """The pieces that a search finds (all for an empty one), by their first topic, in the viewer's language."""
    found = rules.found(pieces.shelf().values(), wanted, language())
    named = topics_in_words()
    return [(words, some) for code, words in named.items() if (some := [one for one in found if one.topics[0] == code])]


# --- For the people a participant shares with -------------------------------------------------------------------------

#: What is of use every day comes first, and what one hopes never to need stands where it is found at once: last but one's own care.
_ORDER = ("help", "relationships", "low-mood", "setbacks", "safety", "everyday")


@dataclass(frozen=True)
class Article:
    """A short article for a supporter, in their language."""

    code: str
    title: str
    minutes: int
    blocks: Sequence[dict[str, Any]]
    sources: Sequence[str]
    is_heavy: bool
    is_in_language: bool
    goes_with: Sequence[str]


def for_supporters(*, about_use: bool) -> list[Article]:
    """The articles on how to help: those that everybody reads alike, or those about alcohol and drugs.

    Which of the two is asked for must hang on nothing but what the participant shares (ADR 40): a list that were chosen by what
    is on record would tell what is on record.
    """
    found = [one for one in pieces.shelf_for_supporters().values() if one.about_use is about_use]
    found.sort(key=lambda one: _ORDER.index(one.topics[0]) if one.topics[0] in _ORDER else len(_ORDER))
    return [_article(one) for one in found]


def for_supporter(code: str) -> Article:
    """One of the articles that everybody reads alike. Raises NotYours, for one about alcohol and drugs too."""
    found = next((one for one in for_supporters(about_use=False) if one.code == code), None)
    if found is None:
        raise NotYours()
    return found


def _article(one: Piece) -> Article:
    said = language()
    return Article(
        code=one.code,
        title=in_language(one.title, said),
        minutes=one.minutes,
        blocks=pieces.blocks(in_language(one.body, said)),
        sources=one.sources,
        is_heavy=one.heavy,
        is_in_language=said != "es" or one.has_spanish,
        goes_with=one.goes_with,
    )


# --- For a phone -----------------------------------------------------------------------------------------------------


def shelf_for_phone(language: str) -> tuple[str, bytes]:
    """The whole shelf in a language as JSON, and its mark, which changes with any word of it."""
    return _shelf_for_phone("es" if language == "es" else "en", pieces.folders())


@lru_cache(maxsize=8)
def _shelf_for_phone(language: str, folders: Any) -> tuple[str, bytes]:
    with override(language):
        return pieces.shelf_as_json(pieces.shelf().values(), topics_in_words(), language)


def given_to(participant_id: UUID) -> AssignedQuerySet:
    """What a participant was given and nobody took back, the latest first."""
    found = Assigned.objects.standing().filter(participant_id=participant_id)
    return found.select_related("assigned_by").order_by("-assigned_at", "id")


@dataclass(frozen=True)
class Visited:
    """One visit to a piece, as all its lines tell it."""

    id: UUID
    code: str
    way: str
    opened_at: datetime
    is_done: bool
    helped: str


def visits_of(participant_id: UUID, *, since: datetime | None = None) -> list[Visited]:
    """A participant's visits, the latest first."""
    found = Opened.objects.filter(participant_id=participant_id)
    if since:
        found = found.filter(made_at__gte=since)
    lines = list(found.order_by("-made_at", "-id")[: MOST_VISITS * 2])
    lines.sort(key=lambda line: (str(line.visit_id), line.made_at, str(line.id)))
    visits = [_visit(list(group)) for _id, group in groupby(lines, key=lambda line: line.visit_id)]
    return sorted(visits, key=lambda visit: visit.opened_at, reverse=True)[:MOST_VISITS]


def _visit(lines: Sequence[Opened]) -> Visited:
    first, told = lines[0], rules.visit_of(lines)
    return Visited(first.visit_id, first.code, first.way, first.made_at, told.is_done, told.helped)


def remembered_visits(participant_id: UUID) -> list[Visited]:
    """Those visits that a phone orders its suggestions by."""
    return visits_of(participant_id, since=clock.now() - REMEMBERED)


# --- For the people who treat them -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """A piece that somebody was given, and what came of it."""

    id: UUID
    code: str
    title: str
    note: str
    assigned_at: datetime
    by: str
    #: When they first opened it after it was given; None while they have not.
    opened_at: datetime | None
    times: int
    helped: str


@dataclass(frozen=True)
class Found:
    """A piece that somebody opened without being given it."""

    code: str
    title: str
    opened_at: datetime
    times: int
    way: str
    helped: str


@dataclass(frozen=True)
class Reading:
    """What somebody was given, and what else they opened."""

    given: Sequence[Given]
    found: Sequence[Found]


def reading(participant_id: UUID) -> Reading:
    """What a participant was given with what came of it, and what else they opened, the latest first."""
    visits = visits_of(participant_id)
    given = [_given(one, visits) for one in given_to(participant_id)]
    codes = {one.code for one in given}
    return Reading(given, _found(visit for visit in visits if visit.code not in codes))


def _given(one: Assigned, visits: Iterable[Visited]) -> Given:
    since = [visit for visit in visits if visit.code == one.code and visit.opened_at >= one.assigned_at]
    return Given(
        id=one.id,
        code=one.code,
        title=title_of(one.code),
        note=one.note,
        assigned_at=one.assigned_at,
        by=one.assigned_by.name if one.assigned_by else "",
        opened_at=since[-1].opened_at if since else None,
        times=len(since),
        helped=_last_word(since),
    )


def _found(visits: Iterable[Visited]) -> list[Found]:
    by_code: dict[str, list[Visited]] = {}
    for visit in visits:
        by_code.setdefault(visit.code, []).append(visit)
    return [
        Found(code, title_of(code), some[0].opened_at, len(some), way_in_words(some[0].way), _last_word(some))
        for code, some in by_code.items()
    ]


def _last_word(visits: Iterable[Visited]) -> str:
    return helped_in_words(next((visit.helped for visit in visits if visit.helped), ""))


def assigned(actor: Actor, assigned_id: UUID) -> Assigned:
    """One given piece. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = Assigned.objects.filter(id=assigned_id, participant_id__in=visible).first()
    if found is None:
        raise NotYours()
    return found
