from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "daybridge.people"
    label = "people"

    def ready(self) -> None:
        from daybridge.people import signing_in

        signing_in.connect()
