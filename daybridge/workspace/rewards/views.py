"""Rewards on the staff's screens: offered, written down, drawn together, handed over; and a program's cabinet, caps and protocols."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.contingency import actions
from daybridge.contingency import queries as rewards
from daybridge.contingency.access import gives_rewards_to
from daybridge.contingency.models import Enrolment
from daybridge.contingency.rules import Deed, Ending, Evidence, EvidenceKind, Verdict
from daybridge.contingency.sentences import ENDINGS, month_as_csv
from daybridge.core import clock
from daybridge.core.errors import DaybridgeError, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.people import queries as people
from daybridge.people.access import is_director
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs import queries as programs
from daybridge.programs.models import Program
from daybridge.workspace.rewards import page as rewards_page

#: How staff may end somebody's part; the other endings say who else did.
_ENDINGS = (Ending.COMPLETED, Ending.THEIR_WISH, Ending.OTHER)


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Somebody's rewards: how it stands, what there is to write down, draw and hand over, and all that was."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    return _page(request, participant)


def _page(request: StaffRequest, participant: Participant, *, status: int = 200, refused: str = "") -> HttpResponse:
    known = list(rewards.enrolments_of(participant.id))
    shown = rewards_page.shown(known[0]) if known else None
    is_open = shown is not None and shown.enrolment.ended_at is None
    told: dict[str, Any] = {
        "participant": participant,
        "page": shown,
        "earlier": [rewards_page.shown(one) for one in known[1:4]],
        "offer": None if is_open else rewards_page.offer(participant),
        "to_record": rewards_page.to_record(shown.standing) if shown else [],
        "readings": rewards_page.readings(shown.standing) if shown else [],
        "weekdays": rewards_page.weekdays(shown.enrolment.weekdays if is_open and shown else ()),
        "endings": [(one.value, ENDINGS[one]) for one in _ENDINGS],
        "may_give": gives_rewards_to(request.actor, participant),
        "typed": request.POST,
        "refused": refused,
        "new_id": new_id(),
    }
    return render(request, "workspace/rewards.html", told, status=status)


@require_POST
@staff_page
def offer(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Offer somebody to take part."""
    participant = people.participant(request.actor, participant_id)
    sent = request.POST
    return _attempt(
        request, participant,
        lambda: actions.offer_rewards(
            request.actor, participant, protocol=sent.get("protocol", ""), funding=sent.get("funding", ""),
            weekdays=_weekdays(request),
        ),
        _("It is offered. They read it on their phone under Rewards, and say yes or no there."),
    )  # fmt: skip


@require_POST
@staff_page
def deed(request: StaffRequest, enrolment_id: UUID, way: str) -> HttpResponse:
    """One of the buttons of somebody's page."""
    found = rewards.enrolment(request.actor, enrolment_id)
    do, said = _DEEDS.get(way, (None, ""))
    if do is None:
        return redirect("workspace:rewards", found.participant_id)
    return _attempt(request, found.participant, lambda: do(request, found), str(said))


@require_POST
@staff_page
def prize(request: StaffRequest, draw_id: UUID) -> HttpResponse:
    """What becomes of a prize."""
    found = rewards.prize(request.actor, draw_id)
    known = {one.value: one for one in Deed}.get(request.POST.get("deed", ""), Deed.CREDITED)
    return _attempt(
        request, found.enrolment.participant,
        lambda: actions.settle_prize(request.actor, found, deed=known, what=_text(request, "what")),
        _("It is written down."),
    )  # fmt: skip


def _attempt(request: StaffRequest, participant: Participant, do: Callable[[], object], said: str) -> HttpResponse:
    """Do it and say so; what is refused is said on the same page, with everything that was typed."""
    try:
        do()
    except DaybridgeError as refused:
        if refused.status not in (409, 422):
            raise
        words = " ".join(dict.fromkeys(refused.fields.values())) or refused.words
        open_chart(request.actor, participant.id, purpose=Purpose.TREATMENT)  # the page shows all of it
        return _page(request, participant, status=refused.status, refused=words)
    messages.success(request, said)
    return redirect("workspace:rewards", participant.id)


# --- The buttons -----------------------------------------------------------------------------------------------------


def _agree(request: StaffRequest, found: Enrolment) -> object:
    return actions.agree_in_person(request.actor, found, word=_text(request, "word"))


def _record(request: StaffRequest, found: Enrolment) -> object:
    """By a session, as it was on the screen; or by what was read."""
    session, verdict = _id(_text(request, "session")), _verdict(_text(request, "verdict"))
    kind = EvidenceKind.ATTENDANCE if session else EvidenceKind.POINT_OF_CARE
    reading = "" if session else _text(request, "reading")
    evidence = Evidence(kind, verdict, session, reading)
    return actions.record_target(
        request.actor, found, target_id=_id(_text(request, "id")) or new_id(), on_day=_day(request), evidence=evidence,
        why=_text(request, "why"),
    )  # fmt: skip


def _draw(request: StaffRequest, found: Enrolment) -> object:
    number = _text(request, "number")
    return actions.draw(
        request.actor, found, on_day=_day(request), number=int(number) if number.isdecimal() and len(number) < 4 else 0
    )


