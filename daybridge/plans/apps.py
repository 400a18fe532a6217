from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "daybridge.plans"
    label = "plans"
