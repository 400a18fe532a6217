from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "daybridge.checkins"
    label = "checkins"
