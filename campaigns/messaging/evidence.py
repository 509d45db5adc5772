"""Texts in Twilio's list that no delivery has the id of: which of ours one of them is, and what follows from that."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from campaigns.messaging import rendering, statuses, sweep, twilio
from campaigns.messaging.models import Delivery, Sender
from chapters.members.contacts import address_index
from chapters.models import Channel

State = Delivery.State
BATCH = 1000


def text_senders() -> list[Sender]:
    return list(Sender.objects.for_channel(Channel.TEXT).select_related("chapter"))


def senders_of(message: Any, senders: Iterable[Sender]) -> list[Sender]:
    """Which of `senders` a text left from: the one with its number first, then those of its Messaging Service."""
    found = [sender for sender in senders if twilio.is_ours(message, sender)]
    return sorted(found, key=lambda sender: sender.address != message.from_)


def known(messages: Iterable[Any]) -> Iterator[tuple[Any, Delivery | None]]:
    """Each text with the delivery that has its id, if one does."""
    rest = iter(messages)
    while batch := list(islice(rest, BATCH)):
        ours = Delivery.objects.filter(sid__in=[message.sid for message in batch]).select_related("chapter", "sender")
        by_sid = {delivery.sid: delivery for delivery in ours}
        yield from ((message, by_sid.get(message.sid)) for message in batch)


def match(message: Any, senders: Sequence[Sender], among: QuerySet[Delivery]) -> Delivery | None:
    """The delivery without an id that says the same to the same number; one that was tried before comes first."""
    same_address = among.filter(
        sender__in=senders,
        channel=Channel.TEXT,
        sid="",
        address_index=address_index(Channel.TEXT, message.to),
        created_at__lte=message.date_created + twilio.CLOCKS_DIFFER,
    )
    said, rows = without_link(message.body or ""), same_address.select_related("chapter", "sender")
    tried_first = rows.order_by(F("attempted_at").asc(nulls_last=True), "pk")
    return next((delivery for delivery in tried_first if without_link(words_of(delivery)) == said), None)


def words_of(delivery: Delivery) -> str:
    """What a delivery says, or would say if it were sent now; '' when nobody could get it any more."""
    return "" if rendering.fill([delivery]) else delivery.body


def without_link(words: str) -> list[str]:
    """Word by word, with the personal link left out: a restored database may have made another one."""
    return re.sub(rf"{re.escape(settings.PUBLIC_URL)}/t/\w+/?", "", words).split()


def link_in(words: str) -> str:
    """The code of the personal short link in a text, '' when it has none."""
    found = re.search(rf"{re.escape(settings.PUBLIC_URL)}/t/(\w+)", words)
    return found[1] if found and not Delivery.objects.filter(link_code=found[1]).exists() else ""


def adopt(delivery: Delivery, message: Any, among: QuerySet[Delivery]) -> bool:
    """Twilio has it: it is never sent again. False when the row is no longer in `among`."""
    at = message.date_created
    facts: dict[str, Any] = {"state": State.ACCEPTED, "reason": "", "sid": message.sid, "accepted_at": at}
    facts |= {"token": None, "lease_until": None, "final_at": None}
    facts |= {"attempts": Greatest("attempts", 1), "attempted_at": Greatest("attempted_at", at)}
    facts |= {} if delivery.body else {"body": message.body or ""}
    facts |= {} if delivery.address else {"address": message.to}
    if code := link_in(message.body or ""):
        facts["link_code"] = code
    if not among.filter(pk=delivery.pk, sid="").update(**facts):
        return False
    delivery.refresh_from_db()
    follow(delivery, message)
    return True


def follow(delivery: Delivery, message: Any) -> None:
    """Move the row up to what the list says of it."""
    state = statuses.FROM_TWILIO.get(str(message.status), State.ACCEPTED)
    sweep.follow(delivery, state, sid=message.sid, code=str(message.error_code or ""))
