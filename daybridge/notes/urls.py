from django.urls import path

from daybridge.notes import views

app_name = "notes"

urlpatterns = [
    path("sessions/<uuid:occurrence_id>/cells/", views.cells, name="cells"),
    path("sessions/<uuid:occurrence_id>/save/", views.save_session, name="save-session"),
    path("sessions/<uuid:occurrence_id>/sign/", views.sign_session, name="sign-session"),
    path("drafts/<uuid:draft_id>/", views.draft, name="draft"),
    path("drafts/<uuid:draft_id>/cells/", views.own_cells, name="own-cells"),
    path("drafts/<uuid:draft_id>/sign/", views.sign, name="sign"),
    path("drafts/<uuid:draft_id>/drop/", views.drop, name="drop"),
    path("people/<uuid:participant_id>/", views.of_person, name="of-person"),
    path("people/<uuid:participant_id>/own/", views.own, name="own"),
    path("own/<uuid:own_id>/", views.own_note, name="own-note"),
    path("to-finish/", views.to_finish, name="to-finish"),
    path("to-cosign/", views.to_cosign, name="to-cosign"),
    path("supervisors/", views.supervisors, name="supervisors"),
    path("<uuid:note_id>/", views.note, name="note"),
    path("<uuid:note_id>/pdf/", views.pdf, name="pdf"),
    path("<uuid:note_id>/cosign/", views.cosign, name="cosign"),
]
