"""Events and seats of all chapters, as staff see them."""

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.models import Event, EventText, Rsvp
from chapters.admin_parts import Kept, ReadOnly, Words
from chapters.members.admin import IN_CHAPTER


class EventWords(Words):
    model = EventText


@admin.register(Event)
class EventAdmin(Kept):
    list_display = ("__str__", "chapter", "kind", "audience", "starts_at", "seats_taken", "published_at")
    list_filter = ("kind", "audience", *IN_CHAPTER)
    search_fields = ("texts__title", "place", "code")
    autocomplete_fields = ("chapter", "campaign", "created_by")
    date_hierarchy = "starts_at"
    inlines = (EventWords,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return Event.objects.with_words()


@admin.register(Rsvp)
class RsvpAdmin(ReadOnly):
    list_display = ("code", "event", "member", "state", "party_size", "source", "updated_at")
    list_filter = ("state", "source", *IN_CHAPTER)
    search_fields = ("code", "event__code", "member__sort_name")
    exclude = ("secret",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rsvp]:
        rows = super().get_queryset(request).select_related("event__chapter", "member")
        return rows.prefetch_related("event__texts")
