from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "yichuang.kit"
    label = "kit"

    def ready(self) -> None:
        from . import events_declared  # noqa: F401 - declares the events of kit itself
        from .documents import events  # noqa: F401 - declares the events
