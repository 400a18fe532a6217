from django.urls import path

from daybridge.programs.grid import views

app_name = "schedule"

urlpatterns = [
    path("", views.page, name="week"),
    path("sessions/<uuid:occurrence_id>/", views.session, name="session"),
    path("sessions/<uuid:occurrence_id>/check/", views.check, name="check"),
    path("sessions/<uuid:occurrence_id>/change/", views.change, name="change"),
    path("sessions/<uuid:occurrence_id>/cancel/", views.cancel, name="cancel"),
    path("sessions/<uuid:occurrence_id>/end/", views.end, name="end"),
    path("times/", views.set_time, name="set-time"),
    path("times/<uuid:program_id>/", views.set_suggested, name="set-suggested"),
    path("versions/<uuid:version_id>/undo/", views.undo, name="undo"),
    path("closures/", views.closures, name="closures"),
    path("closures/<uuid:closure_id>/open/", views.reopen, name="reopen"),
]
