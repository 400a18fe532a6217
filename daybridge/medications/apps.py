from django.apps import AppConfig
from django.conf import settings

from daybridge.medications import on_file


class MedicationsConfig(AppConfig):
    name = "daybridge.medications"
    label = "medications"

    def ready(self) -> None:
        on_file.use_folder(settings.HOME / "medicines")
