"""What administrators keep of their hall. A queue's stop belongs to the manager, not here."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from yichuang.kit.administration import Guarded, Kept, OfMyHall

from .events import HALL_CHANGED
from .loading import minute_of
from .models import (
    FIRST_TIER,
    CalendarDay,
    Counter,
    CounterQueue,
    Hall,
    HallItem,
    OpeningHours,
    Queue,
    Zone,
)
from .permissions import MANAGE
from .queries import clock

MAX_PROOF = 30


class HallPage(Kept):
    permission, changed_event = MANAGE, HALL_CHANGED


class Minutes(forms.Field):
    """08:30, kept as minutes from midnight; 24:00 is the end of the day."""

    widget = forms.TextInput(attrs={"size": 6, "placeholder": "08:30"})

    def prepare_value(self, value: object) -> object:
        return clock(value) if isinstance(value, int) else value

    def to_python(self, value: object) -> object:
        try:
            return minute_of(str(value).strip())
        except ValueError as error:
            raise forms.ValidationError(_("时间要写成 08:30。")) from error


class FirstTier(forms.Field):
    """A line each: code, and after a colon what proves it."""

    widget = forms.Textarea(attrs={"rows": 10, "cols": 40})

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, dict):
            return value
        lines = [(need, value[need]) for need in FIRST_TIER if need in value]
        return "\n".join(f"{need}：{proof}" if proof else need for need, proof in lines)

    def to_python(self, value: object) -> object:
        lines = [line.strip() for line in str(value or "").splitlines()]
        parts = [line.replace(":", "：", 1).partition("：") for line in lines if line]
        found = {need.strip(): proof.strip() for need, _colon, proof in parts}
        unknown = [need for need in found if need not in FIRST_TIER]
        if unknown:
            text = _("没有这一类：%(codes)s。") % {"codes": "、".join(unknown)}
            raise forms.ValidationError(text)
        if any(len(proof) > MAX_PROOF for proof in found.values()):
            raise forms.ValidationError(_("证明最多 %(n)s 个字。") % {"n": MAX_PROOF})
        return found


class HallForm(forms.ModelForm):
    first_tier = FirstTier(
        label=_("最先叫的人"),
        required=False,
        help_text=_(
            "一行一类，冒号后写看什么证明，可不写。可用的类：disabled 残疾人、wheelchair 轮椅、"
            "pregnant 孕妇、infant 带婴儿、over80 80 岁以上、soldier 现役军人、veteran 退役军人、"
            "military_family 军人家属、bereaved 烈士遗属、firefighter 消防救援人员。"
        ),
    )

    class Meta:
        model = Hall
        fields = "__all__"  # noqa: DJ007 - the page names its own


class HoursForm(forms.ModelForm):
    opens_minute = Minutes(label=_("开门"))
    closes_minute = Minutes(label=_("关门"))

    class Meta:
        model = OpeningHours
        fields = ("weekday", "opens_minute", "closes_minute")


class HoursRows(OfMyHall, admin.TabularInline):
    model, form, extra, permission, deletable = OpeningHours, HoursForm, 0, MANAGE, True


@admin.register(Hall)
class HallAdmin(HallPage):
    hall_path, form = "id", HallForm
    inlines = (HoursRows,)
    list_display = ("name", "code", "phone", "waiting_target")
    fieldsets = (
        (None, {"fields": ("name", "code", "address", "phone", "complaint_phone", "timezone")}),
        (
            _("等候"),
            {"fields": ("waiting_target", "level_yellow", "level_orange", "level_red")},
        ),
        (
            _("叫号"),
            {
                "fields": (
                    "first_tier",
                    "alpha",
                    "older_from",
                    "older_head_start",
                    "pass_after_calls",
                    "pass_after_seconds",
                    "pass_after_seconds_special",
                    "requeue_after_calls",
                    "sounding_recalls",
                    "last_call_minutes",
                )
            },
        ),
        (
            _("取号和评价"),
            {
                "fields": (
                    "agent_tickets",
                    "matters_per_ticket",
                    "anonymous_per_hour",
                    "failed_proofs_per_hour",
                    "identity_hash_days",
                    "rating_hours",
                )
            },
        ),
    )
    readonly_fields = ("code",)

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False  # a hall comes from its file (load-hall)


@admin.register(Zone)
class ZoneAdmin(HallPage):
    list_display = ("name", "floor", "seat_hint", "code")
    fields = ("name", "code", "floor", "seat_hint")


@admin.register(Queue)
class QueueAdmin(HallPage):
    list_display = ("prefix", "name", "zone", "mean_minutes", "order")
    list_editable = ("order",)
    fields = ("name", "code", "prefix", "voice_name", "zone", "mean_minutes", "order")
    list_select_related = ("zone",)


class EquipmentRows(OfMyHall, admin.TabularInline):
    model, fields, extra, permission, deletable = CounterQueue, ("queue",), 0, MANAGE, True


@admin.register(Counter)
class CounterAdmin(HallPage):
    list_display = ("number", "name", "zone", "serves")
    fields = ("number", "name", "zone", "direction")
    inlines = (EquipmentRows,)
    list_select_related = ("zone",)

    def get_queryset(self, request):  # type: ignore[no-untyped-def]
        return super().get_queryset(request).prefetch_related("queues")

    @admin.display(description=_("可办"))
    def serves(self, counter: Counter) -> str:
        return "、".join(str(queue) for queue in counter.queues.all())


@admin.register(HallItem)
class HallItemAdmin(HallPage):
    list_display = ("item", "queue", "order", "handled_in")
    list_filter = (("queue", admin.RelatedOnlyFieldListFilter), "handled_in")
    search_fields = ("item__name", "item__code")
    fields = ("item", "queue", "order", "handled_in", "outside_link")
    list_select_related = ("item", "queue")
    autocomplete_fields = ()
    raw_id_fields = ("item",)
    deletable = True


@admin.register(CalendarDay)
class CalendarAdmin(Guarded, admin.ModelAdmin):
    """Read-only: a year's notice is loaded whole (load-calendar)."""

    permission = MANAGE
    list_display = ("day", "working", "name")
    list_filter = ("year", "working")

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False
