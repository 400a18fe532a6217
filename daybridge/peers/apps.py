from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "daybridge.peers"
    label = "peers"
