from django.apps import AppConfig
from django.conf import settings

from daybridge.programs import on_file


class ProgramsConfig(AppConfig):
    name = "daybridge.programs"
    label = "programs"

    def ready(self) -> None:
        on_file.use_folder(settings.HOME / "programs")
