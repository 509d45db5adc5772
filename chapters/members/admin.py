"""The people of all chapters, as staff see them: contacts hidden, found only by a whole number or address."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from chapters import audit
from chapters.accounts import letters
from chapters.admin_parts import Kept, Quick, ReadOnly, Words, hidden_email, hidden_phone
from chapters.encryption import blind_index
from chapters.forms import Form
from chapters.members.contacts import read_email, read_phone
from chapters.models import (
    AddressProof,
    Call,
    CallList,
    Consent,
    ConsentWording,
    ConsentWordingText,
    CustomField,
    CustomFieldText,
    CustomValue,
    Import,
    ImportRow,
    Member,
    MemberTag,
    Merge,
    Note,
    NotSame,
    OptOut,
    Role,
    Segment,
    Tag,
    Task,
    Welcome,
    ZipDistrict,
)

IN_CHAPTER = (("chapter", admin.RelatedOnlyFieldListFilter),)


def index_of(typed: str) -> tuple[str, str] | None:
    """("phone", its hash) or ("email", its hash) when a whole one was typed."""
    channel = "email" if "@" in typed else "phone"
    reader = read_email if channel == "email" else read_phone
    if channel == "phone" and sum(letter.isdigit() for letter in typed) < 7:
        return None
    try:
        return channel, blind_index(channel, reader(typed))
    except ValidationError:
        return None


class FoundByContact(Quick):
    """`contact_indexes` names the column of each hash. A part of a number or an address finds nothing."""

    contact_indexes: dict[str, str] = {}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found = index_of(search_term.strip())
        if found and found[0] in self.contact_indexes:
            return queryset.filter(**{self.contact_indexes[found[0]]: found[1]}), False
        return super().get_search_results(request, queryset, search_term)


class ReasonForm(Form):
    """Chosen, not typed: what is written down must not hold anything about the person."""

    reason = forms.ChoiceField(
        label=_("Why do you need to see it?"),
        widget=forms.RadioSelect,
        choices=[
            ("asked", _("The person asked us to")),
            ("failing", _("Messages to them fail")),
            ("wrong", _("Two people may be one")),
            ("misuse", _("Someone reports misuse")),
        ],
    )


class MemberTagInline(admin.TabularInline[MemberTag, Member]):
    model = MemberTag
    extra = 0
    fields = readonly_fields = ("tag",)
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[MemberTag]:
        return super().get_queryset(request).select_related("tag")


@admin.register(Member)
class MemberAdmin(FoundByContact, Kept):
    list_display = ("name", "chapter", hidden_phone, hidden_email, "zip", "language", "created_at")
    list_filter = ("language", *IN_CHAPTER)
    list_select_related = ("chapter",)
    search_fields = ("sort_name",)
    search_help_text = _("A name, or a whole phone number or email.")
    contact_indexes = {"phone": "phone_index", "email": "email_index"}
    fields = ("chapter", "name", "first_name", "pronouns", "contact", "zip", "language", "user", "came_count")
    readonly_fields = ("chapter", "contact", "came_count")
    raw_id_fields = ("user",)
    inlines = (MemberTagInline,)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("phone and email"))
    def contact(self, member: Member) -> str:
        url = reverse("admin:chapters_member_contact", args=[member.pk])
        return format_html("{} {} <a href='{}'>{}</a>", hidden_phone(member), hidden_email(member), url, _("Show"))

    def get_urls(self) -> list[URLPattern]:
        show = self.admin_site.admin_view(self.show_contact)
        return [path("<int:pk>/contact/", show, name="chapters_member_contact"), *super().get_urls()]

    def show_contact(self, request: Any, pk: int) -> HttpResponse:
        """For a reason, written down, and told to the leads of the chapter."""
        member = get_object_or_404(self.get_queryset(request).select_related("chapter"), pk=pk)
        form = ReasonForm(request.POST if request.method == "POST" else None)
        is_shown = request.method == "POST" and form.is_valid()
        if is_shown:
            tell_leads(member, by=request.user)
            reason = form.cleaned_data["reason"]
            audit.record("contact_shown", chapter=member.chapter, by=request.user, subject=member, reason=reason)
        context = {**self.admin_site.each_context(request), "form": form, "member": member, "is_shown": is_shown}
        status = 422 if form.is_bound and not is_shown else 200
        return render(request, "admin/chapters/member/contact.html", context | {"opts": self.opts}, status=status)


def tell_leads(member: Member, *, by: Any) -> None:
    for role in Role.objects.current().leads().filter(chapter=member.chapter).select_related("user"):
        letters.post("contact_shown", to=role.user.email, user=role.user, chapter=member.chapter, by=by)


@admin.register(Consent)
class ConsentAdmin(ReadOnly):
    list_display = ("member", "chapter", "channel", "is_given", "source", "at", "entered_by")
    list_filter = ("channel", "is_given", "source", *IN_CHAPTER)
    list_select_related = ("member", "chapter", "entered_by")
    search_fields = ("member__sort_name",)
    date_hierarchy = "at"


class ConsentWordingWords(Words):
    model = ConsentWordingText


@admin.register(ConsentWording)
class ConsentWordingAdmin(ReadOnly):
    list_display = ("__str__", "chapter", "channel", "version", "created_at")
    list_filter = ("channel", *IN_CHAPTER)
    list_select_related = ("chapter",)
    search_fields = ("texts__sentence",)
    inlines = (ConsentWordingWords,)


@admin.register(OptOut)
class OptOutAdmin(FoundByContact, ReadOnly):
    list_display = ("channel", "chapter", "source", "at")
    list_filter = ("channel", "source", *IN_CHAPTER)
    list_select_related = ("chapter",)
    search_fields = ("address_index__exact",)
    search_help_text = _("A whole phone number or email.")
    contact_indexes = {"phone": "address_index", "email": "address_index"}
    date_hierarchy = "at"


@admin.register(Tag)
class TagAdmin(Quick):
    list_display = ("name", "chapter")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter",)
    search_fields = ("name",)
    autocomplete_fields = ("chapter",)


@admin.register(MemberTag)
class MemberTagAdmin(ReadOnly):
    list_display = ("member", "tag", "chapter")
    list_filter = IN_CHAPTER
    list_select_related = ("member", "tag", "chapter")
    search_fields = ("tag__name", "member__sort_name")


@admin.register(Note)
class NoteAdmin(ReadOnly):
    """That there is one, not what it says."""

    list_display = ("member", "chapter", "written_by", "created_at")
    list_filter = IN_CHAPTER
    list_select_related = ("member", "chapter", "written_by")
    search_fields = ("member__sort_name",)
    exclude = ("body",)


@admin.register(Segment)
class SegmentAdmin(Quick):
    list_display = ("name", "chapter", "created_by", "updated_at")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter", "created_by")
    search_fields = ("name",)
    autocomplete_fields = ("chapter", "created_by")


@admin.register(Import)
class ImportAdmin(ReadOnly):
    list_display = ("filename", "chapter", "uploaded_by", "state", "row_count", "made_count", "bad_count", "created_at")
    list_filter = ("state", *IN_CHAPTER)
    list_select_related = ("chapter", "uploaded_by")
    search_fields = ("filename",)
    exclude = ("content",)


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnly):
    list_display = ("source", "number", "state", "problem", "member")
    list_filter = ("state", *IN_CHAPTER)
    list_select_related = ("source", "member")
    search_fields = ("source__filename",)
    exclude = ("cells", "did")


class CustomFieldWords(Words):
    model = CustomFieldText


@admin.register(CustomField)
class CustomFieldAdmin(Kept):
    list_display = ("__str__", "chapter", "kind", "archived_at")
    list_filter = ("kind", *IN_CHAPTER)
    list_select_related = ("chapter",)
    search_fields = ("texts__label",)
    readonly_fields = ("chapter", "kind")
    inlines = (CustomFieldWords,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CustomField]:
        return super().get_queryset(request).prefetch_related("texts")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CustomValue)
class CustomValueAdmin(ReadOnly):
    """That there is one, not what it says."""

    list_display = ("member", "field_id", "chapter")
    list_filter = IN_CHAPTER
    list_select_related = ("member", "chapter")
    search_fields = ("member__sort_name",)
    fields = ("chapter", "member")


@admin.register(ZipDistrict)
class ZipDistrictAdmin(ReadOnly):
    list_display = ("zip", "district")
    search_fields = ("zip", "district")


@admin.register(NotSame)
class NotSameAdmin(ReadOnly):
    list_display = ("first", "second", "chapter", "said_by", "said_at")
    list_filter = IN_CHAPTER
    list_select_related = ("first", "second", "chapter", "said_by")
    search_fields = ("first__sort_name", "second__sort_name")


@admin.register(Merge)
class MergeAdmin(ReadOnly):
    """That it happened, not what the entries held."""

    list_display = ("kept", "chapter", "merged_by", "merged_at", "undone_at")
    list_filter = IN_CHAPTER
    list_select_related = ("kept", "chapter", "merged_by")
    search_fields = ("kept__sort_name",)
    exclude = ("record",)


@admin.register(Task)
class TaskAdmin(ReadOnly):
    """That there is one, not what it says."""

    list_display = ("code", "chapter", "assignee", "due_on", "done_at")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter", "assignee")
    search_fields = ("code",)
    exclude = ("text",)


@admin.register(CallList)
class CallListAdmin(ReadOnly):
    list_display = ("name", "chapter", "made_by", "created_at", "closed_at")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter", "made_by")
    search_fields = ("name",)


@admin.register(Call)
class CallAdmin(ReadOnly):
    search_fields = ("call_list__code",)
    list_display = ("member", "call_list", "chapter", "outcome", "called_by", "called_at")
    list_filter = ("outcome", *IN_CHAPTER)
    list_select_related = ("member", "call_list", "chapter", "called_by")


@admin.register(Welcome)
class WelcomeAdmin(ReadOnly):
    list_display = ("member", "chapter", "caller", "joined_at", "due_at", "outcome", "ended_at")
    list_filter = ("outcome", *IN_CHAPTER)
    list_select_related = ("member", "chapter", "caller")
    search_fields = ("member__sort_name",)


@admin.register(AddressProof)
class AddressProofAdmin(ReadOnly):
    list_display = ("chapter", "kind", "channel", "created_at", "used_at")
    list_filter = ("kind", *IN_CHAPTER)
    search_fields = ("chapter__name",)
    fields = ("chapter", "kind", "channel", "language", "created_at", "used_at")
