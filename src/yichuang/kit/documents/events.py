"""Events of documents."""

from django.utils.translation import gettext_noop as _

from yichuang.kit.events import declare

ISSUED = declare("document.issued", _("出具了文书"))
VOIDED = declare("document.voided", _("文书作废"))
TYPESET = declare("document.typeset", _("文书排成了 PDF"))
