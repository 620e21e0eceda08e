from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "yichuang.project"
    label = "project"
