from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "yichuang.office"
    label = "office"

    def ready(self) -> None:
        from yichuang.feedback.permissions import INVESTIGATE
        from yichuang.people.roles import grant
        from yichuang.shell.navigation import Screen, register

        grant("manager", "office.see")
        grant("auditor", "office.audit")
        register(
            Screen(
                "office",
                _("大厅现况"),
                _("现在要做什么，等得怎样"),
                permission="office.see",
                roles={"manager": _("看大厅现况，停号、关窗口、批准加急。")},
            ),
            Screen(
                "office-ratings",
                _("评价核查"),
                permission=INVESTIGATE,
                roles={"investigator": _("写明原因，核查不满意的评价。")},
            ),
            Screen(
                "office-events",
                _("大厅记录"),
                permission="office.audit",
                roles={"auditor": _("看大厅里发生的事，只看不改。")},
            ),
        )
