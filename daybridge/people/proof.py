"""Whether it is still them: who signed in, or showed their password, code or passkey again, lately."""

import time
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

#: How long a form that was opened after a proof may take to fill in.
FORM_TIME = timedelta(minutes=30)


def has_proved_lately(request: HttpRequest, *, within: timedelta | None = None) -> bool:
    """Whether whoever asks has signed in, or shown their password, code or passkey again, within so long (five minutes)."""
    lately = within.total_seconds() if within else settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    asked = cast(Any, request)
    proofs = [one["at"] for one in get_authentication_records(asked, asked.user)]  # allauth's, by the machine's clock
    return bool(proofs) and time.time() - max(proofs) < lately


def prove_again(*, come_back_to: str) -> HttpResponseRedirect:
    """To the page on which people show that it is still them, and from there on."""
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': come_back_to})}")
