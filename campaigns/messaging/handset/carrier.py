"""What the network does around Twilio's API: phones get texts, some fail, and our webhooks are called, signed.

Each call is made from a thread of its own, so that it never waits for a request that waits for it.
"""

import logging
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import requests
from twilio.request_validator import RequestValidator

from campaigns.messaging import phrases
from campaigns.messaging.classify import plain
from campaigns.messaging.handset.store import Message, Store

logger = logging.getLogger(__name__)
LANDLINES = re.compile(r"5550157$|5550199\d$")  # five people of the demo have the first kind
LANDLINE = 30006
STOPPED = "You are unsubscribed and get no more messages from this number. Reply START to resubscribe."
STARTED = "You are subscribed again to messages from this number. Reply HELP for help, STOP to unsubscribe."


@dataclass
class Carrier:
    """`token` signs; `inbound_url` is where texts from phones go. `pause` is between two statuses, in seconds."""

    store: Store
    account_sid: str
    token: str
    inbound_url: str = ""
    pause: float = 0.4
    answers_keywords: bool = True
    session: requests.Session = field(default_factory=requests.Session)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8, thread_name_prefix="carrier"))

    def __post_init__(self) -> None:
        self.session.trust_env = False  # our own server is never behind a proxy

    def deliver(self, message: Message) -> None:
        """Bring a text that Twilio accepted to its phone, with the status callbacks on the way."""
        self.pool.submit(self.bring, message)

    def bring(self, message: Message) -> None:
        time.sleep(self.pause)
        self.report(self.store.change(message, status="sent"))
        time.sleep(self.pause)
        if LANDLINES.search(message.to):
            self.report(self.store.change(message, status="undelivered", error_code=LANDLINE))
        else:
            self.report(self.store.change(message, status="delivered"))

    def report(self, message: Message) -> None:
        if not message.callback:
            return
        fields = {"MessageSid": message.sid, "MessageStatus": message.status, "To": message.to, "From": message.sender}
        if message.error_code:
            fields["ErrorCode"] = str(message.error_code)
        self.post(message.callback, fields | {"SmsSid": message.sid, "SmsStatus": message.status})

    def text_us(self, *, person: str, to: str, service: str, body: str) -> Message:
        """Somebody types into a phone. Twilio acts on its own keywords first, then calls us."""
        message = Message(to=to, sender=person, service=service, body=body, direction="inbound", status="received")
        self.store.add(message)
        self.act_on_keyword(message)
        self.pool.submit(self.post, self.inbound_url, self.inbound_fields(message))
        return message

    def inbound_fields(self, message: Message) -> dict[str, str]:
        fields = {"MessageSid": message.sid, "SmsSid": message.sid, "SmsStatus": "received", "NumMedia": "0"}
        fields |= {"From": message.sender, "To": message.to, "Body": message.body, "NumSegments": "1"}
        return fields | ({"MessagingServiceSid": message.service} if message.service else {})

    def act_on_keyword(self, message: Message) -> None:
        word, origin, person = plain(message.body).strip(), message.origin, message.sender
        if word in phrases.STOP_AT_TWILIO and not self.store.is_stopped(origin, person):
            self.store.stop(origin, person)
            self.answer(message, STOPPED)
        elif word in phrases.START_AT_TWILIO and self.store.is_stopped(origin, person):
            self.store.start(origin, person)
            self.answer(message, STARTED)

    def answer(self, message: Message, body: str) -> None:
        if self.answers_keywords:
            reply = Message(
                to=message.sender,
                sender=message.to,
                service=message.service,
                body=body,
                direction="outbound-reply",
                status="delivered",
            )
            self.store.add(reply)

    def post(self, url: str, fields: dict[str, str]) -> int:
        """Call one of our webhooks as Twilio does; the status it answered with, 0 when nobody answered."""
        url, _, _retries = url.partition("#")
        fields = {"AccountSid": self.account_sid, "ApiVersion": "2010-04-01"} | fields
        signature = RequestValidator(self.token).compute_signature(url, fields)
        try:
            answer = self.session.post(url, data=fields, headers={"X-Twilio-Signature": signature}, timeout=15)
        except requests.RequestException as error:
            logger.warning("The webhook does not answer: %s", type(error).__name__)
            return 0
        return answer.status_code
