"""Setting a program up from a template, and changing what it is made of."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import is_director
from daybridge.people.models import Organization
from daybridge.programs import on_file, rules
from daybridge.programs.calendar.models import Series
from daybridge.programs.events import (
    GroupChanged,
    GroupClosed,
    GroupOpened,
    ProgramChanged,
    ProgramOpened,
    RoomChanged,
    RoomClosed,
    RoomOpened,
    RulePackSet,
    SiteChanged,
    SiteClosed,
    SiteOpened,
    TrackClosed,
    TrackOpened,
)
from daybridge.programs.models import Group, Program, ProgramSite, Room, RulePackVersion, Site, Track
from daybridge.programs.rules import GroupDetails, LevelOfCare, Mode, RulePack
from daybridge.programs.sentences import group_fault, pack_fault

MOST_SEATS = 500


def _checked(faults: Mapping[str, str]) -> None:
    if faults:
        raise Invalid(_("Check what is marked below."), fields=faults)


@contextmanager
def _one_of_a_name(words: str) -> Iterator[None]:
    """The database keeps names apart; two people may have chosen one at the same time."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Invalid(words, fields={"name": words}) from error


# --- Sites and rooms -------------------------------------------------------------------------------------------------


def _checked_site(name: str, time_zone: str) -> None:
    faults = {}
    if not name.strip():
        faults["name"] = _("Give it a name.")
    if time_zone not in available_timezones():
        faults["time_zone"] = _("There is no time zone %(zone)s; write one such as America/Chicago.") % {
            "zone": time_zone
        }
    _checked(faults)


@action(allow=is_director)
def open_site(actor: Actor, organization: Organization, *, name: str, time_zone: str, address: str = "") -> SiteOpened:
    """Open a site where groups can meet. Raises Invalid for an unknown zone or a name that is taken."""
    _checked_site(name, time_zone)
    with _one_of_a_name(_("A site of this name is here already.")):
        site = Site.objects.create(
            organization=organization, name=name.strip(), time_zone=time_zone, address=address.strip()
        )
    return SiteOpened(organization_id=organization.id, subject_id=site.id)


@action(allow=is_director)
def change_site(actor: Actor, site: Site, *, name: str, time_zone: str, address: str = "") -> SiteChanged:
    """Change a site's name, address or clock; groups there go by the new clock from then on."""
    _checked_site(name, time_zone)
    site = Site.objects.select_for_update().get(id=site.id)
    site.name, site.time_zone, site.address = name.strip(), time_zone, address.strip()
    with _one_of_a_name(_("A site of this name is here already.")):
        site.save(update_fields=["name", "time_zone", "address"])
    return SiteChanged(organization_id=site.organization_id, subject_id=site.id, time_zone=time_zone)


@action(allow=is_director)
def close_site(actor: Actor, site: Site) -> SiteClosed:
    """Close a site with its rooms. Raises Conflict while groups meet there."""
    site = Site.objects.select_for_update().get(id=site.id)
    _nothing_meets_there(Q(site=site))
    Room.objects.filter(site=site, is_open=True).update(is_open=False)
    ProgramSite.objects.filter(site=site).delete()
    site.is_open = False
    site.save(update_fields=["is_open"])
    return SiteClosed(organization_id=site.organization_id, subject_id=site.id)


def _nothing_meets_there(there: Q) -> None:
    groups = set(Group.objects.still_open().filter(there).values_list("name", flat=True)) | _on_calendar(there)
    if groups:
        raise Conflict(
            _("These groups meet there: %(groups)s. Move or close them first.") % {"groups": ", ".join(sorted(groups))}
        )


def _on_calendar(what: Q) -> set[str]:
    """The names of the groups whose weekly times there, or whose own, are not over."""
    not_over = Q(until_on=None) | Q(until_on__gte=clock.now().date())
    return set(Series.objects.filter(what & not_over).values_list("group__name", flat=True))


