"""What we do: campaigns, what they demand, and their story."""

from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.advocacy.models import (
    Action,
    ActionScript,
    ActionScriptText,
    ActionTaken,
    ActionTarget,
    ActionText,
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
from campaigns.events.models import (
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
from campaigns.messaging.models import (
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
from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter

__all__ = [
    "Action",
    "ActionScript",
    "ActionScriptText",
    "ActionTaken",
    "ActionTarget",
    "ActionText",
    "Brand",
    "CallToAction",
    "CallToActionText",
    "Campaign",
    "CampaignText",
    "CannedAnswer",
    "CannedAnswerText",
    "CheckIn",
    "CoHost",
    "Collected",
    "Commitment",
    "ContactEntry",
    "Conversation",
    "Delivery",
    "DeliveryCount",
    "Demand",
    "DemandScore",
    "DemandText",
    "DoorTap",
    "Event",
    "EventLink",
    "EventText",
    "HostLink",
    "LeadNotice",
    "Measure",
    "MeasureStage",
    "MeasureTitle",
    "MeasureVersion",
    "MeasureVersionText",
    "Moment",
    "MomentText",
    "NeedMatch",
    "Official",
    "OfficialOffice",
    "OfficialTerm",
    "PaperBatch",
    "PaperSheet",
    "Position",
    "Reply",
    "RollCall",
    "RollCallVote",
    "Rsvp",
    "SendGate",
    "Sender",
    "Series",
    "ShareLink",
    "Shift",
    "ShiftSeat",
    "StaffContact",
    "StandingRsvp",
    "Stray",
    "SupportCase",
    "Target",
    "Timetable",
]


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running(self) -> Self:
        return self.filter(ended_on=None)

    def published(self) -> Self:
        return self.filter(published_at__lte=timezone.now())

    def with_words(self) -> Self:
        return self.select_related("chapter").prefetch_related("texts")


class Campaign(Coded, Stamped, Translated):
    """A fight over time: one demand, many moments."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="campaigns")
    slug = models.SlugField(_("address"), max_length=60, validators=[RegexValidator(r"^[a-z0-9-]+$")])
    published_at = models.DateTimeField(_("public since"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("-id",)
        constraints = (
            unique_in_chapter("campaign_in_chapter"),
            models.UniqueConstraint(fields=["chapter", "slug"], name="campaign_slug_once"),
        )

    def __str__(self) -> str:
        return self.words("name") or self.slug

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()


class CampaignText(Translation):
    parent = models.ForeignKey(Campaign, models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=80)
    demand = models.CharField(_("what we demand"), max_length=240, help_text=_("One sentence."))
    why = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("words of a campaign")
        verbose_name_plural = _("words of campaigns")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="campaign_text_once_per_language"),)

    def __str__(self) -> str:
        return self.name


class Demand(Coded, Translated):
    """One point the law must contain."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="demands")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="demands")
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        ordering = ("position", "id")
        constraints = (
            unique_in_chapter("demand_in_chapter"),
            SameChapter(field="campaign", name="demand_same_chapter_campaign"),
        )

    def __str__(self) -> str:
        return self.words("sentence")


class DemandText(Translation):
    parent = models.ForeignKey(Demand, models.CASCADE, related_name="texts")
    sentence = models.CharField(_("sentence"), max_length=240)

    class Meta:
        verbose_name = _("words of a demand")
        verbose_name_plural = _("words of demands")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="demand_text_once_per_language"),)

    def __str__(self) -> str:
        return self.sentence


class MomentQuerySet(models.QuerySet["Moment"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def in_order(self) -> Self:
        """Oldest first; what has no date yet comes last."""
        return self.order_by(models.F("happened_on").asc(nulls_last=True), "id")


class Moment(Coded, Stamped, Translated):
    """A dated entry of the campaign's story."""

    class Kind(models.TextChoices):
        STEP = "step", _("step")
        WIN = "win", _("win")
        SETBACK = "setback", _("setback")
        PRESS = "press", _("press")
        PLAN = "plan", _("plan")

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="moments")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="moments")
    event = models.ForeignKey("campaigns.Event", models.SET_NULL, null=True, blank=True, related_name="moments")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.STEP)
    happened_on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(_("how exact"), max_length=6, choices=Precision, default=Precision.DAY)
    is_public = models.BooleanField(_("on the public page"), default=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MomentQuerySet.as_manager()

    class Meta:
        verbose_name = _("moment")
        verbose_name_plural = _("moments")
        constraints = (
            unique_in_chapter("moment_in_chapter"),
            SameChapter(field="campaign", name="moment_same_chapter_campaign"),
            SameChapter(field="event", name="moment_same_chapter_event"),
        )
        indexes = (models.Index(fields=["campaign", "happened_on"], name="moment_by_date"),)

    def __str__(self) -> str:
        return self.words("title")


class MomentText(Translation):
    parent = models.ForeignKey(Moment, models.CASCADE, related_name="texts")
    title = models.CharField(_("what happened"), max_length=140)
    body = models.TextField(_("in a few sentences"), blank=True)

    class Meta:
        verbose_name = _("words of a moment")
        verbose_name_plural = _("words of moments")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="moment_text_once_per_language"),)

    def __str__(self) -> str:
        return self.title
