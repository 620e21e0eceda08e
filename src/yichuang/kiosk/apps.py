from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KioskConfig(AppConfig):
    name = "yichuang.kiosk"
    label = "kiosk"

    def ready(self) -> None:
        from yichuang.shell.navigation import Screen, register

        register(
            Screen(
                "kiosk:home",
                _("自助机"),
                _("群众自己取号"),
                roles={"kiosk": _("群众自己取号。")},
                needs=("hall",),
            )
        )
