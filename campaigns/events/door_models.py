"""At the door: links for hosts, who came in, and every tap once."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, new_secret
from chapters.constraints import SameChapter, unique_in_chapter


class HostLinkQuerySet(models.QuerySet["HostLink"]):
    def working(self) -> Self:
        return self.filter(revoked_at=None)


class HostLink(Coded, Stamped):
    """What a host holds instead of an account: good for one event, until somebody takes it back."""

    class Kind(models.TextChoices):
        DOOR = "door", _("check people in")
        HOST = "host", _("run the event")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="host_links")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="host_links")
    kind = models.CharField(_("for what"), max_length=8, choices=Kind, default=Kind.DOOR)
    label = models.CharField(_("for whom"), max_length=60, help_text=_("Rosa at the side door."))
    member = models.ForeignKey("chapters.Member", models.SET_NULL, null=True, blank=True, related_name="host_links")
    secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = HostLinkQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("link for a host")
        verbose_name_plural = _("links for hosts")
        ordering = ("-id",)
        constraints = (
            unique_in_chapter("host_link_in_chapter"),
            SameChapter(field="event", name="host_link_same_chapter_event"),
            SameChapter(field="member", name="host_link_same_chapter_member"),
        )

    def __str__(self) -> str:
        return self.label

    def revoke(self) -> bool:
        """It stops working at once. False when somebody took it back before."""
        now = timezone.now()
        return HostLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now, updated_at=now) == 1


class CheckIn(Stamped):
    """How many of one party came in. The latest tap holds, by the clock of the phone that made it."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="check_ins")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="check_ins")
    rsvp = models.OneToOneField("campaigns.Rsvp", models.CASCADE, related_name="check_in")
    arrived = models.PositiveSmallIntegerField(_("came in"), default=0, validators=[MaxValueValidator(50)])
    tapped_at = models.DateTimeField(_("at"), default=timezone.now)
    is_own_word = models.BooleanField(_("said so themselves, afterwards"), default=False)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("person who came")
        verbose_name_plural = _("people who came")
        constraints = (
            SameChapter(field="event", name="check_in_same_chapter_event"),
            SameChapter(field="rsvp", name="check_in_same_chapter_rsvp"),
            models.CheckConstraint(condition=Q(arrived__lte=50), name="check_in_50_at_most"),
        )
        indexes = (models.Index(fields=["event"], name="check_in_by_event", condition=Q(arrived__gt=0)),)

    def __str__(self) -> str:
        return f"{self.rsvp_id} {self.arrived}"


class DoorTap(models.Model):
    """What a phone sent once: the same tap, sent again after a bad signal, changes nothing.

    `heads` counts people of an event that keeps no names; it can be negative to take a slip back.
    """

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="door_taps")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="door_taps")
    key = models.UUIDField(_("key"), unique=True)
    heads = models.SmallIntegerField(_("heads"), default=0)
    applied_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("tap at the door")
        verbose_name_plural = _("taps at the door")
        constraints = (SameChapter(field="event", name="door_tap_same_chapter_event"),)

    def __str__(self) -> str:
        return str(self.key)
