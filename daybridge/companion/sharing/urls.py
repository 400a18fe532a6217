"""A supporter's addresses: what is shared with them, and nothing else."""

from django.urls import path

from daybridge.companion.sharing import supporter

app_name = "supporter"
urlpatterns = [
    path("", supporter.home, name="home"),
    path("close/", supporter.close, name="close"),
    path("<uuid:supporter_id>/<slug:part>/", supporter.part, name="part"),
]
