from django.urls import path

from daybridge.programs.planning import views

app_name = "planning"

urlpatterns = [
    path("<uuid:program_id>/", views.week, name="week"),
    path("places/<uuid:participant_id>/", views.place, name="place"),
    path("proposals/<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/progress/", views.progress, name="progress"),
    path("proposals/<uuid:proposal_id>/accept/", views.accept, name="accept"),
    path("proposals/<uuid:proposal_id>/decline/", views.decline, name="decline"),
    path("proposals/<uuid:proposal_id>/cancel/", views.cancel, name="cancel"),
    path("versions/<uuid:version_id>/undo/", views.undo, name="undo"),
]
