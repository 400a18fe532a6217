"""Invitations and the staff list."""

from typing import Any, cast
from uuid import UUID

from allauth.account.utils import perform_login
from allauth.account.views import logout as allauth_sign_out
from allauth.mfa.webauthn.views import add_webauthn
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core import clock, tenancy
from daybridge.core.actors import Actor, ActorKind
from daybridge.core.errors import Conflict, DaybridgeError, NotYours
from daybridge.people import access, actions, queries
from daybridge.people.forms import BirthDateForm, SetUpForm, StaffAddressForm, StaffForm, WordForm
from daybridge.people.models import Invitation
from daybridge.people.requests import SignedInRequest, StaffRequest, link_of, staff_page
from daybridge.people.rules import Role
from daybridge.people.sentences import roles_in_words

PROOF_LASTS_SECONDS = 15 * 60
#: In the session of someone who has joined and is about to make the passkey they chose.
_JOINS = "joins_with_passkey"


# --- Making an invitation --------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page
def invite(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Show a participant's invitation, and make one: a link and a QR code that are shown this once."""
    participant = queries.participant_to_invite(request.actor, participant_id)
    page: dict[str, object] = {"participant": participant, "now": clock.now()}
    if request.method == "POST":
        token = actions.new_invitation_token(participant.organization_id)
        actions.invite_participant(request.actor, participant, token=token)
        page |= link_of(token)
    page["invitation"] = queries.latest_invitation(participant.id)
    return render(request, "people/invite.html", page)


# --- Answering an invitation -----------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person proves who they are, then chooses how to sign in."""
    invitation = _open_invitation(token, is_answered=request.method == "POST")
    if invitation is None:
        return render(request, "people/join_over.html", status=410)
    if "proof" in request.POST:
        return _set_up(request, invitation, token)
    form = _question(invitation)(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _ask(request, invitation, form)
    if not _is_right(invitation, form.cleaned_data):
        actions.count_wrong_answer(Actor.system(invitation.organization_id, "invitation"), invitation)
        form.add_error(None, _wrong(invitation))
        return _ask(request, invitation, form)
    if _supports_somebody(request, invitation):
        return _take_second_link(request, invitation, form.cleaned_data["word"])
    return _offer_set_up(request, invitation, SetUpForm(initial={"email": _address(invitation)}), token)


def _open_invitation(token: str, *, is_answered: bool) -> Invitation | None:
    organization_id = actions.organization_of_token(token)
    if organization_id is None:
        return None
    tenancy.enter(organization_id, door=tenancy.SIGN_IN)
    found = queries.invitation_by_digest(actions.digest_of_token(token), is_answered=is_answered)
    is_open = found and not found.used_at and not found.withdrawn_at and found.expires_at > clock.now()
    return found if is_open else None


def _question(invitation: Invitation) -> type[BirthDateForm | StaffAddressForm | WordForm]:
    """What only the invited person knows."""
    if invitation.supporter:
        return WordForm
    return BirthDateForm if invitation.participant else StaffAddressForm


def _wrong(invitation: Invitation) -> str:
    if invitation.supporter:
        return _("That is not the word. Ask the person who sent you the link.")
    return _("This isn't what we have on record. Check it, or ask the front desk.")


def _is_right(invitation: Invitation, answer: dict[str, object]) -> bool:
    if invitation.supporter:
        return actions.knows_word(invitation, str(answer["word"]))
    if invitation.participant:
        return bool(answer["born_on"] == invitation.participant.born_on)
    assert invitation.staff
    return str(answer["email"]).lower() == invitation.staff.email


def _address(invitation: Invitation) -> str:
    person = invitation.participant or invitation.staff or invitation.supporter
    return person.email if person else ""


def _supports_somebody(request: Any, invitation: Invitation) -> bool:
    """Whether a supporter with an account of this house opened another participant's link."""
    actor: Actor | None = request.actor
    is_of_house = actor is not None and actor.organization_id == invitation.organization_id
    return bool(is_of_house and actor and access.is_invited_supporter(actor, invitation))


def _take_second_link(request: Any, invitation: Invitation, word: str) -> HttpResponse:
    try:
        actions.accept_as_supporter(request.actor, invitation, word=word)
    except Conflict:
        return render(request, "people/join_over.html", {"invitation": invitation}, status=410)
    return HttpResponseRedirect("/")


def _ask(request: HttpRequest, invitation: Invitation, form: object) -> HttpResponse:
    page = {"form": form, "organization": invitation.organization, "invitation": invitation}
    return render(request, "people/join.html", page, status=422 if request.method == "POST" else 200)


def _offer_set_up(request: HttpRequest, invitation: Invitation, form: SetUpForm, token: str) -> HttpResponse:
    proof = signing.dumps(token, salt="join")
    page = {"form": form, "organization": invitation.organization, "invitation": invitation, "proof": proof}
    return render(request, "people/join_set_up.html", page, status=422 if form.is_bound else 200)


def _set_up(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Make the account and sign it in; those who chose a passkey go on to make it."""
    try:
        proven = signing.loads(request.POST["proof"], salt="join", max_age=PROOF_LASTS_SECONDS) == token
    except signing.BadSignature:
        proven = False
    if not proven:
        return HttpResponseRedirect(request.path)
    form = SetUpForm(request.POST)
    if not form.is_valid():
        return _offer_set_up(request, invitation, form, token)
    chosen = form.cleaned_data
    password = chosen["password"] if chosen["how"] == "password" else None
    system = Actor.system(invitation.organization_id, "invitation")
    try:
        accepted = actions.accept_invitation(system, invitation, email=chosen["email"], password=password)
    except Conflict:
        return render(request, "people/join_over.html", status=410)
    except DaybridgeError as refusal:
        for field, words in refusal.fields.items():
            form.add_error(field, words)
        if "email" in refusal.fields:  # whoever tries addresses learns of few whether they sign in here
            actions.count_wrong_answer(system, invitation)
        return _offer_set_up(request, invitation, form, token)
    onward = "/accounts/2fa/webauthn/add/" if password is None else "/"
    account = queries.account(accepted.account_id)
    account.backend = settings.AUTHENTICATION_BACKENDS[0]
    answer: HttpResponse = perform_login(request, account, redirect_url=onward)
    request.session[_JOINS] = password is None
    return answer


def add_passkey(request: Any) -> HttpResponse:
    """The page that makes a passkey. Whoever joins with it goes on to their first page, not to their account's settings."""
    request.joins = request.session.get(_JOINS, False) and not request.user.has_usable_password()
    answer: HttpResponse = add_webauthn(request)
    if request.joins and request.method == "POST" and isinstance(answer, HttpResponseRedirect):
        del request.session[_JOINS]
        return HttpResponseRedirect("/")
    return answer


# --- Staff -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def staff(request: StaffRequest) -> HttpResponse:
    """Who works here; directors and administrators add people."""
    actor = _managing(request)
    form = StaffForm(request.POST or None, gives=[role for role in Role if access.may_give_roles(actor, [role])])
    if request.method == "POST" and form.is_valid():
        actions.register_staff(actor, queries.organization_of(actor), **form.cleaned_data)
        return HttpResponseRedirect(request.path)
    members = [
        (member, roles_in_words(member.roles), access.may_invite_staff(actor, member))
        for member in queries.staff_members(actor)
    ]
    page = {"form": form, "members": members}
    return render(request, "people/staff.html", page, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@staff_page
def invite_staff(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Make a one-time link for a member of staff, shown this once."""
    actor = _managing(request)
    member = queries.staff_member(actor, staff_id)
    token = actions.new_invitation_token(member.organization_id)
    actions.invite_staff(actor, member, token=token)
    return render(request, "people/invite_staff.html", {"member": member, **link_of(token)})


def _managing(request: StaffRequest) -> Actor:
    if not access.manages_staff(request.actor, None):
        raise NotYours()
    return request.actor


@require_GET
@staff_page
def me(request: StaffRequest) -> HttpResponse:
    """A member of staff's own page: language, sign-in, sessions."""
    return render(
        request,
        "people/me.html",
        {
            "person": request.person,
            "roles": roles_in_words(request.person.roles),
            "manages": access.manages_staff(request.actor, None),
        },
    )


def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's sign-out; a participant who opens its address is sent to the button that also empties their phone."""
    actor: Actor | None = getattr(request, "actor", None)
    if request.method == "GET" and actor is not None and actor.is_participant:
        return HttpResponseRedirect("/companion/me/#sign-out")
    return cast(HttpResponse, allauth_sign_out(request))


@require_POST
def language(asked: HttpRequest) -> HttpResponse:
    """Keep the language someone chose; everything is shown in it from the next page on, which is where they were if that is told."""
    if getattr(asked, "actor", None) is None:
        return HttpResponseRedirect(settings.LOGIN_URL)
    request = cast(SignedInRequest, asked)
    actions.choose_language(request.actor, request.person, language=request.POST.get("language", ""))
    own = {ActorKind.PARTICIPANT: "/companion/me/", ActorKind.SUPPORTER: "/supporter/"}
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if is_ours else own.get(request.actor.kind, "/staff/me/"))