def _checked_room(name: str, capacity: int) -> None:
    faults = {}
    if not name.strip():
        faults["name"] = _("Give it a name.")
    if not 1 <= capacity <= MOST_SEATS:
        faults["capacity"] = _("Between 1 and %(most)s.") % {"most": MOST_SEATS}
    _checked(faults)


def _equipment(told: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(one.strip()[:40] for one in told if one.strip()))


@action(allow=is_director)
def add_room(actor: Actor, site: Site, *, name: str, capacity: int, equipment: Sequence[str] = ()) -> RoomOpened:
    """Add a room to a site: how many people it holds, and what is in it."""
    _checked_room(name, capacity)
    site = Site.objects.select_for_update().get(id=site.id)
    if not site.is_open:
        raise Conflict(_("This site is closed."))
    with _one_of_a_name(_("A room of this name is here already.")):
        room = Room.objects.create(
            organization_id=site.organization_id, site=site, name=name.strip(), capacity=capacity,
            equipment=_equipment(equipment),
        )  # fmt: skip
    return RoomOpened(organization_id=site.organization_id, subject_id=room.id, site_id=site.id)


@action(allow=is_director)
def change_room(actor: Actor, room: Room, *, name: str, capacity: int, equipment: Sequence[str] = ()) -> RoomChanged:
    """Change a room. Raises Invalid where a group that meets there would no longer fit."""
    _checked_room(name, capacity)
    room = Room.objects.select_for_update().get(id=room.id)
    larger = Group.objects.still_open().filter(room=room, capacity__gt=capacity).order_by("-capacity").first()
    if larger:
        words = _("%(group)s has %(seats)s seats and meets here.") % {"group": larger.name, "seats": larger.capacity}
        _checked({"capacity": words})
    room.name, room.capacity, room.equipment = name.strip(), capacity, _equipment(equipment)
    with _one_of_a_name(_("A room of this name is here already.")):
        room.save(update_fields=["name", "capacity", "equipment"])
    return RoomChanged(organization_id=room.organization_id, subject_id=room.id, site_id=room.site_id)


@action(allow=is_director)
def close_room(actor: Actor, room: Room) -> RoomClosed:
    """Close a room. Raises Conflict while groups meet there."""
    room = Room.objects.select_for_update().get(id=room.id)
    _nothing_meets_there(Q(room=room))
    room.is_open = False
    room.save(update_fields=["is_open"])
    return RoomClosed(organization_id=room.organization_id, subject_id=room.id, site_id=room.site_id)


def _locked(sites: Sequence[Site]) -> list[Site]:
    """Those of these sites that are open, kept from being closed until this is done; always in one order."""
    ids = [site.id for site in sites]
    return list(Site.objects.still_open().select_for_update().filter(id__in=ids).order_by("id"))


# --- Programs --------------------------------------------------------------------------------------------------------


@action(allow=is_director)
def set_up_program(
    actor: Actor,
    organization: Organization,
    *,
    template: str,
    name: str,
    level_of_care: LevelOfCare,
    rule_pack: str,
    sites: Sequence[Site],
    name_es: str = "",
) -> ProgramOpened:
    """Open a program from a template: its rules become its own, its tracks and groups are made, nothing is scheduled yet."""
    found = on_file.templates().get(template)
    if found is None:
        raise Invalid(_("There is no such template."))
    chosen, sites = on_file.rule_packs().get(rule_pack), _locked(sites)
    _checked(_faults_in_program(found, chosen, name=name, level_of_care=level_of_care, sites=sites))
    assert chosen
    program = Program.objects.create(
        organization=organization, name=name.strip(), name_es=name_es.strip(), focus=found.focus,
        level_of_care=level_of_care, languages=list(found.languages), template=found.code,
        template_version=found.version,
    )  # fmt: skip
    _keep_rules(actor, program, chosen.pack, why=_("As the template has them."))
    ProgramSite.objects.bulk_create(
        ProgramSite(organization=organization, program=program, site=site) for site in sites
    )
    _make_parts(program, found, only_site=sites[0] if len(sites) == 1 else None)
    return ProgramOpened(
        organization_id=organization.id, subject_id=program.id, template=found.code, template_version=found.version
    )


