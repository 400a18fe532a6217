from django.apps import AppConfig
from django.conf import settings

from daybridge.assessments import on_file


class AssessmentsConfig(AppConfig):
    name = "daybridge.assessments"
    label = "assessments"

    def ready(self) -> None:
        on_file.use_folder(settings.HOME / "assessments")
