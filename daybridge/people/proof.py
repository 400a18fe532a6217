"""Whether it is still them: who signed in, or showed their password, code or passkey again, lately."""

import time
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

#: How long a form that was opened after a proof may take to fill in.
FORM_TIME = timedelta(minutes=30)


def has_proved_lately(request: HttpRequest, *, within: timedelta | None = None) -> bool:
    """Whether whoever asks has signed in, or shown their password, code or passkey again, within so long (five minutes)."""
    lately = within.total_seconds() if within else settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return time.time() - _last_proof(request) < lately


def _last_proof(request: HttpRequest) -> float:
    """When whoever asks last showed that it is them, by the machine's clock as allauth tells it; 0 for never."""
    asked = cast(Any, request)
    return max((float(one["at"]) for one in get_authentication_records(asked, asked.user)), default=0.0)


#: The proof that the last signature of this session used up.
_USED = "signed_with_proof_at"


def has_proved_since_last_signature(request: HttpRequest) -> bool:
    """Whether there is a proof of the last minutes with which nothing was signed yet: each signature takes one of its own."""
    return has_proved_lately(request) and _last_proof(request) > request.session.get(_USED, 0.0)


def take_proof(request: HttpRequest) -> bool:
    """Use up the proof at hand for one signature. False where there is none, or another page of theirs has just taken it."""
    if not has_proved_since_last_signature(request):
        return False
    session: Any = request.session
    with transaction.atomic():
        stored = session.model.objects.select_for_update().get(session_key=session.session_key)
        used = session.decode(stored.session_data).get(_USED, 0.0)
        is_free = bool(used < _last_proof(request))
        session[_USED] = _last_proof(request) if is_free else used
        session.save()
    return is_free


def give_proof_back(request: HttpRequest) -> None:
    """Nothing was signed after all: the proof is still good."""
    request.session.pop(_USED, None)


def prove_again(*, come_back_to: str) -> HttpResponseRedirect:
    """To the page on which people show that it is still them, and from there on."""
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': come_back_to})}")
