"""Programs and hearings of all chapters, as staff see them."""

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.models import (
    DistrictGoal,
    DistrictPick,
    Hearing,
    HearingText,
    ProgramItem,
    ProgramItemText,
    Speaker,
    SpeakerText,
    SpeakingSlot,
    TalkingPoint,
    TalkingPointText,
)
from chapters.admin_parts import Kept, Quick, ReadOnly, Words
from chapters.members.admin import IN_CHAPTER


class SpeakerWords(Words):
    model = SpeakerText


class ProgramItemWords(Words):
    model = ProgramItemText


class HearingWords(Words):
    model = HearingText


class TalkingPointWords(Words):
    model = TalkingPointText


@admin.register(Speaker)
class SpeakerAdmin(Quick):
    list_display = ("name", "event", "state", "asked_at", "chapter")
    list_filter = ("state", *IN_CHAPTER)
    search_fields = ("name", "code")
    autocomplete_fields = ("chapter", "event", "official", "partner", "member", "asked_by")
    inlines = (SpeakerWords,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        rows = super().get_queryset(request).select_related("event__chapter", "chapter")
        return rows.prefetch_related("event__texts")


@admin.register(ProgramItem)
class ProgramItemAdmin(Quick):
    list_display = ("__str__", "event", "order", "minutes")
    list_filter = IN_CHAPTER
    search_fields = ("texts__title",)
    autocomplete_fields = ("chapter", "event", "speaker")
    inlines = (ProgramItemWords,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgramItem]:
        rows = super().get_queryset(request).select_related("event__chapter", "chapter")
        return rows.prefetch_related("event__texts", "texts")


@admin.register(DistrictGoal)
class DistrictGoalAdmin(Quick):
    list_display = ("name", "event", "goal")
    list_filter = IN_CHAPTER
    search_fields = ("name",)
    autocomplete_fields = ("chapter", "event")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DistrictGoal]:
        return super().get_queryset(request).select_related("event__chapter").prefetch_related("event__texts")


@admin.register(DistrictPick)
class DistrictPickAdmin(ReadOnly):
    list_display = ("rsvp", "district")
    search_fields = ("rsvp__code", "district__name")
    list_filter = IN_CHAPTER
    list_select_related = ("rsvp", "district")


@admin.register(Hearing)
class HearingAdmin(Kept):
    list_display = ("event", "body", "agenda_item", "outcome", "outcome_on")
    list_filter = ("outcome", *IN_CHAPTER)
    search_fields = ("body", "file_number")
    autocomplete_fields = ("chapter", "event", "measure")
    inlines = (HearingWords,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hearing]:
        return super().get_queryset(request).select_related("event__chapter").prefetch_related("event__texts")


@admin.register(TalkingPoint)
class TalkingPointAdmin(Quick):
    list_display = ("__str__", "event", "order")
    list_filter = IN_CHAPTER
    search_fields = ("texts__title",)
    autocomplete_fields = ("chapter", "event")
    inlines = (TalkingPointWords,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TalkingPoint]:
        rows = super().get_queryset(request).select_related("event__chapter", "chapter")
        return rows.prefetch_related("event__texts", "texts")


@admin.register(SpeakingSlot)
class SpeakingSlotAdmin(ReadOnly):
    list_display = ("rsvp", "event", "order", "spoke_at")
    search_fields = ("rsvp__code",)
    list_filter = IN_CHAPTER

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpeakingSlot]:
        rows = super().get_queryset(request).select_related("event__chapter", "rsvp")
        return rows.prefetch_related("event__texts")
