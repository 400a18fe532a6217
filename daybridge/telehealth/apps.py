from django.apps import AppConfig


class TelehealthConfig(AppConfig):
    name = "daybridge.telehealth"
    label = "telehealth"
