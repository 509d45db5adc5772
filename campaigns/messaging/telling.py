"""What the leads of a chapter must hear of by email: written down where it happens, posted soon after.

Claim and post are one transaction: a worker that dies in the middle leaves the notice untold, and a second one passes
over what the first holds.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from campaigns.messaging import failures
from campaigns.messaging.models import CallToAction, Conversation, LeadNotice, Sender
from chapters.accounts import letters
from chapters.dates import spoken, wait
from chapters.members.contacts import shown_phone
from chapters.models import Chapter, Role, User

logger = logging.getLogger(__name__)
About = LeadNotice.About
BATCH = 50
DAY_BEGINS, DAY_ENDS = 8, 21  # hours, in the chapter's zone, in which a lead is reminded


def tell(chapter: Chapter, about: str, *, key: str, **facts: int | str) -> bool:
    """Write down one thing to tell, in the caller's transaction; False when this `key` was written down before."""
    _notice, is_new = LeadNotice.objects.get_or_create(
        key=key[:140], defaults={"chapter": chapter, "about": about, "facts": facts}
    )
    return is_new


@shared_task
def post() -> None:
    """Runs by the timetable: remind of replies that wait, then post all that is untold, oldest first."""
    remind()
    untold = LeadNotice.objects.filter(told_at=None).order_by("pk").values_list("pk", flat=True)
    all(post_one(notice) for notice in untold[:BATCH])  # while the mail server takes them


def post_one(pk: int) -> bool:
    """False when the mail server did not take it: those who have not got it hear of it next time."""
    try:
        with transaction.atomic():
            notice = LeadNotice.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if notice is None or notice.told_at:
                return True
            is_told = hand_over(notice)
            notice.told_at = timezone.now() if is_told else None
            notice.save(update_fields=["told_at", "facts"])
            return is_told
    except Exception:
        logger.exception("Notice %s to leads was left untold", pk)
        return True


def hand_over(notice: LeadNotice) -> bool:
    """An email to every lead who has not got it. `facts["told"]` holds the codes of those who have."""
    told = list(notice.facts.get("told", ()))
    letters_left = [(lead.code, letter_to(lead, notice)) for lead in leads_of(notice.chapter) if lead.code not in told]
    connection = get_connection()
    try:
        connection.open()
        for code, letter in letters_left:
            if letter:
                send(letter, connection)
            told.append(code)
    except Exception:
        logger.exception("The leads of chapter %s are not told yet: %s", notice.chapter_id, notice.about)
        return False
    finally:
        notice.facts["told"] = told
        with suppress(Exception):  # how it ends says nothing about what was taken
            connection.close()
    return True


def leads_of(chapter: Chapter) -> list[User]:
    roles = Role.objects.current().leads().filter(chapter=chapter, user__is_active=True)
    return [role.user for role in roles.select_related("user").order_by("pk")]


def letter_to(lead: User, notice: LeadNotice) -> EmailMessage | None:
    """In the lead's own language; None when what it tells of is gone."""
    with translation.override(lead.language or notice.chapter.languages[0]):
        facts = FACTS[notice.about](notice)
        if facts is None:
            return None
        template = f"campaigns/messaging/emails/{notice.about}.txt"
        subject, body = letters.written(template, chapter=notice.chapter, **facts)
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [lead.email])


def send(letter: EmailMessage, connection: BaseEmailBackend) -> None:
    """An address that the server refuses for good must not keep the others waiting."""
    try:
        connection.send_messages([letter])
    except SMTPRecipientsRefused as error:
        if any(code < 500 for code, _words in error.recipients.values()):
            raise
        logger.warning("The mail server refused the address of a lead")


# --- what each kind says ----------------------------------------------------------------------------


def about_trouble(notice: LeadNotice) -> dict[str, Any] | None:
    sender = Sender.objects.filter(chapter=notice.chapter, code=notice.facts["sender"]).first()
    if sender is None:
        return None
    return why(notice) | {"sender": shown_phone(sender.address), "url": link("campaigns:messaging_senders", notice)}


