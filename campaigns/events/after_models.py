"""What is left of an event once it is over."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded
from chapters.constraints import SameChapter


class EventLink(Coded):
    """Photos, press, a recording: where others keep it."""

    class Kind(models.TextChoices):
        PHOTOS = "photos", _("photos")
        PRESS = "press", _("press")
        VIDEO = "video", _("video")
        PAPER = "paper", _("document")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="event_links")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    label = models.CharField(_("what it is"), max_length=120)
    url = models.URLField(_("link"))

    class Meta:
        app_label = "campaigns"
        verbose_name = _("link of an event")
        verbose_name_plural = _("links of events")
        ordering = ("id",)
        constraints = (SameChapter(field="event", name="event_link_same_chapter_event"),)

    def __str__(self) -> str:
        return self.label


class Collected(Coded):
    """What was collected at an event, counted."""

    class What(models.TextChoices):
        POSTCARDS = "postcards", _("postcards")
        SIGNATURES = "signatures", _("petition signatures")
        LETTERS = "letters", _("letters")
        SIGN_UPS = "sign_ups", _("sign-ups on paper")
        CALLS = "calls", _("phone calls made")
        DOORS = "doors", _("doors knocked on")
        DOLLARS = "dollars", _("dollars given")
        OTHER = "other", _("something else")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="collected")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="collected")
    what = models.CharField(_("what"), max_length=12, choices=What)
    label = models.CharField(_("in your own words"), max_length=60, blank=True)
    count = models.PositiveIntegerField(_("how many"))

    class Meta:
        app_label = "campaigns"
        verbose_name = _("what was collected")
        verbose_name_plural = _("what was collected")
        ordering = ("id",)
        constraints = (
            SameChapter(field="event", name="collected_same_chapter_event"),
            models.UniqueConstraint(fields=["event", "what", "label"], name="collected_once"),
        )

    def __str__(self) -> str:
        return f"{self.count} {self.label or self.get_what_display()}"
