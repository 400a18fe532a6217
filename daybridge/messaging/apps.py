from django.apps import AppConfig
from django.conf import settings


class MessagingConfig(AppConfig):
    name = "daybridge.messaging"
    label = "messaging"

    def ready(self) -> None:
        from daybridge.messaging.on_file import use_file

        use_file(settings.HOME / "quick-replies.yaml")
