from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "daybridge.core"
    label = "core"

    def ready(self) -> None:
        from daybridge.core import guard

        connection_created.connect(guard.stand_at_the_connection, dispatch_uid="daybridge.core.guard")
