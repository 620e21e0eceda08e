from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FloorConfig(AppConfig):
    name = "yichuang.floor"
    label = "floor"

    def ready(self) -> None:
        from yichuang.shell.navigation import Screen, register
        from yichuang.tickets.permissions import GUIDE

        register(
            Screen(
                "floor",
                _("导办"),
                _("谁要帮忙，替人取号"),
                permission=GUIDE,
                roles={"guide": _("帮人取号、找人、把过号的人带回队里。")},
            )
        )
