"""The companion's addresses. Without a sign-in answer only the service worker, the manifest and `whose` (401)."""

from django.urls import path

from daybridge.companion import arriving, assessment, calendar_link, my_data, rewards, screens, treatment, use, views
from daybridge.companion.sharing import views as sharing

urlpatterns = [
    path("", views.today),
    path("check-in/", views.check_in),
    path("skills/", views.skills),
    path("now/", views.now),
    path("worksheets/", views.worksheets),
    path("diary/", views.diary),
    path("progress/", views.progress),
    path("library/", views.library),
    path("library/shelf.json", views.library_shelf),
    path("support/", views.support),
    path("measures/", views.measures),
    path("plan/", views.plan),
    path("medicines/", views.medicines),
    path("week/", views.week),
    path("use/", views.use),
    path("together/", use.together, name="together"),
    path("here/<str:token>/", arriving.here),
    path("join/<uuid:occurrence_id>/", arriving.join),
    path("join/<uuid:occurrence_id>/<uuid:stream>/", arriving.joined),
    path("calendar/", calendar_link.page, name="calendar-link"),
    path("screens/", screens.page, name="own-screens"),
    path("treatment/", treatment.page, name="own-treatment"),
    path("assessment/", assessment.page, name="own-assessment"),
    path("assessment/cells/", assessment.cells, name="own-assessment-cells"),
    path("assessment/<slug:code>/", assessment.section, name="own-assessment-section"),
    path("rewards/", rewards.page, name="own-rewards"),
    path("rewards/draws.json", rewards.draws),
    path("me/", views.me),
    path("reach/", views.reach),
    path("home-screen/", views.home_screen),
    path("shared-phone/", views.phone_is_shared),
    path("data/", my_data.page),
    path("data/record/", my_data.record),
    path("data/record.json", my_data.record_as_json),
    path("sharing/", sharing.people, name="sharing"),
    path("sharing/<uuid:supporter_id>/", sharing.one, name="sharing_with"),
    path("sharing/<uuid:supporter_id>/<slug:part>/", sharing.as_they_see_it, name="as_they_see_it"),
    path("whose/", views.whose),
    path("sw.js", views.service_worker),
    path("manifest.webmanifest", views.web_manifest),
]
