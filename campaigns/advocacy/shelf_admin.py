"""Press, letters, stories, toolkits, cases and things, as staff see them: no contact, no sealed word."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.models import (
    Case,
    CaseDate,
    CaseText,
    MediaContact,
    PressMention,
    PressStatement,
    PressStatementText,
    Resource,
    ResourceFile,
    SignOn,
    SignOnLetter,
    SignOnLetterText,
    Testimony,
    Thing,
    ThingHold,
)
from chapters.admin_parts import Quick, ReadOnly, Words
from chapters.members.admin import IN_CHAPTER

SECURE_URLS: Any = {models.URLField: {"assume_scheme": "https"}}


class StatementWords(Words):
    model = PressStatementText


class LetterWords(Words):
    model = SignOnLetterText


class OfCampaign(Quick):
    autocomplete_fields: ClassVar[Any] = ("chapter", "campaign")
    list_filter: ClassVar[Any] = IN_CHAPTER
    formfield_overrides: ClassVar[Any] = SECURE_URLS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("chapter", "campaign__chapter")
        return rows.prefetch_related("campaign__texts")


class Sealed(ReadOnly):
    """Of a person: that it is there, never what it says."""

    list_filter: ClassVar[Any] = IN_CHAPTER
    search_fields: ClassVar[Any] = ("code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("chapter")


@admin.register(PressMention)
class PressMentionAdmin(OfCampaign):
    list_display = ("title", "outlet", "published_on", "language", "is_public", "campaign", "chapter")
    list_filter = ("language", "is_public", *IN_CHAPTER)
    search_fields = ("title", "outlet")
    autocomplete_fields = ("chapter", "campaign", "moment")


@admin.register(MediaContact)
class MediaContactAdmin(Sealed):
    list_display = ("name", "outlet", "chapter")
    search_fields = ("name", "outlet")
    exclude = ("phone", "email", "note")


@admin.register(PressStatement)
class PressStatementAdmin(ReadOnly):
    list_display = ("__str__", "state", "campaign", "chapter")
    list_filter = ("state", *IN_CHAPTER)
    search_fields = ("texts__headline",)
    inlines = (StatementWords,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PressStatement]:
        rows = super().get_queryset(request).select_related("chapter", "campaign__chapter")
        return rows.prefetch_related("texts", "campaign__texts")


@admin.register(SignOnLetter)
class SignOnLetterAdmin(OfCampaign):
    list_display = ("__str__", "state", "closes_on", "campaign", "chapter")
    list_filter = ("state", *IN_CHAPTER)
    search_fields = ("texts__title", "texts__addressed_to")
    inlines = (LetterWords,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignOnLetter]:
        return super().get_queryset(request).prefetch_related("texts")


@admin.register(SignOn)
class SignOnAdmin(Sealed):
    list_display = ("organization", "state", "source", "signed_at", "chapter")
    list_filter = ("state", *IN_CHAPTER)
    search_fields = ("organization",)
    exclude = ("signer_name", "signer_title", "email", "email_index", "secret", "letter")


@admin.register(Testimony)
class TestimonyAdmin(Sealed):
    __test__ = False
    list_display = ("code", "scope", "is_public", "consent_on", "withdrawn_at", "chapter")
    list_filter = ("scope", "is_public", *IN_CHAPTER)
    exclude = ("name", "first_name", "contact", "words", "consent_words", "member", "campaign")


@admin.register(Resource)
class ResourceAdmin(OfCampaign):
    list_display = ("title", "kind", "language", "version", "shared", "chapter")
    list_filter = ("kind", "language", "shared", *IN_CHAPTER)
    search_fields = ("title",)


@admin.register(ResourceFile)
class ResourceFileAdmin(Sealed):
    list_display = ("filename", "content_type", "size", "chapter")
    search_fields = ("filename",)
    exclude = ("content", "resource")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResourceFile]:
        return super().get_queryset(request).defer("content")


@admin.register(Case)
class CaseAdmin(Sealed):
    list_display = ("code", "is_public", "consent_on", "withdrawn_at", "closed_at", "chapter")
    list_filter = ("is_public", *IN_CHAPTER)
    fields = ("code", "chapter", "is_public", "consent_on", "withdrawn_at", "closed_at")


@admin.register(CaseText)
class CaseTextAdmin(ReadOnly):
    """Which languages a case has words in."""

    list_display = ("parent", "language")
    list_filter = ("language",)
    search_fields = ("parent__code",)
    fields = ("language",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CaseText]:
        return super().get_queryset(request).select_related("parent")


@admin.register(CaseDate)
class CaseDateAdmin(Sealed):
    list_display = ("code", "kind", "starts_at", "needs_company", "chapter")
    list_filter = ("kind", *IN_CHAPTER)
    exclude = ("place", "note", "case")


@admin.register(Thing)
class ThingAdmin(OfCampaign):
    list_display = ("name", "kind", "campaign", "chapter")
    list_filter = ("kind", *IN_CHAPTER)
    search_fields = ("name",)


@admin.register(ThingHold)
class ThingHoldAdmin(Sealed):
    list_display = ("thing", "since_on", "until_on", "ended_on", "chapter")
    search_fields = ("thing__name",)
    exclude = ("name", "place", "member")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ThingHold]:
        return super().get_queryset(request).select_related("thing")
