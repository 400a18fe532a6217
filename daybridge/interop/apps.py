from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "daybridge.interop"
    label = "interop"
