"""What every page of the admin shares: history that stays as it is, hidden contacts, lists that stay quick."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chapters.encryption import masked


class Quick(admin.ModelAdmin[Any]):
    """50 a page, and no count of the whole table."""

    list_per_page = 50
    show_full_result_count = False


class Kept(Quick):
    """May be changed; taking it away would tear holes into what happened."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnly(Kept):
    """Looked at, never changed here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Words(admin.TabularInline[Any, Any]):
    """The words of a row in each language."""

    extra = 0
    max_num = 2


@admin.display(description=_("mobile phone"))
def hidden_phone(row: Any) -> str:
    return masked(row.phone)


@admin.display(description=_("email"))
def hidden_email(row: Any) -> str:
    return masked(row.email)


@admin.display(description=_("number or email"))
def hidden_address(row: Any) -> str:
    return masked(row.address)
