from django.urls import path

from daybridge.safety.radar import views

app_name = "radar"

urlpatterns = [
    path("worth-a-look/<uuid:look_id>/", views.say, name="say"),
    path("alert-budget/", views.budget, name="budget"),
]
