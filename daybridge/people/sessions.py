"""Who is signed in: Django's sessions and allauth's sign-in, read without compiling the same two queries for every request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from daybridge.core import clock, rows
from daybridge.people.models import Account


class SessionStore(db.SessionStore):
    """Sessions in the database, as Django keeps them."""

    def _get_session_from_db(self) -> Session | None:
        found = rows.first(Session, "session_key = %s and expire_date > %s", self.session_key, clock.now())
        if found is None:
            self._session_key = None
        return found


class SignedIn(AuthenticationBackend):  # type: ignore[misc]
    """allauth's way to sign in; an account that was closed is nobody's any more."""

    def get_user(self, user_id: Any) -> Account | None:
        return rows.first(Account, "id = %s and is_active", user_id)
