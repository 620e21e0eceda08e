from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardConfig(AppConfig):
    name = "yichuang.board"
    label = "board"

    def ready(self) -> None:
        from yichuang.shell.navigation import Screen, register

        register(
            Screen(
                "board:board",
                _("叫号屏"),
                _("大厅里正在叫的号"),
                public=True,
                roles={"board": _("显示和播报正在叫的号。")},
                needs=("hall",),
            )
        )