def _faults_in_program(
    template: on_file.Template,
    chosen: on_file.RulesOnFile | None,
    *,
    name: str,
    level_of_care: LevelOfCare,
    sites: Sequence[Site],
) -> dict[str, str]:
    faults = {}
    if not name.strip():
        faults["name"] = _("Give it a name.")
    if not sites and not template.is_virtual:
        faults["sites"] = _("Choose where it meets.")
    if chosen is None:
        faults["rule_pack"] = _("Choose the rules it goes by.")
    elif chosen.level_of_care != level_of_care:
        faults["rule_pack"] = _("These rules are for another level of care.")
    else:
        for group in template.groups:
            wrong = rules.faults_in_group(group.details(template.ages), pack=chosen.pack, languages=template.languages)
            for fault in wrong.values():
                words = group_fault(fault, chosen.pack)
                faults.setdefault("rule_pack", f"{group.name.en}: {words}")
    return faults


def _make_parts(program: Program, template: on_file.Template, *, only_site: Site | None) -> None:
    """The tracks and groups of a template, as a program's own."""
    tracks = {
        track.code: Track(
            organization_id=program.organization_id, program=program, code=track.code,
            name=track.name.en, name_es=track.name.es,
        )
        for track in template.tracks
    }  # fmt: skip
    Track.objects.bulk_create(tracks.values())
    Group.objects.bulk_create(
        Group(
            organization_id=program.organization_id,
            program=program,
            track=tracks.get(group.track or ""),
            site=None if group.mode == Mode.VIDEO else only_site,
            suggested_times=[one.as_json for one in group.times],
            **_as_columns(group.details(template.ages)),
        )
        for group in template.groups
    )


def _as_columns(group: GroupDetails) -> dict[str, Any]:
    return {
        "name": group.name.strip(), "name_es": group.name_es.strip(), "kind": group.kind,
        "curriculum": group.curriculum, "capacity": group.capacity, "soft_capacity": group.soft_capacity,
        "language": group.language, "mode": group.mode, "least_age": group.least_age, "most_age": group.most_age,
        "gender": group.gender, "credentials": list(group.credentials), "minutes": group.minutes,
    }  # fmt: skip


def _keep_rules(actor: Actor, program: Program, pack: RulePack, *, why: str) -> None:
    kept, number = rules.pack_as_json(pack), program.rule_pack_number + 1
    RulePackVersion.objects.create(
        organization_id=program.organization_id, program=program, number=number, pack=kept, why=why.strip(),
        made_at=clock.now(), made_by_id=actor.who if actor.is_staff else None,
    )  # fmt: skip
    program.rule_pack, program.rule_pack_number = kept, number
    program.save(update_fields=["rule_pack", "rule_pack_number"])


@action(allow=is_director)
def set_rules(actor: Actor, program: Program, *, pack: RulePack, why: str, based_on: int) -> RulePackSet:
    """Set the rules of a program, whole, with the reason.

    `based_on` is the version that was read. Raises Conflict when there is a newer one, Invalid with a sentence for each number
    that can't be so (as `limit-part`).
    """
    program = Program.objects.select_for_update().get(id=program.id)
    if program.rule_pack_number != based_on:
        raise Conflict(_("Somebody changed these rules since you opened the page. Read them again, then change them."))
    before = rules.pack_from_json(program.rule_pack)
    faults = {
        f"{limit}-{part}": pack_fault(fault, limit)
        for (limit, part), fault in rules.faults_in_pack(pack, before).items()
    }
    for name in ("jurisdiction", "payer"):
        if not getattr(pack, name).strip():
            faults[name] = _("Say whose rules these are.")
    if not why.strip():
        faults["why"] = _("Say why, for whoever reads these rules later.")
    _checked(faults)
    _keep_rules(actor, program, pack, why=why)
    return RulePackSet(organization_id=program.organization_id, subject_id=program.id, number=program.rule_pack_number)


