"""How long messages are kept, and what takes their place. Stops (`OptOut`) and consents are in no rule: they stay."""

from datetime import datetime
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from campaigns.messaging.models import Conversation, Delivery, DeliveryCount, LeadNotice, Reply, Stray
from campaigns.messaging.numbers import SAME, SUMS, tallied
from chapters.locks import try_to_hold_address
from chapters.models import Channel
from chapters.retention import Rule

State = Delivery.State
# Whether it arrived may never be told: a carrier's "sent" can be the last word.
OVER = Q(state__in=(*Delivery.ENDS, State.ACCEPTED, State.SENT))
ENDED = ("final_at", "accepted_at", "attempted_at", "created_at")


FOREIGN = {"chapter": "chapter_id", "call_to_action": "call_to_action_id"}


def month(path: str) -> TruncMonth:
    return TruncMonth(f"{path}created_at", output_field=DateField())


def count_and_delete(rows: Any, now: datetime) -> None:
    """Numbers stay, people go; both or neither."""
    ids = list(rows.values_list("pk", flat=True))
    for found in tallied({"pk__in": ids}, ("chapter", "call_to_action", "purpose", *SAME), month_on=month):
        added = {name: F(name) + found.pop(name) for name in SUMS}
        key = {FOREIGN.get(name, name): value for name, value in found.items() if name != "opens_at"}
        count, _is_new = DeliveryCount.objects.get_or_create(**key, defaults=dict.fromkeys(SUMS, 0))
        DeliveryCount.objects.filter(pk=count.pk).update(**added, forgotten_on=now.date())
    rows.only("pk").delete()


def delete_threads(rows: Any, now: datetime) -> None:
    """Not one to which a text arrives right now; the next text to another begins a thread of its own."""
    indexes = rows.values_list("address_index", flat=True)
    silent = [index for index in indexes if try_to_hold_address(Channel.TEXT, index)]
    rows.filter(NOTHING_SAID, address_index__in=silent).only("pk").delete()


NOTHING_SAID = ~Q(Exists(Reply.objects.filter(conversation=OuterRef("pk")))) & ~Q(
    Exists(Delivery.objects.filter(conversation=OuterRef("pk")))
)

RULES = (
    Rule(
        "words of messages",
        Delivery,
        days=30,
        since=ENDED,
        where=OVER,
        blanks=("subject", "body", "address"),
        words=_("The words of a message we sent you, and the number or email it went to: %(days)s days."),
    ),
    Rule(
        "messages",
        Delivery,
        days=90,
        since=ENDED,
        where=OVER,
        act=count_and_delete,
        words=_("That we wrote to you, and if it arrived: %(days)s days. After that only counts are left."),
    ),
    Rule(
        "words of replies",
        Reply,
        days=14,
        since=("received_at",),
        blanks=("body",),
        words=_("The words you text us: %(days)s days."),
    ),
    Rule(
        "replies",
        Reply,
        days=90,
        since=("received_at",),
        words=_("That you wrote to us: %(days)s days."),
    ),
    Rule(
        "threads without a message",
        Conversation,
        days=90,
        since=("last_reply_at", "created_at"),
        where=NOTHING_SAID,
        act=delete_threads,
    ),
    Rule("texts that are not ours", Stray, days=90, since=("found_at",)),
    Rule("notices to leads", LeadNotice, days=90, since=("created_at",)),
)
