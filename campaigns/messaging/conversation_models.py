"""What people write back."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField

if TYPE_CHECKING:
    from campaigns.messaging.delivery_models import Delivery
    from chapters.accounts.models import User


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def waiting(self) -> Self:
        """Somebody waits for an answer; emergencies first, then the longest wait."""
        return self.exclude(waiting_since=None).order_by("-is_emergency", "waiting_since")


class Conversation(Coded, Stamped):
    """The thread between one sender and one address."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="conversations")
    sender = models.ForeignKey("campaigns.Sender", models.PROTECT, related_name="conversations")
    member = models.ForeignKey("chapters.Member", models.SET_NULL, null=True, blank=True, related_name="conversations")
    address = EncryptedTextField(_("number"))
    address_index = models.CharField(max_length=64, editable=False)
    waiting_since = models.DateTimeField(_("waits since"), null=True, blank=True)
    is_emergency = models.BooleanField(_("sounds like an emergency"), default=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="assigned_conversations"
    )
    last_reply_at = models.DateTimeField(_("last wrote"), null=True, blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ("-last_reply_at",)
        constraints = (
            unique_in_chapter("conversation_in_chapter"),
            models.UniqueConstraint(fields=["sender", "address_index"], name="conversation_once"),
            SameChapter(field="sender", name="conversation_same_chapter_sender"),
            SameChapter(field="member", name="conversation_same_chapter_member"),
        )
        indexes = (
            models.Index(
                fields=["chapter", "waiting_since"], name="conversation_waiting", condition=~Q(waiting_since=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.sender_id} {self.code}"

    def answer(self, body: str, *, by: "User", key: object) -> "Delivery | None":
        """A person's answer; the same `key` sends one text. None when it was sent already or they said stop."""
        from campaigns.messaging import conversations

        delivery = conversations.write(self, body, key=f"reply:{key}", written_by=by)
        self.close(by=by)
        return delivery

    def close(self, *, by: "User | None" = None) -> None:
        """Nobody waits here any longer; with `by`, it is theirs if nobody had taken it."""
        self.waiting_since, self.is_emergency = None, False
        self.assigned_to = self.assigned_to or by
        self.save(update_fields=["waiting_since", "is_emergency", "assigned_to", "updated_at"])

    def wait(self, *, is_emergency: bool = False) -> None:
        """Somebody has to read this. Who waits already keeps the place in line."""
        self.waiting_since = self.waiting_since or timezone.now()
        self.is_emergency = self.is_emergency or is_emergency
        self.save(update_fields=["waiting_since", "is_emergency", "updated_at"])

    def assign(self, to: "User | None", *, by: "User") -> None:
        """None gives it back: whoever comes first takes it."""
        self.assigned_to = to
        self.save(update_fields=["assigned_to", "updated_at"])


class Reply(models.Model):
    """One text that a person sent us, as the carrier handed it over; `sid` keeps it from counting twice."""

    class Kind(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        STOP = "stop", _("stop")
        START = "start", _("start again")
        HELP = "help", _("help")
        EMERGENCY = "emergency", _("emergency")
        DONE = "done", _("done")
        THANKS = "thanks", _("thanks")
        WORDS = "words", _("own words")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="replies")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="replies")
    delivery = models.ForeignKey(
        "campaigns.Delivery",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("the message it answers"),
    )
    sid = models.CharField(_("carrier's id"), max_length=40, unique=True)
    body = EncryptedTextField(_("words"), blank=True, default="")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    received_at = models.DateTimeField(_("received"))
    forgotten_at = models.DateTimeField(_("the carrier's copy deleted"), null=True, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("id",)
        constraints = (
            SameChapter(field="conversation", name="reply_same_chapter_conversation"),
            SameChapter(field="delivery", name="reply_same_chapter_delivery"),
        )
        indexes = (
            models.Index(fields=["delivery"], name="reply_by_delivery"),
            models.Index(fields=["received_at"], name="reply_to_forget", condition=Q(forgotten_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.kind}"


class CannedAnswer(Coded, Stamped, Translated):
    """An answer to a question that comes often, in every language it was written in."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="canned_answers")
    title = models.CharField(_("the question"), max_length=60)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("ready answer")
        verbose_name_plural = _("ready answers")
        ordering = ("title", "id")
        constraints = (
            unique_in_chapter("canned_answer_in_chapter"),
            models.UniqueConstraint(fields=["chapter", "title"], name="canned_answer_title_once"),
        )

    def __str__(self) -> str:
        return self.title


class CannedAnswerText(Translation):
    parent = models.ForeignKey(CannedAnswer, models.CASCADE, related_name="texts")
    body = models.TextField(_("answer"))

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words of a ready answer")
        verbose_name_plural = _("words of ready answers")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="canned_text_once_per_language"),)

    def __str__(self) -> str:
        return self.body
