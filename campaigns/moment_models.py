"""The moments of a campaign's story that people wrote down themselves."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter


class MomentQuerySet(models.QuerySet["Moment"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def in_order(self) -> Self:
        """Oldest first; what has no date yet comes last."""
        return self.order_by(models.F("happened_on").asc(nulls_last=True), "id")


class Moment(Coded, Stamped, Translated):
    """A dated entry of the campaign's story, typed in.

    It takes the place of the fact that `instead_of` names (`Fact.key`), or of what is drawn from its event.
    """

    class Kind(models.TextChoices):
        STEP = "step", _("step")
        LAUNCH = "launch", _("beginning")
        VIGIL = "vigil", _("vigil")
        FORUM = "forum", _("town hall or forum")
        HEARING = "hearing", _("public hearing")
        MEETING = "meeting", _("gathering")
        VOTE = "vote", _("vote")
        BILL = "bill", _("the bill moves")
        STAND = "stand", _("an official moves")
        PROMISE = "promise", _("promise")
        ACTION = "action", _("action")
        PAPER = "paper", _("letters handed over")
        PRESS = "press", _("press")
        WIN = "win", _("win")
        SETBACK = "setback", _("setback")
        PAUSE = "pause", _("pause")
        PLAN = "plan", _("plan")

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="moments")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="moments")
    event = models.ForeignKey("campaigns.Event", models.SET_NULL, null=True, blank=True, related_name="moments")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.STEP)
    happened_on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(_("how exact"), max_length=6, choices=Precision, default=Precision.DAY)
    instead_of = models.CharField(_("in place of"), max_length=60, blank=True, default="", editable=False)
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
