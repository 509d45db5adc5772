"""People who sign in, their factors and invitations, as staff see them."""

from typing import Any

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chapters import audit
from chapters.accounts import letters
from chapters.admin_parts import Kept, ReadOnly
from chapters.models import Device, Invitation, Recovery, Role, User

for model in (EmailAddress, Authenticator, Group):
    admin.site.unregister(model)


class RoleInline(admin.TabularInline[Role, User]):
    model = Role
    fk_name = "user"
    extra = 0
    autocomplete_fields = ("chapter",)
    fields = ("chapter", "kind", "expires_at")


@admin.register(User)
class UserAdmin(Kept):
    list_display = ("email", "name", "language", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "language")
    search_fields = ("email", "name")
    fields = ("email", "name", "language", "is_active", "is_staff", "is_superuser", "last_login", "date_joined")
    readonly_fields = ("last_login", "date_joined")
    ordering = ("email",)
    inlines = (RoleInline,)

    def save_model(self, request: Any, obj: User, form: forms.ModelForm[Any], change: bool) -> None:  # noqa: FBT001  Django's
        """There is no password to set; another email signs in from now on, the old one no more."""
        if not change:
            obj.set_unusable_password()
        obj.email = obj.email.lower()
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        changed = ", ".join(form.changed_data)
        audit.record("user_changed", chapter=None, by=request.user, subject=obj, changed=changed)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001  Django's
        """A role given here is written down where the chapter sees it."""
        super().save_formset(request, form, formset, change)
        for role in formset.deleted_objects:
            audit.record("role_ended", chapter=role.chapter, by=request.user, subject=role.user, kind=role.kind)
        for role in [*formset.new_objects, *(found for found, _fields in formset.changed_objects)]:
            audit.record("role_given", chapter=role.chapter, by=request.user, subject=role.user, kind=role.kind)


@admin.register(Role)
class RoleAdmin(ReadOnly):
    """Given and ended on the page of the person, so that both are written down."""

    list_display = ("user", "chapter", "kind", "expires_at", "granted_by", "created_at")
    list_filter = ("kind", ("chapter", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("user", "chapter", "granted_by")
    search_fields = ("user__email", "user__name", "chapter__name")


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ("email", "chapter", "kind", "invited_by", "expires_at", "accepted_at", "withdrawn_at")
    list_filter = ("kind", ("chapter", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("chapter", "invited_by")
    search_fields = ("email",)
    exclude = ("secret",)


@admin.register(Device)
class DeviceAdmin(ReadOnly):
    list_display = ("user", "kind", "since_on", "seen_at")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__email",)


@admin.register(Recovery)
class RecoveryAdmin(ReadOnly):
    list_display = ("user", "first_by", "second_by", "opens_at", "ended_at")
    list_filter = ("created_at",)
    list_select_related = ("user", "first_by", "second_by")
    search_fields = ("user__email",)
    exclude = ("secret",)


@admin.register(EmailAddress)
class AddressAdmin(ReadOnly):
    """Follows from the person's email and from the codes they typed."""

    list_display = EmailAddressAdmin.list_display
    list_filter = ("verified",)
    list_select_related = ("user",)
    search_fields = ("email",)


@admin.register(Authenticator)
class FactorAdmin(ReadOnly):
    """What a person who lost their phone asks staff to remove."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email",)
    exclude = ("data",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    def delete_model(self, request: Any, obj: Authenticator) -> None:
        user, kind = obj.user, obj.type
        super().delete_model(request, obj)
        letters.post("factor_removed", to=user.email, user=user)
        audit.record("factor_removed", chapter=None, by=request.user, subject=user, kind=kind)

    def delete_queryset(self, request: Any, queryset: QuerySet[Authenticator]) -> None:
        for factor in queryset.select_related("user"):
            self.delete_model(request, factor)


admin.site.site_header = admin.site.site_title = _("Organizing, for staff")
admin.site.index_title = _("What is kept")
