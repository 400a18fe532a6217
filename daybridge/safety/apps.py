from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "daybridge.safety"
    label = "safety"
