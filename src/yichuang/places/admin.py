"""What administrators keep of their hall. A queue's stop belongs to the manager, not here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from yichuang.kit.administration import Guarded, Kept, OfMyHall

from .admin_new import NEW_ROWS, equip, place_rows
from .events import HALL_CHANGED
from .forms import HallForm, HoursForm
from .models import (
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


class HallPage(Kept):
    permission, changed_event = MANAGE, HALL_CHANGED


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

    def get_fieldsets(self, request, obj=None):  # type: ignore[no-untyped-def]
        """A new hall begins with the usual settings; its administrator changes them."""
        return self.fieldsets if obj else self.fieldsets[:1]

    def get_readonly_fields(self, request, obj=None):  # type: ignore[no-untyped-def]
        return ("code",) if obj else ()

    def get_inlines(self, request, obj):  # type: ignore[no-untyped-def]
        return self.inlines if obj else (*NEW_ROWS, *self.inlines)

    def save_formset(self, request, form, formset, change):  # type: ignore[no-untyped-def]
        if change:
            return super().save_formset(request, form, formset, change)
        place_rows(formset)
        super().save_formset(request, form, formset, change)
        equip(formset)
        return None


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
