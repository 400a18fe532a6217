from django.apps import AppConfig


class MedicationsConfig(AppConfig):
    name = "daybridge.medications"
    label = "medications"
