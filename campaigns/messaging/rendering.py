"""The words of one call to action for one person, made when a worker is about to send them.

Until then the row says who, by which channel, in which language and when: a changed name or hour of the event goes out
as it is now, and somebody who left in the meantime has nothing left to send.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from campaigns.messaging import counting
from campaigns.messaging.merging import Words, link_to
from campaigns.messaging.models import CallToAction, CallToActionText, Delivery
from chapters.members.models import INDEX_OF, Member
from chapters.models import Channel

REMEMBERED_SECONDS = 5.0
NEEDED = {
    Channel.TEXT: ("first_name", "phone", "phone_index"),
    Channel.EMAIL: ("first_name", "email", "email_index"),
}


@dataclass
class Writer:
    """The words of one call, remembering what everybody shares. `made_at` is on `time.monotonic()`."""

    call: CallToAction
    made_at: float = field(default_factory=time.monotonic)
    words: dict[tuple[str, str], Words] = field(default_factory=dict)

    @property
    def is_old(self) -> bool:
        return time.monotonic() - self.made_at > REMEMBERED_SECONDS

    def said(self, language: str, name: str) -> Words:
        """`name` is a field of the call's text; blank words where this language has none."""
        if (language, name) not in self.words:
            text: CallToActionText | None = self.call.text_in(language)
            self.words[language, name] = Words(getattr(text, name, ""), call=self.call, language=language)
        return self.words[language, name]

    def fill(self, row: Delivery, member: Member) -> None:
        row.address = member.address_on(row.channel)
        link = link_to(row.link_code) if row.link_code else ""
        if row.channel == Channel.TEXT:
            row.body = self.said(row.language, "text_body").to(member.first_name, link)
            row.segments = max(1, counting.segments(row.body).segments)
        else:
            row.body = self.said(row.language, "email_body").to(member.first_name, link)
            row.subject = self.said(row.language, "email_subject").to(member.first_name, "")


_writers: dict[int, Writer] = {}


def fill(rows: Iterable[Delivery]) -> dict[int, str]:
    """Put address and words into the rows of calls that have none yet: what was tried once is tried again unchanged,
    so that the carrier's list can prove it. Returns row id -> reason for those that nobody can get any more: the
    person is gone, or has another address now."""
    lost: dict[int, str] = {}
    of_calls = sorted((row for row in rows if row.call_to_action_id and not row.body), key=group_of)
    for (call_id, channel), found in groupby(of_calls, key=group_of):
        group = list(found)
        members = members_of(group, channel)
        writer = writer_of(call_id)
        for row in group:
            member = members.get(row.member_id or 0)
            if member is None:
                lost[row.pk] = "gone"
            elif getattr(member, INDEX_OF[channel]) != row.address_index:
                lost[row.pk] = "address_changed"
            else:
                writer.fill(row, member)
    return lost


def group_of(row: Delivery) -> tuple[int, str]:
    return row.call_to_action_id or 0, row.channel


def members_of(rows: Sequence[Delivery], channel: str) -> dict[int, Member]:
    ids = [row.member_id for row in rows if row.member_id]
    return Member.objects.only(*NEEDED[Channel(channel)]).in_bulk(ids)


def writer_of(call_id: int) -> Writer:
    """Remembered for a few seconds, so that a big send does not read its call for every batch."""
    writer = _writers.get(call_id)
    if writer is None or writer.is_old:
        for old in [known for known, one in _writers.items() if one.is_old]:
            del _writers[old]
        writer = _writers[call_id] = Writer(CallToAction.objects.with_words().get(pk=call_id))
    return writer
