"""Officials, bills and actions of all chapters, as staff see them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.models import (
    Action,
    ActionScript,
    ActionScriptText,
    ActionTaken,
    ActionTarget,
    ActionText,
    ComingVote,
    ComingVoter,
    Commitment,
    ContactEntry,
    DemandScore,
    Measure,
    MeasureStage,
    MeasureTitle,
    MeasureVersion,
    MeasureVersionText,
    Official,
    OfficialOffice,
    OfficialTerm,
    PaperBatch,
    PaperSheet,
    Position,
    RollCall,
    RollCallVote,
    StaffContact,
    Target,
)
from chapters.access import Can, may
from chapters.admin_parts import Kept, Quick, ReadOnly, Words
from chapters.members.admin import IN_CHAPTER
from chapters.models import Role

SECURE_URLS: Any = {models.URLField: {"assume_scheme": "https"}}


class ActionWords(Words):
    model = ActionText


class ActionScriptWords(Words):
    model = ActionScriptText


class MeasureVersionWords(Words):
    model = MeasureVersionText


@admin.register(Official)
class OfficialAdmin(Kept):
    list_display = ("name", "party", "source", "chapter")
    list_filter = ("source", *IN_CHAPTER)
    search_fields = ("name", "source_id")
    autocomplete_fields = ("chapter",)
    formfield_overrides = SECURE_URLS
    change_list_template = "admin/campaigns/official/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Official]:
        return super().get_queryset(request).select_related("chapter")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """With a link to the page that loads published lists, for each chapter whose set-up is theirs."""
        roles = Role.objects.current().filter(user__pk=request.user.pk or 0).select_related("chapter")
        loads = [role.chapter for role in roles if may(role.kind, Can.SET_UP)]
        return super().changelist_view(request, (extra_context or {}) | {"load_into": loads})

    def save_model(self, request: HttpRequest, obj: Official, form: Any, change: Any) -> None:
        """What is changed here is changed by hand, as on the pages of a chapter."""
        obj.mark_edited(form.changed_data)
        super().save_model(request, obj, form, change)


class OfOfficial(Quick):
    autocomplete_fields: ClassVar[Any] = ("chapter", "official")
    list_filter: ClassVar[Any] = IN_CHAPTER
    search_fields: ClassVar[Any] = ("official__name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Model]:
        return super().get_queryset(request).select_related("chapter", "official")


class ByHand(OfOfficial):
    """Terms and offices that are changed here are left alone by the next file."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        obj.is_by_hand = True
        super().save_model(request, obj, form, change)


@admin.register(OfficialTerm)
class OfficialTermAdmin(ByHand):
    list_display = ("official", "kind", "body", "district", "starts_on", "ends_on", "chapter")
    list_filter = ("kind", *IN_CHAPTER)
    search_fields = ("official__name", "body", "division")


@admin.register(OfficialOffice)
class OfficialOfficeAdmin(ByHand):
    list_display = ("official", "kind", "place", "phone", "chapter")
    list_filter = ("kind", *IN_CHAPTER)


@admin.register(StaffContact)
class StaffContactAdmin(OfOfficial):
    list_display = ("name", "job", "official", "chapter")
    search_fields = ("name", "official__name")
    exclude = ("phone", "email", "note")


@admin.register(Target)
class TargetAdmin(OfOfficial):
    list_display = ("official", "campaign", "order", "is_public", "chapter")
    autocomplete_fields = ("chapter", "campaign", "official")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Model]:
        return super().get_queryset(request).select_related("campaign__chapter").prefetch_related("campaign__texts")


@admin.register(Position)
class PositionAdmin(ReadOnly):
    formfield_overrides = SECURE_URLS
    list_display = ("target", "stand", "taken_on", "source", "is_public", "chapter")
    list_filter = ("stand", "source", *IN_CHAPTER)
    search_fields = ("target__official__name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Position]:
        return super().get_queryset(request).select_related("chapter", "target__official")


@admin.register(ContactEntry)
class ContactEntryAdmin(ReadOnly):
    list_display = ("official", "kind", "happened_on", "chapter")
    list_filter = ("kind", *IN_CHAPTER)
    search_fields = ("official__name",)
    exclude = ("note",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactEntry]:
        return super().get_queryset(request).select_related("chapter", "official")


@admin.register(Commitment)
class CommitmentAdmin(OfOfficial):
    list_display = ("words", "official", "due_on", "state", "chapter")
    list_filter = ("state", *IN_CHAPTER)
    search_fields = ("words", "official__name")
    autocomplete_fields = ("chapter", "campaign", "official", "logged_by")
    formfield_overrides = SECURE_URLS


@admin.register(Measure)
class MeasureAdmin(Kept):
    list_display = ("__str__", "body", "campaign", "chapter")
    list_filter = ("kind", *IN_CHAPTER)
    search_fields = ("identifier", "titles__title")
    autocomplete_fields = ("chapter", "campaign")
    formfield_overrides = SECURE_URLS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Measure]:
        rows = super().get_queryset(request).select_related("chapter", "campaign__chapter")
        return rows.prefetch_related("campaign__texts")


