from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "daybridge.notifications"
    label = "notifications"
