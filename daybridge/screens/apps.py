from django.apps import AppConfig


class ScreensConfig(AppConfig):
    name = "daybridge.screens"
    label = "screens"
