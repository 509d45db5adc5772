"""Who gets a message, who does not and why; and, once approved, one delivery row for each who does.

Every person the sentence means is weighed in one query. The first reason that holds decides, in the order of `reason`:
so the numbers always add up to the people meant.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaigns.messaging import counting, following, outbox
from campaigns.messaging.delivery_models import Delivery, DeliveryQuerySet
from campaigns.messaging.merging import Words, link_to
from campaigns.messaging.models import CallToAction, CallToActionText, Sender
from campaigns.messaging.policy import BUDGET, POLICY, SPENDS_BUDGET
from chapters.bases import new_code
from chapters.members.consent_models import Channel, Consent, OptOut
from chapters.members.models import INDEX_OF, Member, MemberQuerySet
from chapters.members.segments import UnknownFilter, matching

TROUBLE_OF = {"text": "phone_trouble", "email": "email_trouble"}
TO_COME = (Delivery.State.QUEUED, Delivery.State.CLAIMED)
# A person who cannot be texted for one of these gets the email where the call says so.
FALLS_BACK = ("no_address", "opted_out", "no_consent", "trouble")
# Who is behind these is nobody's business.
NAMELESS = ("opted_out", "budget")
BATCH = 1000
ASK = POLICY[Delivery.Purpose.ASK]
NEEDED = ("chapter", "phone", "phone_index", "email", "email_index", "first_name", "zip", "language")

WEIGHED = """
WITH candidate (id, language, phone_index, email_index, text_reason, email_reason) AS ({candidates}),
wanted AS (
    SELECT *, %s AND (%s OR text_reason = ANY(%s)) AS wants_email FROM candidate
),
once AS (
    SELECT *,
        CASE WHEN text_reason <> '' THEN text_reason
             WHEN row_number() OVER (PARTITION BY phone_index, text_reason ORDER BY id) > 1 THEN 'shared'
             ELSE '' END AS text_outcome,
        CASE WHEN NOT wants_email THEN 'unused' WHEN email_reason <> '' THEN email_reason
             WHEN row_number() OVER (PARTITION BY email_index, email_reason, wants_email ORDER BY id) > 1 THEN 'shared'
             ELSE '' END AS email_outcome
    FROM wanted
),
weighed AS (
    SELECT id, language, text_outcome = '' AS by_text, email_outcome = '' AS by_email,
        CASE WHEN text_outcome = '' OR email_outcome = '' THEN ''
             WHEN text_outcome = 'unused' THEN email_outcome ELSE text_outcome END AS reason
    FROM once
)
"""
SAMPLE = {
    "text": "SELECT id FROM weighed WHERE by_text AND language = ANY(%s) ORDER BY md5(id::text) LIMIT 50",
    "email": "SELECT id FROM weighed WHERE by_email AND language = ANY(%s) ORDER BY md5(id::text) LIMIT 50",
}

# Of an approved call, whoever it was written to is not left out, whatever they did since.
LEFT_OUT = """
SELECT id FROM weighed WHERE reason = ANY(%s)
    AND NOT EXISTS (SELECT FROM campaigns_delivery d WHERE d.call_to_action_id = %s AND d.member_id = weighed.id)
"""
LEFT_OUT_BY_REASON = """
SELECT reason, language, count(*) FROM weighed WHERE reason <> ''
    AND NOT EXISTS (SELECT FROM campaigns_delivery d WHERE d.call_to_action_id = %s AND d.member_id = weighed.id)
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Audience:
    """`groups`: (by text, by email, reason, language) -> people; a blank reason means they get it."""

    groups: Counter[tuple[bool, bool, str, str]]

    def people(self, *, reason: str, language: str = "") -> int:
        return sum(n for (_, _, why, reads), n in self.groups.items() if why == reason and language in ("", reads))

    @cached_property
    def total(self) -> int:
        return self.groups.total()

    @cached_property
    def count(self) -> int:
        """People who get it, by whatever way."""
        return self.people(reason="")

    @property
    def left_out(self) -> int:
        return self.total - self.count

    @cached_property
    def reasons(self) -> dict[str, int]:
        """Reason -> people, the biggest first."""
        found: Counter[str] = Counter()
        for (_, _, reason, _), n in self.groups.items():
            found[reason] += n
        return {reason: n for reason, n in found.most_common() if reason}

    def by_language(self, channel: str = "") -> dict[str, int]:
        """Language a person reads -> people who get it, on this channel or on any."""
        found: Counter[str] = Counter()
        for (by_text, by_email, reason, language), n in self.groups.items():
            if not reason and {"text": by_text, "email": by_email, "": True}[channel]:
                found[language] += n
        return dict(found)

    def waiting(self) -> dict[str, int]:
        """Language nobody has written yet -> people who wait for it."""
        languages = {language for (_, _, reason, language) in self.groups if reason == "language"}
        return {language: self.people(reason="language", language=language) for language in sorted(languages)}

    def deliveries(self, channel: str) -> int:
        return sum(self.by_language(channel).values())


