"""When a chapter writes about its events."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Timetable(models.Model):
    """Which messages people get about an event they answered. The promise under the form says the same."""

    chapter = models.OneToOneField("chapters.Chapter", models.CASCADE, related_name="timetable")
    has_day_before = models.BooleanField(_("the day before"), default=True)
    has_day_of = models.BooleanField(_("on the morning of the day"), default=False)
    has_just_before = models.BooleanField(_("an hour before"), default=False)
    has_day_after = models.BooleanField(_("the day after"), default=False)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("timetable of messages")
        verbose_name_plural = _("timetables of messages")

    def __str__(self) -> str:
        return f"{self.chapter_id}"