def _redeem(request: StaffRequest, found: Enrolment) -> object:
    return actions.redeem_voucher(
        request.actor, found, entry_id=_id(_text(request, "id")) or new_id(), cents=_cents(_text(request, "dollars")),
        what=_text(request, "what"),
    )  # fmt: skip


def _end(request: StaffRequest, found: Enrolment) -> object:
    told = {one.value: one for one in _ENDINGS}.get(_text(request, "ending"), Ending.OTHER)
    return actions.end_rewards(request.actor, found, ending=told, words=_text(request, "words"))


def _pause(request: StaffRequest, found: Enrolment) -> object:
    return actions.pause_rewards(request.actor, found, why=_text(request, "why"))


def _resume(request: StaffRequest, found: Enrolment) -> object:
    return actions.resume_rewards(request.actor, found)


def _days(request: StaffRequest, found: Enrolment) -> object:
    return actions.change_days(request.actor, found, weekdays=_weekdays(request))


_DEEDS: dict[str, tuple[Callable[[StaffRequest, Enrolment], object], Any]] = {
    "agree": (_agree, lazy("It is written down that they agreed in person.")),
    "record": (_record, lazy("It is written down.")),
    "draw": (_draw, lazy("A slip is drawn.")),
    "redeem": (_redeem, lazy("It is written down.")),
    "pause": (_pause, lazy("It is paused. What they reached stays.")),
    "resume": (_resume, lazy("It goes on where it was left.")),
    "days": (_days, lazy("The days are changed.")),
    "end": (_end, lazy("It is ended. What was won stays theirs.")),
}


def _text(request: StaffRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()


def _id(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _day(request: StaffRequest) -> date:
    try:
        return date.fromisoformat(_text(request, "day"))
    except ValueError:
        raise Invalid(_("Choose the day."), fields={"day": _("Choose the day.")}) from None


def _verdict(told: str) -> Verdict:
    try:
        return Verdict(told)
    except ValueError:
        raise Invalid(_("Say how it went."), fields={"verdict": _("Say how it went.")}) from None


def _weekdays(request: StaffRequest) -> list[int]:
    return [int(one) for one in request.POST.getlist("weekdays") if one.isdecimal() and len(one) == 1]


def _cents(told: str) -> int:
    """Dollars as they are typed: 12, 12.5, 12.50; 0 for anything else."""
    whole, _dot, rest = told.removeprefix("$").partition(".")
    is_sound = whole.isdecimal() and len(whole) < 7 and (not rest or (rest.isdecimal() and len(rest) < 3))
    return int(whole) * 100 + int((rest + "00")[:2]) if is_sound else 0


@require_GET
@staff_page
def draws(request: StaffRequest, enrolment_id: UUID) -> HttpResponse:
    """Somebody's draws as a file that anyone can check (docs/contingency.md); the look is written down."""
    found = rewards.enrolment(request.actor, enrolment_id)
    open_chart(request.actor, found.participant_id, purpose=Purpose.TREATMENT)
    return as_file(found)


def as_file(enrolment: Enrolment) -> HttpResponse:
    answer = JsonResponse(rewards.to_check(enrolment), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="draws.json"'
    return answer


# --- A program -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def program(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """A program's rewards: who takes part, the cabinet, the caps, the protocols with their sign-off."""
    found, refused, status = _directed(request, program_id), "", 200
    if request.method == "POST":
        try:
            messages.success(request, _change(request, found))
            return redirect("workspace:program-rewards", found.id)
        except DaybridgeError as error:
            if error.status not in (409, 422):
                raise
            refused, status = error.words, error.status
    month = f"{clock.today(request.organization.time_zone):%Y-%m}"
    told = {"page": rewards_page.of_program(found), "refused": refused, "month": month}
    return render(request, "workspace/program_rewards.html", told, status=status)


def _directed(request: StaffRequest, program_id: UUID) -> Program:
    if not is_director(request.actor, None):
        raise Refused(_("A director reads this page."))
    return programs.program(request.actor, program_id)


def _change(request: StaffRequest, found: Program) -> str:
    way = _text(request, "deed")
    if way == "sign":
        code, digest = _text(request, "code"), _text(request, "digest")
        actions.sign_off_protocol(request.actor, request.organization, code=code, digest=digest)
        return _("You have signed this protocol off.")
    if way == "count":
        there = _text(request, "there")
        number = int(there) if there.isdecimal() and len(there) < 6 else -1
        actions.count_cabinet(request.actor, found, prize=_text(request, "prize"), there=number)
        return _("It is counted.")
    actions.switch_rewards(request.actor, found, is_on=way == "on")
    return (
        _("This program offers rewards.")
        if way == "on"
        else _("Nobody new is offered rewards. Who takes part goes on.")
    )


@require_GET
@staff_page
def month(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """A month as a file for whoever pays, without names; that it was taken out is written down."""
    found, told = _directed(request, program_id), request.GET.get("month", "")
    try:
        first = date.fromisoformat(f"{told}-01")
    except ValueError:
        first = clock.today(request.organization.time_zone).replace(day=1)
    with_numbers = request.GET.get("numbers") == "yes"
    actions.export_rewards(request.actor, found, month=f"{first:%Y-%m}", with_record_numbers=with_numbers)
    lines = month_as_csv(*rewards.month_of(found, first), with_record_numbers=with_numbers)
    answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="daybridge-rewards-{first:%Y-%m}.csv"'
    return answer
