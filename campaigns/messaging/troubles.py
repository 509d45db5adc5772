"""What follows when a message fails: a bad number is marked, a stop is kept, a run that must wait is paused."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from campaigns.messaging import failures, statuses, telling
from campaigns.messaging.failures import Kind
from campaigns.messaging.models import CallToAction, Delivery, LeadNotice, Sender
from chapters.members import consenting
from chapters.members.models import Member
from chapters.models import Channel, Chapter, Consent

SPAM = [code for code, cause in failures.TABLE.items() if cause.kind == Kind.SPAM and code != "many_stops"]
About = LeadNotice.About


def in_words_of(chapter: Chapter, reason: str) -> str:
    """For a field that everyone in the chapter reads."""
    with translation.override(chapter.languages[0]):
        return failures.words(reason)


def note(delivery: Delivery, reason: str) -> None:
    """What one person's failure tells us about their number, their wishes, our words or our set-up."""
    kind = failures.of(reason).kind
    said = in_words_of(delivery.chapter, reason)
    if kind == Kind.STOP and delivery.channel == Channel.TEXT:
        consenting.stop(Channel.TEXT, delivery.address, source=Consent.Source.CARRIER)
    elif kind == Kind.NUMBER:
        Member.objects.filter(phone_index=delivery.address_index).update(phone_trouble=said[:60])
    elif kind == Kind.EMAIL:
        Member.objects.filter(email_index=delivery.address_index).update(email_trouble=said[:60])
    elif kind in (Kind.SETUP, Kind.HOLD):
        stop_run(delivery, reason, sent_at=delivery.attempted_at)
    elif kind == Kind.WORDS and delivery.call_to_action:
        pause(delivery.call_to_action, reason)


@transaction.atomic
def pause(call: CallToAction, reason: str, *, sent_at: datetime | None = None) -> bool:
    """Hold a call that is being sent until a lead has read why. With `sent_at`, of the text that failed: not when a
    lead has let the call go on since then. False when it was not being sent any more."""
    now = timezone.now()
    still = CallToAction.objects.filter(pk=call.pk, state=CallToAction.State.SENDING)
    still = still.filter(updated_at__lte=sent_at) if sent_at else still
    if not still.update(state=CallToAction.State.PAUSED, paused_reason=reason, updated_at=now):
        return False
    key = f"paused:{call.code}:{now.isoformat()}"
    return telling.tell(call.chapter, About.PAUSED, key=key, call=call.code, reason=reason)


def stop_run(delivery: Delivery, reason: str, *, sent_at: datetime | None = None) -> None:
    """Every call still being sent from this sender waits. A fault in the set-up is said of the sender as well."""
    if failures.of(reason).kind != Kind.HOLD:
        mark(delivery.sender, reason)
    unsent = Delivery.objects.filter(sender=delivery.sender_id, state__in=statuses.BELOW_ACCEPTED)
    for call in CallToAction.objects.filter(pk__in=unsent.values("call_to_action")).select_related("chapter"):
        pause(call, reason, sent_at=sent_at)


@transaction.atomic
def mark(sender: Sender, reason: str) -> None:
    """Say on the sender why it does not send, and tell the leads: once an hour at most, since the mark goes away as
    soon as one message gets through."""
    if Sender.objects.filter(pk=sender.pk).exclude(trouble=reason).update(trouble=reason):
        key = f"trouble:{sender.code}:{reason}:{timezone.now():%Y-%m-%dT%H}"
        telling.tell(sender.chapter, About.TROUBLE, key=key, sender=sender.code, reason=reason)
