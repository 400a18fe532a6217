from django.apps import AppConfig


class SubstancesConfig(AppConfig):
    name = "daybridge.substances"
    label = "substances"
