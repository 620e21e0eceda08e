from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "yichuang.live"
    label = "live"
