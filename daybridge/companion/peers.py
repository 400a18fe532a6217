"""A participant's peer spaces: joining, reading, writing, keeping away, reporting. Needs the network; no phone keeps what peers wrote.

Everything about peers comes from `peers.queries.phone`, which gives voices and words and never a row of a table (ADR 38).
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.companion.views import OwnRequest, for_participants
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import DaybridgeError, IdTaken, NotYours
from daybridge.core.ids import new_id
from daybridge.peers import actions, queries
from daybridge.peers.actions import Words
from daybridge.peers.models import PeerMember, PeerPost, PeerRound
from daybridge.peers.rules import AVATARS, LONGEST_NAME, MOST_ANSWER_WORDS, MOST_WORDS, REPORTED, WORDING, Kind, Why
from daybridge.peers.sentences import AVATARS as AVATAR_WORDS
from daybridge.peers.sentences import ENCOURAGEMENTS, REACTIONS, REPORTS, paused_until
from daybridge.people import queries as people

_TO_BE_MENDED = (409, 422, 429)
_DANGER = Why.DANGER.value
#: What is written in a space itself; a reply is written under its post.
_WRITTEN = {kind.value: kind for kind in (Kind.POST, Kind.QUESTION, Kind.ANSWER)}


@never_cache
@require_GET
@for_participants
def page(request: OwnRequest) -> HttpResponse:
    """My peer spaces: those they are in, and those they may join."""
    cards = queries.spaces_for(request.person.id)
    shown = {"mine": [one for one in cards if one.is_member], "others": [one for one in cards if not one.is_member]}
    return render(request, "companion/peers.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def join(request: OwnRequest, space_id: UUID) -> HttpResponse:
    """What one agrees to, a name and a picture."""
    space = queries.space_for(request.actor, space_id)
    if queries.member_of(request.person.id, space.id):
        return _to_space(space.id)
    said, wrong, status = request.POST, {}, 200
    if request.method == "POST":
        try:
            actions.join_space(
                request.actor, space, member_id=_id(said.get("member_id")), name=said.get("name", ""),
                avatar=said.get("avatar", ""), agreed_to=_agreed(said),
            )  # fmt: skip
            messages.success(request, _("You are in. Be as kind here as you would want others to be."))
            return _to_space(space.id)
        except DaybridgeError as refused:
            status, wrong = _mended(request, refused), refused.fields
    card = next(one for one in queries.spaces_for(request.person.id) if one.id == space.id)
    shown = {
        "card": card, "space": space, "own_rules": queries.rules_of(space), "wording": WORDING, "wrong": wrong,
        "avatars": [(code, AVATAR_WORDS[code]) for code in AVATARS], "said": said, "longest": LONGEST_NAME,
        "member_id": said.get("member_id") or new_id(),
    }  # fmt: skip
    return render(request, "companion/peers_join.html", shown, status=status)


def _agreed(said: Mapping[str, Any]) -> tuple[int, int] | None:
    """The numbers of what was ticked; nothing where nothing was, or something else stands there."""
    try:
        return (int(said["wording"]), int(said["rules_number"])) if said.get("agreed") else None
    except (KeyError, ValueError):
        return None


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def space(request: OwnRequest, space_id: UUID) -> HttpResponse:
    """A space: what peers wrote, newest first and a page at a time; and what one writes oneself."""
    me = queries.membership(request.actor, space_id)
    if request.method == "GET":
        return _space(request, me)
    said = request.POST
    try:
        kind = _WRITTEN.get(said.get("kind", ""), Kind.POST)
        words = Words(
            said=said.get("said", ""), kind=kind, is_unnamed="unnamed" in said,
            round=_round(me, said.get("round")) if kind is Kind.ANSWER else None,
        )  # fmt: skip
        made = actions.write(request.actor, me.space, post_id=_id(said.get("post_id")), words=words)
        return HttpResponseRedirect(f"{reverse('peer-space', args=[space_id])}#post-{made.subject_id}")
    except DaybridgeError as refused:
        return _space(
            request, me, status=_mended(request, refused), unsent=_unsent(said, refused), wrong=refused.fields
        )


def _space(
    request: OwnRequest,
    me: PeerMember,
    *,
    status: int = 200,
    unsent: Any = None,
    wrong: Mapping[str, str] | None = None,
) -> HttpResponse:
    looked_at = clock.now()
    before = request.GET.get("before")
    feed = queries.feed(me, before=_id(before) if before else None)
    if not before and queries.has_changed(me):
        actions.note_seen(request.actor, me, at=looked_at)
    shown = _around(me, feed) | {"unsent": unsent or {}, "wrong": wrong or {}, "is_older": bool(before)}
    return render(request, "companion/peers_space.html", shown, status=status)


def _around(me: PeerMember, feed: queries.Feed) -> dict[str, Any]:
    paused = feed.standing.paused_until
    return {
        "feed": feed, "post_id": new_id(), "kind_id": new_id(),
        "answer_id": new_id(), "question_id": new_id(), "reactions": REACTIONS.items(), "most_words": MOST_WORDS,
        "most_answer": MOST_ANSWER_WORDS, "encouragements": ENCOURAGEMENTS.items(), "closed": me.space.closed_at,
        "paused": paused_until(paused) if feed.is_paused and paused else "",
    }  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def thread(request: OwnRequest, space_id: UUID, post_id: UUID) -> HttpResponse:
    """One post with what was said to it; a reply; what else one may do about it."""
    post = queries.post_in(request.actor, space_id, post_id)
    if request.method == "GET":
        return _thread(request, post)
    said = request.POST
    try:
        words = Words(said=said.get("said", ""), kind=Kind.REPLY, parent=post)
        made = actions.write(request.actor, post.space, post_id=_id(said.get("post_id")), words=words)
        return HttpResponseRedirect(f"{reverse('peer-post', args=[space_id, post_id])}#post-{made.subject_id}")
    except DaybridgeError as refused:
        return _thread(
            request, post, status=_mended(request, refused), unsent=_unsent(said, refused), wrong=refused.fields
        )


def _thread(
    request: OwnRequest,
    post: PeerPost,
    *,
    status: int = 200,
    unsent: Any = None,
    wrong: Mapping[str, str] | None = None,
) -> HttpResponse:
    me = queries.membership(request.actor, post.space_id)
    feed = queries.thread(me, post)
    shown = _around(me, feed) | {"post": feed.posts[0], "unsent": unsent or {}, "wrong": wrong or {}}
    return render(request, "companion/peers_thread.html", shown, status=status)


# --- Deeds about a post ------------------------------------------------------------------------------------------------


@require_POST
@for_participants
def deed(request: OwnRequest, space_id: UUID, post_id: UUID, deed: str) -> HttpResponse:
    """A sign, a kind sentence, taking back, muting, blocking: a button each."""
    act = _DEEDS.get(deed)
    if act is None:
        raise NotYours()
    post = queries.post_in(request.actor, space_id, post_id)
    try:
        done = act(request.actor, post, request.POST)
        if done:
            messages.success(request, done)
    except DaybridgeError as refused:
        _mended(request, refused)
    if deed in ("mute", "block", "take-back") or request.POST.get("from") == "space":
        return HttpResponseRedirect(f"{reverse('peer-space', args=[space_id])}#post-{post.parent or post.id}")
    return HttpResponseRedirect(reverse("peer-post", args=[space_id, post.parent or post.id]))


Act = Callable[[Actor, PeerPost, Mapping[str, Any]], str]


def _react(actor: Actor, post: PeerPost, said: Mapping[str, Any]) -> str:
    actions.react(actor, post, kind=str(said.get("kind", "")))
    return ""


def _encourage(actor: Actor, post: PeerPost, said: Mapping[str, Any]) -> str:
    actions.encourage(actor, post, reply_id=_id(said.get("reply_id")), ready=str(said.get("ready", "")))
    return ""


def _take_back(actor: Actor, post: PeerPost, said: Mapping[str, Any]) -> str:
    actions.take_back(actor, post)
    return _("Taken back. Peers see it no more.")


def _mute(actor: Actor, post: PeerPost, said: Mapping[str, Any]) -> str:
    _keep_away(actor, post, is_block=False)
    return _("You see nothing of them any more. They are not told.")


def _block(actor: Actor, post: PeerPost, said: Mapping[str, Any]) -> str:
    _keep_away(actor, post, is_block=True)
    return _("You see nothing of each other any more. They are not told.")


def _keep_away(actor: Actor, post: PeerPost, *, is_block: bool) -> None:
    if post.is_unnamed:  # who is kept away stands by name on one's own page: it would tell who asked
        raise NotYours()
    me = queries.membership(actor, post.space_id)
    actions.keep_away(actor, me, other=post.member_id, is_block=is_block)


_DEEDS: Mapping[str, Act] = {
    "sign": _react, "encourage": _encourage, "take-back": _take_back, "mute": _mute, "block": _block,
}  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def report(request: OwnRequest, space_id: UUID, post_id: UUID) -> HttpResponse:
    """Say that a post is not all right. Afterwards the page says what happens now, with 988 where it is about danger."""
    said = request.POST
    is_worry = said.get("why") == _DANGER
    post = (queries.post_of_worry if is_worry else queries.post_in)(request.actor, space_id, post_id)
    wrong: Mapping[str, str] = {}
    status, done = 200, ""
    if request.method == "POST":
        try:
            actions.report_post(
                request.actor, post, report_id=_id(said.get("report_id")), why=said.get("why", ""),
                words=said.get("words", ""),
            )  # fmt: skip
            done = said["why"]
        except DaybridgeError as refused:
            status, wrong = _mended(request, refused), refused.fields
    shown = {
        "feed": queries.feed(queries.membership(request.actor, space_id)), "post_id": post_id, "report_id": said.get("report_id") or new_id(),
        "whys": [(why.value, REPORTS[why]) for why in REPORTED], "said": said, "wrong": wrong, "done": done,
        "is_danger": done == _DANGER, "organization": people.organization_of(request.actor),
    }  # fmt: skip
    return render(request, "companion/peers_report.html", shown, status=status)


# --- One's own part ----------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def mine(request: OwnRequest, space_id: UUID) -> HttpResponse:
    """The rules, whom one keeps away, and leaving."""
    me = queries.membership(request.actor, space_id)
    if request.method == "POST":
        return _own_deed(request, me)
    shown = {
        "feed": queries.feed(me), "own_rules": queries.rules_of(me.space), "away": queries.kept_away(me),
        "wording": WORDING, "space": me.space, "standing": me.standing(me.space),
    }  # fmt: skip
    return render(request, "companion/peers_mine.html", shown)


def _own_deed(request: OwnRequest, me: PeerMember) -> HttpResponse:
    said = request.POST
    try:
        if said.get("deed") == "leave":
            actions.leave_space(request.actor, me)
            messages.success(request, _("You left. Peers now read what you wrote as of somebody who left."))
            return HttpResponseRedirect(reverse("peer-spaces"))
        if said.get("deed") == "let-in":
            actions.let_in(request.actor, me, other=_id(said.get("other")))
        if said.get("deed") == "agree" and (agreed := _agreed(said)):
            actions.agree_to_rules(request.actor, me, agreed_to=agreed)
            return _to_space(me.space_id)
    except DaybridgeError as refused:
        _mended(request, refused)
    return HttpResponseRedirect(reverse("peer-mine", args=[me.space_id]))


# --- Small -------------------------------------------------------------------------------------------------------------


def _mended(request: OwnRequest, refused: DaybridgeError) -> int:
    """Say what was refused; anything that no other entry would mend is raised."""
    if refused.status not in _TO_BE_MENDED:
        raise refused
    messages.error(request, refused.words)
    return refused.status


def _unsent(said: Any, refused: DaybridgeError) -> Mapping[str, Any]:
    """What comes back into the field; where other words stand under its id, these go under a new one."""
    return {**said.dict(), "post_id": ""} if isinstance(refused, IdTaken) else said


def _to_space(space_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("peer-space", args=[space_id]))


def _id(said: Any) -> UUID:
    try:
        return UUID(str(said))
    except ValueError:
        raise NotYours() from None


def _round(me: PeerMember, said: Any) -> PeerRound:
    return queries.circle(me.space_id, _id(said))
