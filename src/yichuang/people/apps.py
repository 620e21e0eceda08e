from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yichuang.people"
    label = "people"

    def ready(self) -> None:
        from . import events  # noqa: F401 - declares the events
