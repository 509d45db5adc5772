"""Approval: one queued row for everyone who gets it, by each of their channels, written by one statement.

The words are not in it: `rendering` makes them when a row is about to leave. What differs between people is their
address, their language and their hours; all three are few enough in kind to be worked out here and joined there.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from campaigns.messaging import counting, hours, outbox
from campaigns.messaging.audience import language_for, statement, written
from campaigns.messaging.merging import Words, link_to
from campaigns.messaging.models import CallToAction
from campaigns.messaging.policy import POLICY
from chapters.bases import ALPHABET
from chapters.models import Channel

STATEMENT_SECONDS = 300  # a hundred thousand rows take longer than a page may
SAMPLE_NAME, SAMPLE_CODE = "Guadalupe", "k7m2xq9d4t"
FIELD = {"text": "text_body", "email": "email_body"}


def code_from(seed: str) -> str:
    """SQL for a code like `new_code`, from a random UUID's bytes without those that hold its version."""
    places = (*range(6), *range(9, 13))
    return " || ".join(f"substr('{ALPHABET}', get_byte({seed}, {n}) %% {len(ALPHABET)} + 1, 1)" for n in places)


# The zone of a person's ZIP code, and where that is not known those of the area code.
OF_ZIP = "COALESCE(zip.timezone, '')"
OF_NUMBER = f"CASE WHEN {OF_ZIP} = '' THEN member.phone_zones ELSE '' END"
ZONES = f"""
SELECT DISTINCT {OF_ZIP}, {OF_NUMBER}
FROM chapters_member member LEFT JOIN chapters_zip zip ON zip.zip = member.zip
WHERE member.chapter_id = %s
"""
INSERT = f"""
, way (channel, reads, language, segments, has_link, sender_id) AS (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[], %s::bool[], %s::bigint[])
), span (channel, of_zip, of_number, not_before, expires_at) AS (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])
), chosen AS MATERIALIZED (
    SELECT member.id AS member_id, way.channel, way.language, way.segments, way.has_link, way.sender_id,
        span.not_before, span.expires_at,
        uuid_send(gen_random_uuid()) AS seed, uuid_send(gen_random_uuid()) AS link_seed,
        CASE way.channel WHEN 'text' THEN member.phone_index ELSE member.email_index END AS address_index
    FROM weighed
    JOIN chapters_member member ON member.id = weighed.id
    LEFT JOIN chapters_zip zip ON zip.zip = member.zip
    JOIN way ON way.reads = weighed.language
        AND CASE way.channel WHEN 'text' THEN weighed.by_text ELSE weighed.by_email END
    JOIN span ON span.channel = way.channel AND (way.channel = 'email' OR (
        span.of_zip = {OF_ZIP} AND span.of_number = {OF_NUMBER}))
    WHERE weighed.reason = ''
)
INSERT INTO campaigns_delivery (
    created_at, updated_at, code, key, chapter_id, purpose, queue, channel, sender_id, member_id, call_to_action_id,
    event_id, address, address_index, language, subject, body, segments, link_code, taps, state, reason, not_before,
    expires_at, despite_stop, attempts, looks, sid
)
SELECT statement_timestamp(), statement_timestamp(), {code_from("seed")},
    'cta:' || %s || ':' || channel || ':' || address_index, %s, %s, %s, channel, sender_id, member_id,
    %s, %s, '', address_index, language, '', '', segments,
    CASE WHEN has_link THEN {code_from("link_seed")} END, 0, 'queued', '', not_before, expires_at, false, 0, 0, ''
FROM chosen ORDER BY member_id
"""


def freeze(call: CallToAction) -> int:
    """Insert a queued row for everyone who gets it, by each of their channels; returns how many.

    Runs in the transaction that approves: a row that is there already means the call was frozen twice, and raises
    IntegrityError.
    """
    in_key = str(call.pk)
    same_for_all = [in_key, call.chapter_id, call.purpose, POLICY[call.purpose].queue, call.pk, call.event_id]
    found = statement(call, INSERT, [*ways(call), *spans(call), *same_for_all])
    if found is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [f"{STATEMENT_SECONDS}s"])
        cursor.execute(*found)
        made: int = cursor.rowcount
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
        return made


def thaw(call: CallToAction) -> bool:
    """Take the rows away again, in the transaction that undoes the approval. Nothing points at what was never sent.
    False when one of them is more than queued: the caller must roll back."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM campaigns_delivery WHERE call_to_action_id = %s AND state = 'queued'", [call.pk])
    return not call.deliveries.exists()


def ways(call: CallToAction) -> tuple[list[Any], ...]:
    """Columns of `way`: for each channel and language that people read, what they get and from which sender."""
    rows = []
    for channel in call.channels:
        sender = outbox.sender_for(call.chapter, channel)
        if sender is None:
            continue
        for reads in readers(call, channel):
            language = language_for(call, channel, reads) or reads
            text = call.text_in(language)
            words = Words(getattr(text, FIELD[channel], ""), call=call, language=language)
            sample = words.to(SAMPLE_NAME, link_to(SAMPLE_CODE))
            segments = max(1, counting.segments(sample).segments) if channel == Channel.TEXT else 1
            rows.append((channel, reads, language, segments, words.has_link, sender.pk))
    return tuple(list(column) for column in zip(*rows, strict=True)) or ([], [], [], [], [], [])


def readers(call: CallToAction, channel: str) -> list[str]:
    """The languages whose readers have words here."""
    return [code for code, _ in settings.LANGUAGES if written(call, channel) and language_for(call, channel, code)]


def spans(call: CallToAction) -> tuple[list[Any], ...]:
    """Columns of `span`: from when and until when each kind of person may get it, never past the event's start."""
    rows: list[tuple[Any, ...]] = []
    life, starts_at = POLICY[call.purpose].life, call.starts_sending_at or timezone.now()
    if Channel.EMAIL in call.channels:
        rows.append((Channel.EMAIL.value, "", "", starts_at, earliest(starts_at + life, call)))
    if Channel.TEXT in call.channels:
        with connection.cursor() as cursor:
            cursor.execute(ZONES, [call.chapter_id])
            kinds: list[tuple[str, str]] = cursor.fetchall()
        for of_zip, of_number in kinds:
            zones = hours.zones_from(of_zip, of_number.split(), call.chapter)
            opens_at, closes_at = hours.window_in(zones, call.chapter, after=starts_at)
            ends_at = earliest(min(opens_at + life, closes_at), call)
            rows.append((Channel.TEXT.value, of_zip, of_number, opens_at, ends_at))
    return tuple(list(column) for column in zip(*rows, strict=True)) or ([], [], [], [], [])


def earliest(at: datetime, call: CallToAction) -> datetime:
    return min(at, call.too_late_at) if call.too_late_at else at
