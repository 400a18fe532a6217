from django.apps import AppConfig
from django.conf import settings

from daybridge.notes import on_file


class NotesConfig(AppConfig):
    name = "daybridge.notes"
    label = "notes"

    def ready(self) -> None:
        on_file.use_folder(settings.HOME / "notes")
