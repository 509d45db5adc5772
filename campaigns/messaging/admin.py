"""Messages of all chapters, as staff see them: that they went out, never what they say or the whole number."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.messaging import gate
from campaigns.models import (
    Brand,
    CallToAction,
    CallToActionText,
    CannedAnswer,
    CannedAnswerText,
    Conversation,
    Delivery,
    DeliveryCount,
    LeadNotice,
    Reply,
    Sender,
    SendGate,
    ShareLink,
    Stray,
)
from chapters import audit
from chapters.admin_parts import Kept, ReadOnly, Words, hidden_address
from chapters.members.admin import IN_CHAPTER, FoundByContact
from chapters.models import User


@admin.register(Sender)
class SenderAdmin(Kept):
    list_display = ("address", "chapter", "brand", "kind", "segments_per_second", "is_active", "trouble_in_words")
    list_filter = ("kind", "is_active", *IN_CHAPTER)
    list_select_related = ("chapter", "brand")
    search_fields = ("address",)
    autocomplete_fields = ("chapter", "brand")


class CallWords(Words):
    model = CallToActionText


@admin.register(CallToAction)
class CallToActionAdmin(ReadOnly):
    list_display = ("title", "chapter", "state", "reach", "approved_count", "written_by", "approved_by", "approved_at")
    list_filter = ("state", "reach", *IN_CHAPTER)
    list_select_related = ("chapter", "written_by", "approved_by")
    search_fields = ("title", "code")
    inlines = (CallWords,)


@admin.register(Delivery)
class DeliveryAdmin(FoundByContact, ReadOnly):
    list_display = ("key", "chapter", "purpose", "channel", hidden_address, "state", "reason", "attempts", "updated_at")
    list_filter = ("state", "purpose", "channel", "queue", *IN_CHAPTER)
    list_select_related = ("chapter",)
    search_fields = ("key", "code", "sid")
    contact_indexes = {"phone": "address_index", "email": "address_index"}
    fields: ClassVar[Any] = (
        *("key", "code", "chapter", "purpose", "queue", "channel", "sender", "member", "call_to_action", "event"),
        *("conversation", "written_by", hidden_address, "language", "segments", "state", "reason", "not_before"),
        *("expires_at", "attempts", "attempted_at", "looks", "looked_at", "sid", "accepted_at", "final_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """The sealed words stay where they are."""
        return super().get_queryset(request).defer("body", "subject")


@admin.register(Conversation)
class ConversationAdmin(FoundByContact, ReadOnly):
    list_display = ("code", "chapter", "sender", "member", hidden_address, "waiting_since", "assigned_to")
    list_filter = ("is_emergency", *IN_CHAPTER)
    list_select_related = ("chapter", "sender", "member", "assigned_to")
    search_fields = ("code",)
    contact_indexes = {"phone": "address_index", "email": "address_index"}
    fields: ClassVar[Any] = (
        "code",
        "chapter",
        "sender",
        "member",
        hidden_address,
        "waiting_since",
        "is_emergency",
        "assigned_to",
    )


@admin.register(Reply)
class ReplyAdmin(ReadOnly):
    list_display = ("received_at", "chapter", "kind", "conversation", "sid")
    list_filter = ("kind", *IN_CHAPTER)
    list_select_related = ("chapter", "conversation")
    search_fields = ("sid", "conversation__code")
    exclude = ("body",)
    date_hierarchy = "received_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reply]:
        return super().get_queryset(request).defer("body")


class SendGateForm(forms.ModelForm[SendGate]):
    """Opens only what a person closed: after a restored backup the counter must be set too, which the command does."""

    class Meta:
        model = SendGate
        fields = ("is_open", "reason")
        help_texts = {
            "is_open": _("After a restored backup: manage.py reconcile, then manage.py gate open --by your email."),
            "reason": _("Every lead reads it."),
        }

    def clean_is_open(self) -> bool:
        wants_open: bool = self.cleaned_data["is_open"]
        before = SendGate.objects.filter(pk=self.instance.pk, is_open=False).first()
        if wants_open and (gate.needs_reconcile() or (before and gate.is_own_reason(before.reason))):
            raise forms.ValidationError(_("The database is an older copy. Open it with the command below."))
        return wants_open


@admin.register(SendGate)
class SendGateAdmin(Kept):
    """The switch that stops everything. There is one row, and it stays."""

    form = SendGateForm
    list_display = ("__str__", "why", "changed_at")
    search_fields = ("reason",)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: SendGate, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        if "is_open" in form.changed_data:
            act = "gate_opened" if obj.is_open else "gate_closed"
            audit.record(act, chapter=None, by=cast("User", request.user))


@admin.register(Brand)
class BrandAdmin(Kept):
    """Which numbers are one legal entity to the carriers, and what it may send in a day."""

    list_display = ("name", "daily_segments", "updated_at")
    search_fields = ("name",)


@admin.register(Stray)
class StrayAdmin(ReadOnly):
    list_display = ("sid", "chapter", "sender", "sent_at", "found_at", "settled_at", "settled_by")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter", "sender", "settled_by")
    search_fields = ("sid",)


@admin.register(LeadNotice)
class LeadNoticeAdmin(ReadOnly):
    list_display = ("key", "chapter", "about", "created_at", "told_at")
    list_filter = ("about", *IN_CHAPTER)
    list_select_related = ("chapter",)
    search_fields = ("key",)


@admin.register(DeliveryCount)
class DeliveryCountAdmin(ReadOnly):
    list_display = ("month_on", "chapter", "call_to_action", "purpose", "channel", "language", "state", "messages")
    list_filter = ("purpose", "channel", "language", "state", *IN_CHAPTER)
    list_select_related = ("chapter", "call_to_action")
    search_fields = ("call_to_action__title", "call_to_action__code")


@admin.register(ShareLink)
class ShareLinkAdmin(ReadOnly):
    list_display = ("code", "chapter", "call_to_action", "place", "taps", "created_by", "created_at")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter", "call_to_action", "created_by")
    search_fields = ("code", "place")


class CannedWords(Words):
    model = CannedAnswerText


@admin.register(CannedAnswer)
class CannedAnswerAdmin(Kept):
    list_display = ("title", "chapter", "updated_at")
    list_filter = IN_CHAPTER
    list_select_related = ("chapter",)
    search_fields = ("title", "code")
    autocomplete_fields = ("chapter",)
    inlines = (CannedWords,)
