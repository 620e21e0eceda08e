"""What one may do with cases; who may is granted in apps.py."""

from django.utils.translation import gettext_lazy as _

RECEIVE = "cases.receive"
READ = "cases.read"
TELL = "sheets.tell"

WORDS = {
    RECEIVE: _("登记办件、核对材料、当场办结"),
    READ: _("查看本大厅的办件"),
    TELL: _("开一次性告知单"),
}
