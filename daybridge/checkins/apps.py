from django.apps import AppConfig
from django.conf import settings

from daybridge.checkins import worksheets


class CheckinsConfig(AppConfig):
    name = "daybridge.checkins"
    label = "checkins"

    def ready(self) -> None:
        worksheets.use_diary(settings.HOME / "diary.yaml")
