"""Chapters, groups and the record, as staff see them. The slices' own pages are imported, so that Django finds them."""

from typing import Any

from django.contrib import admin
from django.db import models

from chapters import audit
from chapters.accounts import admin as _accounts
from chapters.admin_parts import Kept, Quick, ReadOnly, Words
from chapters.audit_words import told
from chapters.members import admin as _members
from chapters.models import (
    AuditEntry,
    Chapter,
    ChapterText,
    ChapterZip,
    Decision,
    KeyProof,
    LeavingList,
    PartnerOrganization,
    TokenBucket,
    WorkingGroup,
    WorkingGroupMember,
    Zip,
)

__all__ = ["_accounts", "_members"]
IN_CHAPTER = (("chapter", admin.RelatedOnlyFieldListFilter),)


class ChapterWords(Words):
    model = ChapterText


@admin.register(Chapter)
class ChapterAdmin(Kept):
    list_display = ("name", "slug", "kind", "parent", "place", "closed_at")
    list_filter = ("kind", "ink")
    list_select_related = ("parent",)
    search_fields = ("name", "slug", "place")
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (ChapterWords,)

    def save_model(self, request: Any, obj: Chapter, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        super().save_model(request, obj, form, change)
        changed = ", ".join(form.changed_data)
        audit.record("chapter_set_up", chapter=obj, by=request.user, changed=changed)


@admin.register(ChapterZip)
class ChapterZipAdmin(Quick):
    list_display = ("zip", "chapter")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter",)
    search_fields = ("zip",)
    autocomplete_fields = ("chapter",)


@admin.register(Zip)
class ZipAdmin(ReadOnly):
    """Loaded from a package by a command."""

    list_display = ("zip", "place", "county", "state", "timezone")
    list_filter = ("state",)
    search_fields = ("=zip", "place")


class SeatInline(admin.TabularInline[WorkingGroupMember, WorkingGroup]):
    model = WorkingGroupMember
    extra = 0
    raw_id_fields = ("member",)
    fields = ("chapter", "member", "is_lead")
    autocomplete_fields = ("chapter",)


@admin.register(WorkingGroup)
class WorkingGroupAdmin(Quick):
    list_display = ("name", "chapter", "created_at")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter",)
    search_fields = ("name",)
    autocomplete_fields = ("chapter",)
    inlines = (SeatInline,)


@admin.register(PartnerOrganization)
class PartnerOrganizationAdmin(Quick):
    list_display = ("name", "chapter", "url")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter",)
    search_fields = ("name",)
    autocomplete_fields = ("chapter",)
    exclude = ("contact_name", "phone", "email", "note")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ("at", "user", "chapter", "what_happened", "subject")
    list_filter = ("act", *IN_CHAPTER)
    list_select_related = ("user", "chapter")
    search_fields = ("act", "subject", "user__email")
    date_hierarchy = "at"

    @admin.display(description="")
    def what_happened(self, entry: AuditEntry) -> str:
        return told(entry)


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    """That there is one, not what it says."""

    list_display = ("chapter", "decided_on", "who", "due_on", "done_at")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter", "who")
    search_fields = ("chapter__name",)
    exclude = ("words",)


@admin.register(TokenBucket)
class TokenBucketAdmin(ReadOnly):
    list_display = ("key", "tokens", "filled_at")
    search_fields = ("key",)


@admin.register(KeyProof)
class KeyProofAdmin(ReadOnly):
    list_display = ("id", "index")
    search_fields = ("=index",)
    fields = ("index",)


@admin.register(LeavingList)
class LeavingListAdmin(ReadOnly):
    """Never the list itself."""

    list_display = ("chapter", "what", "people", "asked_by", "approved_by", "created_at", "taken_at")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter", "asked_by", "approved_by")
    search_fields = ("=code", "what")
    exclude = ("content",)
