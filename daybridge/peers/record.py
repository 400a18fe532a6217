"""What this room keeps about a participant: where they took part, what they wrote, what staff did about it. Never who a peer is."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.peers.models import PeerAway, PeerConcern, PeerMember, PeerModeration, PeerPost, PeerReaction, PeerReport
from daybridge.peers.rules import Deed, Encouragement, Kind, Reaction, State, Step, Why
from daybridge.peers.sentences import CONCERNS, DEEDS, ENCOURAGEMENTS, KINDS, REACTIONS, REPORTS, STATES, STEPS
from daybridge.people.models import Participant
from daybridge.ui import words


def _members(participant: Participant) -> Iterable[PeerMember]:
    found = PeerMember.objects.filter(participant_id=participant.id).select_related("space")
    return in_portions(found.prefetch_related("steps").order_by("joined_at", "id"))


def _member_as_json(one: PeerMember) -> dict[str, Any]:
    return row_as_json(one) | {"space_name": one.space.name, "steps": [row_as_json(step) for step in one.steps.all()]}


def _member_in_words(one: PeerMember) -> Told:
    lines = [Line(words.exact_moment(step.at), STEPS[Step(step.step)]) for step in one.steps.all()]
    return Told(one.space.called, (Line(_("Your name there"), one.name), *lines))


def _posts(participant: Participant) -> Iterable[PeerPost]:
    found = PeerPost.objects.filter(member__participant_id=participant.id).select_related("space")
    return in_portions(found.prefetch_related("concerns__settled_by").order_by("at", "id"))


def _post_as_json(one: PeerPost) -> dict[str, Any]:
    return row_as_json(one) | {"concerns": [row_as_json(concern) for concern in one.concerns.all()]}


def _post_in_words(one: PeerPost) -> Told:
    said = ENCOURAGEMENTS[Encouragement(one.ready)] if one.ready else one.words
    lines = [
        Line(KINDS[Kind(one.kind)], said),
        Line(_("How it stands"), STATES[State(one.state)]),
        Line(_("Answered"), one.answer),
        *(Line(_("Looked at by a moderator"), _concern(concern)) for concern in one.concerns.all()),
    ]
    return Told(f"{one.space.called}, {words.exact_moment(one.at)}", tuple(lines))


def _concern(one: PeerConcern) -> str:
    done = f" {DEEDS[Deed(one.outcome)]}." if one.outcome else ""
    return f"{CONCERNS[Why(one.why)]}.{done}"


def _signs(participant: Participant) -> Iterable[PeerReaction]:
    return in_portions(PeerReaction.objects.filter(member__participant_id=participant.id).order_by("at", "id"))


def _sign_in_words(one: PeerReaction) -> Told:
    said = REACTIONS[Reaction(one.kind)] if one.kind else _("Taken back")
    return Told(words.exact_moment(one.at), (Line("", said),))


def _away(participant: Participant) -> Iterable[PeerAway]:
    return in_portions(PeerAway.objects.filter(member__participant_id=participant.id).order_by("since", "id"))


def _away_in_words(one: PeerAway) -> Told:
    said = _("You blocked a peer") if one.is_block else _("You muted a peer")
    return Told(words.exact_moment(one.since), (Line("", said), Line(_("Until"), words.exact_moment(one.ended_at))))


def _reports(participant: Participant) -> Iterable[PeerReport]:
    return in_portions(PeerReport.objects.filter(member__participant_id=participant.id).order_by("at", "id"))


def _report_in_words(one: PeerReport) -> Told:
    return Told(words.exact_moment(one.at), (Line(_("Why"), REPORTS[Why(one.why)]), Line(_("You said"), one.words)))


def _moderation(participant: Participant) -> Iterable[PeerModeration]:
    found = PeerModeration.objects.filter(member__participant_id=participant.id).select_related("staff")
    return in_portions(found.order_by("at", "id"))


def _moderation_in_words(one: PeerModeration) -> Told:
    lines = (
        Line(DEEDS[Deed(one.deed)], one.reason),
        Line(_("By"), str(one.staff)),
        Line(_("Until"), words.exact_moment(one.until)),
    )
    return Told(words.exact_moment(one.at), lines)


SECTIONS = (
    Section(
        code="peer-spaces",
        title=lazy("Peer spaces you were in"),
        lede=lazy("Under which name, what you agreed to, and when you left."),
        tables=("peers.PeerMember", "peers.PeerStep"),
        read=_members,
        as_json=_member_as_json,
        in_words=_member_in_words,
    ),
    Section(
        code="peer-posts",
        title=lazy("What you wrote to peers"),
        lede=lazy("Every post, reply and answer, those you took back among them. What peers wrote is theirs."),
        tables=("peers.PeerPost", "peers.PeerConcern"),
        read=_posts,
        as_json=_post_as_json,
        in_words=_post_in_words,
    ),
    Section(
        code="peer-signs",
        title=lazy("Signs you gave to peers"),
        lede=lazy("Each sign that you gave to what a peer wrote."),
        tables=("peers.PeerReaction",),
        read=_signs,
        in_words=_sign_in_words,
    ),
    Section(
        code="peers-kept-away",
        title=lazy("Peers you muted or blocked"),
        lede=lazy("When, and until when. They were not told."),
        tables=("peers.PeerAway",),
        read=_away,
        in_words=_away_in_words,
    ),
    Section(
        code="peer-reports",
        title=lazy("What you reported"),
        lede=lazy("No peer learns that it was you."),
        tables=("peers.PeerReport",),
        read=_reports,
        in_words=_report_in_words,
    ),
    Section(
        code="peer-moderation",
        title=lazy("What moderators did about your posts"),
        lede=lazy("Each step, with the reason, and each time that one looked who you are."),
        tables=("peers.PeerModeration",),
        read=_moderation,
        in_words=_moderation_in_words,
    ),
)
