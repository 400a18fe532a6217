from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "daybridge.ui"
    label = "ui"
