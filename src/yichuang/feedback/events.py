from django.utils.translation import gettext_noop as _

from yichuang.kit.events import declare

RATED = declare("rating.given", _("有群众评价了这个大厅"))
CORRECTED = declare("rating.corrected", _("有群众更正了评价"))
OPENED = declare("rating.opened", _("核查人打开了一条评价对应的办事记录"))
