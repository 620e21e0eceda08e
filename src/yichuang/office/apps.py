from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "yichuang.office"
    label = "office"
