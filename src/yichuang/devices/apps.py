from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "yichuang.devices"
    label = "devices"
