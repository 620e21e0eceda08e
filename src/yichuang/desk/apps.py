from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "yichuang.desk"
    label = "desk"

    def ready(self) -> None:
        from yichuang.feedback.permissions import SHOW_SECOND
        from yichuang.shell.navigation import Screen, register
        from yichuang.tickets.permissions import SERVE

        register(
            Screen(
                "desk",
                _("窗口"),
                _("叫号和办理"),
                permission=SERVE,
                roles={"worker": _("叫号、核对材料、登记和办结。")},
            ),
            Screen(
                "second",
                _("客户屏"),
                _("给窗口前的群众看，请群众评价"),
                permission=SHOW_SECOND,
                roles={"second": _("给窗口前的群众看正在办的事，办完请群众评价。")},
                needs=("counter",),
                unset=_("这台客户屏还没有设窗口。请管理员在后台的岗位里选好它的窗口，再登录一次。"),
            ),
        )
