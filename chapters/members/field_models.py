"""What a chapter wants to know about people beyond what everybody knows: its own fields, and what they hold."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    def in_use(self) -> "CustomFieldQuerySet":
        return self.filter(archived_at=None)

    def with_words(self) -> "CustomFieldQuerySet":
        return self.select_related("chapter").prefetch_related("texts")


class CustomField(Coded, Stamped, Translated):
    """Put away, never deleted: what it holds about people stays."""

    class Kind(models.TextChoices):
        TEXT = "text", _("words")
        CHOICE = "choice", _("one of several answers")
        YES_NO = "yes_no", _("yes or no")
        NUMBER = "number", _("a number")
        DATE = "date", _("a date")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="custom_fields")
    kind = models.CharField(_("what it holds"), max_length=8, choices=Kind)
    answers = ArrayField(models.CharField(max_length=60), verbose_name=_("answers"), default=list, blank=True)
    place = models.PositiveIntegerField(_("place"), default=0)
    archived_at = models.DateTimeField(_("put away"), null=True, blank=True)

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("field of a chapter")
        verbose_name_plural = _("fields of chapters")
        ordering = ("place", "id")
        constraints = (
            unique_in_chapter("custom_field_in_chapter"),
            models.CheckConstraint(condition=~Q(kind="choice") | ~Q(answers=[]), name="custom_field_has_answers"),
        )

    def __str__(self) -> str:
        return self.words("label") or self.code

    def put_last(self) -> None:
        last = self.chapter.custom_fields.aggregate(last=Max("place"))["last"]
        self.place = (last or 0) + 1

    def move_up(self) -> None:
        """One place before the field that stood in front of it."""
        fields = list(self.chapter.custom_fields.in_use())
        at = [field.pk for field in fields].index(self.pk)
        if at:
            fields[at - 1], fields[at] = fields[at], fields[at - 1]
        for place, field in enumerate(fields, start=1):
            type(self).objects.filter(pk=field.pk).update(place=place)

    def put_away(self) -> None:
        self.archived_at = timezone.now()
        self.save(update_fields=["archived_at", "updated_at"])

    def bring_back(self) -> None:
        self.archived_at = None
        self.put_last()
        self.save(update_fields=["archived_at", "place", "updated_at"])


class CustomFieldText(Translation):
    parent = models.ForeignKey(CustomField, models.CASCADE, related_name="texts")
    label = models.CharField(_("what it is called"), max_length=60)

    class Meta:
        app_label = "chapters"
        verbose_name = _("words of a field")
        verbose_name_plural = _("words of fields")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="custom_text_once_per_language"),)

    def __str__(self) -> str:
        return self.label


class CustomValue(models.Model):
    """What one field holds about one person, in the column of its kind. No row: nobody wrote it down."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="custom_values")
    member = models.ForeignKey("chapters.Member", models.CASCADE, related_name="custom_values")
    field = models.ForeignKey(CustomField, models.CASCADE, related_name="values")
    words = EncryptedTextField(_("words"), blank=True, default="")
    answer = models.CharField(_("answer"), max_length=60, blank=True, default="")
    is_yes = models.BooleanField(_("yes"), null=True, blank=True)
    number = models.DecimalField(_("number"), max_digits=12, decimal_places=2, null=True, blank=True)
    known_on = models.DateField(_("date"), null=True, blank=True)

    class Meta:
        app_label = "chapters"
        verbose_name = _("what a field holds")
        verbose_name_plural = _("what fields hold")
        constraints = (
            models.UniqueConstraint(fields=["member", "field"], name="custom_value_once"),
            SameChapter(field="member", name="custom_value_same_chapter_member"),
            SameChapter(field="field", name="custom_value_same_chapter_field"),
            models.CheckConstraint(
                condition=~Q(words="")
                | ~Q(answer="")
                | Q(is_yes__isnull=False)
                | Q(number__isnull=False)
                | Q(known_on__isnull=False),
                name="custom_value_holds_something",
            ),
        )
        indexes = (models.Index(fields=["field", "answer"], name="custom_value_by_answer"),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.field_id}"

    @property
    def value(self) -> Any:
        return getattr(self, COLUMNS[self.field.kind])


COLUMNS = {"text": "words", "choice": "answer", "yes_no": "is_yes", "number": "number", "date": "known_on"}
