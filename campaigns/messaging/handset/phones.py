"""What the demo's pages show: phones with their owners, one phone's texts, and the codes of the demo's users."""

import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.exceptions import ValidationError
from django.db.models import Q

from campaigns.messaging.handset.store import Message, Store
from campaigns.messaging.models import Sender
from chapters.encryption import blind_index
from chapters.members.contacts import read_phone, shown_phone
from chapters.models import Member, Role

SHOWN = 18


@dataclass(frozen=True)
class Phone:
    number: str
    names: str
    chapters: str
    last: Message | None = None

    @property
    def shown(self) -> str:
        return shown_phone(self.number)

    @property
    def last_at(self) -> datetime | None:
        return at(self.last) if self.last else None


@dataclass(frozen=True)
class Bubble:
    body: str
    is_mine: bool
    at: datetime
    failed: bool


@dataclass(frozen=True)
class Code:
    name: str
    role: str
    code: str


def at(message: Message) -> datetime:
    return datetime.fromtimestamp(message.created_at, UTC)


def listed(store: Store, query: str) -> list[Phone]:
    """Phones that match a name or a number; without a query those with the newest texts, then others."""
    if query:
        return [phone for phone in owned(store, found(query)) if phone.number]
    recent = store.people(size=SHOWN)
    indexes = [blind_index("phone", number) for number in recent]
    known = list(Member.objects.filter(phone_index__in=indexes).select_related("chapter"))
    phones = {phone.number: phone for phone in owned(store, known)}
    first = [phones.get(number) or Phone(number, "", "", newest(store, number)) for number in recent]
    quiet = Member.objects.exclude(phone_index="").exclude(phone_index__in=indexes).select_related("chapter")
    return first + owned(store, quiet.order_by("sort_name")[: max(0, SHOWN - len(first))])


def found(query: str) -> Iterable[Member]:
    matches = Q(name__icontains=query)
    with suppress(ValidationError):
        matches |= Q(phone_index=blind_index("phone", read_phone(query)))
    return Member.objects.filter(matches).exclude(phone_index="").select_related("chapter")[:SHOWN]


def owned(store: Store, members: Iterable[Member]) -> list[Phone]:
    """One phone for all who share it."""
    by_number: dict[str, list[Member]] = {}
    for member in members:
        by_number.setdefault(member.phone, []).append(member)
    return [
        Phone(
            number,
            ", ".join(dict.fromkeys(member.name for member in owners)),
            ", ".join(dict.fromkeys(member.chapter.name for member in owners)),
            newest(store, number),
        )
        for number, owners in by_number.items()
    ]


def newest(store: Store, number: str) -> Message | None:
    return next(iter(store.of(number, size=1)), None)


def phone_of(store: Store, number: str) -> Phone:
    owners = Member.objects.with_phone(number).select_related("chapter")
    return next(iter(owned(store, owners)), Phone(number, "", "", newest(store, number)))


def senders_for(phone: Phone, texts: Iterable[Message]) -> list[Sender]:
    """The numbers that this phone has texts from, else those of its owner's chapters, else all."""
    active = Sender.objects.active().for_channel("text").select_related("chapter").order_by("pk")
    heard = {text.service or (text.to if text.direction == "inbound" else text.sender) for text in texts}
    known = list(active.filter(Q(address__in=heard) | Q(messaging_service_sid__in=heard - {""})))
    home = active.filter(chapter__members__phone_index=blind_index("phone", phone.number)).distinct()
    return known or list(home) or list(active)


def bubbles(texts: Iterable[Message], sender: Sender | None) -> list[Bubble]:
    """Oldest first; only those to and from the sender."""
    ours = {sender.address, sender.messaging_service_sid} - {""} if sender else set()
    return [
        Bubble(text.body, text.direction == "inbound", at(text), bool(text.error_code))
        for text in reversed(list(texts))
        if {text.service, text.sender, text.to} & ours
    ]


def codes() -> list[Code]:
    """The current authenticator code of each user who has one."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    kept = Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user").order_by("pk")
    roles = {role.user_id: role for role in Role.objects.current().select_related("chapter").order_by("-pk")}
    return [
        Code(
            str(one.user),
            f"{roles[one.user_id].get_kind_display()}, {roles[one.user_id].chapter}" if one.user_id in roles else "",
            format_hotp_value(hotp_value(decrypt(one.data["secret"]), counter)),
        )
        for one in kept
    ]
