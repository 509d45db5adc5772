"""Campaigns: what is demanded, who runs them with whom, how far they are and how they ended."""

from typing import Self

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running(self) -> Self:
        return self.filter(ended_on=None)

    def published(self) -> Self:
        return self.filter(published_at__lte=timezone.now())

    def with_words(self) -> Self:
        return self.select_related("chapter").prefetch_related("texts")


class Campaign(Coded, Stamped, Translated):
    """A fight over time: one demand, many moments.

    `goal_reached` is typed; every other kind of goal is counted (`campaigns/advocacy/goals.py`).
    """

    class Stage(models.TextChoices):
        LISTENING = "listening", _("We listen to neighbors")
        GATHERING = "gathering", _("We gather people")
        PRESSING = "pressing", _("We press for a yes")
        DECIDING = "deciding", _("They are deciding")
        KEEPING = "keeping", _("We make sure it is kept")

    class Goal(models.TextChoices):
        TURNOUT = "turnout", _("people who came to our events")
        ACTIONS = "actions", _("calls, letters and signatures")
        POSITIONS = "positions", _("officials who are with us")
        TYPED = "typed", _("something else: we type the number")

    class Outcome(models.TextChoices):
        WON = "won", _("We won")
        LOST = "lost", _("We lost this time")
        PAUSED = "paused", _("We pause")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="campaigns")
    slug = models.SlugField(_("address"), max_length=60, validators=[RegexValidator(r"^[a-z0-9-]+$")])
    published_at = models.DateTimeField(_("public since"), null=True, blank=True)
    working_group = models.ForeignKey(
        "chapters.WorkingGroup",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("working group"),
    )
    stage = models.CharField(_("where it is"), max_length=10, choices=Stage, default=Stage.GATHERING)
    goal_kind = models.CharField(_("what we count"), max_length=10, choices=Goal, blank=True, default="")
    goal_number = models.PositiveIntegerField(
        _("how many we want"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    goal_reached = models.PositiveIntegerField(_("how many we have"), null=True, blank=True)
    outcome = models.CharField(_("how it ended"), max_length=6, choices=Outcome, blank=True, default="")
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    is_report_public = models.BooleanField(_("anyone may read the report"), default=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("-id",)
        constraints = (
            unique_in_chapter("campaign_in_chapter"),
            SameChapter(field="working_group", name="campaign_same_chapter_group"),
            models.UniqueConstraint(fields=["chapter", "slug"], name="campaign_slug_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(ended_on__isnull=False), name="campaign_outcome_on_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(goal_kind="") | models.Q(goal_number__gte=1), name="campaign_goal_has_a_number"
            ),
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
    goal = models.CharField(
        _("the goal in words"), max_length=160, blank=True, help_text=_("Like: 200 neighbors from every district.")
    )
    what_next = models.TextField(_("what comes next"), blank=True, help_text=_("Once it has ended."))

    class Meta:
        verbose_name = _("words of a campaign")
        verbose_name_plural = _("words of campaigns")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="campaign_text_once_per_language"),)

    def __str__(self) -> str:
        return self.name


class CampaignPartner(Coded, Stamped):
    """An organization in the fight with us, and as what."""

    class As(models.TextChoices):
        LEADS = "leads", _("leads it with us")
        ALLY = "ally", _("works on it with us")
        ENDORSES = "endorses", _("stands behind it")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="campaign_partners")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="campaign_partners")
    partner = models.ForeignKey("chapters.PartnerOrganization", models.CASCADE, related_name="campaign_partners")
    role = models.CharField(_("as what"), max_length=8, choices=As, default=As.ALLY)
    is_public = models.BooleanField(_("on the public page"), default=False)

    class Meta:
        verbose_name = _("partner of a campaign")
        verbose_name_plural = _("partners of campaigns")
        ordering = ("id",)
        constraints = (
            unique_in_chapter("campaign_partner_in_chapter"),
            models.UniqueConstraint(fields=["campaign", "partner"], name="campaign_partner_once"),
            SameChapter(field="campaign", name="campaign_partner_same_chapter_campaign"),
            SameChapter(field="partner", name="campaign_partner_same_chapter_partner"),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.partner_id}"


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
