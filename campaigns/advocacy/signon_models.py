"""Letters that organizations sign with us."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation, new_secret
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import BlindIndexField, EncryptedTextField


class SignOnLetterQuerySet(models.QuerySet["SignOnLetter"]):
    def with_words(self) -> Self:
        return self.select_related("chapter", "campaign__chapter").prefetch_related("texts", "campaign__texts")

    def with_counts(self) -> Self:
        """`signed_count` and `waiting_count` beside each."""
        signed, waiting = Q(sign_ons__state=SignOn.State.SIGNED), Q(sign_ons__state=SignOn.State.WAITING)
        return self.annotate(
            signed_count=Count("sign_ons", filter=signed), waiting_count=Count("sign_ons", filter=waiting)
        )

    def shown(self) -> Self:
        """Whoever has the link may read it."""
        return self.exclude(state=SignOnLetter.State.DRAFT).filter(chapter__closed_at=None)


class SignOnLetter(Coded, Stamped, Translated):
    """A letter to somebody with power. `closes_on`: the last day to sign, in the chapter's own zone."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open for signatures")
        CLOSED = "closed", _("closed")
        DELIVERED = "delivered", _("delivered")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="sign_on_letters")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="sign_on_letters")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    closes_on = models.DateField(_("last day to sign"))
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)

    objects = SignOnLetterQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("sign-on letter")
        verbose_name_plural = _("sign-on letters")
        ordering = ("-closes_on", "-id")
        constraints = (
            unique_in_chapter("sign_on_letter_in_chapter"),
            SameChapter(field="campaign", name="sign_on_letter_same_chapter_campaign"),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_on__isnull=False)
                | (~Q(state="delivered") & Q(delivered_on=None)),
                name="sign_on_letter_delivered_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.words("title")

    @property
    def addressed_to(self) -> str:
        return self.words("addressed_to")

    @property
    def today(self) -> date:
        return timezone.localdate(timezone=self.chapter.zone)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN and self.today <= self.closes_on

    @property
    def is_late(self) -> bool:
        """Nobody closed it, and its last day is over."""
        return self.state == self.State.OPEN and self.today > self.closes_on


class SignOnLetterText(Translation):
    parent = models.ForeignKey(SignOnLetter, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=140)
    addressed_to = models.CharField(_("to whom"), max_length=200)
    body = models.TextField(_("letter"))

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words of a sign-on letter")
        verbose_name_plural = _("words of sign-on letters")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="letter_text_once_per_language"),)

    def __str__(self) -> str:
        return self.title


class SignOnQuerySet(models.QuerySet["SignOn"]):
    def signed(self) -> Self:
        return self.filter(state=SignOn.State.SIGNED).order_by("organization", "id")

    def waiting(self) -> Self:
        return self.filter(state=SignOn.State.WAITING).order_by("id")


class SignOn(Coded, Stamped):
    """One organization under one letter. Its name is public once signed; the email never is.

    `key` is the name without capitals and spaces: an organization stands under a letter once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("not confirmed yet")
        SIGNED = "signed", _("signed")
        REMOVED = "removed", _("taken off")

    class Source(models.TextChoices):
        EMAIL = "email", _("confirmed by email")
        LEAD = "lead", _("confirmed by a lead")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="sign_ons")
    letter = models.ForeignKey(SignOnLetter, models.CASCADE, related_name="sign_ons")
    organization = models.CharField(_("organization"), max_length=120)
    key = models.CharField(max_length=120, editable=False)
    signer_name = EncryptedTextField(_("who signs for it"), blank=True, default="")
    signer_title = EncryptedTextField(_("what they do there"), blank=True, default="")
    email = EncryptedTextField(_("email"), blank=True, default="")
    email_index = BlindIndexField(source="email", channel="email")
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    source = models.CharField(_("how it was confirmed"), max_length=6, choices=Source, blank=True)
    secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SignOnQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("signature of an organization")
        verbose_name_plural = _("signatures of organizations")
        ordering = ("organization", "id")
        constraints = (
            SameChapter(field="letter", name="sign_on_same_chapter_letter"),
            models.UniqueConstraint(fields=["letter", "key"], condition=Q(state="signed"), name="sign_on_once"),
            models.CheckConstraint(
                condition=~Q(state="signed") | (Q(signed_at__isnull=False) & ~Q(source="")),
                name="sign_on_confirmed_somehow",
            ),
        )
        indexes = (models.Index(fields=["letter", "state"], name="sign_on_by_state"),)

    def __str__(self) -> str:
        return self.organization
