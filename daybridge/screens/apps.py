from django.apps import AppConfig


class ScreensConfig(AppConfig):
    name = "daybridge.screens"
    label = "screens"

    def ready(self) -> None:
        from django.conf import settings

        from daybridge.screens.rules import faults_in, use_book, with_own

        own = settings.HOME / "screens.yaml"
        use_book(with_own(own) if own.exists() and not faults_in(own) else None)
