from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yichuang.desk"
    label = "desk"
