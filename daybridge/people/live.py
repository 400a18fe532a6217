"""Who an open live connection belongs to."""

from uuid import UUID

from daybridge.core import clock, tenancy
from daybridge.people.models import Account
from daybridge.people.sessions import SessionStore


def account_of_session(session_key: str) -> UUID | None:
    """The account signed in with this session; None when it is unknown, signed out, idle too long or closed."""
    with tenancy.at_the_door(tenancy.SIGN_IN):
        session = SessionStore(session_key)
        account_id = session.get("_auth_user_id")
        account = Account.objects.filter(id=account_id, is_active=True).first() if account_id else None
        if account is None or session.get("_auth_user_hash") != account.get_session_auth_hash():
            return None
        idle = clock.now().timestamp() - session.get("seen_at", 0)
        return account.id if idle <= session.get("idle_seconds", 900) else None
