from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "yichuang.board"
    label = "board"
