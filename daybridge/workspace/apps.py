from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "daybridge.workspace"
    label = "workspace"
