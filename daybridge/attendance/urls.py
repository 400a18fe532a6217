from django.urls import path

from daybridge.attendance import views

app_name = "attendance"

urlpatterns = [
    path("<uuid:occurrence_id>/door/", views.door, name="door"),
    path("<uuid:occurrence_id>/door/leave-here/", views.leave_here, name="leave-door"),
    path("<uuid:occurrence_id>/door/close/", views.close, name="close-door"),
    path("<uuid:occurrence_id>/door/<uuid:participant_id>/", views.arrive, name="arrive"),
]
