"""What was sent to a person and what they wrote back, for their page."""

from django.utils.translation import gettext as _

from campaigns.messaging import failures
from campaigns.messaging.models import Delivery, Reply
from chapters.members.timeline import Entry
from chapters.models import Member

LATEST = 300
SHOWN = 120
TROUBLED = (Delivery.State.REFUSED, Delivery.State.UNDELIVERED, Delivery.State.FAILED, Delivery.State.PARKED)


def entries(member: Member) -> list[Entry]:
    """The latest messages and replies; what was never sent is not told."""
    went = (*Delivery.WENT_OUT, Delivery.State.REFUSED, Delivery.State.FAILED)
    sent = member.deliveries.filter(state__in=went).exclude(attempted_at=None).select_related("call_to_action")
    written = Reply.objects.filter(conversation__member=member)
    found = [sent_entry(delivery) for delivery in sent.order_by("-pk")[:LATEST]]
    return found + [reply_entry(reply) for reply in written.order_by("-pk")[:LATEST]]


def sent_entry(delivery: Delivery) -> Entry:
    """Like: We texted: “Will you come?” (delivered)."""
    call = delivery.call_to_action
    subject = call.title if call else shortened(delivery.subject or delivery.body or "…")
    pattern = _("We texted: “%(words)s” (%(state)s)")
    if delivery.channel == "email":
        pattern = _("We emailed: “%(words)s” (%(state)s)")
    state = delivery.get_state_display()
    if delivery.state in TROUBLED and delivery.reason:
        state = f"{state}. {failures.words(delivery.reason)}".removesuffix(".")
    return Entry(delivery.attempted_at or delivery.created_at, pattern % {"words": subject, "state": state}, "message")


def reply_entry(reply: Reply) -> Entry:
    return Entry(reply.received_at, _("Wrote: “%(words)s”") % {"words": shortened(reply.body or "…")}, "reply")


def shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1].rstrip()}…"
