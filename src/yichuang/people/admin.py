"""What administrators keep of the staff: accounts, posts and what each may serve."""

from typing import Any

from axes.utils import reset as unlock
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from yichuang.kit.administration import Kept, OfMyHall
from yichuang.kit.web import actor_of
from yichuang.places.admin import HallAdmin
from yichuang.places.models import Hall
from yichuang.places.permissions import MANAGE

from .events import ACCOUNT_CHANGED
from .models import Authorisation, Membership, User
from .queries import accounts_of, free_accounts, works_elsewhere
from .roles import ROLES
from .rules import why_roles_do_not_fit

admin.site.unregister(Hall)  # registered again below, with its first administrator
admin.site.unregister(Group)  # roles are in roles.py; Django's groups give nothing here


@admin.register(User)
class AccountAdmin(Kept, UserAdmin):
    permission, changed_event = MANAGE, ACCOUNT_CHANGED
    list_display = ("username", "shown_name", "staff_no", "kind", "is_active", "last_login")
    list_filter = ("kind", "is_active")
    search_fields = ("username", "shown_name", "staff_no")
    filter_horizontal = ()
    readonly_fields = ("last_login",)
    actions = ("unlock_login",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("身份"), {"fields": ("shown_name", "staff_no", "kind")}),
        (_("登录"), {"fields": ("is_active", "last_login")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "shown_name", "staff_no", "kind")}),
        (_("密码"), {"fields": ("usable_password", "password1", "password2")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return accounts_of(actor_of(request).hall)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Who has a post elsewhere is shown only: no new password, name or state from here."""
        shared = obj is not None and works_elsewhere(obj, actor_of(request).hall)
        return not shared and super().has_change_permission(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.made_in_id = actor_of(request).hall
        super().save_model(request, obj, form, change)

    @admin.action(description=_("解锁登录"))
    def unlock_login(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            if not self.has_change_permission(request, user):
                self.message_user(
                    request,
                    _("%(name)s 在别的大厅也有岗位，这里不能解锁。") % {"name": user.username},
                    messages.WARNING,
                )
                continue
            unlock(username=user.username)
            self._tell(request, user, "unlocked")
            self.message_user(
                request, _("%(name)s 已解锁。") % {"name": user.username}, messages.SUCCESS
            )


class PostForm(forms.ModelForm):
    roles = forms.MultipleChoiceField(
        label=_("岗位"), choices=list(ROLES.items()), widget=forms.CheckboxSelectMultiple
    )
    acting_user_id: int | None = None

    class Meta:
        model = Membership
        fields = ("user", "roles", "counter")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        user = data.get("user") or getattr(self.instance, "user", None)
        if user is None:
            return data
        why = why_roles_do_not_fit(data.get("roles") or (), user.kind)
        if why:
            self.add_error("roles", why)
        if user.pk == self.acting_user_id:
            self.add_error(None, str(_("不能改自己的岗位，请另一位管理员来改。")))
        return data


class AuthorisationRows(OfMyHall, admin.TabularInline):
    model, extra, permission, deletable = Authorisation, 0, MANAGE, True
    fields = ("queue", "valid_from", "valid_to")


@admin.register(Membership)
class PostAdmin(Kept):
    permission, changed_event, deletable = MANAGE, ACCOUNT_CHANGED, True
    form = PostForm
    list_display = ("user", "shown_name", "role_names", "counter")
    list_select_related = ("user", "counter")
    search_fields = ("user__username", "user__shown_name")
    autocomplete_fields = ("user",)
    inlines = (AuthorisationRows,)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.acting_user_id = actor_of(request).user_id  # type: ignore[attr-defined]
        return form

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = accounts_of(actor_of(request).hall)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mine = obj is not None and obj.user_id == actor_of(request).user_id
        return not mine and super().has_delete_permission(request, obj)

    @admin.display(description=_("姓名"))
    def shown_name(self, post: Membership) -> str:
        return post.user.shown_name

    @admin.display(description=_("岗位"))
    def role_names(self, post: Membership) -> str:
        return "、".join(str(ROLES.get(role, role)) for role in post.roles)


class FirstAdministrator(admin.TabularInline):
    """Who keeps a new hall: an account without a post, for one person works in one hall."""

    model, fields, extra, min_num, max_num = Membership, ("user",), 0, 1, 1
    can_delete = False
    verbose_name = verbose_name_plural = _("它的管理员（先建好账号，还没有岗位的）")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None

    has_view_permission = has_change_permission = has_add_permission

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = free_accounts(actor_of(request).hall)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.validate_min = True
        return formset


@admin.register(Hall)
class HallWithAdministrator(HallAdmin):
    """Adding a hall also says who keeps it: nobody of another hall can."""

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        rows = super().get_inlines(request, obj)
        return rows if obj else (FirstAdministrator, *rows)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is Membership:
            for row in formset.forms:
                row.instance.roles = ["administrator"]
        super().save_formset(request, form, formset, change)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """The new hall is its administrator's; this one sees its own."""
        self.message_user(
            request, _("%(hall)s 建好了，请它的管理员登录。") % {"hall": obj}, messages.SUCCESS
        )
        return redirect("admin:places_hall_changelist")
