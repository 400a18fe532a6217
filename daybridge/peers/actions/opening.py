"""Opening a space, its settings and rules, who looks after it, closing it; and a check-in circle in it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.peers import rules
from daybridge.peers.access import moderates, opens_spaces
from daybridge.peers.actions.telling import about, open_still
from daybridge.peers.events import CircleOpened, RulesWritten, SpaceChanged, SpaceClosed, SpaceOpened
from daybridge.peers.models import PeerModerator, PeerRound, PeerRules, PeerSpace
from daybridge.people.access import may_be_asked_to_care
from daybridge.people.models import Staff
from daybridge.programs.models import Group, Program

MOST_NAME, MOST_ABOUT, MOST_RULES = 60, 300, 1000


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a space is called and looked after."""

    name: str
    name_es: str = ""
    about: str = ""
    about_es: str = ""
    is_premoderated: bool = False
    slow_minutes: int = 0
    look_hours: int = 24
    alumni_may_stay: bool = False


@action(allow=opens_spaces)
def open_space(
    actor: Actor, program: Program, *, space_id: UUID, settings: Settings, moderators: Sequence[Staff],
    group: Group | None = None,
) -> SpaceOpened:  # fmt: skip
    """Open a space for everybody in a program, or in one group of it. At least one member of staff looks after it."""
    _one_at_a_time(program.id)
    known = PeerSpace.objects.filter(id=space_id).first()
    if known:
        if known.program_id != program.id:
            raise IdTaken()
        return SpaceOpened(**about(known, known.id), repeated=True)
    said = _checked(program, settings)
    _check_moderators(moderators)
    if group and group.program_id != program.id:
        raise Invalid(_("Choose a group of this program."), fields={"group": _("Choose a group of this program.")})
    space = PeerSpace.objects.create(
        id=space_id, organization_id=program.organization_id, program=program, group=group, opened_by_id=actor.who,
        **asdict(said),
    )  # fmt: skip
    _appoint(space, moderators)
    return SpaceOpened(**about(space, space.id))


@action(allow=opens_spaces)
def change_space(actor: Actor, space: PeerSpace, *, settings: Settings, moderators: Sequence[Staff]) -> SpaceChanged:
    """Change how a space is called and looked after. Whom it is for stays."""
    _one_at_a_time(space.program_id)
    space = open_still(PeerSpace.objects.select_for_update(of=("self",)).select_related("program").get(id=space.id))
    said = _checked(space.program, settings, but=space)
    _check_moderators(moderators)
    for name, value in asdict(said).items():
        setattr(space, name, value)
    space.save(update_fields=list(asdict(said)))
    _appoint(space, moderators)
    return SpaceChanged(**about(space, space.id))


def _one_at_a_time(program_id: UUID) -> None:
    """Two who name a space of one program come one after the other, so that the second reads that the name is taken."""
    rows.select("select from programs_program where id = %s for no key update", program_id)


def _checked(program: Program, settings: Settings, *, but: PeerSpace | None = None) -> Settings:
    cleaned = {name: rules.cleaned(getattr(settings, name)) for name in ("name", "name_es", "about", "about_es")}
    said, wrong = replace(settings, **cleaned), {}  # type: ignore[arg-type]  # mypy: of text all four
    for name in cleaned:
        if len(cleaned[name]) > (MOST_NAME if name.startswith("name") else MOST_ABOUT):
            wrong[name] = _("Please say it in fewer words.")
    taken = PeerSpace.objects.filter(program=program, name=said.name, closed_at=None)
    if not said.name:
        wrong["name"] = _("Give it a name.")
    elif any(one != but for one in taken):
        wrong["name"] = _("An open space of this program has this name.")
    if not 0 <= said.slow_minutes <= rules.LONGEST_SLOW_MINUTES:
        wrong["slow_minutes"] = _("From 0 to 1440 minutes.")
    if not 1 <= said.look_hours <= rules.LONGEST_LOOK_HOURS:
        wrong["look_hours"] = _("From 1 to 168 hours.")
    if wrong:
        raise Invalid(_("Check what you chose."), fields=wrong)
    return said