def reckon(call: CallToAction) -> Audience:
    """Weigh everyone the sentence means, now. One that cannot be read any more means nobody, never everybody."""
    rows = weighed(call, "SELECT by_text, by_email, reason, language, count(*) FROM weighed GROUP BY 1, 2, 3, 4")
    return Audience(
        Counter({(by_text, by_email, reason, language): n for by_text, by_email, reason, language, n in rows})
    )


def left_out_now(call: CallToAction) -> Audience:
    """Only those who do not get it."""
    rows = weighed(call, LEFT_OUT_BY_REASON, [call.pk])
    return Audience(Counter({(False, False, reason, language): n for reason, language, n in rows}))


def left_out(call: CallToAction, reason: str) -> MemberQuerySet:
    """Who is left out for one reason, by name; nobody for the reasons that have no names."""
    if reason in NAMELESS:
        return call.chapter.members.none()
    rows = weighed(call, LEFT_OUT, [[reason], call.pk])
    return call.chapter.members.filter(pk__in=[pk for (pk,) in rows])


def sample(call: CallToAction, channel: str, language: str, number: int = 0) -> Member | None:
    """One real person who gets it in this language; another one for each number."""
    readers = [code for code, _ in settings.LANGUAGES if language_for(call, channel, code) == language]
    everyone = weighed(call, SAMPLE[channel], [readers])
    return call.chapter.members.filter(pk=everyone[number % len(everyone)][0]).first() if everyone else None


def recipients(call: CallToAction) -> list[tuple[int, bool, bool]]:
    """(member's id, by text, by email) of everyone who gets it."""
    return weighed(call, "SELECT id, by_text, by_email FROM weighed WHERE reason = '' ORDER BY id")


# --- languages --------------------------------------------------------------------------------------


def written(call: CallToAction, channel: str) -> list[str]:
    """The languages this channel has words in, the chapter's first one first."""
    texts = call.texts.all() if call.pk else []
    done = {text.language for text in texts if (text.text_body if channel == "text" else text.email_body).strip()}
    return sorted(done, key=[*call.chapter.languages, *done].index)


def language_for(call: CallToAction, channel: str, reads: str) -> str | None:
    """The language somebody gets it in: their own, or another one that a lead knowingly allowed; None: they wait."""
    languages = written(call, channel)
    if reads in languages or not languages:
        return reads
    return languages[0] if call.other_language_allowed else None


# --- the query --------------------------------------------------------------------------------------


