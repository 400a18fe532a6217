from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "daybridge.privacy"
    label = "privacy"
