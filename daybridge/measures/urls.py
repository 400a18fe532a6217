from django.urls import path

from daybridge.measures import views

app_name = "measures"

urlpatterns = [
    path("", views.due, name="due"),
    path("people/<uuid:participant_id>/", views.person, name="person"),
    path("people/<uuid:participant_id>/ask/", views.ask, name="ask"),
    path("people/<uuid:participant_id>/enter/<slug:code>/", views.enter, name="enter"),
    path("assignments/<uuid:assignment_id>/withdraw/", views.withdraw, name="withdraw"),
]
