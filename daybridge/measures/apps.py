from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "daybridge.measures"
    label = "measures"
