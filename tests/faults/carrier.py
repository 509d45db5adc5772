"""What the stand-in for Twilio knows and answers: every text it accepted, and how it misbehaves. No network here."""

import random
import secrets
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any
from urllib.parse import urlencode

ACCOUNT, TOKEN = "ACdemo00000000000000000000000000000", "development-auth-token"
MANY = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
ONE = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/"
Answer = tuple[int, Any]
# What can befall a create, in the order in which it is looked for; each is a count, or a rate in `Faults.rates`.
MISHAPS = ("refuse", "too_many", "drop_before_accept", "drop_after_accept", "error_after_accept", "stall")
NEVER_ACCEPTED = frozenset({"refuse", "too_many", "drop_before_accept"})
LONGEST = 1600
NOT_MOBILE_ENDING = "5550198"  # and one more digit: as in the demo's stand-in
WORDS = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21211: "Invalid 'To' Phone Number",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit.",
}


@dataclass
class Faults:
    """Counts run down to 0. `rates`: mishap -> share of all creates, drawn from `seed`. Times are in seconds."""

    refuse: int = 0
    too_many: int = 0
    drop_before_accept: int = 0  # the connection breaks, and nothing was kept
    drop_after_accept: int = 0
    error_after_accept: int = 0
    stall: int = 0  # accepted, and no answer for `stall_seconds`
    list_hides: int = 0
    refuse_code: int = 21614
    delay: float = 0.0
    stall_seconds: float = 30.0
    list_lag: float = 0.0  # a text is in the list only so long after it was accepted
    settle: float = 1e9  # a text counts as delivered so long after it was accepted
    seed: int = 0
    rates: dict[str, float] = field(default_factory=dict)
    callback_base: str = ""  # where callbacks are posted instead of to the host they name; '' for none at all
    callback_delay: float = 0.0  # at most; each is drawn by itself, so that they overtake one another
    callback_repeat: int = 1
    callback_lose: float = 0.0  # share that is never posted

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def change(self, changes: Mapping[str, Any]) -> None:
        known = {one.name for one in fields(self)}
        assert set(changes) <= known, f"no such fault: {set(changes) - known}"
        for name, value in changes.items():
            setattr(self, name, value)
        if "seed" in changes:
            self.random.seed(self.seed)

    def use(self, name: str) -> bool:
        left = getattr(self, name)
        setattr(self, name, max(0, left - 1))
        return bool(left)

    def pick(self) -> str:
        """The mishap of the next create, '' for none."""
        counted = next((name for name in MISHAPS if self.use(name)), "")
        if counted or not self.rates:
            return counted
        draw = self.random.random()
        for name, share in self.rates.items():
            draw -= share
            if draw < 0:
                return name
        return ""


@dataclass(slots=True)
class Text:
    """`at` is `time.time()`, `monotonic` the same moment on the clock that all processes of a machine share."""

    to: str
    sender: str
    service: str
    body: str
    callback: str
    validity: str
    at: float = field(default_factory=time.time)
    monotonic: float = field(default_factory=time.monotonic)
    sid: str = field(default_factory=lambda: f"SM{secrets.token_hex(16)}")

    def as_told(self) -> dict[str, Any]:
        return {
            "to": self.to,
            "from": self.sender or self.service,
            "body": self.body,
            "callback": self.callback,
            "sid": self.sid,
            "validity": self.validity,
            "at": self.at,
            "monotonic": self.monotonic,
        }


def refuse(status: int, code: int) -> Answer:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return status, {"code": code, "message": WORDS.get(code, "Refused"), "more_info": more, "status": status}


