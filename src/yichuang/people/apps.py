from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .roles import grant


class PeopleConfig(AppConfig):
    name = "yichuang.people"
    label = "people"
    verbose_name = _("人员")

    def ready(self) -> None:
        from . import events, signals  # noqa: F401 - declares the events, listens to logins

        # Capabilities below people know no roles, so their permissions are granted here.
        grant("administrator", "places.manage")
        grant("editor", "catalogue.edit")
