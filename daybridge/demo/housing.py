"""Where the demo's programs meet, and the programs themselves: set up from their templates, as a director would."""

from daybridge.core.actors import Actor
from daybridge.demo.people import ZONE
from daybridge.people.models import Organization
from daybridge.programs.models import Program, Room, Site
from daybridge.programs.rules import Focus, LevelOfCare, Mode
from daybridge.programs.setting_up import actions, queries

_SITES = {
    "Harbor Street": (
        "120 Harbor Street",
        (
            ("Cypress room", 14, ("screen", "step-free")),
            ("Linden room", 14, ("whiteboard", "step-free")),
            ("Maple room", 12, ("whiteboard",)),
            ("Movement room", 16, ("mats", "mirror")),
        ),
    ),
    "Northside": ("8 Northside Avenue", (("Room A", 12, ("screen", "step-free")), ("Room B", 14, ("screen",)))),
}
#: focus -> its template, its name in both languages, its sites.
_PROGRAMS = {
    Focus.MENTAL_HEALTH: (
        "adult-mental-health", "Adult mental health", "Salud mental para personas adultas", ("Harbor Street",),
    ),
    Focus.DUAL_DIAGNOSIS: ("dual-diagnosis", "Dual diagnosis", "Diagnóstico dual", ("Harbor Street", "Northside")),
}  # fmt: skip
_ROOMS = {
    (Focus.MENTAL_HEALTH, ""): "Linden room",
    (Focus.MENTAL_HEALTH, "Family group"): "Cypress room",
    (Focus.DUAL_DIAGNOSIS, ""): "Cypress room",
    (Focus.DUAL_DIAGNOSIS, "evening"): "Room A",
    (Focus.DUAL_DIAGNOSIS, "Process in Spanish"): "Maple room",
    (Focus.DUAL_DIAGNOSIS, "Mindfulness workshop"): "Movement room",
    (Focus.DUAL_DIAGNOSIS, "Yoga and movement"): "Movement room",
    (Focus.DUAL_DIAGNOSIS, "Family group"): "Room B",
}


def open_programs(actor: Actor, organization: Organization) -> dict[Focus, Program]:
    """Open both sites with their rooms and make each program from its template; every group has its room."""
    sites, rooms = _open_sites(actor, organization)
    made = {}
    for focus, (template, name, name_es, at) in _PROGRAMS.items():
        opened = actions.set_up_program(
            actor, organization, template=template, name=name, name_es=name_es, level_of_care=LevelOfCare.IOP,
            rule_pack=queries.template(template).rules, sites=[sites[one] for one in at],
        )  # fmt: skip
        made[focus] = queries.program(actor, opened.subject_id)
        _give_rooms(actor, focus, made[focus], rooms)
    return made


def _open_sites(actor: Actor, organization: Organization) -> tuple[dict[str, Site], dict[str, Room]]:
    sites, rooms = {}, {}
    for name, (address, inside) in _SITES.items():
        opened = actions.open_site(actor, organization, name=name, time_zone=ZONE, address=address)
        sites[name] = queries.site(actor, opened.subject_id)
        for room, capacity, equipment in inside:
            added = actions.add_room(actor, sites[name], name=room, capacity=capacity, equipment=equipment)
            rooms[room] = queries.room(actor, added.subject_id)
    return sites, rooms


def _give_rooms(actor: Actor, focus: Focus, program: Program, rooms: dict[str, Room]) -> None:
    for group in queries.groups_of(program):
        if group.mode != Mode.VIDEO:
            track = group.track.code if group.track else ""
            wanted = next((focus, one) for one in (group.name, track, "") if (focus, one) in _ROOMS)
            actions.change_group(
                actor, group, details=queries.details_of(group), track=group.track, room=rooms[_ROOMS[wanted]]
            )
