"""What a chapter sends from: what the carriers let each kind do, what is used of it, and what is still to set up."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.messaging import caps, failures, registering
from campaigns.messaging.models import Sender
from campaigns.messaging.registering import Registration
from chapters.members.contacts import shown_phone
from chapters.models import Chapter
from chapters.setup import Step

Kind = Sender.Kind


@dataclass(frozen=True)
class Pace:
    """Texts a second, texts a day (None: no limit), and who says so."""

    per_second: float
    per_day: int | None
    source: Any


# Twilio's help pages on throughput, by kind of number; a day's cap is T-Mobile's, counted over all carriers to be safe.
PACES: dict[str, Pace] = {
    Kind.LOCAL: Pace(3.75, 2_000, gettext_lazy("Twilio: low-volume registration. The day is T-Mobile’s limit.")),
    Kind.STANDARD: Pace(12, 10_000, gettext_lazy("Twilio: standard registration, lowest score. Yours may be higher.")),
    Kind.TOLL_FREE: Pace(3, None, gettext_lazy("Twilio: toll-free numbers.")),
    Kind.SHORT_CODE: Pace(100, None, gettext_lazy("Twilio: short codes.")),
    Kind.EMAIL: Pace(10, None, gettext_lazy("Ours, so that mail servers do not slow us down.")),
}


@dataclass(frozen=True)
class Line:
    """One sender as the list of them shows it. `cap` is None without a limit; `registration` for email."""

    sender: Sender
    written: str
    used: int
    cap: int | None
    shared: str
    trouble: str
    advice: str
    registration: Registration | None


def lines(chapter: Chapter) -> list[Line]:
    here = chapter.senders.select_related("chapter", "brand").order_by("-is_active", "kind", "address")
    return [line(sender) for sender in here]


def line(sender: Sender) -> Line:
    now = timezone.now()
    is_text = sender.channel == "text"
    return Line(
        sender,
        shown_phone(sender.address),
        caps.used(sender, now)
        if is_text
        else sender.messages_today
        if sender.counted_on == caps.today(sender, now)
        else 0,
        sender.daily_segments,
        shared_in_words(sender) if is_text else "",
        sender.trouble_in_words,
        failures.advice(sender.trouble),
        registering.of(sender) if is_text else None,
    )


def shared_in_words(sender: Sender) -> str:
    """What the numbers of one legal entity share; '' for a sender of none."""
    if sender.brand is None:
        return ""
    others = sender.brand.senders.exclude(pk=sender.pk).count()
    words = ngettext(
        "Shares %(limit)s texts a day with %(n)s other number of %(name)s: %(used)s are used today.",
        "Shares %(limit)s texts a day with %(n)s other numbers of %(name)s: %(used)s are used today.",
        others,
    )
    if not others:
        words = _("%(name)s may send %(limit)s texts a day: %(used)s are used today.")
    return words % {
        "limit": f"{sender.brand.daily_segments:,}",
        "n": others,
        "name": sender.brand,
        "used": f"{caps.used_by_brand(sender, timezone.now()):,}",
    }


def steps(chapter: Chapter) -> list[Step]:
    """The senders' place in the list of what a chapter still needs."""
    active = list(chapter.senders.active().select_related("chapter").order_by("pk"))
    kinds = {sender.channel for sender in active}
    url = reverse("campaigns:messaging_senders", args=[chapter.slug])
    return [
        Step(
            _("A number to text from"),
            _("From Twilio. The carriers register it for you; that takes some days."),
            "text" in kinds,
            url,
        ),
        Step(_("An email address to send from"), _("People answer to it."), "email" in kinds, url),
        *(registration_step(sender) for sender in active if sender.channel == "text"),
    ]


def registration_step(sender: Sender) -> Step:
    found = registering.of(sender)
    return Step(
        _("The registration of %(number)s") % {"number": shown_phone(sender.address)},
        _("Next: %(step)s") % {"step": found.next.words} if found.next else _("The phone companies know who texts."),
        found.next is None,
        reverse("campaigns:messaging_sender_registration", args=[sender.chapter.slug, sender.code]),
    )
