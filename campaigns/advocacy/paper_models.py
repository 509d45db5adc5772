"""What people sign on paper: from the table where the sheets lay to the desk they reach."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField


class PaperBatchQuerySet(models.QuerySet["PaperBatch"]):
    def to_deliver(self) -> Self:
        return self.filter(state=PaperBatch.State.READY, counted__gt=0)

    def with_words(self) -> Self:
        rows = self.select_related("chapter", "campaign", "action", "event", "official")
        return rows.prefetch_related("campaign__texts", "action__texts", "event__texts")


class PaperBatch(Coded, Stamped):
    """A pile of paper from one place and day. `counted` is what somebody counted, `added_count` what of it the action's
    count holds, `keyed_count` how many of its people were typed in."""

    class Kind(models.TextChoices):
        POSTCARDS = "postcards", _("postcards")
        PETITION = "petition", _("signatures on sheets")
        LETTERS = "letters", pgettext_lazy("what was collected", "letters")

    class State(models.TextChoices):
        OPEN = "open", _("still being collected")
        READY = "ready", _("waits to be delivered")
        DELIVERED = "delivered", _("delivered")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="paper_batches")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="paper_batches")
    action = models.ForeignKey("campaigns.Action", models.SET_NULL, null=True, blank=True, related_name="paper_batches")
    event = models.ForeignKey("campaigns.Event", models.SET_NULL, null=True, blank=True, related_name="paper_batches")
    official = models.ForeignKey(
        "campaigns.Official", models.SET_NULL, null=True, blank=True, related_name="paper_batches"
    )
    kind = models.CharField(_("what is it?"), max_length=10, choices=Kind, default=Kind.POSTCARDS)
    collected_on = models.DateField(_("collected on"))
    place = models.CharField(_("where"), max_length=120, blank=True)
    counted = models.PositiveIntegerField(_("how many"), default=0)
    added_count = models.PositiveIntegerField(default=0, editable=False)
    keyed_count = models.PositiveIntegerField(_("typed in"), default=0, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READY)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    delivered_to = models.CharField(_("to whom"), max_length=160, blank=True)
    delivered_by = models.CharField(_("who brought it"), max_length=160, blank=True)
    is_public = models.BooleanField(_("in the public story"), default=True)

    objects = PaperBatchQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("pile of paper")
        verbose_name_plural = _("piles of paper")
        ordering = ("-collected_on", "-id")
        constraints = (
            unique_in_chapter("paper_batch_in_chapter"),
            SameChapter(field="campaign", name="paper_batch_same_chapter_campaign"),
            SameChapter(field="action", name="paper_batch_same_chapter_action"),
            SameChapter(field="event", name="paper_batch_same_chapter_event"),
            SameChapter(field="official", name="paper_batch_same_chapter_official"),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_on__isnull=False)
                | ~Q(state="delivered") & Q(delivered_on=None),
                name="paper_batch_delivered_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.in_words

    @property
    def in_words(self) -> str:
        """ "214 postcards"."""
        n = self.counted
        return {
            PaperBatch.Kind.POSTCARDS: ngettext("%(n)s postcard", "%(n)s postcards", n),
            PaperBatch.Kind.PETITION: ngettext("%(n)s signature", "%(n)s signatures", n),
            PaperBatch.Kind.LETTERS: ngettext("%(n)s letter", "%(n)s letters", n),
        }[PaperBatch.Kind(self.kind)] % {"n": n}

    @property
    def is_delivered(self) -> bool:
        return self.state == PaperBatch.State.DELIVERED


class PaperSheet(Coded):
    """A photo of a sheet, as JPEG in base64: it shows names and addresses, so it is kept sealed and not for long."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="paper_sheets")
    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="sheets")
    image = EncryptedTextField(_("photo"))
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("photo of a sheet")
        verbose_name_plural = _("photos of sheets")
        ordering = ("id",)
        constraints = (SameChapter(field="batch", name="paper_sheet_same_chapter_batch"),)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.created_at:%Y-%m-%d}"
