"""What was written about a campaign, whom we know in newsrooms, and what we say to them."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField


class PressMentionQuerySet(models.QuerySet["PressMention"]):
    def public(self) -> Self:
        return self.filter(is_public=True)


class PressMention(Coded, Stamped):
    """One article or broadcast about the campaign, in the language it came out in."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="press_mentions")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="press_mentions")
    moment = models.ForeignKey(
        "campaigns.Moment", models.SET_NULL, null=True, blank=True, related_name="press_mentions"
    )
    outlet = models.CharField(_("newspaper, station or site"), max_length=100)
    title = models.CharField(_("headline"), max_length=240)
    url = models.URLField(_("link"), max_length=400, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    published_on = models.DateField(_("came out on"))
    is_public = models.BooleanField(_("on the public page"), default=True)

    objects = PressMentionQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("mention in the news")
        verbose_name_plural = _("mentions in the news")
        ordering = ("-published_on", "-id")
        constraints = (
            SameChapter(field="campaign", name="press_mention_same_chapter_campaign"),
            SameChapter(field="moment", name="press_mention_same_chapter_moment"),
            models.UniqueConstraint(
                fields=["campaign", "url"], condition=~Q(url=""), name="press_mention_once_per_link"
            ),
        )
        indexes = (models.Index(fields=["campaign", "published_on", "id"], name="press_mention_by_date"),)

    def __str__(self) -> str:
        return self.title


class MediaContact(Coded, Stamped):
    """Somebody in a newsroom whom we may call. For those who run campaigns only."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="media_contacts")
    name = models.CharField(_("name"), max_length=120)
    outlet = models.CharField(_("newspaper, station or site"), max_length=100)
    languages = ArrayField(
        models.CharField(max_length=8, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    phone = EncryptedTextField(_("phone"), blank=True, default="")
    email = EncryptedTextField(_("email"), blank=True, default="")
    note = EncryptedTextField(_("note"), blank=True, default="")

    class Meta:
        app_label = "campaigns"
        verbose_name = _("media contact")
        verbose_name_plural = _("media contacts")
        ordering = ("outlet", "name", "id")

    def __str__(self) -> str:
        return f"{self.name}, {self.outlet}"


class PressStatementQuerySet(models.QuerySet["PressStatement"]):
    def waiting(self) -> Self:
        return self.filter(state=PressStatement.State.DRAFT, asked_at__isnull=False)


class PressStatement(Coded, Stamped, Translated):
    """What we say to the press. Another lead than its writer approves it; a change of words needs a new yes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        SENT = "sent", _("sent out")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="press_statements")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="press_statements")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("asked for a yes"), null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent out"), null=True, blank=True)

    objects = PressStatementQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("statement to the press")
        verbose_name_plural = _("statements to the press")
        ordering = ("-id",)
        constraints = (
            unique_in_chapter("press_statement_in_chapter"),
            SameChapter(field="campaign", name="press_statement_same_chapter_campaign"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(written_by=None) | ~Q(approved_by=F("written_by")),
                name="press_statement_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None, sent_at=None)
                | Q(state="approved", approved_at__isnull=False, sent_at=None)
                | Q(state="sent", approved_at__isnull=False, sent_at__isnull=False),
                name="press_statement_states",
            ),
        )

    def __str__(self) -> str:
        return self.words("headline")


class PressStatementText(Translation):
    parent = models.ForeignKey(PressStatement, models.CASCADE, related_name="texts")
    headline = models.CharField(_("headline"), max_length=160)
    body = models.TextField(_("statement"))

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words of a statement")
        verbose_name_plural = _("words of statements")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="statement_text_once_per_language"),)

    def __str__(self) -> str:
        return self.headline
