"""One person, one family: what we may say about them, when they must be where, and what was agreed for them."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def public(self) -> Self:
        """The family's recorded yes decides, whatever else is set."""
        agreed = self.filter(is_public=True, withdrawn_at=None, consent_on__isnull=False)
        return agreed.filter(chapter__closed_at=None)


class Case(Coded, Stamped, Translated):
    """Sealed: every word about the person. Public: only what the family said yes to, and only while they do."""

    SEALED = ("inner_name", "story", "agreed", "lawyer", "lawyer_phone", "lawyer_email")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="cases")
    campaign = models.ForeignKey("campaigns.Campaign", models.SET_NULL, null=True, blank=True, related_name="cases")
    partner = models.ForeignKey(
        "chapters.PartnerOrganization", models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    inner_name = EncryptedTextField(_("what we call it among us"), blank=True, default="")
    story = EncryptedTextField(_("what happened"), blank=True, default="")
    agreed = EncryptedTextField(_("what the lawyers and the partner agreed to"), blank=True, default="")
    lawyer = EncryptedTextField(_("lawyer"), blank=True, default="")
    lawyer_phone = EncryptedTextField(_("phone of the lawyer"), blank=True, default="")
    lawyer_email = EncryptedTextField(_("email of the lawyer"), blank=True, default="")

    public_name = EncryptedTextField(_("name that may be said in public"), blank=True, default="")
    consent_by = EncryptedTextField(_("who said yes"), blank=True, default="")
    consent_on = models.DateField(_("said yes on"), null=True, blank=True)
    consent_scope = EncryptedTextField(_("what exactly may be public"), blank=True, default="")
    consent_words = EncryptedTextField(_("the exact words they agreed to"), blank=True, default="")
    consent_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_public = models.BooleanField(_("public"), default=False)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = (models.F("closed_at").desc(nulls_first=True), "-id")
        constraints = (
            unique_in_chapter("case_in_chapter"),
            SameChapter(field="campaign", name="case_same_chapter_campaign"),
            SameChapter(field="partner", name="case_same_chapter_partner"),
            models.CheckConstraint(
                condition=Q(is_public=False)
                | (
                    Q(withdrawn_at=None, consent_on__isnull=False)
                    & ~Q(consent_by="")
                    & ~Q(consent_scope="")
                    & ~Q(consent_words="")
                ),
                name="case_public_only_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(public_name="", is_public=False), name="case_withdrawn_has_no_name"
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_shown(self) -> bool:
        return self.is_public and self.withdrawn_at is None and self.consent_on is not None


class CaseText(Translation):
    """What the public reads, as the family agreed to it."""

    parent = models.ForeignKey(Case, models.CASCADE, related_name="texts")
    words = EncryptedTextField(_("what people may read"))

    class Meta:
        app_label = "campaigns"
        verbose_name = _("public words of a case")
        verbose_name_plural = _("public words of cases")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="case_text_once_per_language"),)

    def __str__(self) -> str:
        return f"{self.parent_id} {self.language}"


class CaseDateQuerySet(models.QuerySet["CaseDate"]):
    def upcoming(self) -> Self:
        return self.filter(starts_at__gte=timezone.now(), case__closed_at=None).order_by("starts_at")

    def until(self, at: datetime) -> Self:
        return self.filter(starts_at__lt=at)


class CaseDate(Coded, Stamped):
    """When the person must be where; neighbors may be asked to come along."""

    class Kind(models.TextChoices):
        COURT = "court", _("court")
        CHECK_IN = "check_in", _("check-in")
        LAWYER = "lawyer", _("meeting with the lawyer")
        OTHER = "other", _("other date")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="case_dates")
    case = models.ForeignKey(Case, models.CASCADE, related_name="dates")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.COURT)
    starts_at = models.DateTimeField(_("when"))
    place = EncryptedTextField(_("where"), blank=True, default="")
    note = EncryptedTextField(_("note"), blank=True, default="")
    needs_company = models.BooleanField(_("the family wants people to come along"), default=False)

    objects = CaseDateQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("date of a case")
        verbose_name_plural = _("dates of cases")
        ordering = ("starts_at", "id")
        constraints = (SameChapter(field="case", name="case_date_same_chapter_case"),)
        indexes = (models.Index(fields=["chapter", "starts_at"], name="case_date_by_day"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
