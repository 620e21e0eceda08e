"""Base of what administrators keep in /admin/: one permission, one hall, an event for a change."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db import connection
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest

from .actors import Actor
from .clock import now
from .events import write
from .web import actor_of


def _mine(request: HttpRequest) -> Actor:
    return actor_of(request)


class Guarded:
    """Whoever holds `permission` may see and change; nobody else, whatever Django's tables say."""

    permission = ""
    deletable = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _mine(request).can(self.permission)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _mine(request).can(self.permission)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _mine(request).can(self.permission)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _mine(request).can(self.permission)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.deletable and _mine(request).can(self.permission)


class OfMyHall(Guarded):
    """Rows of the administrator's own hall; choices, too. `hall_path` leads to the hall's key."""

    hall_path = "hall_id"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)  # type: ignore[misc]
        return rows.filter(**{self.hall_path: _mine(request).hall_id})

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        related = db_field.related_model
        if any(f.name == "hall" for f in related._meta.get_fields()):
            kwargs["queryset"] = related._default_manager.filter(hall_id=_mine(request).hall_id)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class Kept(OfMyHall, admin.ModelAdmin):
    """A page of the administration. The hall is set by us; each change leaves an event.

    Only what was changed is written, on the locked row: the rest of it may just then be changed
    by somebody else's work (a manager stops the queue whose name is being corrected).
    """

    changed_event = ""

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST" or not connection.in_atomic_block:
            return found
        return self.model._base_manager.select_for_update().filter(pk=found.pk).first()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=_columns(obj, form.changed_data))
            return
        _into_hall(obj, request)
        obj.save()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        for child in formset.new_objects:
            _into_hall(child, request)
            child.save()
        for child, names in formset.changed_objects:
            child.save(update_fields=_columns(child, names))
        for gone in formset.deleted_objects:
            gone.delete()
        formset.save_m2m()

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._tell(request, obj, "added")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._tell(request, obj, "changed", message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            self._tell(request, obj, "deleted")
        return super().log_deletions(request, queryset)

    def _tell(self, request: HttpRequest, obj: Model, what: str, message: Any = ()) -> None:
        """Names of fields, never their values."""
        actor = _mine(request)
        hall: UUID | None = getattr(obj, "hall_id", None) or actor.hall_id
        with write(hall) as w:
            w.add(
                self.changed_event,
                subject=obj.pk,
                actor=actor,
                now=now(),
                data={"what": what, "table": obj._meta.model_name, "fields": _fields(message)},
            )


def _into_hall(obj: Any, request: HttpRequest) -> None:
    if hasattr(obj, "hall_id") and obj.hall_id is None:
        obj.hall_id = _mine(request).hall_id


def _columns(obj: Model, names: list[str]) -> list[str]:
    return [field.name for field in obj._meta.concrete_fields if field.name in names]


def _fields(message: Any) -> list[str]:
    if not isinstance(message, list):
        return []
    changes = [part["changed"] for part in message if isinstance(part, dict) and "changed" in part]
    return sorted({str(name) for change in changes for name in change.get("fields", ())})
