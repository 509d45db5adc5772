"""Who gets a message, who does not and why.

Every person the sentence means is weighed in one query. The first reason that holds decides, in the order of `reason`:
so the numbers always add up to the people meant.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaigns.messaging import following
from campaigns.messaging.delivery_models import Delivery, DeliveryQuerySet
from campaigns.messaging.models import CallToAction
from campaigns.messaging.policy import BUDGET, SPENDS_BUDGET
from chapters.members.consent_models import Channel, Consent, OptOut
from chapters.members.models import INDEX_OF, Member, MemberQuerySet
from chapters.members.segments import UnknownFilter, matching

TROUBLE_OF = {"text": "phone_trouble", "email": "email_trouble"}
TO_COME = (Delivery.State.QUEUED, Delivery.State.CLAIMED)
# A person who cannot be texted for one of these gets the email where the call says so.
FALLS_BACK = ("no_address", "opted_out", "no_consent", "trouble")
# Who is behind these is nobody's business.
NAMELESS = ("opted_out", "budget")

WEIGHED = """
WITH candidate (id, language, phone_index, email_index, text_reason, email_reason) AS MATERIALIZED ({candidates}),
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
    found = statement(call, tail, params)
    if found is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*found)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def statement(call: CallToAction, tail: str, params: list[Any] | None = None) -> tuple[str, list[Any]] | None:
    """SQL that goes on from `weighed` (id, language, by_text, by_email, reason), and what it takes; None for a sentence
    that means nobody or cannot be read any more."""
    try:
        candidates, inner = candidates_of(call).query.sql_with_params()
    except (EmptyResultSet, UnknownFilter):
        return None
    only_else = call.reach == CallToAction.Reach.TEXT_ELSE_EMAIL
    weighing = [*inner, "email" in call.channels, not only_else, list(FALLS_BACK)]
    return WEIGHED.replace("{candidates}", candidates) + tail, [*weighing, *(params or [])]


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
