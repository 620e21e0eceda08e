from django.apps import AppConfig


class FloorConfig(AppConfig):
    name = "yichuang.floor"
    label = "floor"
