"""What a chapter decided in its meetings."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.dates import on_day
from chapters.encryption import EncryptedTextField

SHOWN_FOR = timedelta(days=14)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def for_sheet(self) -> "DecisionQuerySet":
        """Those still open, however old, and what was decided or done lately; open ones first, by their date."""
        lately = timezone.now() - SHOWN_FOR
        shown = self.filter(Q(done_at=None) | Q(done_at__gt=lately) | Q(decided_on__gt=lately))
        return shown.order_by(models.F("done_at").asc(nulls_first=True), "due_on", "decided_on", "id")


class Decision(Coded, Stamped):
    """One sentence: what was decided, who does it, until when."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="decisions")
    words = EncryptedTextField(_("what you decided"))
    decided_on = models.DateField(_("day of the meeting"))
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who does it"),
    )
    due_on = models.DateField(_("until when"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-decided_on", "-id")

    def __str__(self) -> str:
        return f"{self.chapter_id} {self.decided_on:%Y-%m-%d}"

    @property
    def due_in_words(self) -> str:
        return on_day(self.due_on) if self.due_on else ""

    def finish(self) -> None:
        self.done_at = self.done_at or timezone.now()
        self.save(update_fields=["done_at", "updated_at"])
