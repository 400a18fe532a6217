from django.apps import AppConfig


class CompanionConfig(AppConfig):
    name = "daybridge.companion"
    label = "companion"
