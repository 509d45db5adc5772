"""Stories that people told us, and what they allowed us to do with them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter
from chapters.encryption import EncryptedTextField


class TestimonyQuerySet(models.QuerySet["Testimony"]):
    def kept(self) -> Self:
        return self.filter(withdrawn_at=None)

    def public(self) -> Self:
        """What may stand on a page anyone can read. The consent decides, whatever else is set."""
        return self.kept().filter(is_public=True, scope__in=Testimony.MAY_BE_PUBLIC)


class Testimony(Coded, Stamped):
    """A person's story, in their words. Withdrawn: it is off every page at once, and its words are gone."""

    __test__ = False  # its name begins like that of a test

    class Scope(models.TextChoices):
        INTERNAL = "internal", _("only inside our chapter")
        ANONYMOUS = "anonymous", _("in public, without a name")
        FIRST_NAME = "first_name", _("in public, with the first name")
        PRESS = "press", _("in public, with the first name, and the press may call")

    MAY_BE_PUBLIC = (Scope.ANONYMOUS, Scope.FIRST_NAME, Scope.PRESS)
    NAMED = (Scope.FIRST_NAME, Scope.PRESS)
    PRIVATE = ("name", "first_name", "contact", "words", "consent_words")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="testimonies")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="testimonies")
    member = models.ForeignKey("chapters.Member", models.SET_NULL, null=True, blank=True, related_name="testimonies")
    name = EncryptedTextField(_("whose story it is"), blank=True, default="")
    first_name = EncryptedTextField(_("first name that may be shown"), blank=True, default="")
    contact = EncryptedTextField(_("how to reach them"), blank=True, default="")
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    words = EncryptedTextField(_("their story"), blank=True, default="")
    scope = models.CharField(_("what they allowed"), max_length=10, choices=Scope, default=Scope.INTERNAL)
    consent_words = EncryptedTextField(_("the exact words they agreed to"), blank=True, default="")
    consent_on = models.DateField(_("they agreed on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_public = models.BooleanField(_("on the public page"), default=False)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = TestimonyQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("story of a person")
        verbose_name_plural = _("stories of people")
        ordering = ("-consent_on", "-id")
        constraints = (
            SameChapter(field="campaign", name="testimony_same_chapter_campaign"),
            SameChapter(field="member", name="testimony_same_chapter_member"),
            models.CheckConstraint(
                condition=Q(is_public=False) | (~Q(scope="internal") & Q(withdrawn_at=None) & ~Q(consent_words="")),
                name="testimony_public_only_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(name="", first_name="", contact="", words="", is_public=False),
                name="testimony_withdrawn_is_empty",
            ),
        )
        indexes = (models.Index(fields=["campaign", "is_public"], name="testimony_by_campaign"),)

    def __str__(self) -> str:
        return f"{self.code} {self.scope}"

    @property
    def shown_name(self) -> str:
        """The name for a public page: "" unless they allowed it."""
        return self.first_name if self.scope in self.NAMED and self.withdrawn_at is None else ""
