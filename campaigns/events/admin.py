"""Events and seats of all chapters, as staff see them."""

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.models import (
    CheckIn,
    CoHost,
    Collected,
    DoorTap,
    Event,
    EventLink,
    EventText,
    HostLink,
    NeedMatch,
    Rsvp,
    Series,
    Shift,
    ShiftSeat,
    StandingRsvp,
    SupportCase,
    Timetable,
)
from chapters.admin_parts import Kept, Quick, ReadOnly, Words
from chapters.members.admin import IN_CHAPTER


class EventWords(Words):
    model = EventText
    exclude = ("for_guests",)


@admin.register(Event)
class EventAdmin(Kept):
    list_display = ("__str__", "chapter", "kind", "audience", "starts_at", "seats_taken", "published_at")
    list_filter = ("kind", "audience", *IN_CHAPTER)
    search_fields = ("texts__title", "place", "code")
    autocomplete_fields = ("chapter", "campaign", "series", "host", "partner", "created_by")
    date_hierarchy = "starts_at"
    inlines = (EventWords,)
    exclude = ("after_note",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return Event.objects.with_words()


@admin.register(Rsvp)
class RsvpAdmin(ReadOnly):
    list_display = ("code", "event", "member", "state", "party_size", "source", "updated_at")
    list_filter = ("state", "source", *IN_CHAPTER)
    search_fields = ("code", "event__code", "member__sort_name")
    exclude = ("secret", "calendar_secret", "emergency_contact")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rsvp]:
        rows = super().get_queryset(request).select_related("event__chapter", "member")
        return rows.prefetch_related("event__texts")


@admin.register(Series)
class SeriesAdmin(Kept):
    list_display = ("rule", "chapter", "starts_on", "begins", "last_made_on", "ended_at")
    list_filter = IN_CHAPTER
    search_fields = ("code",)
    autocomplete_fields = ("chapter", "created_by")


@admin.register(StandingRsvp)
class StandingRsvpAdmin(ReadOnly):
    list_display = ("series", "member", "party_size", "channel", "ended_at")
    list_filter = IN_CHAPTER
    search_fields = ("member__sort_name",)
    list_select_related = ("series", "member")


@admin.register(Shift)
class ShiftAdmin(Kept):
    list_display = ("__str__", "event", "starts_at", "ends_at", "capacity", "taken")
    list_filter = ("job", *IN_CHAPTER)
    search_fields = ("label", "event__code")
    autocomplete_fields = ("chapter", "event")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Shift]:
        return super().get_queryset(request).select_related("event__chapter").prefetch_related("event__texts")


@admin.register(ShiftSeat)
class ShiftSeatAdmin(ReadOnly):
    list_display = ("shift", "rsvp", "created_at")
    search_fields = ("shift__event__code", "rsvp__code")
    list_filter = IN_CHAPTER
    list_select_related = ("shift", "rsvp")


@admin.register(HostLink)
class HostLinkAdmin(ReadOnly):
    list_display = ("label", "kind", "event", "used_at", "revoked_at")
    list_filter = ("kind", *IN_CHAPTER)
    search_fields = ("label", "event__code")
    exclude = ("secret",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[HostLink]:
        return super().get_queryset(request).select_related("event__chapter").prefetch_related("event__texts")


@admin.register(CheckIn)
class CheckInAdmin(ReadOnly):
    list_display = ("rsvp", "arrived", "tapped_at", "is_own_word")
    search_fields = ("rsvp__code", "event__code")
    list_filter = IN_CHAPTER
    list_select_related = ("rsvp",)


@admin.register(DoorTap)
class DoorTapAdmin(ReadOnly):
    list_display = ("key", "heads", "applied_at")
    search_fields = ("event__code",)
    list_filter = IN_CHAPTER


@admin.register(CoHost)
class CoHostAdmin(Kept):
    list_display = ("__str__", "chapter", "state", "sees", "pledge")
    list_filter = ("state", "sees", *IN_CHAPTER)
    search_fields = ("partner__name", "other_chapter__name")
    autocomplete_fields = ("chapter", "event", "partner", "other_chapter")
    list_select_related = ("partner", "other_chapter", "chapter")


@admin.register(EventLink)
class EventLinkAdmin(Quick):
    list_display = ("label", "kind", "url")
    list_filter = ("kind", *IN_CHAPTER)
    search_fields = ("label", "event__code")
    autocomplete_fields = ("chapter", "event")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Collected)
class CollectedAdmin(Quick):
    list_display = ("__str__", "what", "count")
    list_filter = ("what", *IN_CHAPTER)
    search_fields = ("label", "event__code")
    autocomplete_fields = ("chapter", "event")


@admin.register(NeedMatch)
class NeedMatchAdmin(ReadOnly):
    list_display = ("what", "need", "offer", "told_at")
    search_fields = ("event__code",)
    list_filter = ("what", *IN_CHAPTER)
    list_select_related = ("need", "offer")


@admin.register(SupportCase)
class SupportCaseAdmin(ReadOnly):
    list_display = ("code", "state", "out_at")
    search_fields = ("code", "event__code")
    list_filter = ("state", *IN_CHAPTER)
    fields = ("code", "event", "state", "out_at")


@admin.register(Timetable)
class TimetableAdmin(Kept):
    search_fields = ("chapter__name",)
    list_display = ("chapter", "has_day_before", "has_day_of", "has_just_before", "has_day_after")
    autocomplete_fields = ("chapter",)
    list_select_related = ("chapter",)
