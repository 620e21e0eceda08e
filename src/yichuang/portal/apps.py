from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "yichuang.portal"
    label = "portal"

    def ready(self) -> None:
        from yichuang.shell.navigation import Screen, register

        register(Screen("portal:items", _("办事指南"), _("群众看到的事项和材料"), public=True))
