"""One message to one person, whatever its purpose: the row is the queue."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, new_code
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField

if TYPE_CHECKING:
    from chapters.accounts.models import User


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def claimable(self) -> Self:
        """Queued, due, not expired; of a call to action only while that is sending."""
        now = Now()
        return self.filter(
            Q(call_to_action=None) | Q(call_to_action__state="sending"),
            state=Delivery.State.QUEUED,
            not_before__lte=now,
            expires_at__gt=now,
        )

    def for_call(self) -> Self:
        return self.exclude(call_to_action=None)

    def single(self) -> Self:
        """Answers, confirmations, reminders: written to one person, not by a call."""
        return self.filter(call_to_action=None)

    def final(self) -> Self:
        return self.filter(state__in=Delivery.ENDS)

    def went_out(self) -> Self:
        """Handed to the carrier, as far as anyone can know."""
        return self.filter(state__in=Delivery.WENT_OUT)

    def needing_a_person(self) -> Self:
        return self.filter(state=Delivery.State.PARKED)


class Delivery(Coded, Stamped):
    """States move by conditional updates whose row count decides who won; the sum over states is the audience.

    The words and the address of a call to action are filled in when a worker claims the row: until then the call and
    the member hold them. `key` is the last wall against twice. `code` goes to the carrier in the callback's address
    and comes back.
    `not_before` and `expires_at` hold the person's own hours: outside them nothing is sent. `despite_stop` is for the
    one confirmation of a stop, and for the answer to a call for help.
    """

    class Purpose(models.TextChoices):
        ASK = "ask", _("call to action")
        FOLLOW_UP = "follow_up", _("second ask")
        REMINDER = "reminder", _("reminder")
        NOTICE = "notice", _("change of plans")
        ANSWER = "answer", _("answer")
        CONFIRM = "confirm", _("confirmation")
        ALERT = "alert", _("alert")

    class Queue(models.TextChoices):
        URGENT = "urgent", _("urgent")
        DEFAULT = "default", _("default")
        BULK = "bulk", _("bulk")

    class State(models.TextChoices):
        QUEUED = "queued", _("not sent yet")
        CLAIMED = "claimed", _("next in line")
        SENDING = "sending", _("being handed over")
        ACCEPTED = "accepted", _("on the way")
        SENT = "sent", _("sent")
        DELIVERED = "delivered", _("delivered")
        SKIPPED = "skipped", _("left out")
        REFUSED = "refused", _("refused")
        UNDELIVERED = "undelivered", _("did not arrive")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("too late, not sent")
        CANCELLED = "cancelled", _("stopped before sending")
        UNKNOWN = "unknown", _("being checked")
        PARKED = "parked", _("needs a person")

    ENDS = (
        State.DELIVERED,
        State.SKIPPED,
        State.REFUSED,
        State.UNDELIVERED,
        State.FAILED,
        State.EXPIRED,
        State.CANCELLED,
    )
    WENT_OUT = (
        State.SENDING,
        State.UNKNOWN,
        State.ACCEPTED,
        State.SENT,
        State.DELIVERED,
        State.UNDELIVERED,
        State.PARKED,
    )

    AGAIN_WITHIN = timedelta(days=3)  # older words are better written anew

    # The busiest table carries no index and no key twice. `unique=True` would add an index for patterns, and a plain
    # key beside the SameChapter one below would double the time that an approval takes.
    code = models.CharField(_("code"), max_length=32, default=new_code, editable=False)
    key = models.CharField(_("key"), max_length=140, editable=False)
    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="deliveries", db_index=False)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    queue = models.CharField(_("queue"), max_length=8, choices=Queue)
    channel = models.CharField(_("channel"), max_length=8, choices=[("text", _("text")), ("email", _("email"))])
    sender = models.ForeignKey(
        "campaigns.Sender", models.PROTECT, related_name="deliveries", db_index=False, db_constraint=False
    )
    member = models.ForeignKey(
        "chapters.Member",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliveries",
        db_index=False,
        db_constraint=False,
    )
    call_to_action = models.ForeignKey(
        "campaigns.CallToAction",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        db_index=False,
        db_constraint=False,
    )
    event = models.ForeignKey(
        "campaigns.Event",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliveries",
        db_index=False,
        db_constraint=False,
    )
    conversation = models.ForeignKey(
        "campaigns.Conversation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliveries",
        db_index=False,
        db_constraint=False,
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    address = EncryptedTextField(_("to"), blank=True, default="")
    address_index = models.CharField(max_length=64, editable=False)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    subject = EncryptedTextField(_("subject"), blank=True, default="")
    body = EncryptedTextField(_("words"), blank=True, default="")
    segments = models.PositiveSmallIntegerField(_("texts it counts as"), default=1)
    link_code = models.CharField(_("short link"), max_length=12, null=True, editable=False)
    opened_at = models.DateTimeField(_("link opened"), null=True, blank=True)
    taps = models.PositiveSmallIntegerField(_("times the link was opened"), default=0)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    not_before = models.DateTimeField(_("not before"))
    expires_at = models.DateTimeField(_("not after"))
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    despite_stop = models.BooleanField(_("goes out after a stop too"), default=False, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    attempted_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    looks = models.PositiveSmallIntegerField(_("times looked for"), default=0)
    looked_at = models.DateTimeField(_("last looked for"), null=True, blank=True)
    sid = models.CharField(_("carrier's id"), max_length=80, blank=True)
    accepted_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    final_at = models.DateTimeField(_("ended"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("the carrier's copy deleted"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("message to a person")
        verbose_name_plural = _("messages to people")
        ordering = ("-id",)
        constraints = (
            unique_in_chapter("delivery_in_chapter"),
            SameChapter(field="sender", name="delivery_same_chapter_sender"),
            SameChapter(field="member", name="delivery_same_chapter_member"),
            SameChapter(field="call_to_action", name="delivery_same_chapter_call"),
            SameChapter(field="event", name="delivery_same_chapter_event"),
            SameChapter(field="conversation", name="delivery_same_chapter_conversation"),
            models.UniqueConstraint(fields=["key"], name="delivery_key_once"),
            models.UniqueConstraint(fields=["code"], name="delivery_code_once"),
            models.UniqueConstraint(fields=["link_code"], name="delivery_link_once"),
            models.CheckConstraint(condition=~Q(address_index=""), name="delivery_has_an_address"),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "sending"]) | Q(token__isnull=False),
                name="delivery_claimed_has_a_token",
            ),
        )
        indexes = (
            # What to send next: of a sender's own messages, and of one call.
            models.Index(
                fields=["sender", "queue", "not_before", "id"],
                name="delivery_next_of_sender",
                condition=Q(state="queued", call_to_action=None),
            ),
            models.Index(
                fields=["call_to_action", "sender", "not_before", "id"],
                name="delivery_next_of_call",
                condition=Q(state="queued"),
            ),
            models.Index(fields=["expires_at"], name="delivery_late", condition=Q(state="queued")),
            models.Index(
                fields=["state", "attempted_at"],
                name="delivery_in_flight",
                condition=Q(state__in=["claimed", "sending", "unknown"]),
            ),
            models.Index(fields=["accepted_at"], name="delivery_silent", condition=Q(state__in=["accepted", "sent"])),
            models.Index(fields=["chapter"], name="delivery_parked", condition=Q(state="parked")),
            models.Index(fields=["call_to_action", "state"], name="delivery_by_call"),
            models.Index(fields=["address_index", "channel", "attempted_at"], name="delivery_budget"),
            models.Index(fields=["chapter", "attempted_at"], name="delivery_by_day"),
            models.Index(fields=["conversation", "id"], name="delivery_in_thread", condition=~Q(conversation=None)),
            models.Index(fields=["event"], name="delivery_by_event", condition=~Q(event=None)),
            models.Index(fields=["written_by"], name="delivery_by_writer", condition=~Q(written_by=None)),
            models.Index(fields=["sid"], name="delivery_by_sid", condition=~Q(sid="")),
            models.Index(fields=["member", "-id"], name="delivery_by_member"),
            models.Index(
                fields=["attempted_at"],
                name="delivery_to_forget",
                condition=Q(channel="text", forgotten_at=None) & ~Q(sid=""),
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def is_final(self) -> bool:
        return self.state in Delivery.ENDS

    @property
    def can_go_again(self) -> bool:
        """Parked, and not too late for this person. An answer or a confirmation may go for some days yet, because
        somebody decides about that very one."""
        now = timezone.now()
        fresh = self.is_at_once and self.created_at > now - self.AGAIN_WITHIN
        return self.state == Delivery.State.PARKED and (fresh or self.expires_at > now)

    @property
    def is_at_once(self) -> bool:
        return self.purpose in {Delivery.Purpose.ANSWER, Delivery.Purpose.CONFIRM}

    def mark_sent(self, *, by: "User") -> bool:
        """Parked, and a person knows that it arrived. False when somebody else decided first."""
        return self.settle("parked_marked_sent", by=by, state=Delivery.State.SENT)

    def send_again(self, *, by: "User") -> bool:
        """Parked, and a person knows that it did not arrive. Too late is still not sent: False."""
        from campaigns.messaging import outbox
        from campaigns.messaging.models import CallToAction
        from campaigns.messaging.policy import POLICY

        call_state = CallToAction.State
        with transaction.atomic():
            if not self.can_go_again:
                return False
            life = POLICY[self.purpose].life if self.is_at_once else timedelta(0)
            until = max(self.expires_at, timezone.now() + life)
            if not self.settle("parked_sent_again", by=by, state=Delivery.State.QUEUED, expires_at=until):
                return False
            CallToAction.objects.filter(deliveries=self, state=call_state.DONE).update(state=call_state.SENDING)
            outbox.nudge(self.queue)
        return True

    @transaction.atomic
    def settle(self, act: str, *, by: "User", state: str, **more: object) -> bool:
        from chapters import audit

        parked = Delivery.objects.filter(pk=self.pk, state=Delivery.State.PARKED)
        if not parked.update(state=state, reason="", lease_until=None, **more):
            return False
        audit.record(act, chapter=self.chapter, by=by, subject=self)
        return True


class DeliveryCount(models.Model):
    """What is left of messages whose rows were forgotten: how many of a call, or of a month, came to what."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="delivery_counts")
    call_to_action = models.ForeignKey(
        "campaigns.CallToAction", models.CASCADE, null=True, blank=True, related_name="delivery_counts"
    )
    month_on = models.DateField(_("month"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=Delivery.Purpose)
    channel = models.CharField(_("channel"), max_length=8, choices=[("text", _("text")), ("email", _("email"))])
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=12, choices=Delivery.State)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    messages = models.PositiveIntegerField(_("messages"))
    segments = models.PositiveIntegerField(_("texts"))
    opened = models.PositiveIntegerField(_("opened the link"))
    answered = models.PositiveIntegerField(_("answered"))
    stopped = models.PositiveIntegerField(_("asked to stop"), default=0)
    forgotten_on = models.DateField(_("rows forgotten"), default=timezone.localdate)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("count of messages")
        verbose_name_plural = _("counts of messages")
        constraints = (
            SameChapter(field="call_to_action", name="delivery_count_same_chapter_call"),
            models.UniqueConstraint(
                fields=[
                    *("chapter", "call_to_action", "month_on", "purpose", "channel", "language", "state", "reason"),
                ],
                name="delivery_count_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.chapter_id} {self.month_on:%Y-%m} {self.purpose} {self.messages}"


class SendGate(models.Model):
    """One row: whether anything may be sent at all. Closed by a lead of the instance, or when a backup was restored."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    is_open = models.BooleanField(_("messages may go out"), default=True)
    reason = models.CharField(_("why it is closed"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("send gate")
        verbose_name_plural = _("send gate")
        constraints = (models.CheckConstraint(condition=Q(id=1), name="send_gate_is_one_row"),)

    def __str__(self) -> str:
        return str(_("open") if self.is_open else _("closed"))

    @property
    def why(self) -> str:
        """The reason in the reader's language; what a person typed stays as it is."""
        from campaigns.messaging import gate

        return gate.words(self.reason)
