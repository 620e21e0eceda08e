"""What happens to the set-up of a hall."""

from django.utils.translation import gettext_noop as _

from yichuang.kit.events import declare

HALL_LOADED = declare("hall.loaded", _("从文件装入了大厅的设置"))
HALL_CHANGED = declare("hall.changed", _("管理员改了大厅的设置"))
CALENDAR_LOADED = declare("calendar.loaded", _("装入了一年的工作日历"))
