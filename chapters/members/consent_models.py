"""What people agreed to, in which words, and who said stop."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter


class Channel(models.TextChoices):
    TEXT = "text", _("texts")
    EMAIL = "email", _("email")


class ConsentWording(Coded, Translated):
    """The sentence a person agreed to, by version. Never changed once used: a new sentence is a new version."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="consent_wordings")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        app_label = "chapters"
        verbose_name = _("consent wording")
        verbose_name_plural = _("consent wordings")
        constraints = (
            unique_in_chapter("consent_wording_in_chapter"),
            models.UniqueConstraint(fields=["chapter", "channel", "version"], name="consent_wording_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.channel} v{self.version}"


class ConsentWordingText(Translation):
    parent = models.ForeignKey(ConsentWording, models.CASCADE, related_name="texts")
    sentence = models.TextField(_("sentence"))

    class Meta:
        app_label = "chapters"
        verbose_name = _("words of a consent")
        verbose_name_plural = _("words of consents")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="consent_text_once_per_language"),)

    def __str__(self) -> str:
        return self.sentence


class ConsentQuerySet(models.QuerySet["Consent"]):
    def for_channel(self, channel: str) -> "ConsentQuerySet":
        return self.filter(channel=channel)


class Consent(models.Model):
    """One yes or no to one channel, with its proof. Append-only: a trigger refuses UPDATE, and DELETE outside
    purge and erase. The latest entry of a channel decides."""

    class Source(models.TextChoices):
        FORM = "form", _("web form")
        RSVP = "rsvp", _("when saving a seat")
        PAPER = "paper", _("paper sign-up")
        IMPORT = "import", _("imported list")
        KEYWORD = "keyword", _("text message")
        PAGE = "page", _("their own page")
        PERSON = "person", _("told a lead")
        CARRIER = "carrier", _("phone carrier")
        UNSUBSCRIBE = "unsubscribe", _("unsubscribe link")
        UNDO = "undo", _("list taken back")
        MERGE = "merge", _("two entries made one")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="consents")
    member = models.ForeignKey("chapters.Member", models.CASCADE, related_name="consents")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    is_given = models.BooleanField(_("said yes"))
    source = models.CharField(_("how"), max_length=12, choices=Source)
    source_detail = models.CharField(_("where"), max_length=200, blank=True)
    wording = models.ForeignKey(ConsentWording, models.PROTECT, null=True, blank=True, related_name="consents")
    wording_text = models.TextField(_("exact words"), blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)
    at = models.DateTimeField(_("when"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("-id",)
        indexes = (models.Index(fields=["member", "channel", "-id"], name="consent_latest"),)
        constraints = (
            SameChapter(field="member", name="consent_same_chapter_member"),
            SameChapter(field="wording", name="consent_same_chapter_wording"),
            models.CheckConstraint(
                condition=Q(is_given=False) | Q(wording__isnull=False) | ~Q(wording_text=""),
                name="consent_yes_has_its_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {'yes' if self.is_given else 'no'} {self.at:%Y-%m-%d}"


class OptOutQuerySet(models.QuerySet["OptOut"]):
    def against(self, channel: object, address_index: object, chapter: object) -> "OptOutQuerySet":
        """Those that forbid this channel to this address for this chapter (its id or an expression)."""
        return self.filter(Q(chapter=None) | Q(chapter=chapter), channel=channel, address_index=address_index)


class OptOut(models.Model):
    """Stop: no more on this channel to this address. Without a chapter it holds for every chapter here.

    Holds only the keyed hash of the address and outlives the member.
    """

    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    address_index = models.CharField(_("address hash"), max_length=64)
    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, null=True, blank=True, related_name="opt_outs")
    source = models.CharField(_("how"), max_length=12, choices=Consent.Source)
    at = models.DateTimeField(_("when"))

    objects = OptOutQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        constraints = (
            models.UniqueConstraint(
                fields=["channel", "address_index", "chapter"], name="opt_out_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(address_index=""), name="opt_out_has_an_address"),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.at:%Y-%m-%d}"
