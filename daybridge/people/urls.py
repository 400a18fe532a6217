from django.urls import path

from daybridge.people import views

app_name = "people"
urlpatterns = [
    path("join/<str:token>/", views.join, name="join"),
    path("people/<uuid:participant_id>/invite/", views.invite, name="invite"),
    path("staff/", views.staff, name="staff"),
    path("staff/me/", views.me, name="me"),
    path("staff/language/", views.language, name="language"),
    path("staff/<uuid:staff_id>/invite/", views.invite_staff, name="invite_staff"),
]
