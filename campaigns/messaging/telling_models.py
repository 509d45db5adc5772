"""What the leads of a chapter are told by email, once each."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LeadNotice(models.Model):
    """One thing that the leads must hear of. The row is written where it happens, and posted soon after.

    `key` keeps the same thing from being told twice; `facts` holds numbers and codes for the words, nothing personal.
    """

    class About(models.TextChoices):
        TROUBLE = "trouble", _("a sender that cannot send")
        PAUSED = "paused", _("a message that was paused")
        APPROVED = "approved", _("a message that was approved")
        REPLIES = "replies", _("replies that wait")
        STRAY = "stray", _("a text that is not ours")
        GATE = "gate", _("sending is closed")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="lead_notices")
    about = models.CharField(_("about"), max_length=10, choices=About)
    key = models.CharField(_("key"), max_length=140, unique=True, editable=False)
    facts = models.JSONField(_("numbers"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("notice to leads")
        verbose_name_plural = _("notices to leads")
        ordering = ("-id",)
        indexes = (models.Index(fields=["id"], name="lead_notice_untold", condition=Q(told_at=None)),)

    def __str__(self) -> str:
        return self.key