def _check_moderators(moderators: Sequence[Staff]) -> None:
    if not moderators or not all(may_be_asked_to_care(one) for one in moderators):
        words = _("Choose at least one member of staff who looks after it.")
        raise Invalid(words, fields={"moderators": words})


def _appoint(space: PeerSpace, moderators: Sequence[Staff]) -> None:
    now, wanted = clock.now(), {one.id for one in moderators}
    present = PeerModerator.objects.filter(space=space, until=None)
    here = set(present.values_list("staff_id", flat=True))
    present.exclude(staff_id__in=wanted).update(until=now)
    for one in moderators:
        if one.id not in here:
            PeerModerator.objects.create(organization_id=space.organization_id, space=space, staff=one, since=now)


@action(allow=opens_spaces)
def write_rules(actor: Actor, space: PeerSpace, *, words: str, words_es: str = "") -> RulesWritten:
    """Write the next version of a space's own rules: everybody agrees to it before they write again."""
    said, said_es = rules.cleaned(words), rules.cleaned(words_es)
    if not said:
        raise Invalid(_("Something is missing."), fields={"words": _("Please write a few words here.")})
    for field, one in (("words", said), ("words_es", said_es)):
        if len(one) > MOST_RULES:
            raise Invalid(_("Something is too long."), fields={field: _("Please say it in fewer words.")})
    space = open_still(PeerSpace.objects.select_for_update().get(id=space.id))
    last = PeerRules.objects.filter(space=space, number=space.rules_number).first()
    repeated = last is not None and (last.words, last.words_es) == (said, said_es)
    if not repeated:
        space.rules_number += 1
        PeerRules.objects.create(
            organization_id=space.organization_id, space=space, number=space.rules_number, words=said, words_es=said_es,
            written_by_id=actor.who,
        )  # fmt: skip
        space.save(update_fields=["rules_number"])
    return RulesWritten(**about(space, space.id), number=space.rules_number, repeated=repeated)


@action(allow=opens_spaces)
def close_space(actor: Actor, space: PeerSpace) -> SpaceClosed:
    """Close a space: nobody writes there any more; its members can still read what was said."""
    space = PeerSpace.objects.select_for_update().get(id=space.id)
    repeated = space.closed_at is not None
    if not repeated:
        space.closed_at = clock.now()
        space.save(update_fields=["closed_at"])
    return SpaceClosed(**about(space, space.id), repeated=repeated)


@action(allow=moderates)
def open_circle(
    actor: Actor, space: PeerSpace, *, round_id: UUID, asks: str, asks_es: str = "", hours: int = 24
) -> CircleOpened:
    """Open a check-in circle: one question, one short answer each. The one before it closes."""
    known = PeerRound.objects.filter(id=round_id).first()
    if known and known.space_id != space.id:
        raise IdTaken()
    if known:
        return CircleOpened(**about(space, known.id), repeated=True)
    space, now = open_still(PeerSpace.objects.select_for_update().get(id=space.id)), clock.now()
    said = {"asks": rules.cleaned(asks), "asks_es": rules.cleaned(asks_es)}
    if not said["asks"] or any(len(one) > 160 for one in said.values()):
        raise Invalid(_("Ask in one short sentence."), fields={"asks": _("Ask in one short sentence.")})
    if not 1 <= hours <= 72:
        raise Invalid(_("From 1 to 72 hours."), fields={"hours": _("From 1 to 72 hours.")})
    if PeerRound.objects.filter(space=space, opened_at=now).exists():
        raise Conflict(_("A circle was opened this very moment."))
    PeerRound.objects.filter(space=space, closes_at__gt=now, opened_at__lt=now).update(closes_at=now)
    made = PeerRound.objects.create(
        id=round_id, organization_id=space.organization_id, space=space, opened_by_id=actor.who, opened_at=now,
        closes_at=now + timedelta(hours=hours), **said,
    )  # fmt: skip
    return CircleOpened(**about(space, made.id))
