"""Events of kit itself."""

from django.utils.translation import gettext_noop as _

from .events import declare

REFUSED = declare("request.refused", _("有人想做一件不允许的事，被拒绝"))
