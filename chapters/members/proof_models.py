"""Links that prove an address: to join, to open one's own page, to write to a new number or email."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Stamped, new_secret
from chapters.constraints import SameChapter
from chapters.encryption import EncryptedTextField, blind_index
from chapters.members.consent_models import Channel


class AddressProof(Stamped):
    """Whoever opens `secret` holds the address it was sent to. It is good for a short time, and once.

    For joining it also holds what the person typed and agreed to: nothing of it is in the people list before.
    """

    class Kind(models.TextChoices):
        JOIN = "join", _("to join")
        OPEN = "open", _("to open their page")
        CHANGE = "change", _("a new number or email")

    LIVES = {Kind.JOIN: timedelta(days=1), Kind.OPEN: timedelta(hours=1), Kind.CHANGE: timedelta(days=1)}

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="address_proofs")
    member = models.ForeignKey("chapters.Member", models.CASCADE, null=True, blank=True, related_name="address_proofs")
    kind = models.CharField(_("what for"), max_length=8, choices=Kind)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    address = EncryptedTextField(_("to"))
    address_index = models.CharField(max_length=64, editable=False)
    secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    name = EncryptedTextField(_("name"), blank=True, default="")
    zip = EncryptedTextField(_("ZIP code"), blank=True, default="")
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    wording = models.ForeignKey("chapters.ConsentWording", models.PROTECT, null=True, blank=True, related_name="+")
    wording_text = models.TextField(_("exact words"), blank=True)
    source_detail = models.CharField(_("where"), max_length=200, blank=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        app_label = "chapters"
        verbose_name = _("link that proves an address")
        verbose_name_plural = _("links that prove an address")
        ordering = ("-id",)
        constraints = (
            SameChapter(field="member", name="address_proof_same_chapter_member"),
            SameChapter(field="wording", name="address_proof_same_chapter_wording"),
            models.CheckConstraint(condition=~Q(address_index=""), name="address_proof_has_an_address"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.created_at:%Y-%m-%d}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.address_index = blind_index("phone" if self.channel == Channel.TEXT else "email", self.address)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_open(self) -> bool:
        return self.used_at is None and timezone.now() - self.created_at < self.LIVES[self.Kind(self.kind)]

    def use(self) -> bool:
        """False when it was used before, or two click at once and the other was first."""
        return AddressProof.objects.filter(pk=self.pk, used_at=None).update(used_at=timezone.now()) == 1
