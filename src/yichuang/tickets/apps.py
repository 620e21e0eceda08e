from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "yichuang.tickets"
    label = "tickets"

    def ready(self) -> None:
        from . import events  # noqa: F401 - declares the events
        from .permissions import grant_defaults

        grant_defaults()
