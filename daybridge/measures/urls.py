from django.urls import path

from daybridge.measures import views

app_name = "measures"

urlpatterns = [
    path("", views.due, name="due"),
    path("people/<uuid:participant_id>/", views.person, name="person"),
    path("people/<uuid:participant_id>/ask/", views.ask, name="ask"),
    path("people/<uuid:participant_id>/enter/<slug:code>/", views.enter, name="enter"),
    path("outcomes/", views.program_outcomes, name="outcomes"),
    path("outcomes/<uuid:program_id>/<slug:code>/<slug:score>/", views.behind_outcomes, name="behind"),
    path("outcomes/<slug:kind>.csv", views.export, name="export"),
    path("sheets/<uuid:sheet_id>/", views.sheet, name="sheet"),
    path("assignments/<uuid:assignment_id>/withdraw/", views.withdraw, name="withdraw"),
]
