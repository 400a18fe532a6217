from django.apps import AppConfig
from django.conf import settings

from daybridge.contingency import on_file


class ContingencyConfig(AppConfig):
    name = "daybridge.contingency"
    label = "contingency"

    def ready(self) -> None:
        on_file.use_folder(settings.HOME / "contingency")
