"""What happens when somebody texts us: stop is stored at once, the rest is answered, done, or waits for a person."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaigns.messaging import asks, auto_answers, outbox, phrases
from campaigns.messaging.classify import Reading, classify, plain
from campaigns.messaging.models import Conversation, Delivery, Reply, Sender
from chapters.limits import take
from chapters.locks import hold_address
from chapters.members import consenting
from chapters.members.contacts import address_index
from chapters.models import Channel, Chapter, Consent, Member, User

logger = logging.getLogger(__name__)
Kind, Purpose = Reply.Kind, Delivery.Purpose
ANSWERABLE = (Purpose.ASK, Purpose.FOLLOW_UP, Purpose.REMINDER, Purpose.NOTICE, Purpose.CONFIRM)


def receive(*, sender: Sender, address: str, body: str, sid: str, opt_out_type: str = "") -> Reply | None:
    """Take in one text; None when this `sid` was taken in before.

    Stop is stored before this returns; `opt_out_type` says that the carrier itself has acted on the word and answered.
    """
    index = address_index(Channel.TEXT, address)
    with transaction.atomic():
        hold_address(Channel.TEXT, index)
        conversation = thread_of(sender, address, index)
        last = last_message(conversation)
        reading = classify(body, language_of(conversation, last))
        reply, is_new = Reply.objects.get_or_create(
            sid=sid,
            defaults={
                "chapter_id": sender.chapter_id,
                "conversation": conversation,
                "delivery": last,
                "body": body,
                "kind": reading.kind,
                "received_at": timezone.now(),
            },
        )
        if not is_new:
            return None
        conversation.last_reply_at = reply.received_at
        conversation.save(update_fields=["last_reply_at"])
        if last:
            Delivery.objects.filter(pk=last.pk, answered_at=None).update(answered_at=reply.received_at)
        if reading.kind == Kind.STOP:
            consenting.stop(Channel.TEXT, address, source=Consent.Source.KEYWORD)
    act(Incoming(reply, reading, bool(opt_out_type) or answered_by_twilio(body)))
    return reply


@dataclass(frozen=True)
class Incoming:
    """A text and what it means; `carrier_answered` when the carrier has sent its own answer to the word."""

    reply: Reply
    reading: Reading
    carrier_answered: bool

    @property
    def thread(self) -> Conversation:
        return self.reply.conversation

    @property
    def language(self) -> str:
        """The one the person wrote in, else the one they are known to read."""
        return self.reading.language or language_of(self.thread, self.reply.delivery)


def act(text: Incoming) -> None:
    """Answer it or do it. Whatever fails here, the text is kept and a person reads it."""
    try:
        with transaction.atomic():
            is_done = ACTS[text.reading.kind](text)
    except Exception:
        logger.exception("What reply %s asks for could not be done", text.reply.pk)
        is_done = False
    if not is_done:
        text.thread.wait(is_emergency=text.reading.kind == Kind.EMERGENCY)


def on_stop(text: Incoming) -> bool:
    """One confirmation, only where the carrier sent none and none was sent before. Free wording: a person looks too."""
    earlier = text.thread.replies.filter(kind__in=(Kind.STOP, Kind.START)).exclude(pk=text.reply.pk)
    last = earlier.order_by("-pk").first()
    if not text.carrier_answered and (last is None or last.kind == Kind.START):
        answer(text, auto_answers.stopped, despite_stop=True)
    return plain(text.reply.body).strip(" .!") in phrases.STOP_ALONE


def on_start(text: Incoming) -> bool:
    consenting.start_again(
        Channel.TEXT,
        text.thread.address,
        chapter=text.thread.chapter,
        source=Consent.Source.KEYWORD,
        wording_text=text.reply.body,
        language=text.language,
    )
    return text.carrier_answered or answer(text, auto_answers.started)


def on_help(text: Incoming) -> bool:
    """Never without an answer, even to somebody who said stop."""
    return answer(text, auto_answers.who_we_are, despite_stop=True)


def on_emergency(text: Incoming) -> bool:
    answer(text, auto_answers.emergency, despite_stop=True)
    return False


def on_answer(text: Incoming) -> bool:
    """IN, NO VOY and their kin do the thing that was asked."""
    asked, coming = text.reply.delivery, text.reading.kind == Kind.YES
    said = asks.answer(asked, coming=coming, party_size=text.reading.party_size) if asked else None
    if asked is None or said is None:
        return False
    sent = write(text.thread, said, key=f"answer:{text.reply.sid}", language=asked.language)
    return sent is not None and not text.reading.has_more


def on_done(text: Incoming) -> bool:
    """DONE, HECHO: they did what the message asked, which counts at once."""
    asked = text.reply.delivery
    said = asks.done(asked) if asked else None
    if asked is None or said is None:
        return False
    sent = write(text.thread, said, key=f"answer:{text.reply.sid}", language=asked.language)
    return sent is not None and not text.reading.has_more


def on_thanks(text: Incoming) -> bool:
    return True


def on_words(text: Incoming) -> bool:
    return False


ACTS = {
    Kind.STOP: on_stop,
    Kind.START: on_start,
    Kind.HELP: on_help,
    Kind.EMERGENCY: on_emergency,
    Kind.YES: on_answer,
    Kind.NO: on_answer,
    Kind.DONE: on_done,
    Kind.THANKS: on_thanks,
    Kind.WORDS: on_words,
}


def answered_by_twilio(body: str) -> bool:
    """Did Twilio act on this word and answer it by itself?"""
    word = plain(body).strip()
    return settings.TWILIO_SENDS_CONFIRMATION and word in phrases.STOP_AT_TWILIO | phrases.START_AT_TWILIO


def answer(text: Incoming, words: auto_answers.Words, *, despite_stop: bool = False) -> bool:
    """One of our ready answers. A machine at the other end must not make us talk for ever."""
    if not take(f"auto:{text.thread.code}", size=6, per_seconds=600):
        return False
    said = auto_answers.say(words, text.thread.chapter, text.language)
    key = f"answer:{text.reply.sid}"
    return write(text.thread, said, key=key, language=text.language, despite_stop=despite_stop) is not None


def write(
    conversation: Conversation,
    body: str,
    *,
    key: str,
    language: str = "",
    written_by: User | None = None,
    despite_stop: bool = False,
) -> Delivery | None:
    """One text in a thread, at once. None when this key is queued already or the person said stop."""
    return outbox.queue(
        key=key,
        chapter=conversation.chapter,
        purpose=Purpose.ANSWER,
        channel=Channel.TEXT,
        member=conversation.member,
        address=conversation.address,
        language=language or language_of(conversation, last_message(conversation)),
        body=body,
        conversation=conversation,
        written_by=written_by,
        despite_stop=despite_stop,
    )


def thread_of(sender: Sender, address: str, index: str) -> Conversation:
    person = person_at(sender.chapter, address, index)
    made = {"chapter": sender.chapter, "address": address, "member": person}
    conversation, _ = Conversation.objects.get_or_create(sender=sender, address_index=index, defaults=made)
    if conversation.member is None and person:
        conversation.member = person
        conversation.save(update_fields=["member"])
    return conversation


def person_at(chapter: Chapter, address: str, index: str) -> Member | None:
    """Whoever we wrote to last at this number; a household shares one."""
    written = Delivery.objects.filter(chapter=chapter, address_index=index).exclude(member=None).order_by("-pk")
    last = written.select_related("member").first()
    return last.member if last else chapter.members.with_phone(address).order_by("pk").first()


def recognize(member: Member) -> None:
    """Threads with this number that nobody's name stood on become those of a person who was just added."""
    if member.phone_index:
        unnamed = member.chapter.conversations.filter(member=None, address_index=member.phone_index)
        unnamed.update(member=member)


def open_with(member: Member, sender: Sender) -> Conversation:
    """The thread with a member, made if there is none yet."""
    return thread_of(sender, member.phone, member.phone_index)


def last_message(conversation: Conversation) -> Delivery | None:
    """The message that a text most likely answers."""
    sent = Delivery.objects.went_out().filter(
        chapter=conversation.chapter_id,
        channel=Channel.TEXT,
        address_index=conversation.address_index,
        purpose__in=ANSWERABLE,
        attempted_at__gt=timezone.now() - timedelta(seconds=settings.SEND_ANSWERABLE_SECONDS),
    )
    return sent.select_related("member", "call_to_action").order_by("-attempted_at", "-pk").first()


def language_of(conversation: Conversation, last: Delivery | None) -> str:
    if conversation.member:
        return conversation.member.language
    return last.language if last else conversation.chapter.languages[0]


def waiting_count(chapter: Chapter) -> int:
    return chapter.conversations.waiting().count()
