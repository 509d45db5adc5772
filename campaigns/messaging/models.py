"""Calls to action: one composed ask on its way from draft to done, and the numbers it is sent from."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.messaging.conversation_models import CannedAnswer, CannedAnswerText, Conversation, Reply
from campaigns.messaging.delivery_models import Delivery, DeliveryCount, SendGate
from campaigns.messaging.sender_models import Brand, Sender, Stray
from campaigns.messaging.telling_models import LeadNotice
from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter

__all__ = [
    "Brand",
    "CallToAction",
    "CallToActionText",
    "CannedAnswer",
    "CannedAnswerText",
    "Conversation",
    "Delivery",
    "DeliveryCount",
    "LeadNotice",
    "Reply",
    "SendGate",
    "Sender",
    "ShareLink",
    "Stray",
]


class CallToActionQuerySet(models.QuerySet["CallToAction"]):
    def waiting_for_a_yes(self) -> Self:
        return self.filter(state=CallToAction.State.ASKED)

    def under_way(self) -> Self:
        return self.filter(state__in=CallToAction.UNDER_WAY)

    def with_words(self) -> Self:
        return self.select_related("chapter", "campaign", "event", "action__chapter").prefetch_related("texts")


class CallToAction(Coded, Stamped, Translated):
    """One ask, in every language it has been written in.

    draft -> asked -> held or scheduled -> sending <-> paused -> done; stopped and sent back are ways out.
    Its deliveries are inserted at approval and claimable only while it is `sending`.

    With `follows` it comes after another call, and only people of that one get it; `follow_kind` says which. Blank:
    those whom the first did not reach in time, with the same ask. `audience` then only narrows them. See
    `following.py`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ASKED = "asked", _("waits for a yes")
        SENT_BACK = "sent_back", _("sent back")
        HELD = "held", _("about to go")
        SCHEDULED = "scheduled", _("set for later")
        SENDING = "sending", _("sending now")
        PAUSED = "paused", _("paused")
        DONE = "done", _("sent")
        STOPPED = "stopped", _("stopped")

    class Reach(models.TextChoices):
        TEXT = "text", _("text")
        EMAIL = "email", _("email")
        TEXT_ELSE_EMAIL = "text_else_email", _("text, and email to those we cannot text")
        BOTH = "both", _("text and email")

    class Follows(models.TextChoices):
        SECOND_ASK = "second_ask", _("asks those who did not answer")
        THANKS = "thanks", _("thanks those who said yes")
        PERMISSION = "permission", _("asks those we may not text if we may")

    EDITABLE = (State.DRAFT, State.SENT_BACK)
    UNDER_WAY = (State.HELD, State.SCHEDULED, State.SENDING, State.PAUSED)

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="calls_to_action")
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.SET_NULL, null=True, blank=True, related_name="calls_to_action"
    )
    event = models.ForeignKey("campaigns.Event", models.SET_NULL, null=True, blank=True, related_name="calls_to_action")
    action = models.ForeignKey(
        "campaigns.Action", models.SET_NULL, null=True, blank=True, related_name="calls_to_action"
    )
    cites = models.ForeignKey(
        "campaigns.MeasureVersion",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls_to_action",
        verbose_name=_("version of a bill that it speaks of"),
    )
    working_group = models.ForeignKey(
        "chapters.WorkingGroup",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls_to_action",
        verbose_name=_("which group writes"),
    )
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="follow_ups", verbose_name=_("comes after")
    )
    follow_kind = models.CharField(_("how it follows"), max_length=10, choices=Follows, blank=True)
    title = models.CharField(_("what you ask"), max_length=100, help_text=_("Only leads see this."))
    reach = models.CharField(_("how"), max_length=16, choices=Reach, default=Reach.TEXT)
    audience = models.JSONField(_("who gets it"), default=dict, blank=True)
    other_language_allowed = models.BooleanField(_("people whose language is missing get another one"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    send_at = models.DateTimeField(_("goes out at"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for a yes"), null=True, blank=True)
    asked_count = models.PositiveIntegerField(_("people when asked"), default=0)
    sent_back_reason = models.CharField(_("why it was sent back"), max_length=300, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_count = models.PositiveIntegerField(_("people when approved"), default=0)
    fingerprint = models.CharField(_("same words, same people"), max_length=64, blank=True, db_index=True)
    starts_sending_at = models.DateTimeField(_("hold ends"), null=True, blank=True)
    paused_reason = models.CharField(_("why it is paused"), max_length=300, blank=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = CallToActionQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("call to action")
        verbose_name_plural = _("calls to action")
        ordering = ("-id",)
        constraints = (
            unique_in_chapter("call_in_chapter"),
            SameChapter(field="campaign", name="call_same_chapter_campaign"),
            SameChapter(field="event", name="call_same_chapter_event"),
            SameChapter(field="action", name="call_same_chapter_action"),
            SameChapter(field="cites", name="call_same_chapter_cites"),
            SameChapter(field="working_group", name="call_same_chapter_working_group"),
            SameChapter(field="follows", name="call_same_chapter_follows"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "asked", "sent_back", "stopped"]) | Q(approved_at__isnull=False),
                name="call_goes_out_only_approved",
            ),
        )
        indexes = (
            models.Index(fields=["chapter", "state"], name="call_by_state"),
            models.Index(fields=["id"], name="call_sending", condition=Q(state="sending")),
            models.Index(fields=["starts_sending_at"], name="call_due", condition=Q(state__in=["held", "scheduled"])),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def channels(self) -> tuple[str, ...]:
        return ("text",) if self.reach == "text" else ("email",) if self.reach == "email" else ("text", "email")

    @property
    def purpose(self) -> str:
        """What its messages are for, as `policy` knows it."""
        return Delivery.Purpose.FOLLOW_UP if self.follow_kind else Delivery.Purpose.ASK

    @property
    def paused_in_words(self) -> str:
        """`paused_reason` is a code of ours or the carrier's, or what a person wrote."""
        from campaigns.messaging import failures

        return failures.words(self.paused_reason)

    @property
    def is_editable(self) -> bool:
        return self.state in CallToAction.EDITABLE

    @property
    def too_late_at(self) -> datetime | None:
        """Nothing goes out from then on: the start of its event or the end of its action, unless it thanks for that."""
        event: Any = self.event
        action: Any = self.action
        if self.follow_kind == CallToAction.Follows.THANKS:
            return None
        return event.starts_at if event else action.closes_at if action else None


class CallToActionText(Translation):
    parent = models.ForeignKey(CallToAction, models.CASCADE, related_name="texts")
    text_body = models.TextField(_("text"), blank=True)
    email_subject = models.CharField(_("subject"), max_length=150, blank=True)
    email_body = models.TextField(_("email"), blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words of a call to action")
        verbose_name_plural = _("words of calls to action")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="call_text_once_per_language"),)

    def __str__(self) -> str:
        return self.text_body or self.email_subject


class ShareLink(Coded):
    """A link for one place outside, such as a WhatsApp group: it counts taps, and knows nobody who taps."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="share_links")
    call_to_action = models.ForeignKey(CallToAction, models.CASCADE, related_name="share_links")
    place = models.CharField(_("where it is shared"), max_length=60)
    taps = models.PositiveIntegerField(_("times tapped"), default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("link to share")
        verbose_name_plural = _("links to share")
        constraints = (
            SameChapter(field="call_to_action", name="share_link_same_chapter_call"),
            models.UniqueConstraint(fields=["call_to_action", "place"], name="share_link_once_per_place"),
        )

    def __str__(self) -> str:
        return self.place
