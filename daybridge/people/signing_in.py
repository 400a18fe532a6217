"""How allauth signs people in here: sign-up closed, secrets encrypted, each change of signing in audited."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account import signals as account_signals
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa import signals as mfa_signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from daybridge.core import clock, tenancy
from daybridge.core.actors import Actor
from daybridge.people import actions, queries
from daybridge.people.models import Account, Staff, Supporter
from daybridge.people.requests import chose_shared_phone, last_as_long_as_suits

#: What a supporter sees is somebody else's, on a phone that a family may share.
SUPPORTER_IDLE_SECONDS = 12 * 60 * 60


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_our_site(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _at_our_site(super().get_email_confirmation_url(request, emailconfirmation))

    def populate_username(self, request: HttpRequest, user: Account) -> None:
        """People sign in with an e-mail address or a passkey; there are no user names."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Once what it tells of is committed. A mail server that is away takes nobody's new passkey or password from them."""
        request = allauth_context.request
        about = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        message = self.render_mail(template_prefix, email, about)
        transaction.on_commit(message.send, robust=True)


def _at_our_site(link: str) -> str:
    """A link that lets someone in leads to the site's own address, never to one that a request claims to have asked."""
    return settings.SITE + urlsplit(link).path


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps one-time-code secrets encrypted at rest (Fernet, key in the installation's secrets)."""

    def encrypt(self, text: str) -> str:
        return Fernet(settings.FIELD_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return Fernet(settings.FIELD_KEY).decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = settings.SITE.split("://")[1].split(":")[0]
        return {"id": host, "name": "Daybridge"}

    def generate_authenticator_name(self, user: Account, type: Any) -> str:
        """What a passkey is called until its owner names it."""
        is_first = not Authenticator.objects.filter(user=user, type=type).exists()
        return _("My first device") if is_first else _("Another device")


def _begin_session(sender: Any, *, request: HttpRequest, user: Account, **more: Any) -> None:
    """A session lasts until it is left idle for as long as the site allows this person."""
    tenancy.enter(user.organization_id, door=tenancy.SIGN_IN)
    organization = queries.organization_of(Actor.system(user.organization_id, "sign-in"))
    is_staff = Staff.objects.filter(account_id=user.id).exists()
    is_supporter = not is_staff and Supporter.objects.filter(account_id=user.id).exists()
    shared = chose_shared_phone(request)
    if is_staff:
        request.session["idle_seconds"] = organization.staff_idle_minutes * 60
    else:
        last_as_long_as_suits(request, organization, shared=shared)
    if is_supporter and not shared:
        request.session["idle_seconds"] = SUPPORTER_IDLE_SECONDS
    request.session["is_staff"] = is_staff
    request.session["is_supporter"] = is_supporter
    request.session["seen_at"] = clock.now().timestamp()
    _note("signed in", user)


def _note(what: str, user: Account) -> None:
    with transaction.atomic(savepoint=False):  # of new recovery codes allauth tells only after the commit
        tenancy.enter(user.organization_id, door=tenancy.SIGN_IN)
        actions.note_sign_in(Actor.system(user.organization_id, "sign-in"), user, what=what)


def connect() -> None:
    """Have allauth's and Django's signals tell the audit."""
    user_logged_in.connect(_begin_session, dispatch_uid="daybridge.begin_session")
    noted = [
        (user_logged_out, "signed out"),
        (account_signals.password_changed, "changed the password"),
        (account_signals.password_reset, "reset the password"),
        (account_signals.password_set, "set a password"),
        (account_signals.email_added, "added an e-mail address"),
        (account_signals.email_confirmed, "confirmed an e-mail address"),
        (account_signals.email_changed, "changed the e-mail address"),
        (account_signals.email_removed, "removed an e-mail address"),
        (mfa_signals.authenticator_added, "added a second factor or passkey"),
        (mfa_signals.authenticator_removed, "removed a second factor or passkey"),
        (mfa_signals.authenticator_reset, "made new recovery codes"),
    ]
    for signal, what in noted:
        signal.connect(_noting(what), weak=False, dispatch_uid=f"daybridge.{what}")


def _noting(what: str) -> Any:
    def note(sender: Any, user: Account | None = None, email_address: Any = None, **more: Any) -> None:
        account = user or (email_address and email_address.user)
        if account:
            _note(what, account)

    return note
