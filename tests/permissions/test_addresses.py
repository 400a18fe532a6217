"""Every address refuses those who have no part in Ana's care. Driven by the URLconf: an address without an example fails."""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from daybridge.attendance.proof import code_of_door
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.programs.attending.proof import token_of
from tests.architecture.test_laws import patterns
from tests.cast import sign_in
from tests.permissions.scene import ANAS_WORDS, STRANGERS, May, Scene, enter

#: 405 is what everybody gets who asks an address in a way it does not know.
REFUSALS = (403, 404, 405)
STAFF, EVERYBODY = ("Cleo", "Dev", "Esi"), ("Ana", *STRANGERS)
Fill = Callable[[Scene], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Example:
    """An address as it is tried: what of Ana's stands in it, what is sent, who uses it in earnest, who else may and why.

    Who may, because the page is their own or anybody's, still may not find a word of Ana's there.
    """

    by: str
    fill: Fill = lambda scene: {}
    sent: Fill = lambda scene: {}
    may: May = field(default_factory=dict)


def _own(by: str, *names: str, why: str, **more: Any) -> Example:
    return Example(by=by, may=dict.fromkeys(names, why), **more)


def _for_staff(by: str = "Ben", **more: Any) -> Example:
    return _own(by, *STAFF, why="Staff see those they care for there, and nobody else.", **more)


def _for_intake() -> Example:
    return _own("Ines", "Esi", why="Esi works intake too, for her own organization.")


def _for_managers(**more: Any) -> Example:
    return _own("Dora", "Dev", "Esi", why="Who looks after who works here; it shows no participants.", **more)


def _for_participants(by: str = "Ana", **more: Any) -> Example:
    return _own(by, "Zoe", why="Each participant's own.", **more)


def _for_anybody(why: str, by: str = "Ana", **more: Any) -> Example:
    return _own(by, *EVERYBODY, why=why, **more)


def _of_ana(by: str = "Ben", **sent: str) -> Example:
    return Example(by=by, fill=lambda scene: {"participant_id": scene.ana.id}, sent=lambda scene: sent)


def _of_alert(**sent: str) -> Example:
    return Example(by="Ben", fill=lambda scene: {"alert_id": scene.alert.id}, sent=lambda scene: sent)


def _of_plan() -> Example:
    return Example(by="Ben", fill=lambda scene: {"version_id": scene.plan.id})


def _of_medicine() -> Example:
    sent: Fill = lambda scene: {"id": new_id(), f"note-{scene.medicine.id}-id": new_id()}  # noqa: E731
    return Example(by="Priya", fill=lambda scene: {"medicine_id": scene.medicine.id}, sent=sent)


def _of_order() -> Example:
    sent: Fill = lambda scene: {"id": new_id()}  # noqa: E731
    return Example(by="Priya", fill=lambda scene: {"order_id": scene.order.id}, sent=sent)


def _known(name: str, value: Any = None) -> Example:
    """Of what is known of Ana before a medicine is given."""
    fill: Fill = lambda scene: {"participant_id": scene.ana.id, name: scene.statement_id if value is None else value}  # noqa: E731
    sent: Fill = lambda scene: {f"back-{scene.statement_id}-id": new_id(), f"back-{scene.statement_id}-why": "x"}  # noqa: E731
    return Example(by="Ben", fill=fill, sent=sent)


def _of_referral(by: str = "Ines", **sent: str) -> Example:
    ids: Fill = lambda scene: {"referral_id": scene.referral.id, "participant_id": scene.ana.id}  # noqa: E731
    return Example(by=by, fill=ids, sent=lambda scene: sent)


def _a_shift_to_add(scene: Scene) -> Mapping[str, Any]:
    since, until = "2026-12-01T17:00", "2026-12-02T08:00"
    return {"shift-staff": scene.house.staff["Ben"].id, "shift-since": since, "shift-until": until}


def _bens_id(scene: Scene) -> Mapping[str, Any]:
    return {"staff_id": scene.house.staff["Ben"].id}


def _bens_hours(scene: Scene) -> Mapping[str, Any]:
    """His hours, and a time away."""
    hours = {"based_on": "0", "most_minutes_a_week": "20", "day-0-0-start": "09:00", "day-0-0-end": "12:00"}
    return {**hours, "leave-from_on": "2026-12-01", "leave-until_on": "2026-12-02", "leave-reason": "sick"}


def _of_shift(by: str) -> Example:
    sent: Fill = lambda scene: {"to": scene.house.staff["Cleo"].id}  # noqa: E731
    return Example(by=by, fill=lambda scene: {"shift_id": scene.shift.id}, sent=sent)


def _for_directors(**more: Any) -> Example:
    return _own(
        "Dora",
        *STAFF,
        why="All staff read the rules; only a director changes them, which is an action's to say.",
        **more,
    )


def _of_program(**sent: Any) -> Example:
    """A program's page and those of its parts: all staff of the house look, a director changes them."""
    ids: Fill = lambda scene: {  # noqa: E731
        "program_id": scene.program.id, "site_id": scene.site.id, "room_id": scene.room.id,
        "group_id": scene.group.id, "track_id": scene.track.id,
    }  # fmt: skip
    why = "All staff read how a program is made; only a director changes it, which is an action's to say."
    return Example(by="Dora", fill=ids, sent=lambda scene: sent, may=dict.fromkeys(("Cleo", "Dev"), why))


def _of_proposal(**sent: Any) -> Example:
    """A week that is looked for, for Ana: those who care for her."""
    return Example(by="Ben", fill=lambda scene: {"proposal_id": scene.proposal.id}, sent=lambda scene: sent)


def _part_of_program() -> Example:
    """A button on such a page: a director's alone."""
    return replace(_of_program(), may={})


def _of_passkey() -> Example:
    return Example(by="Ana", fill=lambda scene: {"pk": scene.passkey.pk}, sent=lambda scene: {"name": "Mine now"})


_ALL_LOOK = dict.fromkeys(("Cleo", "Dev"), "All staff see when groups meet, and who comes as a number.")


def _of_session(may: May | None = None) -> Example:
    """One date of a group that Ana sits in: a director changes it."""
    sent: Fill = lambda scene: {  # noqa: E731
        "day": "2026-12-02", "start": "10:00", "minutes": "90", "lead": scene.house.staff["Ben"].id, "scope": "once",
        "why": "Mine now", "cancel-why": "Mine now", "end-why": "Mine now", "end-last_on": "2026-12-31",
    }  # fmt: skip
    return Example(by="Dora", fill=lambda scene: {"occurrence_id": scene.occurrence.id}, sent=sent, may=may or {})


def _of_door() -> Example:
    """A session's door on a tablet: whoever leads it opens it."""
    ids: Fill = lambda scene: {"occurrence_id": scene.occurrence.id, "participant_id": scene.ana.id}  # noqa: E731
    return Example(by="Ben", fill=ids)


def _of_room() -> Example:
    """The room on video of Ana's session: Ben leads it; she is sent to say where she is first."""
    return Example(
        by="Ben", fill=lambda scene: {"occurrence_id": scene.occurrence.id}, may={"Ana": "It is her session."}
    )


def _of_held(**more: Any) -> Example:
    """Ana's session: whoever leads it."""
    ids: Fill = lambda scene: {  # noqa: E731
        "occurrence_id": scene.held.id, "participant_id": scene.ana.id, "way": more.get("way", "here"),
    }  # fmt: skip
    sent: Fill = lambda scene: {  # noqa: E731
        "at": "10:30", "to": scene.house.staff["Cora"].id, "person": scene.ana.id, "deed": "excuse", "why": "Mine now",
    }  # fmt: skip
    return Example(by="Ben", fill=ids, sent=sent)


def _of_draft() -> Example:
    sent: Fill = lambda scene: {"day": "2026-11-23", "start": "09:00", "minutes": "20"}  # noqa: E731
    return Example(by="Ben", fill=lambda scene: {"draft_id": scene.draft.id}, sent=sent)


def _of_note(by: str = "Ben") -> Example:
    return Example(by=by, fill=lambda scene: {"note_id": scene.note.id}, sent=lambda scene: {"said": "Mine now"})


def _in_space(by: str = "Ana", **sent: Any) -> Example:
    """Ana's space, her post in it and her part in it."""
    ids: Fill = lambda scene: {  # noqa: E731
        "space_id": scene.space.id, "post_id": scene.peer_post.id, "member_id": scene.peer.id, "deed": "take-back",
    }  # fmt: skip
    return Example(by=by, fill=ids, sent=lambda scene: {"post_id": new_id(), "said": "Mine now"} | sent)


EXAMPLES: dict[str, Example] = {
    "": _for_anybody("Sends everyone to their own front door."),
    "api/": Example(by="nobody"),
    "api/openapi.json": _for_anybody("The description of the API; the program is open anyway."),
    "api/companion/today": _for_participants(),
    "api/companion/check-ins": _for_participants(
        sent=lambda scene: {
            "id": scene.entry_id,
            "on_day": "2026-11-23",
            "made_at": "2026-11-23T19:59:00Z",
            "mood": 4,
            "note": "mine",
        }
    ),
    "api/companion/support-requests": _for_participants(
        sent=lambda scene: {"id": new_id(), "kind": "contact", "made_at": "2026-11-23T19:59:00Z"}
    ),
    "api/companion/contacts": _for_participants(
        sent=lambda scene: {"id": scene.contact.id, "name": "Sam", "phone": "555-0199"}
    ),
    "api/companion/contacts/<contact_id>": Example(by="Ana", fill=lambda scene: {"contact_id": scene.contact.id}),
    "api/companion/measures": _for_participants(),
    "api/companion/work": _for_participants(),
    "api/companion/entries": _for_participants(
        sent=lambda scene: {
            "id": scene.worksheet_id,
            "worksheet": "thought-record",
            "version": 1,
            "on_day": "2026-11-23",
            "made_at": "2026-11-23T19:59:00Z",
            "answers": {"situation": "mine"},
        }
    ),
    "api/companion/library": _for_participants(),
    "api/companion/library/openings": _for_participants(
        sent=lambda scene: {
            "id": new_id(),
            "visit_id": new_id(),
            "code": "better-sleep",
            "version": 1,
            "way": "chosen",
            "made_at": "2026-11-23T19:59:00Z",
        }
    ),
    "api/companion/medicines": _for_participants(),
    "api/companion/doses": _for_participants(
        sent=lambda scene: {
            "id": scene.dose_id,
            "medicine_id": scene.medicine.id,
            "due_on": "2026-11-23",
            "slot": "08:00",
            "state": "taken",
            "made_at": "2026-11-23T19:59:00Z",
        },
    ),
    "api/companion/taking": _for_participants(
        sent=lambda scene: {"id": new_id(), "more": "Melatonin", "made_at": "2026-11-23T19:59:00Z"}
    ),
    "api/companion/side-effects": _for_participants(
        sent=lambda scene: {
            "id": scene.side_effect.id,
            "medicine_id": scene.medicine.id,
            "what": ["nausea"],
            "strength": "mild",
            "made_at": "2026-11-23T19:59:00Z",
        },
    ),
    "api/companion/week": _for_participants(),
    "api/companion/weeks": _for_participants(
        sent=lambda scene: {"id": scene.week.id, "made_at": "2026-11-23T19:59:00Z", "week": {"taken": []}}
    ),
    **{
        f"api/companion/{deed}": _for_participants(
            sent=lambda scene: {
                "id": new_id(),
                "occurrence_id": scene.occurrence.id,
                "made_at": "2026-11-23T19:59:00Z",
            }
        )
        for deed in ("make-ups", "make-up-returns")
    },
    "api/companion/absences": _for_participants(
        sent=lambda scene: {
            "id": new_id(),
            "first_on": "2026-12-01",
            "reason": "sick",
            "made_at": "2026-11-23T19:59:00Z",
        }
    ),
    "api/companion/change-requests": _for_participants(
        sent=lambda scene: {"id": new_id(), "better": "Mornings", "made_at": "2026-11-23T19:59:00Z"}
    ),
    "api/companion/absence-returns": Example(
        by="Ana",
        sent=lambda scene: {"id": new_id(), "absence_id": scene.absence.id, "made_at": "2026-11-23T19:59:00Z"},
    ),
    "api/companion/sessions": _for_participants(),
    **{
        f"api/companion/{deed}": _for_participants(
            sent=lambda scene: {
                "id": new_id(),
                "occurrence_id": scene.occurrence.id,
                "made_at": "2026-11-23T19:59:00Z",
            }
        )
        for deed in ("promises", "session-ratings")
    },
    "api/companion/practice": _for_participants(
        sent=lambda scene: {
            "id": new_id(),
            "occurrence_id": scene.occurrence.id,
            "made_at": "2026-11-23T19:59:00Z",
            "said": "did",
        }
    ),
    "api/companion/use": _for_participants(),
    "api/companion/use-days": _for_participants(
        sent=lambda scene: {
            "id": new_id(),
            "on_day": "2026-11-22",
            "state": "none",
            "made_at": "2026-11-23T19:59:00Z",
        }
    ),
    "api/companion/use-goals": _for_participants(
        sent=lambda scene: {
            "id": new_id(),
            "substance": "alcohol",
            "goal": "less",
            "made_at": "2026-11-23T19:59:00Z",
        }
    ),
    "api/companion/remembered-days": _for_participants(
        sent=lambda scene: {
            "id": new_id(),
            "on_day": "2026-11-22",
            "said": "mine",
            "made_at": "2026-11-23T19:59:00Z",
        }
    ),
    "api/companion/messages": _for_participants(
        sent=lambda scene: {
            "id": new_id(),
            "words": "mine",
            "about": scene.message.id,
            "made_at": "2026-11-23T19:59:00Z",
        }
    ),
    "api/companion/announcement-readings": _for_participants(sent=lambda scene: {"ids": [scene.announcement.id]}),
    "api/companion/message-readings": _for_participants(sent=lambda scene: {"up_to": 1}),
    "api/companion/plan": _for_participants(),
    "api/companion/plans": _for_participants(
        sent=lambda scene: {
            "id": scene.plan.id,
            "made_at": "2026-11-23T19:59:00Z",
            "sections": {"steps": [{"text": "Mine now"}]},
        }
    ),
    "api/companion/plan-signatures": Example(
        by="Ana",
        sent=lambda scene: {"id": new_id(), "plan_id": scene.plan.id, "made_at": "2026-11-23T19:59:00Z"},
    ),
    "api/companion/answers": _for_participants(
        sent=lambda scene: {
            "id": new_id(),
            "sheet_id": new_id(),
            "instrument": "phq-9",
            "version": 1,
            "begun_at": "2026-11-23T19:58:00Z",
            "made_at": "2026-11-23T19:59:00Z",
            "answers": {"1": 1},
        }
    ),
    "api/kiosk/measures": _for_anybody("Answers the tablet that was handed over; 401 for everybody else.", by="nobody"),
    "api/kiosk/answers": _for_anybody("Answers the tablet that was handed over; 401 for everybody else.", by="nobody"),
    "kiosk/": _for_anybody("Without a tablet in hand it is the way to the sign-in page."),
    "kiosk/end/": _for_anybody("Ends what this browser itself holds; the next page is the sign-in page."),
    "kiosk/people/<uuid:participant_id>/": _of_ana(),
    "library/": _for_staff(),
    "library/pieces/<slug:code>/": _for_staff(fill=lambda scene: {"code": "better-sleep"}),
    "library/people/<uuid:participant_id>/": _of_ana(),
    "library/people/<uuid:participant_id>/assign/": _of_ana(code="better-sleep"),
    "library/assigned/<uuid:assigned_id>/take-back/": Example(
        by="Ben", fill=lambda scene: {"assigned_id": scene.given.id}
    ),
    "measures/": _for_staff(),
    "measures/people/<uuid:participant_id>/": _of_ana(),
    "measures/people/<uuid:participant_id>/ask/": _of_ana(instrument="pcl-5"),
    "measures/people/<uuid:participant_id>/enter/<slug:code>/": Example(
        by="Ben", fill=lambda scene: {"participant_id": scene.ana.id, "code": "phq-9"}
    ),
    "measures/outcomes/": _for_staff(),
    "measures/outcomes/<uuid:program_id>/<slug:code>/<slug:score>/": _for_staff(
        fill=lambda scene: {"program_id": scene.episode.program_id, "code": "phq-9", "score": "total"}
    ),
    "measures/outcomes/<slug:kind>.csv": _for_staff(fill=lambda scene: {"kind": "scores"}),
    "measures/sheets/<uuid:sheet_id>/": Example(by="Ben", fill=lambda scene: {"sheet_id": scene.sheet_id}),
    "measures/assignments/<uuid:assignment_id>/withdraw/": Example(
        by="Ben", fill=lambda scene: {"assignment_id": scene.assignment.id}
    ),
    "join/<str:token>/": _for_anybody(
        "The link is the key; it asks for the birth date before it says anything.",
        fill=lambda scene: {"token": scene.token},
        sent=lambda scene: {"born_on": "1990-01-01"},
    ),
    "people/<uuid:participant_id>/invite/": Example(by="Ben", fill=lambda scene: {"participant_id": scene.invited.id}),
    "staff/": _for_managers(sent=lambda scene: {"name": "Gil", "email": "g@example.org", "roles": ["nurse"]}),
    "staff/me/": _for_staff(),
    "staff/language/": _for_anybody("Everyone's own language.", sent=lambda scene: {"language": "en"}),
    "staff/<uuid:staff_id>/invite/": Example(
        by="Dora",
        fill=lambda scene: {"staff_id": scene.newcomer.id},
        may={"Dev": "Administrators look after who works here."},
    ),
    "companion/": _for_participants(),
    "companion/check-in/": _for_participants(),
    "companion/skills/": _for_participants(),
    "companion/now/": _for_participants(),
    "companion/worksheets/": _for_participants(),
    "companion/diary/": _for_participants(),
    "companion/progress/": _for_participants(),
    "companion/library/": _for_participants(),
    "companion/library/shelf.json": _for_participants(),
    "companion/support/": _for_participants(),
    "companion/measures/": _for_participants(),
    "companion/medicines/": _for_participants(),
    "companion/week/": _for_participants(),
    "companion/here/<str:token>/": _for_participants(
        fill=lambda scene: {"token": code_of_door(scene.occurrence.id)}, sent=lambda scene: {"ticket": "made up"}
    ),
    "companion/join/<uuid:occurrence_id>/": Example(
        by="Ana",
        fill=lambda scene: {"occurrence_id": scene.occurrence.id},
        sent=lambda scene: {"location": "Mine now", "call_back": "555-0199", "called": "Me", "agrees": "yes"},
    ),
    "telehealth/check/": _own(
        "Ana", "Zoe", "Sam", *STAFF, why="Everybody who takes part in sessions tries their own camera; it shows nobody."
    ),
    **{f"telehealth/<uuid:occurrence_id>/{page}": _of_room() for page in ("", "ticket/", "still-here/")},
    "attendance/<uuid:occurrence_id>/door/": _of_door(),
    "attendance/<uuid:occurrence_id>/door/leave-here/": _of_door(),
    "attendance/<uuid:occurrence_id>/door/close/": _of_door(),
    "attendance/<uuid:occurrence_id>/door/<uuid:participant_id>/": _of_door(),
    "companion/calendar/": _for_participants(sent=lambda scene: {"deed": "end"}),
    "calendar/<str:token>.ics": _for_anybody(
        "Public by its secret: whoever has the link reads times, and no word of whose they are.",
        fill=lambda scene: {"token": token_of(scene.calendar_link)},
    ),
    "companion/use/": _for_participants(),
    "companion/messages/": _for_participants(),
    "companion/messages/files/<uuid:file_id>/": Example(
        by="Ana", fill=lambda scene: {"file_id": scene.message_file.id}
    ),
    "companion/together/": _for_participants(),
    "companion/rewards/": _for_participants(sent=lambda scene: {"deed": "draw", "day": "2026-11-23", "number": "1"}),
    "companion/rewards/draws.json": _for_participants(),
    "companion/treatment/": _for_participants(sent=lambda scene: {"deed": "say", "goal": new_id(), "said": "Mine now"}),
    "companion/assessment/": _for_participants(),
    "companion/assessment/cells/": _for_participants(
        sent=lambda scene: {"code": "feelings", "said": "Mine now", "revision": "0"}
    ),
    "companion/assessment/<slug:code>/": _for_participants(fill=lambda scene: {"code": "emotional"}),
    "companion/screens/": _for_participants(
        sent=lambda scene: {"screen": scene.screen.id, "words_id": new_id(), "said": "Mine now"}
    ),
    "companion/peers/": _for_participants(),
    "companion/peers/<uuid:space_id>/": _in_space(),
    "companion/peers/<uuid:space_id>/join/": _in_space(name="Mine", avatar="sun"),
    "companion/peers/<uuid:space_id>/mine/": _in_space(deed="leave"),
    "companion/peers/<uuid:space_id>/posts/<uuid:post_id>/": _in_space(),
    "companion/peers/<uuid:space_id>/posts/<uuid:post_id>/report/": _in_space(report_id=new_id(), why="danger"),
    "companion/peers/<uuid:space_id>/posts/<uuid:post_id>/<slug:deed>/": _in_space(),
    "companion/plan/": _for_participants(),
    "companion/video/": _for_participants(),
    "companion/me/": _for_participants(),
    "companion/home-screen/": _for_participants(sent=lambda scene: {"look": "notes"}),
    "companion/shared-phone/": _for_participants(sent=lambda scene: {"shared": "yes"}),
    "companion/sharing/": _for_participants(
        sent=lambda scene: {"name": "Kit", "email": "kit@example.com", "parts": "progress", "until": "2027-01-31"}
    ),
    "companion/sharing/<uuid:supporter_id>/": Example(
        by="Ana", fill=lambda scene: {"supporter_id": scene.supporter.id}, sent=lambda scene: {"deed": "stop"}
    ),
    "companion/sharing/<uuid:supporter_id>/<slug:part>/": Example(
        by="Ana", fill=lambda scene: {"supporter_id": scene.supporter.id, "part": "safety-plan"}
    ),
    "supporter/": Example(by="Sam"),
    "supporter/close/": Example(by="Sam"),
    "supporter/help/": Example(by="Sam"),
    "supporter/help/<slug:code>/": Example(by="Sam", fill=lambda scene: {"code": "kind-limits"}),
    "supporter/<uuid:supporter_id>/dates/<uuid:occurrence_id>/": Example(
        by="Sam",
        fill=lambda scene: {"supporter_id": scene.supporter.id, "occurrence_id": scene.family_date.id},
        sent=lambda scene: {"coming": "yes"},
    ),
    "supporter/<uuid:supporter_id>/dates/<uuid:occurrence_id>/join/": Example(
        by="Sam",
        fill=lambda scene: {"supporter_id": scene.supporter.id, "occurrence_id": scene.family_date.id},
        sent=lambda scene: {"called": "Mine now", "keeps_it": "yes"},
    ),
    "supporter/<uuid:supporter_id>/worried/": Example(
        by="Sam",
        fill=lambda scene: {"supporter_id": scene.supporter.id},
        sent=lambda scene: {"concern_id": new_id(), "words": "Mine now", "danger": "no"},
    ),
    "supporter/<uuid:supporter_id>/<slug:part>/": Example(
        by="Sam", fill=lambda scene: {"supporter_id": scene.supporter.id, "part": "how-i-am"}
    ),
    "companion/whose/": _for_anybody("Whose phone this is, as a mark; 401 for anybody but a participant."),
    "companion/sw.js": _for_anybody("A script without anything personal."),
    "companion/manifest.webmanifest": _for_anybody("A name and an icon."),
    "companion/after/": _for_participants(sent=lambda scene: {"action": "return"}),
    "companion/data/": _for_participants(),
    "companion/data/record/": _for_participants(),
    "companion/data/record.json": _for_participants(),
    "companion/reach/": _for_participants(sent=lambda scene: {"deed": "remove-device", "id": scene.device.id}),
    "notices/": _for_staff(),
    "notices/<uuid:notice_id>/": Example(by="Ben", fill=lambda scene: {"notice_id": scene.bens_notice.id}),
    "notices/reach/": _for_staff(sent=lambda scene: {"deed": "remove-device", "id": scene.device.id}),
    "notices/receipt/": _for_anybody("The receipt's own key is the proof; without one there is nothing.", by="nobody"),
    "notices/sw.js": _for_anybody("A script without anything personal."),
    "workspace/": _for_staff(),
    "workspace/alerts-for-me/": _for_staff(),
    "workspace/caseload/": _for_staff(),
    "workspace/people/<uuid:participant_id>/": _of_ana(),
    "workspace/people/<uuid:participant_id>/between/": _of_ana(),
    "workspace/people/<uuid:participant_id>/between/set-up/": _of_ana(based_on="0"),
    "workspace/people/<uuid:participant_id>/between/<uuid:about>/": Example(
        by="Ben", fill=lambda scene: {"participant_id": scene.ana.id, "about": scene.worksheet_id}
    ),
    "workspace/coming-for-me/": _for_staff(),
    "workspace/change-requests/<uuid:request_id>/answer/": Example(
        by="Ben",
        fill=lambda scene: {"request_id": scene.change_request.id},
        sent=lambda scene: {"outcome": "talk", "words": "Mine now"},
    ),
    "workspace/medicines-for-me/": _for_staff(),
    "workspace/people/<uuid:participant_id>/week/": _of_ana(),
    "workspace/people/<uuid:participant_id>/minutes/": _of_ana(),
    "workspace/people/<uuid:participant_id>/minutes.csv": _of_ana(),
    "workspace/programs/<uuid:program_id>/minutes/": _part_of_program(),
    "workspace/programs/<uuid:program_id>/minutes.csv": _part_of_program(),
    "workspace/people/<uuid:participant_id>/seats/<uuid:series_id>/": Example(
        by="Ben", fill=lambda scene: {"participant_id": scene.ana.id, "series_id": scene.series.id}
    ),
    "workspace/seats/<uuid:seat_id>/end/": Example(by="Ben", fill=lambda scene: {"seat_id": scene.seat.id}),
    "workspace/people/<uuid:participant_id>/needs/": _of_ana(based_on="0", minimum_minutes="9", why="Mine now"),
    "workspace/messages/": _for_staff(),
    "workspace/announcements/": _own(
        "Dora",
        *STAFF,
        why="Staff see what they said or lead; to whom it went stands there as a number, and the action says who may say it.",
    ),
    "workspace/messages/count/": _for_staff(),
    "workspace/messages-for-me/": _for_staff(),
    "workspace/people/<uuid:participant_id>/messages/": Example(
        by="Ben",
        fill=lambda scene: {"participant_id": scene.ana.id},
        sent=lambda scene: {"deed": "send", "id": new_id(), "words": "Mine now"},
    ),
    "workspace/people/<uuid:participant_id>/messages/team/": Example(
        by="Ben",
        fill=lambda scene: {"participant_id": scene.ana.id},
        sent=lambda scene: {"id": new_id(), "words": "Mine now"},
    ),
    "workspace/people/<uuid:participant_id>/messages/team/thread/": _of_ana(),
    "workspace/people/<uuid:participant_id>/messages/team/read/": _of_ana(up_to="1"),
    "workspace/people/<uuid:participant_id>/messages/files/<uuid:file_id>/": Example(
        by="Ben", fill=lambda scene: {"participant_id": scene.ana.id, "file_id": scene.message_file.id}
    ),
    "workspace/people/<uuid:participant_id>/messages/thread/": _of_ana(),
    "workspace/people/<uuid:participant_id>/messages/read/": _of_ana(up_to="1"),
    "workspace/people/<uuid:participant_id>/sharing/": Example(
        by="Ben",
        fill=lambda scene: {"participant_id": scene.ana.id},
        sent=lambda scene: {"deed": "stop", "supporter": scene.supporter.id, "why": "asked-by-phone"},
    ),
    "workspace/people/<uuid:participant_id>/team/": _of_ana(part="member"),
    "workspace/people/<uuid:participant_id>/team/<uuid:staff_id>/leave/": Example(
        by="Ben",
        fill=lambda scene: {"participant_id": scene.ana.id, "staff_id": scene.newcomer.id},
    ),
    "workspace/people/<uuid:participant_id>/apart/": Example(
        by="Ben",
        fill=lambda scene: {"participant_id": scene.ana.id},
        sent=lambda scene: {"other": scene.invited.id, "why": "Mine now", "has_read": "on"},
    ),
    "workspace/apart/<uuid:pair_id>/end/": Example(by="Dora", fill=lambda scene: {"pair_id": scene.pair.id}),
    "workspace/my-hours/": _for_staff(),
    "workspace/my-sessions/": _for_staff(),
    "workspace/peers/": _own("Dora", *STAFF, why="Staff see the spaces they look after there; a director opens one."),
    "workspace/peers/moderation/": _for_staff(),
    "workspace/peers-for-me/": _for_staff(),
    "workspace/peers/<uuid:space_id>/": _in_space("Ben", deed="circle", **{"circle-asks": "Mine now?"}),
    "workspace/peers/posts/<uuid:post_id>/": _in_space(
        "Ben", deed="escalate", **{"escalate-id": new_id(), "escalate-reason": "Mine now"}
    ),
    "workspace/peers/members/<uuid:member_id>/": _in_space("Ben", reason="Mine now"),
    "workspace/people/<uuid:participant_id>/peers/": _of_ana(),
    "workspace/screens-for-me/": _for_staff(),
    "workspace/people/<uuid:participant_id>/screens/": _of_ana(reason="Mine now"),
    "workspace/people/<uuid:participant_id>/withdrawal/": _of_ana(),
    "workspace/screens/<uuid:screen_id>/": Example(
        by="Ben", fill=lambda scene: {"screen_id": scene.screen.id}, sent=lambda scene: {"deed": "announce"}
    ),
    "inbox/results/": _for_staff("Priya"),
    "inbox/results/<uuid:report_id>/": Example(
        by="Priya", fill=lambda scene: {"report_id": scene.lab_report.id}, sent=lambda scene: {"why": "Mine now"}
    ),
    "workspace/people/<uuid:participant_id>/treatment/": _of_ana(),
    "workspace/people/<uuid:participant_id>/treatment/begin/": _of_ana(),
    **{
        f"workspace/treatment-drafts/<uuid:draft_id>/{deed}": Example(
            by="Ben", fill=lambda scene: {"draft_id": scene.treatment_draft.id}, sent=lambda scene: {"revision": "1"}
        )
        for deed in ("", "sign/", "leave/")
    },
    **{
        f"workspace/treatment/<uuid:version_id>/{deed}": Example(
            by="Priya" if deed == "certify/" else "Ben",
            fill=lambda scene: {"version_id": scene.treatment.id},
            sent=lambda scene: {"answer": "in_person"},
        )
        for deed in ("", "answer/", "review/", "certify/", "plan.pdf")
    },
    "workspace/people/<uuid:participant_id>/assessment/": _of_ana(),
    "workspace/people/<uuid:participant_id>/assessment/begin/": _of_ana(form="biopsychosocial"),
    **{
        f"workspace/assessments/<uuid:assessment_id>/{deed}": Example(
            by="Ben",
            fill=lambda scene: {"assessment_id": scene.assessment.id},
            sent=lambda scene: {"confirm": "feelings", "code": "feelings", "said": "Mine now", "revision": "1"},
        )
        for deed in ("", "cells/", "confirm/", "sign/", "leave/")
    },
    "workspace/people/<uuid:participant_id>/level/": _of_ana(
        kind="continued", to_level="iop", reason="Mine now", on_day="2026-11-23", change_id=str(new_id())
    ),
    "workspace/people/<uuid:participant_id>/level/attach/": _of_ana(title="Mine", report_id=str(new_id())),
    "workspace/people/<uuid:participant_id>/discharge/": _of_ana(),
    "workspace/licensed-reports/<uuid:report_id>/": Example(
        by="Ben", fill=lambda scene: {"report_id": scene.licensed_report.id}
    ),
    "workspace/people/<uuid:participant_id>/between/<uuid:about>/together/": Example(
        by="Ben", fill=lambda scene: {"participant_id": scene.ana.id, "about": scene.worksheet_id}
    ),
    "workspace/people/<uuid:participant_id>/setbacks/<str:day>/together/": Example(
        by="Ben", fill=lambda scene: {"participant_id": scene.ana.id, "day": "2026-11-23"}
    ),
    "workspace/people/<uuid:participant_id>/use/": _of_ana(deed="remember", on_day="2026-11-22", said="Mine now"),
    "workspace/people/<uuid:participant_id>/therapy/": _of_ana(),
    "workspace/people/<uuid:participant_id>/therapy/homework/": _of_ana(said="Mine now"),
    "workspace/people/<uuid:participant_id>/therapy/write/<slug:kind>/": Example(
        by="Ben",
        fill=lambda scene: {"participant_id": scene.ana.id, "kind": "formulation"},
        sent=lambda scene: {"thoughts": "Mine now", "based_on": "1"},
    ),
    "workspace/people/<uuid:participant_id>/therapy/<slug:part>/": Example(
        by="Ben", fill=lambda scene: {"participant_id": scene.ana.id, "part": "skills"}
    ),
    "workspace/people/<uuid:participant_id>/rewards/": _of_ana(),
    "workspace/people/<uuid:participant_id>/rewards/offer/": _of_ana(),
    "workspace/rewards/<uuid:enrolment_id>/draws.json": Example(
        by="Ben", fill=lambda scene: {"enrolment_id": scene.enrolment.id}
    ),
    "workspace/rewards/<uuid:enrolment_id>/<slug:way>/": Example(
        by="Ben",
        fill=lambda scene: {"enrolment_id": scene.enrolment.id, "way": "pause"},
        sent=lambda scene: {"why": "x"},
    ),
    "workspace/rewards/prizes/<uuid:draw_id>/": Example(
        by="Ben", fill=lambda scene: {"draw_id": scene.prize.id}, sent=lambda scene: {"deed": "kept"}
    ),
    "workspace/programs/<uuid:program_id>/rewards/": _part_of_program(),
    "workspace/programs/<uuid:program_id>/rewards.csv": _part_of_program(),
    "workspace/people/<uuid:participant_id>/objectives/": _of_ana(said="Mine now"),
    "workspace/objectives/<uuid:objective_id>/end/": Example(
        by="Ben", fill=lambda scene: {"objective_id": scene.objective.id}, sent=lambda scene: {"ending": "reached"}
    ),
    **{
        f"workspace/sessions/<uuid:occurrence_id>/{page}": _of_held()
        for page in ("", "state/", "everybody/", "add/", "begin/", "end/", "hand-over/", "sheet/")
    },
    "workspace/sessions/<uuid:occurrence_id>/break/<slug:way>/": _of_held(way="begin"),
    "workspace/sessions/<uuid:occurrence_id>/people/<uuid:participant_id>/": _of_held(),
    "workspace/sessions/<uuid:occurrence_id>/people/<uuid:participant_id>/<slug:way>/": _of_held(),
    "workspace/sessions/<uuid:occurrence_id>/people/<uuid:participant_id>/note/": _of_held(),
    **{f"notes/sessions/<uuid:occurrence_id>/{page}/": _of_held() for page in ("cells", "save", "sign")},
    **{f"notes/drafts/<uuid:draft_id>/{page}": _of_draft() for page in ("", "cells/", "sign/", "drop/")},
    "notes/people/<uuid:participant_id>/": _of_ana(form="contact"),
    "notes/people/<uuid:participant_id>/own/": _of_ana(form="psychotherapy"),
    "notes/own/<uuid:own_id>/": Example(by="Ben", fill=lambda scene: {"own_id": scene.own_note.id}),
    "notes/to-finish/": _for_staff(),
    "notes/to-cosign/": _for_staff(),
    "notes/supervisors/": Example(
        by="Dora",
        may={"Esi": "She directs her own organization."},
        sent=lambda scene: {"staff": scene.house.staff["Ben"].id, "supervisor": scene.house.staff["Cora"].id},
    ),
    "notes/<uuid:note_id>/": _of_note(),
    "notes/<uuid:note_id>/pdf/": _of_note(),
    "notes/<uuid:note_id>/cosign/": _of_note(by="Dora"),
    **{
        f"workspace/staff/<uuid:staff_id>/{what}/": Example(by="Ben", fill=_bens_id, sent=_bens_hours)
        for what in ("hours", "leave")
    },
    "workspace/leave/<uuid:leave_id>/back/": Example(by="Ben", fill=lambda scene: {"leave_id": scene.leave.id}),
    "workspace/weeks/<uuid:week_id>/confirm/": Example(by="Ben", fill=lambda scene: {"week_id": scene.week.id}),
    "workspace/people/<uuid:participant_id>/medicines/": _of_ana(),
    "workspace/people/<uuid:participant_id>/medicines/add/": _of_ana("Priya", name="Mine now"),
    **{f"workspace/medicines/<uuid:medicine_id>/{deed}/": _of_medicine() for deed in "change stop note order".split()},
    "workspace/people/<uuid:participant_id>/medicines/about/": _of_ana("Priya"),
    "workspace/people/<uuid:participant_id>/medicines/reconcile/": _of_ana("Priya"),
    "workspace/people/<uuid:participant_id>/medicines/known/": _of_ana(),
    "workspace/people/<uuid:participant_id>/medicines/known/<slug:what>/": _known("what", "naloxone"),
    "workspace/people/<uuid:participant_id>/allergies/take-over/<int:number>/": _known("number", 0),
    "workspace/people/<uuid:participant_id>/allergies/<uuid:statement_id>/take-back/": _known("statement_id"),
    **{f"workspace/orders/<uuid:order_id>/{way}": _of_order() for way in ("", "order.pdf", "hand-over/")},
    "workspace/people/<uuid:participant_id>/medicines/watching/": _of_ana(),
    "workspace/people/<uuid:participant_id>/medicines/results/": _of_ana(
        "Priya", test="alt", value="30", note="Mine now"
    ),
    "workspace/results/<uuid:result_id>/seen/": Example(
        by="Priya",
        fill=lambda scene: {"result_id": scene.result.id},
        sent=lambda scene: {f"seen-{scene.result.id}-id": new_id()},
    ),
    "workspace/results/<uuid:result_id>/correct/": Example(
        by="Priya", fill=lambda scene: {"result_id": scene.result.id}, sent=lambda scene: {"value": "30"}
    ),
    "workspace/medicine-rules/": _for_staff(),
    "workspace/medicine-rules/<slug:code>/": _for_directors(
        fill=lambda scene: {"code": "lithium"}, sent=lambda scene: {"why": "x"}
    ),
    "workspace/medicine-rules/<slug:code>/sign-off/<int:version>/<int:number>/": Example(
        by="Dora",
        fill=lambda scene: {"code": "lithium", "version": 1, "number": 0},
        may={"Esi": "A director too, of her own organization's packs."},
    ),
    "workspace/side-effects/<uuid:entry_id>/read/": Example(
        by="Ben",
        fill=lambda scene: {"entry_id": scene.side_effect.id},
        sent=lambda scene: {f"read-{scene.side_effect.id}-id": new_id()},
    ),
    "workspace/people/<uuid:participant_id>/plan/": _of_ana(),
    "workspace/people/<uuid:participant_id>/plan/state/": _of_ana(),
    "workspace/people/<uuid:participant_id>/plan/edit/": Example(
        by="Ben",
        fill=lambda scene: {"participant_id": scene.ana.id},
        sent=lambda scene: {"version_id": new_id(), "based_on": scene.plan.id, "steps": "Mine now"},
    ),
    "workspace/people/<uuid:participant_id>/plan/print/": _of_ana(),
    **{f"workspace/plans/<uuid:version_id>/{deed}/": _of_plan() for deed in "sign in-person reviewed drop".split()},
    "workspace/alarms/": _for_staff(),
    "workspace/alerts/": _for_staff(),
    "workspace/alerts/count/": _for_staff(),
    "workspace/alerts/list/": _for_staff(),
    "workspace/alerts/<uuid:alert_id>/": _of_alert(),
    "workspace/alerts/<uuid:alert_id>/state/": _of_alert(),
    "workspace/alerts/<uuid:alert_id>/take/": _of_alert(),
    "workspace/alerts/<uuid:alert_id>/contact/": _of_alert(**{"contact-result": "reached", "contact-note": "x"}),
    "workspace/alerts/<uuid:alert_id>/answer/": _of_alert(**{"answer-words": "Mine now"}),
    "workspace/alerts/<uuid:alert_id>/close/": _of_alert(**{"close-outcome": "no_need", "close-note": "x"}),
    "workspace/alerts/<uuid:alert_id>/hand-over/": _of_alert(**{"hand-to": "", "hand-note": "x"}),
    "workspace/alerts/<uuid:alert_id>/reopen/": _of_alert(),
    "workspace/people/<uuid:participant_id>/worry/": _of_ana(worry_id=str(new_id()), note="x"),
    "workspace/outreach/": _for_staff(),
    "workspace/rules/": _for_staff(),
    "workspace/rules/<slug:code>/": _for_directors(
        fill=lambda scene: {"code": "not-safe"},
        sent=lambda scene: {"level": "urgent", "answer_within_minutes": "4", "why": "x"},
    ),
    "workspace/rules/<slug:code>/sign-off/<int:version>/<int:number>/": Example(
        by="Dora",
        fill=lambda scene: {"code": "not-safe", "version": 1, "number": 0},
        may={"Esi": "A director too, of her own organization's rules."},
    ),
    "workspace/ladder/": _for_directors(),
    "workspace/on-call/": _for_staff(),
    "workspace/on-call/shifts/": Example(
        by="Dora", may={"Esi": "A director too, for her own organization."}, sent=_a_shift_to_add
    ),
    "workspace/on-call/shifts/<uuid:shift_id>/remove/": _of_shift("Dora"),
    "workspace/on-call/shifts/<uuid:shift_id>/hand-over/": _of_shift("Ben"),
    "workspace/on-call/shifts/<uuid:shift_id>/acknowledge/": _of_shift("Cora"),
    "workspace/on-call/holidays/": Example(
        by="Dora",
        may={"Esi": "A director too, for her own organization."},
        sent=lambda scene: {"holiday-day": "2026-12-31", "holiday-name": "New Year's Eve"},
    ),
    "workspace/on-call/holidays/<uuid:holiday_id>/remove/": Example(
        by="Dora", fill=lambda scene: {"holiday_id": scene.holiday.id}
    ),
    "workspace/alerts/<uuid:alert_id>/take-over/": _of_alert(),
    "workspace/alerts/<uuid:alert_id>/second-look/": _of_alert(**{"look-agrees": "yes", "look-note": "x"}),
    "workspace/alerts/<uuid:alert_id>/follow-up/": _of_alert(**{"follow-result": "reached", "follow-note": "x"}),
    "workspace/worth-a-look/<uuid:look_id>/": Example(
        by="Ben", fill=lambda scene: {"look_id": scene.look.id}, sent=lambda scene: {"said": "useful"}
    ),
    "workspace/alert-budget/": _own(
        "Dora",
        "Esi",
        why="Esi is a director too, of her own organization.",
        sent=lambda scene: {"per_day": "2.0", "why": "Mine now"},
    ),
    "programs/": _for_staff(),
    "programs/new/": _for_staff(),
    "programs/new/<slug:code>/": _for_directors(
        fill=lambda scene: {"code": "virtual"},
        sent=lambda scene: {"name": "Mine", "level_of_care": "iop", "rule_pack": "us-commercial-iop"},
    ),
    "programs/curricula/": _for_staff(),
    "programs/curricula/<slug:code>/": _for_staff(fill=lambda scene: {"code": "skills"}),
    "programs/sites/": _for_directors(sent=lambda scene: {"name": "Mine", "time_zone": "America/Chicago"}),
    "programs/sites/<uuid:site_id>/": _of_program(name="Mine now", time_zone="America/Denver"),
    "programs/sites/<uuid:site_id>/close/": _part_of_program(),
    "programs/sites/<uuid:site_id>/rooms/": replace(
        _part_of_program(), sent=lambda scene: {"room-name": "Mine", "room-capacity": "3"}
    ),
    "programs/rooms/<uuid:room_id>/": _of_program(name="Mine now", capacity="3"),
    "programs/rooms/<uuid:room_id>/close/": _part_of_program(),
    "programs/groups/<uuid:group_id>/": _of_program(name="Mine now"),
    "programs/groups/<uuid:group_id>/close/": _part_of_program(),
    "programs/tracks/<uuid:track_id>/close/": _part_of_program(),
    "programs/<uuid:program_id>/": _of_program(),
    "programs/staff-hours/": Example(by="Dora", may={"Esi": "A director too, of her own organization's staff."}),
    "programs/<uuid:program_id>/hours/": replace(_of_program(), may={}),
    "programs/<uuid:program_id>/hours.csv": replace(_of_program(), may={}),
    "programs/<uuid:program_id>/change/": _of_program(name="Mine now", languages=["en", "es"]),
    "programs/<uuid:program_id>/rules/": _of_program(why="Mine now"),
    "programs/<uuid:program_id>/groups/": _of_program(name="Mine"),
    "programs/<uuid:program_id>/tracks/": replace(_part_of_program(), sent=lambda scene: {"name": "Mine"}),
    "planning/<uuid:program_id>/": replace(
        _of_program(), sent=lambda scene: {"aim": "repair", "from_on": "2026-11-24", "weeks": "1"}
    ),
    "planning/places/<uuid:participant_id>/": _of_ana(),
    "planning/proposals/<uuid:proposal_id>/": _of_proposal(),
    "planning/proposals/<uuid:proposal_id>/progress/": _of_proposal(),
    "planning/proposals/<uuid:proposal_id>/accept/": _of_proposal(option="0", why="Mine now"),
    "planning/proposals/<uuid:proposal_id>/decline/": _of_proposal(),
    "planning/proposals/<uuid:proposal_id>/cancel/": _of_proposal(),
    "planning/versions/<uuid:version_id>/undo/": Example(by="Ben", fill=lambda scene: {"version_id": scene.version.id}),
    "workspace/schedule/": _for_staff(),
    "workspace/schedule/sessions/<uuid:occurrence_id>/": _of_session(may=_ALL_LOOK),
    "workspace/schedule/sessions/<uuid:occurrence_id>/check/": _of_session(),
    "workspace/schedule/sessions/<uuid:occurrence_id>/change/": _of_session(),
    "workspace/schedule/sessions/<uuid:occurrence_id>/cancel/": _of_session(),
    "workspace/schedule/sessions/<uuid:occurrence_id>/end/": _of_session(),
    "workspace/schedule/times/": _own("Dora", "Esi", why="A director sets times of groups of her own house."),
    "workspace/schedule/times/<uuid:program_id>/": Example(
        by="Dora", fill=lambda scene: {"program_id": scene.program.id}
    ),
    "workspace/schedule/versions/<uuid:version_id>/undo/": Example(
        by="Dora", fill=lambda scene: {"version_id": scene.version.id}
    ),
    "workspace/schedule/closures/": _for_directors(sent=lambda scene: {"day": "2026-12-24", "name": "Mine"}),
    "workspace/schedule/closures/<uuid:closure_id>/open/": Example(
        by="Dora", fill=lambda scene: {"closure_id": scene.closure.id}
    ),
    "referrals/": _for_staff("Ines"),
    "referrals/open/": _for_staff("Ines"),
    "referrals/new/": _for_intake(),
    "referrals/upload/": _for_intake(),
    "referrals/<uuid:referral_id>/": _of_referral(),
    "referrals/<uuid:referral_id>/original/": _of_referral(),
    "referrals/<uuid:referral_id>/call/": _of_referral(call_with="referrer", result="reached", note="x"),
    "referrals/<uuid:referral_id>/screen/": _of_referral(),
    "referrals/<uuid:referral_id>/accept/": _of_referral(note="x"),
    "referrals/<uuid:referral_id>/wait/": _of_referral(reason="place", note="x"),
    "referrals/<uuid:referral_id>/decline/": _of_referral(reason="no_place", note="x"),
    "referrals/<uuid:referral_id>/withdraw/": _of_referral(reason="duplicate", note="x"),
    "referrals/<uuid:referral_id>/reopen/": _of_referral(),
    "referrals/<uuid:referral_id>/known/<uuid:participant_id>/": _of_referral(),
    "referrals/<uuid:referral_id>/new-person/": _of_referral(),
    "referrals/<uuid:referral_id>/admit/": _of_referral(),
    "i18n/setlang/": _for_anybody("Remembers a language in a cookie.", sent=lambda scene: {"language": "es"}),
    "demo/": _for_anybody("The made-up program's sign-ins; there only when the demo is."),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": _of_passkey(),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": _of_passkey(),
}
#: allauth's pages show whoever asks their own account and take no id, except a passkey's (above) and what is in a mail.
ACCOUNT = _for_anybody(
    "The account of whoever asks, kept by allauth.",
    by="nobody",
    fill=lambda scene: {"key": "made-up", "uidb36": "1"},
    sent=lambda scene: {"login": "ana@example.net", "email": "ana@example.net", "password": "a guess at it 7"},
)


def _example(pattern: str) -> Example | None:
    return EXAMPLES.get(pattern) or (ACCOUNT if pattern.startswith("accounts/") and "<int:" not in pattern else None)


def _methods(pattern: str) -> tuple[str, ...]:
    return ("get", "post", "delete") if pattern.startswith("api/") else ("get", "post")


KNOWN = sorted(set(patterns(get_resolver())))


def test_every_address_has_an_example() -> None:
    for pattern in KNOWN:
        assert _example(pattern), (
            f"{pattern} has no example. Add it to EXAMPLES in tests/permissions/test_addresses.py: what of Ana's stands in it "
            f"(`fill`), what is sent, who uses it in earnest (`by`), and who else may open it, with the reason."
        )
    assert EXAMPLES.keys() <= set(KNOWN), f"Gone, so take them out: {EXAMPLES.keys() - set(KNOWN)}"


@dataclass
class Visit:
    """Requests as one person, each rolled back, each with a browser of its own so that signing out undoes nothing."""

    scene: Scene
    who: str

    def __post_init__(self) -> None:
        account = self.scene.account(self.who)
        client = sign_in(account)
        session = client.session
        # As if they had just proved themselves again, so that allauth's own pages ask whose passkey it is.
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session["account_authentication_methods_user"] = str(account.pk)
        session.save()
        self._cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask(self, method: str, pattern: str, example: Example) -> HttpResponse:
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self._cookie
        sent = example.sent(self.scene)
        if pattern.startswith("api/"):
            return client.generic(method.upper(), self._address(pattern, example), _as_json(sent), "application/json")  # type: ignore[return-value]
        return getattr(client, method)(self._address(pattern, example), sent if method == "post" else None)  # type: ignore[no-any-return]

    def _address(self, pattern: str, example: Example) -> str:
        filled = example.fill(self.scene)
        named = re.sub(
            r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda found: str(filled[found[1] or found[2]]), pattern
        )
        return "/" + named.replace("^", "").rstrip("$")


def _as_json(sent: Mapping[str, Any]) -> str:
    return json.dumps(sent, default=str)


def _looks(scene: Scene) -> int:
    """How much has been done or seen in Ana's house so far; refusals are written down too and do not count."""
    enter(scene, "Ana")
    return AuditEntry.objects.exclude(deed__startswith="refused ").count()


def _faults(visit: Visit, method: str, pattern: str, example: Example) -> list[str]:
    """What is wrong with the answer this person gets: a failure, a word of Ana's, or anything but a refusal."""
    with transaction.atomic():
        before = _looks(visit.scene)
        answer = visit.ask(method, pattern, example)
        is_done = _looks(visit.scene) != before
        transaction.set_rollback(True)
    said = f"{method.upper()} /{pattern} answers {visit.who} {answer.status_code}"
    if answer.status_code >= 500:
        return [said]
    shown = (answer.getvalue() if answer.streaming else answer.content).decode(errors="replace")
    # What Ana herself is shown is hers to see; a page that is not for her refuses her all the same.
    found = [word for word in ANAS_WORDS if word in shown] if visit.who != "Ana" else []
    faults = [f"{said} and shows {found}"] if found else []
    if visit.who not in example.may and (answer.status_code not in REFUSALS or is_done):
        faults.append(f"{said}, and it is done" if is_done else said)
    return faults


#: The addresses in shares, so that test processes can divide them.
SHARES = 3


def _share(number: int) -> list[str]:
    return sorted(KNOWN)[number::SHARES]


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("who", EVERYBODY)
def test_every_address_refuses(scene: Scene, who: str, share: int) -> None:
    visit, faults = Visit(scene, who), []
    for pattern in _share(share):
        example = _example(pattern)
        if example is None or who == example.by:
            continue
        for method in _methods(pattern):
            faults += _faults(visit, method, pattern, example)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("share", range(SHARES))
def test_who_uses_it_in_earnest_is_let_in(scene: Scene, share: int) -> None:
    """So that the refusals above are refusals of the person, never of an address that answers nobody."""
    visits: dict[str, Visit] = {}
    for pattern in _share(share):
        example = _example(pattern)
        if example is None or example.by == "nobody":
            continue
        visit = visits.setdefault(example.by, Visit(scene, example.by))
        answers = []
        for method in _methods(pattern):
            with transaction.atomic():
                answers.append(visit.ask(method, pattern, example).status_code)
                transaction.set_rollback(True)
        assert any(status < 400 or status in (409, 410, 422) for status in answers), f"/{pattern}: {answers}"
        assert max(answers) < 500, f"/{pattern}: {answers}"