class OfMeasure(Quick):
    autocomplete_fields: ClassVar[Any] = ("chapter", "measure")
    list_filter: ClassVar[Any] = IN_CHAPTER
    search_fields: ClassVar[Any] = ("measure__identifier",)
    formfield_overrides: ClassVar[Any] = SECURE_URLS

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Model]:
        return super().get_queryset(request).select_related("chapter", "measure")


@admin.register(MeasureTitle)
class MeasureTitleAdmin(OfMeasure):
    list_display = ("title", "measure", "since_on", "chapter")
    search_fields = ("title", "measure__identifier")


@admin.register(MeasureStage)
class MeasureStageAdmin(OfMeasure):
    list_display = ("measure", "kind", "reached_on", "words", "chapter")


@admin.register(MeasureVersion)
class MeasureVersionAdmin(OfMeasure):
    list_display = ("label", "measure", "dated_on", "stance", "chapter")
    search_fields = ("label", "measure__identifier")
    inlines = (MeasureVersionWords,)


@admin.register(DemandScore)
class DemandScoreAdmin(ReadOnly):
    list_display = ("version", "demand", "score", "chapter")
    list_filter = ("score", *IN_CHAPTER)
    search_fields = ("version__label",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DemandScore]:
        rows = super().get_queryset(request).select_related("chapter", "version", "demand__chapter")
        return rows.prefetch_related("demand__texts")


@admin.register(RollCall)
class RollCallAdmin(OfMeasure):
    list_display = ("voted_on", "place", "motion", "measure", "ayes", "noes", "has_passed", "chapter")
    search_fields = ("motion", "measure__identifier")


@admin.register(ComingVote)
class ComingVoteAdmin(Kept):
    list_display = ("body", "decides_on", "needed", "outcome", "chapter")
    list_filter = ("outcome", *IN_CHAPTER)
    search_fields = ("body", "what")
    autocomplete_fields = ("chapter", "campaign", "measure")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ComingVote]:
        return super().get_queryset(request).select_related("chapter")


@admin.register(ComingVoter)
class ComingVoterAdmin(ReadOnly):
    list_display = ("target", "vote", "chapter")
    list_filter = IN_CHAPTER
    search_fields = ("target__official__name", "vote__body")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ComingVoter]:
        return super().get_queryset(request).select_related("chapter", "vote", "target__official")


@admin.register(RollCallVote)
class RollCallVoteAdmin(ReadOnly):
    list_display = ("name", "vote", "official", "match", "chapter")
    list_filter = ("vote", "match", *IN_CHAPTER)
    search_fields = ("name", "official__name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RollCallVote]:
        return super().get_queryset(request).select_related("chapter", "official")


@admin.register(Action)
class ActionAdmin(Kept):
    list_display = ("__str__", "kind", "campaign", "taken_count", "goal", "published_at", "chapter")
    list_filter = ("kind", *IN_CHAPTER)
    search_fields = ("texts__title", "code")
    autocomplete_fields = ("chapter", "campaign", "cites")
    inlines = (ActionWords,)
    formfield_overrides = SECURE_URLS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Action]:
        rows = super().get_queryset(request).select_related("chapter", "campaign__chapter")
        return rows.prefetch_related("texts", "campaign__texts")


class OfAction(Quick):
    autocomplete_fields: ClassVar[Any] = ("chapter", "action", "official")
    list_filter: ClassVar[Any] = IN_CHAPTER
    search_fields: ClassVar[Any] = ("official__name", "action__code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Model]:
        rows = super().get_queryset(request).select_related("chapter", "action__chapter", "official")
        return rows.prefetch_related("action__texts")


@admin.register(ActionTarget)
class ActionTargetAdmin(OfAction):
    list_display = ("official", "action", "order", "chapter")


@admin.register(ActionScript)
class ActionScriptAdmin(OfAction):
    list_display = ("action", "official", "tone", "chapter")
    inlines = (ActionScriptWords,)


@admin.register(ActionTaken)
class ActionTakenAdmin(ReadOnly):
    list_display = ("action", "official", "outcome", "source", "taken_at", "chapter")
    list_filter = ("outcome", "source", *IN_CHAPTER)
    search_fields = ("action__code",)
    exclude = ("key", "name", "place", "words")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ActionTaken]:
        rows = super().get_queryset(request).select_related("chapter", "action__chapter", "official")
        return rows.prefetch_related("action__texts")


@admin.register(PaperBatch)
class PaperBatchAdmin(Kept):
    list_display = ("__str__", "campaign", "collected_on", "state", "delivered_on", "chapter")
    list_filter = ("kind", "state", *IN_CHAPTER)
    search_fields = ("place", "delivered_to")
    autocomplete_fields = ("chapter", "campaign", "action", "event", "official")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PaperBatch]:
        return (
            super()
            .get_queryset(request)
            .select_related("chapter", "campaign__chapter")
            .prefetch_related("campaign__texts")
        )


@admin.register(PaperSheet)
class PaperSheetAdmin(ReadOnly):
    list_display = ("batch", "created_at", "chapter")
    list_filter = IN_CHAPTER
    search_fields = ("batch__place",)
    exclude = ("image",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PaperSheet]:
        return super().get_queryset(request).select_related("chapter", "batch").defer("image")
