"""Two entries that may be one person: who said that they are two, and what became of two that were made one."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded
from chapters.constraints import SameChapter
from chapters.encryption import EncryptedTextField

UNDOABLE = timedelta(days=30)


class NotSame(models.Model):
    """Somebody looked at these two and said that they are two people. `first` is the older entry."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="not_same")
    first = models.ForeignKey("chapters.Member", models.CASCADE, related_name="not_same_after")
    second = models.ForeignKey("chapters.Member", models.CASCADE, related_name="not_same_before")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        app_label = "chapters"
        verbose_name = _("two people who look alike")
        verbose_name_plural = _("pairs of people who look alike")
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="not_same_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_same_older_first"),
            SameChapter(field="first", name="not_same_same_chapter_first"),
            SameChapter(field="second", name="not_same_same_chapter_second"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class MergeQuerySet(models.QuerySet["Merge"]):
    def undoable(self) -> Self:
        return self.filter(undone_at=None, merged_at__gt=timezone.now() - UNDOABLE)


class Merge(Coded):
    """Two entries that became one. `record` is JSON: the row that went, what it held, and what changed on `kept`."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="merges")
    kept = models.ForeignKey("chapters.Member", models.CASCADE, related_name="merges")
    record = EncryptedTextField(_("what moved"), blank=True, default="")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    merged_at = models.DateTimeField(_("when"), default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("two entries made one")
        verbose_name_plural = _("entries made one")
        ordering = ("-id",)
        constraints = (SameChapter(field="kept", name="merge_same_chapter_kept"),)
        indexes = (models.Index(fields=["chapter", "-merged_at"], name="merge_by_day"),)

    def __str__(self) -> str:
        return f"{self.kept_id} {self.merged_at:%Y-%m-%d}"
