from django.urls import path

from daybridge.intake import views

app_name = "intake"

urlpatterns = [
    path("", views.board, name="board"),
    path("open/", views.board_part, name="board-part"),
    path("new/", views.new, name="new"),
    path("<uuid:referral_id>/", views.referral, name="referral"),
    path("<uuid:referral_id>/original/", views.original, name="original"),
    path("<uuid:referral_id>/call/", views.call, name="call"),
    path("<uuid:referral_id>/screen/", views.screen, name="screen"),
    path("<uuid:referral_id>/accept/", views.accept, name="accept"),
    path("<uuid:referral_id>/wait/", views.wait, name="wait"),
    path("<uuid:referral_id>/decline/", views.decline, name="decline"),
    path("<uuid:referral_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:referral_id>/reopen/", views.reopen, name="reopen"),
    path("<uuid:referral_id>/known/<uuid:participant_id>/", views.known_person, name="known-person"),
    path("<uuid:referral_id>/new-person/", views.new_person, name="new-person"),
    path("<uuid:referral_id>/admit/", views.admit, name="admit"),
]
