"""Spaces, members and posts, reached by the product's own deeds."""

from uuid import UUID

from daybridge.core.ids import new_id
from daybridge.peers import actions, queries
from daybridge.peers.actions import Settings, Words
from daybridge.peers.models import PeerMember, PeerPost, PeerSpace
from daybridge.peers.rules import WORDING, Kind
from tests.cast import House, a_participant, a_staff_member

GOOD_WORDS = "Slept badly and came anyway."


def a_space(
    house: House, *, program: str = "Dual diagnosis", by: str = "Dora", moderator: str = "Pia", **more: object
) -> PeerSpace:
    """A space of the program that Ana is in, looked after by Pia, a peer specialist."""
    if moderator not in house.staff:
        a_staff_member(house, "Pia Lund", "peer")
    space_id = new_id()
    settings = Settings(**({"name": "Evenings"} | more))  # type: ignore[arg-type]
    actions.open_space(
        house.actors[by], house.programs[program], space_id=space_id, settings=settings,
        moderators=[house.staff[moderator]],
    )  # fmt: skip
    return fresh(space_id)


def fresh(space: "PeerSpace | UUID") -> PeerSpace:
    space_id = space.id if isinstance(space, PeerSpace) else space
    return PeerSpace.objects.select_related("program").get(id=space_id)


def a_peer(house: House, name: str, **details: object) -> None:
    """Somebody else of Ana's program."""
    a_participant(
        house, name, therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"], **details
    )  # fmt: skip


def joins(house: House, space: PeerSpace, who: str = "Ana", name: str = "Fern", avatar: str = "leaf") -> PeerMember:
    member_id = new_id()
    actions.join_space(
        house.actors[who], space, member_id=member_id, name=name, avatar=avatar,
        agreed_to=(WORDING, fresh(space).rules_number),
    )  # fmt: skip
    return member(member_id)


def a_space_of_two(house: House) -> PeerSpace:
    """Ana is Fern there, Noa is Kite; Pia looks after it."""
    made = a_space(house)
    a_peer(house, "Noa Stern")
    joins(house, made)
    joins(house, made, "Noa", "Kite", "sun")
    return fresh(made)


def member(one: "PeerMember | UUID") -> PeerMember:
    member_id = one.id if isinstance(one, PeerMember) else one
    return PeerMember.objects.select_related("space", "participant").get(id=member_id)


def posts(house: House, space: PeerSpace, who: str = "Ana", said: str = GOOD_WORDS, **more: object) -> PeerPost:
    made = actions.write(house.actors[who], fresh(space), post_id=new_id(), words=Words(said=said, **more))  # type: ignore[arg-type]
    return post(made.subject_id)


def replies(house: House, to: PeerPost, who: str = "Ana", said: str = "I know that.") -> PeerPost:
    return posts(house, to.space, who, said, kind=Kind.REPLY, parent=to)


def post(one: "PeerPost | UUID") -> PeerPost:
    post_id = one.id if isinstance(one, PeerPost) else one
    return PeerPost.objects.select_related("space", "member").get(id=post_id)


def live_in(house: House, space: PeerSpace) -> None:
    """Ana, who is in it, does and meets a bit of everything: she names somebody, gives a sign, mutes, reports, and is warned by Ben."""
    a_peer(house, "Uma Reed")
    joins(house, space, "Uma", "Wren", "bird")
    ana, me = house.actors["Ana"], queries.membership(house.actors["Ana"], space.id)
    posts(house, space, said="Uma Reed made me laugh")
    theirs = posts(house, space, "Uma", "Hello")
    actions.react(ana, theirs, kind="thanks")
    actions.report_post(ana, theirs, report_id=new_id(), why="other", words="Too loud")
    actions.keep_away(ana, me, other=theirs.member_id, is_block=False)
    actions.warn_member(house.actors["Ben"], me, deed_id=new_id(), words="Please leave names out.")


def seen(house: House, space: PeerSpace, who: str) -> list[str]:
    """The words that somebody sees on the first page of a space, replies among them."""
    me = queries.membership(house.actors[who], space.id)
    return [one.words for top in queries.feed(me).posts for one in (top, *top.replies)]
