"""Twilio's Messages resource as the real one answers it: Basic auth, form fields, paging, and its error bodies."""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlencode

from campaigns.messaging.handset.store import Message, Store

VERSION = "2010-04-01"
LIST = re.compile(rf"^/{VERSION}/Accounts/(\w+)/Messages\.json$")
ONE = re.compile(rf"^/{VERSION}/Accounts/(\w+)/Messages/(\w+)\.json$")
NUMBER = re.compile(r"^\+[1-9]\d{9,14}$")
LONGEST = 1600
MESSAGES_OF = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    21211: "Invalid 'To' Phone Number",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21610: "Attempt to send to unsubscribed recipient",
    21611: "This 'From' number has exceeded the maximum number of queued messages",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit.",
}
# Numbers that fail at once, as Twilio's own test numbers do.
NOT_MOBILE_ENDING = "5550198"


@dataclass(frozen=True)
class Account:
    sid: str
    secrets: Mapping[str, str]  # user name -> password; the account's own SID is one

    def allows(self, authorization: str) -> bool:
        scheme, _, sealed = authorization.partition(" ")
        try:
            user, _, password = base64.b64decode(sealed, validate=True).decode().partition(":")
        except ValueError:
            return False
        return scheme == "Basic" and bool(password) and self.secrets.get(user) == password


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    authorization: str = ""
    query: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, object] | None = None


def refuse(status: int, code: int) -> Answer:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Answer(status, {"code": code, "message": MESSAGES_OF[code], "more_info": more, "status": status})


class Api:
    """`taken` is told of each message that was accepted."""

    def __init__(self, store: Store, account: Account, taken: Callable[[Message], object]) -> None:
        self.store, self.account, self.taken = store, account, taken

    def answer(self, request: Request) -> Answer:
        if not self.account.allows(request.authorization):
            return refuse(401, 20003)
        many, one = LIST.match(request.path), ONE.match(request.path)
        if not (found := many or one) or found[1] != self.account.sid:
            return refuse(404, 20404)
        if many:
            return self.create(request.form or {}) if request.method == "POST" else self.list(request)
        return self.one(request.method, found[2])

    def create(self, form: Mapping[str, str]) -> Answer:
        to, body, service = form.get("To", ""), form.get("Body", ""), form.get("MessagingServiceSid", "")
        sender = form.get("From", "") or service
        if not NUMBER.match(to):
            return refuse(400, 21211)
        if not sender:
            return refuse(400, 21603)
        if not body:
            return refuse(400, 21602)
        if len(body) > LONGEST:
            return refuse(400, 21617)
        if to[:-1].endswith(NOT_MOBILE_ENDING):
            return refuse(400, 21614)
        if self.store.is_stopped(service or sender, to):
            return refuse(400, 21610)
        message = Message(
            to=to,
            sender=form.get("From", ""),
            body=body,
            service=service,
            status="accepted" if service else "queued",
            callback=form.get("StatusCallback", ""),
        )
        self.taken(self.store.add(message))
        return Answer(201, self.shown(message))

    def list(self, request: Request) -> Answer:
        query = dict(request.query or {})
        size, page = number(query.get("PageSize"), 50, 1000), number(query.get("Page"), 0, 10_000)
        ask = {"start": page * size, "size": size + 1}
        person = query.get("To") or query.get("From")
        rows = self.store.of(person, **ask) if person else self.store.latest(**ask)
        shown = [self.shown(m) for m in rows[:size] if m.to == query.get("To", m.to)]
        more = urlencode(query | {"Page": str(page + 1), "PageSize": str(size)})
        body: dict[str, object] = {
            "messages": shown,
            "page": page,
            "page_size": size,
            "uri": f"{request.path}?{urlencode(query)}",
            "next_page_uri": f"{request.path}?{more}" if len(rows) > size else None,
        }
        return Answer(200, body)

    def one(self, method: str, sid: str) -> Answer:
        message = self.store.get(sid)
        if message is None:
            return refuse(404, 20404)
        if method == "DELETE":
            self.store.delete(message)
            return Answer(204)
        return Answer(200, self.shown(message))

    def shown(self, message: Message) -> dict[str, object]:
        path = f"/{VERSION}/Accounts/{self.account.sid}/Messages/{message.sid}"
        created = format_datetime(datetime.fromtimestamp(message.created_at, UTC))
        is_sent = message.status not in {"queued", "accepted", "sending"}
        return {
            "sid": message.sid,
            "account_sid": self.account.sid,
            "api_version": VERSION,
            "to": message.to,
            "from": message.sender or None,
            "messaging_service_sid": message.service or None,
            "body": message.body,
            "status": message.status,
            "direction": message.direction,
            "num_segments": "0" if message.service else "1",
            "num_media": "0",
            "price": None,
            "price_unit": "USD",
            "error_code": message.error_code,
            "error_message": None,
            "date_created": created,
            "date_updated": created,
            "date_sent": created if is_sent else None,
            "uri": f"{path}.json",
            "subresource_uris": {"media": f"{path}/Media.json"},
        }


def number(text: str | None, default: int, most: int) -> int:
    return min(int(text), most) if text and text.isdecimal() else default
