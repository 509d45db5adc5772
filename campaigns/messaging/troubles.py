"""What went wrong, in words, and what follows from it: bad numbers, stops at the carrier, a run that must pause."""

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.messaging import statuses
from campaigns.messaging.models import CallToAction, Delivery, Sender
from chapters.members import consenting
from chapters.members.models import Member
from chapters.models import Channel, Chapter, Consent

UNREACHABLE = _("This number does not exist or cannot get texts.")
REFUSED_HERE = _("The phone company refused it.")

# Our own words and the carrier's codes (twilio.com/docs/api/errors).
REASONS: dict[str, str | Promise] = {
    "opted_out": _("This person asked us to stop."),
    "asked_lately": _("This person was asked for something in the last 48 hours."),
    "stopped": _("A lead stopped the message."),
    "answered": _("This person had answered by then."),
    "not_yes": _("This person did not say yes."),
    "no_first": _("This person did not get the first message."),
    "too_late": _("It was too late for this person, so it was not sent."),
    "connection": _("We could not reach the carrier."),
    "too_slow": _("It took too long, so it was not sent."),
    "no_proof": _("We do not know if it arrived."),
    "worker_ended": _("We do not know yet if it went out."),
    "not_there": _("It did not reach the carrier, so we try again."),
    "busy": _("The mail server was busy."),
    "email_refused": _("The mail server refused this address."),
    "20003": _("The sign-in at Twilio is wrong. Check the key in the set-up."),
    "20005": _("The account at Twilio is suspended."),
    "20404": _("Twilio does not know this account or sender."),
    "20429": _("Too many messages at the same time. We slow down and try again."),
    "21211": UNREACHABLE,
    "21408": _("Texts to this country are switched off at Twilio."),
    "21610": _("This person sent STOP to our number."),
    "21612": _("This number cannot be texted from ours."),
    "21614": _("This is not a mobile number."),
    "21635": _("This is a landline."),
    "21701": _("Twilio does not know this Messaging Service."),
    "30003": _("The phone was off or out of reach."),
    "30004": _("The phone blocks our texts."),
    "30005": UNREACHABLE,
    "30006": _("This is a landline."),
    "30007": _("The phone company took it for spam. Change the words or the links."),
    "daily_cap": _("The chapter has sent all it may today. Go on tomorrow, or raise the limit in the set-up."),
    "many_stops": _("Many people answered STOP. Look at the words before you go on."),
    "30008": REFUSED_HERE,
    "30022": _("We sent too fast for the phone company."),
    "30023": _("The phone company's limit for today is reached."),
    "30032": _("Our toll-free number is not verified yet."),
    "30034": _("Our number is not registered for group texts yet."),
    "30036": _("It could not be delivered in this person's hours."),
    "smtp_sign_in": _("The sign-in at the mail server is wrong. Check the set-up."),
    "smtp_sender": _("The mail server does not let us send from this address."),
}
# The next message would fare the same: stop the run and tell a lead.
SETUP = frozenset({"20003", "20005", "20404", "21606", "21603", "21212", "21701", "21611", "30032", "30034"})
BAD_NUMBER = frozenset({"21211", "21614", "21635", "30005", "30006"})
SPAM = "30007"
STOPPED_AT_CARRIER = frozenset({"21610", "30004"})


def words(reason: str) -> str:
    """A sentence for a delivery's reason, in the active language; an unknown code is named."""
    if not reason:
        return ""
    known = REASONS.get(reason)
    return str(known) if known else gettext("The carrier refused it (code %(code)s).") % {"code": reason}


def in_words_of(chapter: Chapter, reason: str) -> str:
    """For a field that everyone in the chapter reads."""
    with translation.override(chapter.languages[0]):
        return words(reason)


def note(delivery: Delivery, reason: str) -> None:
    """What one person's failure tells us about their number or their wishes."""
    said = in_words_of(delivery.chapter, reason)
    if reason in STOPPED_AT_CARRIER and delivery.channel == Channel.TEXT:
        consenting.stop(Channel.TEXT, delivery.address, source=Consent.Source.CARRIER)
    elif reason in BAD_NUMBER:
        Member.objects.filter(phone_index=delivery.address_index).update(phone_trouble=said[:60])
    elif reason == "email_refused":
        Member.objects.filter(email_index=delivery.address_index).update(email_trouble=said[:60])


def pause(call: CallToAction, reason: str) -> None:
    """Hold a call that is being sent until a lead has read why."""
    still = CallToAction.objects.filter(pk=call.pk, state=CallToAction.State.SENDING)
    still.update(
        state=CallToAction.State.PAUSED, paused_reason=in_words_of(call.chapter, reason), updated_at=timezone.now()
    )


def stop_run(delivery: Delivery, reason: str) -> None:
    """A fault in the set-up: every call still being sent from this sender waits, and says why."""
    Sender.objects.filter(pk=delivery.sender_id).update(trouble=in_words_of(delivery.chapter, reason))
    unsent = Delivery.objects.filter(sender=delivery.sender_id, state__in=statuses.BELOW_ACCEPTED)
    for call in CallToAction.objects.filter(pk__in=unsent.values("call_to_action")).select_related("chapter"):
        pause(call, reason)
