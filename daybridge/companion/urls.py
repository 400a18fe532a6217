"""The companion's addresses. Without a sign-in answer only the service worker, the manifest and `whose` (401)."""

from django.urls import path

from daybridge.companion import my_data, views

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
    path("me/", views.me),
    path("reach/", views.reach),
    path("home-screen/", views.home_screen),
    path("shared-phone/", views.phone_is_shared),
    path("data/", my_data.page),
    path("data/record/", my_data.record),
    path("data/record.json", my_data.record_as_json),
    path("whose/", views.whose),
    path("sw.js", views.service_worker),
    path("manifest.webmanifest", views.web_manifest),
]
