"""Who is signed in: Django's sessions and allauth's sign-in, read without compiling the same two queries for every request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from daybridge.core import clock, rows
from daybridge.people.models import Account


class SessionStore(db.SessionStore):
    """Sessions in the database, as Django keeps them, but that a request does not take away a cookie which it does not know.

    What was on its way while somebody signed in, or handed a tablet over, still carries the session before: its answer
    may come last, and Django would delete the cookie of the new one with it.
    """

    _was_unknown = False

    def is_empty(self) -> bool:
        is_stale = self._was_unknown and not self.modified
        return super().is_empty() and not is_stale

    def _get_session_from_db(self) -> Session | None:
        found = rows.first(Session, "session_key = %s and expire_date > %s", self.session_key, clock.now())
        if found is None:
            self._session_key, self._was_unknown = None, True
        return found


class SignedIn(AuthenticationBackend):  # type: ignore[misc]
    """allauth's way to sign in; an account that was closed is nobody's any more."""

    def get_user(self, user_id: Any) -> Account | None:
        return rows.first(Account, "id = %s and is_active", user_id)
