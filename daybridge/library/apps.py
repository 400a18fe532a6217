from django.apps import AppConfig
from django.conf import settings

from daybridge.library import pieces


class LibraryConfig(AppConfig):
    name = "daybridge.library"
    label = "library"

    def ready(self) -> None:
        pieces.use_folder(settings.HOME / "library")
