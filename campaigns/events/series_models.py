"""Events that repeat: the rule, and who comes every time."""

from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter


class Scope(models.TextChoices):
    """How far a change of one event of a series reaches."""

    ONE = "one", _("Only this one")
    FOLLOWING = "following", _("This and the following")
    ALL = "all", _("All that are still ahead")


class SeriesQuerySet(models.QuerySet["Series"]):
    def running(self) -> Self:
        return self.filter(ended_at=None)


class Series(Coded, Stamped):
    """A rule from which single events are made ahead of time.

    `rule` is the RRULE of RFC 5545 without DTSTART; it counts from `starts_on` at `begins`, hours of `timezone`, so
    that half past six stays half past six when the clocks change.
    """

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="series")
    rule = models.CharField(_("rule"), max_length=200)
    timezone = models.CharField(_("time zone"), max_length=40)
    starts_on = models.DateField(_("first day"))
    begins = models.TimeField(_("begins"))
    minutes = models.PositiveIntegerField(_("minutes long"), validators=[MinValueValidator(1)])
    last_made_on = models.DateField(_("made until"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        ordering = ("-id",)
        constraints = (
            unique_in_chapter("series_in_chapter"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="series_takes_time"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.begins:%H:%M}"

    @property
    def goes_on(self) -> bool:
        """More dates are to come than are made."""
        from campaigns.events.rules import Rule

        if self.ended_at or self.last_made_on is None:
            return self.ended_at is None
        return Rule.parse(self.rule, self.zone).goes_beyond(self.starts_on, self.last_made_on)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class StandingRsvp(Stamped):
    """A yes to every event of a series, also to those that are not made yet."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="standing_rsvps")
    series = models.ForeignKey(Series, models.CASCADE, related_name="standing_rsvps")
    member = models.ForeignKey("chapters.Member", models.CASCADE, related_name="standing_rsvps")
    party_size = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    channel = models.CharField(_("told by"), max_length=8, blank=True, default="text")
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("seat every time")
        verbose_name_plural = _("seats every time")
        constraints = (
            models.UniqueConstraint(fields=["series", "member"], name="standing_rsvp_once"),
            SameChapter(field="series", name="standing_rsvp_same_chapter_series"),
            SameChapter(field="member", name="standing_rsvp_same_chapter_member"),
            models.CheckConstraint(condition=Q(party_size__gte=1, party_size__lte=20), name="standing_party_1_to_20"),
        )

    def __str__(self) -> str:
        return f"{self.series_id} {self.member_id}"

    def end(self) -> None:
        self.ended_at = timezone.now()
        self.save(update_fields=["ended_at", "updated_at"])