@action(allow=is_director)
def change_program(
    actor: Actor, program: Program, *, name: str, languages: Sequence[str], sites: Sequence[Site], name_es: str = ""
) -> ProgramChanged:
    """Change a program's name, its languages and where it meets; groups that need what is taken away stand in the way."""
    program = Program.objects.select_for_update().get(id=program.id)
    groups, sites = list(Group.objects.still_open().filter(program=program)), _locked(sites)
    _checked(_faults_in_change(groups, name=name, languages=languages, sites=sites))
    program.name, program.name_es, program.languages = name.strip(), name_es.strip(), sorted(set(languages))
    program.save(update_fields=["name", "name_es", "languages"])
    ProgramSite.objects.filter(program=program).exclude(site__in=sites).delete()
    known = set(ProgramSite.objects.filter(program=program).values_list("site_id", flat=True))
    ProgramSite.objects.bulk_create(
        ProgramSite(organization_id=program.organization_id, program=program, site=site)
        for site in sites
        if site.id not in known
    )
    return ProgramChanged(organization_id=program.organization_id, subject_id=program.id)


def _faults_in_change(
    groups: Sequence[Group], *, name: str, languages: Sequence[str], sites: Sequence[Site]
) -> dict[str, str]:
    faults = {}
    if not name.strip():
        faults["name"] = _("Give it a name.")
    spoken = {language: ("en", "es") if language == "both" else (language,) for language in ("en", "es", "both")}
    stay = [group.name for group in groups if not set(spoken[group.language]) <= set(languages)]
    if not languages or not set(languages) <= {"en", "es"}:
        faults["languages"] = _("Choose at least one language.")
    elif stay:
        faults["languages"] = _("These groups need it: %(groups)s.") % {"groups": ", ".join(stay)}
    here = {site.id for site in sites}
    left = [group.name for group in groups if group.site_id and group.site_id not in here]
    if left:
        faults["sites"] = _("These groups meet there: %(groups)s. Move or close them first.") % {
            "groups": ", ".join(left)
        }
    return faults


# --- Tracks ----------------------------------------------------------------------------------------------------------


@action(allow=is_director)
def add_track(actor: Actor, program: Program, *, name: str, name_es: str = "") -> TrackOpened:
    """Add a track to a program; one of the same name that was closed is opened again."""
    code = slugify(name)[:40]
    if not code:
        _checked({"name": _("Give it a name.")})
    program = Program.objects.select_for_update().get(id=program.id)
    track = Track.objects.filter(program=program, code=code).first()
    if track and track.is_open:
        _checked({"name": _("A track of this name is here already.")})
    track = track or Track(organization_id=program.organization_id, program=program, code=code)
    track.name, track.name_es, track.is_open = name.strip(), name_es.strip(), True
    track.save()
    return TrackOpened(organization_id=program.organization_id, subject_id=track.id, program_id=program.id)


@action(allow=is_director)
def close_track(actor: Actor, track: Track) -> TrackClosed:
    """Close a track. Raises Conflict while groups are in it."""
    track = Track.objects.select_for_update().get(id=track.id)
    groups = sorted(Group.objects.still_open().filter(track=track).values_list("name", flat=True))
    if groups:
        raise Conflict(_("These groups are in it: %(groups)s.") % {"groups": ", ".join(groups)})
    track.is_open = False
    track.save(update_fields=["is_open"])
    return TrackClosed(organization_id=track.organization_id, subject_id=track.id, program_id=track.program_id)


# --- Groups ----------------------------------------------------------------------------------------------------------


