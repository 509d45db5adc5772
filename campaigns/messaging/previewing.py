"""What a lead sees of a message before it goes: a real person's phone, what it costs, how long, who and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from statistics import fmean
from typing import Any

from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.messaging import counting, outbox
from campaigns.messaging.audience import NAMELESS, SAMPLE, Audience, sample, weighed, written
from campaigns.messaging.checking import SAMPLE_CODE
from campaigns.messaging.estimating import Estimate, Load, estimate
from campaigns.messaging.forms import language_in_words, language_name
from campaigns.messaging.merging import Words, link_to
from campaigns.messaging.models import CallToAction, CallToActionText
from campaigns.messaging.policy import BUDGET_HOURS
from chapters.members.contacts import shown_phone
from chapters.members.models import Member

LETTERS_NAMED = 3
# Why somebody does not get it: what stands after "38", and after "1" too. Without a text the words for "any" hold.
REASONS: dict[str, dict[str, Any]] = {
    "answered": {
        "any": gettext_lazy("already answered about this event"),
        "action": gettext_lazy("already did it"),
        "second_ask": gettext_lazy("already answered"),
    },
    "not_yes": {"any": gettext_lazy("did not say yes")},
    "no_address": {
        "text": gettext_lazy("no mobile number here"),
        "email": gettext_lazy("no email here"),
        "any": gettext_lazy("no mobile number here, and no email"),
    },
    "opted_out": {"any": gettext_lazy("asked us to stop")},
    "no_consent": {
        "text": gettext_lazy("never said yes to texts"),
        "email": gettext_lazy("never said yes to email"),
        "any": gettext_lazy("never said yes to texts or email"),
    },
    "trouble": {
        "text": gettext_lazy("the number does not work"),
        "email": gettext_lazy("the email does not work"),
        "any": gettext_lazy("neither the number nor the email works"),
    },
    "language": {"any": gettext_lazy("no words in their language yet")},
    "no_first": {"any": gettext_lazy("did not get the first message")},
    "budget": {"any": format_lazy(gettext_lazy("had an ask in the last {n} hours"), n=BUDGET_HOURS)},
    "asked_lately": {"any": format_lazy(gettext_lazy("had an ask in the last {n} hours"), n=BUDGET_HOURS)},
    "shared": {
        "text": gettext_lazy("same phone as somebody who gets it"),
        "email": gettext_lazy("same email as somebody who gets it"),
        "any": gettext_lazy("same phone or email as somebody who gets it"),
    },
}


@dataclass(frozen=True)
class Left:
    """One line of "here is why": so many people, in words; whether their names may be shown."""

    reason: str
    count: int
    words: Any
    has_names: bool


def left_out_in_words(call: CallToAction, audience: Audience) -> list[Left]:
    kind = call.reach if call.reach in ("text", "email") else "any"
    found = []
    for reason, count in audience.reasons.items():
        known = REASONS[reason]
        asked = "action" if call.action_id else kind
        words = known.get(call.follow_kind) or known.get(asked) or known.get(kind) or known["any"]
        found.append(Left(reason, count, words, reason not in NAMELESS))
    return found


def who_reads_what(audience: Audience) -> str:
    """ "121 read English. 63 read Spanish." """
    counts = audience.by_language().items()
    return " ".join(
        ngettext("%(n)s reads %(language)s.", "%(n)s read %(language)s.", n)
        % {"n": n, "language": language_in_words(code)}
        for code, n in sorted(counts, key=lambda pair: -pair[1])
    )


# --- the phone ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Preview:
    """One message as one real person gets it. `member` is None when nobody gets it in this language yet.

    `parts`: ("" or "field" or "cost", words) in order; "cost" is a letter that makes a text cost more.
    """

    channel: str
    language: str
    member: Member | None
    sender: str
    subject: str
    parts: list[tuple[str, str]]

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def name(self) -> str:
        return self.member.first_name if self.member else _("somebody")


def preview(call: CallToAction, text: CallToActionText | None, channel: str, number: int = 0) -> Preview | None:
    """None while there are no words for this channel."""
    body = getattr(text, "text_body" if channel == "text" else "email_body", "")
    if text is None or not body:
        return None
    member = sample(call, channel, text.language, number)
    sender = outbox.sender_for(call.chapter, channel)
    first_name = member.first_name if member else ""
    words = Words(body, call=call, language=text.language)
    costly = counting.costly(body) if channel == "text" else ()
    parts = [part for piece in words.pieces(first_name, link_to(SAMPLE_CODE)) for part in in_parts(*piece, costly)]
    subject = Words(text.email_subject, call=call, language=text.language).to(first_name, "")
    return Preview(channel, text.language, member, shown_phone(sender.address) if sender else "", subject, parts)


def in_parts(is_field: bool, words: str, costly: tuple[str, ...]) -> Iterator[tuple[str, str]]:  # noqa: FBT001  a piece
    if is_field:
        yield "field", words
        return
    pieces = re.split(f"([{re.escape(''.join(costly))}])", words) if costly else [words]
    yield from (("cost" if piece in costly else "", piece) for piece in pieces if piece)


# --- what one language counts as --------------------------------------------------------------------


@dataclass(frozen=True)
class Notes:
    """What stands under one text: its size, and a plainer way to say it when letters make it cost more."""

    language: str
    letters: int
    parts: int
    costly: str = ""
    plain: str = ""
    plain_parts: int = 0
    saves: str = ""


def notes(call: CallToAction, text: CallToActionText, people: int) -> Notes | None:
    """None for a text with no words."""
    if not text.text_body.strip():
        return None
    sent = filled(call, text, text.text_body)
    count = counting.segments(sent)
    plain = counting.plain(text.text_body)
    plain_parts = counting.segments(filled(call, text, plain)).segments
    if plain_parts >= count.segments:
        return Notes(text.language, len(sent), count.segments)
    return Notes(
        text.language,
        len(sent),
        count.segments,
        costly=get_text_list([in_its_word(letter, sent) for letter in count.costly_letters[:LETTERS_NAMED]], _("and")),
        plain=plain,
        plain_parts=plain_parts,
        saves=str(counting.cost((count.segments - plain_parts) * people)) if people else "",
    )


def filled(call: CallToAction, text: CallToActionText, body: str) -> str:
    return Words(body, call=call, language=text.language).to("Guadalupe", link_to(SAMPLE_CODE))


def in_its_word(letter: str, text: str) -> str:
    """ "the á in “más”"; a sign that is no letter stands alone."""
    if not letter.isalpha():
        return _("the sign %(letter)s") % {"letter": letter}
    word = next(iter(re.findall(rf"\w*{re.escape(letter)}\w*", text)), letter)
    return _("the %(letter)s in “%(word)s”") % {"letter": letter, "word": word}


# --- what it costs, how long it takes ---------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """`rows`: (language, people, texts)."""

    rows: list[tuple[str, int, int]]
    emails: int
    estimate: Estimate

    @property
    def texts(self) -> int:
        return sum(texts for _name, _people, texts in self.rows)

    @property
    def people(self) -> int:
        return sum(people for _name, people, _texts in self.rows)

    @property
    def dollars(self) -> str:
        """As written in the US in any language: "3.41"."""
        return str(counting.cost(self.texts))


def parts_each(call: CallToAction, text: CallToActionText, reads: str) -> float:
    """What the text counts as on average for readers of a language: one accent in a name can double it."""
    some = [pk for (pk,) in weighed(call, SAMPLE["text"], [[reads]])]
    names = call.chapter.members.filter(pk__in=some).values_list("first_name", flat=True)
    words, link = Words(text.text_body, call=call, language=text.language), link_to(SAMPLE_CODE)
    return fmean(counting.segments(words.to(name, link)).segments for name in [*names] or ["Guadalupe"])


def cost(call: CallToAction, audience: Audience) -> Cost:
    """An estimate, from the names of some of those who get it."""
    languages = written(call, "text")
    texts = {text.language: text for text in call.texts.all()} if call.pk else {}
    rows = []
    for reads, people in sorted(audience.by_language("text").items()):
        text = texts.get(reads if reads in languages else languages[0]) if languages else None
        rows.append((language_name(reads), people, ceil(people * parts_each(call, text, reads)) if text else people))
    load = Load(sum(row[1] for row in rows), sum(row[2] for row in rows), audience.deliveries("email"))
    return Cost(rows, load.emails, estimate(call.chapter, load, at=call.send_at))
