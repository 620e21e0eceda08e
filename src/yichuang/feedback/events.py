from django.utils.translation import gettext_noop as _

from yichuang.kit.events import About, declare
from yichuang.kit.events.details import day, plain

_DAY = {"day": day(_("哪天的事"))}

RATED = declare("rating.given", _("有群众评价了这个大厅"), data=_DAY)
CORRECTED = declare("rating.corrected", _("有群众更正了评价"), data=_DAY)
OPENED = declare(
    "rating.opened",
    _("打开了一条评价对应的办事记录"),
    about=About("rating"),
    data={"reason": plain(_("原因"))},
    access=True,
)