@action(allow=is_director)
def add_group(
    actor: Actor,
    program: Program,
    *,
    details: GroupDetails,
    track: Track | None = None,
    site: Site | None = None,
    room: Room | None = None,
) -> GroupOpened:
    """Add a group to a program; when it meets is the calendar's to say. Raises Invalid with a sentence for each field."""
    program = Program.objects.select_for_update().get(id=program.id)
    _checked(_faults_in_group(program, details, track=track, site=site, room=room))
    with _one_of_a_name(_("A group of this name is here already.")):
        group = Group.objects.create(
            organization_id=program.organization_id, program=program, track=track, room=room,
            site=room.site if room else site, **_as_columns(details),
        )  # fmt: skip
    return GroupOpened(organization_id=program.organization_id, subject_id=group.id, program_id=program.id)


@action(allow=is_director)
def change_group(
    actor: Actor,
    group: Group,
    *,
    details: GroupDetails,
    track: Track | None = None,
    site: Site | None = None,
    room: Room | None = None,
) -> GroupChanged:
    """Change what a group is, or where it meets. Raises Conflict for one that was closed, Invalid by field."""
    program = Program.objects.select_for_update().get(id=group.program_id)
    group = Group.objects.select_for_update().get(id=group.id)
    if not group.is_open:
        raise Conflict(_("This group was closed. Add a new one."))
    _checked(_faults_in_group(program, details, track=track, site=site, room=room))
    columns = {**_as_columns(details), "track": track, "site": room.site if room else site, "room": room}
    for name, value in columns.items():
        setattr(group, name, value)
    with _one_of_a_name(_("A group of this name is here already.")):
        group.save(update_fields=list(columns))
    return GroupChanged(organization_id=group.organization_id, subject_id=group.id, program_id=program.id)


@action(allow=is_director)
def close_group(actor: Actor, group: Group) -> GroupClosed:
    """Close a group; its past stays. Raises Conflict while it has weekly times on the calendar."""
    group = Group.objects.select_for_update().get(id=group.id)
    if not group.is_open:
        raise Conflict(_("This group was closed already."))
    if _on_calendar(Q(group=group)):
        raise Conflict(_("It still meets each week. End its weekly times on the calendar first."))
    group.is_open = False
    group.save(update_fields=["is_open"])
    return GroupClosed(organization_id=group.organization_id, subject_id=group.id, program_id=group.program_id)


def _faults_in_group(
    program: Program, details: GroupDetails, *, track: Track | None, site: Site | None, room: Room | None
) -> dict[str, str]:
    """What can't be so, in words by field. Locks what the group would be in, so that none of it is closed meanwhile."""
    pack = rules.pack_from_json(program.rule_pack)
    meets_at = room.site if room else site
    is_site_open = bool(_locked([meets_at])) if meets_at else True
    room_now = Room.objects.select_for_update().get(id=room.id) if room else None
    found = rules.faults_in_group(
        details, pack=pack, languages=program.languages, room_seats=room_now.capacity if room_now else None
    )
    faults = {name: group_fault(fault, pack) for name, fault in found.items()}
    if details.kind not in on_file.kinds():
        faults["kind"] = _("Choose a kind.")
    if details.curriculum and details.curriculum not in on_file.curricula():
        faults["curriculum"] = _("There is no such curriculum.")
    if track and not Track.objects.select_for_update().filter(id=track.id, program=program, is_open=True).exists():
        faults["track"] = _("This track is not one of this program.")
    if room_now and (not room_now.is_open or (site and room_now.site_id != site.id)):
        faults["room"] = _("This room is not at that site.")
    return faults | _faults_in_site(program, details, meets_at, is_open=is_site_open)


def _faults_in_site(program: Program, details: GroupDetails, site: Site | None, *, is_open: bool) -> dict[str, str]:
    if site is None:
        return {}
    if details.mode == Mode.VIDEO:
        return {"site": _("A group by video meets at no site.")}
    if not is_open or not ProgramSite.objects.filter(program=program, site=site).exists():
        return {"site": _("This program does not meet at that site.")}
    return {}
