"""Neighbors who help each other at an event, and who waits for those who were taken."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter
from chapters.encryption import EncryptedTextField


class NeedMatch(Coded, Stamped):
    """One person's need and the neighbor who meets it."""

    class What(models.TextChoices):
        RIDE = "ride", _("a ride")
        CHILDCARE = "childcare", _("childcare")
        LANGUAGE = "language", _("interpretation")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="need_matches")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="need_matches")
    what = models.CharField(_("what"), max_length=12, choices=What)
    need = models.ForeignKey("campaigns.Rsvp", models.CASCADE, related_name="needs_met")
    offer = models.ForeignKey("campaigns.Rsvp", models.CASCADE, related_name="offers_given")
    told_at = models.DateTimeField(_("both were told"), null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "campaigns"
        verbose_name = _("need that is met")
        verbose_name_plural = _("needs that are met")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["need", "what"], name="need_met_once"),
            models.CheckConstraint(condition=~Q(need=models.F("offer")), name="need_met_by_another"),
            SameChapter(field="event", name="need_match_same_chapter_event"),
            SameChapter(field="need", name="need_match_same_chapter_need"),
            SameChapter(field="offer", name="need_match_same_chapter_offer"),
        )

    def __str__(self) -> str:
        return f"{self.need_id} {self.what}"


class SupportCase(Coded, Stamped):
    """Somebody who was taken at a direct action, until they are out. Gone soon after."""

    class State(models.TextChoices):
        TAKEN = "taken", _("taken")
        OUT = "out", _("out")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="support_cases")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="support_cases")
    rsvp = models.ForeignKey("campaigns.Rsvp", models.SET_NULL, null=True, blank=True, related_name="support_cases")
    name = EncryptedTextField(_("name"), help_text=_("As they want to be called."))
    contact = EncryptedTextField(_("whom to call for them"), blank=True, default="")
    note = EncryptedTextField(_("where, and what they need"), blank=True, default="")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.TAKEN)
    out_at = models.DateTimeField(_("out since"), null=True, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("person to wait for")
        verbose_name_plural = _("people to wait for")
        ordering = ("-state", "id")
        constraints = (
            SameChapter(field="event", name="support_case_same_chapter_event"),
            SameChapter(field="rsvp", name="support_case_same_chapter_rsvp"),
        )

    def __str__(self) -> str:
        return f"{self.event_id} {self.state}"
