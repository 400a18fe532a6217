"""The staff's notices. Without a sign-in answer only the service worker, and receipts that carry their own key."""

from django.urls import path

from daybridge.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("<uuid:notice_id>/", views.open_notice, name="open"),
    path("reach/", views.reach, name="reach"),
    path("receipt/", views.receipt, name="receipt"),
    path("sw.js", views.service_worker),
]
