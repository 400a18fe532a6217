"""How to sign in to the demo."""

import time
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from daybridge.demo.actions import PASSWORD, TOTP_SECRET
from daybridge.demo.people import ANA, STAFF

_CODE_LASTS_SECONDS = 30


@dataclass(frozen=True)
class SignIn:
    who: str
    role: str
    email: str
    password: str
    needs_code: bool


def cast() -> list[SignIn]:
    """The ready-made sign-ins: a participant, then the staff."""
    ana = SignIn(" ".join(ANA[:2]), "participant", ANA[2], PASSWORD, needs_code=False)
    return [ana, *(SignIn(one.name, one.roles[0], one.email, PASSWORD, needs_code=True) for one in STAFF)]


def present_code() -> tuple[str, int]:
    """The one-time code that the demo's staff need now, and for how many seconds it is good."""
    now = int(time.time())  # one-time codes follow the real clock
    code = format_hotp_value(hotp_value(TOTP_SECRET, now // _CODE_LASTS_SECONDS))
    return code, _CODE_LASTS_SECONDS - now % _CODE_LASTS_SECONDS


def sign_ins() -> str:
    """The same for the terminal."""
    shown = [one for one in cast() if one.role in ("participant", "therapist", "director")]
    lines = [f"  {one.role:<12} {one.email:<22} {one.password}" for one in shown]
    return "\n".join(["Sign in as", *lines, f"  Staff also need a one-time code: {settings.SITE}/demo/ shows it.", ""])
