"""A person leaves our messages. Rows stay as numbers of their call, without a word, an address or a name; what has not
been handed over yet ends."""

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from campaigns.messaging.models import Conversation, Delivery
from chapters.members.erasing import Eraser
from chapters.models import Member

State = Delivery.State
# A worker that has claimed a row asks once more before it hands it over, and finds it ended.
NOT_YET = (State.QUEUED, State.CLAIMED)
IN_DOUBT = (State.UNKNOWN, State.PARKED)
NOTHING = {"member": None, "conversation": None, "address": "", "subject": "", "body": "", "link_code": None}


def erase(member: Member) -> None:
    """`sid` stays until the carrier's copy is deleted there. A row that is being handed over right now keeps its state:
    it is told what became of it, and is not tried again."""
    now = timezone.now()
    rows = Delivery.objects.filter(member=member)
    ended = {"final_at": now, "token": None, "lease_until": None}
    rows.filter(state__in=NOT_YET).update(state=State.CANCELLED, reason="gone", **ended)
    rows.filter(state__in=IN_DOUBT).update(state=State.FAILED, reason="gone", **ended)
    nameless = Concat(Value("erased:"), F("code"))
    rows.update(**NOTHING, key=nameless, address_index=nameless, written_by=None)
    for conversation in Conversation.objects.filter(member=member):
        leave(conversation, member)


def leave(conversation: Conversation, member: Member) -> None:
    """The thread of somebody else with the same number goes on; theirs keeps nothing but what the carrier calls each
    text, until its copy is deleted there."""
    others = conversation.chapter.members.with_phone(member.phone).exclude(pk=member.pk)
    if other := others.order_by("pk").first():
        Conversation.objects.filter(pk=conversation.pk).update(member=other)
        return
    conversation.replies.exclude(forgotten_at=None).delete()
    conversation.replies.update(body="")
    if not conversation.replies.exists():
        conversation.delete()
        return
    Conversation.objects.filter(pk=conversation.pk).update(
        member=None,
        address="",
        address_index=f"erased:{conversation.code}",
        waiting_since=None,
        is_emergency=False,
        assigned_to=None,
    )


ERASER = Eraser(erase, frozenset({"campaigns.Conversation.member", "campaigns.Delivery.member"}))
