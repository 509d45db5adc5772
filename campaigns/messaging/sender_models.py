"""What a chapter sends from, and what the carriers let through in a day."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter

if TYPE_CHECKING:
    from chapters.accounts.models import User


class Brand(Coded, Stamped):
    """One legal entity as the carriers know it: all of its numbers, of whatever chapter, share one daily cap."""

    name = models.CharField(_("legal name"), max_length=120, unique=True)
    daily_segments = models.PositiveIntegerField(_("texts a day at most"), default=2000)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("legal entity")
        verbose_name_plural = _("legal entities")

    def __str__(self) -> str:
        return self.name


class SenderQuerySet(models.QuerySet["Sender"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def for_channel(self, channel: str) -> Self:
        email = Q(kind=Sender.Kind.EMAIL)
        return self.filter(email if channel == "email" else ~email)


class Sender(Coded, Stamped):
    """A number, Messaging Service or email address that one chapter sends from, with its pace.

    `next_slot_at` is when its next text may leave; the two counts are of the day `counted_on` in the chapter's zone.
    `registration`: step of the carriers' registration -> the day (ISO) it was done.
    """

    class Kind(models.TextChoices):
        LOCAL = "local", _("local number, low-volume registration")
        STANDARD = "standard", _("local number, standard registration")
        TOLL_FREE = "toll_free", _("toll-free number")
        SHORT_CODE = "short_code", _("short code")
        EMAIL = "email", _("email address")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="senders")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    address = models.CharField(_("number or email"), max_length=120)
    messaging_service_sid = models.CharField(_("Messaging Service"), max_length=34, blank=True)
    brand = models.ForeignKey(Brand, models.SET_NULL, null=True, blank=True, related_name="senders")
    segments_per_second = models.FloatField(_("texts a second"), default=3.0)
    daily_segments = models.PositiveIntegerField(_("texts a day at most"), null=True, blank=True)
    next_slot_at = models.DateTimeField(null=True, blank=True, editable=False)
    counted_on = models.DateField(null=True, blank=True, editable=False)
    segments_today = models.PositiveIntegerField(_("texts today"), default=0, editable=False)
    messages_today = models.PositiveIntegerField(_("messages today"), default=0, editable=False)
    registration = models.JSONField(_("registration with the carriers"), default=dict, blank=True, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)
    trouble = models.CharField(_("why it does not send"), max_length=200, blank=True)

    objects = SenderQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("sender")
        verbose_name_plural = _("senders")
        constraints = (
            unique_in_chapter("sender_in_chapter"),
            models.UniqueConstraint(fields=["address"], name="sender_address_once"),
            models.CheckConstraint(condition=Q(segments_per_second__gt=0), name="sender_pace_above_zero"),
        )

    def __str__(self) -> str:
        return self.address

    @property
    def channel(self) -> str:
        return "email" if self.kind == Sender.Kind.EMAIL else "text"

    @property
    def trouble_in_words(self) -> str:
        """`trouble` is the carrier's code, or what a person wrote."""
        from campaigns.messaging import failures

        return failures.words(self.trouble)

    def tick(self, step: str, *, by: "User", on: str) -> None:
        """Write down that a step of the registration was done on a day (ISO), or with '' that it was not."""
        from chapters import audit

        with transaction.atomic():
            fresh = Sender.objects.select_for_update(of=("self",)).get(pk=self.pk)
            kept = {name: day for name, day in fresh.registration.items() if name != step}
            self.registration = kept | ({step: on} if on else {})
            self.save(update_fields=["registration", "updated_at"])
            act = "sender_step_done" if on else "sender_step_undone"
            audit.record(act, chapter=self.chapter, by=by, subject=self, step=step)


class StrayQuerySet(models.QuerySet["Stray"]):
    def unexplained(self) -> Self:
        return self.filter(settled_at=None)


class Stray(models.Model):
    """A text at Twilio that left one of our numbers and that this site never sent: perhaps somebody has our key."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="strays")
    sender = models.ForeignKey(Sender, models.CASCADE, related_name="strays")
    sid = models.CharField(_("carrier's id"), max_length=40, unique=True)
    sent_at = models.DateTimeField(_("sent"))
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    settled_at = models.DateTimeField(_("explained"), null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = StrayQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("text that is not ours")
        verbose_name_plural = _("texts that are not ours")
        ordering = ("-id",)
        constraints = (SameChapter(field="sender", name="stray_same_chapter_sender"),)

    def __str__(self) -> str:
        return self.sid

    @transaction.atomic
    def settle(self, *, by: "User") -> bool:
        """A person knows where it came from. False when somebody explained it first."""
        from chapters import audit

        if not Stray.objects.unexplained().filter(pk=self.pk).update(settled_at=Now(), settled_by=by):
            return False
        audit.record("stray_explained", chapter=self.chapter, by=by, subject=self)
        return True