class Carrier:
    """One account's texts. Answers are (status, body)."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.texts: dict[str, Text] = {}
        self.by_person: dict[str, list[Text]] = {}
        self.refused: Counter[str] = Counter()
        self.faults = Faults()
        self.calls: Counter[str] = Counter()

    def create(self, form: Mapping[str, str], mishap: str) -> tuple[Answer, Text | None]:
        """The answer, and the text if it was accepted: whatever the answer says."""
        if mishap == "refuse":
            code = self.faults.refuse_code
            self.refused[form.get("To", "")] += 1
            return refuse(401 if code == 20003 else 400, code), None
        if mishap in NEVER_ACCEPTED:
            return refuse(429, 20429), None
        if problem := wrong(form):
            self.refused[form.get("To", "")] += 1
            return refuse(400, problem), None
        text = self.accept(form)
        if mishap == "error_after_accept":
            return refuse(500, 20500), text
        return (201, self.shown(text)), text

    def accept(self, form: Mapping[str, str]) -> Text:
        text = Text(
            to=form["To"],
            sender=form.get("From", ""),
            service=form.get("MessagingServiceSid", ""),
            body=form["Body"],
            callback=form.get("StatusCallback", ""),
            validity=form.get("ValidityPeriod", ""),
        )
        self.texts[text.sid] = text
        self.by_person.setdefault(text.to, []).append(text)
        return text

    def list(self, path: str, query: Mapping[str, str]) -> Answer:
        """Newest first, in pages, as far as the list has caught up."""
        size, page = min(int(query.get("PageSize", "50")), 1000), int(query.get("Page", "0"))
        rows = [] if self.faults.use("list_hides") else [text for text in self.matching(query) if self.is_listed(text)]
        start = page * size
        more = urlencode({**query, "Page": str(page + 1), "PageSize": str(size)})
        return 200, {
            "messages": [self.shown(text) for text in rows[start : start + size]],
            "page": page,
            "page_size": size,
            "uri": f"{path}?{urlencode(query)}",
            "next_page_uri": f"{path}?{more}" if len(rows) > start + size else None,
        }

    def matching(self, query: Mapping[str, str]) -> Iterable[Text]:
        person, sender = query.get("To"), query.get("From")
        rows = self.by_person.get(person, []) if person else self.texts.values()
        earliest, latest = span_of(query)
        for text in reversed(list(rows)):
            if sender and sender != text.sender:
                continue
            if earliest or latest:
                sent = self.sent_at(text)
                if sent is None or not (earliest or 0.0) <= sent < (latest or 1e12):
                    continue
            yield text

    def is_listed(self, text: Text) -> bool:
        return time.time() - text.at >= self.faults.list_lag

    def sent_at(self, text: Text) -> float | None:
        at = text.at + self.faults.settle
        return at if at <= time.time() else None

    def one(self, method: str, sid: str, form: Mapping[str, str]) -> Answer:
        text = self.texts.get(sid)
        if text is None:
            return refuse(404, 20404)
        if method == "DELETE":
            del self.texts[sid]
            self.by_person[text.to].remove(text)
            return 204, None
        if method == "POST" and form.get("Body") == "":
            text.body = ""
        return 200, self.shown(text)

    def shown(self, text: Text) -> dict[str, Any]:
        created, sent = formatdate(text.at, usegmt=True), self.sent_at(text)
        path = f"{ONE}{text.sid}"
        return {
            "sid": text.sid,
            "account_sid": ACCOUNT,
            "api_version": "2010-04-01",
            "to": text.to,
            "from": text.sender or None,
            "messaging_service_sid": text.service or None,
            "body": text.body,
            "status": "delivered" if sent else "accepted" if text.service else "queued",
            "direction": "outbound-api",
            "num_segments": "0" if text.service else "1",
            "num_media": "0",
            "price": None,
            "price_unit": "USD",
            "error_code": None,
            "error_message": None,
            "date_created": created,
            "date_updated": created,
            "date_sent": formatdate(sent, usegmt=True) if sent else None,
            "uri": f"{path}.json",
            "subresource_uris": {"media": f"{path}/Media.json"},
        }


def wrong(form: Mapping[str, str]) -> int:
    """The code of what Twilio would refuse at once, else 0."""
    to, body = form.get("To", ""), form.get("Body", "")
    if not (to.startswith("+") and to[1:].isdecimal() and 11 <= len(to) <= 16):
        return 21211
    if not (form.get("From") or form.get("MessagingServiceSid")):
        return 21603
    if not body:
        return 21602
    return 21617 if len(body) > LONGEST else 21614 if to[:-1].endswith(NOT_MOBILE_ENDING) else 0


def span_of(query: Mapping[str, str]) -> tuple[float | None, float | None]:
    """From and until of the three DateSent filters: days in GMT, or moments."""
    day = query.get("DateSent", "")
    earliest, latest = query.get("DateSent>", day), query.get("DateSent<", "")
    return (
        moment(earliest) if earliest else None,
        moment(latest) if latest else moment(day) + 86_400 if day else None,
    )


def moment(words: str) -> float:
    found = datetime.fromisoformat(words)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
