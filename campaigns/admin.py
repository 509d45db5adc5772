"""Campaigns, their demands and their story, as staff see them. The slices' own pages are imported here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.advocacy import admin as _advocacy
from campaigns.advocacy import shelf_admin as _shelf
from campaigns.events import admin as _events
from campaigns.events import program_admin as _programs
from campaigns.messaging import admin as _messaging
from campaigns.models import Campaign, CampaignPartner, CampaignText, Demand, DemandText, Moment, MomentText
from chapters.admin_parts import Kept, Quick, Words
from chapters.members.admin import IN_CHAPTER

__all__ = ["_advocacy", "_events", "_messaging", "_programs", "_shelf"]


class CampaignWords(Words):
    model = CampaignText


class DemandWords(Words):
    model = DemandText


class MomentWords(Words):
    model = MomentText


@admin.register(Campaign)
class CampaignAdmin(Kept):
    list_display = ("__str__", "slug", "chapter", "stage", "published_at", "outcome", "ended_on")
    list_filter = ("stage", "outcome", *IN_CHAPTER)
    search_fields = ("texts__name", "slug")
    autocomplete_fields = ("chapter", "working_group")
    inlines = (CampaignWords,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        return Campaign.objects.with_words()


@admin.register(CampaignPartner)
class CampaignPartnerAdmin(Quick):
    list_display = ("partner", "role", "campaign", "is_public", "chapter")
    list_filter = ("role", "is_public", *IN_CHAPTER)
    search_fields = ("partner__name",)
    autocomplete_fields = ("chapter", "campaign", "partner")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CampaignPartner]:
        rows = super().get_queryset(request).select_related("chapter", "campaign__chapter", "partner")
        return rows.prefetch_related("campaign__texts")


@admin.register(Demand)
class DemandAdmin(Quick):
    list_display = ("__str__", "campaign", "position", "chapter")
    list_filter = IN_CHAPTER
    search_fields = ("texts__sentence",)
    autocomplete_fields = ("chapter", "campaign")
    inlines = (DemandWords,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Demand]:
        rows = super().get_queryset(request).select_related("chapter", "campaign__chapter")
        return rows.prefetch_related("texts", "campaign__texts")


@admin.register(Moment)
class MomentAdmin(Quick):
    list_display = ("__str__", "campaign", "kind", "happened_on", "is_public", "chapter")
    list_filter = ("kind", "is_public", *IN_CHAPTER)
    search_fields = ("texts__title",)
    autocomplete_fields = ("chapter", "campaign", "event", "written_by")
    inlines = (MomentWords,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Moment]:
        rows = super().get_queryset(request).select_related("chapter", "campaign__chapter")
        return rows.prefetch_related("texts", "campaign__texts")
