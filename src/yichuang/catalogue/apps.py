from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "yichuang.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from . import events  # noqa: F401 - declares its events
