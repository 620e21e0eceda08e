from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "yichuang.shell"
    label = "shell"
