"""What happens to the set-up of a hall."""

from django.utils.translation import gettext_noop as _

from yichuang.kit.changed import CHANGE, OF_ITS_TABLE
from yichuang.kit.events import declare
from yichuang.kit.events.details import count

HALL_LOADED = declare(
    "hall.loaded",
    _("从文件装入了大厅的设置"),
    data={"rows": count(_("装入"), _("条")), "items": count(_("可办事项"), _("个"))},
)
HALL_CHANGED = declare("hall.changed", _("管理员改了大厅的设置"), about=OF_ITS_TABLE, data=CHANGE)
CALENDAR_LOADED = declare(
    "calendar.loaded", _("装入了一年的工作日历"), data={"days": count(_("特殊日子"), _("天"))}
)
