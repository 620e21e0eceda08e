"""What happens to the catalogue; all in the installation's own stream."""

from django.utils.translation import gettext_noop as _

from yichuang.kit.events import About, declare
from yichuang.kit.events.details import count, named, numbered

_ITEM = {"code": named(_("事项"), "item_code")}
_COUNTS = {"created": count(_("新增"), _("个")), "changed": count(_("改动"), _("个"))}
_VERSION = {
    "version": numbered(_("版本"), _("第 %(n)s 版")),
    "changes": count(_("改动"), _("处")),
}

CATALOGUE_LOADED = declare("catalogue.loaded", _("从文件装入了事项目录"), data=_COUNTS)
ITEMS_IMPORTED = declare("items.imported", _("导入了上级的事项清单"), data=_COUNTS)
ITEM_PUBLISHED = declare(
    "item.published",
    _("事项有了新版本"),
    about=About("item", key="code"),
    data=_ITEM | _VERSION,
)
ITEM_BEGAN = declare(
    "item.began", _("事项的新版本开始生效"), about=About("item", key="code"), data=_ITEM
)
PACKAGE_PUBLISHED = declare(
    "package.published",
    _("一件事有了新版本"),
    about=About("package", key="code"),
    data={"code": named(_("一件事"), "package_code")} | _VERSION,
)
