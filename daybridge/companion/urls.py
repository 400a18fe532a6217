"""The companion's addresses. Without a sign-in answer only the service worker, the manifest and `whose` (401)."""

from django.urls import path

from daybridge.companion import views

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
    path("whose/", views.whose),
    path("sw.js", views.service_worker),
    path("manifest.webmanifest", views.web_manifest),
]
