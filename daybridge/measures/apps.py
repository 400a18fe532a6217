from django.apps import AppConfig
from django.conf import settings

from daybridge.measures import instruments


class MeasuresConfig(AppConfig):
    name = "daybridge.measures"
    label = "measures"

    def ready(self) -> None:
        instruments.use_folder(settings.HOME / "instruments")
