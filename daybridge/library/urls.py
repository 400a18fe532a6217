from django.urls import path

from daybridge.library import views

app_name = "library"

urlpatterns = [
    path("", views.shelf, name="shelf"),
    path("pieces/<slug:code>/", views.piece, name="piece"),
    path("people/<uuid:participant_id>/", views.person, name="person"),
    path("people/<uuid:participant_id>/assign/", views.assign, name="assign"),
    path("assigned/<uuid:assigned_id>/take-back/", views.take_back, name="take-back"),
]
