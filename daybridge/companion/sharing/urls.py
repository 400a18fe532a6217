"""A supporter's addresses: what is shared with them, how to help, and nothing else."""

from django.urls import path

from daybridge.companion.sharing import concern, supporter

app_name = "supporter"
urlpatterns = [
    path("", supporter.home, name="home"),
    path("close/", supporter.close, name="close"),
    path("help/", supporter.reading, name="reading"),
    path("help/<slug:code>/", supporter.article, name="article"),
    path("<uuid:supporter_id>/dates/<uuid:occurrence_id>/", supporter.answer, name="answer"),
    path("<uuid:supporter_id>/dates/<uuid:occurrence_id>/join/", supporter.join, name="join"),
    path("<uuid:supporter_id>/worried/", concern.report, name="worried"),
    path("<uuid:supporter_id>/<slug:part>/", supporter.part, name="part"),
]