def weighed(call: CallToAction, tail: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    try:
        candidates, inner = candidates_of(call).query.sql_with_params()
    except (EmptyResultSet, UnknownFilter):
        return []
    only_else = call.reach == CallToAction.Reach.TEXT_ELSE_EMAIL
    with connection.cursor() as cursor:
        cursor.execute(
            WEIGHED.replace("{candidates}", candidates) + tail,
            [*inner, "email" in call.channels, not only_else, list(FALLS_BACK), *(params or [])],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def candidates_of(call: CallToAction) -> QuerySet[Member, Any]:
    meant = call.chapter.members.filter(
        following.among(call), pk__in=matching(call.chapter, call.audience).values("pk")
    ).order_by()
    reasons = {f"{channel}_reason": reason(call, channel) for channel in ("text", "email")}
    return meant.annotate(**reasons).values_list("pk", "language", "phone_index", "email_index", *reasons)


def reason(call: CallToAction, channel: str) -> Case | Value:
    """Why a member does not get this call on this channel; '' when they do."""
    if channel not in call.channels:
        return Value("unused")
    address = INDEX_OF[Channel(channel)]
    consent = Consent.objects.filter(member=OuterRef("pk"), channel=channel).order_by("-id").values("is_given")[:1]
    stopped = OptOut.objects.against(channel, OuterRef(address), OuterRef("chapter_id"))
    languages = [code for code, _ in settings.LANGUAGES if language_for(call, channel, code)]
    return Case(
        *(When(people, then=Value(reason)) for reason, people in following.hindrances(call, planned=True)),
        When(Q(**{address: ""}), then=Value("no_address")),
        When(Exists(stopped), then=Value("opted_out")),
        When(~Coalesce(Subquery(consent), Value(False)), then=Value("no_consent")),
        When(~Q(**{TROUBLE_OF[channel]: ""}), then=Value("trouble")),
        When(~Q(language__in=languages), then=Value("language")),
        When(Exists(asked_lately(call, channel, OuterRef(address))), then=Value("budget")),
        default=Value(""),
    )


def asked_lately(call: CallToAction, channel: str, address_index: OuterRef) -> DeliveryQuerySet:
    """Asks to this address, by any chapter here, within the budget's time of this one: gone out or about to."""
    at = call.send_at or timezone.now()
    gone = Q(state__in=Delivery.WENT_OUT, attempted_at__gt=at - BUDGET)
    coming = Q(state__in=TO_COME, not_before__lt=at + BUDGET, expires_at__gt=timezone.now())
    asks = Delivery.objects.filter(
        gone | coming & ~following.planned_apart(call, at),
        channel=channel,
        address_index=address_index,
        purpose__in=SPENDS_BUDGET,
    )
    return asks.exclude(call_to_action=call.pk) if call.pk else asks


# --- the rows ---------------------------------------------------------------------------------------


def freeze(call: CallToAction) -> int:
    """Insert a queued row for everyone who gets it, by each of their channels; returns how many.

    Runs in the transaction that approves: a row that is there already means the call was frozen twice, and raises
    IntegrityError.
    """
    writer = Writer(call)
    made = 0
    everyone = recipients(call)
    for start in range(0, len(everyone), BATCH):
        batch = everyone[start : start + BATCH]
        members = call.chapter.members.only(*NEEDED).in_bulk([pk for pk, _, _ in batch])
        rows = [
            row
            for pk, by_text, by_email in batch
            if pk in members
            for row in writer.rows(members[pk], by_text=by_text, by_email=by_email)
        ]
        Delivery.objects.bulk_create(rows)
        made += len(rows)
    return made


class Writer:
    """Writes the rows of one call, remembering what many people share: words, senders, hours."""

    def __init__(self, call: CallToAction) -> None:
        self.call = call
        self.starts_at: datetime = call.starts_sending_at or timezone.now()
        self.texts: dict[str, CallToActionText] = {text.language: text for text in call.texts.all()}
        self.words: dict[tuple[str, str], Words] = {}
        self.spans: dict[tuple[str, str, str], tuple[datetime, datetime | None]] = {}
        self.senders: dict[str, Sender | None] = {
            channel: outbox.sender_for(call.chapter, channel) for channel in call.channels
        }

    def rows(self, member: Member, *, by_text: bool, by_email: bool) -> Iterator[Delivery]:
        if by_text:
            yield self.row(member, "text", member.phone, member.phone_index, "text_body")
        if by_email:
            yield self.row(member, "email", member.email, member.email_index, "email_body")

    def row(self, member: Member, channel: str, address: str, index: str, field: str) -> Delivery:
        language = language_for(self.call, channel, member.language) or member.language
        words = self.words_of(language, field)
        code = new_code() if words.has_link else None
        body = words.to(member.first_name, link_to(code or ""))
        not_before, expires_at = self.span(member, channel, address)
        subject = self.words_of(language, "email_subject").to(member.first_name, "") if channel == "email" else ""
        return Delivery(
            key=f"cta:{self.call.pk}:{channel}:{index}",
            chapter=self.call.chapter,
            purpose=self.call.purpose,
            queue=ASK.queue,
            channel=channel,
            sender=self.senders[channel],
            member=member,
            call_to_action=self.call,
            event_id=self.call.event_id,
            address=address,
            address_index=index,
            language=language,
            subject=subject,
            body=body,
            link_code=code,
            segments=max(1, counting.segments(body).segments) if channel == "text" else 1,
            not_before=not_before,
            expires_at=expires_at,
        )

    def words_of(self, language: str, field: str) -> Words:
        key = (language, field)
        if key not in self.words:
            self.words[key] = Words(getattr(self.texts[language], field), call=self.call, language=language)
        return self.words[key]

    def span(self, member: Member, channel: str, address: str) -> tuple[datetime, datetime]:
        """From the opening of this person's next hours, for the life of an ask, never past the event's start."""
        key = (channel, member.zip, address[:8] if channel == "text" else "")
        if key not in self.spans:
            self.spans[key] = outbox.span(ASK, channel, self.call.chapter, member, address, self.starts_at)
        opens_at, closes_at = self.spans[key]
        ends = (opens_at + ASK.life, closes_at, self.call.too_late_at)
        return opens_at, min(at for at in ends if at is not None)
