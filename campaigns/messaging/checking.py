"""What still keeps a draft from being asked for: each problem in a sentence, with the place to mend it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.messaging import citing, counting, hours, outbox
from campaigns.messaging.audience import Audience, written
from campaigns.messaging.merging import (
    OF_ACTIONS,
    Words,
    canonical,
    empty_fields,
    link_to,
    offered,
    spoken,
    unknown_fields,
    used,
)
from campaigns.messaging.models import CallToAction, CallToActionText
from chapters import dates

# CTIA: every call to action says who writes and how to stop. A "STOP" without "reply" or "to" is only a strong word.
STOP_WORDS = {
    "en": re.compile(r"\b(?i:reply|text|send|write|answer)\W+STOP\b|\bSTOP\b\W+(?i:to|2)\b"),
    "es": re.compile(
        r"\b(?i:responda|envíe|envie|mande|escriba|texto)\W+(?:ALTO|STOP)\b|\b(?:ALTO|STOP)\b\W+(?i:para)\b"
    ),
}
STOP_SENTENCE = {"en": "Reply STOP to end.", "es": "ALTO para salir."}
# As long as a real one, so that what is counted is what goes.
SAMPLE_CODE = "k7m2xq9d4t"


@dataclass(frozen=True)
class Problem:
    """`place` is the id of the part of the page that mends it, `url` another page that does; `fix` is what one tap can
    add: "stop" or "name"."""

    place: str
    words: str
    fix: str = ""
    language: str = ""
    url: str = ""

    @property
    def href(self) -> str:
        return self.url or f"#{self.place}"


def problems(call: CallToAction, audience: Audience) -> list[Problem]:
    return [*about_the_call(call), *about_the_words(call), *about_the_time(call), *about_the_people(call, audience)]


def about_the_call(call: CallToAction) -> Iterator[Problem]:
    if not call.title.strip():
        yield Problem("id_title", _("Say in a few words what you ask."))
    yield from about_the_action(call)
    if call.event and call.event.cancelled_at:
        yield Problem("id_event", _("This event was called off."))
    elif call.event and call.too_late_at and call.too_late_at <= timezone.now():
        yield Problem("id_event", _("This event has begun or is over."))
    if outdated := citing.in_words(call):
        yield Problem(
            "id_cites", _("%(changed)s Read your words again, then choose that version.") % {"changed": outdated}
        )
    yield from about_the_senders(call)


def about_the_action(call: CallToAction) -> Iterator[Problem]:
    action: Any = call.action
    if action is None or call.follow_kind == CallToAction.Follows.THANKS:
        return
    if call.event:
        yield Problem("id_action", _("Ask for one thing: choose the event or the action, not both."))
    elif not action.is_open:
        yield Problem("id_action", _("This action is not open. Open it first, or choose another."))


def about_the_senders(call: CallToAction) -> Iterator[Problem]:
    for channel in call.channels:
        if outbox.sender_for(call.chapter, channel) is None and channel == "text":
            yield Problem("id_reach_0", _("This chapter has no number to text from yet. Add one in the set-up."))
        elif outbox.sender_for(call.chapter, channel) is None:
            yield Problem("id_reach_0", _("This chapter has no email address to send from yet. Add one in the set-up."))

    if lacks_postal_address(call):
        set_up = reverse("chapters:setup", args=[call.chapter.slug])
        yield Problem("id_reach_0", no_postal_address(), url=f"{set_up}#id_postal_address")


def lacks_postal_address(call: CallToAction) -> bool:
    """The law asks for one in every email to many people (15 U.S.C. 7704(a)(5))."""
    return "email" in call.channels and not call.chapter.postal_address.strip()


def no_postal_address() -> str:
    return _("An email ends with the chapter's postal address, and there is none yet. Add it in the set-up.")


def about_the_words(call: CallToAction) -> Iterator[Problem]:
    first = call.chapter.languages[0]
    for channel in call.channels:
        if not written(call, channel):
            field = "text_body" if channel == "text" else "email_body"
            missing = _("Write the text.") if channel == "text" else _("Write the email.")
            yield Problem(f"id_{first}-{field}", missing)
    for text in call.texts.all():
        yield from about_one_language(call, text)


def about_one_language(call: CallToAction, text: CallToActionText) -> Iterator[Problem]:
    if "text" in call.channels and text.text_body:
        yield from about_fields(call, text, "text_body")
        yield from about_a_text(call, text)
    if "email" in call.channels and (text.email_body or text.email_subject):
        yield from about_fields(call, text, "email_body")
        yield from about_fields(call, text, "email_subject")
        if not (text.email_body and text.email_subject):
            yield Problem(f"id_{text.language}-email_subject", _("An email needs a subject and words."))


def about_fields(call: CallToAction, text: CallToActionText, field: str) -> Iterator[Problem]:
    body, place = getattr(text, field), f"id_{text.language}-{field}"
    for name in unknown_fields(body):
        known = ", ".join(offered(text.language, about=call))
        yield Problem(place, _("We do not know {%(name)s}. You can use %(known)s.") % {"name": name, "known": known})
    for name in empty_fields(body, call, text.language):
        if canonical(name) in OF_ACTIONS:
            yield Problem(place, _("{%(name)s} would stay blank: choose the action in step 1.") % {"name": name})
        elif call.event is None:
            yield Problem(place, _("{%(name)s} would stay blank: choose the event in step 1.") % {"name": name})
        else:
            yield Problem(place, _("{%(name)s} would stay blank: the event does not say it yet.") % {"name": name})


def about_a_text(call: CallToAction, text: CallToActionText) -> Iterator[Problem]:
    body, place, language = text.text_body, f"id_{text.language}-text_body", text.language
    length = len(as_sent(call, text))
    if length > counting.LONGEST:
        sentence = _("This text is %(n)s letters long. A text can be %(most)s letters at most.")
        yield Problem(place, sentence % {"n": length, "most": counting.LONGEST})
    if "chapter" not in used(body) and call.chapter.name.casefold() not in body.casefold():
        yield Problem(place, _("Say who writes: the text must name the chapter."), "name", language)
    if not STOP_WORDS[language].search(body):
        sentence = _("Say how to stop, like “%(sentence)s” The phone companies ask for it.")
        yield Problem(place, sentence % {"sentence": STOP_SENTENCE[language]}, "stop", language)


def mended(text: CallToActionText, fix: str) -> str:
    """The text with what is missing added."""
    if fix == "stop":
        return f"{text.text_body.rstrip()} {STOP_SENTENCE[text.language]}"
    return f"{spoken('chapter', text.language)}: {text.text_body.lstrip()}"


def as_sent(call: CallToAction, text: CallToActionText, first_name: str = "Guadalupe") -> str:
    """A text as somebody gets it."""
    return Words(text.text_body, call=call, language=text.language).to(first_name, link_to(SAMPLE_CODE))


def about_the_time(call: CallToAction) -> Iterator[Problem]:
    if call.send_at is None:
        return
    if call.send_at <= timezone.now():
        yield Problem("id_send_on", _("This time has passed."))
    elif call.too_late_at and call.send_at >= call.too_late_at:
        words = _("This is after the event begins.") if call.event else _("This is after the action closes.")
        yield Problem("id_send_on", words)
    elif "text" in call.channels and not allows_texts(call, call.send_at):
        yield Problem("id_send_time", hours_in_words(call))


def allows_texts(call: CallToAction, at: datetime) -> bool:
    """Whether the chapter's own hours are open then."""
    opens_at, closes_at = hours.window(call.chapter.zip, call.chapter, "", after=at)
    return opens_at == at < closes_at


def hours_in_words(call: CallToAction) -> str:
    today = timezone.localtime(timezone.now(), call.chapter.zone).replace(minute=0, second=0, microsecond=0)
    opens, closes = (today.replace(hour=hour) for hour in (call.chapter.opens_at_hour, call.chapter.closes_at_hour))
    words = _("We only text from %(opens)s to %(closes)s.")
    if not settings.SEND_QUIET_HOURS:
        words = _("This demo texts at any hour. A real chapter texts from %(opens)s to %(closes)s.")
    return words % {
        "opens": dates.clock(opens, call.chapter.zone),
        "closes": dates.clock(closes, call.chapter.zone),
    }


def about_the_people(call: CallToAction, audience: Audience) -> Iterator[Problem]:
    if not audience.count:
        yield Problem("who", _("Nobody gets this. Choose other people in step 2."))
