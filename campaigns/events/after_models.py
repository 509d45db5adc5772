"""What is left of an event once it is over."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy, pgettext_lazy

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
        return self.label or self.get_kind_display()


class Collected(Coded):
    """What was collected at an event, counted."""

    class What(models.TextChoices):
        POSTCARDS = "postcards", _("postcards")
        SIGNATURES = "signatures", _("petition signatures")
        LETTERS = "letters", pgettext_lazy("what was collected", "letters")
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
        """ "85 postcards"; own words stand as they were written."""
        if self.label:
            return f"{self.count} {self.label}"
        return str(COUNTED[Collected.What(self.what)] % {"n": self.count})


COUNTED = {
    Collected.What.POSTCARDS: npgettext_lazy("what was collected", "%(n)s postcard", "%(n)s postcards", "n"),
    Collected.What.SIGNATURES: npgettext_lazy(
        "what was collected", "%(n)s petition signature", "%(n)s petition signatures", "n"
    ),
    Collected.What.LETTERS: npgettext_lazy("what was collected", "%(n)s letter", "%(n)s letters", "n"),
    Collected.What.SIGN_UPS: npgettext_lazy(
        "what was collected", "%(n)s sign-up on paper", "%(n)s sign-ups on paper", "n"
    ),
    Collected.What.CALLS: npgettext_lazy("what was collected", "%(n)s phone call made", "%(n)s phone calls made", "n"),
    Collected.What.DOORS: npgettext_lazy("what was collected", "%(n)s door knocked on", "%(n)s doors knocked on", "n"),
    Collected.What.DOLLARS: npgettext_lazy("what was collected", "%(n)s dollar given", "%(n)s dollars given", "n"),
    Collected.What.OTHER: npgettext_lazy("what was collected", "%(n)s other thing", "%(n)s other things", "n"),
}
