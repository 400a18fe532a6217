from django.urls import path

from daybridge.programs.hours import views as hours
from daybridge.programs.setting_up import views

app_name = "programs"

urlpatterns = [
    path("", views.programs, name="list"),
    path("new/", views.templates, name="templates"),
    path("new/<slug:code>/", views.set_up, name="set-up"),
    path("curricula/", views.curricula, name="curricula"),
    path("curricula/<slug:code>/", views.curriculum, name="curriculum"),
    path("sites/", views.sites, name="sites"),
    path("sites/<uuid:site_id>/", views.site, name="site"),
    path("sites/<uuid:site_id>/close/", views.close_site, name="close-site"),
    path("sites/<uuid:site_id>/rooms/", views.add_room, name="add-room"),
    path("rooms/<uuid:room_id>/", views.room, name="room"),
    path("rooms/<uuid:room_id>/close/", views.close_room, name="close-room"),
    path("groups/<uuid:group_id>/", views.group, name="group"),
    path("groups/<uuid:group_id>/close/", views.close_group, name="close-group"),
    path("tracks/<uuid:track_id>/close/", views.close_track, name="close-track"),
    path("<uuid:program_id>/", views.program, name="program"),
    path("staff-hours/", hours.staff_hours, name="staff-hours"),
    path("<uuid:program_id>/hours/", hours.hours, name="hours"),
    path("<uuid:program_id>/hours.csv", hours.as_file, name="hours-file"),
    path("<uuid:program_id>/change/", views.change, name="change"),
    path("<uuid:program_id>/rules/", views.rules, name="rules"),
    path("<uuid:program_id>/groups/", views.add_group, name="add-group"),
    path("<uuid:program_id>/tracks/", views.add_track, name="add-track"),
]
