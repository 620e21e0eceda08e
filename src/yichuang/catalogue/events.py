"""What happens to the catalogue; all in the installation's own stream."""

from django.utils.translation import gettext_noop as _

from yichuang.kit.events import declare

CATALOGUE_LOADED = declare("catalogue.loaded", _("从文件装入了事项目录"))
ITEMS_IMPORTED = declare("items.imported", _("导入了上级的事项清单"))
ITEM_PUBLISHED = declare("item.published", _("事项有了新版本"))
ITEM_BEGAN = declare("item.began", _("事项的新版本开始生效"))
PACKAGE_PUBLISHED = declare("package.published", _("一件事有了新版本"))
