"""Who may see what of ratings."""

from django.utils.translation import gettext_lazy as _

INVESTIGATE = "feedback.investigate"
SEE_FIGURES = "feedback.see_figures"
SHOW_SECOND = "second.show"

WORDS = {
    INVESTIGATE: _("写明原因后打开评价对应的办事记录"),
    SEE_FIGURES: _("看评价汇总，满五条才显示"),
    SHOW_SECOND: _("客户屏：请群众评价"),
}
