"""Who open live connections belong to."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session

from daybridge.core import clock, tenancy
from daybridge.people.models import Account


def accounts_of_sessions(session_keys: Collection[str]) -> dict[str, UUID]:
    """Whom live updates reach with each session; supporters never: nothing is told to them."""
    return {
        key: account.id
        for key, (session, account) in _signed_in(session_keys).items()
        if not session.get("is_supporter")
    }


def accounts_signed_in(session_keys: Collection[str]) -> dict[str, UUID]:
    """The account signed in with each session, supporters too: for a room on video, which asks anew what each may do."""
    return {key: account.id for key, (_session, account) in _signed_in(session_keys).items()}


def _signed_in(session_keys: Collection[str]) -> dict[str, tuple[dict[str, Any], Account]]:
    """Left out is what is unknown, signed out, idle too long or closed, and staff who have not yet proved themselves twice."""
    with tenancy.at_the_door(tenancy.SIGN_IN):
        found = Session.objects.filter(session_key__in=session_keys, expire_date__gt=clock.now())
        sessions = {row.session_key: row.get_decoded() for row in found}
        ids = {session["_auth_user_id"] for session in sessions.values() if "_auth_user_id" in session}
        accounts = {str(account.id): account for account in Account.objects.filter(id__in=ids, is_active=True)}
    found_for = {key: accounts.get(session.get("_auth_user_id", "")) for key, session in sessions.items()}
    return {key: (sessions[key], one) for key, one in found_for.items() if one and _is_valid(sessions[key], one)}


def _is_valid(session: dict[str, Any], account: Account) -> bool:
    """Whether the password is still that of the signing in and the session was used lately."""
    idle = clock.now().timestamp() - session.get("seen_at", 0)
    is_same = session.get("_auth_user_hash") == account.get_session_auth_hash()
    is_proven = session.get("second_factor") or not session.get("is_staff")
    return bool(is_same and is_proven and idle <= session.get("idle_seconds", 900))
