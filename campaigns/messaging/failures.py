"""Every reason why a message fails, in words: what happened, what we did, what a lead can do, and what follows.

Codes are the carrier's (twilio.com/docs/api/errors); the others are our own words. The one table: pages, emails to
leads and the program's own acts are drawn from it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.messaging.policy import BUDGET_HOURS


class Kind(StrEnum):
    """What follows from a failure."""

    SETUP = "setup"  # the next message would fare the same: the run stops, and the sender says why
    HOLD = "hold"  # the carrier takes no more now: the run waits for a lead
    WORDS = "words"  # this message is wrong for everyone: it waits for a lead
    NUMBER = "number"
    EMAIL = "email"
    STOP = "stop"
    SPAM = "spam"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Cause:
    """`words` is a sentence; `we_did` and `you_can` end without a full stop."""

    words: Any
    we_did: Any
    you_can: Any
    kind: Kind = Kind.NOTHING


LEFT_IT = _("Left it. Each person gets a message once")
TRIED = _("Tried more than once, then left it")
PAUSED = _("Paused the message")
PAUSED_SENDER = _("Paused all messages from this sender")
CHECKING = _("We look it up before we do anything")
CALL_THEM = _("Call them if it matters")
NOTHING_TO_DO = _("Nothing to do")
ASK_WHO_RUNS = _("Ask the person who runs this site to mend it")
REGISTER = _("Finish the registration of the number")
TOMORROW = _("Go on tomorrow")
OUR_FAULT = _("Tell the person who runs this site")


def setup(words: Any, you_can: Any = ASK_WHO_RUNS) -> Cause:
    return Cause(words, PAUSED_SENDER, you_can, Kind.SETUP)


def hold(words: Any, you_can: Any = TOMORROW) -> Cause:
    return Cause(words, PAUSED, you_can, Kind.HOLD)


def bad_number(words: Any) -> Cause:
    return Cause(words, _("We stopped texting it"), _("Ask for another number"), Kind.NUMBER)


def wrong_words(words: Any, you_can: Any) -> Cause:
    return Cause(words, PAUSED, you_can, Kind.WORDS)


def left(words: Any, you_can: Any = CALL_THEM) -> Cause:
    return Cause(words, LEFT_IT, you_can)


def stopped(words: Any) -> Cause:
    return Cause(words, _("Took them off texts"), NOTHING_TO_DO, Kind.STOP)


UNREACHABLE = bad_number(_("This number does not exist or cannot get texts."))
LANDLINE = bad_number(_("This is a landline."))
UNCLEAR = Cause(_("The line broke off. We do not know yet if it went out."), CHECKING, _("Ask them if it came"))
TWILIO_FAULT = Cause(_("Twilio had a fault. We do not know yet if it went out."), CHECKING, _("Ask them if it came"))
CARRIER_CAP = hold(_("The phone company's limit for today is reached."))
NO_MORE_REPLIES = left(
    _("Too many texts went back and forth. It may be a machine."), _("Call the number and see who answers")
)

TABLE: dict[str, Cause] = {
    # --- ours ---
    "opted_out": left(_("This person asked us to stop."), NOTHING_TO_DO),
    "asked_lately": left(
        format_lazy(_("This person was asked for something in the last {n} hours."), n=BUDGET_HOURS),
        NOTHING_TO_DO,
    ),
    "answered": left(_("This person had answered by then."), NOTHING_TO_DO),
    "not_yes": left(_("This person did not say yes."), NOTHING_TO_DO),
    "no_first": left(_("This person did not get the first message."), NOTHING_TO_DO),
    "gone": left(_("This person is no longer on our lists."), NOTHING_TO_DO),
    "address_changed": left(_("This person has another number or email now.")),
    "stopped": left(_("A lead stopped the message."), NOTHING_TO_DO),
    "too_late": left(_("It was too late for this person, so it was not sent.")),
    "too_slow": Cause(_("It took too long, so it was not sent."), TRIED, CALL_THEM),
    "connection": Cause(_("We could not reach the carrier."), TRIED, CALL_THEM),
    "worker_ended": Cause(_("We do not know yet if it went out."), CHECKING, _("Ask them if it came")),
    "no_proof": Cause(
        _("We do not know if it arrived."),
        _("Did not send it again, so that nobody gets it twice"),
        _("Ask them if it came"),
    ),
    "not_there": Cause(_("It did not reach the carrier."), _("We try it again"), NOTHING_TO_DO),
    "daily_cap": hold(
        _("The chapter has sent all it may today."), _("Go on tomorrow, or raise the limit in the set-up")
    ),
    "carrier_cap": hold(_("This number has sent all the phone companies take today.")),
    "many_stops": Cause(_("Many people answered STOP."), PAUSED, _("Look at the words before you go on"), Kind.SPAM),
    # --- email ---
    "busy": Cause(_("The mail server was busy."), TRIED, CALL_THEM),
    "email_refused": Cause(
        _("The mail server refused this address."),
        _("We stopped writing to it"),
        _("Ask for another email"),
        Kind.EMAIL,
    ),
    "email_bounced": Cause(
        _("Email to this address comes back."), _("We stopped writing to it"), _("Ask for another email"), Kind.EMAIL
    ),
    "email_unwanted": Cause(
        _("The mail server did not want this email."), LEFT_IT, _("Use other words, and only our own link"), Kind.SPAM
    ),
    "email_setup": setup(_("The email set-up of this site is not right.")),
    "smtp_sign_in": setup(_("The sign-in at the mail server is wrong.")),
    "smtp_sender": setup(_("The mail server does not let us send from this address.")),
    "http 401": setup(_("The sign-in at the email service is wrong.")),
    "http 403": setup(_("The email service does not let us send.")),
    # --- Twilio does not take it ---
    "20003": setup(
        _("The sign-in at Twilio is wrong."), _("Ask the person who runs this site to check the Twilio key")
    ),
    "20005": setup(_("The account at Twilio is suspended."), _("Sign in at Twilio and read what they ask")),
    "20404": setup(_("Twilio does not know this account or sender.")),
    "21701": setup(_("Twilio does not know this Messaging Service."), _("Check its id in the list of senders")),
    "21606": setup(_("This number is not ours at Twilio."), _("Check the number in the list of senders")),
    "21212": setup(_("Our number to send from is not a valid one."), _("Check the number in the list of senders")),
    "21603": setup(_("There is no number to send from."), _("Check the number in the list of senders")),
    "21609": setup(_("Twilio cannot reach this site with its answers.")),
    "20429": Cause(_("Too many messages went out at the same time."), _("Slowed down and tried again"), CALL_THEM),
    "20500": TWILIO_FAULT,
    "20503": TWILIO_FAULT,
    "21611": hold(_("Too many texts wait at Twilio for this number."), _("Wait an hour, then go on")),
    "21602": wrong_words(_("The message has no words."), _("Write the words, then send it again")),
    "21617": wrong_words(_("The message is longer than a text may be."), _("Make it shorter, then send it again")),
    "21620": wrong_words(_("A picture in the message cannot be reached."), OUR_FAULT),
    "21623": wrong_words(_("The message has too many pictures."), OUR_FAULT),
    "21604": left(_("There was no number to send to."), OUR_FAULT),
    "21211": UNREACHABLE,
    "21266": bad_number(_("This is our own number.")),
    "21614": bad_number(_("This is not a mobile number.")),
    "21635": LANDLINE,
    "21610": stopped(_("This person sent STOP to our number.")),
    "21408": left(_("Texts to this country are switched off at Twilio.")),
    "21612": left(_("This number cannot be texted from ours.")),
    # --- the phone company does not deliver it ---
    "30001": Cause(_("Too many texts waited at Twilio."), LEFT_IT, _("Lower the texts a second of this number")),
    "30003": left(_("The phone was off or out of reach.")),
    "30004": stopped(_("The phone blocks our texts.")),
    "30005": UNREACHABLE,
    "30006": LANDLINE,
    "30007": Cause(
        _("The phone company took it for spam."), LEFT_IT, _("Use other words, and only our own link"), Kind.SPAM
    ),
    "30008": left(_("The phone company refused it.")),
    "30500": left(_("Twilio had a fault, so it did not arrive.")),
    "30022": left(_("We sent too fast for the phone company."), _("Lower the texts a second of this number")),
    "30023": CARRIER_CAP,
    "30027": CARRIER_CAP,
    "30025": left(_("Half of the phone company's limit for today is used."), NOTHING_TO_DO),
    "30032": setup(_("Our toll-free number is not verified yet."), REGISTER),
    "30034": setup(_("Our number is not registered for group texts yet."), REGISTER),
    "30036": left(_("It could not be delivered in this person's hours.")),
    "30450": left(_("Twilio took it for fraud and did not send it."), OUR_FAULT),
    "30610": left(_("Twilio held it back: it is too early or too late there.")),
    "14107": NO_MORE_REPLIES,
    "30039": NO_MORE_REPLIES,
}
OTHERWISE = left(_("It did not arrive."))
# Refused now, and so would be the next one: whoever met it waits with the others.
RUN_WAITS = frozenset(code for code, cause in TABLE.items() if cause.kind in (Kind.SETUP, Kind.HOLD))


def of(reason: str) -> Cause:
    """The row for a delivery's reason. What no row names is a code of the carrier, or the name of a broken line."""
    if reason in TABLE:
        return TABLE[reason]
    if not reason:
        return OTHERWISE
    if reason.replace("http ", "").isdecimal():
        return left(gettext("The carrier refused it (code %(code)s).") % {"code": reason.removeprefix("http ")})
    return UNCLEAR


def is_written_by_hand(reason: str) -> bool:
    """A lead or staff may have typed a sentence where a code would stand."""
    return " " in reason and reason not in TABLE and not reason.startswith("http ")


def words(reason: str) -> str:
    """A sentence in the active language, '' without a reason. What a person wrote stays as it is."""
    return reason if not reason or is_written_by_hand(reason) else str(of(reason).words)


def advice(reason: str) -> str:
    """What a lead can do, as a sentence; '' where nobody knows."""
    return "" if not reason or is_written_by_hand(reason) else f"{of(reason).you_can}."
