"""Every address of the house, room by room."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

from daybridge.companion import kiosk
from daybridge.companion.api import api
from daybridge.core.actors import Actor, ActorKind
from daybridge.interop import results
from daybridge.interop.calendar_feed import feed
from daybridge.people.views import add_passkey, sign_out


def front_door(request: HttpRequest) -> HttpResponse:
    """Send each person to their own front door."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return HttpResponseRedirect(settings.LOGIN_URL)
    own = {ActorKind.STAFF: "/workspace/", ActorKind.SUPPORTER: "/supporter/"}
    return HttpResponseRedirect(own.get(actor.kind, "/companion/"))


urlpatterns = [
    path("", front_door),
    path("accounts/logout/", sign_out, name="account_logout"),
    path("accounts/2fa/webauthn/add/", add_passkey),
    path("accounts/", include("allauth.urls")),
    path("api/", api.urls),
    path("", include("daybridge.people.urls")),
    path("companion/", include("daybridge.companion.urls")),
    path("supporter/", include("daybridge.companion.sharing.urls")),
    path("kiosk/", kiosk.page),
    path("kiosk/end/", kiosk.end),
    path("kiosk/people/<uuid:participant_id>/", kiosk.hand_over, name="kiosk"),
    path("attendance/", include("daybridge.attendance.urls")),
    path("library/", include("daybridge.library.urls")),
    path("measures/", include("daybridge.measures.urls")),
    path("notes/", include("daybridge.notes.urls")),
    path("notices/", include("daybridge.notifications.urls")),
    path("programs/", include("daybridge.programs.setting_up.urls")),
    path("planning/", include("daybridge.programs.planning.urls")),
    path("workspace/schedule/", include("daybridge.programs.grid.urls")),
    path("workspace/", include("daybridge.workspace.urls")),
    path("workspace/", include("daybridge.safety.radar.urls")),
    path("telehealth/", include("daybridge.telehealth.urls")),
    path("calendar/<str:token>.ics", feed, name="calendar-feed"),
    path("referrals/", include("daybridge.interop.urls")),
    path("referrals/", include("daybridge.intake.urls")),
    path("inbox/results/", results.page, name="results"),
    path("inbox/results/<uuid:report_id>/", results.one, name="result"),
    path("i18n/", include("django.conf.urls.i18n")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("daybridge.demo.urls")))
