from django.urls import path

from daybridge.telehealth import views

app_name = "telehealth"

urlpatterns = [
    path("check/", views.check, name="check"),
    path("<uuid:occurrence_id>/", views.room, name="room"),
    path("<uuid:occurrence_id>/ticket/", views.ticket, name="ticket"),
    path("<uuid:occurrence_id>/still-here/", views.still_here, name="still-here"),
]
