from django.apps import AppConfig


class TherapiesConfig(AppConfig):
    name = "daybridge.therapies"
    label = "therapies"
