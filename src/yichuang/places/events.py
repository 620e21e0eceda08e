"""What happens to the set-up of a hall."""

from yichuang.kit.events import declare

HALL_LOADED = declare("hall.loaded", "从文件装入了大厅的设置")
HALL_CHANGED = declare("hall.changed", "管理员改了大厅的设置")
CALENDAR_LOADED = declare("calendar.loaded", "装入了一年的工作日历")