def about_pause(notice: LeadNotice) -> dict[str, Any] | None:
    call = call_of(notice)
    if call is None:
        return None
    return why(notice) | {"call": call, "url": link("campaigns:messaging_progress", notice, call.code)}


def about_approval(notice: LeadNotice) -> dict[str, Any] | None:
    call = call_of(notice)
    if call is None:
        return None
    goes_at = parse_datetime(str(notice.facts["goes_at"])) or call.updated_at
    return {
        "call": call,
        "people": notice.facts["people"],
        "by": User.objects.filter(code=notice.facts["by"]).first() or gettext("Somebody"),
        "goes_at": spoken(goes_at, notice.chapter.zone),
        "url": link("campaigns:messaging_progress", notice, call.code),
    }


def about_replies(notice: LeadNotice) -> dict[str, Any]:
    since = parse_datetime(str(notice.facts["since"])) or notice.created_at
    return {
        "people": notice.facts["waiting"],
        "emergencies": notice.facts["emergencies"],
        "waited": wait(timezone.now() - since),
        "url": link("campaigns:messaging_replies", notice),
    }


def about_today(notice: LeadNotice) -> dict[str, Any]:
    return {"facts": notice.facts, "url": link("campaigns:today", notice)}


FACTS: dict[str, Callable[[LeadNotice], dict[str, Any] | None]] = {
    About.TROUBLE: about_trouble,
    About.PAUSED: about_pause,
    About.APPROVED: about_approval,
    About.REPLIES: about_replies,
    About.STRAY: about_today,
    About.GATE: about_today,
}


def why(notice: LeadNotice) -> dict[str, Any]:
    reason = notice.facts["reason"]
    return {"words": failures.words(reason), "advice": failures.advice(reason)}


def call_of(notice: LeadNotice) -> CallToAction | None:
    return CallToAction.objects.filter(chapter=notice.chapter, code=notice.facts["call"]).first()


def link(name: str, notice: LeadNotice, *codes: str) -> str:
    return settings.PUBLIC_URL + reverse(name, args=[notice.chapter.slug, *codes])


# --- replies that wait ------------------------------------------------------------------------------


def remind() -> None:
    """Of emergencies at once; of other replies by day, when the oldest has waited long, and not too often."""
    waiting = Conversation.objects.waiting().filter(chapter__closed_at=None).order_by()
    urgent = Q(is_emergency=True)
    rows = waiting.values("chapter").annotate(
        waiting=Count("pk"),
        since=Min("waiting_since"),
        emergencies=Count("pk", filter=urgent),
        latest=Max("last_reply_at", filter=urgent),
    )
    chapters = Chapter.objects.in_bulk([row["chapter"] for row in rows])
    for row in rows:
        chapter, facts = chapters[row["chapter"]], {"waiting": row["waiting"], "since": row["since"].isoformat()}
        if row["latest"] and not reminded(chapter, "emergency", settings.SEND_EMERGENCY_EVERY_SECONDS):
            key = f"emergency:{chapter.pk}:{row['latest'].isoformat()}"
            tell(chapter, About.REPLIES, key=key, emergencies=row["emergencies"], **facts)
        if is_due(chapter, row["since"]) and not reminded(chapter, "digest", settings.SEND_DIGEST_EVERY_SECONDS):
            key = f"digest:{chapter.pk}:{row['since'].isoformat()}:{timezone.now():%Y-%m-%dT%H}"
            tell(chapter, About.REPLIES, key=key, emergencies=0, **facts)


def reminded(chapter: Chapter, kind: str, seconds: float) -> bool:
    """Was this kind of reminder written down within so many seconds?"""
    since = timezone.now() - timedelta(seconds=seconds)
    return chapter.lead_notices.filter(key__startswith=f"{kind}:{chapter.pk}:", created_at__gt=since).exists()


def is_due(chapter: Chapter, since: datetime) -> bool:
    """Somebody has waited long enough, and it is an hour at which a lead may be reminded."""
    hour = timezone.localtime(timezone.now(), chapter.zone).hour
    long_ago = timezone.now() - timedelta(seconds=settings.SEND_DIGEST_AFTER_SECONDS)
    return since < long_ago and DAY_BEGINS <= hour < DAY_ENDS
