"""What happens to the catalogue; all in the installation's own stream."""

from yichuang.kit.events import declare

CATALOGUE_LOADED = declare("catalogue.loaded", "从文件装入了事项目录")
ITEMS_IMPORTED = declare("items.imported", "导入了上级的事项清单")
ITEM_PUBLISHED = declare("item.published", "事项有了新版本")
ITEM_BEGAN = declare("item.began", "事项的新版本开始生效")
PACKAGE_PUBLISHED = declare("package.published", "一件事有了新版本")
