"""Events of documents."""

from django.utils.translation import gettext_noop as _

from yichuang.kit.events import declare

ISSUED = declare("document.issued", _("出具了文书"))
VOIDED = declare("document.voided", _("文书作废"))
READ = declare("document.read", _("看了一份有姓名的文书"))
TYPESET = declare("document.typeset", _("文书排成了 PDF"))
