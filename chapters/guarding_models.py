"""What guards the lists: a proof that the keys are the right ones, and lists that wait for a second lead."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.encryption import EncryptedTextField

ASKED_FOR = timedelta(days=2)  # then nobody said yes, and the list is dropped
TAKEN_WITHIN = timedelta(hours=1)


class KeyProof(models.Model):
    """One row, written with the keys of this database: with other keys it does not open."""

    WORD = "these are the keys"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    sealed = EncryptedTextField(_("sealed word"))
    index = models.CharField(_("hash of the word"), max_length=64)

    class Meta:
        app_label = "chapters"
        verbose_name = _("proof of the keys")
        verbose_name_plural = _("proofs of the keys")
        constraints = (models.CheckConstraint(condition=Q(id=1), name="key_proof_only_one"),)

    def __str__(self) -> str:
        return self.index[:8]


class LeavingListQuerySet(models.QuerySet["LeavingList"]):
    def waiting_for_a_yes(self) -> "LeavingListQuerySet":
        young = timezone.now() - ASKED_FOR
        return self.filter(approved_at=None, refused_at=None, created_at__gt=young)

    def ready(self) -> "LeavingListQuerySet":
        return self.filter(approved_at__gt=timezone.now() - TAKEN_WITHIN, taken_at=None)


class LeavingList(Coded, Stamped):
    """A list that one lead wants to take out and that is so long that a second one must say yes.

    `content` is the finished file, sealed; it is gone once it was taken, refused, or late.
    """

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="leaving_lists")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(_("what"), max_length=40)
    filename = models.CharField(_("file"), max_length=120, blank=True)
    people = models.PositiveIntegerField(_("people"))
    content = EncryptedTextField(_("file content"), blank=True, default="")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    objects = LeavingListQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("list that leaves")
        verbose_name_plural = _("lists that leave")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("asked_by")), name="leaving_list_needs_two"
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(approved_at__isnull=False), name="leaving_list_taken_after_a_yes"
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.created_at:%Y-%m-%d}"

    @property
    def state(self) -> str:
        """ "asked", "ready", "taken", "refused" or "late"."""
        now = timezone.now()
        if self.taken_at or self.refused_at:
            return "taken" if self.taken_at else "refused"
        if self.approved_at:
            return "ready" if now < self.approved_at + TAKEN_WITHIN else "late"
        return "asked" if now < self.created_at + ASKED_FOR else "late"

    @property
    def closes_at(self) -> object:
        return self.approved_at + TAKEN_WITHIN if self.approved_at else self.created_at + ASKED_FOR

    @property
    def is_page(self) -> bool:
        """A page to print; anything else is a file for a spreadsheet."""
        return not self.filename
